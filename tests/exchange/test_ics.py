"""Calendar files: read back by the library, and line by line as RFC 5545 lays them out."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from rdclient.exchange.ics import CalendarEvent, calendar_file

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


def event(start: datetime, **other: Any) -> CalendarEvent:  # noqa: ANN401 - fields of any type
    given: dict[str, Any] = {
        "uid": "rd501-tck-0031@3f2a9c10",
        "end": None,
        "is_whole_day": False,
        "title": "TCK-0031",
        "text": "",
        "alarm_before": None,
        "repeat": None,
    }
    return CalendarEvent(start=start, **{**given, **other})


def read(content: bytes) -> list[icalendar.Event]:
    """The events as the library reads them."""
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def lines(content: bytes) -> list[str]:
    """The content lines, unfolded (RFC 5545, 3.1): a line that starts with a blank goes on."""
    assert content.endswith(b"\r\n")
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def values(content: bytes, name: str) -> list[str]:
    """What stands after a name and a colon, in order."""
    return [line.partition(":")[2] for line in lines(content) if line.startswith(f"{name}:")]


# ── one event ────────────────────────────────────────────────────────────────


def test_a_file_of_one_deadline() -> None:
    at = datetime(2026, 11, 20, 10, 40, tzinfo=SHANGHAI)
    opened = datetime(2026, 11, 20, 8, 40, tzinfo=SHANGHAI)
    made = calendar_file(
        [event(at, title="TCK-0031 响应", text="责任人：何晓东", stamp=opened)], name="北辰银行"
    )
    assert lines(made) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//rdclient//rdclient//EN",
        "CALSCALE:GREGORIAN",
        "NAME:北辰银行",
        "X-WR-CALNAME:北辰银行",
        "BEGIN:VEVENT",
        "SUMMARY:TCK-0031 响应",
        "DTSTART:20261120T024000Z",
        "DTSTAMP:20261120T004000Z",
        "UID:rd501-tck-0031@3f2a9c10",
        "DESCRIPTION:责任人：何晓东",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    (found,) = read(made)
    assert found.decoded("dtstart") == datetime(2026, 11, 20, 2, 40, tzinfo=UTC)


def test_it_carries_no_method_so_that_it_invites_nobody() -> None:
    made = calendar_file([event(datetime(2026, 11, 20, 10, tzinfo=SHANGHAI))], name="N")
    assert values(made, "METHOD") == []


def test_without_a_stamp_it_is_stamped_with_its_own_start() -> None:
    made = calendar_file([event(datetime(2026, 11, 20, 10, tzinfo=SHANGHAI))], name="N")
    assert values(made, "DTSTAMP") == ["20261120T020000Z"]


def test_a_meeting_takes_its_time_and_a_deadline_does_not() -> None:
    start = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
    meeting = calendar_file([event(start, end=start + timedelta(minutes=90))], name="N")
    assert values(meeting, "DTEND") == ["20261120T033000Z"]
    assert values(meeting, "TRANSP") == []
    deadline = calendar_file([event(start)], name="N")
    assert values(deadline, "DTEND") == []
    assert values(deadline, "TRANSP") == ["TRANSPARENT"]


def test_a_whole_day_is_a_date_of_its_own_zone_whatever_the_hour() -> None:
    last_second = datetime(2026, 11, 24, 23, 59, 59, tzinfo=SHANGHAI)
    made = calendar_file([event(last_second, is_whole_day=True)], name="N")
    assert "DTSTART;VALUE=DATE:20261124" in lines(made)
    (found,) = read(made)
    assert found.decoded("dtstart") == date(2026, 11, 24)


def test_the_last_of_several_days_is_included() -> None:
    first, last = (datetime(2026, 11, day, tzinfo=SHANGHAI) for day in (16, 20))
    made = calendar_file([event(first, end=last, is_whole_day=True)], name="N")
    assert "DTSTART;VALUE=DATE:20261116" in lines(made)
    assert "DTEND;VALUE=DATE:20261121" in lines(made)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        calendar_file([event(datetime(2026, 11, 20, 10))], name="N")  # noqa: DTZ001 - on purpose


# ── reminders ────────────────────────────────────────────────────────────────


def test_a_reminder_comes_so_long_before() -> None:
    at = datetime(2026, 11, 20, 10, 40, tzinfo=SHANGHAI)
    made = calendar_file([event(at, alarm_before=timedelta(minutes=30))], name="N")
    assert values(made, "TRIGGER") == ["-PT30M"]
    assert values(made, "ACTION") == ["DISPLAY"]
    (found,) = read(made)
    (times,) = found.alarms.times
    assert times.trigger == datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


def test_a_whole_day_may_remind_at_nine_in_the_morning() -> None:
    day = datetime(2026, 11, 24, tzinfo=SHANGHAI)
    made = calendar_file([event(day, is_whole_day=True, alarm_before=-timedelta(hours=9))], name="")
    assert values(made, "TRIGGER") == ["PT9H"]


def test_without_a_reminder_there_is_no_alarm() -> None:
    made = calendar_file([event(datetime(2026, 11, 20, 10, tzinfo=SHANGHAI))], name="N")
    assert "BEGIN:VALARM" not in lines(made)


# ── repetition ───────────────────────────────────────────────────────────────


def starts(made: bytes) -> list[str]:
    return values(made, "DTSTART") or [
        line.partition(":")[2] for line in lines(made) if line.startswith("DTSTART;VALUE=DATE")
    ]


def test_twelve_return_visits_from_31_january_all_appear_each_on_a_day_its_month_has() -> None:
    first = datetime(2026, 1, 31, tzinfo=SHANGHAI)
    visits = event(first, is_whole_day=True, repeat="FREQ=MONTHLY;COUNT=12", uid="rd414-a@x")
    made = calendar_file([visits], name="N")
    assert starts(made) == [
        "20260131", "20260228", "20260331", "20260430", "20260531", "20260630",
        "20260731", "20260831", "20260930", "20261031", "20261130", "20261231",
    ]  # fmt: skip
    assert values(made, "RRULE") == []
    uids = values(made, "UID")
    assert uids[:2] == ["rd414-a-20260131@x", "rd414-a-20260228@x"]
    assert len(set(uids)) == 12
    assert [found.decoded("dtstart").day for found in read(made)] == [
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]  # fmt: skip


def test_visits_at_a_time_of_the_31st_keep_their_time_and_their_length() -> None:
    start = datetime(2026, 8, 31, 14, tzinfo=SHANGHAI)
    visits = event(start, end=start + timedelta(hours=1), repeat="FREQ=MONTHLY;COUNT=3")
    made = calendar_file([visits], name="N")
    assert values(made, "DTSTART") == ["20260831T060000Z", "20260930T060000Z", "20261031T060000Z"]
    assert values(made, "DTEND") == ["20260831T070000Z", "20260930T070000Z", "20261031T070000Z"]


def test_a_day_that_every_month_has_repeats_by_a_rule() -> None:
    first = datetime(2026, 1, 28, tzinfo=SHANGHAI)
    visits = event(first, is_whole_day=True, repeat="FREQ=MONTHLY;COUNT=12")
    made = calendar_file([visits], name="N")
    assert starts(made) == ["20260128"]
    assert values(made, "RRULE") == ["FREQ=MONTHLY;COUNT=12"]
    (found,) = read(made)
    assert found["rrule"] == {"FREQ": ["MONTHLY"], "COUNT": [12]}


def test_the_30th_needs_single_events_only_where_february_lies_within() -> None:
    march, december = (datetime(2026, month, 30, tzinfo=SHANGHAI) for month in (3, 12))
    rule = "FREQ=MONTHLY;COUNT=4"
    by_rule = calendar_file([event(march, is_whole_day=True, repeat=rule)], name="N")
    assert values(by_rule, "RRULE") == ["FREQ=MONTHLY;COUNT=4"]
    single = calendar_file([event(december, is_whole_day=True, repeat=rule)], name="N")
    assert starts(single) == ["20261230", "20270130", "20270228", "20270330"]


def test_29_february_comes_every_year() -> None:
    leap = datetime(2028, 2, 29, tzinfo=SHANGHAI)
    made = calendar_file([event(leap, is_whole_day=True, repeat="FREQ=YEARLY;COUNT=5")], name="N")
    assert starts(made) == ["20280229", "20290228", "20300228", "20310228", "20320229"]


def test_an_interval_is_kept() -> None:
    first = datetime(2026, 1, 15, tzinfo=SHANGHAI)
    made = calendar_file(
        [event(first, is_whole_day=True, repeat="FREQ=MONTHLY;INTERVAL=3;COUNT=4")], name="N"
    )
    (found,) = read(made)
    assert found["rrule"] == {"FREQ": ["MONTHLY"], "COUNT": [4], "INTERVAL": [3]}


def test_a_weekly_meeting_keeps_its_hour_when_the_clocks_are_set_forward() -> None:
    start = datetime(2026, 3, 20, 9, tzinfo=BERLIN)
    weekly = event(start, end=start + timedelta(hours=1), repeat="FREQ=WEEKLY;COUNT=3", uid="w@x")
    made = calendar_file([weekly], name="N")
    assert values(made, "DTSTART") == ["20260320T080000Z", "20260327T080000Z", "20260403T070000Z"]
    assert [found.decoded("dtstart").astimezone(BERLIN).hour for found in read(made)] == [9, 9, 9]


def test_where_no_clock_is_set_a_weekly_meeting_is_one_event_with_a_rule() -> None:
    start = datetime(2026, 3, 20, 9, tzinfo=SHANGHAI)
    made = calendar_file([event(start, repeat="FREQ=WEEKLY;COUNT=3")], name="N")
    assert values(made, "DTSTART") == ["20260320T010000Z"]
    assert values(made, "RRULE") == ["FREQ=WEEKLY;COUNT=3"]


def test_an_hour_before_breakfast_in_china_is_the_day_before_in_utc_and_still_the_31st() -> None:
    start = datetime(2026, 1, 31, 7, 30, tzinfo=SHANGHAI)
    made = calendar_file([event(start, repeat="FREQ=MONTHLY;COUNT=3")], name="N")
    assert values(made, "DTSTART") == ["20260130T233000Z", "20260227T233000Z", "20260330T233000Z"]


def test_a_time_that_the_clock_leaves_out_is_when_it_is_set_forward() -> None:
    start = datetime(2026, 3, 7, 2, 30, tzinfo=NEW_YORK)
    made = calendar_file([event(start, repeat="FREQ=DAILY;COUNT=2")], name="N")
    assert values(made, "DTSTART") == ["20260307T073000Z", "20260308T070000Z"]


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY", "FREQ=HOURLY;COUNT=2", "COUNT=2", "FREQ=DAILY;COUNT=2\nX:1", ""]
)
def test_a_rule_of_another_form_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="a rule that is not known"):
        calendar_file([event(datetime(2026, 1, 1, tzinfo=UTC), repeat=rule)], name="N")


# ── instants ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 3, 29, 1, 59, tzinfo=BERLIN), "20260329T005900Z"),
        (datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN), "20260329T010000Z"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), "20261025T003000Z"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), "20261025T013000Z"),
        (datetime(2026, 7, 1, 9, tzinfo=NEW_YORK), "20260701T130000Z"),
        (datetime(2026, 12, 1, 9, tzinfo=NEW_YORK), "20261201T140000Z"),
    ],
)
def test_instants_are_right_on_both_sides_of_a_change_of_clocks(at: datetime, written: str) -> None:
    made = calendar_file([event(at)], name="N")
    assert values(made, "DTSTART") == [written]
    assert read(made)[0].decoded("dtstart") == at.astimezone(UTC)


# ── texts ────────────────────────────────────────────────────────────────────

LONG = "日终对账（REQ-015）推迟至11月27日完成，原因：同城清算前置的测试环境由11月17日推迟提供。" * 4


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut() -> None:
    made = calendar_file(
        [event(datetime(2026, 11, 20, tzinfo=UTC), title=LONG, text=LONG)], name=LONG
    )
    physical = made.split(b"\r\n")
    assert max(len(line) for line in physical) <= 75
    assert len(physical) > 30
    for line in physical:
        line.decode("utf-8")
    assert values(made, "SUMMARY") == [LONG]
    (found,) = read(made)
    assert (found["summary"], found["description"]) == (LONG, LONG)


def test_every_line_ends_with_carriage_return_and_line_feed() -> None:
    made = calendar_file([event(datetime(2026, 11, 20, tzinfo=UTC), text="a\r\nb\rc\nd")], name="N")
    assert made.count(b"\n") == made.count(b"\r\n") == made.count(b"\r")


def test_marks_of_the_format_are_escaped_and_come_back() -> None:
    text = "a,b;c\\d\ne:f\nEND:VEVENT"
    made = calendar_file([event(datetime(2026, 11, 20, tzinfo=UTC), text=text)], name="N")
    assert values(made, "DESCRIPTION") == ["a\\,b\\;c\\\\d\\ne:f\\nEND:VEVENT"]
    (found,) = read(made)
    assert found["description"] == text


def test_foreign_characters_that_a_screen_obeys_are_taken_out() -> None:
    bad = "T\x1b[31mCK\u202e-0031\u2066 \x00\x07x\ufeff\u2028y\x85z"
    made = calendar_file([event(datetime(2026, 11, 20, tzinfo=UTC), title=bad, text=bad)], name=bad)
    assert values(made, "SUMMARY") == ["T[31mCK-0031 xyz"]
    assert values(made, "DESCRIPTION") == ["T[31mCK-0031 xyz"]
    assert values(made, "X-WR-CALNAME") == ["T[31mCK-0031 xyz"]


def test_a_title_stands_on_one_line() -> None:
    made = calendar_file([event(datetime(2026, 11, 20, tzinfo=UTC), title="a\n\tb  c")], name="N")
    assert values(made, "SUMMARY") == ["a b c"]


def test_a_uid_cannot_bring_in_a_line_of_its_own() -> None:
    made = calendar_file([event(datetime(2026, 1, 1, tzinfo=UTC), uid="a\r\nATTENDEE:b")], name="N")
    assert values(made, "UID") == ["a ATTENDEE:b"]
    assert values(made, "ATTENDEE") == []


# ── the file ─────────────────────────────────────────────────────────────────


def test_the_same_events_give_the_same_bytes() -> None:
    first = datetime(2026, 1, 31, 9, tzinfo=SHANGHAI)
    events = [
        event(first, repeat="FREQ=MONTHLY;COUNT=12", alarm_before=timedelta(hours=2), text=LONG),
        event(first, is_whole_day=True, uid="b@x"),
    ]
    made = calendar_file(events, name="北辰银行")
    assert calendar_file(tuple(events), name="北辰银行") == made
    # what a program writes that has read it
    assert icalendar.Calendar.from_ical(made).to_ical() == made


def test_two_events_with_one_uid_are_told_apart() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    made = calendar_file([event(at, uid="a@x"), event(at, uid="a@x"), event(at, uid="b")], name="N")
    assert values(made, "UID") == ["a@x", "a-2@x", "b"]


def test_no_event_makes_an_empty_calendar() -> None:
    made = calendar_file([], name="N")
    assert read(made) == []
    assert lines(made)[0] == "BEGIN:VCALENDAR"


_WITHOUT_LIBRARY = """
import sys
sys.modules["icalendar"] = None
from rdclient.diagnostic import RdclientError
from rdclient.exchange.ics import calendar_file
try:
    calendar_file([], name="N")
except RdclientError as error:
    print(error.args[0], error.exit_code)
"""


def test_without_the_library_it_says_what_is_missing(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_LIBRARY],
        env={"PYTHONPATH": str(root / "src")},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == "needs-calendar 3\n"
