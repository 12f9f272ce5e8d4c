"""The one caller of Git: fixed words, a clean environment, an end to waiting, errors with a fix.

Commands that ask run no program that a repository may name: no hook, no file system monitor, no
filter, and they write nothing. Commands that act (of ``save`` only) are told to the person, and
run the hooks of the clone: a check that a firm put before each commit holds here as it does for a
commit typed by hand, and whoever can write ``.git/config`` of one's own clone has one's account.
"""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rdclient.diagnostic import RdclientError

Words = tuple[str, ...]
Tell = Callable[[str], None]
"""Told each command that acts, as it would be typed."""

OLDEST = (2, 30)
"""The oldest Git that knows every option used here."""

_KEPT = frozenset(
    {
        "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_ASKPASS",
        "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH",
        "GIT_SSL_CERT", "GIT_SSL_KEY", "GIT_PROXY_SSL_CAINFO", "GIT_HTTP_USER_AGENT",
    }
)  # fmt: skip
"""What a user may say to Git by the environment: who they are, and how to reach the remote. Others
(``GIT_DIR``, ``GIT_INDEX_FILE`` …) would make it work on another repository than this one."""
_ENVIRONMENT = MappingProxyType(
    {"LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":"}
)
_OF_ASKING = MappingProxyType(
    {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
)
"""Nothing is fetched to answer a question; older ones know only the protocols."""
_ALWAYS = (
    "--no-pager", "--no-replace-objects",
    "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "log.showSignature=false",
    "-c", "merge.autoStash=false", "-c", "submodule.recurse=false",
    "-c", "fetch.recurseSubmodules=false",
)  # fmt: skip
_WITHOUT_HOOKS = ("-c", "core.hooksPath=/dev/null")
_PATIENT_HTTP = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")
_ASKING, _ACTING = 30.0, 600.0
"""Seconds that a command may take; hooks and networks are slow."""
_SHOWN_LINES = 12
_SECRET = re.compile(r"://[^/@\s]+@")
"""What an address may hold to log in."""


class GitError(RdclientError):
    """Git refuses, or is not there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended: status, standard output, standard error."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The output as text, without its last line break."""
        return self.out.decode("utf-8", "surrogateescape").removesuffix("\n")

    @property
    def said(self) -> str:
        """What Git had to say, without its progress; the last lines when it is much."""
        told = _SECRET.sub("://", self.err)
        lines = [line.rstrip() for line in re.split(r"[\r\n]+", told) if line.strip()]
        lines = [line for line in lines if not line.startswith(("hint:", "To "))]
        return " · ".join(lines[-_SHOWN_LINES:])


class Repository:
    """The repository a folder lies in."""

    def __init__(self, root: Path, tell: Tell | None = None) -> None:
        self.root = root
        self._tell = tell
        self.prefix = ""
        self.folder = Path()

    # ── running ──────────────────────────────────────────────────────────────

    def run(
        self,
        *words: str,
        stdin: bytes | None = None,
        index: Path | None = None,
        filters: bool = True,
    ) -> Answer:
        """Ask something; nothing is written but objects, and no hook runs.

        Args:
            words: of the command, without ``git``.
            stdin: what it reads.
            index: a file to use in the place of the repository's index.
            filters: whether filters that the configuration names may run.
        """
        more = {"GIT_INDEX_FILE": str(index)} if index else {}
        off = () if filters else self._without_filters()
        fixed = (*_ALWAYS, *_WITHOUT_HOOKS, *off)
        return _asked(self.root, (*fixed, *words), {**_OF_ASKING, **more}, stdin)

    def ask(self, *words: str, stdin: bytes | None = None, index: Path | None = None) -> Answer:
        """The answer to a question.

        Raises:
            GitError: when there is none.
        """
        answer = self.run(*words, stdin=stdin, index=index)
        if answer.status:
            raise failure(words, answer)
        return answer

    def act(self, *words: str, is_remote: bool = False) -> Answer:
        """Do something, told to the person; the hooks of the clone run."""
        self.tell(words)
        fixed = (*_ALWAYS, *_PATIENT_HTTP) if is_remote else _ALWAYS
        environment = self._reaching() if is_remote else {}
        return _done(self.root, (*fixed, *words), environment)

    def tell(self, words: Sequence[str]) -> None:
        """Tell a command as it would be typed."""
        if self._tell:
            self._tell(f"$ git {shlex.join(words)}")

    def _reaching(self) -> dict[str, str]:
        """SSH that asks nothing, unless the user said how to reach remotes."""
        if {"GIT_SSH", "GIT_SSH_COMMAND"} & os.environ.keys() or not self.run(
            "config", "--get", "core.sshCommand"
        ).status:
            return {}
        return {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20"}

    def _without_filters(self) -> tuple[str, ...]:
        """Options that switch off every program a filter names."""
        found = self.run("config", "--null", "--name-only", "--get-regexp", r"^filter\.")
        off: list[str] = []
        for name in found.text.split("\0"):
            if name.endswith((".clean", ".smudge", ".process")):
                off += ("-c", f"{name}=", "-c", f"{name.rpartition('.')[0]}.required=false")
        return tuple(off)


def opened(root: Path, tell: Tell | None = None) -> Repository:
    """The repository that a folder lies in.

    Raises:
        GitError: when there is no Git, or a very old one, no repository, or one without files.
    """
    found = version(root)
    if found < OLDEST:
        raise GitError("git-old", ".".join(map(str, found)), ".".join(map(str, OLDEST)))
    repository = Repository(root, tell)
    is_inside, _, rest = repository.ask(
        "rev-parse", "--is-inside-work-tree", "--show-prefix", "--absolute-git-dir"
    ).text.partition("\n")
    if is_inside != "true":
        raise GitError("git-bare", str(root))
    repository.prefix, _, folder = rest.partition("\n")
    repository.folder = Path(folder)
    return repository


def version(root: Path) -> tuple[int, ...]:
    """The version of Git.

    Raises:
        GitError: when there is none.
    """
    told = _asked(root, ("version",), {}, None).text
    numbers = re.search(r"\d+(?:\.\d+)*", told)
    return tuple(map(int, numbers.group().split("."))) if numbers else (0,)


# ── a process ────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _own_environment() -> Iterator[None]:
    """Take away what the environment says to Git, but for what a user may say.

    What GitPython is given is laid over the environment of this process, which cannot take
    anything away; that is why it is done here, for as long as Git runs.
    """
    names = [name for name in os.environ if name.startswith("GIT_") and name not in _KEPT]
    taken = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(taken)


def _asked(root: Path, words: Words, environment: Mapping[str, str], stdin: bytes | None) -> Answer:
    """Ask Git in a folder; without GitPython, which takes longer to load than Git to answer.

    Raises:
        GitError: when there is no Git, or it does not come to an end.
    """
    tool = shutil.which("git")
    if tool is None:
        raise GitError("git-missing")
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
    with _own_environment():
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program with fixed words
                [tool, *words],
                cwd=root,
                env={**os.environ, **_ENVIRONMENT, **environment},
                capture_output=True,
                timeout=_ASKING,
                check=False,
                **given,
            )
        except subprocess.TimeoutExpired:
            raise GitError("git-timeout", _named(words), int(_ASKING)) from None
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "surrogateescape"))


