"""``import``: what a table changes, what is refused and where, and what a second run does."""

import csv
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from rdclient.store.workspace import read

Run = Callable[..., Any]
Look = Callable[[Path], Mapping[str, str]]

NOW = ("--as-of", "2026-11-20T18:00")
MONTH = "clients/linhai/tickets/2026-11.yaml"
MAPPING = """\
source: desk
dates: [DD/MM/YYYY hh:mm]
tickets:
  fields:
    external_id: [No]
    title: [Title]
    priority: {headers: [Urgency], on_change: priority_changed, words: {urgent: [high]}}
    raised_by: [From]
    kind: [Kind]
  events:
    - {type: opened, at: [Opened]}
    - {type: responded, at: [Answered], by: [Agent]}
    - {type: closed, at: [Closed]}
  updated: [Changed]
  ignored: [State]
"""
HEAD = "No,Title,Urgency,From,Kind,Opened,Answered,Agent,Closed,Changed,State"
FIRST = (
    "D-1,登录失败,high,叶秋,question,2026-11-16 09:00,2026-11-16 09:30,luo.jing,,2026-11-16 09:30,x"
)
SECOND = "D-2,导出为空,normal,高文博,defect,2026-11-17 10:00,,,,2026-11-17 10:00,x"


@pytest.fixture
def desk(workspace: Path, tmp_path: Path, rdclient: Run) -> Callable[..., Any]:
    """A function that writes lines as a table of the desk and imports them."""
    (tmp_path / "desk.yaml").write_text(MAPPING, encoding="utf-8")

    def run(
        *lines: str, options: tuple[str, ...] = (), head: str = HEAD, lang: str = "en"
    ) -> object:
        table = tmp_path / "desk.csv"
        table.write_text("\n".join((head, *lines, "")), encoding="utf-8")
        mapping = ("--mapping", tmp_path / "desk.yaml")
        words = ("-C", workspace, "import", "tickets", table, *mapping, *NOW, *options)
        return rdclient(*words, lang=lang)

    return run


def table(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8", mark: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)
    return path


def ticket(workspace: Path, name: str) -> object:
    records = read(workspace).portfolio.records
    return next(record for record in records if getattr(record, "id", "") == name)


def steps(record: object) -> list[str]:
    return [f"{event.at.local:%m-%d %H:%M} {event.type}" for event in record.events]  # type: ignore[attr-defined]


# ── what is written ──────────────────────────────────────────────────────────


def test_rows_become_records_and_the_workspace_stays_sound(
    desk: Run, workspace: Path, rdclient: Run
) -> None:
    ran = desk(FIRST, SECOND)
    assert ran.code == 0, ran.err
    assert ran.out.split() == ["clients/linhai/sources.yaml", "clients/linhai/tickets.yaml"]
    first = ticket(workspace, "D-1")
    assert (first.title, first.priority, first.raised_by) == ("登录失败", "urgent", "ye.qiu")
    assert (first.source, first.external_id) == ("desk", "D-1")
    assert steps(first) == ["11-16 09:00 opened", "11-16 09:30 responded"]
    assert first.events[1].by == "luo.jing"
    sources = (workspace / "clients/linhai/sources.yaml").read_text(encoding="utf-8")
    assert "{on: 2026-11-20, through: 2026-11-17 10:00}" in sources
    assert rdclient("-C", workspace, "check", "--as-of", "2026-11-20").code == 0


def test_a_second_run_of_the_same_file_changes_nothing(
    desk: Run, workspace: Path, contents: Look
) -> None:
    desk(FIRST, SECOND)
    before = contents(workspace)
    again = desk(FIRST, SECOND)
    assert (again.code, again.out) == (0, "")
    assert "2 unchanged" in again.err
    assert contents(workspace) == before


def test_only_the_cells_that_differ_are_written_and_what_people_typed_stays(
    desk: Run, workspace: Path
) -> None:
    desk(FIRST, SECOND)
    file = workspace / "clients/linhai/tickets.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "  title: 登录失败\n", "  title: 登录失败   # 与证书有关\n  note: 已电话告知\n"
    )
    file.write_text(text, encoding="utf-8")
    changed = FIRST.replace("登录失败", "登录失败，提示超时")
    changed = changed.replace("2026-11-16 09:30,x", "2026-11-18 08:00,x")
    ran = desk(changed, SECOND)
    assert (ran.code, "1 changed" in ran.err, "1 field" in ran.err) == (0, True, True)
    expected = text.replace("登录失败   #", "登录失败，提示超时   #")
    assert file.read_text(encoding="utf-8") == expected


