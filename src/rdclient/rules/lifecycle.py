"""Life of a requirement: no step skipped, and what each step leaves on record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from rdclient.diagnostic import Fact, Finding, finding
from rdclient.model.client import Side
from rdclient.model.replay import lies_after
from rdclient.model.requirement import (
    MAIN_LINE,
    Elicitation,
    Requirement,
    RequirementEvent,
    RequirementStep,
    RequirementType,
    Verification,
)
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, label, now, steps
from rdclient.rules.requirement import DROPPED, due_event, is_stated, last_event, place

_MADE = frozenset({RequirementType.FUNCTIONAL, RequirementType.INTERFACE, RequirementType.DATA})
"""Types that are built; the others may be properties of a system that is there already."""
_COMPULSORY = frozenset({RequirementType.CONSTRAINT, RequirementType.COMPLIANCE})
"""Types that are met because they must be, not for a gain."""

Indexed = tuple[int, RequirementEvent]
"""An event with its index in the record."""


# ── order of the steps ───────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Gap:
    """Something that is not recorded although a later step is.

    Attributes:
        index: of the event of the later step.
        step: the later step.
        variant: empty for steps between others, ``first`` when the record begins late, ``left``
            when it had left the main line, ``back`` when it goes back.
        missing: the steps that are not recorded.
        other: the step it had left the main line by, or had reached.
    """

    index: int
    step: RequirementStep
    variant: str
    missing: tuple[RequirementStep, ...] = ()
    other: RequirementStep | None = None


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far a requirement has come.

    Attributes:
        recorded: steps on record; those named missing count, so that they are named once.
        owed: steps named missing; they may be entered later.
        reached: the furthest step since it was reopened last; None before the first.
        left: the step by which it left the main line.
    """

    recorded: frozenset[RequirementStep] = frozenset()
    owed: frozenset[RequirementStep] = frozenset()
    reached: RequirementStep | None = None
    left: RequirementStep | None = None

    def reopened(self) -> "_Standing":
        """Back on the main line: what left it goes on, what was built must be tested again."""
        is_built = self.left is None
        recorded = self.recorded - {RequirementStep.TESTED} if is_built else self.recorded
        is_further = _rank(self.reached) > _rank(RequirementStep.STARTED)
        reached = RequirementStep.STARTED if is_further else self.reached
        return replace(self, recorded=recorded, reached=reached, left=None)

    def lacking(self, missing: tuple[RequirementStep, ...]) -> "_Standing":
        """The same with steps that were named missing."""
        return replace(self, recorded=self.recorded.union(missing), owed=self.owed.union(missing))

    def advanced(self, step: RequirementStep) -> "_Standing":
        """The same with one more step of the main line."""
        reached = self.reached if _rank(self.reached) > _rank(step) else step
        return replace(
            self, recorded=self.recorded | {step}, owed=self.owed - {step}, reached=reached
        )


def requirement_step_skipped(case: Case) -> Iterator[Finding]:
    """A requirement came to a step without one that has to come before it (RD201)."""
    for requirement in known(case, Requirement):
        asked = _asked(requirement)
        listed = steps(case, requirement)
        gaps = _gaps(asked, listed)
        if gaps:  # events in the wrong place are another rule's
            gaps = min(gaps, _gaps(asked, sorted(listed, key=_day_of)), key=len)
        for gap in gaps:
            at = where(requirement, "events", gap.index, "type")
            facts = _lack(gap)
            yield finding(
                "RD201", at, variant=gap.variant, id=requirement.id, step=gap.step, **facts
            )


def _lack(gap: _Gap) -> dict[str, Fact]:
    if gap.other:
        return {"other": gap.other}
    return {"missing": gap.missing, "tokens": tuple(step.value for step in gap.missing)}


def _asked(requirement: Requirement) -> tuple[RequirementStep, ...]:
    """The steps that may not be left out, in order."""
    acceptance = requirement.acceptance
    method = acceptance.method if acceptance else None
    asked = [RequirementStep.ANALYSED, RequirementStep.CONFIRMED]
    if requirement.type in _MADE:
        asked += [RequirementStep.STARTED, RequirementStep.DEVELOPED]
    if method in (None, Verification.TEST):
        asked.append(RequirementStep.TESTED)
    return tuple(asked)


def _rank(step: RequirementStep | None) -> int:
    """Place on the main line; going live may come before acceptance, as a trial operation."""
    if step is None:
        return -1
    is_live = step is RequirementStep.RELEASED
    return MAIN_LINE.index(RequirementStep.ACCEPTED if is_live else step)


def _day_of(entry: Indexed) -> date:
    return entry[1].at.day


def _gaps(asked: tuple[RequirementStep, ...], events: Sequence[Indexed]) -> list[_Gap]:
    standing, gaps = _Standing(), []
    for _, day in groupby(events, key=_day_of):
        standing, found = _day(asked, standing, tuple(day))
        gaps += found
    return gaps


def _day(
    asked: tuple[RequirementStep, ...], morning: _Standing, events: tuple[Indexed, ...]
) -> tuple[_Standing, list[_Gap]]:
    """What a day's events change; among themselves they may stand in any order."""
    today = frozenset(event.type for _, event in events)
    is_reopened = RequirementStep.REOPENED in today
    standing, gaps = morning, []
    for index, event in events:
        step = event.type
        if step is RequirementStep.REOPENED:
            standing = standing.reopened()
        elif step in DROPPED:
            standing = replace(standing, left=step)
        elif step in MAIN_LINE:
            gap = None if is_reopened else _not_reopened(morning, standing, index, step)
            if gap:
                gaps.append(gap)
                standing = standing.reopened()
            missing = tuple(
                other
                for other in asked
                if _rank(other) < _rank(step) and other not in standing.recorded | today
            )
            if missing:
                variant = "" if standing.reached else "first"
                gaps.append(_Gap(index, step, variant, missing))
            standing = standing.lacking(missing).advanced(step)
    return standing, gaps


