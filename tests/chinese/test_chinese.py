"""What Chinese project managers type in their first week, the answer they get, and its mending.

A case is a folder: ``typed`` and ``mended`` hold files that are laid over ``base``, a small
workspace without a finding; ``zh.txt`` and ``en.txt`` hold what ``check`` says, line by line.
A case without ``zh.txt`` is fine as it is typed.
"""

import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient import api
from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.model.plan import Milestone
from rdclient.model.portfolio import KINDS
from rdclient.render.messages import message
from rdclient.store.chinese import CHINESE_WORDS, NEAR_WORDS, near_token, token_for
from rdclient.store.complaint import fields_of
from rdclient.store.datetext import advice
from rdclient.store.field_words import FIELD_WORDS
from rdclient.store.numeral import number_in
from rdclient.store.validate import validate
from rdclient.store.yamlfile import parse

HERE = Path(__file__).resolve().parent
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
CASES = sorted(folder.name for folder in HERE.iterdir() if (folder / "typed").is_dir())
FINE = [name for name in CASES if not (HERE / name / "zh.txt").exists()]
ANSWERED = [name for name in CASES if name not in FINE]
IN_ENGLISH = [name for name in ANSWERED if (HERE / name / "en.txt").exists()]


def _findings(name: str, which: str, tmp_path: Path) -> tuple[Finding, ...]:
    root = tmp_path / which
    shutil.copytree(HERE / "base", root)
    shutil.copytree(HERE / name / which, root, dirs_exist_ok=True)
    return api.check(root, as_of=AS_OF).findings


def _told(findings: tuple[Finding, ...], lang: Lang) -> list[str]:
    lines = []
    for finding in findings:
        at, words = finding.location, message(finding, lang=lang)
        lines.append(f"{at.path}:{at.line}:{at.column}: {finding.code} {words.headline}")
        lines.append(f"  = {words.help}")
    return lines


def _expected(name: str, lang: Lang) -> list[str]:
    return (HERE / name / f"{lang}.txt").read_text(encoding="utf-8").splitlines()


def test_the_base_has_no_finding() -> None:
    assert api.check(HERE / "base", as_of=AS_OF).findings == ()


def test_the_corpus_is_large_and_a_third_of_it_is_answered_in_english_too() -> None:
    assert len(CASES) >= 150
    assert len(IN_ENGLISH) * 3 >= len(ANSWERED)
    assert {name for name in CASES if name.endswith("-is-fine")} == set(FINE)


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answer_says_what_to_write_and_writing_it_mends_the_file(
    name: str, tmp_path: Path
) -> None:
    findings = _findings(name, "typed", tmp_path)
    assert _told(findings, Lang.ZH) == _expected(name, Lang.ZH)
    if name in IN_ENGLISH:
        assert _told(findings, Lang.EN) == _expected(name, Lang.EN)
    assert _told(_findings(name, "mended", tmp_path), Lang.ZH) == []


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_is_left_alone(name: str, tmp_path: Path) -> None:
    assert _told(_findings(name, "typed", tmp_path), Lang.ZH) == []


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answer_is_chinese_throughout_and_points_into_the_file(name: str) -> None:
    lines = _expected(name, Lang.ZH)
    for headline, mend in zip(lines[::2], lines[1::2], strict=True):
        path, line, column, text = headline.split(":", 3)
        assert re.search("[\u4e00-\u9fff]", text), headline
        assert not re.search("mapping|expected|scan|block|token|indicator", text + mend), mend
        assert not re.search(r"\{\w+\}", text + mend), mend
        typed = HERE / name / "typed" / path
        if re.search("RD00[25689]", headline) and typed.is_file() and "文件" not in text:
            source = typed.read_text(encoding="utf-8-sig").split("\n")[int(line) - 1]
            assert int(column) <= len(source), headline


