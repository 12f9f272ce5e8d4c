"""How a promise stands at a moment: all arithmetic of deadlines is done here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from rdclient.obligations.base import Lack, Obligation, Standing, State, Target
from rdclient.worktime import (
    Duration,
    NeverOpenError,
    Pause,
    Unit,
    WorkCalendar,
    YearNotCoveredError,
    closing,
    deadline,
    elapsed,
    last_second,
    natural,
    spent,
)

Measure = tuple[WorkCalendar, int]
"""A calendar and a budget in seconds of its open time."""


def judge(obligation: Obligation, *, as_of: datetime) -> Standing:
    """How an obligation stands at a moment; everything after it is left out of account.

    Met when no more than the budget was used (exactly as much is met), breached when more was, by
    the time it was done or by ``as_of``. A breach under an earlier target stays. Where the
    calendar cannot tell, it is not measured and says why.
    """
    stop = _stop(obligation, as_of)
    if obligation.lack is not None:
        return _lacking(obligation, obligation.lack, is_open=stop is None)
    facts: dict[str, str | int] = {}
    try:
        if obligation.due is not None:
            return _by_date(obligation, obligation.due, stop, as_of)
        return _by_budget(obligation, stop, as_of)
    except YearNotCoveredError as gap:
        if missed := _missed_before(obligation, gap.year, stop, as_of):
            return missed
        facts = {"calendar": gap.calendar, "year": gap.year}
        lack = Lack.NOT_COVERED
    except (NeverOpenError, OverflowError):
        facts = {"calendar": obligation.calendar.id if obligation.calendar else ""}
        lack = Lack.NEVER_OPEN
    return Standing(State.NOT_MEASURED, is_open=stop is None, lack=lack, facts=facts)


def _missed_before(
    obligation: Obligation, year: int, stop: datetime | None, as_of: datetime
) -> Standing | None:
    """The breach of a clock that goes on into a year not covered, when it came before that year.

    How much was used by now cannot be told.
    """
    zone = obligation.calendar.zone if obligation.calendar else None
    edge = datetime(year, 1, 1, tzinfo=zone)
    if zone is None or edge >= (stop or as_of):
        return None
    then = judge(obligation._replace(discharged=None, gone=None), as_of=edge)
    if then.state is State.BREACHED:
        return then._replace(is_open=stop is None, elapsed=None)
    if then.state is State.NO_RECORD:
        return then._replace(state=_missed(is_open=stop is None), elapsed=None)
    return None


_WAIVING = frozenset({Lack.NO_WORKDAY, Lack.WAIVER})


def _lacking(obligation: Obligation, lack: Lack, *, is_open: bool) -> Standing:
    """Not measured whatever else holds; what is waived is not to be done any more."""
    facts: dict[str, str | int] = {}
    if lack is Lack.NOT_COVERED and obligation.calendar:
        facts = {
            "calendar": obligation.calendar.id,
            "year": _year_not_covered(obligation, obligation.calendar),
        }
    if lack in _WAIVING:
        return Standing(State.WAIVED, is_open=False, deadline=obligation.due, lack=lack)
    return Standing(State.NOT_MEASURED, is_open=is_open, lack=lack, facts=facts)


def _year_not_covered(obligation: Obligation, calendar: WorkCalendar) -> int:
    """The year in which an obligation is due, or the one next to it, that is not covered."""
    at = obligation.due or obligation.starts
    year = calendar.day_of(at).year if at else 0
    around = (year, year - 1, year + 1)
    return next((one for one in around if one not in calendar.covers), year)


def _stop(obligation: Obligation, as_of: datetime) -> datetime | None:
    """When it was done, or ended otherwise; None while it is open at ``as_of``."""
    first, gone = obligation.discharged, obligation.gone
    if first is None or (gone is not None and gone < first):
        first = gone
    return first if first is not None and first <= as_of else None


def _is_gone(obligation: Obligation, stop: datetime | None) -> bool:
    """Whether it ended without being done."""
    return stop is not None and stop != obligation.discharged


# ── a promised date ──────────────────────────────────────────────────────────


def _by_date(
    obligation: Obligation, due: datetime, stop: datetime | None, as_of: datetime
) -> Standing:
    """Against a promised date: what is done in the very second it is due is in time."""
    at, start = stop or as_of, obligation.starts
    used = None if start is None else _between(start, at)
    allowed = None if start is None else _between(start, due)
    is_open = stop is None
    if at <= due:
        if _is_gone(obligation, stop):
            return Standing(State.NOT_MEASURED, is_open=False, deadline=due, lack=Lack.CANCELLED)
        is_near = used is not None and allowed is not None and _is_near(obligation, used, allowed)
        state = State.MET if not is_open else State.AT_RISK if is_near else State.RUNNING
    elif obligation.is_cadence:
        state, is_open = _missed(is_open=is_open), False
    else:
        state = State.BREACHED
    return Standing(state, is_open=is_open, deadline=due, elapsed=used, allowed=allowed)


def _missed(*, is_open: bool) -> State:
    """How a cadence stands after its time: the period is over, with or without evidence."""
    return State.NO_RECORD if is_open else State.LATE


def _between(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


def _is_near(obligation: Obligation, used: int, allowed: int) -> bool:
    return used * 100 >= allowed * obligation.policy.clocks.at_risk_percent


# ── a budget of time ─────────────────────────────────────────────────────────


def _by_budget(obligation: Obligation, stop: datetime | None, as_of: datetime) -> Standing:
    """Against a budget of open time: which one counts, and on which calendar."""
    at, is_open = stop or as_of, stop is None
    start = obligation.starts or at
    targets = obligation.targets
    incurred = _incurred(obligation, start, at) if len(targets) > 1 else None
    target = incurred.target if incurred else _in_force(targets, at)
    if target is None or target.allowed is None:
        return Standing(State.NOT_MEASURED, is_open=is_open, lack=Lack.NO_TARGET)
    calendar = target.calendar or obligation.calendar
    if calendar is None:
        return Standing(State.NOT_MEASURED, is_open=is_open, lack=Lack.NO_CALENDAR)
    seconds = target.allowed.seconds
    measure = (
        (calendar, seconds)
        if seconds is not None
        else _known(calendar, start, target.allowed, at, is_open=is_open)
    )
    if measure is None:
        return _unspent(obligation, calendar, start, at)
    missed_at = incurred.at if incurred else None
    return _against(obligation, target, measure, stop, at, missed_at=missed_at)


def _against(
    obligation: Obligation,
    target: Target,
    measure: Measure,
    stop: datetime | None,
    at: datetime,
    *,
    missed_at: datetime | None,
) -> Standing:
    """How much of a budget was used by then; ``missed_at`` when it was overdrawn before."""
    is_open, start = stop is None, obligation.starts or at
    calendar, allowed = measure
    pauses = pauses_until(obligation, at)
    both = spent(calendar, start, at, allowed, pauses)
    used = both[0] if both else elapsed(calendar, start, at, pauses)
    is_late = used > allowed
    if not is_late and _is_gone(obligation, stop):
        return Standing(State.NOT_MEASURED, is_open=False, lack=Lack.CANCELLED)
    is_waiting = is_open and not is_late and _is_paused(obligation, at)
    ends = missed_at
    if ends is None and not is_waiting:
        ends = both[1] if both else _deadline(measure, start, pauses, is_open=is_open)
    is_near = is_open and _is_near(obligation, used, allowed)
    state = _state(is_late=is_late, is_open=is_open, is_waiting=is_waiting, is_near=is_near)
    if is_late and obligation.is_cadence:
        state, is_open = _missed(is_open=is_open), False
    return Standing(
        state,
        is_open=is_open,
        deadline=ends,
        elapsed=used,
        allowed=allowed,
        is_provisional=calendar.is_weekly_beyond
        and _is_guessed(calendar, start, at if ends is None else max(at, ends)),
        target=target,
    )


def _state(*, is_late: bool, is_open: bool, is_waiting: bool, is_near: bool) -> State:
    if is_late:
        return State.BREACHED
    if not is_open:
        return State.MET
    if is_waiting:
        return State.PAUSED
    return State.AT_RISK if is_near else State.RUNNING


@dataclass(frozen=True, slots=True)
class _Incurred:
    """A breach under a target that applied earlier, and when it came."""

    target: Target
    at: datetime


def _incurred(obligation: Obligation, start: datetime, at: datetime) -> _Incurred | None:
    """The breach under a target before the one in force; None without one.

    It stays, whatever applies later: what is counted goes on by the budget that was overdrawn.
    """
    begun = [target for target in obligation.targets if target.since < at]
    for target, after in pairwise(begun):
        calendar = target.calendar or obligation.calendar
        if target.allowed is None or calendar is None:
            continue
        measure = _known(calendar, start, target.allowed, after.since, is_open=False)
        if measure is None:
            continue
        pauses = pauses_until(obligation, after.since)
        if elapsed(measure[0], start, after.since, pauses) > measure[1]:
            return _Incurred(target, deadline(measure[0], start, measure[1], pauses))
    return None


def _in_force(targets: tuple[Target, ...], at: datetime) -> Target | None:
    """The target that applies at a moment: one set at that very moment comes too late for it."""
    if len(targets) < 2:  # noqa: PLR2004 - none, or no choice
        return targets[0] if targets else None
    begun = [target for target in targets if target.since < at]
    return begun[-1] if begun else targets[0]


def measured_on(obligation: Obligation, standing: Standing) -> WorkCalendar | None:
    """The calendar that a standing was measured on; calendar days are round the clock."""
    target = standing.target
    calendar = (target and target.calendar) or obligation.calendar
    if calendar is None or target is None or target.allowed is None:
        return calendar
    return natural(calendar.zone) if target.allowed.unit is Unit.CALENDAR_DAYS else calendar


def budget(calendar: WorkCalendar, start: datetime, allowed: Duration) -> tuple[WorkCalendar, int]:
    """The calendar and the seconds on it that a budget means from a start.

    Working days end at the closing time of the last one, calendar days with the last second of
    the last one, round the clock.

    Raises:
        YearNotCoveredError: when the calendar does not know a day it needs.
        NeverOpenError: when the calendar does not open.
    """
    seconds = allowed.seconds
    if seconds is not None:
        return calendar, seconds
    day = calendar.day_of(start)
    if allowed.unit is Unit.WORKDAYS:
        last = calendar.add_workdays(day, allowed.amount)
        return calendar, elapsed(calendar, start, closing(calendar, last))
    round_the_clock = natural(calendar.zone)
    last = day + timedelta(days=allowed.amount)
    return round_the_clock, elapsed(round_the_clock, start, last_second(last, calendar.zone))


def limit(
    calendar: WorkCalendar | None, start: datetime, allowed: Duration | None
) -> datetime | None:
    """When a budget without pauses is used up; None without one, or where it cannot be told."""
    if calendar is None or allowed is None:
        return None
    try:
        measure = budget(calendar, start, allowed)
        return deadline(measure[0], start, measure[1])
    except (YearNotCoveredError, NeverOpenError, OverflowError):
        return None


def _known(
    calendar: WorkCalendar, start: datetime, allowed: Duration, at: datetime, *, is_open: bool
) -> Measure | None:
    """The same for what was judged at ``at``; None when the budget lasts longer than the calendar.

    What was done by then did not use it up. While it is open, nobody can tell when it ends.
    """
    try:
        return budget(calendar, start, allowed)
    except YearNotCoveredError as gap:
        if is_open or calendar.day_of(at).year >= gap.year:
            raise
        return None


def _unspent(
    obligation: Obligation, calendar: WorkCalendar, start: datetime, at: datetime
) -> Standing:
    """What was done, or dropped, before its budget can have been used up."""
    if _is_gone(obligation, at):
        return Standing(State.NOT_MEASURED, is_open=False, lack=Lack.CANCELLED)
    used = elapsed(calendar, start, at, pauses_until(obligation, at))
    return Standing(State.MET, is_open=False, elapsed=used)


def _deadline(
    measure: Measure, start: datetime, pauses: tuple[Pause, ...], *, is_open: bool
) -> datetime | None:
    """When the budget is used up; None for what is done where the calendar cannot tell."""
    try:
        return deadline(measure[0], start, measure[1], pauses)
    except YearNotCoveredError:
        if is_open:
            raise
        return None


def pauses_until(obligation: Obligation, at: datetime) -> tuple[Pause, ...]:
    """What did not count by a moment; a break that goes on counts as far as that."""
    if not obligation.breaks:
        return ()
    return tuple(
        (one.start, at if one.end is None or one.end > at else one.end)
        for one in obligation.breaks
        if one.start < at
    )


def _is_paused(obligation: Obligation, at: datetime) -> bool:
    breaks = obligation.breaks
    return any(one.start <= at and (one.end is None or one.end > at) for one in breaks)


def _is_guessed(calendar: WorkCalendar, start: datetime, end: datetime) -> bool:
    years = range(calendar.day_of(start).year, calendar.day_of(end).year + 1)
    return any(year not in calendar.covers for year in years)
