"""The baseline form: the requirements that both sides confirm, each in its full text."""

from dataclasses import dataclass
from datetime import date, datetime

from rdclient.control.baseline import entry_text, specification_verdict
from rdclient.control.canon import Content
from rdclient.control.fingerprint import short
from rdclient.diagnostic import UsageError
from rdclient.lens import Audience, Lang
from rdclient.model.base import Words
from rdclient.model.baseline import Baseline, BaselineEntry
from rdclient.reports.base import Brief, PersonView, Report, contract_of, person_view
from rdclient.reports.document import Control, control
from rdclient.reports.governed_text import FieldView, Naming, fields, naming
from rdclient.reports.signature import Signatures, signatures


@dataclass(frozen=True, slots=True)
class RequirementText:
    """A requirement as the baseline holds it.

    Attributes:
        title: in the binding language, as all its texts.
        fingerprint: the first digits.
        is_proven: whether the text has the fingerprint that is signed.
    """

    id: str
    title: str | None
    fingerprint: str
    is_proven: bool
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class BaselineForm:
    """Everything a baseline form states.

    Attributes:
        binding: the language whose words are signed.
        change_rules: how the text changes from now on.
    """

    document: Control
    as_of: datetime
    binding: Lang
    id: str
    title: Words | None
    version: str | None
    created_on: date
    by: PersonView | None
    requirements: tuple[RequirementText, ...]
    change_rules: Words | None
    signatures: Signatures


def build(brief: Brief) -> BaselineForm:
    """The form of the baseline that is the brief's subject.

    Raises:
        UsageError: when there is no such baseline, or none for the client.
    """
    found = brief.matter.portfolio.find("baseline", brief.subject or "", brief.project)
    if not isinstance(found, Baseline):
        raise UsageError("nothing-found", brief.subject or "")
    if brief.audience is Audience.CLIENT and found.audience is Audience.INTERNAL:
        raise UsageError("not-for-client", found.id)
    seen = brief.seen()
    verdict = specification_verdict(brief.matter, found)
    return BaselineForm(
        document=_control(brief, found),
        as_of=brief.as_of,
        binding=brief.matter.binding(found),
        id=found.id,
        title=found.title,
        version=found.version,
        created_on=found.created_on,
        by=person_view(seen, found.by, found),
        requirements=tuple(_requirement(entry, naming(seen, found)) for entry in found.entries),
        change_rules=change_rules(brief),
        signatures=signatures(seen, verdict, audience=brief.audience),
    )


def change_rules(brief: Brief) -> Words | None:
    """How changes are made: as the project says, else the contract, else the policy."""
    contract = contract_of(brief.matter.portfolio, brief.project)
    stated = (
        brief.project.change_rules,
        contract.change_rule if contract else None,
        brief.policy.change.change_rule,
    )
    return next((rules for rules in stated if rules), None)


def _control(brief: Brief, baseline: Baseline) -> Control:
    fields_ = {"year": baseline.created_on.year, "id": baseline.id}
    return control(brief, brief.policy.documents.baseline_number, fields_, ())


def _requirement(entry: BaselineEntry, name: Naming) -> RequirementText:
    signed = entry_text(entry)
    text: Content = signed or dict(entry.content)  # type: ignore[arg-type]
    title = text.get("title")
    return RequirementText(
        id=entry.requirement,
        title=title if isinstance(title, str) else None,
        fingerprint=short(entry.fingerprint),
        is_proven=signed is not None,
        fields=fields(text, name, besides=("title",)),
    )


REPORT = Report("baseline-form", "", "baseline", build)
