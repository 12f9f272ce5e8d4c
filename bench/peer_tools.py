"""The four peers and rdclient: how each is installed, started and asked whether it read all."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.cost import MOMENT, Cost, FailedRunError, Line, program, remove, run, with_source
from bench.generate import commit
from bench.peer_corpus import Project, with_dangling_link
from bench.peer_formats import WRITERS

UNKNOWN = "-998"
"""How the identifier ends that a planted link names and nothing bears."""


class NotInstalledError(Exception):
    """A tool could not be put into an environment of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of a tool lie, and where it may write."""

    files: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Given:
    """How much a tool was given."""

    requirements: int
    projects: int


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool and its check.

    Attributes:
        name: as printed, and as in ``peer_formats.WRITERS``.
        packages: what is installed, pinned; empty for rdclient.
        words: the words of its check, after the program, for a place.
        program: the file in ``bin``; empty for rdclient.
        caches: what a cold run does not find; none for a tool that keeps nothing.
        has_read: whether the output of a run, or what it wrote, tells of all requirements.
        is_in_git: whether the files must lie in a Git repository.
    """

    name: str
    packages: tuple[str, ...]
    program: str
    words: Callable[[Place], tuple[str, ...]]
    caches: Callable[[Place], tuple[Path, ...]]
    has_read: Callable[[Cost, Place, Given], bool]
    is_in_git: bool = False

    @property
    def has_cache(self) -> bool:
        """Whether a second run can be faster than the first."""
        return bool(self.caches(Place(Path(), Path())))


# ── whether a tool has read everything ───────────────────────────────────────


def _rdclient_read(cost: Cost, place: Place, _: Given) -> bool:
    files = sum(1 for path in place.files.rglob("*.yaml") if ".git" not in path.parts)
    return f"in {files} files" in cost.output


def _trlc_read(cost: Cost, _: Place, given: Given) -> bool:
    told = re.search(r"and (\d+) requirement files? and found no issues", cost.output)
    return told is not None and int(told[1]) == given.projects


def _sphinx_needs_read(_: Cost, place: Place, given: Given) -> bool:
    written = json.loads((place.output / "needs.json").read_text(encoding="utf-8"))
    return all(len(each["needs"]) == given.requirements for each in written["versions"].values())


def _strictdoc_read(_: Cost, place: Place, given: Given) -> bool:
    written = (place.output / "json" / "index.json").read_text(encoding="utf-8")
    return len(set(re.findall(r'"UID": "(\w+-\d+)"', written))) == given.requirements


def _doorstop_read(cost: Cost, place: Place, _: Given) -> bool:
    """It names its documents and no items; nothing may be wrong, and nothing written."""
    names = {path.stem.partition("-")[0] for path in place.files.rglob("*-*.yml")}
    status = ("git", "status", "--porcelain")
    changed = subprocess.run(status, cwd=place.files, capture_output=True, check=True).stdout
    return names <= set(re.findall(r"\w+", cost.output)) and not changed


RDCLIENT = Tool(
    name="rdclient",
    packages=(),
    program="",
    words=lambda place: ("-C", str(place.files), "check", "--lang", "en", "--as-of", MOMENT),
    caches=lambda place: (place.files / ".rdclient-cache",),
    has_read=_rdclient_read,
    is_in_git=True,
)
PEERS = (
    Tool(
        name="TRLC",
        packages=("trlc==3.1.1",),
        program="trlc",
        words=lambda place: (str(place.files),),
        caches=lambda _: (),
        has_read=_trlc_read,
    ),
    Tool(
        name="sphinx-needs",
        packages=("sphinx-needs==9.1.0", "sphinx==9.0.4"),
        program="sphinx-build",
        words=lambda place: (
            *("-b", "needs", "-W", "--keep-going", str(place.files), str(place.output)),
        ),
        caches=lambda place: (place.output,),
        has_read=_sphinx_needs_read,
    ),
    Tool(
        name="StrictDoc",
        packages=("strictdoc==0.30.4",),
        program="strictdoc",
        words=lambda place: (
            *("export", "--formats", "json", "--output-dir", str(place.output), str(place.files)),
        ),
        caches=lambda place: (place.output,),
        has_read=_strictdoc_read,
    ),
    Tool(
        name="Doorstop",
        packages=("doorstop==3.2",),
        program="doorstop",
        words=lambda _: ("-F",),
        caches=lambda _: (),
        has_read=_doorstop_read,
        is_in_git=True,
    ),
)


