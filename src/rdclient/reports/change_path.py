"""Change form, path: opinions with their times, the control board, what was done, the log."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rdclient.control.baseline import signed_baselines
from rdclient.control.board import amended_changes, decided_change
from rdclient.control.change import Basis, ChangeState, Standing, standing
from rdclient.control.patch import applied
from rdclient.control.signoff import verdict
from rdclient.model.base import Moment, Words
from rdclient.model.change import (
    Change,
    ChangeDecision,
    ChangeEvent,
    ChangeStep,
    Notice,
    Urgency,
)
from rdclient.model.client import Side
from rdclient.model.meeting import Decision, Disposition, Meeting
from rdclient.model.policy import DecisionClass
from rdclient.model.portfolio import Portfolio
from rdclient.obligations.base import State
from rdclient.reports.base import Brief, Named, PersonView, contract_of, is_past, person_view
from rdclient.reports.change_impact import PriceView, price
from rdclient.reports.change_text import Before
from rdclient.reports.minutes_people import people
from rdclient.reports.promise import Limit, limit_of, promises

_ASSESSMENT = "RD222"
_AFTER_APPROVAL = frozenset(
    {ChangeState.SCHEDULED, ChangeState.IMPLEMENTED, ChangeState.VERIFIED, ChangeState.CLOSED}
)


@dataclass(frozen=True, slots=True)
class OpinionView:
    """What somebody thinks of the request."""

    at: Moment
    by: PersonView | None
    result: ChangeDecision | None
    comment: Words | None


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """The technical assessment.

    Attributes:
        seconds: from the submission, when both have a time of day.
        limit: the time agreed; None where none holds, as for a large change.
        is_late: whether it took longer than agreed.
    """

    opinions: tuple[OpinionView, ...]
    seconds: int | None
    limit: Limit | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class BoardView:
    """What the control board said.

    Attributes:
        meeting: None when there is none that the readers may see.
        status: ``held``, ``planned``, ``no_record``, or ``none`` without a meeting.
        client: who was present for the client.
        vendor: … and for the vendor.
        decision: in the words of the minutes.
        opinions: given outside a meeting.
    """

    meeting: Named | None
    status: str
    at: Moment | None
    client: tuple[PersonView, ...]
    vendor: tuple[PersonView, ...]
    disposition: Disposition | None
    decision: Words | None
    opinions: tuple[OpinionView, ...]


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """An amendment of the contract that carries the change."""

    no: str
    signed_on: date
    clauses: tuple[Words, ...]
    amount: PriceView | None


@dataclass(frozen=True, slots=True)
class ContractView:
    """What becomes of the contract."""

    contract: Named | None
    fee_rule: Words | None
    amendments: tuple[AmendmentView, ...]


@dataclass(frozen=True, slots=True)
class DoneView:
    """Who did something, and when."""

    at: Moment
    by: PersonView | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Who was told, and when."""

    person: PersonView
    on: date


@dataclass(frozen=True, slots=True)
class DoingView:
    """How the change is put into practice.

    Attributes:
        baseline: the first signed baseline that holds the new text of every requirement.
    """

    iteration: str | None
    scheduled: DoneView | None
    implemented: DoneView | None
    verified: DoneView | None
    closed: DoneView | None
    baseline: Named | None
    notified: tuple[NoticeView, ...]


@dataclass(frozen=True, slots=True)
class LogView:
    """One line of the log.

    Attributes:
        step: ``approved`` is derived.
        basis: of an approval: ``emergency`` on both sides' word, ``signed`` by the full sign-off.
        is_backed: False for a confirmation by the client that no evidence shows.
    """

    at: Moment
    step: ChangeState
    by: PersonView | None
    result: ChangeDecision | None
    comment: Words | None
    recorded_on: date | None
    is_backed: bool
    basis: Basis | None = None


# ── opinions ─────────────────────────────────────────────────────────────────


def opinions(seen: Portfolio, released: Change, step: ChangeStep) -> tuple[OpinionView, ...]:
    """What was said at a step, in order."""
    return _of(seen, released, (event for event in released.events if event.type is step))