def _done(root: Path, words: Words, environment: Mapping[str, str]) -> Answer:
    """Let Git do something in a folder.

    Raises:
        GitError: when there is no Git, or it does not come to an end.
    """
    if shutil.which("git") is None:
        raise GitError("git-missing")
    with _own_environment():
        from git.cmd import Git
        from git.exc import GitCommandNotFound

        try:
            done = Git(root).execute(
                ["git", *words],
                env={**_ENVIRONMENT, **environment},
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                kill_after_timeout=None if sys.platform == "win32" else _ACTING,
            )
        except GitCommandNotFound:
            raise GitError("git-missing") from None
    status, out, err = done
    if err.startswith("Timeout: the command"):
        raise GitError("git-timeout", _named(words), int(_ACTING))
    return Answer(status, out, err)


def _named(words: Sequence[str]) -> str:
    """The verb of a command, for messages."""
    rest = iter(words)
    for word in rest:
        if word == "-c":
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return ""


# ── what went wrong ──────────────────────────────────────────────────────────

_LOGIN = (
    r"Authentication failed|could not read (?:Username|Password)|terminal prompts disabled"
    r"|Permission denied \(|Host key verification failed|URL returned error: 40[13]"
)
_UNREACHABLE = (
    r"Could not resolve|Connection (?:refused|timed out|reset)|Operation timed out"
    r"|unable to access|Network is unreachable|No route to host|Failed to connect"
    r"|does not appear to be a git repository|[Rr]epository (?:'[^']*' )?not found"
    r"|Could not read from remote repository|unable to look up|No such remote"
)
_REASONS = (
    ("git-no-repository", r"not a git repository|must be run in a work tree"),
    ("git-owner", r"detected dubious ownership in repository at '(?P<detail>[^\n]*)'"),
    ("git-locked", r"Unable to create '(?P<detail>[^']*\.lock)'|cannot lock ref '(?P<ref>[^']*)'"),
    ("git-identity", r"Please tell me who you are|empty ident name|no email was given"),
    ("git-login", _LOGIN),
    ("git-unreachable", _UNREACHABLE),
    ("git-partial", r"(?P<detail>[0-9a-f]{40,64}) from promisor"),
    ("git-partial", r"lazy fetching disabled|promisor"),
    ("git-lost", r"missing (?:blob|tree|commit) (?P<detail>[0-9a-f]+)"),
    ("git-damaged", r"(?P<detail>[0-9a-f]{40,64})[^\n]*(?:corrupt|cannot be read|is empty)"),
    ("git-damaged", r"(?:bad|(?:un|not )able to read|corrupt)[^\n]*(?P<detail>[0-9a-f]{40,64})"),
    ("git-full", r"No space left on device|Disk quota exceeded"),
)
_OVERWRITTEN = re.compile(r"would be overwritten[^\n]*:\n((?:\t[^\n]*\n?)+)")


def failure(words: Sequence[str], answer: Answer) -> GitError:
    """The error of a command that failed."""
    if match := _OVERWRITTEN.search(answer.err):
        return GitError("git-in-the-way", ", ".join(match[1].split("\t")[1:]).replace("\n", ""))
    for key, pattern in _REASONS:
        if match := re.search(pattern, answer.err):
            detail = next((one for one in match.groups() if one), answer.said)
            return GitError(key, shlex.quote(detail) if key == "git-owner" else detail)
    return GitError("git-failed", _named(words), answer.said or answer.text or str(answer.status))
