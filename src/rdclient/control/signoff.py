"""Whether a subject has the signatures it needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rdclient.control.act import landing_day, wanted_on, weighed
from rdclient.control.authority import bare, key_of, signer_of
from rdclient.control.base import Matter, Subject
from rdclient.control.flaw import BELOW, INVALID, Flaw, Weighed
from rdclient.model.base import Moment
from rdclient.model.client import Contact, Person, Side
from rdclient.model.policy import DecisionClass, SidePolicy
from rdclient.model.signoff import SignOff, SubjectKind

__all__ = [
    "BELOW",
    "CLASS_OF_KIND",
    "INVALID",
    "Flaw",
    "SideVerdict",
    "Verdict",
    "Weighed",
    "verdict",
]


@dataclass(frozen=True, slots=True)
class SideVerdict:
    """What one side has given.

    Attributes:
        wanted: what it has to give.
        approvals: the acts that count, one per person and key, in the order declared; of each
            person the first that no objection of theirs follows.
        objection: an act of somebody who may sign that rejects or revokes; it outranks approvals.
    """

    side: Side
    wanted: SidePolicy
    approvals: tuple[Weighed, ...]
    objection: Weighed | None

    @property
    def is_met(self) -> bool:
        """Whether the side has given what it has to."""
        if self.objection:
            return False
        return self.wanted.level is None or len(self.approvals) >= self.wanted.people

    @property
    def met_at(self) -> Moment | None:
        """When it had first given what it has to; None before, and when it need not."""
        if not self.is_met or self.wanted.level is None:
            return None
        return self.approvals[self.wanted.people - 1].act.declared_at


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a subject has the signatures it needs.

    Attributes:
        decision: class of decision it was weighed for.
        fingerprint: of what the subject says now.
        acts: every act on the subject, by the time declared.
    """

    decision: DecisionClass
    fingerprint: str
    client: SideVerdict
    vendor: SideVerdict
    acts: tuple[Weighed, ...]

    @property
    def sides(self) -> tuple[SideVerdict, SideVerdict]:
        """The client first, as documents list them."""
        return self.client, self.vendor

    def of(self, side: Side) -> SideVerdict:
        """What that side has given."""
        return self.client if side is Side.CLIENT else self.vendor

    @property
    def is_met(self) -> bool:
        """Whether both sides have signed exactly this text."""
        return self.client.is_met and self.vendor.is_met

    @property
    def met_at(self) -> Moment | None:
        """When the last act it needed was declared; None while one is missing.

        Whoever declares once more what they had declared already does not move it.
        """
        if not self.is_met:
            return None
        return max((at for side in self.sides if (at := side.met_at)), default=None)


def verdict(matter: Matter, subject: Subject, decision: DecisionClass) -> Verdict:
    """The verdict on a subject for a class of decision.

    One key or one person on two sides makes every act on these words worthless; the author of
    the text may not be the vendor's only signer. An act after which the words changed stays on
    record and counts for nothing.
    """
    key = (f"verdict-{decision}", id(subject))
    found = matter.memo.get(key)
    if isinstance(found, Verdict):
        return found
    now, acts = matter.fingerprint(subject), matter.acts(subject)
    shared = _shared(matter, tuple(act for act in acts if act.fingerprint == now))
    every = tuple(
        weighed(
            matter, subject, act, decision,
            shared.get(act.signer) if act.fingerprint == now else None,
        )
        for act in acts
    )  # fmt: skip
    every = _without_authors(matter, subject, every)
    client, vendor = (_side(matter, every, decision, side) for side in (Side.CLIENT, Side.VENDOR))
    made = Verdict(decision, now, client, vendor, every)
    matter.memo[key] = made
    return made


CLASS_OF_KIND: Mapping[SubjectKind, DecisionClass] = {
    SubjectKind.BASELINE: DecisionClass.SPECIFICATION,
    SubjectKind.MEETING: DecisionClass.MINUTES,
}
"""The class a subject is weighed for; that of a change depends on its size."""


# ── a side ───────────────────────────────────────────────────────────────────