def _of(
    seen: Portfolio, released: Change, events: Iterable[ChangeEvent]
) -> tuple[OpinionView, ...]:
    return tuple(
        OpinionView(event.at, person_view(seen, event.by, released), event.result, event.comment)
        for event in events
    )


def assessment(brief: Brief, seen: Portfolio, released: Change) -> AssessmentView:
    """The technical assessment, with the time it took."""
    told = opinions(seen, released, ChangeStep.ASSESSED)
    submitted = released.first(ChangeStep.SUBMITTED)
    seconds = None
    if told and submitted and submitted.at.timed and told[0].at.timed:
        seconds = int((told[0].at.instant - submitted.at.instant).total_seconds())
    found = promises(seen, brief.project, as_of=brief.as_of, codes=frozenset({_ASSESSMENT}))
    own = next((one for one in found if one.obligation.item == released.id), None)
    return AssessmentView(
        opinions=told,
        seconds=seconds if seconds is not None and seconds >= 0 else None,
        limit=limit_of(own, as_of=brief.as_of) if own else None,
        is_late=own is not None and own.standing.state is State.BREACHED,
    )


# ── the control board ────────────────────────────────────────────────────────


def board(brief: Brief, seen: Portfolio, released: Change) -> BoardView:
    """What the control board decided, in the meeting that took the request up."""
    meeting, decision = _sitting(brief, seen, released)
    present = [a.person for a in meeting.attendees if a.present] if meeting else []
    came = people(seen, meeting, present) if meeting else ()
    at = (meeting.started_at or meeting.ended_at or meeting.planned_at) if meeting else None
    return BoardView(
        meeting=Named(meeting.id, meeting.title) if meeting else None,
        status=_status(brief, meeting),
        at=at,
        client=tuple(person for person in came if person.side is Side.CLIENT),
        vendor=tuple(person for person in came if person.side is Side.VENDOR),
        disposition=decision.disposition if decision else None,
        decision=decision.text if decision else None,
        opinions=_of(seen, released, _outside(released)),
    )


def _outside(released: Change) -> Iterator[ChangeEvent]:
    """Reviews by the board that no meeting held."""
    for event in released.events:
        if event.type is ChangeStep.CCB_REVIEW and event.meeting is None:
            yield event


def _sitting(
    brief: Brief, seen: Portfolio, released: Change
) -> tuple[Meeting | None, Decision | None]:
    """The meeting that decided on a request last, else the one it names."""
    meetings = seen.of_project(Meeting, brief.project)
    decided = [
        (meeting, decision)
        for meeting in meetings
        for decision in meeting.decisions
        if decision.disposition and decided_change(seen, decision, meeting) is released
    ]
    if decided:
        return max(decided, key=lambda pair: (_began(pair[0]), pair[0].id))
    named = (released.meeting, *(event.meeting for event in reversed(released.events)))
    for name in named:
        found = seen.find("meeting", name or "", released)
        if isinstance(found, Meeting):
            return found, None
    return None, None


def _began(meeting: Meeting) -> float:
    at = meeting.started_at or meeting.ended_at or meeting.planned_at
    return at.instant.timestamp() if at else 0.0


def _status(brief: Brief, meeting: Meeting | None) -> str:
    if meeting is None or meeting.cancelled_on:
        return "none"
    if meeting.started_at or meeting.ended_at:
        return "held"
    return "no_record" if is_past(meeting.planned_at, brief.as_of) else "planned"


# ── contract ─────────────────────────────────────────────────────────────────


def contract(brief: Brief, seen: Portfolio, released: Change) -> ContractView:
    """The amendments that name the request."""
    found = contract_of(seen, brief.project)
    if found is None:
        return ContractView(None, None, ())
    title = found.title or found.id
    amendments = tuple(
        AmendmentView(
            no=item.no,
            signed_on=item.signed_on,
            clauses=item.clauses,
            amount=None if item.amount is None else price(brief, seen, item.amount, found.tax),
        )
        for item in found.amendments
        if any(change is released for change in amended_changes(seen, found, item))
    )
    return ContractView(Named(found.id, title), found.fee_rule, amendments)


