"""Entries in a cell: whatever is told is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdclient.exchange import entries
from rdclient.exchange.day_pattern import day_of, day_of_serial, pattern
from rdclient.exchange.table import guarded, letters, unguarded

TEXTS = st.text(st.sampled_from('ab1 ;；="\\\n中，。:=at-_.{}[]'), min_size=1, max_size=12).filter(
    str.strip
)
KEYS = st.sampled_from(["at", "type", "by", "note", "to", "scores.communication", "zh"])


@given(st.lists(st.dictionaries(KEYS, TEXTS, min_size=1, max_size=5), max_size=4))
def test_entries_come_back_as_they_were(told: list[dict[str, str]]) -> None:
    assert list(entries.read(entries.told(told))) == told


@given(st.lists(TEXTS, min_size=1, max_size=5), st.booleans())
def test_texts_in_one_cell_come_back_as_they_were(texts: list[str], is_quoted: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    cell = "\n".join(entries.on_one_line(text, is_quoted=is_quoted) for text in texts)
    assert [entries.line(row) for row in cell.split("\n")] == texts


@given(st.text(st.sampled_from("'=+-@\t\r＝＋－＠a "), max_size=6))
def test_a_guarded_text_comes_back_and_never_starts_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-11-17 09:40 已响应 罗", {"at": "2026-11-17 09:40", "type": "已响应", "by": "罗"}),
        ("2026/11/17 closed", {"at": "2026/11/17", "type": "closed"}),
        ("2026-11-17 done Ann Lee；note=by phone; to = x",
         {"at": "2026-11-17", "type": "done", "by": "Ann Lee", "note": "by phone", "to": "x"}),
        ("on=2026-11-17; start=2026-11-18", {"on": "2026-11-17", "start": "2026-11-18"}),
    ],
)  # fmt: skip
def test_entries_as_people_type_them(cell: str, expected: dict[str, str]) -> None:
    assert entries.read(cell) == (expected,)


@pytest.mark.parametrize("cell", ["closed", "2026-11-17", "a=1; a=2", 'a="x" y', "a=1; b", "=x"])
def test_what_is_no_entry_is_told_by_its_number(cell: str) -> None:
    with pytest.raises(entries.EntryError) as error:
        entries.read(f"a=1\n\n{cell}")
    assert error.value.args == (3, cell)


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("DD/MMM/YY h:mm A", "01/Dec/26 12:05 AM", "2026-12-01 00:05"),
        ("DD/MMM/YY h:mm A", "01/十二月/26 12:05 下午", "2026-12-01 12:05"),
        ("MM/DD/YYYY", "11/20/2026", "2026-11-20"),
        ("MM/DD/YYYY", "20/11/2026", None),
        ("YYYY-MM-DD hh:mm:ss", "2026-11-20 09:05:07.123", "2026-11-20 09:05:07"),
        ("YYYY-MM-DDThh:mm:ssZ", "2026-11-20T09:05:00+0800", "2026-11-20 09:05+08:00"),
        ("DD.MM.YYYY", "31.02.2026", None),
    ],
)
def test_dates_by_a_pattern(form: str, text: str, expected: str | None) -> None:
    compiled = pattern(form)
    assert compiled is not None
    assert day_of(compiled, text) == expected


@pytest.mark.parametrize("form", ["foo", "YYYY-MM", "DD/MM", "YYYY-MM-DD DD", ""])
def test_a_pattern_names_a_whole_day(form: str) -> None:
    assert pattern(form) is None


def test_serials_are_days_of_this_century() -> None:
    assert day_of_serial("36526", 0) == "2000-01-01"
    assert day_of_serial("44884.75", 1462) == "2026-11-20 18:00"
    assert day_of_serial("12345", 0) is None
    assert day_of_serial("4634", 0) is None


def test_columns_are_called_as_spreadsheets_call_them() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
