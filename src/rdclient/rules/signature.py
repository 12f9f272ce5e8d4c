"""Sign-offs: acts that do not count, acts on other words, evidence that is not enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.control.act import evidence_found
from rdclient.control.base import Matter, Subject
from rdclient.control.change import standing, subject_verdict
from rdclient.control.fingerprint import short
from rdclient.control.signoff import BELOW, INVALID, Flaw, Verdict, Weighed, verdict
from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change, Urgency
from rdclient.model.meeting import Meeting
from rdclient.model.policy import DecisionClass
from rdclient.model.signoff import Found, SignOff, SubjectKind
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import label, matter
from rdclient.rules.signer import name_of

NEEDED = frozenset(
    {"signoff", "person", "contact", "contract", "project", "baseline", "change", "meeting"}
)
"""Kinds of records by which an act counts, or does not."""
_FIELD: Mapping[Flaw, str] = MappingProxyType(
    {
        Flaw.STALE: "fingerprint",
        Flaw.OTHER_WORKSPACE: "workspace",
        Flaw.OTHER_PROJECT: "project",
        Flaw.NO_SUBJECT: "subject",
        Flaw.WRONG_PLACE: "fingerprint",
        Flaw.WRONG_SIDE: "side",
        Flaw.NOT_THERE: "declared_at",
        Flaw.BEFORE_SUBMISSION: "declared_at",
        Flaw.LANDED_BEFORE: "declared_at",
        Flaw.BELOW_LEVEL: "evidence",
        Flaw.NO_SEAL: "evidence",
        Flaw.DEEMED_NOT_ALLOWED: "deemed",
        Flaw.DEEMED_WITHOUT_PROOF: "deemed",
        Flaw.CONDITIONS_NOT_IN_TEXT: "conditions",
        Flaw.CHAIN_BROKEN: "previous",
    }
)
"""Where a flaw shows in a statement; at the signer where it is not here."""
_SPOKEN_OF: Mapping[SubjectKind, str] = MappingProxyType({SubjectKind.MEETING: "minutes"})
"""What is signed of a meeting."""
_LOST: Mapping[Flaw, Found] = MappingProxyType(
    {Flaw.EVIDENCE_MISSING: Found.MISSING, Flaw.EVIDENCE_DIFFERS: Found.DIFFERS}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be said of an act: one thing, the heaviest.

    Attributes:
        subject: what it is about.
        found: the verdict it was weighed for.
    """

    one: Weighed
    flaw: Flaw
    subject: Subject
    found: Verdict

    @property
    def code(self) -> str:
        """Under which code it is said."""
        if self.flaw in INVALID:
            return "RD235"
        return "RD236" if self.flaw in BELOW else "RD234"


# ── the acts ─────────────────────────────────────────────────────────────────


def act_stale(case: Case) -> Iterator[Finding]:
    """The words were changed after somebody agreed to them (RD234)."""
    for fault in _said(case, "RD234"):
        now = short(fault.found.fingerprint)
        yield _finding(case, fault, "act", then=short(fault.one.act.fingerprint), now=now)


def act_invalid(case: Case) -> Iterator[Finding]:
    """An act does not count: person, key, place, order or time are not right (RD235)."""
    for fault in _said(case, "RD235"):
        yield _finding(case, fault, fault.flaw.value, right=fault.one.act.proof.name)
    found = matter(case)
    for act in found.portfolio.all(SignOff):
        if found.subject(act) is None and case.portfolio.find(act.kind, act.subject, act) is None:
            at = where(act, _FIELD[Flaw.NO_SUBJECT])
            told = _told(found, act)
            yield finding("RD235", at, variant=Flaw.NO_SUBJECT.value, **told)


def evidence_below_minimum(case: Case) -> Iterator[Finding]:
    """What shows that somebody agreed is less than was agreed on (RD236)."""
    for fault in _said(case, "RD236"):
        act = fault.one.act
        wanted = fault.found.of(act.side).wanted
        levels = {"level": fault.one.level, "least": wanted.level or fault.one.level}
        file = act.evidence[_lost(fault)].file if fault.flaw in _LOST else ""
        yield _finding(case, fault, fault.flaw.value, file=file.rsplit("/", 1)[-1], **levels)


