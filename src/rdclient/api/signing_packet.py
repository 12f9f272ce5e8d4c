"""``signoff request``: what a signer gets, who needs neither the repository nor this program."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rdclient.api.reporting import Request, made
from rdclient.api.signing import declared_moment, statement_for
from rdclient.api.signing_act import Table, called, table_for
from rdclient.api.target import referred
from rdclient.api.writing import Clock, read_with_speech
from rdclient.control.authority import signer_of
from rdclient.control.fingerprint import short
from rdclient.diagnostic import UsageError
from rdclient.lens import Audience, Lang
from rdclient.model.base import Ref
from rdclient.model.client import Contact, Person, Role, Side
from rdclient.model.portfolio import id_of
from rdclient.model.signoff import NAMESPACE, SubjectKind
from rdclient.render.signing_guide import guide, guide_page
from rdclient.reports.base import person_view
from rdclient.reports.candidate import Candidate
from rdclient.reports.signing import SubjectView, subject_kind, subject_view
from rdclient.reports.signing_guide import Recipient, ReplyTo, SigningGuide
from rdclient.store.proof import statement_bytes

_REPORTS = {
    SubjectKind.BASELINE: "baseline-form",
    SubjectKind.CHANGE: "change-form",
    SubjectKind.MEETING: "minutes",
}
"""The document that is read before each kind of subject is signed."""


@dataclass(frozen=True, slots=True)
class PacketWish:
    """What was asked for.

    Attributes:
        subject: id of a baseline, a change request or a meeting.
        person: the only one it is for, by id or name; None for everybody of the client who may.
        on: the time that the statements name, as people say it; None for now.
        lang: of the documents; None for the client's.
    """

    subject: str
    person: str | None = None
    on: str | None = None
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Packet:
    """The files a signer gets, by name, and what is told of them."""

    files: tuple[tuple[str, bytes], ...]
    subject: SubjectView
    people: tuple[Candidate, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a signer reads, in both forms; the digest is that of the page."""

    markdown: str
    html: str
    lang: Lang

    @property
    def sha256(self) -> str:
        """What statements carry as ``packet``."""
        return hashlib.sha256(self.html.encode()).hexdigest()


def packet(root: Path, wish: PacketWish, *, clock: Clock, cache: Path | None = None) -> Packet:
    """Everything a signer needs: the document, a statement for each, how to sign.

    Raises:
        UsageError: when there is no such subject or person, or nobody may sign.
        IncompleteError: when files could not be read.
    """
    loaded, speech = read_with_speech(root, clock, cache)
    table = table_for(root, loaded, wish.subject, speech.now)
    declared = declared_moment(table, wish.on, speech)
    view = subject_view(table.matter, table.subject)
    people = _people(table, view, wish.person)
    read = document(table, lang=wish.lang)
    name = id_of(table.subject)
    files = [(f"{name}.html", read.html.encode()), (f"{name}.md", read.markdown.encode())]
    recipients = []
    for person in people:
        statement = statement_for(
            table, person, side=person.side, declared=declared, packet=read.sha256
        )
        files.append((f"statement.{person.id}.json", statement_bytes(statement)))
        recipients.append(_recipient(table, person))
    told = SigningGuide(
        subject=view,
        recipients=tuple(recipients),
        namespace=NAMESPACE,
        vendor=loaded.portfolio.workspace.vendor.name,
        reply_to=_manager(table),
    )
    text = guide(told, lang=read.lang)
    page = guide_page(text, lang=read.lang)
    files += [("HOWTO.md", text.encode()), ("HOWTO.html", page.encode())]
    sides = view.sides if view.emergency is None else (*view.sides, *view.emergency)
    known = {one.id: one for side in sides for one in side.may_sign}
    chosen = tuple(known[one.id] for one in people if one.id in known)
    return Packet(tuple(files), view, chosen, f"{name}-{short(view.fingerprint)}")


def document(table: Table, *, lang: Lang | None) -> Document:
    """The client's edition of what is signed, as Markdown and as a page."""
    subject = table.subject
    name = f"{subject.origin.client}/{subject.origin.project}/{id_of(subject)}"
    report = _REPORTS[subject_kind(subject)]
    forms = []
    for form in ("md", "html"):
        request = Request(table.matter.as_of, Audience.CLIENT, lang, form)
        forms.append(made(table.loaded, report, name, request))
    return Document(forms[0].text, forms[1].text, forms[0].lang)


# ── who gets it ──────────────────────────────────────────────────────────────


def _people(table: Table, view: SubjectView, typed: str | None) -> tuple[Person | Contact, ...]:
    """The one named; else everybody of the client who may sign.

    Raises:
        UsageError: when nobody is called so, or nobody may sign.
    """
    if typed is not None:
        ref = Ref(("person",))
        names = [referred(table.loaded, table.subject, ref, typed.strip(), on=table.today)]
        sides = (*view.sides, *(view.emergency or ()))
        allowed = {one.id: str(one.person.name) for side in sides for one in side.may_sign}
        if names[0] not in allowed:
            name = called(table, names[0])
            others = tuple(dict.fromkeys(allowed.values())) or ("—",)
            raise UsageError("signoff-flaw-not_authorised", view.id, name, others)
    else:
        side = next(one for one in view.sides if one.side is Side.CLIENT)
        names = [one.id for one in side.may_sign]
    found = (signer_of(table.matter, name, table.subject) for name in names)
    people = tuple(one for one in found if one is not None)
    if not people:
        raise UsageError("signoff-nobody", view.id)
    return people


def _recipient(table: Table, person: Person | Contact) -> Recipient:
    return Recipient(
        id=person.id,
        name=person.name,
        unit=person.unit,
        title=person.title,
        side=person.side,
        has_key=any(key.revoked_on is None or table.today < key.revoked_on for key in person.keys),
    )


def _manager(table: Table) -> ReplyTo | None:
    """Our project manager and their address, to whom it goes back."""
    project = table.matter.project(table.subject)
    name = project.holder(Role.PROJECT_MANAGER, table.today) if project else None
    view = person_view(table.matter.portfolio, name, table.subject)
    person = table.matter.portfolio.person(name, table.subject)
    return ReplyTo(view.name, person.email if person else None) if view else None
