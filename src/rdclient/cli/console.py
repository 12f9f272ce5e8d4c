"""What reaches the terminal, and the one error boundary: only this module ends the process."""

import os
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from rdclient.cli.words import is_set, say, spoken
from rdclient.diagnostic import RdclientError, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress

CLEAN, FINDINGS, USAGE, FAILED = 0, 1, 2, 3
INTERRUPTED = 130
UTF_8_MARK = "\ufeff"
"""Before a csv: tells Excel that it is in UTF-8."""


def prepare() -> None:
    """Make output the same everywhere: Unix line ends, and never a crash over a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", newline="\n")


def show(text: str) -> None:
    """Data, to standard output; a reader who has left does not mind the rest.

    Raises:
        RdclientError: when it cannot be written, e.g. to a full disk.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
        _warn_of_lost_characters(text)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise RdclientError("output-failed", "-", error.strerror or str(error)) from error


def show_bytes(content: bytes) -> None:
    """A file, to standard output, as it is.

    Raises:
        RdclientError: when it cannot be written, e.g. to a full disk.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise RdclientError("output-failed", "-", error.strerror or str(error)) from error


def has_place(text: str) -> bool:
    """Whether standard output can show every character of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


_COLUMNS = 160
"""Columns where standard output is no terminal, so that the same call gives the same bytes."""


def columns() -> int:
    """How many columns the terminal has."""
    try:
        return (
            os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else _COLUMNS
        )
    except (OSError, ValueError):
        return _COLUMNS


def _warn_of_lost_characters(text: str) -> None:
    """Say so when the console's encoding has no place for some characters."""
    if not has_place(text):
        tell(
            say(
                f"note: {sys.stdout.encoding} cannot show every character; '?' stands for the "
                "others. Use -o FILE, or PYTHONUTF8=1",
                f"提示：{sys.stdout.encoding} 无法显示全部字符，以“?”代替。请用 -o 写入文件，"
                "或设置 PYTHONUTF8=1",
            )
        )


def tell(text: str) -> None:
    """A message for the person, to standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def is_complete(unread: Sequence[str]) -> bool:
    """Whether every file of records could be read; says which ones could not."""
    from rdclient.render.findings import printable

    if not unread:
        return True
    files, count = ", ".join(map(printable, unread)), len(unread)
    tell(
        say(
            f"incomplete: {count} file(s) could not be read and their records are missing: "
            f"{files}. Run rdclient check",
            f"结果不全：有{count}个文件存在错误，其中的记录未列入：{files}。"
            "请运行 rdclient check 查看",
        )
    )
    return False


def is_conversation() -> bool:
    """Whether a person is there to answer: input and output are terminals."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str) -> str:
    """What a person answers, on one line; empty for nothing."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def received(most: int) -> bytes:
    """The bytes on standard input, so many at most."""
    return sys.stdin.buffer.read(most)


def edit(command: str, path: Path) -> bool:
    """Let a person edit a file; whether the editor could be started."""
    import shlex
    import subprocess

    words = shlex.split(command, posix=os.name == "posix")
    try:
        subprocess.run([*words, str(path)], check=False)  # noqa: S603 - the person's own editor
    except (OSError, ValueError):
        return False
    return True


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Something to tell how far a task is; a bar on a terminal once it takes over a second."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    bar = _Bar(what)
    try:
        yield bar.tell
    finally:
        bar.close()


_PATIENCE = 1.0
"""Seconds before a bar is drawn."""
_PAUSE = 0.1


class _Bar:
    """A progress bar that redraws itself only when it is told something."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = self._drawn = time.monotonic()
        self._progress: Progress | None = None

    def tell(self, done: int, total: int) -> None:
        """So many of so many are done."""
        now = time.monotonic()
        if now - self._began < _PATIENCE or now - self._drawn < _PAUSE:
            return
        self._drawn = now
        if self._progress is None:
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(
                console=Console(stderr=True), auto_refresh=False, transient=True
            )
            self._progress.add_task(self._what)
            self._progress.start()
        for task in self._progress.tasks:
            self._progress.update(task.id, completed=done, total=total)
        self._progress.refresh()

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()


def deliver(content: str | bytes, output: str, *, root: Path) -> None:
    """Write a document to a file, whole or not at all, or to standard output for ``-``.

    Raises:
        UsageError: when the file would lie among the records.
        RdclientError: when it cannot be written.
    """
    if output == "-" and isinstance(content, str):
        show(content)
        return
    target = Path(output)
    if _is_among_records(target, root):
        raise UsageError("output-inside", output)
    try:
        if target.is_dir():
            raise UsageError("output-folder", output)
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode(errors="replace")
        _write(target, content)
    except OSError as error:
        raise RdclientError("output-failed", output, error.strerror or str(error)) from error


def _write(target: Path, content: bytes) -> None:
    """Write beside the target, then in its place; nothing is left over when that fails."""
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _is_among_records(target: Path, root: Path) -> bool:
    inside = target.resolve()
    if not inside.is_relative_to(root.resolve()) or inside == root.resolve():
        return False
    first, *rest = (name.casefold() for name in inside.relative_to(root.resolve()).parts)
    is_record_folder = first in {"clients", "templates", "calendars", ".git"}
    return is_record_folder or (not rest and first.endswith((".yaml", ".yml")))


def run(act: Callable[[], int | None]) -> NoReturn:
    """Run a verb and end the process with its exit code; every error ends here."""
    prepare()
    try:
        code = act() or CLEAN
    except RdclientError as error:
        code = _explain(error)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the boundary: a bug must not look like a finding
        code = _bug(error)
    sys.exit(code)


def _explain(error: RdclientError) -> int:
    from rdclient.render.findings import printable
    from rdclient.render.messages import error_message

    tell(printable(say("error: ", "错误：") + error_message(error, lang=spoken())))
    return error.exit_code


def _bug(error: Exception) -> int:
    """A short report: what, and the last place of our own; the whole trace on request."""
    if is_set("RDCLIENT_TRACE"):
        traceback.print_exc()
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "rdclient" in f.filename]
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
    tell(
        say("internal error", "内部错误")
        + f": {type(error).__name__} ({place}). "
        + say(
            "Nothing was written. Set RDCLIENT_TRACE=1 for the details and report it.",
            "未写入任何内容。设置 RDCLIENT_TRACE=1 可查看详情，请反馈给维护者。",
        )
    )
    return FAILED