def _not_reopened(
    morning: _Standing, standing: _Standing, index: int, step: RequirementStep
) -> _Gap | None:
    """The lack of ``reopened`` before a step; up to the start of work steps may be repeated."""
    if morning.left and standing.left:
        return _Gap(index, step, "left", other=standing.left)
    reached = min(morning.reached, standing.reached, key=_rank)
    is_built = _rank(reached) > _rank(RequirementStep.STARTED)
    if is_built and _rank(step) < _rank(reached) and step not in standing.owed:
        return _Gap(index, step, "back", other=reached)
    return None


# ── what the steps leave on record ───────────────────────────────────────────


def interface_confirmed_without_prototype(case: Case) -> Iterator[Finding]:
    """A requirement with a screen was confirmed before a prototype was shown (RD203)."""
    moment = now(case)
    for requirement in known(case, Requirement):
        index = due_event(case, requirement, RequirementStep.CONFIRMED)
        if index is None or not _has_screen(requirement):
            continue
        prototype = (requirement.elicitation or Elicitation()).prototype
        if prototype is None:
            yield finding("RD203", place(requirement, "elicitation", index), id=requirement.id)
            continue
        shown = prototype.shown_on
        agreed = _agreed(requirement, index, moment)
        way = ("elicitation", "prototype")
        if shown is None or lies_after(shown, moment):
            yield finding("RD203", where(requirement, *way), variant="unshown", id=requirement.id)
        elif shown > agreed.at.day:
            yield finding(
                "RD203",
                where(requirement, *way, "shown_on"),
                variant="late",
                id=requirement.id,
                shown=label(shown),
                step=agreed.type,
                at=label(agreed.at.day),
            )


def _has_screen(requirement: Requirement) -> bool:
    """Whether people will work with it on a screen."""
    if requirement.type is RequirementType.INTERFACE:
        return not requirement.interfaces
    is_function = requirement.type is RequirementType.FUNCTIONAL
    return is_function and bool(requirement.delivery and requirement.delivery.ui_samples)


def _agreed(requirement: Requirement, index: int, moment: datetime) -> RequirementEvent:
    """The last confirmation, for what was shown since an earlier one belongs to it."""
    agreed = requirement.events[index]
    for _, event in happened(requirement.events, "at", moment):
        if event.type is RequirementStep.CONFIRMED:
            agreed = event
    return agreed


def value_not_quantified_or_confirmed(case: Case) -> Iterator[Finding]:
    """A confirmed requirement's value has no figure or no word of the client (RD205)."""
    moment = now(case)
    for requirement in known(case, Requirement):
        value = requirement.value
        if value is None or not is_stated(value) or requirement.type in _COMPULSORY:
            continue
        if due_event(case, requirement, RequirementStep.CONFIRMED) is None:
            continue
        missing = tuple(name for name in ("metric", "target") if getattr(value, name) is None)
        if missing:
            yield finding("RD205", where(requirement, "value"), id=requirement.id, missing=missing)
        word = value.confirmed
        if word is None or lies_after(word.on, moment):
            at = where(requirement, "value")
            yield finding("RD205", at, variant="unconfirmed", id=requirement.id)
        elif case.portfolio.side(word.by, requirement) is Side.VENDOR:
            at = where(requirement, "value", "confirmed", "by")
            yield finding("RD205", at, variant="own-side", id=requirement.id, person=word.by)


def priority_without_reason(case: Case) -> Iterator[Finding]:
    """A priority was set without a reason, or none before the confirmation (RD206)."""
    for requirement in known(case, Requirement):
        last = last_event(case, requirement)
        if last is None and requirement.events:  # all of it lies ahead
            continue
        if last and last[1].type in DROPPED:
            continue
        index = due_event(case, requirement, RequirementStep.CONFIRMED)
        if requirement.priority is None:
            if index is not None:
                at = where(requirement, "events", index)
                yield finding("RD206", at, variant="unset", id=requirement.id)
        elif requirement.priority_reason is None:
            at = where(requirement, "priority")
            yield finding("RD206", at, id=requirement.id, priority=requirement.priority)


def declined_without_alternative(case: Case) -> Iterator[Finding]:
    """A requirement was declined and nothing is offered in its place (RD207)."""
    for requirement in known(case, Requirement):
        last = last_event(case, requirement)
        if last is None or last[1].type is not RequirementStep.DECLINED:
            continue
        if requirement.analysis is None or not requirement.analysis.alternatives:
            at = where(requirement, "events", last[0], "type")
            yield finding("RD207", at, id=requirement.id)


RULES = (
    Rule("RD201", requirement_step_skipped, about=("requirement",)),
    Rule("RD203", interface_confirmed_without_prototype, about=("requirement",)),
    Rule("RD205", value_not_quantified_or_confirmed, about=("requirement",)),
    Rule("RD206", priority_without_reason, about=("requirement",)),
    Rule("RD207", declined_without_alternative, about=("requirement",)),
)
