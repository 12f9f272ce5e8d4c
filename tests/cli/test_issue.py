"""``weekly-report --issue``: recorded in the project's file, everything else left as it was."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rdclient.store.yamlfile import parse

AS_OF = ("--as-of", "2026-11-20T18:00+08:00")
WEEK = ("weekly-report", "--week", "2026-W47", *AS_OF)
NEXT = ("weekly-report", "--week", "2026-W48", "--as-of", "2026-11-27T18:00+08:00")
FILE = "reports/weekly-2026-W47.yaml"

SUMMARY = "summary: 对账单在线回签测试通过。   # 一句话\n"
SENT = "lang: zh, data_version: 1a2b3c4"
WRITTEN = {
    "no list yet": SUMMARY,
    "no line end at the end": SUMMARY.rstrip("\n"),
    "an empty flow list": f"issued: []   # 发出登记\n{SUMMARY}",
    "an empty flow list, quoted": f'"issued": [ ]\n{SUMMARY}',
    "an empty flow list at the end": f"{SUMMARY}issued: [] # 尚未发出\n# 结尾\n",
    "an item in four columns": f"issued:\n    - {{at: 2026-11-19, as_of: 2026-11-19 12:00, "
    f"edition: client, {SENT}}}\n\n# 下面是说明\n{SUMMARY}",
    "an item without indentation": "issued:\n- at: 2026-11-19\n  as_of: 2026-11-19 12:00\n"
    f"  edition: client\n  lang: zh\n  data_version: 1a2b3c4\n{SUMMARY}",
    "an item at the very end": f"{SUMMARY}issued:\n  - at: 2026-11-19\n    as_of: 2026-11-19\n"
    "    edition: client\n    lang: zh\n    data_version: 1a2b3c4\n    to: [王雪梅, 赵启明]",
    "a note of several lines": "issued:\n  - at: 2026-11-19\n    as_of: 2026-11-19\n"
    "    edition: client\n    lang: zh\n    data_version: 1a2b3c4\n    note: |\n"
    "      # 已发送\n\n      附件两份\n      # 完\n"
    f"{SUMMARY}",
    "block scalars above": f"note: |+\n  issued: []\n  第二行\n\nissued:   []\n{SUMMARY}",
    "comments and a document mark": f"# 周报\n---\n# 摘要\n{SUMMARY}\n\n# 尾注\n",
    "a byte order mark": "\ufeffissued: []\n" + SUMMARY,
    "an empty file": "",
    "only a comment": "# 待填写\n",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_only_one_item_is_added_and_all_other_bytes_stay(
    rdclient: Callable[..., Any], workspace: Path, project: Path, text: str, newline: str
) -> None:
    file = project / FILE
    before = text.replace("\n", newline).encode()
    file.write_bytes(before)
    old = _data(before) or {}
    ran = rdclient(
        "-C", workspace, *WEEK, "--issue", "--sent-to", "高文博", "--sent-to", "叶秋, 李"
    )
    assert ran.code == 0, ran.err
    after = file.read_bytes()
    new = _data(after)
    assert {**new, "issued": new["issued"][:-1]} == {**old, "issued": old.get("issued") or []}
    item = new["issued"][-1]
    version = item.pop("data_version")
    assert len(version) == 7
    assert item == {
        "at": "2026-11-20 18:00", "as_of": "2026-11-20 18:00", "edition": "internal", "lang": "zh",
        "to": ["高文博", "叶秋, 李"],
    }  # fmt: skip
    assert _left_over(before, after, newline) in (b"", b"[]")
    if newline == "\r\n" and b"\n" in before:
        assert after.count(b"\n") == after.count(b"\r\n")
    assert rdclient("-C", workspace, "check").code == 0


def _data(content: bytes) -> dict[str, object]:
    loaded = parse("", content.decode())
    assert not loaded.findings
    return loaded.data


def _left_over(before: bytes, after: bytes, newline: str) -> bytes:
    """What of the old bytes is not in the new ones, line by line in the same order."""
    rest, gone = after, b""
    for line in before.split(newline.encode()):
        kept = line
        if line not in rest:  # the line whose empty list made room
            head, empty, comment = re.split(rb"[ ]*(\[ ?\])", line)
            gone += empty.replace(b" ", b"")
            kept = head + comment
        assert kept in rest
        rest = rest[rest.index(kept) + len(kept) :]
    return gone


def test_a_file_that_does_not_exist_is_made(
    rdclient: Callable[..., Any], workspace: Path, project: Path
) -> None:
    file = project / "reports" / "weekly-2026-W48.yaml"
    ran = rdclient("-C", workspace, *NEXT, "--issue", "--audience", "client", "--lang", "en")
    assert ran.code == 0
    assert ran.err == f"recorded as issued in {file.relative_to(workspace).as_posix()}\n"
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "issued:"
    assert lines[1:5] == [
        "  - at: 2026-11-27 18:00", "    as_of: 2026-11-27 18:00", "    edition: client",
        "    lang: en",
    ]  # fmt: skip
    assert rdclient("-C", workspace, "check").code == 0


def test_the_folder_is_made_too(
    rdclient: Callable[..., Any], workspace: Path, project: Path
) -> None:
    (project / FILE).unlink()
    (project / "reports").rmdir()
    assert rdclient("-C", workspace, *WEEK, "--issue").code == 0
    assert (project / FILE).is_file()


def test_a_recipient_without_a_name_is_not_recorded(
    rdclient: Callable[..., Any], workspace: Path, project: Path
) -> None:
    (project / FILE).unlink()
    sent = ("--sent-to", "", "--sent-to", "王雪梅")
    assert rdclient("-C", workspace, *WEEK, "--issue", *sent).code == 0
    assert _data((project / FILE).read_bytes())["issued"][0]["to"] == ["王雪梅"]
    assert rdclient("-C", workspace, "check").code == 0


def test_a_second_run_records_nothing_again_and_says_so(
    rdclient: Callable[..., Any], workspace: Path, project: Path
) -> None:
    first = rdclient("-C", workspace, *WEEK, "--issue")
    after = (project / FILE).read_bytes()
    second = rdclient("-C", workspace, *WEEK, "--issue")
    assert (second.code, second.out) == (0, first.out)
    assert "is on record as issued; nothing was recorded" in second.err
    assert (project / FILE).read_bytes() == after


def test_each_edition_is_a_series_of_its_own(
    rdclient: Callable[..., Any], workspace: Path, project: Path
) -> None:
    for audience in ("client", "internal"):
        ran = rdclient("-C", workspace, *WEEK, "--issue", "--audience", audience)
        assert "recorded as issued" in ran.err
    issued = _data((project / FILE).read_bytes())["issued"]
    assert [entry["edition"] for entry in issued][-2:] == ["client", "internal"]


def test_recipients_without_issuing_are_a_mistake(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    ran = rdclient("-C", workspace, *WEEK, "--sent-to", "王雪梅")
    assert (ran.code, ran.out) == (2, "")
    assert "--sent-to goes with --issue" in ran.err


def test_on_monday_a_prepared_report_that_was_not_issued_is_pointed_out(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    words = ("-C", workspace, "weekly-report", "--as-of", "2026-11-23 09:00")
    ran = rdclient(*words, "--audience", "client")
    assert (ran.code, "--week 2026-W47" in ran.err) == (0, True)
    assert rdclient("-C", workspace, *WEEK, "--issue", "--audience", "client").code == 0
    assert rdclient(*words, "--audience", "client").err == ""


@pytest.mark.parametrize("form", ["md", "html", "json", "brief"])
def test_the_report_has_the_same_bytes_before_and_after(
    rdclient: Callable[..., Any], workspace: Path, form: str
) -> None:
    words = ("-C", workspace, *WEEK, "--format", form)
    before = rdclient(*words).out
    assert rdclient(*words, "--issue").out == before
    assert rdclient(*words).out == before


@pytest.mark.parametrize("last", [("--to", "2026-11-20"), ("--as-of", "2026-11-20T17:00:30+08:00")])
def test_so_has_a_report_that_ends_between_two_minutes(
    rdclient: Callable[..., Any], workspace: Path, last: tuple[str, ...]
) -> None:
    words = ("-C", workspace, "weekly-report", "--as-of", "2026-11-30", *last)
    before = rdclient(*words).out
    assert rdclient(*words, "--issue").code == 0
    assert rdclient(*words).out == before


def test_the_next_window_starts_where_this_one_ended(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    words = ("-C", workspace, *NEXT, "--format", "json")
    free = json.loads(rdclient(*words).out)
    assert free["first_day"] == "2026-11-23"
    early = ("weekly-report", "--week", "2026-W47", "--as-of", "2026-11-19T12:00+08:00")
    assert rdclient("-C", workspace, *early, "--issue").code == 0
    assert json.loads(rdclient(*words).out)["first_day"] == "2026-11-20"
    client = json.loads(rdclient(*words, "--audience", "client").out)
    assert client["first_day"] == "2026-11-23"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_a_moment_without_zone_is_the_workspaces_wherever_the_computer_stands(
    run_rdclient: Callable[..., Any], workspace: Path, project: Path, zone: str
) -> None:
    words = ("weekly-report", "--week", "2026-W47", "--as-of", "2026-11-19 12:00", "--issue")
    assert run_rdclient("-C", workspace, *words, env={"TZ": zone}).code == 0
    item = _data((project / FILE).read_bytes())["issued"][-1]
    assert (item["at"], item["as_of"]) == ("2026-11-19 12:00", "2026-11-19 12:00")


# ── what stands in the way ───────────────────────────────────────────────────


def _refused(
    rdclient: Callable[..., Any], workspace: Path, contents: Callable[..., Any], *words: str
) -> str:
    before = contents(workspace)
    ran = rdclient("-C", workspace, *(words or (*WEEK, "--issue")))
    assert (ran.code, ran.out) == (3, ""), ran.err
    assert contents(workspace) == before
    return ran.err


UNUSUAL = {
    "the whole file in braces": "{summary: 一句话, issued: []}\n",
    "a list in brackets": "issued: [{at: 2026-11-19, as_of: 2026-11-19, edition: client, "
    f"{SENT}}}]\n",
    "an explicit key": "? issued\n: []\n",
    "a list over two lines": "issued: [\n]\n",
    "before the end of the document": "summary: 一句话\n...\n",
}


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_an_unusual_way_of_writing_gets_its_item_too(
    rdclient: Callable[..., Any], workspace: Path, project: Path, text: str
) -> None:
    (project / FILE).write_text(text, encoding="utf-8", newline="\n")
    old = _data(text.encode())
    assert rdclient("-C", workspace, *WEEK, "--issue").code == 0
    new = _data((project / FILE).read_bytes())
    assert {**new, "issued": new["issued"][:-1]} == {**old, "issued": old.get("issued") or []}
    assert rdclient("-C", workspace, "check").code == 0


UNSAFE = "summary: |\n  一句话"
"""A text in lines of its own that ends without a line end: it would gain one."""


def test_a_way_of_writing_that_cannot_be_edited_safely_is_left_alone(
    rdclient: Callable[..., Any], workspace: Path, project: Path, contents: Callable[..., Any]
) -> None:
    (project / FILE).write_text(UNSAFE, encoding="utf-8", newline="\n")
    told = _refused(rdclient, workspace, contents)
    assert "cannot be edited safely; nothing was written" in told
    assert FILE in told


def test_a_lock_left_by_a_process_that_is_gone_is_broken(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lock = workspace / ".rdclient.lock"
    lock.write_text(f"{gone.pid} {socket.gethostname()}\n", encoding="utf-8")
    if os.name != "posix":
        pytest.skip("a lock is never called stale on Windows")
    assert rdclient("-C", workspace, *WEEK, "--issue").code == 0
    assert list(workspace.glob(".rdclient.lock*")) == []


@pytest.mark.parametrize(
    "holder",
    [f"{os.getpid()} {socket.gethostname()}\n", "4242 another-host\n"],
    ids=["living", "elsewhere"],
)
def test_a_lock_that_is_held_is_waited_for_and_then_told(
    rdclient: Callable[..., Any], workspace: Path, contents: Callable[..., Any], holder: str
) -> None:
    (workspace / ".rdclient.lock").write_text(holder, encoding="utf-8")
    told = _refused(rdclient, workspace, contents)
    pid, host = holder.split()
    assert f"process {pid} on {host} is writing, since 20" in told
    assert f"delete {workspace / '.rdclient.lock'}" in told


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(
    root: Path, workspace: Path, contents: Callable[..., Any], powerless: tuple[str, ...]
) -> None:
    before = contents(workspace)
    folders = (workspace, *(path for path in workspace.rglob("*") if path.is_dir()))
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = subprocess.run(
            [*powerless, sys.executable, "-m", "rdclient", "-C", workspace, *WEEK, "--issue"],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root / "src")},
            capture_output=True,
            check=False,
        )
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(b"error: cannot write .rdclient.lock (the system says: ")
    assert contents(workspace) == before


def test_a_file_in_the_place_of_the_folder_is_told(
    rdclient: Callable[..., Any], workspace: Path, project: Path, contents: Callable[..., Any]
) -> None:
    (project / FILE).unlink()
    (project / "reports").rmdir()
    (project / "reports").write_text("", encoding="utf-8")
    assert f"cannot write {(project / FILE).relative_to(workspace).as_posix()}" in _refused(
        rdclient, workspace, contents
    )


def test_an_incomplete_report_is_never_recorded_as_issued(
    rdclient: Callable[..., Any], workspace: Path, contents: Callable[..., Any]
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, *WEEK, "--issue", "--allow-incomplete")
    assert (ran.code, ran.out) == (2, "")
    assert "only a complete report can be recorded as issued" in ran.err
    assert contents(workspace) == before


def test_an_unreadable_record_is_not_touched(
    rdclient: Callable[..., Any], workspace: Path, project: Path, contents: Callable[..., Any]
) -> None:
    (project / FILE).write_bytes("summary: 一句话\n".encode("gbk"))
    assert "would be incomplete" in _refused(rdclient, workspace, contents)


def test_nothing_is_delivered_when_it_cannot_be_recorded(
    rdclient: Callable[..., Any], workspace: Path, project: Path, tmp_path: Path
) -> None:
    (project / FILE).write_text(UNSAFE, encoding="utf-8")
    ran = rdclient("-C", workspace, *WEEK, "--issue", "-o", tmp_path / "weekly.md")
    assert ran.code == 3
    assert not (tmp_path / "weekly.md").exists()