@pytest.mark.parametrize("name", [name for name in ANSWERED if "-wide" in name])
def test_a_character_that_is_named_stands_under_the_caret(name: str, tmp_path: Path) -> None:
    for finding in _findings(name, "typed", tmp_path):
        named = str(dict(finding.facts).get("character", ""))
        if len(named) == 1:
            at = finding.location
            assert at.source[at.column - 1] == named


# ── the words behind the answers ─────────────────────────────────────────────


def _every_field() -> set[str]:
    """The fields of all records and their parts."""
    pending: list[object] = list(KINDS.values())
    seen: list[object] = []
    found: set[str] = set()
    while pending:
        annotation = pending.pop()
        if annotation in seen:
            continue
        seen.append(annotation)
        pending += getattr(annotation, "__args__", ())
        for info in getattr(annotation, "model_fields", {}).values():
            pending.append(info.annotation)
        if hasattr(annotation, "model_fields"):
            found |= set(fields_of(annotation))
    return found


def test_each_chinese_name_of_a_field_leads_to_a_field_that_exists() -> None:
    fields = {field for meant in FIELD_WORDS.values() for field in meant}
    assert fields <= _every_field()
    assert len(FIELD_WORDS) > 300


def test_a_word_that_comes_near_a_token_never_hides_the_one_that_is_meant() -> None:
    for name, words in NEAR_WORDS.items():
        tokens = set(CHINESE_WORDS[name].values())
        for word, token in words.items():
            assert near_token(name, word) == token
            assert token in tokens
            assert token_for(name, word) is None, (name, word)


DIGITS = "〇一二三四五六七八九"


