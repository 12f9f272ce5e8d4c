"""``export``: a table that a spreadsheet shows and ``import`` reads back without a difference."""

import csv
import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pydantic import BaseModel

from rdclient.api.import_field import field_type, keys
from rdclient.api.own_columns import own_mapping
from rdclient.exchange.kinds import EXCHANGE_KINDS
from rdclient.model.portfolio import KINDS
from rdclient.store.workspace import read

Run = Callable[..., Any]
Look = Callable[[Path], Mapping[str, str]]
SCOPES = {
    "northbank": {"client": "northbank", "project": "settlement"},
    "kestrel": {"client": "kestrel", "project": None},
}
NOW = ("--as-of", "2026-11-20T18:00")


def scope(example: str, kind: str) -> tuple[str, ...]:
    told = SCOPES[example]
    if EXCHANGE_KINDS[kind].in_project and told["project"]:
        return ("--project", str(told["project"]))
    return ("--client", str(told["client"])) if not EXCHANGE_KINDS[kind].in_project else ()


@pytest.fixture
def copies(northbank: Path, kestrel: Path, tmp_path: Path) -> dict[str, Path]:
    """Copies of the shipped examples."""
    found = {}
    for folder in (northbank, kestrel):
        found[folder.name] = tmp_path / folder.name
        shutil.copytree(folder, found[folder.name], ignore=shutil.ignore_patterns(".rdclient*"))
    return found


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("example", ["northbank", "kestrel"])
def test_what_is_exported_and_imported_again_changes_nothing(
    *,
    copies: dict[str, Path], rdclient: Run, contents: Look, tmp_path: Path,
    example: str, lang: str, form: str,
) -> None:  # fmt: skip
    folder = copies[example]
    before = contents(folder)
    for kind in EXCHANGE_KINDS:
        path = tmp_path / f"{kind}.{form}"
        words = ("-C", folder, "export", kind, "-o", path, "--lang", lang, *scope(example, kind))
        ran = rdclient(*words)
        assert ran.code == 0, ran.err
        ran = rdclient("-C", folder, "import", kind, path, *scope(example, kind), *NOW)
        assert (ran.code, ran.out) == (0, ""), (kind, ran.err)
        assert "note" not in ran.err.replace("notes", ""), ran.err
        assert contents(folder) == before, kind


def test_the_tables_of_a_workspace_make_the_same_records_in_an_empty_one(
    copies: dict[str, Path], make_workspace: Callable[..., Path], rdclient: Run, tmp_path: Path
) -> None:
    source = copies["northbank"]
    bare = make_workspace({})
    for name in ("rdclient.yaml", "policy.yaml", "people.yaml", "clients/northbank/client.yaml"):
        (bare / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, bare / name)
    for name in ("project.yaml", "milestones.yaml", "iterations.yaml", "risks.yaml", "meetings"):
        for project in ("settlement", "mobile-portal"):
            own = f"clients/northbank/projects/{project}/{name}"
            (bare / own).parent.mkdir(parents=True, exist_ok=True)
            if (source / own).is_dir():
                shutil.copytree(source / own, bare / own)
            elif (source / own).exists():
                shutil.copy(source / own, bare / own)
    for kind in ("contacts", "tickets", "survey", "requirements", "tasks", "defects"):
        path = tmp_path / f"{kind}.csv"
        rdclient("-C", source, "export", kind, "-o", path, *scope("northbank", kind), lang="zh")
        ran = rdclient("-C", bare, "import", kind, path, *scope("northbank", kind), *NOW)
        assert ran.code == 0, ran.err
    whole, made = (read(folder).portfolio for folder in (source, bare))
    for kind in EXCHANGE_KINDS.values():
        records = [
            {
                record.id: record  # type: ignore[attr-defined]
                for record in portfolio.all(KINDS[kind.kind])
                if record.origin.project in (None, "settlement")
            }
            for portfolio in (whole, made)
        ]
        assert records[0] == records[1], kind.name
        assert records[0]


def test_every_field_has_a_column_in_both_languages_and_each_head_stands_once() -> None:
    for name, kind in EXCHANGE_KINDS.items():
        targets = own_mapping().plans[name].targets
        found = {target.way for target in targets}
        for side in (0, 1):
            heads = [target.heading.names[side] for target in targets]
            assert len(set(heads)) == len(heads), name
        model = KINDS[kind.kind]
        start = ("survey",) if kind.list else ()
        wanted = {(*start, *way) for way in leaves(model)} - {("survey", "responses")}
        if kind.list:
            inner = field_type(model, (kind.list,))
            assert inner is not None
            assert inner.part is not None
            wanted |= set(leaves(inner.part))
        assert wanted - found == set(), name


