"""Standard output, files, full disks, readers who leave, and Ctrl-C."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WEEK = ("weekly-report", "--week", "2026-W47", "--as-of", "2026-11-20T18:00+08:00")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


def test_a_file_holds_what_standard_output_would(
    rdclient: Callable[..., Any], workspace: Path, tmp_path: Path
) -> None:
    shown = rdclient("-C", workspace, *WEEK)
    target = tmp_path / "deep" / "weekly.md"
    ran = rdclient("-C", workspace, *WEEK, "-o", target)
    assert (ran.code, ran.out) == (0, "")
    assert target.read_bytes() == shown.out.encode()
    assert ran.err.startswith(f"wrote {target} · 16 sections · data version ")
    assert ran.err.endswith("as of 2026-11-20 18:00 +08:00\n")
    assert sorted(path.name for path in target.parent.iterdir()) == ["weekly.md"]


def test_a_file_that_exists_is_replaced_whole(
    rdclient: Callable[..., Any], workspace: Path, tmp_path: Path
) -> None:
    target = tmp_path / "weekly.html"
    target.write_text("x" * 1_000_000, encoding="utf-8")
    assert rdclient("-C", workspace, *WEEK, "--format", "html", "-o", target).code == 0
    assert target.read_text(encoding="utf-8").endswith("</html>\n")


@pytest.mark.parametrize(
    "place",
    ["clients/weekly.md", "clients/linhai/projects/portal/reports/weekly-2026-W47.yaml",
     "templates/zh/weekly-report.md.j2", "Clients/x.md", ".git/config", "rdclient.yaml",
     "policy.yml", "docs/../clients/x.md", "calendars/cn.yaml"],
)  # fmt: skip
def test_a_document_is_never_written_among_the_records(
    rdclient: Callable[..., Any], workspace: Path, place: str, contents: Callable[..., Any]
) -> None:
    before = contents(workspace)
    ran = rdclient("-C", workspace, *WEEK, "-o", workspace / place)
    assert (ran.code, ran.out) == (2, "")
    assert "must not be written among the records" in ran.err
    assert contents(workspace) == before


def test_a_link_into_the_records_is_seen_through(
    rdclient: Callable[..., Any], workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").symlink_to(workspace / "clients")
    ran = rdclient("-C", workspace, *WEEK, "-o", tmp_path / "out" / "x.md")
    assert ran.code == 2
    assert not (workspace / "clients" / "x.md").exists()


def test_a_file_that_cannot_be_written_is_exit_3_and_leaves_nothing(
    rdclient: Callable[..., Any], workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    ran = rdclient("-C", workspace, *WEEK, "-o", tmp_path / "folder")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("/folder is a folder; name a file in it\n")
    for target in (tmp_path / "file" / "x.md", tmp_path / ("x" * 300)):
        ran = rdclient("-C", workspace, *WEEK, "-o", target)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(f"error: cannot write {target}: ")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder", "workspace"]
    assert list((tmp_path / "folder").iterdir()) == []


@needs_posix
def test_a_new_file_follows_the_mask_of_the_user(
    root: Path, workspace: Path, tmp_path: Path
) -> None:
    target = tmp_path / "weekly.md"
    command = [sys.executable, "-m", "rdclient", "-C", workspace, *WEEK, "-o", target]
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    subprocess.run(command, env=env, umask=0o077, check=True, capture_output=True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@needs_posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_exit_3_with_one_clear_line(root: Path, workspace: Path) -> None:
    command = [sys.executable, "-m", "rdclient", "-C", workspace, *WEEK]
    env = {**os.environ, "PYTHONPATH": str(root / "src"), "RDCLIENT_LANG": "en"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, env=env, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert done.stderr.decode().startswith("error: cannot write -: ")
    assert done.stderr.decode().count("\n") == 1


@needs_posix
def test_a_reader_who_leaves_is_no_error(root: Path, workspace: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "rdclient", "-C", workspace, *WEEK]
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(command, env=env, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@needs_posix
def test_ctrl_c_ends_at_once_and_leaves_nothing_half_written(
    root: Path, workspace: Path, contents: Callable[..., Any]
) -> None:
    lock = workspace / ".rdclient.lock"
    lock.write_text(f"{os.getpid()} {socket.gethostname()}\n", encoding="utf-8")
    before = contents(workspace)
    process = subprocess.Popen(
        [sys.executable, "-m", "rdclient", "-C", workspace, *WEEK, "--issue"],
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(3.0)  # started, and waiting for the lock
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert contents(workspace) == before


def test_names_that_would_act_on_a_terminal_are_made_visible(
    rdclient: Callable[..., Any], workspace: Path
) -> None:
    try:
        (workspace / "clients" / "\x1b[2Jevil\nname.yaml").write_text("a: 1\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system refuses the name")
    ran = rdclient("-C", workspace, "check")
    assert ran.code == 1
    assert "\x1b" not in ran.out
    assert r"\u001b[2Jevil\u000aname.yaml:1:1:" in ran.out
    ran = rdclient("-C", workspace, *WEEK)
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "\x1b" not in ran.err


def test_a_bug_is_told_in_one_line_and_never_looks_like_a_finding(root: Path) -> None:
    words = ("-c", "from rdclient.cli import console; console.run(lambda: 1 / 0)")
    env = {**os.environ, "PYTHONPATH": str(root / "src"), "RDCLIENT_LANG": "en"}
    done = subprocess.run([sys.executable, *words], env=env, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(b"internal error: ZeroDivisionError")
    assert done.stderr.count(b"\n") == 1
    traced = subprocess.run(
        [sys.executable, *words],
        env={**env, "RDCLIENT_TRACE": "1"},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" in traced.stderr