def test_a_step_that_was_missing_is_put_where_its_time_belongs(
    desk: Run, workspace: Path, rdclient: Run
) -> None:
    row = "D-3,x,normal,叶秋,question,2026-11-16 09:00,{},luo.jing,2026-11-16 12:00,{},x"
    desk(row.format("", "2026-11-16 12:00"))
    assert steps(ticket(workspace, "D-3")) == ["11-16 09:00 opened", "11-16 12:00 closed"]
    desk(row.format("2026-11-16 10:00", "2026-11-18 09:00"))
    found = ticket(workspace, "D-3")
    assert steps(found) == [
        "11-16 09:00 opened", "11-16 10:00 responded", "11-16 12:00 closed",
    ]  # fmt: skip
    late = found.events[1].recorded_on  # the data were said to be complete through that time
    assert (str(late), found.events[0].recorded_on) == ("2026-11-20", None)
    assert (
        rdclient("-C", workspace, "check", "--as-of", "2026-11-20", "--select", "RD015").code == 0
    )


def test_steps_that_people_added_are_never_taken_away(
    desk: Run, workspace: Path, rdclient: Run
) -> None:
    desk(FIRST)
    rdclient("-C", workspace, "event", "D-1", "visited", "--at", "2026-11-17 09:00")
    before = steps(ticket(workspace, "D-1"))
    assert desk(FIRST).out == ""
    assert steps(ticket(workspace, "D-1")) == before


def test_another_priority_is_an_event_not_a_new_past(desk: Run, workspace: Path) -> None:
    desk(SECOND)
    later = SECOND.replace("normal", "high").replace("2026-11-17 10:00,x", "2026-11-19 11:00,x")
    for _ in range(2):
        assert desk(later).code == 0
    found = ticket(workspace, "D-2")
    assert found.priority == "normal"
    assert [(str(e.type), e.to) for e in found.events][-1] == ("priority_changed", "urgent")
    assert steps(found)[-1] == "11-19 11:00 priority_changed"
    assert len(found.events) == 2


def test_an_older_cell_does_not_overwrite_what_a_person_changed(
    desk: Run, workspace: Path, rdclient: Run, contents: Look
) -> None:
    desk(FIRST, SECOND)
    rdclient("-C", workspace, "set", "D-2", "title", "导出的文件为空")
    before = contents(workspace)
    ran = desk(FIRST, SECOND)
    assert (ran.code, ran.out) == (1, "")
    assert "desk.csv:3:B: Title: left as it is: '导出为空' may be older" in ran.err
    assert contents(workspace) == before
    assert desk(FIRST, SECOND, options=("--overwrite",)).code == 0
    assert ticket(workspace, "D-2").title == "导出为空"


def test_a_ticket_kept_by_hand_is_found_by_its_id_and_marked(desk: Run, workspace: Path) -> None:
    row = "TCK-0001,测试环境登录超时,normal,叶秋,question,2026-11-17 09:10,,,,2026-11-20 09:00,x"
    ran = desk(row)
    assert (ran.code, "2 fields" in ran.err) == (0, True)
    found = ticket(workspace, "TCK-0001")
    assert (found.source, found.external_id, len(found.events)) == ("desk", "TCK-0001", 7)


