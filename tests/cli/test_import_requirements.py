"""``import doorstop`` and ``import reqif`` on a workspace: written once, changed by the value."""

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest

TEXT = SimpleNamespace(
    **runpy.run_path(str(Path(__file__).parents[1] / "exchange" / "reqif_text.py"))
)
Thing, reqif = TEXT.Thing, TEXT.reqif
Run: TypeAlias = Callable[..., Any]
Look: TypeAlias = Callable[[Path], dict[str, str]]
AS_OF = ("--as-of", "2026-11-22T12:00:00+08:00")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two documents: one item with a header and one without, and one derived from the first."""
    folder = tmp_path / "reqs"
    put(folder / "sys" / ".doorstop.yml", "settings:\n  digits: 3\n  prefix: SYS\n  sep: ''\n")
    put(folder / "sys" / "SYS001.yml", item("系统应支持批量代付。", header="批量代付"))
    put(folder / "sys" / "SYS002.yml", item("It shall log failures. Each of them.", level="1.2"))
    put(
        folder / "sys" / "low" / ".doorstop.yml",
        "settings:\n  digits: 3\n  parent: SYS\n  prefix: low\n  sep: '-'\n",
    )
    put(folder / "sys" / "low" / "low-001.yml", item("It shall read files.", links=("SYS001",)))
    return folder


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def item(
    text: str, *, header: str = "", level: str = "1.1", links: tuple[str, ...] = (), more: str = ""
) -> str:
    told = "\n".join(f"  {line}" for line in text.split("\n"))
    linked = "".join(f"\n- {uid}: null" for uid in links) or " []"
    return (
        f"active: true\nderived: false\nheader: |\n  {header}\nlevel: {level}\nlinks:{linked}\n"
        f"normative: true\nref: ''\nreviewed: null\ntext: |\n{told}\n{more}"
    )


@pytest.fixture
def doorstop(rdclient: Run, workspace: Path, tree: Path) -> Run:
    def run(*words: str, lang: str = "en") -> Any:  # noqa: ANN401 - how a run ended
        return rdclient("-C", workspace, "import", "doorstop", tree, *AS_OF, *words, lang=lang)

    return run


@pytest.fixture
def exchange(rdclient: Run, workspace: Path, tmp_path: Path) -> Run:
    def run(text: str, *words: str, lang: str = "en") -> Any:  # noqa: ANN401 - how a run ended
        file = put(tmp_path / "export.reqif", text)
        return rdclient("-C", workspace, "import", "reqif", file, *AS_OF, *words, lang=lang)

    return run


# ── Doorstop: what comes of it ───────────────────────────────────────────────


def test_a_tree_becomes_requirements_with_their_parents(
    doorstop: Run, project: Path, workspace: Path, rdclient: Run
) -> None:
    ran = doorstop("--priority", "高")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        f"clients/linhai/projects/portal/requirements/{name}.yaml"
        for name in ("LOW-001", "SYS001", "SYS002")
    ]
    requirements = project / "requirements"
    assert (requirements / "LOW-001.yaml").read_text("utf-8") == (
        "title: It shall read files\ntype: functional\npriority: high\n"
        "functions: [It shall read files.]\nparents: [SYS001]\n"
        "external_source: doorstop\nexternal_id: low-001\n"
    )
    assert "title: 批量代付\n" in (requirements / "SYS001.yaml").read_text("utf-8")
    checked = rdclient("-C", workspace, "check", *AS_OF)
    assert checked.code == 0, checked.out


def test_a_second_run_changes_nothing(doorstop: Run, workspace: Path, contents: Look) -> None:
    doorstop()
    before = contents(workspace)
    ran = doorstop()
    assert (ran.code, ran.out) == (0, "")
    assert "3 unchanged" in ran.err
    assert contents(workspace) == before


def test_a_changed_text_changes_one_value_and_no_other_byte(
    doorstop: Run, tree: Path, project: Path, workspace: Path, contents: Look
) -> None:
    doorstop()
    path = project / "requirements" / "SYS001.yaml"
    kept = "# agreed with the desk\n" + path.read_text("utf-8") + "background: 手工录入\n"
    path.write_text(kept, "utf-8")
    before = contents(workspace)
    put(tree / "sys" / "SYS001.yml", item("系统应支持批量代发。", header="批量代付"))
    ran = doorstop()
    assert "1 changed (1 fields)" in ran.err
    assert path.read_text("utf-8") == kept.replace("批量代付。", "批量代发。")
    changed = {name for name, digest in contents(workspace).items() if before[name] != digest}
    assert changed == {path.relative_to(workspace).as_posix()}


def test_a_title_made_of_the_text_belongs_to_the_reader_afterwards(
    doorstop: Run, tree: Path, project: Path
) -> None:
    doorstop()
    path = project / "requirements" / "SYS002.yaml"
    mine = path.read_text("utf-8").replace("title: It shall log failures", "title: Log of failures")
    path.write_text(mine, "utf-8")
    put(tree / "sys" / "SYS002.yml", item("It shall log successes.", level="1.2"))
    doorstop()
    assert "title: Log of failures\n" in path.read_text("utf-8")
    assert "It shall log successes." in path.read_text("utf-8")


def test_functions_that_people_added_stay(doorstop: Run, tree: Path, project: Path) -> None:
    doorstop()
    path = project / "requirements" / "LOW-001.yaml"
    mine = "functions:\n  - It shall read files.  # from Doorstop\n  - It shall read folders."
    text = path.read_text("utf-8").replace("functions: [It shall read files.]", mine)
    path.write_text(text, "utf-8")
    put(tree / "sys" / "low" / "low-001.yml", item("It shall read lists.", links=("SYS001",)))
    assert doorstop().code == 0
    assert path.read_text("utf-8") == text.replace("read files.  #", "read lists.  #")


@pytest.mark.parametrize(
    "style",
    [
        "parents: [SYS001]",
        "parents:\n  - SYS001",
        "parents:\n- SYS001\n- REQ-001",
        "parents: [REQ-001, SYS001]",
        "parents: []",
    ],
)
@pytest.mark.parametrize("links", [("SYS002",), ("SYS001", "SYS002"), ()])
def test_new_parents_take_the_place_of_the_old_and_those_of_people_stay(
    doorstop: Run, tree: Path, project: Path, *, style: str, links: tuple[str, ...]
) -> None:
    doorstop()
    path = project / "requirements" / "LOW-001.yaml"
    path.write_text(path.read_text("utf-8").replace("parents: [SYS001]", style), "utf-8")
    put(tree / "sys" / "low" / "low-001.yml", item("It shall read files.", links=links))
    ran = doorstop()
    assert ran.code == 0, ran.err
    mine = ["REQ-001"] if "REQ-001" in style else []
    wanted = {*links, *mine}
    told = path.read_text("utf-8").partition("parents:")[2].partition("external")[0]
    found = {name for name in ("SYS001", "SYS002", "REQ-001") if name in told}
    assert found == wanted, told
    again = doorstop()
    assert (again.code, again.out) == (0, "")


def test_an_id_of_ones_own_is_not_taken_over(doorstop: Run, tree: Path, project: Path) -> None:
    own = project / "requirements" / "REQ-001.yaml"
    before = own.read_bytes()
    put(tree / "r" / ".doorstop.yml", "settings:\n  prefix: REQ\n  sep: '-'\n")
    put(tree / "r" / "REQ-001.yml", item("It shall print."))
    put(tree / "r" / "REQ-002.yml", item("It shall copy.", links=("REQ-001",)))
    assert doorstop().code == 0
    assert own.read_bytes() == before
    new = (project / "requirements" / "REQ-004.yaml").read_text("utf-8")
    assert "parents: [REQ-003]\n" in new
    assert "external_id: REQ-002\n" in new
    assert doorstop().out == ""


def test_a_dry_run_shows_a_diff_and_writes_nothing(
    doorstop: Run, workspace: Path, contents: Look
) -> None:
    before = contents(workspace)
    ran = doorstop("--dry-run")
    assert ran.code == 0
    assert "+parents: [SYS001]" in ran.out
    assert "nothing was written" in ran.err
    assert contents(workspace) == before


def test_items_in_markdown_are_read(doorstop: Run, tree: Path, project: Path) -> None:
    put(tree / "md" / ".doorstop.yml", "settings:\n  itemformat: markdown\n  prefix: MD\n")
    head = "---\nactive: true\nlevel: 1.0\nlinks:\n- SYS001: null\nnormative: true\n---\n"
    put(tree / "md" / "MD001.md", f"{head}\n# Printing\n\nIt shall print.\n")
    put(tree / "md" / "MD-readme.md", "# About\n")
    assert doorstop().code == 0
    text = (project / "requirements" / "MD001.yaml").read_text("utf-8")
    assert text.startswith("title: Printing\ntype: functional\nfunctions: [It shall print.]\n")


def test_attributes_fill_the_fields_that_are_named(
    doorstop: Run, tree: Path, project: Path
) -> None:
    more = "rationale: Month ends\nkind: 质量\nowner: nobody\n"
    put(tree / "sys" / "SYS001.yml", item("一。", header="H", more=more))
    ran = doorstop(
        "--field", "rationale=background", "--field", "Kind=type", "--field", "text=stated_need"
    )
    assert ran.code == 0, ran.err
    assert (project / "requirements" / "SYS001.yaml").read_text("utf-8") == (
        "title: H\ntype: quality\nstated_need: 一。\nbackground: Month ends\n"
        "external_source: doorstop\nexternal_id: SYS001\n"
    )
    assert "attribute 'owner' was left out" in ran.err


def test_only_items_with_a_value_come_in(doorstop: Run, tree: Path) -> None:
    put(tree / "sys" / "SYS001.yml", item("A.", more="kind: Requirement\n"))
    ran = doorstop("--only", "KIND=requirement")
    assert ran.out.split("/")[-1] == "SYS001.yaml\n"
    assert "--only: 2" in ran.err


def test_what_is_gone_or_inactive_there_is_told_and_stays_here(doorstop: Run, tree: Path) -> None:
    doorstop()
    (tree / "sys" / "low" / "low-001.yml").unlink()
    path = tree / "sys" / "SYS002.yml"
    path.write_text(path.read_text("utf-8").replace("active: true", "active: false"), "utf-8")
    ran = doorstop(lang="zh")
    assert (ran.code, ran.out) == (0, "")
    assert "以前导入过、现在已不存在的1条：LOW-001" in ran.err
    assert "rdclient event SYS002 withdrawn" in ran.err


# ── Doorstop: what is wrong ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("sys/SYS003.yml", item("A.", links=("SYS009",)), 7, "'SYS009', which is not there"),
        ("sys/SYS003.yml", item("A.", links=("SYS003",)), 7, "links to itself"),
        (
            "sys/SYS003.yml",
            item("A.").replace("links: []", "links: SYS001"),
            6,
            "is not written as",
        ),
        ("sys/SYS003.yml", "active: true\n  text: |\n", 2, ""),
        ("sys/SYS003.yml", "text: &a [1]\nlevel: *a\n", 1, ""),
        ("sys/SYS003.yml", "- text\n", 0, "is no mapping of fields"),
        ("sys/SYS003.yml", item(""), 0, "neither a title nor a text"),
        ("sys/SYS1.yml", item("A."), 0, "stands twice"),
        ("sys/SYS003.yml", item("A.\u202eB"), 0, "U+202E"),
        ("sys/.doorstop.yml", "settings: !include x.yml\n", 1, ""),
    ],
)
def test_each_fault_is_told_with_file_and_line_and_nothing_is_written(
    doorstop: Run,
    tree: Path,
    workspace: Path,
    contents: Look,
    *,
    name: str,
    text: str,
    line: int,
    words: str,
) -> None:
    before = contents(workspace)
    path = put(tree / name, text)
    ran = doorstop()
    assert (ran.code, ran.out) == (1, "")
    place = f"{path.as_posix()}:{line}:" if line else f"{path.as_posix()}:"
    [told] = [one for one in ran.err.splitlines() if one.startswith(place) and words in one][:1]
    assert told
    assert "nothing was written" in ran.err
    assert contents(workspace) == before


def test_a_circle_is_told_at_each_of_its_links(doorstop: Run, tree: Path) -> None:
    put(tree / "sys" / "SYS003.yml", item("A.", links=("SYS004",)))
    put(tree / "sys" / "SYS004.yml", item("B.", links=("SYS003",)))
    ran = doorstop(lang="zh")
    assert ran.code == 1
    assert "SYS003.yml:7: 上下级关系成环：SYS003、SYS004（SYS003）（还有：SYS004）" in ran.err


def test_the_sound_rest_is_written_with_partial_but_nothing_below_a_refused_one(
    doorstop: Run, tree: Path, project: Path
) -> None:
    path = tree / "sys" / "SYS001.yml"
    path.write_text(path.read_text("utf-8").replace("links: []", "links: [X9]"), "utf-8")
    put(tree / "sys" / "low" / "low-002.yml", item("Below.", links=("low-001",)))
    ran = doorstop("--partial")
    assert ran.code == 1
    assert ran.out.split("/")[-1] == "SYS002.yaml\n"
    assert "low-001.yml:7: 'SYS001', which it is derived from, was refused" in ran.err
    assert "low-002.yml:7: 'low-001', which it is derived from, was refused" in ran.err
    assert "3 refused" in ran.err
    assert not (project / "requirements" / "LOW-001.yaml").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_link_out_of_the_folder_is_not_followed(
    doorstop: Run, tree: Path, tmp_path: Path
) -> None:
    (tree / "sys" / "SYS003.yml").symlink_to(put(tmp_path / "secret.yml", item("Secret.")))
    ran = doorstop()
    assert ran.code == 1
    assert "SYS003.yml" in ran.err
    assert "Secret" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--field", "text"), "ATTRIBUTE=FIELD"),
        (("--field", "text=nothing"), "no field 'nothing'"),
        (("--field", "text=parents"), "no field 'parents'"),
        (("--field", "text=acceptance"), "acceptance.criteria"),
        (("--type", "odd"), "the field type cannot have the value 'odd'"),
        (("--priority", "P9"), "the field priority cannot have"),
        (("--only", "x"), "ATTRIBUTE=VALUE"),
        (("--only", "nothing=x"), "no item has an attribute 'nothing'"),
        (("--sheet", "1"), "--sheet means nothing"),
        (("--project", "nowhere"), "nowhere"),
    ],
)
def test_what_was_typed_wrongly_ends_2(doorstop: Run, words: tuple[str, ...], told: str) -> None:
    ran = doorstop(*words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_folder_without_documents_a_file_and_nothing_at_all_end_2(
    rdclient: Run, workspace: Path, tmp_path: Path
) -> None:
    start = ("-C", workspace, "import", "doorstop")
    (tmp_path / "empty").mkdir()
    assert "no Doorstop document" in rdclient(*start, tmp_path / "empty").err
    assert "is no folder" in rdclient(*start, put(tmp_path / "a.yml", "a: 1\n")).err
    assert "there is no folder" in rdclient(*start, tmp_path / "lost").err
    assert "name the folder" in rdclient(*start).err
    assert rdclient(*start).code == 2


def test_tables_know_no_attributes(rdclient: Run, workspace: Path, tmp_path: Path) -> None:
    file = put(tmp_path / "a.csv", "编号,标题\n1,一\n")
    ran = rdclient("-C", workspace, "import", "tickets", file, "--field", "a=title")
    assert ran.code == 2
    assert "--field means nothing when tickets" in ran.err


def test_deep_trees_of_documents_are_read(doorstop: Run, tree: Path, project: Path) -> None:
    folder, above = tree / "deep", "SYS"
    for depth in range(40):
        folder /= "d"
        prefix = f"D{depth}X"
        put(folder / ".doorstop.yml", f"settings:\n  parent: {above}\n  prefix: {prefix}\n")
        put(folder / f"{prefix}001.yml", item("It shall go.", links=(f"{above}001",)))
        above = prefix
    assert doorstop().code == 0
    last = (project / "requirements" / "D39X001.yaml").read_text("utf-8")
    assert "parents: [D38X001]" in last


# ── ReqIF ────────────────────────────────────────────────────────────────────


def payments(**told: object) -> str:
    """Three requirements below a heading, one of them derived from two."""
    return reqif(
        Thing("h", strings={"ReqIF.ChapterName": "Payments"}, below=(
            Thing("_a", "<xhtml:p>It shall <xhtml:b>pay</xhtml:b>.</xhtml:p>",
                  {"ReqIF.ForeignID": "SYS-7", "ReqIF.Name": "Paying"}, "v-high"),
            Thing("_b", "<xhtml:p>It shall log.</xhtml:p>", {"ReqIF.ForeignID": "12"}),
            Thing("_c", "<xhtml:p>It shall print.</xhtml:p>", {"Rationale": "why"}),
        )),
        relations=(("_c", "_a"), ("_c", "_b")),
        **told,
    )  # fmt: skip


def test_a_reqif_becomes_requirements_and_a_second_run_changes_nothing(
    exchange: Run, project: Path, workspace: Path, contents: Look
) -> None:
    words = ("--field", "Level=priority", "--field", "Rationale=background")
    ran = exchange(payments(), *words)
    assert ran.code == 0, ran.err
    assert (project / "requirements" / "SYS-7.yaml").read_text("utf-8") == (
        "title: Paying\ntype: functional\npriority: high\nfunctions: [It shall pay.]\n"
        "external_source: reqif\nexternal_id: _a\n"
    )
    assert (project / "requirements" / "REQ-004.yaml").read_text("utf-8") == (
        "title: It shall print\ntype: functional\nbackground: why\n"
        "functions: [It shall print.]\nparents: [SYS-7, REQ-003]\n"
        "external_source: reqif\nexternal_id: _c\n"
    )
    assert "complete through 2026-11-20 09:00" in ran.err
    before = contents(workspace)
    assert exchange(payments(), *words).out == ""
    assert contents(workspace) == before


def test_a_later_change_there_is_written_and_an_older_one_is_not(
    exchange: Run, project: Path, workspace: Path, contents: Look
) -> None:
    exchange(payments())
    path = project / "requirements" / "REQ-003.yaml"
    later = payments(created="2026-11-21T09:00:00+08:00").replace("shall log", "shall record")
    path.write_text(path.read_text("utf-8").replace("It shall log.", "It shall note."), "utf-8")
    before = contents(workspace)
    stale = exchange(later)
    assert (stale.code, stale.out) == (1, "")
    assert "may be older than 'It shall note.' in the record" in stale.err
    assert contents(workspace) == before
    assert exchange(later.replace("2026-11-01T10", "2026-11-21T08")).code == 0
    assert "It shall record." in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("It shall record.", "Mine."), "utf-8")
    assert exchange(later, "--overwrite").code == 0
    assert "It shall record." in path.read_text("utf-8")


def test_a_relation_leads_to_what_was_imported_before_else_it_is_refused(
    exchange: Run, project: Path
) -> None:
    second = reqif(Thing("_z", "It shall end."), relations=(("_z", "_a"),))
    ran = exchange(second)
    assert ran.code == 1
    line = next(n for n, text in enumerate(second.splitlines(), 1) if "<SPEC-RELATION " in text)
    assert f"export.reqif:{line}: links to '_a', which is not there" in ran.err
    exchange(payments())
    assert exchange(second).code == 0
    assert "parents: [SYS-7]" in (project / "requirements" / "REQ-005.yaml").read_text("utf-8")


def test_a_word_that_is_not_known_is_told_at_its_object(exchange: Run) -> None:
    text = payments().replace("v-high</ENUM", "v-must</ENUM")
    ran = exchange(text, "--field", "Level=priority", lang="zh")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if 'IDENTIFIER="_a"' in row)
    assert ran.code == 1
    assert f"export.reqif:{line}: " in ran.err
    assert "“Must”无法识别。可用：" in ran.err


def test_another_attribute_may_be_the_id_and_another_name_the_source(
    exchange: Run, project: Path
) -> None:
    words = ("--field", "ReqIF.ForeignID=external_id", "--source", "DOORS")
    assert exchange(payments(), *words).code == 0
    found = sorted(path.name for path in (project / "requirements").iterdir())
    assert found == [f"REQ-00{n}.yaml" for n in range(1, 6)]
    assert "external_source: DOORS\nexternal_id: SYS-7\n" in (
        project / "requirements" / "REQ-003.yaml"
    ).read_text("utf-8")
    assert exchange(payments(), *words).out == ""


def test_without_the_library_the_way_to_install_it_is_told(
    workspace: Path, root: Path, tmp_path: Path
) -> None:
    file = put(tmp_path / "export.reqif", payments())
    start = "import sys; sys.modules['reqif'] = None; from rdclient.cli.main import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", start, "-C", workspace, "import", "reqif", file],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "RDCLIENT_LANG": "en"},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (3, "")
    assert 'pip install "rdclient[reqif]"' in ran.stderr


def test_a_bomb_of_entities_ends_3_and_writes_nothing(
    exchange: Run, workspace: Path, contents: Look
) -> None:
    before = contents(workspace)
    body = payments().partition("?>")[2]
    ran = exchange(f'<!DOCTYPE r [<!ENTITY a "b">]>{body}', lang="zh")
    assert (ran.code, ran.out) == (3, "")
    assert "DOCTYPE" in ran.err
    assert contents(workspace) == before


def test_an_item_whose_links_cannot_be_read_is_not_written_without_them(
    doorstop: Run, tree: Path, project: Path
) -> None:
    path = tree / "sys" / "low" / "low-001.yml"
    path.write_text(path.read_text("utf-8").replace("- SYS001: null", "- [SYS001]"), "utf-8")
    ran = doorstop("--partial")
    assert ran.code == 1
    assert "2 new" in ran.err
    assert not (project / "requirements" / "LOW-001.yaml").exists()


def test_objects_of_one_type_come_in_and_an_attribute_may_be_left_out_quietly(
    exchange: Run,
) -> None:
    text = payments()
    ran = exchange(text, "--only", "spec-object-type=requirement", "--field", "Rationale=")
    assert "3 new" in ran.err
    assert "Rationale" not in ran.err
    ran = exchange(text, "--only", "SPEC-OBJECT-TYPE=Test case")
    assert (ran.code, ran.out) == (0, "")
    assert "items left out because of --only: 3" in ran.err
