"""What holds of any calendar, pauses and instants; and a walk minute by minute agrees.

``WORKTIME_EXAMPLES=2000 pytest tests/worktime/test_properties.py`` looks at more of them, with
``CI=1`` always at the same ones.
"""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from rdclient.worktime import (
    NeverOpenError,
    add_days,
    deadline,
    elapsed,
    is_open,
    latest_start,
    natural,
    next_open,
    open_spans,
)

sys.path.insert(0, str(Path(__file__).resolve().parent))

from oracle import Walk
from rotas import TURNS, Scene, scenes

EXAMPLES = int(os.environ.get("WORKTIME_EXAMPLES", "60"))
SHRUNK = () if os.environ.get("WORKTIME_UNSHRUNK") else (Phase.shrink,)
"""The runner of the mutants only asks whether there is a fault, not for the smallest one."""
MANY = settings(
    max_examples=EXAMPLES,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, *SHRUNK),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SECOND = timedelta(seconds=1)
WRITTEN_IN = tuple(map(ZoneInfo, ("UTC", "Asia/Shanghai", "America/St_Johns", "Asia/Kathmandu")))

SCENES = scenes()
DATA = st.data()


def some(data: st.DataObject, most: int) -> int:
    """Seconds in whole minutes up to the most there are; none only where there are none."""
    minutes = most // 60
    return 60 * data.draw(st.integers(min(1, minutes), minutes))


def answer(ask: Callable[..., object], *given: object) -> object:
    """The answer; the error where the calendar is closed for too long."""
    try:
        return ask(*given)
    except NeverOpenError:
        return NeverOpenError


# ── a walk minute by minute agrees ───────────────────────────────────────────


@MANY
@given(SCENES, DATA)
def test_a_walk_counts_the_same_time(scene: Scene, data: st.DataObject) -> None:
    start, end = data.draw(scene.moments()), data.draw(scene.moments())
    pauses = data.draw(scene.pauses())
    walked = Walk(scene.rota, scene.first, scene.last).elapsed(start, end, pauses)
    assert elapsed(scene.calendar(), start, end, pauses) == walked


@MANY
@given(SCENES, DATA)
def test_a_walk_reaches_the_same_deadline(scene: Scene, data: st.DataObject) -> None:
    start, pauses = data.draw(scene.moments()), data.draw(scene.pauses())
    walk = Walk(scene.rota, scene.first, scene.last)
    allowed = some(data, walk.elapsed(start, scene.last, pauses))
    assert deadline(scene.calendar(), start, allowed, pauses) == walk.deadline(
        start, allowed, pauses
    )


@MANY
@given(SCENES, DATA)
def test_a_walk_backwards_reaches_the_same_start(scene: Scene, data: st.DataObject) -> None:
    end = data.draw(scene.moments())
    walk = Walk(scene.rota, scene.first, scene.last)
    allowed = some(data, walk.elapsed(scene.first, end))
    assert latest_start(scene.calendar(), end, allowed) == walk.latest_start(end, allowed)


@MANY
@given(SCENES, DATA)
def test_a_walk_finds_the_same_open_minutes(scene: Scene, data: st.DataObject) -> None:
    calendar = scene.calendar()
    walk = Walk(scene.rota, scene.first, scene.last)
    for at in data.draw(st.lists(scene.moments(), min_size=1, max_size=20)):
        assume(at < scene.last)
        assert is_open(calendar, at) == walk.minutes[walk.place(at)]
        expected = walk.next_open(at)
        if expected is not None:
            assert next_open(calendar, at) == expected


@MANY
@given(SCENES)
def test_a_walk_changes_between_open_and_closed_at_the_same_minutes(scene: Scene) -> None:
    walk = Walk(scene.rota, scene.first, scene.last)
    spans = open_spans(scene.calendar(), scene.first, scene.last)
    walked = [False, *walk.minutes, False]
    changes = [
        walk.instant(number)
        for number in range(len(walk.minutes) + 1)
        if walked[number] != walked[number + 1]
    ]
    assert [moment for span in spans for moment in span] == changes


# ── laws ─────────────────────────────────────────────────────────────────────


@MANY
@given(SCENES, DATA)
def test_time_adds_up_over_a_split(scene: Scene, data: st.DataObject) -> None:
    calendar, pauses = scene.calendar(), data.draw(scene.pauses())
    a, b, c = sorted(data.draw(scene.moments()) for _ in range(3))
    parts = elapsed(calendar, a, b, pauses) + elapsed(calendar, b, c, pauses)
    assert parts == elapsed(calendar, a, c, pauses)


@MANY
@given(SCENES, DATA)
def test_time_never_runs_backwards_nor_faster_than_the_clock(
    scene: Scene, data: st.DataObject
) -> None:
    calendar, pauses = scene.calendar(), data.draw(scene.pauses())
    start, earlier, later = sorted(data.draw(scene.moments()) for _ in range(3))
    gained = elapsed(calendar, start, later, pauses) - elapsed(calendar, start, earlier, pauses)
    assert 0 <= gained <= (later - earlier).total_seconds()
    assert elapsed(calendar, later, start, pauses) == 0