def test_numbers_of_another_system_become_our_next_ids(desk: Run, workspace: Path) -> None:
    desk(FIRST.replace("D-1", "１０２"), SECOND.replace("D-2", "103"))
    assert ticket(workspace, "TCK-0002").external_id == "102"
    assert ticket(workspace, "TCK-0003").external_id == "103"
    assert desk(FIRST.replace("D-1", "102"), SECOND.replace("D-2", "103")).out == ""


def test_months_get_a_file_each_where_there_is_none_yet(
    make_workspace: Callable[..., Path], tmp_path: Path, rdclient: Run
) -> None:
    folder = make_workspace({"clients/a/client.yaml": "name: A\n", "people.yaml": "[]\n"})
    rows = (("number", "title", "createdAt", "closedAt"), ("7", "a", "2026-09-30T18:30:00Z", ""),
            ("8", "b", "2026-10-02T01:00:00Z", "2026-10-02T03:04:05Z"))  # fmt: skip
    ran = rdclient("-C", folder, "import", "tickets", table(tmp_path / "t.csv", *rows), *NOW)
    assert ran.code == 0, ran.err
    assert ran.out.split()[-1] == "clients/a/tickets/2026-10.yaml"  # 18:30 UTC is the next day here
    assert steps(ticket(folder, "TCK-001")) == ["10-01 02:30 opened"]
    assert "2026-10-02 11:04:05, type: closed" in (folder / ran.out.split()[-1]).read_text("utf-8")


def test_a_month_too_long_for_one_file_goes_on_in_the_next(
    make_workspace: Callable[..., Path], tmp_path: Path, rdclient: Run
) -> None:
    folder = make_workspace({"clients/a/client.yaml": "name: A\n", "people.yaml": "[]\n"})
    rows = [("编号", "标题", "过程记录")]
    rows += [(f"T-{n}", f"{n}" + "长" * 330_000, "2026-11-16 opened") for n in range(8)]
    path = table(tmp_path / "t.csv", *rows)
    words = ("-C", folder, "import", "tickets", path, "--mapping", "rdclient", *NOW)
    ran = rdclient(*words)
    assert ran.code == 0, ran.err
    assert [name.rpartition("/")[2] for name in ran.out.split()] == [
        "2026-11-2.yaml",
        "2026-11.yaml",
    ]
    assert rdclient(*words).out == ""
    assert len(read(folder).portfolio.records) == 2 + 8
    path = table(
        tmp_path / "t.csv", ("编号", "标题", "过程记录"), ("T-9", "x", "2026-11-17 opened")
    )
    assert rdclient(*words).out == "clients/a/tickets/2026-11.yaml\n"


# ── nothing, or a part ───────────────────────────────────────────────────────


def test_a_dry_run_shows_a_diff_that_git_can_apply_and_changes_no_byte(
    desk: Run, workspace: Path, contents: Look, tmp_path: Path
) -> None:
    before = contents(workspace)
    dry = desk(FIRST, SECOND, options=("--dry-run",))
    assert (dry.code, contents(workspace)) == (0, before)
    patch = tmp_path / "import.diff"
    patch.write_text(dry.out, encoding="utf-8")
    subprocess.run(["git", "apply", patch], cwd=workspace, check=True)
    by_patch = contents(workspace)
    subprocess.run(["git", "apply", "--reverse", patch], cwd=workspace, check=True)
    desk(FIRST, SECOND)
    assert contents(workspace) == by_patch