def _said(case: Case, code: str) -> Iterator[Fault]:
    found = matter(case)
    for subject in _subjects(found):
        for fault in faults(found, subject):
            if fault.code == code:
                yield fault


def _subjects(found: Matter) -> Iterator[Subject]:
    """What somebody has declared anything about, in the order of the records."""
    everything: tuple[Subject, ...] = (
        *found.portfolio.all(Baseline), *found.portfolio.all(Change), *found.portfolio.all(Meeting),
    )  # fmt: skip
    return (subject for subject in everything if found.acts(subject))


def _finding(case: Case, fault: Fault, variant: str, **facts: Fact) -> Finding:
    at = _place(fault)
    told = _told(matter(case), fault.one.act)
    return finding(fault.code, at, variant=variant, **told, **facts)


def _place(fault: Fault) -> Location:
    act = fault.one.act
    if fault.flaw in _LOST:
        return where(act, "evidence", _lost(fault), "file")
    return where(act, _FIELD.get(fault.flaw, "signer"))


def _lost(fault: Fault) -> int:
    """Which of the files of evidence is not there, or not the same."""
    return evidence_found(fault.one.act).index(_LOST[fault.flaw])


def _told(found: Matter, act: SignOff) -> dict[str, Fact]:
    """Who declared what about what, and when."""
    return {
        "id": act.subject,
        "kind": _SPOKEN_OF.get(act.kind, act.kind.value),
        "person": name_of(found, act),
        "on": label(act.declared_at),
        "decision": act.decision,
        "side": act.side,
    }


# ── one fault an act ─────────────────────────────────────────────────────────


def faults(found: Matter, subject: Subject) -> Iterator[Fault]:
    """What is to be said of the acts on a subject, at most one thing of each.

    Nothing is said of acts on a request that was turned down, of one that its person made good
    later, of objections to words that were given up, and of what nobody misses any more.
    """
    if isinstance(subject, Change) and subject.is_ended():
        return
    told = subject_verdict(found, subject)
    others = tuple(_others(found, subject))
    for one in told.acts:
        is_good = any(_counts(one, other) for other in (told, *others))
        is_replaced = any(_replaces(other, one) for other in told.acts)
        # A copy beside another subject is said even where the original counts: it was laid there.
        if is_good or (is_replaced and Flaw.WRONG_PLACE not in one.flaws):
            continue
        flaw = _flaw(told, one)
        if flaw:
            yield Fault(one, flaw, subject, told)


def _others(found: Matter, subject: Subject) -> Iterator[Verdict]:
    """What else acts on a request may be good for: its first word, or a size not known yet."""
    if not isinstance(subject, Change):
        return
    if subject.urgency is Urgency.EMERGENCY:
        yield verdict(found, subject, DecisionClass.EMERGENCY)
    if standing(found, subject).classification.derived is None:
        yield verdict(found, subject, DecisionClass.SMALL_CHANGE)


def _counts(one: Weighed, told: Verdict) -> bool:
    return any(same.act is one.act and same.counts for same in told.acts)


def _replaces(other: Weighed, one: Weighed) -> bool:
    """Whether the same person declared it again for the same side, and that counts."""
    is_same = (other.act.signer, other.act.side) == (one.act.signer, one.act.side)
    return is_same and other.counts and other.act is not one.act


def _flaw(told: Verdict, one: Weighed) -> Flaw | None:
    """The heaviest flaw that matters; None when none does."""
    is_met = told.of(one.act.side).is_met
    is_stale = Flaw.STALE in one.flaws
    invalid = next((flaw for flaw in Flaw if flaw in INVALID and flaw in one.flaws), None)
    if invalid:
        return None if is_stale and is_met else invalid
    if is_met or Flaw.IN_THE_FUTURE in one.flaws or not one.is_approval:
        return None
    if is_stale:
        return Flaw.STALE
    return next((flaw for flaw in Flaw if flaw in one.flaws), None)


RULES = (
    Rule("RD234", act_stale, about=("signoff",), needs=NEEDED),
    Rule("RD235", act_invalid, about=("signoff",), needs=NEEDED),
    Rule("RD236", evidence_below_minimum, about=("signoff",), needs=NEEDED),
)