# ── doing and log ────────────────────────────────────────────────────────────


def doing(
    brief: Brief,
    seen: Portfolio,
    change: Change,
    released: Change,
    before: Mapping[str, Before],
) -> DoingView:
    """When it was scheduled, done, verified and closed, and who was told."""
    return DoingView(
        iteration=released.target_iteration,
        scheduled=_done(seen, released, ChangeStep.SCHEDULED),
        implemented=_done(seen, released, ChangeStep.IMPLEMENTED),
        verified=_done(seen, released, ChangeStep.VERIFIED),
        closed=_done(seen, released, ChangeStep.CLOSED),
        baseline=_baseline_after(brief, change, before),
        notified=tuple(_notices(seen, released, released.notified)),
    )


def _done(seen: Portfolio, released: Change, step: ChangeStep) -> DoneView | None:
    event = released.first(step)
    return DoneView(event.at, person_view(seen, event.by, released)) if event else None


def _notices(
    seen: Portfolio, released: Change, notices: tuple[Notice, ...]
) -> Iterator[NoticeView]:
    for notice in notices:
        if person := person_view(seen, notice.person, released):
            yield NoticeView(person, notice.on)


def _baseline_after(brief: Brief, change: Change, before: Mapping[str, Before]) -> Named | None:
    """The first signed baseline that holds what the request made of every requirement."""
    found = standing(brief.matter, change)
    if found.approved_at is None or not change.items:
        return None
    binding = brief.matter.binding(change)
    wanted = {
        item.requirement: applied(before[item.requirement].text, item, binding)
        for item in change.items
    }
    for baseline, _ in signed_baselines(brief.matter, brief.project):
        if baseline.created_on < found.approved_at.day:
            continue
        held = {entry.requirement: entry.content for entry in baseline.entries}
        if all(held.get(name) == text for name, text in wanted.items()):
            return Named(baseline.id, baseline.title or baseline.id)
    return None


def log(brief: Brief, seen: Portfolio, change: Change, released: Change) -> tuple[LogView, ...]:
    """Every step, with the approval where the signatures made one."""
    found = standing(brief.matter, change)
    is_backed = found.is_approved or bool(found.verdict.client.approvals)
    lines = [_line(seen, released, event, is_backed=is_backed) for event in released.events]
    word = first_word(brief, found)
    for basis, at in ((Basis.EMERGENCY, word), (Basis.SIGNED, found.verdict.met_at)):
        if at is not None:
            place = next((n for n, line in enumerate(lines) if _follows(line, at)), len(lines))
            lines.insert(place, _approval(at, basis))
    return tuple(lines)


def first_word(brief: Brief, found: Standing) -> Moment | None:
    """When both sides had said that an emergency may go ahead; None for other requests."""
    if found.change.urgency is not Urgency.EMERGENCY:
        return None
    return verdict(brief.matter, found.change, DecisionClass.EMERGENCY).met_at


def _approval(at: Moment, basis: Basis) -> LogView:
    return LogView(at, ChangeState.APPROVED, None, None, None, None, is_backed=True, basis=basis)


def _follows(line: LogView, approved: Moment) -> bool:
    """Whether a step comes after the approval; where no time tells, those that need it."""
    if line.at.day != approved.day or (line.at.timed and approved.timed):
        return line.at.instant > approved.instant
    return line.step in _AFTER_APPROVAL


def _line(seen: Portfolio, released: Change, event: ChangeEvent, *, is_backed: bool) -> LogView:
    return LogView(
        at=event.at,
        step=ChangeState(event.type.value),
        by=person_view(seen, event.by, released),
        result=event.result,
        comment=event.comment,
        recorded_on=event.recorded_on,
        is_backed=is_backed or event.type is not ChangeStep.CLIENT_CONFIRMED,
    )