def test_one_bad_row_keeps_all_out_unless_a_part_is_asked_for(
    desk: Run, workspace: Path, contents: Look
) -> None:
    before = contents(workspace)
    bad = SECOND.replace("高文博", "高文渤")
    ran = desk(FIRST, bad)
    assert (ran.code, ran.out, contents(workspace)) == (1, "", before)
    assert "desk.csv:3:D: From: nobody is called '高文渤'; did you mean 高文博?" in ran.err
    assert "nothing was written" in ran.err
    part = desk(FIRST, bad, options=("--partial",))
    assert (part.code, "1 row refused" in part.err) == (1, True)
    assert "D-2" not in (workspace / "clients/linhai/tickets.yaml").read_text("utf-8")
    assert ticket(workspace, "D-1").title == "登录失败"
    assert not (workspace / "clients/linhai/sources.yaml").exists()  # not complete through anything


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("D-1,x,high,叶秋,question,昨天,,,,,", ":2:F: Opened: the date '昨天' has no year"),
        ("D-1,x,high,叶秋,question,11月16日,,,,,", ":2:F: Opened: the date '11月16日' has no year"),
        ("D-1,x,high,叶秋,question,2026-02-30,,,,,", ":2:F: Opened: '2026-02-30' is no date"),
        ("D-1,x,high,叶秋,question,16.11.2026,,,,,", ":2:F: Opened: '16.11.2026' is no date"),
        ("D-1,x,hihg,叶秋,question,2026-11-16,,,,,", ":2:C: Urgency: there is no priority 'hihg'"),
        ("D-1,x,high,叶秋,问询,2026-11-16,,,,,", ":2:E: Kind: '问询' is not known. It may be"),
        ("D-1,x,high,叶秋,questoin,2026-11-16,,,,,", "'questoin' is not known; did you mean quest"),
        ("D-1,,high,叶秋,question,2026-11-16,,,,,", ":2:B: Title: title must not be empty"),
        (",x,high,叶秋,question,2026-11-16,,,,,", ":2: has no id; if cells are merged"),
        ("D-1,a\x07b,high,叶秋,question,2026-11-16,,,,,", ":2:B: Title: holds a character"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_row_and_column(desk: Run, row: str, told: str) -> None:
    ran = desk(row)
    assert ran.code == 1
    assert told in ran.err, ran.err


def test_everything_is_told_at_once_and_the_same_fault_once(desk: Run) -> None:
    rows = [f"D-{n},x,high,王五,question,2026-11-16,,,,," for n in range(1, 8)]
    rows[4] = "D-5,x,high,叶秋,什么,2026-11-16,,,,,"
    ran = desk(*rows)
    lines = [line for line in ran.err.splitlines() if "desk.csv:" in line]
    assert len(lines) == 2
    assert "desk.csv:2:D: From: nobody is called '王五'" in lines[0]
    assert lines[0].endswith("(and 5 more rows: 3–5, 7–8)")
    assert "desk.csv:6:E" in lines[1]


def test_an_id_that_stands_twice_is_refused_both_times(desk: Run, workspace: Path) -> None:
    ran = desk(FIRST, SECOND, FIRST.replace("登录失败", "别的"), options=("--partial",))
    assert "desk.csv:4:A: No: the id 'D-1' stands in line 2 already" in ran.err
    text = (workspace / "clients/linhai/tickets.yaml").read_text("utf-8")
    assert ("D-1" in text, "D-2" in text) == (False, True)


def test_columns_nobody_knows_are_named_and_refused_when_asked(desk: Run) -> None:
    ran = desk(f"{FIRST},7", head=f"{HEAD},Weather")
    assert (ran.code, "were left out: Weather" in ran.err) == (0, True)
    strict = desk(f"{FIRST},7", head=f"{HEAD},Weather", options=("--strict",))
    assert strict.code == 1
    assert "desk.csv:1:L: Weather: the column 'Weather' is not in the mapping" in strict.err


def test_messages_are_in_chinese_too(desk: Run) -> None:
    ran = desk("D-1,x,high,高文渤,questoin,2026-11-16,,,,,", lang="zh")
    assert "desk.csv:2:D: From：没有叫“高文渤”的人员，是否为：高文博？" in ran.err
    assert "“questoin”无法识别，是否为 question（咨询）？" in ran.err
    assert "共1行，有误1行，未写入。请改正后重新导入" in ran.err


def test_records_that_cannot_be_read_stop_an_import(desk: Run, workspace: Path) -> None:
    (workspace / "clients/linhai/tickets.yaml").write_text("- id: [\n", encoding="utf-8")
    ran = desk(FIRST)
    assert (ran.code, ran.out) == (3, "")
    assert "clients/linhai/tickets.yaml has errors" in ran.err


# ── files as people have them ────────────────────────────────────────────────

CHINESE = (
    "工单号,工单标题,紧急程度,工单类型,提单人,提单时间",
    "GD-1,“登录”失败；见截图,紧急,咨询,叶秋,2026/11/16 9:05",
)


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8-sig", ",", ""),
        ("gbk", ",", "GB18030"),
        ("gb18030", ";", "GB18030"),
        ("utf-16", "\t", "UTF-16"),
        ("utf-8", "\t", ""),
    ],
)
def test_tables_are_read_however_excel_saved_them(
    *, workspace: Path, tmp_path: Path, rdclient: Run, encoding: str, mark: str, told: str
) -> None:
    rows = [tuple(line.split(",")) for line in CHINESE]
    path = table(tmp_path / "工单.csv", *rows, encoding=encoding, mark=mark)
    ran = rdclient("-C", workspace, "import", "tickets", path, *NOW)
    assert ran.code == 0, ran.err
    assert told in ran.err
    assert ("decoded" in ran.err) == bool(told)
    found = ticket(workspace, "GD-1")
    assert (found.title, found.priority, steps(found)) == (
        "“登录”失败；见截图", "urgent", ["11-16 09:05 opened"],
    )  # fmt: skip