def _side(
    matter: Matter, every: tuple[Weighed, ...], decision: DecisionClass, side: Side
) -> SideVerdict:
    heard = [one for one in every if one.is_heard and one.act.side is side]
    approvals: dict[str, Weighed] = {}
    objection = None
    for signer in dict.fromkeys(one.act.signer for one in heard):
        own = [one for one in heard if one.act.signer == signer]
        against = [one for one in own if not one.is_approval]
        standing = [
            one
            for one in own
            if one.is_approval and all(_follows(one.act, other.act, every) for other in against)
        ]
        if standing:  # two persons with one key are one signature
            approvals.setdefault(standing[0].act.proof.key or signer, standing[0])
        elif against:
            objection = objection or against[-1]
    given = sorted(approvals.values(), key=_declared)
    days = [landing_day(matter, one.act) for one in every if one.counts]
    wanted = wanted_on(matter, max(days, default=matter.today), decision, side)
    return SideVerdict(side, wanted, tuple(given), objection)


def _declared(one: Weighed) -> tuple[Moment, str]:
    return one.act.declared_at, one.act.origin.path


def _follows(act: SignOff, other: SignOff, every: Iterable[Weighed]) -> bool:
    """Whether an act was surely made after another: it says so, or it names it as gone before."""
    if other.declared_at.is_before(act.declared_at):
        return True
    before = {one.act.proof.digest: one.act.previous for one in every}
    gone = act.previous
    while gone and gone != other.proof.digest:
        gone = before.get(gone)
    return bool(gone) and not act.declared_at.is_before(other.declared_at)


# ── persons and keys where they must not be ──────────────────────────────────


def _without_authors(
    matter: Matter, subject: Subject, every: tuple[Weighed, ...]
) -> tuple[Weighed, ...]:
    """The acts; where only authors of the text approved for the vendor, none of them counts."""
    authors = matter.authors.get(subject.origin.path, frozenset())
    own = [one for one in every if one.counts and one.is_approval and one.act.side is Side.VENDOR]
    if not authors or not all(_is_of(matter, one.act, authors) for one in own):
        return every
    return tuple(
        replace(one, flaws=(*one.flaws, Flaw.ONLY_AUTHOR)) if one in own else one for one in every
    )


def _is_of(matter: Matter, act: SignOff, authors: Iterable[str]) -> bool:
    """Whether an act is one of these persons', or was made with a key of theirs."""
    if act.signer in authors:
        return True
    people = (signer_of(matter, name, act) for name in authors)
    return any(person and act.proof.key and key_of(person, act.proof.key) for person in people)


def _shared(matter: Matter, acts: tuple[SignOff, ...]) -> dict[str, Flaw]:
    """Why none of these acts counts, by signer: a person, or a key, that stands for both sides."""
    sides: dict[str, set[Side]] = {}
    keys: dict[str, set[Side]] = {}
    for act in acts:
        sides.setdefault(act.signer, set()).add(act.side)
        if act.proof.key:
            keys.setdefault(act.proof.key, set()).add(act.side)
    if any(len(found) > 1 for found in sides.values()):
        return dict.fromkeys(sides, Flaw.PERSON_ON_BOTH_SIDES)
    listed = _listed(matter) if keys else {}
    if any(len(found | listed.get(bare(key), set())) > 1 for key, found in keys.items()):
        return dict.fromkeys(sides, Flaw.KEY_ON_BOTH_SIDES)
    return {}


def _listed(matter: Matter) -> dict[str, set[Side]]:
    """The sides in whose lists each key stands."""
    kept = matter.memo.get(("listed-keys", 0))
    if isinstance(kept, dict):
        return kept
    listed: dict[str, set[Side]] = {}
    people: tuple[Person | Contact, ...] = (
        *matter.portfolio.all(Person), *matter.portfolio.all(Contact),
    )  # fmt: skip
    for person in people:
        for key in person.keys:
            listed.setdefault(bare(key.key), set()).add(person.side)
    matter.memo["listed-keys", 0] = listed
    return listed