@MANY
@given(SCENES, DATA)
def test_the_deadline_is_the_first_second_at_which_the_budget_is_used_up(
    scene: Scene, data: st.DataObject
) -> None:
    calendar, pauses = scene.calendar(), data.draw(scene.pauses())
    start = data.draw(scene.moments())
    most = elapsed(calendar, start, start + timedelta(days=20), pauses)
    assume(most)
    allowed = data.draw(st.integers(1, most))
    end = deadline(calendar, start, allowed, pauses)
    assert elapsed(calendar, start, end, pauses) == allowed
    assert elapsed(calendar, start, end - SECOND, pauses) == allowed - 1


@MANY
@given(SCENES, DATA)
def test_the_latest_start_is_the_last_second_from_which_the_budget_fits(
    scene: Scene, data: st.DataObject
) -> None:
    calendar, end = scene.calendar(), data.draw(scene.moments())
    most = elapsed(calendar, end - timedelta(days=20), end)
    assume(most)
    allowed = data.draw(st.integers(1, most))
    start = latest_start(calendar, end, allowed)
    assert elapsed(calendar, start, end) == allowed
    assert elapsed(calendar, start + SECOND, end) == allowed - 1


@MANY
@given(SCENES, DATA)
def test_a_pause_more_never_makes_a_deadline_earlier(scene: Scene, data: st.DataObject) -> None:
    calendar, start = scene.calendar(), data.draw(scene.moments())
    pauses, more = data.draw(scene.pauses()), data.draw(scene.pauses())
    allowed = some(data, elapsed(calendar, start, start + timedelta(days=20)))
    without = answer(deadline, calendar, start, allowed, pauses)
    with_more = answer(deadline, calendar, start, allowed, (*pauses, *more))
    is_never = with_more is NeverOpenError  # the pauses take all there is
    assert is_never or with_more >= without >= start


@MANY
@given(SCENES, DATA)
def test_round_the_clock_a_deadline_is_the_start_and_the_budget(
    scene: Scene, data: st.DataObject
) -> None:
    calendar = natural(ZoneInfo(scene.rota.zone))
    start, allowed = data.draw(scene.moments()), data.draw(st.integers(0, 10**7))
    assert deadline(calendar, start, allowed) == start + timedelta(seconds=allowed)
    assert latest_start(calendar, start, allowed) == start - timedelta(seconds=allowed)
    assert elapsed(calendar, start, start + timedelta(seconds=allowed)) == allowed


@MANY
@given(SCENES, DATA)
def test_the_offset_in_which_an_instant_is_written_changes_nothing(
    scene: Scene, data: st.DataObject
) -> None:
    calendar, pauses = scene.calendar(), data.draw(scene.pauses())
    start, end = sorted((data.draw(scene.moments()), data.draw(scene.moments())))
    allowed = some(data, elapsed(calendar, start, start + timedelta(days=20), pauses))

    def answers(start: datetime, end: datetime, pauses: object) -> tuple[object, ...]:
        return (
            elapsed(calendar, start, end, pauses),
            answer(deadline, calendar, start, allowed, pauses),
            answer(latest_start, calendar, start, allowed),
            is_open(calendar, start),
            answer(next_open, calendar, start),
            answer(add_days, calendar, start, 1),
            answer(add_days, calendar, start, -1),
            open_spans(calendar, start, end),
        )

    zone = data.draw(st.sampled_from((*WRITTEN_IN, calendar.zone)))
    moved = tuple((low.astimezone(zone), high.astimezone(zone)) for low, high in pauses)
    written = answers(start.astimezone(zone), end.astimezone(zone), moved)
    assert written == answers(start, end, pauses)


@MANY
@given(SCENES, DATA)
def test_what_was_asked_before_changes_no_answer(scene: Scene, data: st.DataObject) -> None:
    used = scene.calendar()
    for days in data.draw(st.lists(st.integers(-700, 700), max_size=3)):
        is_open(used, scene.first + timedelta(days=days))
    start, end = data.draw(scene.moments()), data.draw(scene.moments())
    allowed = some(data, elapsed(scene.calendar(), start, start + timedelta(days=20)))
    for ask, given_to_it in (
        (elapsed, (start, end)),
        (deadline, (start, allowed)),
        (latest_start, (end, allowed)),
        (next_open, (end,)),
        (add_days, (end, -1)),
    ):
        assert answer(ask, used, *given_to_it) == answer(ask, scene.calendar(), *given_to_it)


@pytest.mark.parametrize("zone", [zone for zone in TURNS if not zone.startswith("Asia/")])
def test_the_clock_is_indeed_changed_in_the_scenes(zone: str) -> None:
    place = ZoneInfo(zone)
    days = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in TURNS[zone]]
    offsets = {
        (day + timedelta(days=apart)).astimezone(place).utcoffset()
        for day in days
        for apart in (-2, 2)
    }
    assert len(offsets) == 2
