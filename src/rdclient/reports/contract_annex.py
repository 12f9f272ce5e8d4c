"""The annex on signing: how the parties of a contract agree to confirm and to change texts."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rdclient.control.fingerprint import SHORT
from rdclient.lens import Lang
from rdclient.model.base import Words
from rdclient.model.client import Authority, Contact, Person, Role, Side
from rdclient.model.policy import DecisionClass, SidePolicy
from rdclient.model.portfolio import Portfolio
from rdclient.model.signoff import NAMESPACE, EvidenceLevel
from rdclient.reports.base import Brief, Named, PersonView, Report, contract_of, person_view
from rdclient.reports.candidate import candidates
from rdclient.reports.document import Control, control
from rdclient.reports.minutes_people import in_order

_KEY_WORDS = 2
"""Type and digits of a public key, before its comment."""


@dataclass(frozen=True, slots=True)
class SideRule:
    """What a side has to give for a class of decisions.

    Attributes:
        level: least evidence; None when the side need not sign.
        roles: who may sign, by role in the project.
        authority: … or by what the list of contacts says of them.
        people: how many have to.
        signers: who that is on the day of the document.
    """

    side: Side
    level: EvidenceLevel | None
    people: int
    roles: tuple[Role, ...]
    authority: tuple[Authority, ...]
    needs_seal: bool
    is_deemed: bool
    signers: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class ClassRule:
    """What both sides have to give for a class of decisions."""

    decision: DecisionClass
    client: SideRule
    vendor: SideRule


@dataclass(frozen=True, slots=True)
class KeyView:
    """A public key on the day of the document; ``digest`` as ssh-keygen -l prints it."""

    person: PersonView
    side: Side
    digest: str
    valid_from: date
    revoked_on: date | None


@dataclass(frozen=True, slots=True)
class Annex:
    """Everything the annex states.

    Attributes:
        binding: the language whose words are signed.
        since: first day of the method; None where policy names none.
        late_wd: working days after which an act counts as recorded late.
        assessment: time for the assessment of a change, as policy writes it.
        emergency: time for the full sign-off after an emergency.
        deemed_clause: the agreement by which silence counts for minutes.
        algorithm: of the fingerprint.
        digits: of it that documents print.
        namespace: of signatures by key.
    """

    document: Control
    as_of: datetime
    binding: Lang
    contract: Named | None
    contract_signed_on: date | None
    since: date | None
    classes: tuple[ClassRule, ...]
    late_wd: int
    tolerance_wd: int
    cumulative_percent: float
    freeze_days: int
    fine_tuning_pd: float
    assessment: str | None
    emergency: str | None
    deemed_clause: Words | None
    algorithm: str
    digits: int
    namespace: str
    keys: tuple[KeyView, ...]


def build(brief: Brief) -> Annex:
    """The annex of a project, by the policy in force."""
    seen, policy = brief.seen(), brief.policy
    contract = contract_of(seen, brief.project)
    clocks, rules = policy.clocks, policy.control
    year = brief.as_of.year
    return Annex(
        document=control(brief, policy.documents.annex_number, {"year": year}, ()),
        as_of=brief.as_of,
        binding=brief.matter.binding(brief.project),
        contract=Named(contract.id, contract.title or contract.id) if contract else None,
        contract_signed_on=contract.signed_on if contract else None,
        since=rules.since,
        classes=tuple(_class(brief, seen, decision) for decision in DecisionClass),
        late_wd=rules.late_wd,
        tolerance_wd=policy.change.schedule_tolerance_wd,
        cumulative_percent=rules.cumulative_percent,
        freeze_days=policy.change.freeze_days,
        fine_tuning_pd=rules.fine_tuning_pd,
        assessment=_length(clocks.change_assessment.within),
        emergency=_length(clocks.emergency_sign_off.within),
        deemed_clause=contract.deemed_clause if contract else None,
        algorithm="SHA-256",
        digits=SHORT,
        namespace=NAMESPACE,
        keys=tuple(_keys(brief, seen)),
    )


def _length(within: object) -> str | None:
    return str(within) if within else None


def _class(brief: Brief, seen: Portfolio, decision: DecisionClass) -> ClassRule:
    wanted = brief.policy.control.sign_off[decision]
    client = _side(brief, seen, Side.CLIENT, wanted.client)
    return ClassRule(decision, client, _side(brief, seen, Side.VENDOR, wanted.vendor))


def _side(brief: Brief, seen: Portfolio, side: Side, wanted: SidePolicy) -> SideRule:
    return SideRule(
        side=side,
        level=wanted.level,
        people=wanted.people,
        roles=wanted.roles,
        authority=wanted.authority if side is Side.CLIENT else (),
        needs_seal=wanted.seal,
        is_deemed=wanted.deemed,
        signers=tuple(_signers(brief, seen, side, wanted)),
    )


def _signers(brief: Brief, seen: Portfolio, side: Side, wanted: SidePolicy) -> Iterator[PersonView]:
    """Who may sign today, in the order in which documents name people."""
    if wanted.level is None:
        return
    near = brief.project
    able = (one.id for one in candidates(brief.matter, near, side, wanted))
    for name in in_order(seen, near, able):
        if view := person_view(seen, name, near):
            yield view


def _people(brief: Brief, side: Side) -> tuple[Person | Contact, ...]:
    portfolio = brief.matter.portfolio
    if side is Side.CLIENT:
        return portfolio.of_client(Contact, brief.project.origin.client or "")
    return portfolio.all(Person)


def _keys(brief: Brief, seen: Portfolio) -> Iterator[KeyView]:
    """The keys of everybody who may sign anything."""
    able = {
        (side, view.name)
        for decision in DecisionClass
        for side in (Side.CLIENT, Side.VENDOR)
        for view in _signers(brief, seen, side, brief.policy.control.sign_off[decision].of(side))
    }
    for side in (Side.CLIENT, Side.VENDOR):
        for person in _people(brief, side):
            view = person_view(seen, person.id, brief.project)
            if view is None or (side, view.name) not in able:
                continue
            for key in person.keys:
                yield KeyView(view, side, key_digest(key.key), key.valid_from, key.revoked_on)


def key_digest(public: str) -> str:
    """The digest of a public key as ``ssh-keygen -l`` prints it; empty when it is none."""
    words = public.split()
    if len(words) < _KEY_WORDS:
        return ""
    try:
        raw = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        return ""
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"


REPORT = Report("contract-annex", "", "project", build)
