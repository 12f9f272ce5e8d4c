"""Document control: the block that stands on every document, filled from recorded facts only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rdclient.lens import Audience, Lang
from rdclient.model.base import Bilingual, Words, in_lang
from rdclient.model.client import AddressForm
from rdclient.model.plan import Approval, ApprovalStep
from rdclient.model.project import Project
from rdclient.reports.base import Brief, PersonView, person_view


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who took a step with the document, and when; from a recorded approval only."""

    person: PersonView
    on: date


@dataclass(frozen=True, slots=True)
class Control:
    """Names, number, edition and the people behind a document.

    ``unread`` names files that could not be read, other clients' left out; in a client edition
    only their number ``unread_count`` is told, since a name may speak of something internal.
    ``subject`` is what the document is about, as it is asked for: ``client/project``, and the id
    of a record.
    """

    subject: str
    number: str | None
    confidentiality: Words
    project: Words
    client: Words
    client_short: Words
    address_form: AddressForm
    vendor: Words
    vendor_short: Words
    audience: Audience
    prepared: SignedBy | None
    reviewed: SignedBy | None
    approved: SignedBy | None
    policy_version: str
    unread: tuple[str, ...]
    unread_count: int


def control(
    brief: Brief,
    pattern: str,
    fields: Mapping[str, object],
    approvals: tuple[Approval, ...],
) -> Control:
    """The control block; ``pattern`` and ``fields`` make the document number.

    A document has no number while the client or the project has no code.
    """
    portfolio, project = brief.portfolio, brief.project
    client = portfolio.client(project.origin.client)
    vendor = portfolio.workspace.vendor
    codes = {"client": client.code if client else None, "project": project.code}
    number = pattern.format(**codes, **fields) if all(codes.values()) else None
    client_name = client.name if client else (project.origin.client or "")
    short_name = (client.short_name if client else None) or client_name
    vendor_short = vendor.short_name or vendor.name
    unread = tuple(path for path in brief.unread if _concerns(path, project))
    return Control(
        subject=_subject(brief),
        number=number,
        confidentiality=_filled(
            brief.policy.documents.confidentiality, {"client": short_name, "vendor": vendor_short}
        ),
        project=project.name,
        client=client_name,
        client_short=short_name,
        address_form=client.address_form if client else AddressForm.ORGANISATION,
        vendor=vendor.name,
        vendor_short=vendor_short,
        audience=brief.audience,
        prepared=_signed(brief, project, approvals, ApprovalStep.PREPARED),
        reviewed=_signed(brief, project, approvals, ApprovalStep.REVIEWED),
        approved=_signed(brief, project, approvals, ApprovalStep.APPROVED),
        policy_version=brief.policy.version(),
        unread=unread if brief.audience is Audience.INTERNAL else (),
        unread_count=len(unread),
    )


def _subject(brief: Brief) -> str:
    """What the document is about, as it is asked for."""
    way = (brief.project.origin.client, brief.project.id, brief.subject)
    return "/".join(step for step in way if step)


def _filled(text: Words, names: Mapping[str, Words]) -> Words:
    """The text in both languages with names in the place of ``{client}`` and ``{vendor}``."""
    filled = {}
    for lang in Lang:
        words = in_lang(text, lang=lang)
        for key, name in names.items():
            words = words.replace(f"{{{key}}}", in_lang(name, lang=lang))
        filled[lang.value] = words
    return Bilingual(**filled)


def _concerns(path: str, project: Project) -> bool:
    """Whether a file may matter to a project: not when it lies in another client's folder."""
    return not path.startswith("clients/") or path.startswith(f"clients/{project.origin.client}/")


def _signed(
    brief: Brief, project: Project, approvals: tuple[Approval, ...], step: ApprovalStep
) -> SignedBy | None:
    found = [approval for approval in approvals if approval.step is step]
    if not found:
        return None
    person = person_view(brief.portfolio, found[-1].by, project)
    return SignedBy(person, found[-1].on) if person else None
