"""One writer at a time: who is gone gives way, who lives or cannot be asked does not."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rdclient.diagnostic import RdclientError
from rdclient.lens import Lang
from rdclient.render.messages import error_message
from rdclient.store.edits import LOCK, Edit, EditRefusedError, apply
from rdclient.store.lock import held

HOST = socket.gethostname()
HERE = f"{os.getpid()} {HOST}"
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX processes")
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def _gone() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def _write(root: Path) -> None:
    apply(root, Edit("a.yaml", None, b"a: 1\n"))
    assert [path.name for path in root.iterdir()] == ["a.yaml"]


def test_the_lock_tells_who_holds_it_and_is_gone_afterwards(tmp_path: Path) -> None:
    with held(tmp_path) as lock:
        pid, host, *_ = (tmp_path / LOCK).read_text(encoding="utf-8").split()
        assert (int(pid), host) == (os.getpid(), HOST)
        assert lock.is_ours()
    assert list(tmp_path.iterdir()) == []


@needs_posix
@pytest.mark.parametrize("line", ["{gone} {host}\n", "{gone} {host} 1234-abc/77\n"])
def test_the_lock_of_a_process_that_is_gone_gives_way(line: str, tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text(line.format(gone=_gone(), host=HOST), encoding="utf-8")
    started = time.monotonic()
    _write(tmp_path)
    assert time.monotonic() - started < 2


@needs_proc
def test_a_number_that_another_process_has_now_is_not_the_holder(tmp_path: Path) -> None:
    with held(tmp_path):
        *_, started = (tmp_path / LOCK).read_text(encoding="utf-8").split()
    run, _, tick = started.rpartition("/")
    for other in (f"{run}/{int(tick) - 1}", f"another-run/{tick}"):
        (tmp_path / LOCK).write_text(f"{HERE} {other}\n", encoding="utf-8")
        apply(tmp_path, Edit("a.yaml", None, b"a: 1\n"))
        assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
        (tmp_path / "a.yaml").unlink()


@pytest.mark.parametrize(
    "left",
    [b"", b"12", f"{os.getpid()} {HOST[:-1]}".encode(), bytes(40), b"\xff\xfe\n", b"\n"],
    ids=["empty", "number", "name", "zeros", "garbage", "line"],
)
def test_a_lock_that_was_never_finished_gives_way(left: bytes, tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(left)
    _write(tmp_path)


SKEWS = pytest.mark.parametrize("skew", [-(10**8), 10**8], ids=["past", "future"])


@needs_posix
@SKEWS
def test_the_clock_keeps_no_lock_of_a_process_that_is_gone(skew: int, tmp_path: Path) -> None:
    lock = tmp_path / LOCK
    lock.write_text(f"{_gone()} {HOST}\n", encoding="utf-8")
    os.utime(lock, (time.time() + skew,) * 2)
    _write(tmp_path)


@SKEWS
def test_the_lock_of_another_computer_is_told_and_never_taken_away(
    skew: int, tmp_path: Path
) -> None:
    number = str(_gone())
    line = f"{number} another-host 1234-abc/77\n"
    lock = tmp_path / LOCK
    lock.write_text(line, encoding="utf-8")
    os.utime(lock, (time.time() + skew,) * 2)
    with pytest.raises(EditRefusedError) as refused:
        _write(tmp_path)
    key, path, pid, host, since = refused.value.args
    assert (key, path, pid, host) == ("edit-locked", str(lock), number, "another-host")
    assert since.startswith("20")
    assert lock.read_text(encoding="utf-8") == line
    for lang in Lang:
        told = error_message(RdclientError(*refused.value.args), lang=lang)
        assert all(part in told for part in (str(lock), pid, host, since))


def test_what_is_no_lock_file_is_told_too(tmp_path: Path) -> None:
    (tmp_path / LOCK).mkdir()
    with pytest.raises(EditRefusedError, match="edit-locked"):
        _write(tmp_path)
    assert (tmp_path / LOCK).is_dir()


HOLDS = """
import sys, time
from pathlib import Path
from rdclient.store.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(root: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(root)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    return process


@needs_posix
def test_a_living_process_keeps_its_lock_and_a_killed_one_does_not(tmp_path: Path) -> None:
    with _holder(tmp_path) as process:
        try:
            with pytest.raises(EditRefusedError) as refused:
                _write(tmp_path)
            assert refused.value.args[2:4] == (str(process.pid), HOST)
        finally:
            process.send_signal(signal.SIGKILL)
    _write(tmp_path)


@needs_posix
def test_a_living_process_that_cannot_be_asked_for_keeps_its_lock(tmp_path: Path) -> None:
    """As in a container that shares the computer's name but not its processes."""
    with _holder(tmp_path) as process:
        try:
            line = f"{_gone()} {HOST}\n"
            (tmp_path / LOCK).write_text(line, encoding="utf-8")
            with pytest.raises(EditRefusedError, match="edit-locked"):
                _write(tmp_path)
            assert (tmp_path / LOCK).read_text(encoding="utf-8") == line
        finally:
            process.kill()


@needs_posix
def test_who_lost_the_lock_knows_it_and_leaves_the_other_one_alone(tmp_path: Path) -> None:
    with held(tmp_path) as lock:
        (tmp_path / LOCK).unlink()
        assert not lock.is_ours()
        (tmp_path / LOCK).write_text("4242 another-host\n", encoding="utf-8")
        assert not lock.is_ours()
    assert (tmp_path / LOCK).read_text(encoding="utf-8") == "4242 another-host\n"
