"""Workbooks: their values as people see them, and files that only look like one."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import rdclient
from rdclient.store.workspace import read

Run = Callable[..., Any]
HEAD = ("工单号", "工单标题", "紧急程度", "提单人", "提单时间", "响应时间")
NOW = ("--as-of", "2026-11-20T18:00")


@pytest.fixture
def bring(make_workspace: Callable[..., Path], run_rdclient: Run) -> Run:
    """A function that imports a workbook into a small workspace; ``.folder`` is the workspace."""
    folder = make_workspace(
        {
            "clients/a/client.yaml": "name: A\n",
            "clients/a/contacts.yaml": "- {id: ye.qiu, name: 叶秋}\n",
            "people.yaml": "- {id: luo.jing, name: 罗静}\n",
        }
    )

    def run(path: Path, *options: str) -> object:
        return run_rdclient("-C", folder, "import", "tickets", path, *NOW, *options)

    run.folder = folder  # type: ignore[attr-defined]
    return run


def saved(path: Path, *rows: tuple[object, ...], title: str = "工单") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def tickets(bring: Run) -> dict[str, Any]:
    records = read(bring.folder).portfolio.records  # type: ignore[attr-defined]
    return {r.id: r for r in records if type(r).__name__ == "Ticket"}


def test_dates_numbers_and_texts_come_as_they_are_shown(bring: Run, tmp_path: Path) -> None:
    path = saved(
        tmp_path / "t.xlsx",
        ("客服台账", None, None, None, None, None),
        HEAD,
        (
            "T-1",
            2026.0,
            "紧急",
            "叶秋",
            datetime.fromisoformat("2026-11-16 09:05"),
            date(2026, 11, 16),
        ),
        (None,),
        ("T-2", "x", None, None, 46342.5, "2026-11-17 09:00"),
    )
    ran = bring(path)
    assert ran.code == 0, ran.err
    found = tickets(bring)
    first, second = found["T-1"], found["T-2"]
    assert (first.title, first.priority) == ("2026", "urgent")
    assert [(str(e.type), f"{e.at.local:%H:%M}", e.at.timed) for e in first.events] == [
        ("responded", "00:00", False),
        ("opened", "09:05", True),
    ]
    assert f"{second.events[0].at.local:%Y-%m-%d %H:%M}" == "2026-11-16 12:00"


def test_a_workbook_that_counts_from_1904_says_the_same_days(bring: Run, tmp_path: Path) -> None:
    path = saved(tmp_path / "t.xlsx", HEAD)
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(("T-1", "x", None, None, 44880.5, None))
    book.save(path)
    assert bring(path).code == 0
    assert tickets(bring)["T-1"].events[0].at.day == date(2026, 11, 16)


def test_a_formula_counts_by_its_value_and_is_refused_without_one(
    bring: Run, tmp_path: Path
) -> None:
    path = saved(tmp_path / "t.xlsx", HEAD, ("T-1", '="a"&"b"', None, None, "2026-11-16", None))
    ran = bring(path)
    assert (ran.code, "t.xlsx:2:B: 工单标题: is a formula without" in ran.err) == (1, True)
    computed = tmp_path / "computed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(computed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = text.replace(b"<v />", b"<v>ab</v>").replace(b"<v></v>", b"<v>ab</v>")
                text = text.replace(b'<c r="B2"', b'<c r="B2" t="str"').replace(
                    b't="str" t="', b't="'
                )
                assert b"<v>ab</v>" in text
            new.writestr(name, text)
    assert bring(computed).code == 0
    assert tickets(bring)["T-1"].title == "ab"


def test_an_error_of_a_formula_is_no_value(bring: Run, tmp_path: Path) -> None:
    path = saved(tmp_path / "t.xlsx", HEAD, ("T-1", "#REF!", None, None, "2026-11-16", None))
    book = openpyxl.load_workbook(path)
    book.active["B2"].data_type = "e"
    book.save(path)
    assert "t.xlsx:2:B: 工单标题: is an error of a formula, '#REF!'" in bring(path).err


def test_merged_cells_leave_rows_without_an_id(bring: Run, tmp_path: Path) -> None:
    path = saved(
        tmp_path / "t.xlsx",
        HEAD,
        ("T-1", "x", None, None, "2026-11-16", None),
        (None, "y", None, None, "2026-11-17", None),
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    ran = bring(path)
    assert (ran.code, "t.xlsx:3: has no id; if cells are merged" in ran.err) == (1, True)


def test_the_first_sheet_is_read_unless_another_is_named(bring: Run, tmp_path: Path) -> None:
    path = saved(tmp_path / "t.xlsx", HEAD, ("T-1", "x", None, None, "2026-11-16", None))
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("旧的")
    other.append(HEAD)
    other.append(("T-2", "y", None, None, "2026-11-16", None))
    book.save(path)
    ran = bring(path)
    assert "only the sheet '工单' was read, not: 旧的 (--sheet)" in ran.err
    assert set(tickets(bring)) == {"T-1"}
    assert bring(path, "--sheet", "旧的").code == 0
    assert bring(path, "--sheet", "2").out == ""
    ran = bring(path, "--sheet", "新的")
    assert (ran.code, "there are: 工单, 旧的" in ran.err) == (3, True)


def test_what_unpacks_to_a_gigabyte_is_not_opened(bring: Run, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(bytes(1024 * 1024))
    assert path.stat().st_size < 2 * 1024 * 1024
    ran = bring(path)
    assert (ran.code, ran.out) == (3, "")
    assert "unpacks to about 1024 MB, more than the limit of 200 MB" in ran.err


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_workbook_that_declares_entities_or_is_cut_off_is_refused(
    bring: Run, tmp_path: Path, part: str
) -> None:
    path = saved(tmp_path / "t.xlsx", HEAD, ("T-1", "x", None, None, "2026-11-16", None))
    evil, cut = tmp_path / "evil.xlsx", tmp_path / "cut.xlsx"
    for target, change in (
        (evil, lambda text: b'<!DOCTYPE x [<!ENTITY a "ha">]>' + text),
        (cut, lambda text: text[: len(text) // 2]),
    ):
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                text = old.read(name)
                new.writestr(name, change(text) if name == part else text)
        ran = bring(target)
        assert (ran.code, ran.out) == (3, ""), ran.err
        assert "damaged" in ran.err
        assert "Traceback" not in ran.err


def test_an_archive_that_is_no_workbook_is_named_as_such(bring: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    ran = bring(tmp_path / "t.xlsx")
    assert (ran.code, "no Excel workbook" in ran.err) == (3, True)


def test_without_the_library_the_line_that_installs_it_is_told(bring: Run, tmp_path: Path) -> None:
    path = saved(tmp_path / "t.xlsx", HEAD)
    lacking = tmp_path / "lacking" / "openpyxl"
    lacking.mkdir(parents=True)
    (lacking / "__init__.py").write_text("raise ImportError\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(
        (str(lacking.parent), str(Path(rdclient.__file__).parents[1])))}  # fmt: skip
    words = (sys.executable, "-m", "rdclient", "-C", bring.folder, "import", "tickets", path)  # type: ignore[attr-defined]
    done = subprocess.run(words, env=env, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 3
    assert 'pip install "rdclient[office]"' in done.stderr
    words = (sys.executable, "-m", "rdclient", "-C", bring.folder, "export", "tickets")  # type: ignore[attr-defined]
    done = subprocess.run(words, env=env, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0  # a csv needs nothing
