"""Promises kept: what counts as met and missed, in which period, and when there is no data."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.obligations.base import State
from rdclient.obligations.ledger import judged
from rdclient.render.clock_marks import ASCII, FULL, fitting, sparkline
from rdclient.render.clock_table import rate_words
from rdclient.reports.compliance import Compliance, Grouping, Kept, Per, Tally, compliance, tally
from rdclient.store import workspace

Make = Callable[[Mapping[str, str]], Path]
FRAME = {
    "clients/linhai/client.yaml": "name: 临海银行\n",
    "clients/linhai/projects/portal/project.yaml": "name: 网上对账系统\ntype: custom_dev\n",
}


def ticket(name: str, opened: str, closed: str | None = None, **more: str) -> str:
    """A ticket to be closed within 24 hours."""
    fields = "".join(f"  {key}: {value}\n" for key, value in more.items())
    events = f"    - {{at: 2026-{opened}, type: opened}}\n"
    events += f"    - {{at: 2026-{closed}, type: closed}}\n" if closed else ""
    return f"- id: {name}\n  title: 工单\n  project: portal\n{fields}  events:\n{events}"


@pytest.fixture
def kept(make_workspace: Make) -> Callable[..., Compliance]:
    """How the closing of some tickets stands as of a moment in Shanghai."""

    def count(
        *tickets: str,
        as_of: str = "2026-11-20 10:00",
        by: Grouping | None = None,
        per: Per | None = None,
        since: date | None = None,
    ) -> Compliance:
        folder = make_workspace({**FRAME, "clients/linhai/tickets.yaml": "".join(tickets)})
        read = workspace.read(folder)
        assert read.findings == ()
        at = datetime.fromisoformat(as_of).replace(tzinfo=read.portfolio.zone)
        portfolio = replay.at(read.portfolio, at)
        items = judged(portfolio, as_of=at, codes=frozenset({"RD502"}))
        return compliance(items, portfolio, as_of=at, by=by, per=per, since=since)

    return count


def only(view: Compliance) -> Kept:
    (line,) = view.lines
    return line


# ── what counts ──────────────────────────────────────────────────────────────


def test_met_missed_running_and_paused_are_counted_apart(
    kept: Callable[..., Compliance],
) -> None:
    waiting = "    - {at: 2026-11-20 08:30, type: waiting_client}\n"
    line = only(
        kept(
            ticket("T-1", "11-10 09:00", "11-11 09:00"),  # exactly 24 hours: met
            ticket("T-2", "11-10 09:00", "11-11 09:01"),
            ticket("T-3", "11-10 09:00"),  # never closed
            ticket("T-4", "11-20 08:00"),
            ticket("T-5", "11-20 08:00") + waiting,
            ticket("T-6", "11-12 09:00", "11-12 10:00", priority="urgent"),  # no length agreed
        )
    )
    assert line.tally == Tally(met=1, missed=2, open=1, running=1, paused=1, not_measured=1)
    assert line.permille == 333


def test_nothing_decided_is_no_data_and_never_all_of_them(
    kept: Callable[..., Compliance],
) -> None:
    line = only(kept(ticket("T-1", "11-20 08:00")))
    assert line.permille is None
    assert rate_words(line.permille, lang=Lang.ZH) == "无数据"
    assert rate_words(line.permille, lang=Lang.EN) == "no data"
    assert kept().lines == ()


def test_what_is_overdue_and_open_never_drops_out_however_long_ago_it_was_due(
    kept: Callable[..., Compliance],
) -> None:
    view = kept(ticket("T-1", "05-10 09:00"), ticket("T-2", "11-18 09:00", "11-18 10:00"))
    line = only(view)
    assert (line.tally.met, line.tally.missed, line.tally.open) == (1, 1, 1)
    assert view.first == date(2026, 10, 21)


@pytest.mark.parametrize(
    ("met", "missed", "permille", "words"),
    [
        (0, 0, None, "no data"),
        (0, 3, 0, "0%"),
        (1, 2, 333, "33.3%"),
        (2, 1, 667, "66.7%"),
        (1, 1, 500, "50%"),
        (60, 1, 984, "98.4%"),
        (9999, 1, 999, "99.9%"),  # never rounded to all
        (1, 9999, 1, "0.1%"),  # nor to none
        (7, 0, 1000, "100%"),
    ],
)
def test_a_rate_is_100_only_when_all_were_kept(
    met: int, missed: int, permille: int | None, words: str
) -> None:
    found = tally([State.MET] * met + [State.BREACHED] * missed).permille
    assert found == permille
    assert rate_words(found, lang=Lang.EN) == words


def test_what_was_made_up_for_late_is_missed_and_what_has_no_record_is_not() -> None:
    found = tally([State.MET, State.LATE, State.NO_RECORD, State.NO_RECORD, State.WAIVED])
    assert found == Tally(met=1, missed=1, late=1, no_record=2, waived=1)
    assert found.permille == 500


# ── in which period ──────────────────────────────────────────────────────────


def test_a_promise_counts_in_the_week_in_which_it_was_decided(
    kept: Callable[..., Compliance],
) -> None:
    view = kept(
        ticket("T-1", "11-08 23:00", "11-09 08:00"),  # opened in one week, kept in the next
        ticket("T-2", "11-14 12:00", "11-18 12:00"),  # its time ran out on the 15th
        ticket("T-3", "11-18 09:00", "11-18 10:00"),
        per=Per.WEEK,
        since=date(2026, 11, 5),
    )
    assert view.periods == ("2026-W45", "2026-W46", "2026-W47")
    assert view.first == date(2026, 11, 2)
    assert only(view).trend == (None, 500, 1000)


def test_months_are_those_of_the_calendar_over_the_end_of_a_year(
    kept: Callable[..., Compliance],
) -> None:
    view = kept(per=Per.MONTH, as_of="2027-02-03 10:00")
    assert (view.first, view.last) == (date(2026, 3, 1), date(2027, 2, 3))
    assert view.periods[0] == "2026-03"
    assert view.periods[-3:] == ("2026-12", "2027-01", "2027-02")
    assert len(view.periods) == 12
    weeks = kept(per=Per.WEEK, as_of="2027-01-03 10:00").periods
    assert (len(weeks), weeks[-1]) == (12, "2026-W53")


def test_a_rate_of_the_past_does_not_change_with_what_comes_later(
    kept: Callable[..., Compliance],
) -> None:
    early = (ticket("T-1", "11-03 09:00", "11-03 10:00"), ticket("T-2", "11-04 09:00"))
    late = (*early[:1], ticket("T-2", "11-04 09:00", "11-19 09:00"), ticket("T-3", "11-18 09:00"))
    weeks = {"per": Per.WEEK, "since": date(2026, 11, 2)}
    then = kept(*early, as_of="2026-11-08 10:00", **weeks)
    now = kept(*late, as_of="2026-11-20 10:00", **weeks)
    assert (only(then).trend, only(now).trend) == ((500,), (500, None, 0))


# ── by what ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (Grouping.CLIENT, {"linhai": 667}),
        (Grouping.PROJECT, {"linhai/portal": 667}),
        (Grouping.KIND, {"defect": 500, "question": 1000}),
        (Grouping.PRIORITY, {"normal": 667}),
    ],
)
def test_it_is_counted_by_what_was_asked_for(
    kept: Callable[..., Compliance], by: Grouping, groups: dict[str, int]
) -> None:
    view = kept(
        ticket("T-1", "11-10 09:00", "11-11 08:00", kind="defect"),
        ticket("T-2", "11-10 09:00", "11-12 08:00", kind="defect"),
        ticket("T-3", "11-10 09:00", "11-11 08:00", kind="question"),
        by=by,
    )
    assert {line.group.token if line.group else "": line.permille for line in view.lines} == groups


# ── bars ─────────────────────────────────────────────────────────────────────


def test_bars_grow_with_the_rate_and_a_gap_is_no_bar() -> None:
    assert sparkline((0, 142, 143, 500, 999, 1000, None), FULL) == "▁▁▂▄▇█·"
    assert sparkline((0, 500, 1000, None), ASCII) == "_-# "


def test_the_fullest_marks_that_a_console_has_are_taken() -> None:
    assert fitting(lambda _: True) is FULL
    assert fitting(str.isascii) is ASCII