def test_titles_above_blank_rows_two_rows_of_heads_and_line_breaks_in_cells(
    workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    rows = (
        ("客服工单台账", "", "", "", ""),
        ("制表：叶秋", "", "", "", ""),
        (),
        ("工单号 *", "工单标题", "时间", "", "负责人"),
        ("", "", "提单时间", "响应时间", ""),
        ("GD-1", "第一行\n第二行", "45978.375", "４５９７８．５", "罗静"),
        ("", "", "", "", ""),
        ("GD-2", "x", "2026年11月17日 8点30分", "", ""),
    )
    path = table(tmp_path / "t.csv", *rows)
    ran = rdclient("-C", workspace, "import", "tickets", path, *NOW)
    assert ran.code == 0, ran.err
    found = ticket(workspace, "GD-1")
    assert found.title == "第一行\n第二行"
    assert steps(found) == ["11-17 09:00 opened", "11-17 12:00 responded"]
    assert steps(ticket(workspace, "GD-2")) == ["11-17 08:30 opened"]


def test_the_line_of_a_fault_is_that_of_the_file_behind_cells_of_several_lines(desk: Run) -> None:
    ran = desk(
        'D-1,"a\nb\nc",high,叶秋,question,2026-11-16,,,,,',
        "D-2,x,high,王五,question,2026-11-16,,,,,",
    )
    assert "desk.csv:5:D: From" in ran.err


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"", 3, "is empty"),
        (b"\n\n ,\n", 3, "is empty"),
        (b"a,b\n1,2\n", 2, "fits no mapping"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", 3, "old format (xls) or has a password"),
        (b"  <!DOCTYPE html><table>", 3, "web page"),
        (b"PK\x03\x04garbage", 3, "damaged"),
        (b"No,Title\nM\xff\xff,\x80\n", 3, "encoding"),
        ('工单号,工单标题\n1,"x\n2,y\n'.encode(), 3, "quotes"),
        ("工单号,工单标题\n".encode(), 0, "0 rows"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_named_as_such(
    *, workspace: Path, tmp_path: Path, rdclient: Run, content: bytes, code: int, told: str
) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    ran = rdclient("-C", workspace, "import", "tickets", tmp_path / "t.csv", *NOW)
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert told in ran.err


def test_a_file_that_is_not_there_a_folder_and_a_kind_that_is_none(
    workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    for words, told in (
        (("tickets", tmp_path / "no.csv"), "there is no file"),
        (("tickets", tmp_path), "is a folder"),
        (("horses", tmp_path / "no.csv"), "no tables of 'horses'"),
        (("tickets",), "and its table"),
        (("tickets", "x", "--mapping", "nope"), "no mapping 'nope'"),
    ):
        ran = rdclient("-C", workspace, "import", *words)
        assert (ran.code, told in ran.err) == (2, True), ran.err


# ── mappings ─────────────────────────────────────────────────────────────────


def test_a_shipped_mapping_is_printed_and_can_be_used_as_ones_own(
    workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    printed = rdclient("import", "tickets", "--show-mapping", "feishu")
    own = tmp_path / "own.yaml"
    own.write_text(printed.out.replace("[工单号,", "[流水号,"), encoding="utf-8")
    path = table(tmp_path / "t.csv", ("流水号", "工单标题"), ("L-1", "x"))
    ran = rdclient("-C", workspace, "import", "tickets", path, "--mapping", own, *NOW)
    assert ran.code == 0, ran.err
    assert ticket(workspace, "L-1").source == "feishu"


@pytest.mark.parametrize("kind", [(), ("tickets",)])
def test_a_mapping_is_printed_for_its_name_alone(rdclient: Run, kind: tuple[str, ...]) -> None:
    ran = rdclient("import", *kind, "--show-mapping", "feishu")
    assert (ran.code, ran.err) == (0, "")
    assert "source: feishu" in ran.out
    assert rdclient("import").code == 2


HEADS = {
    "feishu": "工单号,工单标题,紧急程度",
    "jira": "Key,Summary,Priority",
    "zentao": "编号,工单标题,优先级",
}


@pytest.mark.parametrize("mapping", HEADS)
def test_priorities_are_known_by_their_usual_words(
    workspace: Path, tmp_path: Path, rdclient: Run, mapping: str
) -> None:
    words = ("High", "Urgent", "高", "紧急", "Medium", "low", "中", "低")
    rows = [(f"L-{number}", "x", word) for number, word in enumerate(words)]
    path = table(tmp_path / "t.csv", tuple(HEADS[mapping].split(",")), *rows)
    ran = rdclient("-C", workspace, "import", "tickets", path, "--mapping", mapping, *NOW)
    assert ran.code == 0, ran.err
    wanted = ["urgent"] * 4 + ["normal"] * 4
    assert [ticket(workspace, row[0]).priority for row in rows] == wanted


def test_one_row_is_counted_as_one(desk: Run) -> None:
    ran = desk(FIRST.replace("叶秋", "无此人"))
    assert ran.err.splitlines()[-1].startswith("1 row · 1 row refused · ")


def test_two_mappings_that_fit_alike_are_named(
    workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    path = table(tmp_path / "t.csv", ("编号", "标题"), ("A-1", "x"))
    ran = rdclient("-C", workspace, "import", "tickets", path)
    assert (ran.code, "several mappings: feishu, github, rdclient, zentao" in ran.err) == (2, True)
    assert (
        rdclient("-C", workspace, "import", "tickets", path, "--mapping", "zentao", *NOW).code == 0
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title: [Title]", "titel: [Title]"), "a field titel that tickets do not have"),
        (("type: closed", "type: shut"), "an event 'shut' that does not exist"),
        (("dates: [DD/MM/YYYY hh:mm]", "dates: [foo]"), "'foo' is no pattern of dates"),
        (("ignored: [State]", "ignore: [State]"), "tickets.ignore means nothing"),
        (("tickets:", "tickts:"), "tickts means nothing"),
        (("{headers: [Urgency],", "{header: [Urgency],"), "tickets.fields.priority.header means"),
        (("source: desk\n", ""), "does not name the system"),
        (("[No]", "&a [No]"), "cannot be read"),
        (("[No]", "[]"), "external_id.headers is not written as it should be"),
    ],
)  # fmt: skip
def test_mistakes_in_a_mapping_are_told_by_their_place(
    desk: Run, tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    text = MAPPING.replace(*change)
    assert text != MAPPING
    (tmp_path / "desk.yaml").write_text(text, encoding="utf-8")
    ran = desk(FIRST)
    assert ran.code == 2, ran.err
    assert told in ran.err


# ── the other kinds ──────────────────────────────────────────────────────────


def test_defects_of_jira_with_its_dates(
    project: Path, workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    cells = (
        ("Summary", "回签页面白屏"),
        ("Issue key", "WSDZ-12"),
        ("Issue Type", "Bug"),
        ("Status", "Done"),
        ("Priority", "Highest"),
        ("Assignee", "罗静"),
        ("Reporter", "stranger@jira"),
        ("Created", "16/Nov/26 9:05 AM"),
        ("Updated", "18/Nov/26 1:00 PM"),
        ("Resolved", "17/Nov/26 4:30 PM"),
    )
    path = table(tmp_path / "jira.csv", *zip(*cells, strict=True))
    first = rdclient("-C", workspace, "import", "defects", path, *NOW)
    assert (first.code, "clients/linhai/projects/portal/issues.yaml\n" in first.out) == (0, True)
    assert rdclient("-C", workspace, "import", "defects", path, *NOW).out == ""
    found = ticket(workspace, "WSDZ-12")
    assert (str(found.severity), found.owner) == ("critical", "luo.jing")
    assert steps(found) == ["11-16 09:05 raised", "11-17 16:30 resolved"]
    assert (project / "issues.yaml").is_file()


def test_requirements_get_a_file_each_and_point_at_each_other(
    workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    rows = (
        ("编号", "标题", "类型", "提出人", "上级需求", "过程记录"),
        ("REQ-010", "子需求", "功能", "叶秋", "REQ-011\nREQ-001", "2026-11-16 collected qin.yue"),
        ("REQ-011", "父需求", "functional", "gao.wenbo", "", ""),
        ("REQ-002", "对账结果导出", "功能", "叶秋", "", "2026-11-19 已分析 罗静; note=口头"),
    )
    path = table(tmp_path / "r.csv", *rows)
    ran = rdclient("-C", workspace, "import", "requirements", path, *NOW)
    assert ran.code == 0, ran.err
    assert ticket(workspace, "REQ-010").parents == ("REQ-011", "REQ-001")
    assert steps(ticket(workspace, "REQ-002")) == ["11-16 00:00 collected", "11-19 00:00 analysed"]
    wrong = table(tmp_path / "r.csv", rows[0], ("REQ-012", "x", "功能", "叶秋", "REQ-0O1", ""))
    ran = rdclient("-C", workspace, "import", "requirements", wrong, *NOW)
    assert "r.csv:2:E: 上级需求: there is no 'REQ-0O1' to refer to; did you mean" in ran.err


def test_tasks_of_zentao_with_a_plan_that_changes(
    workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    head = (
        "任务编号",
        "任务名称",
        "指派给",
        "创建日期",
        "预计开始",
        "截止日期",
        "实际开始",
        "实际完成",
        "最后修改日期",
        "任务状态",
    )
    row = (
        "1024",
        "导出接口",
        "罗静(#luojing)",
        "2026-11-10 08:00:00",
        "2026-11-12",
        "2026-11-18",
        "2026-11-12",
        "0000-00-00",
        "2026-11-10 08:00:00",
        "进行中",
    )
    path = tmp_path / "t.csv"
    for finish, changed, plans in (
        ("2026-11-18", "2026-11-10 08:00:00", 1),
        ("2026-11-18", "2026-11-10 08:00:00", 1),
        ("2026-11-25", "2026-11-17 09:00:00", 2),
    ):
        cells = [*row]
        cells[5], cells[8] = finish, changed
        ran = rdclient("-C", workspace, "import", "tasks", table(path, head, tuple(cells)), *NOW)
        assert ran.code == 0, ran.err
        found = ticket(workspace, "TASK-03")
        assert len(found.plans) == plans
    assert (found.external_id, found.owner, found.finished_on) == ("1024", "luo.jing", None)
    assert (str(found.plans[1].on), str(found.plans[1].finish)) == ("2026-11-17", "2026-11-25")


def test_contacts_without_ids_are_made_once(workspace: Path, tmp_path: Path, rdclient: Run) -> None:
    rows = (("姓名", "职务", "单位/部门", "邮箱"), ("叶秋", "高级工程师", "科技部", ""),
            ("何冰", "主管", "结算部", "He_Bing@linhai.example"))  # fmt: skip
    path = table(tmp_path / "c.csv", *rows)
    words = ("-C", workspace, "import", "contacts", path, "--mapping", "rdclient", *NOW)
    first, second = rdclient(*words), rdclient(*words)
    assert (first.code, second.code, second.out) == (0, 0, ""), first.err
    assert ticket(workspace, "he.bing").name == "何冰"
    assert ticket(workspace, "ye.qiu").title == "高级工程师"
    nameless = table(tmp_path / "c.csv", rows[0], ("赵一", "", "", ""))
    assert "no id can be made for this contact" in rdclient(*words[:4], nameless, *words[5:]).err


def test_answers_to_a_survey_are_gathered_in_the_record_of_their_quarter(
    workspace: Path, tmp_path: Path, rdclient: Run
) -> None:
    head = ("姓名", "提交时间", "响应速度", "方案质量", "沟通效率", "问题解决能力", "意见和建议")
    one = ("叶秋", "2026/10/08 10:00", "４", "4.5", "5", "3", "很好")
    two = ("高文博", "2026/10/09 10:00", "5", "5", "5", "5", "")
    path = table(tmp_path / "s.csv", head, one)
    words = ("-C", workspace, "import", "survey", path, *NOW)
    assert "quarter of the survey is missing" in rdclient(*words).err
    quarter = ("--with", "survey.quarter=2026-Q3")
    assert rdclient(*words, *quarter).out == "clients/linhai/surveys/2026-Q3.yaml\n"
    table(path, head, one, two)
    assert rdclient(*words, *quarter).code == 0
    assert rdclient(*words, *quarter).out == ""
    found = ticket(workspace, "2026-Q3")
    assert [(a.by, a.scores.solution_quality) for a in found.responses] == [
        ("ye.qiu", 4.5), ("gao.wenbo", 5),
    ]  # fmt: skip
    table(path, head, ("叶秋", "2026/10/08 10:00", "101", "4", "5", "3", ""))
    ran = rdclient(*words, *quarter)
    assert "s.csv:2:C: 响应速度: “101” is above the greatest value, 100" in ran.err
    table(path, head, one, ("罗静", "2026/10/08 10:00", "1", "4", "5", "-3", ""))
    assert "s.csv:3:F: 问题解决能力" in rdclient(*words, *quarter).err


def test_the_shipped_table_fits_the_shipped_workspace(
    northbank: Path, root: Path, tmp_path: Path, rdclient: Run, contents: Look
) -> None:
    folder = tmp_path / "northbank"
    shutil.copytree(northbank, folder)
    shutil.rmtree(folder / ".rdclient-cache", ignore_errors=True)
    words = ("-C", folder, "import", "tickets", root / "examples/exchange/tickets.csv", "--project",
             "mobile-portal", "--source", "行方服务台", *NOW)  # fmt: skip
    first = rdclient(*words)
    assert (first.code, "5 new" in first.err) == (0, True), first.err
    before = contents(folder)
    assert (rdclient(*words).out, contents(folder)) == ("", before)
    checked = rdclient("-C", folder, "check", "--as-of", "2026-11-20", "--fail-on", "info")
    assert checked.code == 0, checked.out