def leaves(model: type[BaseModel], way: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for key in keys(model):
        field = field_type(model, (key,))
        assert field is not None
        inner = field.part if not field.is_list else None
        found += leaves(inner, (*way, key)) if inner else [(*way, key)]
    return found


def test_the_table_speaks_the_language_that_was_asked_for(northbank: Path, rdclient: Run) -> None:
    zh, en = (
        list(csv.reader(io.StringIO(
            rdclient("-C", northbank, "export", "tickets", "--lang", lang).out)))
        for lang in ("zh", "en")
    )  # fmt: skip
    assert zh[0][:4] == ["编号", "标题", "项目", "优先级"]
    assert en[0][:4] == ["Id", "Title", "Project", "Priority"]
    assert (zh[2][3], en[2][3]) == ("紧急", "urgent")
    assert zh[1][6].splitlines()[2] == "2026-09-28 10:30 已响应 fang.lei"
    assert en[1][6].splitlines()[2] == "2026-09-28 10:30 responded fang.lei"


def test_an_earlier_moment_leaves_out_what_came_later(northbank: Path, rdclient: Run) -> None:
    def rows(*words: str) -> list[list[str]]:
        ran = rdclient("-C", northbank, "export", "tickets", "--lang", "en", *words)
        return list(csv.reader(io.StringIO(ran.out)))[1:]

    assert (len(rows()), len(rows("--as-of", "2026-10-31"))) == (38, 16)
    early = rows("--as-of", "2026-09-28T10:20")
    assert [row[0] for row in early] == ["TCK-0001"]
    assert len(rows("--project", "settlement")) < 38


EVIL = ('=HYPERLINK("http://x")', "+1", "-1", "@x", "＝1", "'quoted", "''", "'=1")


@pytest.fixture
def evil(make_workspace: Callable[..., Path]) -> Path:
    """A workspace whose texts a spreadsheet would run."""
    import json

    tasks = "".join(f"- {{id: T-{n}, title: {json.dumps(text)}}}\n" for n, text in enumerate(EVIL))
    return make_workspace({
        "people.yaml": "[]\n", "clients/a/client.yaml": "name: A\n",
        "clients/a/projects/p/project.yaml": "name: P\ntype: custom_dev\n",
        "clients/a/projects/p/tasks.yaml": tasks,
    })  # fmt: skip


def test_no_cell_is_a_formula_and_all_come_back(
    evil: Path, rdclient: Run, tmp_path: Path, contents: Look
) -> None:
    before = contents(evil)
    text = rdclient("-C", evil, "export", "tasks").out
    rows = list(csv.reader(io.StringIO(text)))
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r＝＋－＠")]
    rdclient("-C", evil, "export", "tasks", "-o", tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [row[1].value for row in book.active.iter_rows(min_row=2)] == list(EVIL)
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    for name in ("t.csv", "t.xlsx"):
        ran = rdclient("-C", evil, "import", "tasks", tmp_path / name)
        assert (ran.code, ran.out, contents(evil)) == (0, "", before), ran.err


def test_a_file_for_excel_says_that_it_is_in_utf_8_and_is_the_same_each_time(
    northbank: Path, rdclient: Run, tmp_path: Path
) -> None:
    for name in ("a.csv", "b.csv", "a.xlsx", "b.xlsx"):
        ran = rdclient("-C", northbank, "export", "tickets", "-o", tmp_path / name)
        assert (ran.code, ran.out, "38 rows" in ran.err) == (0, "", True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b'\xef\xbb\xbf"')
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_what_cannot_be_exported_is_told(workspace: Path, rdclient: Run) -> None:
    for words, code, told in (
        (("horses",), 2, "no tables of 'horses'"),
        (("tickets", "--format", "pdf"), 2, "no format 'pdf'"),
        (("tickets", "--format", "xlsx"), 2, "name a file with -o"),
        (("tickets", "-o", workspace / "clients" / "x.csv"), 2, ""),
        (("tasks", "--project", "nope"), 2, "nope"),
    ):
        ran = rdclient("-C", workspace, "export", *words)
        assert (ran.code, ran.out, told in ran.err) == (code, "", True), ran.err
    (workspace / "clients/linhai/tickets.yaml").write_text("- {id: T-1}\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "export", "tickets")
    assert (ran.code, ran.out, "would lack records" in ran.err) == (3, "", True)


def test_an_empty_table_shows_every_column_to_be_filled_in(workspace: Path, rdclient: Run) -> None:
    ran = rdclient("-C", workspace, "export", "defects", "--lang", "zh")
    assert ran.out.startswith('"编号","标题","责任人","严重程度","完成时间","风险","过程记录"')
    assert ran.out.count("\n") == 1