# ── installing ───────────────────────────────────────────────────────────────


def installed(tool: Tool, environments: Path) -> tuple[str, ...]:
    """The program of a tool, in an environment of its own that is made when it is not there.

    Raises:
        NotInstalledError: when it cannot be.
    """
    if not tool.packages:
        return program()
    home = environments / tool.name.lower()
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    marker = home / "installed.txt"
    if not marker.is_file() or marker.read_text(encoding="utf-8").split() != [*tool.packages]:
        print(f"installing {' '.join(tool.packages)}", file=sys.stderr)
        remove(home)
        pip = (str(scripts / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check")
        _done((sys.executable, "-m", "venv", str(home)), tool)
        _done((*pip, "--no-input", "install", *tool.packages), tool)
        marker.write_text("\n".join((*tool.packages, "")), encoding="utf-8")
    return (str(scripts / tool.program),)


def _done(command: tuple[str, ...], tool: Tool) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise NotInstalledError(f"{tool.name} could not be installed: {' '.join(told)}")


# ── writing and running ──────────────────────────────────────────────────────


def place(tool: Tool, folder: Path) -> Place:
    """Where the files of a tool lie below a folder."""
    return Place(folder / tool.name / "files", folder / tool.name / "output")


def write(tool: Tool, projects: tuple[Project, ...], folder: Path) -> Place:
    """Write the requirements in the tool's format, at its place below a folder."""
    written = place(tool, folder)
    for name, text in WRITERS[tool.name](projects).items():
        path = written.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if tool.is_in_git:
        commit(written.files)
    return written


def line(tool: Tool, found: tuple[str, ...], at: Place, *, is_cold: bool) -> Line:
    """The check of a tool as a line of the table; a cold one finds no cache."""

    def before(_: int) -> None:
        if is_cold:
            remove(*tool.caches(at))

    return Line(
        f"{tool.name}{'' if not tool.has_cache else ', cold' if is_cold else ', warm'}",
        (*found, *tool.words(at)),
        before=before,
        environment=_variables(tool),
        folder=at.files,
    )


def _variables(tool: Tool) -> Mapping[str, str]:
    if not tool.packages:
        return with_source()
    own = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**own, "PYTHONUTF8": "1"}


def complaint(
    tool: Tool, found: tuple[str, ...], projects: tuple[Project, ...], folder: Path
) -> str | None:
    """What is wrong with a tool's check, tried on a link to nowhere in the last requirement.

    Returns:
        None when a copy without that link passes, and the tool names the link of the other.
    """
    unknown = f"{projects[-1].documents[0].prefix}{UNKNOWN}"
    sound = write(tool, projects, folder / "sound")
    planted = write(tool, with_dangling_link(projects, unknown), folder / "planted")
    try:
        cost = run(line(tool, found, sound, is_cold=True))
    except FailedRunError as failure:
        return f"sound requirements are refused: {failure}"
    count = sum(len(project.requirements) for project in projects)
    if not tool.has_read(cost, sound, Given(count, len(projects))):
        return f"it does not tell of all requirements:\n{cost.output[-1000:]}"
    try:
        run(line(tool, found, planted, is_cold=True))
    except FailedRunError as failure:
        is_named = any(name in str(failure) for name in (unknown, unknown.replace("-", "_")))
        return None if is_named else f"it does not name the link to nowhere: {failure}"
    return "a link to nowhere passes"
