"""``calendar``: a year, working time between two moments, a deadline; which calendar is asked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def firm(workspace: Path) -> Path:
    """A workspace with the calendar of a client that works no make-up weekends."""
    (workspace / "calendars").mkdir()
    (workspace / "calendars" / "bank.yaml").write_text(
        'base: cn\nextra_workdays: none\nhours: ["09:00-12:00", "13:30-18:00"]\n', encoding="utf-8"
    )
    client = workspace / "clients" / "linhai" / "client.yaml"
    text = client.read_text(encoding="utf-8")
    client.write_text(f"{text.rstrip()}\ncalendar: bank\n", encoding="utf-8")
    return workspace


def asked(rdclient: Run, *words: object, lang: str = "en") -> str:
    """What is printed for a question that can be answered."""
    ran = rdclient(*words, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    return str(ran.out)


def refused(rdclient: Run, *words: object, lang: str = "en") -> tuple[int, str]:
    """Exit code and message for one that cannot."""
    ran = rdclient(*words, lang=lang)
    assert ran.out == ""
    return ran.code, ran.err


# ── a year ───────────────────────────────────────────────────────────────────

CN_2026 = """\
日历 cn，时区 Asia/Shanghai
月份        工作日  放假          调休上班
2026年1月   21      1月1日—3日    1月4日（星期日）
2026年2月   16      2月15日—23日  2月14日（星期六）、2月28日（星期六）
2026年3月   22
2026年4月   21      4月4日—6日
2026年5月   19      5月1日—5日    5月9日（星期六）
2026年6月   21      6月19日—21日
2026年7月   23
2026年8月   21
2026年9月   22      9月25日—27日  9月20日（星期日）
2026年10月  18      10月1日—7日   10月10日（星期六）
2026年11月  21
2026年12月  23
2026年共248个工作日
依据：国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）
"""


@pytest.mark.parametrize("year", ["2026", "2026年", " 2026 "])
def test_a_year_lists_days_off_make_up_days_and_working_days(
    rdclient: Run, workspace: Path, year: str
) -> None:
    assert asked(rdclient, "-C", workspace, "calendar", "year", year, lang="zh") == CN_2026


def test_a_year_as_json_is_a_stable_document(rdclient: Run, workspace: Path) -> None:
    told = asked(rdclient, "-C", workspace, "calendar", "year", "2025", "--format", "json")
    year = json.loads(told)
    assert (year["schema_version"], year["type"]) == (1, "calendar-year")
    assert (year["calendar"], year["timezone"], year["year"]) == ("cn", "Asia/Shanghai", 2025)
    assert (year["workdays"], len(year["days_off"]), len(year["months"])) == (248, 18, 12)
    assert year["months"][8] == {
        "workdays": 23, "days_off": [], "extra_workdays": ["2025-09-28"], "provisional_years": [],
    }  # fmt: skip
    assert year["source"].endswith("（国办发明电〔2024〕12号）")


def test_without_a_year_it_is_this_one(rdclient: Run, workspace: Path) -> None:
    words = ("-C", workspace, "calendar", "year", "--calendar", "24x7", "--format", "json")
    assert json.loads(asked(rdclient, *words))["workdays"] in (365, 366)


def test_what_is_no_year_is_refused(rdclient: Run, workspace: Path) -> None:
    code, told = refused(rdclient, "-C", workspace, "calendar", "year", "next")
    assert (code, told) == (2, "error: 'next' is not a year; write 2026\n")


# ── between ──────────────────────────────────────────────────────────────────


def test_whole_days_count_from_the_first_to_the_last(rdclient: Run, workspace: Path) -> None:
    words = ("-C", workspace, "calendar", "between", "2026-10-01", "2026-10-31")
    assert asked(rdclient, *words, lang="zh") == (
        "日历 cn，时区 Asia/Shanghai\n"
        "起止：2026年10月1日—31日（首尾均计）\n"
        "工作日：18个\n"
        "工作时间：144小时\n"
        "期间节假日（含相连周末）：10月1日—7日\n"
        "计入的调休上班日：10月10日（星期六）\n"
    )


def test_times_are_those_of_the_calendar(rdclient: Run, workspace: Path) -> None:
    words = ("-C", workspace, "calendar", "between", "2026-11-20 11:30", "2026-11-20T06:00Z")
    assert asked(rdclient, *words) == (
        "calendar cn, Asia/Shanghai\n"
        "from: Friday 20 November 2026 11:30\n"
        "to: Friday 20 November 2026 14:00\n"
        "working days: 1\n"
        "open time: 1 h 30 min\n"
    )


def test_between_as_json(rdclient: Run, workspace: Path) -> None:
    words = ("calendar", "between", "2026-09-30", "2026/10/8", "--format", "json")
    told = json.loads(asked(rdclient, "-C", workspace, *words))
    assert told["type"] == "calendar-between"
    assert (told["workdays"], told["open_seconds"]) == (2, 16 * 3600)
    assert told["start"] == "2026-09-30T00:00+08:00"
    assert told["end"] == "2026-10-09T00:00+08:00"


def test_an_end_before_the_start_is_refused(rdclient: Run, workspace: Path) -> None:
    words = ("-C", workspace, "calendar", "between", "2026-10-09 10:00", "2026-10-09 10:00")
    code, told = refused(rdclient, *words)
    assert code == 2
    assert told.startswith("error: 2026-10-09 10:00 to 2026-10-09 10:00 holds no time")


@pytest.mark.parametrize("end", ["2026-10-08", "2026-10-09 09:59", "2026-10-01"])
def test_an_end_before_the_start_is_named_as_it_was_typed(
    rdclient: Run, workspace: Path, end: str
) -> None:
    start = "2026-10-09" if end == "2026-10-08" else "2026-10-09 10:00"
    words = ("-C", workspace, "calendar", "between", start, end)
    code, told = refused(rdclient, *words, lang="zh")
    assert code == 2
    assert told == f"错误：结束时间早于开始时间：{start} 至 {end}。请核对先后。\n"


# ── deadline ─────────────────────────────────────────────────────────────────


def test_a_budget_goes_on_over_a_make_up_saturday(rdclient: Run, workspace: Path) -> None:
    words = ("-C", workspace, "calendar", "deadline", "2026-10-09 16:00", "10h")
    assert asked(rdclient, *words, lang="zh") == (
        "日历 cn，时区 Asia/Shanghai\n"
        "起算：2026年10月9日（星期五）16:00\n"
        "时限：10小时\n"
        "截止：2026年10月10日（星期六）18:00\n"
        "计入的调休上班日：10月10日（星期六）\n"
    )


def test_a_client_without_make_up_days_has_the_weekend_skipped(rdclient: Run, firm: Path) -> None:
    words = ("calendar", "deadline", "2026-10-09 16:00", "10h", "--client", "linhai")
    assert asked(rdclient, "-C", firm, *words) == (
        "calendar bank, Asia/Shanghai\n"
        "starts: Friday 9 October 2026 16:00\n"
        "allowed: 10 hours\n"
        "due: Tuesday 13 October 2026 09:30\n"
        "skipped, not worked: Saturday 10 Oct, Sunday 11 Oct\n"
    )


def test_in_chinese_holidays_and_weekends_have_words_of_their_own(
    rdclient: Run, workspace: Path
) -> None:
    words = ("calendar", "deadline", "2026-09-30 17:00", "26h")
    told = asked(rdclient, "-C", workspace, *words, lang="zh")
    assert told.endswith(
        "跳过的节假日：10月1日—7日\n"
        "跳过的休息日：10月11日（星期日）\n"
        "计入的调休上班日：10月10日（星期六）\n"
    )


@pytest.mark.parametrize("length", ["5wd", "5个工作日", "5 工作日", "５ＷＤ"])
def test_working_days_end_when_the_last_one_closes(
    rdclient: Run, workspace: Path, length: str
) -> None:
    words = ("-C", workspace, "calendar", "deadline", "2026-09-29 16:00", length)
    assert asked(rdclient, *words) == (
        "calendar cn, Asia/Shanghai\n"
        "starts: Tuesday 29 September 2026 16:00\n"
        "allowed: 5 working days\n"
        "due: Monday 12 October 2026 18:00\n"
        "skipped, off: 1–7 Oct\n"
        "skipped, not worked: Sunday 11 Oct\n"
        "worked as an extra day: Saturday 10 Oct\n"
    )


def test_a_day_counts_from_its_end_and_calendar_days_need_no_days_off(
    rdclient: Run, workspace: Path
) -> None:
    words = ("-C", workspace, "calendar", "deadline", "2026-12-30", "3cd")
    assert asked(rdclient, *words, lang="zh") == (
        "日历 cn，时区 Asia/Shanghai\n"
        "起算：2026年12月30日（星期三）23:59:59\n"
        "时限：3个自然日\n"
        "截止：2027年1月2日（星期六）24:00\n"
    )


def test_the_end_of_a_day_is_told_as_that_day(rdclient: Run, workspace: Path) -> None:
    words = ("deadline", "2026-11-20 09:00", "1wd", "--calendar", "24x7")
    assert asked(rdclient, "-C", workspace, "calendar", *words) == (
        "calendar 24x7, Asia/Shanghai\n"
        "starts: Friday 20 November 2026 09:00\n"
        "allowed: 1 working day\n"
        "due: Saturday 21 November 2026 24:00\n"
    )


def test_a_deadline_as_json(rdclient: Run, workspace: Path) -> None:
    words = ("calendar", "deadline", "2026-09-30T16:00+08:00", "3h", "--format", "json")
    assert json.loads(asked(rdclient, "-C", workspace, *words)) == {
        "schema_version": 1,
        "calendar": "cn",
        "timezone": "Asia/Shanghai",
        "type": "calendar-deadline",
        "start": "2026-09-30T16:00+08:00",
        "allowed": "3h",
        "deadline": "2026-10-08T10:00+08:00",
        "days_off": [f"2026-10-0{day}" for day in (1, 2, 5, 6, 7)],
        "extra_workdays": [],
        "provisional_years": [],
        "free_days": [],
    }


@pytest.mark.parametrize("length", ["5d", "5天", "h", "-3h", "soon", "1.5h"])
def test_a_length_that_does_not_say_which_days_is_refused(
    rdclient: Run, workspace: Path, length: str
) -> None:
    code, told = refused(rdclient, "-C", workspace, "calendar", "deadline", "now", "--", length)
    assert code == 2
    assert told.startswith(f"error: '{length}' is not a length of time; write 30m, 10h, 5wd")


def test_a_length_beyond_all_calendars_is_refused(rdclient: Run, workspace: Path) -> None:
    (workspace / "calendars").mkdir()
    file = workspace / "calendars" / "rare.yaml"
    file.write_text('beyond: weekly\nweekly: {monday: ["09:00-09:01"]}\n', encoding="utf-8")
    words = ("deadline", "2026-11-20", "9999h", "--calendar", "rare")
    assert refused(rdclient, "-C", workspace, "calendar", *words) == (
        2, "error: 9999h leads further than calendars reach\n",
    )  # fmt: skip


# ── years that are not known ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        ("year", "2027"),
        ("between", "2026-12-31", "2027-01-04"),
        ("deadline", "2026-12-30 17:00", "3wd"),
        ("deadline", "2026-12-31 17:00", "2h"),
    ],
)
def test_what_needs_an_unknown_year_cannot_be_answered(
    rdclient: Run, workspace: Path, words: tuple[str, ...]
) -> None:
    code, told = refused(rdclient, "-C", workspace, "calendar", *words, lang="zh")
    assert code == 3
    assert told.startswith("错误：日历“cn”没有收录2027年的放假安排，无法推算。")
    assert "beyond: weekly" in told
    assert "先写 base: cn" in told


def test_who_has_a_file_for_the_calendar_is_told_to_add_the_year_there(
    rdclient: Run, firm: Path
) -> None:
    year = ("-C", firm, "calendar", "year", "2027", "--client", "linhai")
    code, told = refused(rdclient, *year, lang="zh")
    assert (code, "calendars/bank.yaml 的 years 中补上该年；" in told) == (3, True)
    assert "base:" not in told
    code, told = refused(rdclient, *year)
    assert (code, "base:" in told) == (3, False)


def test_a_year_by_its_weeks_is_provisional(rdclient: Run, workspace: Path) -> None:
    (workspace / "calendars").mkdir()
    file = workspace / "calendars" / "cn.yaml"
    file.write_text("base: cn\nbeyond: weekly\n", encoding="utf-8")
    told = asked(rdclient, "-C", workspace, "calendar", "deadline", "2026-12-31 17:00", "2h")
    assert told == (
        "calendar cn, Asia/Shanghai\n"
        "starts: Thursday 31 December 2026 17:00\n"
        "allowed: 2 hours\n"
        "due: Friday 1 January 2027 10:00\n"
        "provisional: the days off of 2027 are not known; every week counts as usual\n"
    )


# ── which calendar ───────────────────────────────────────────────────────────


def test_a_named_calendar_comes_before_that_of_the_client(rdclient: Run, firm: Path) -> None:
    for words, calendar in (
        ((), "cn"),
        (("--client", "linhai"), "bank"),
        (("--client", "linhai", "--calendar", "24x7"), "24x7"),
        (("--calendar", "bank"), "bank"),
    ):
        told = asked(rdclient, "-C", firm, "calendar", "year", "2026", *words)
        assert told.startswith(f"calendar {calendar}, Asia/Shanghai\n")


def test_a_calendar_or_a_client_that_is_not_there_is_refused(rdclient: Run, firm: Path) -> None:
    year = ("-C", firm, "calendar", "year", "2026")
    assert refused(rdclient, *year, "--calendar", "mars") == (
        2, "error: no calendar 'mars'; there are: 24x7, cn, bank\n",
    )  # fmt: skip
    assert refused(rdclient, *year, "--client", "mars")[0] == 2


def test_a_calendar_with_errors_is_not_asked(rdclient: Run, firm: Path) -> None:
    (firm / "calendars" / "bank.yaml").write_text("base: mars\n", encoding="utf-8")
    year = ("-C", firm, "calendar", "year", "2026")
    code, told = refused(rdclient, *year, "--client", "linhai")
    assert (code, "rdclient check" in told) == (3, True)
    assert asked(rdclient, *year).startswith("calendar cn, ")


def test_a_workspace_that_cannot_be_read_names_no_calendar(rdclient: Run, workspace: Path) -> None:
    (workspace / "rdclient.yaml").write_text("name: [\n", encoding="utf-8")
    year = ("-C", workspace, "calendar", "year", "2026")
    code, told = refused(rdclient, *year)
    assert (code, "rdclient.yaml" in told) == (3, True)
    assert asked(rdclient, *year, "--calendar", "cn").startswith("calendar cn, ")


def test_outside_of_a_workspace_a_shipped_calendar_may_be_named(
    rdclient: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    year = ("-C", folder, "calendar", "year", "2026")
    assert asked(rdclient, *year, "--calendar", "cn", lang="zh") == CN_2026
    for words in ((), ("--calendar", "24x7"), ("--calendar", "cn", "--client", "linhai")):
        code, told = refused(rdclient, *year, *words)
        assert (code, "no workspace" in told) == (2, True)


def test_a_question_changes_no_file(
    rdclient: Run, firm: Path, contents: Callable[[Path], dict[str, str]]
) -> None:
    before = contents(firm)
    asked(rdclient, "-C", firm, "calendar", "year", "2026", "--client", "linhai")
    assert contents(firm) == before
