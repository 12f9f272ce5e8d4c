"""Calendar files: the shipped ones against other packages, a workspace's own over their bases."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
import pytest

from rdclient import api
from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.model.client import Client
from rdclient.render.manual_page import wordings
from rdclient.render.messages import message
from rdclient.store import calendarfile
from rdclient.store.calendar_text import days_meant, hours_meant
from rdclient.store.calendarfile import Calendars
from rdclient.store.workspace import read
from rdclient.store.yamlfile import parse
from rdclient.worktime import WorkCalendar, days, deadline, elapsed, is_open

ZONE = ZoneInfo("Asia/Shanghai")
AS_OF = datetime(2026, 11, 20, 10, tzinfo=UTC)
Make = Callable[[Mapping[str, str]], Path]
FRAME = "name: Test\nvendor: {name: Vendor}\nlang: en\ntimezone: Asia/Shanghai\n"


def own(**files: str) -> Calendars:
    """The calendars of a workspace with these files, by their ids."""
    return calendarfile.own(
        [parse(f"calendars/{name}.yaml", text) for name, text in files.items()], ZONE
    )


def sound(text: str) -> WorkCalendar:
    """The one calendar that a text describes."""
    found = own(own=text)
    assert found.findings == ()
    return found.usable["own"]


def told(*findings: Finding) -> list[tuple[str, int, int, str]]:
    """Code, line, column and variant of each finding."""
    return [
        (f.code, f.location.line, f.location.column, str(dict(f.facts).get("variant", "")))
        for f in findings
    ]


def faults(text: str) -> list[tuple[str, int, int, str]]:
    """What is wrong with one file, which is then not used."""
    found = own(own=text)
    assert "own" not in found.usable
    assert "own" in found.known
    return told(*found.findings)


# ── the shipped calendars ────────────────────────────────────────────────────

CN = calendarfile.shipped(ZONE).usable["cn"]


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_published_number_of_working_days(year: int, count: int) -> None:
    assert CN.workdays_between(date(year, 1, 1), date(year + 1, 1, 1)) == count


def test_every_day_agrees_with_two_other_calendars() -> None:
    other = holidays.country_holidays("CN", years=sorted(CN.covers))
    assert CN.covers == {2024, 2025, 2026}
    for day in days(date(2024, 1, 1), date(2027, 1, 1)):
        assert CN.is_workday(day) == chinese_calendar.is_workday(day), day
        assert CN.is_workday(day) == other.is_working_day(day), day


def test_every_year_says_whose_arrangement_it_is() -> None:
    sources = calendarfile.shipped(ZONE).sources["cn"]
    assert set(sources) == CN.covers
    assert sources[2026] == "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"


def test_chinese_hours_are_read_in_shanghai_wherever_the_workspace_is() -> None:
    found = calendarfile.shipped(ZoneInfo("America/New_York"))
    assert is_open(found.usable["cn"], datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    assert not is_open(found.usable["cn"], datetime(2026, 11, 20, 4, 30, tzinfo=UTC))
    assert found.usable["24x7"].zone == ZoneInfo("America/New_York")


def test_a_workspace_without_calendars_has_the_shipped_ones() -> None:
    assert own().known == ("24x7", "cn")
    assert set(own().usable) == {"24x7", "cn"}


# ── a calendar of its own ────────────────────────────────────────────────────


def test_a_file_says_the_hours_of_its_week() -> None:
    calendar = sound(
        "timezone: Europe/Berlin\n"
        "workweek: [monday, tuesday]\n"
        'hours: ["13:30-18:00", "09:00-12:00"]\n'
        'weekly: {saturday: ["22:00-06:00"], tuesday: ["00:00-24:00"]}\n'
        'breaks: ["10:00-10:15"]\n'
        "beyond: weekly\n"
    )
    assert calendar.zone == ZoneInfo("Europe/Berlin")
    assert calendar.weekly == {
        1: ((32400, 43200), (48600, 64800)), 2: ((0, 86400),), 6: ((79200, 21600),),
    }  # fmt: skip
    assert calendar.breaks == ((36000, 36900),)
    assert calendar.covers == frozenset()


def test_a_calendar_without_a_zone_is_read_in_that_of_the_workspace() -> None:
    assert sound(f"{WEEK}beyond: weekly\n").zone == ZONE


def test_days_off_and_years_are_spans_with_both_ends() -> None:
    calendar = sound(
        'workweek: [monday]\nhours: ["09:00-12:00"]\ndays_off: [2026-12-31..2027-01-01]\n'
        "years:\n  - {year: 2026, days_off: [2026-03-02]}\n  - {year: 2028}\n"
    )
    off = {date(2026, 12, 31), date(2027, 1, 1), date(2026, 3, 2)}
    assert calendar.days_off == off
    assert calendar.covers == {2026, 2028}


def test_an_extra_workday_has_the_usual_hours_or_its_own() -> None:
    calendar = sound(
        'workweek: [monday]\nhours: ["09:00-12:00"]\n'
        'extra_workdays: [2026-10-10, {day: 2026-10-11..2026-10-12, hours: ["10:00-16:00"]}]\n'
        "years: [{year: 2026}]\n"
    )
    assert calendar.extra_workdays == {
        date(2026, 10, 10): ((32400, 43200),),
        date(2026, 10, 11): ((36000, 57600),),
        date(2026, 10, 12): ((36000, 57600),),
    }


def test_without_uniform_hours_an_extra_workday_has_those_of_the_first_worked_weekday() -> None:
    calendar = sound(
        'weekly: {thursday: ["13:00-14:00"], tuesday: ["08:00-09:00"]}\n'
        "extra_workdays: [2026-10-10]\nyears: [{year: 2026}]\n"
    )
    assert calendar.extra_workdays == {date(2026, 10, 10): ((28800, 32400),)}


# ── over a base ──────────────────────────────────────────────────────────────


def test_a_bank_does_not_work_the_make_up_weekends_of_its_base() -> None:
    bank = sound("base: cn\nextra_workdays: none\n")
    assert not bank.is_workday(date(2026, 10, 10))
    assert not bank.is_workday(date(2026, 10, 7))
    assert bank.is_workday(date(2026, 10, 8))
    assert bank.workdays_between(date(2026, 1, 1), date(2027, 1, 1)) == 248 - 6
    assert (bank.zone, bank.weekly, bank.covers) == (CN.zone, CN.weekly, CN.covers)


def test_its_own_extra_workdays_stay_when_those_of_the_base_go() -> None:
    bank = sound("base: cn\nextra_workdays: none\nyears: [{year: 2026, extra_workdays: "
                 "[2026-01-17], days_off: [2026-01-01]}]\n")  # fmt: skip
    assert set(bank.extra_workdays) == {date(2026, 1, 17)}


def test_its_year_takes_the_place_of_the_year_of_its_base() -> None:
    calendar = sound("base: cn\nyears: [{year: 2026, days_off: [2026-10-01]}]\n")
    assert calendar.is_workday(date(2026, 10, 2))
    assert not calendar.is_workday(date(2026, 10, 10))
    assert calendar.is_workday(date(2025, 10, 11)), "other years stay"
    assert calendar.covers == {2024, 2025, 2026}


def test_a_year_more_is_covered_and_has_its_own_source() -> None:
    found = own(own="base: cn\nyears: [{year: 2027, source: Notice, days_off: [2027-01-01]}]\n")
    assert found.usable["own"].covers == {2024, 2025, 2026, 2027}
    assert found.sources["own"][2027] == "Notice"
    assert found.sources["own"][2026] == found.sources["cn"][2026]


def test_its_hours_are_those_of_the_make_up_days_of_its_base() -> None:
    calendar = sound('base: cn\nhours: ["10:00-11:00"]\n')
    assert calendar.extra_workdays[date(2026, 10, 10)] == ((36000, 39600),)
    assert calendar.weekly[1] == ((36000, 39600),)


def test_what_a_file_says_of_a_date_comes_before_what_its_base_says() -> None:
    calendar = sound("base: cn\ndays_off: [2026-10-10]\nextra_workdays: [2026-10-05]\n")
    assert not calendar.is_workday(date(2026, 10, 10))
    assert calendar.is_workday(date(2026, 10, 5))


def test_a_weekday_without_hours_is_not_worked() -> None:
    calendar = sound("base: cn\nweekly: {friday: []}\n")
    assert not calendar.is_workday(date(2026, 11, 20))
    assert calendar.is_workday(date(2026, 11, 19))


def test_a_base_may_have_a_base() -> None:
    found = own(low="base: cn\nextra_workdays: none\n", high="base: low\ndays_off: [2026-11-20]\n")
    assert found.findings == ()
    assert not found.usable["high"].is_workday(date(2026, 11, 20))
    assert not found.usable["high"].is_workday(date(2026, 10, 10))


def test_round_the_clock_may_be_a_base_too() -> None:
    calendar = sound("base: 24x7\ndays_off: [2026-10-01]\n")
    start = datetime(2026, 9, 30, 12, tzinfo=ZONE)
    assert elapsed(calendar, start, datetime(2026, 10, 2, 12, tzinfo=ZONE)) == 24 * 3600


def test_an_own_calendar_may_be_laid_over_the_shipped_one_of_its_name() -> None:
    found = own(cn="base: cn\nbeyond: weekly\ndays_off: [2026-11-20]\n")
    assert found.findings == ()
    assert not found.usable["cn"].is_workday(date(2026, 11, 20))
    assert not found.usable["cn"].is_workday(date(2026, 10, 1))
    assert found.usable["cn"].is_weekly_beyond
    assert found.known == ("24x7", "cn")


def test_beyond_weekly_counts_weeks_where_a_year_is_not_listed() -> None:
    start = datetime(2026, 12, 31, 17, tzinfo=ZONE)
    calendar = sound("base: cn\nbeyond: weekly\n")
    assert deadline(calendar, start, 2 * 3600) == datetime(2027, 1, 1, 10, tzinfo=ZONE)


def test_a_calendar_that_is_never_closed_needs_no_years() -> None:
    shifts = '["06:00-14:00", "14:00-22:00", "22:00-06:00"]'
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    calendar = sound("weekly:\n" + "".join(f"  {day}: {shifts}\n" for day in week))
    start = datetime(2033, 10, 1, tzinfo=ZONE)
    assert deadline(calendar, start, 48 * 3600) == datetime(2033, 10, 3, tzinfo=ZONE)


def test_years_listed_by_either_of_two_calendars_laid_over_each_other_are_known() -> None:
    listed = "base: low\nyears: [{year: 2026}]\n"
    found = own(low=WEEK, high=listed, other="base: low\n", top="base: high\n")
    assert {f.location.path for f in found.findings} == {
        "calendars/low.yaml", "calendars/other.yaml",
    }  # fmt: skip
    assert set(found.usable) == {"24x7", "cn", "high", "top"}
    assert found.usable["top"].covers == {2026}


# ── what is wrong ────────────────────────────────────────────────────────────

WEEK = 'workweek: [monday]\nhours: ["09:00-12:00"]\n'
FAULTS = {
    # hours
    'workweek: [monday]\nhours: ["09:00-12:00", "11:59-13:00"]\n': ("RD551", 2, 24, "overlap"),
    'workweek: [monday]\nhours: ["05:00-09:00", "22:00-06:00"]\n': ("RD551", 2, 24, "overlap"),
    'weekly: {monday: ["09:00-12:00", "08:00-09:01"]}\n': ("RD551", 1, 34, "overlap"),
    WEEK + 'breaks: ["10:00-11:00", "10:30-11:00"]\n': ("RD551", 3, 25, "overlap"),
    'workweek: [monday]\nhours: ["24:00-12:00"]\n': ("RD551", 2, 9, "bad-hours"),
    'workweek: [monday]\nhours: ["09:00"]\n': ("RD551", 2, 9, "bad-hours"),
    'workweek: [monday]\nhours: ["9:00-12:00"]\n': ("RD551", 2, 9, "bad-hours-near"),
    "workweek: [monday]\nhours: [09：00－12：00]\n": ("RD009", 2, 9, "text"),
    "workweek: [monday]\nhours: [09:00—12:00]\n": ("RD009", 2, 9, "text"),
    "workweek: [monday]\nhours: [上午九点]\n": ("RD551", 2, 9, "bad-hours"),
    # days
    WEEK + "days_off: [2026-02-29]\n": ("RD551", 3, 12, "bad-day"),
    WEEK + "days_off: [2026-10-07..2026-10-01]\n": ("RD551", 3, 12, "bad-day"),
    WEEK + "days_off: [2026-01-01..2027-01-02]\n": ("RD551", 3, 12, "bad-day"),
    WEEK + "days_off: [10-01]\n": ("RD551", 3, 12, "bad-day"),
    WEEK + "days_off: [2026年10月1日]\n": ("RD551", 3, 12, "bad-day-near"),
    WEEK + "days_off: [２０２６-10-01]\n": ("RD009", 3, 12, "text"),
    WEEK + "extra_workdays: [{day: soon}]\n": ("RD551", 3, 24, "bad-day"),
    WEEK + "years: [{year: 2026, days_off: [2027-01-01]}]\n": ("RD551", 3, 33, "outside-year"),
    WEEK + "years: [{year: 2026, days_off: [2026-12-31..2027-01-01]}]\n": (
        "RD551",
        3,
        33,
        "outside-year",
    ),
    WEEK + "years: [{year: 2026}, {year: 2027}, {year: 2026}]\n": ("RD551", 3, 44, "year-twice"),
    WEEK + "days_off: [2026-10-10]\nextra_workdays: [2026-10-10]\n": (
        "RD551",
        4,
        18,
        "off-and-extra",
    ),
    # the whole
    "": ("RD551", 1, 1, "empty-week"),
    "weekly: {monday: []}\n": ("RD551", 1, 1, "empty-week"),
    WEEK + 'breaks: ["09:00-12:00"]\n': ("RD551", 1, 1, "empty-week"),
    "workweek: [monday]\n": ("RD007", 1, 1, ""),
    'hours: ["09:00-12:00"]\n': ("RD007", 1, 1, ""),
    "base: mars\n": ("RD551", 1, 7, "unknown-base"),
    "base: cnn\n": ("RD551", 1, 7, "unknown-base-near"),
    "base: own\n": ("RD551", 1, 7, "base-cycle"),
    WEEK + "timezone: Asia/Beijing\n": ("RD551", 3, 11, "unknown-zone"),
    WEEK + "timezone: localtime\n": ("RD551", 3, 11, "unknown-zone"),
    WEEK: ("RD551", 1, 1, "no-years"),
    WEEK + "days_off: [2026-10-01]\n": ("RD551", 1, 1, "no-years"),
    "base: 24x7\nweekly: {saturday: [], sunday: []}\n": ("RD551", 1, 1, "no-years"),
    # as everywhere
    "base: cn\nhour: []\n": ("RD005", 2, 1, "near"),
    "base: cn\nid: own\n": ("RD005", 2, 1, ""),
    "base: cn\nworkweek: [周一]\n": ("RD009", 2, 12, "word"),
    'base: cn\nweekly: {周六: ["09:00-12:00"]}\n': ("RD009", 2, 10, "word"),
    'base: cn\nweekly: {caturday: ["09:00-12:00"]}\n': ("RD006", 2, 10, "enum-near"),
    "base: cn\nbeyond: yearly\n": ("RD006", 2, 9, "enum"),
    "base: cn\nbeyond: 按周\n": ("RD009", 2, 9, "word"),
    "base: cn\nextra_workdays: 无\n": ("RD009", 2, 17, "word"),
    "base: cn\nextra_workdays: 2026-10-10\n": ("RD006", 2, 17, "list-near"),
    "base: cn\nextra_workdays:\n": ("RD006", 2, 1, "empty-list"),
    "base: cn\nyears: [{days_off: []}]\n": ("RD007", 2, 10, ""),
    'base: cn\nyears: [{year: "2026"}]\n': ("RD006", 2, 16, "unquote"),
    "base：cn\n": ("RD009", 1, 5, "colon"),
    "base: cn\nbase: cn\n": ("RD004", 2, 1, ""),
    "base: [\n": ("RD003", 2, 1, "bracket"),
    "- cn\n": ("RD006", 1, 1, "mapping"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_stated_at_its_place_and_the_calendar_is_not_used(text: str) -> None:
    assert faults(text) == [FAULTS[text]]


def test_calendars_that_are_laid_over_each_other_are_all_named() -> None:
    found = own(a="base: b\n", b="base: c\n", c="base: b\n", sound="base: cn\n")
    assert [(f.location.path, f.fact("base")) for f in found.findings] == [
        ("calendars/b.yaml", "b → c → b"),
        ("calendars/c.yaml", "c → b → c"),
    ]
    assert set(found.usable) == {"24x7", "cn", "sound"}, "a leads into the circle"


@pytest.mark.parametrize("name", ["24x7", "business"])
def test_a_name_that_policies_use_is_not_free_for_a_file(name: str) -> None:
    found = own(**{name: "base: cn\n"})
    assert told(*found.findings) == [("RD551", 1, 1, "reserved-id")]
    assert set(found.usable) == {"24x7", "cn"}


def test_a_shipped_calendar_is_not_silently_used_in_place_of_a_broken_own_one() -> None:
    assert set(own(cn="base: mars\n").usable) == {"24x7"}


def test_every_variant_has_words_that_tell_all_they_should() -> None:
    texts = (text for text, (code, *_) in FAULTS.items() if code == "RD551")
    findings = [*(f for text in texts for f in own(own=text).findings)]
    findings += own(business="base: cn\n").findings
    assert {str(f.fact("variant")) for f in findings} == set(wordings("RD551", lang=Lang.EN))
    for lang in Lang:
        for finding in findings:
            words = message(finding, lang=lang)
            assert not re.search(r"\{\w+\}", words.headline + words.help), words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:00-12:00", "09:00-12:00"),
        ("9-12", "09:00-12:00"),
        ("0900-1200", "09:00-12:00"),
        ("9:00~12:00", "09:00-12:00"),
        ("9点至12点", "09:00-12:00"),
        ("下午1点半到6点", "13:30-18:00"),
        ("上午9:00—下午6:00", "09:00-18:00"),
        ("22:00-24:00", "22:00-24:00"),
        ("25:00-26:00", None),
        ("09:00", None),
        ("全天", None),
    ],
)
def test_hours_are_told_as_they_should_be_written(typed: str, meant: str | None) -> None:
    assert hours_meant(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026/10/1", "2026-10-01"),
        ("20261001", "2026-10-01"),
        ("10月1日", "2026-10-01"),
        ("10月1日—7日", "2026-10-01..2026-10-07"),
        ("2026-10-01~2026-10-07", "2026-10-01..2026-10-07"),
        ("2026-10-01..10-07", "2026-10-01..2026-10-07"),
        ("国庆", None),
        ("2026-02-30", None),
    ],
)
def test_days_are_told_as_they_should_be_written(typed: str, meant: str | None) -> None:
    assert days_meant(typed, year=2026) == meant


# ── in a workspace ───────────────────────────────────────────────────────────


def test_a_workspace_and_its_clients_have_the_calendars_they_name(make_workspace: Make) -> None:
    root = make_workspace(
        {
            "rdclient.yaml": FRAME + "calendar: house\n",
            "calendars/house.yaml": "base: cn\ndays_off: [2026-11-20]\n",
            "calendars/bank.yaml": "base: cn\nextra_workdays: none\n",
            "clients/bank/client.yaml": "name: Bank\ncalendar: bank\n",
            "clients/other/client.yaml": "name: Other\n",
        }
    )
    found = read(root)
    portfolio = found.portfolio
    assert found.findings == ()
    assert portfolio.calendar.id == "house"
    assert set(portfolio.calendars) == {"24x7", "cn", "house", "bank"}
    asked = [("business", "bank"), ("business", "other"), ("business", None), ("cn", "bank"),
             ("24x7", "bank")]  # fmt: skip
    given = [portfolio.hours(name, client) for name, client in asked]
    assert [hours.id for hours in given if hours] == ["bank", "house", "house", "cn", "24x7"]
    assert portfolio.hours("mars", "bank") is None


def test_a_broken_calendar_is_stated_and_those_who_name_it_have_none(make_workspace: Make) -> None:
    root = make_workspace(
        {
            "rdclient.yaml": FRAME + "calendar: house\n",
            "calendars/house.yaml": "base: cn\ndays_off: [someday]\n",
            "clients/bank/client.yaml": "name: Bank\ncalendar: house\n",
            "clients/other/client.yaml": "name: Other\ncalendar: cn\n",
        }
    )
    found = read(root)
    assert told(*found.findings) == [("RD551", 2, 12, "bad-day")]
    assert found.portfolio.hours("business", "bank") is None
    assert found.portfolio.hours("business", None) is None
    other = found.portfolio.hours("business", "other")
    assert other is not None
    assert other.id == "cn"


def test_a_calendar_that_nobody_wrote_is_stated_where_it_is_named(make_workspace: Make) -> None:
    root = make_workspace(
        {
            "rdclient.yaml": FRAME + "calendar: hose\n",
            "calendars/house.yaml": "base: cn\n",
            "clients/bank/client.yaml": "name: Bank\ncalendar: mars\n",
        }
    )
    findings = api.check(root, as_of=AS_OF).findings
    assert [(f.location.path, *one) for f, one in zip(findings, told(*findings), strict=True)] == [
        ("clients/bank/client.yaml", "RD006", 2, 11, "calendar"),
        ("rdclient.yaml", "RD006", 5, 11, "calendar-near"),
    ]
    words = [message(finding, lang=Lang.EN) for finding in findings]
    assert words[0].headline == "there is no calendar “mars”"
    assert words[0].help.startswith("calendars: 24x7, cn, house; ")
    assert words[1].headline == "there is no calendar “hose”; did you mean “house”?"
    assert [client.calendar for client in read(root).portfolio.all(Client)] == ["mars"]


def test_a_calendar_with_another_suffix_is_stated_and_not_read(make_workspace: Make) -> None:
    root = make_workspace({"calendars/house.yml": "base: cn\n"})
    findings = api.check(root, as_of=AS_OF).findings
    assert told(*findings) == [("RD019", 1, 1, "suffix")]
    assert set(read(root).portfolio.calendars) == {"24x7", "cn"}