def _spoken(number: int) -> str:
    """A number below 100 as it is read out."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones or not tens else "")


FORMS = (
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}年{0.month}月{0.day}号",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month:02}.{0.day:02}",
    "{0:%Y%m%d}",
    "{0:%Y—%m—%d}",
    "“{0:%Y-%m-%d}”",
    "{0:%Y-%m-%d}（周三）",
    "{0:%Y-%m-%d}。",
    "{1}年{2}月{3}日",
)


@given(
    day=st.dates(date(2001, 1, 1), date(2098, 12, 31)),
    form=st.sampled_from(FORMS),
    time=st.sampled_from(("", " 9:05", " 9点05分", " 上午9：05")),
)
def test_a_day_in_any_of_the_usual_forms_is_suggested_as_the_same_day(
    day: date, form: str, time: str
) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    typed = form.format(day, year, _spoken(day.month), _spoken(day.day))
    typed = typed if typed[-1] in "”。" else typed + time
    clock = " 09:05" if typed.endswith(time) and time else ""
    found = advice(typed, typed, with_clock=True, is_end=False, year=None)
    assert (found.variant, found.text) == ("suggestion", f"{day}{clock}")
    without = advice(typed, typed, with_clock=False, is_end=False, year=None)
    assert (without.variant, without.text) == ("day" if clock else "suggestion", f"{day}")


@given(day=st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_day_out_of_a_spreadsheet_is_the_day_the_spreadsheet_shows(day: date) -> None:
    number = (day - date(1900, 3, 1)) / timedelta(days=1) + 61
    found = advice(int(number), str(int(number)), with_clock=False, is_end=False, year=None)
    assert (found.variant, found.text) == ("serial", f"{day}")


@pytest.mark.parametrize(
    ("typed", "end", "variant", "text"),
    [
        ("2026-11-23至2026-11-27", 0, "range", "2026-11-23"),
        ("2026-11-23至2026-11-27", 1, "range", "2026-11-27"),
        ("2026年11月23日—27日", 1, "range", "2026-11-27"),
        ("2026-11-20 14:30~16:00", 1, "range", "2026-11-20 16:00"),
        ("2026-11-20 09:30-11:00", 0, "range", "2026-11-20 09:30"),
        ("2026-11-20 14:00 -0500", 0, "suggestion", "2026-11-20 14:00-05:00"),
        ("11月23日-27日", 0, "year", "11-23"),
        ("2026年2月底", 0, "suggestion", "2026-02-28"),
        ("2月底", 0, "month", "02"),
        ("13月底", 0, "nonexistent", ""),
        ("二月三十日", 0, "nonexistent", ""),
        ("12/25", 0, "year", "12-25"),
        ("25/12/26", 0, "short-year", "2025-12-26"),
        ("晚上8点", 0, "no-date", "20:00"),
        ("25:00", 0, None, ""),
        ("下周三 14:30", 0, "relative", ""),
        ("尽快", 0, "relative", ""),
        ("TBD", 0, "pending", ""),
        ("3天", 0, None, ""),
    ],
)
def test_what_is_less_or_more_than_a_day_gets_an_answer_of_its_own(
    typed: str, end: int, variant: str | None, text: str
) -> None:
    found = advice(typed, typed, with_clock=True, is_end=bool(end), year=None)
    assert (found.variant, found.text) == (variant, text)


def test_a_year_is_only_added_when_the_file_leaves_no_choice() -> None:
    text = "plans: [{on: 2026-11-16, due: 12月4日}, {on: 2027-01-04, due: 2027-02-01}]\n"
    for typed, variant in ((text, "year"), (text.replace("2027", "2026"), "year-near")):
        name = "clients/linhai/projects/portal/milestones/M2.yaml"
        loaded = parse(name, f"name: x\n{typed}")
        assert loaded.findings == ()
        found = _validated(loaded.data, f"name: x\n{typed}")
        assert [dict(finding.facts)["variant"] for finding in found] == [variant]


def _validated(data: object, text: str) -> tuple[Finding, ...]:
    assert isinstance(data, dict)
    found = validate(
        Milestone, data | {"id": "M2"}, path="f", text=text, pointer=(), zone=ZoneInfo("UTC")
    )
    return found if isinstance(found, tuple) else ()


@pytest.mark.parametrize(
    ("typed", "amount", "number"),
    [
        ("12万", 1, "120000"),
        ("1.25万元", 1, "12500"),
        ("一百二十万", 1, "1200000"),
        ("叁拾万零伍佰", 1, "300500"),
        ("人民币 86,000.50 元", 1, "86000.50"),
        ("三点五", 0, "3.5"),
        ("十五个", 0, "15"),
        ("二十", 0, "20"),
        ("半天", 0, "0.5"),
        ("3个工作日", 0, "3"),
        ("98.4％", 0, "98.4"),
        ("两千五", 0, None),
        ("3-5天", 0, None),
        ("3/5", 0, None),
        ("若干", 1, None),
        ("12万到15万", 1, None),
        ("100%完成", 0, None),
    ],
)
def test_a_number_is_only_read_where_it_can_be_one_number(
    typed: str, amount: int, number: str | None
) -> None:
    reading = number_in(typed, is_amount=bool(amount))
    assert (reading.number if reading else None) == number


# ── what stays silent ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "a: 客户#3网点\n",
        "a: 高  # 3号会议\n",
        'a: "网点 #3"\n',
        "a: |\n  b: #3 先用\n  网点 #4\n",
        "events: #见下\n  - x\n",
        "a: #见下\n  b: 1\n",
        "a: 支持PDF、Excel和Word\n",
        "a: [{b: Chrome、Edge}]\n",
        "a: [支持PDF、Excel导出]\n",
        "a: ['REQ-1，REQ-2']\n",
    ],
)
def test_prose_and_comments_raise_no_doubt(text: str) -> None:
    assert parse("f.yaml", text).findings == ()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: 网点 #3 先用\n", 7),
        ("a: #3网点先用\nb: 1\n", 4),
        ("- a: 网点 #3\n  b: 1\n", 9),
        ("a: [REQ-1，REQ-2]\n", 10),
        ("a: [x, REQ-1、REQ-2]\n", 13),
    ],
)
def test_what_yaml_would_swallow_is_named_where_it_starts(text: str, column: int) -> None:
    (finding,) = parse("f.yaml", text).findings
    assert (finding.location.line, finding.location.column) == (1, column)
