"""Hostile and spoiled files before every reading verb: no bug, no wait, no write, each fault told.

One bad file at a time is laid into a small sound workspace and the program runs over it.
"""

import contextlib
import multiprocessing
import random
import re
import runpy
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mutations import LONGEST, mutated
from places_named import READERS, Named, named
from program import Program, Ran, contents, own_user, run
from tally import Tally

from rdclient.store.layout import WITHOUT_ID, home

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "rules" / "base"
"""The sound workspace: one client, one project, a record or two of the usual kinds."""
REQUIREMENTS = "clients/linhai/projects/portal/requirements"
FULL = 10_240
"""Inputs of the full size."""
PATIENCE = 2.0
"""Seconds a run may take."""
_MOST_TOLD = 20
_MOMENT = ("--as-of", "2026-11-20T18:00+08:00")
_UNREAD = frozenset({"RD001", "RD003", "RD008", "RD014"})
"""Codes after which nothing of a file is read; every verb must say so."""
_OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
"""What a terminal would obey."""
_TURNS = (0, 1, 2, 4, 5, 0, 1, 3, 4, 5, 0, 6, 1, 4, 7, 5)
"""Which verb reads a mutation; a report takes ten times as long as the others."""
_MARKS = ("不完整", "incomplete", "is_complete")
"""How a document says that it is incomplete; it need not name the file."""
_KINDS = ("traceback", "slow", "changed", "code", "unprintable", "unnamed", "untold")


class Case(NamedTuple):
    """One hostile file.

    Attributes:
        name: by which it is known.
        path: where it lies, relative to the workspace.
        content: its bytes; None for a place, whose name says how it comes about.
        is_hostile: whether a finding about this very file must come.
    """

    name: str
    path: str
    content: bytes | None
    is_hostile: bool


class Fault(NamedTuple):
    """Something that must not happen: what kind, in which case, and the details."""

    kind: str
    case: str
    detail: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What some cases came to: findings counted, and how many of them named file and line."""

    cases: int
    runs: int
    findings: int
    named: int
    faults: tuple[Fault, ...]


def measure(
    folder: Path,
    *,
    size: int = FULL,
    seed: int = 20261120,
    processes: int = 2,
    program: Program = run,
) -> Tally:
    """Judge ``size`` hostile inputs: the whole corpus first, then seeded mutations.

    The corpus goes before every verb and format, a mutation before two of them. A small size
    takes half of its inputs from the corpus, evenly, and treats them as mutations.

    Args:
        folder: an empty one to work in.
        size: number of inputs.
        seed: of the mutations; the same seed gives the same inputs.
        processes: that share the work.
        program: what is judged.
    """
    chosen = _chosen(size)
    parts = [chosen[first::processes] for first in range(processes)]
    folders = [folder / f"part-{number}" for number in range(processes)]
    if processes == 1:
        outcomes = [judged_all(folders[0], parts[0], seed, _is_full(size), program)]
    else:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            shares = zip(folders, parts, strict=True)
            waiting = [
                pool.submit(judged_all, *share, seed, _is_full(size), program) for share in shares
            ]
            outcomes = [share.result() for share in waiting]
    return _tally(outcomes)


def _chosen(size: int) -> tuple[int, ...]:
    """The numbers of the inputs."""
    corpus = len(_corpus())
    if _is_full(size):
        return tuple(range(size))
    half = size // 2
    return (*(n * corpus // half for n in range(half)), *range(corpus, corpus + size - half))


def _is_full(size: int) -> bool:
    return size > 2 * len(_corpus())


def _tally(outcomes: Sequence[Outcome]) -> Tally:
    faults = tuple(chain.from_iterable(outcome.faults for outcome in outcomes))
    count = {kind: sum(fault.kind == kind for fault in faults) for kind in _KINDS}
    findings = sum(outcome.findings for outcome in outcomes)
    told = sum(outcome.named for outcome in outcomes)
    counts = (
        (sum(outcome.cases for outcome in outcomes), ""),
        (sum(outcome.runs for outcome in outcomes), "runs"),
        (count["traceback"], "tracebacks"),
        (count["slow"], "over 2 s"),
        (count["changed"], "files changed"),
        (count["code"], "other exit codes"),
        (count["unprintable"], "marks a terminal obeys"),
        (count["untold"], "unread and not told"),
        (told * 100 // max(findings, 1), f"% of {findings:,} findings name file and line"),
    )
    lines = tuple(f"{fault.kind}: {fault.case}: {fault.detail}" for fault in faults)
    return Tally("hostile inputs", counts, lines)


# ── inputs ───────────────────────────────────────────────────────────────────


def case(number: int, seed: int) -> Case:
    """The input of a number: of the corpus as long as it lasts, then a mutation."""
    corpus = _corpus()
    if number < len(corpus):
        return corpus[number]
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 - repeatable, no secret
    path, content = chance.choice(_sources())
    other = chance.choice(_sources())[1]
    return Case(f"mutation {number}", path, mutated(content, other, chance), is_hostile=False)


@cache
def _corpus() -> tuple[Case, ...]:
    """Every file of the corpus, in the place of a requirement, and every place."""
    files = runpy.run_path(str(ROOT / "tests" / "hostile" / "corpus.py"))["corpus"]()
    spots = runpy.run_path(str(ROOT / "tests" / "hostile" / "places.py"))["places"]()
    path = f"{REQUIREMENTS}/REQ-001.yaml"
    return (
        *(Case(item.name, path, item.content, is_hostile=True) for item in files),
        *(Case(spot.name, REQUIREMENTS, None, bool(spot.code)) for spot in spots),
    )


@cache
def _sources() -> tuple[tuple[str, bytes], ...]:
    """What is mutated, with its place: sound records of every kind, and the smaller corpus.

    A kind has as many shares as another, however many records of it the examples hold.
    """
    kinds: dict[str, list[tuple[str, bytes]]] = {}
    for example in (ROOT / "examples" / "northbank", ROOT / "examples" / "kestrel", BASE):
        for file in sorted(example.rglob("*.yaml")):
            path = re.sub(
                r"^clients/[^/]+(?:(/projects)/[^/]+)?",
                lambda match: "clients/linhai" + (f"{match[1]}/portal" if match[1] else ""),
                file.relative_to(example).as_posix(),
            )
            found = home(path)
            kind = found.kind if found else path
            if file.stat().st_size < LONGEST // 4:
                kinds.setdefault(kind, []).append((path, file.read_bytes()))
    most = 6
    chosen = [(found * most)[:most] for found in kinds.values()]
    small = [(spoiled.path, spoiled.content) for spoiled in _corpus() if spoiled.content]
    hostile = [(path, content) for path, content in small if len(content) < LONGEST // 16]
    return (*chain.from_iterable(chosen), *hostile)


# ── judging ──────────────────────────────────────────────────────────────────


def judged_all(
    folder: Path,
    numbers: Sequence[int],
    seed: int,
    is_full: bool,  # noqa: FBT001 - a pool passes by position
    program: Program,
) -> Outcome:
    """Judge the inputs of these numbers, one after the other, in a workspace of its own."""
    root = folder / "workspace"
    shutil.copytree(BASE, root)
    (folder / "outside.yaml").write_text("id: REQ-009\ntitle: x\n", encoding="utf-8")
    runs = findings = told = 0
    faults: list[Fault] = []
    for number in numbers:
        hostile = case(number, seed)
        with own_user(folder / "user"), _laid(root, hostile) as is_there:
            if not is_there:
                continue
            judge = _Judge(root, hostile, program)
            judge.all(number, is_full=is_full)
        runs, findings = runs + judge.runs, findings + judge.findings
        told += judge.named
        faults += judge.faults
        if judge.faults:
            _keep(folder, hostile)
    return Outcome(len(numbers), runs, findings, told, tuple(faults))


def _keep(folder: Path, hostile: Case) -> None:
    """Leave a copy of an input that did not go well beside the workspace."""
    if hostile.content is not None:
        name = re.sub(r"\W+", "-", hostile.name)
        (folder / f"{name}.yaml").write_bytes(hostile.content)


@contextlib.contextmanager
def _laid(root: Path, hostile: Case) -> Iterator[bool]:
    """The workspace with the hostile file in it; afterwards as it was."""
    target = root / hostile.path
    before = target.read_bytes() if target.is_file() else None
    if hostile.content is None:
        aside = root.with_name("aside")
        shutil.copytree(root, aside, symlinks=True)
        yield _arranged(hostile.name, target)
        for place in (*target.rglob("*"), *target.parent.glob("feedback")):
            if not place.is_symlink():
                place.chmod(0o700)
        shutil.rmtree(root)
        aside.rename(root)
        return
    missing = [place for place in target.parents if not place.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(hostile.content)
    yield True
    if before is None:
        target.unlink()
        for place in missing:
            place.rmdir()
    else:
        target.write_bytes(before)


def _arranged(name: str, folder: Path) -> bool:
    """Put a hostile place into a folder; False where the file system cannot have it."""
    spots = runpy.run_path(str(ROOT / "tests" / "hostile" / "places.py"))["places"]()
    try:
        next(spot for spot in spots if spot.name == name).arrange(folder)
    except (OSError, UnicodeError):
        return False
    return True


class _Judge:
    """Runs the verbs over one case and notes what was not as it must be."""

    def __init__(self, root: Path, hostile: Case, program: Program) -> None:
        self.root, self.hostile, self.program = root, hostile, program
        self.runs = self.findings = self.named = 0
        self.faults: list[Fault] = []

    def all(self, number: int, *, is_full: bool) -> None:
        """A case of the corpus before every format and verb; another before two of them."""
        before = contents(self.root)
        forms, verbs = tuple(READERS), _verbs(self.hostile)
        is_whole = is_full and number < len(_corpus())
        chosen = forms if is_whole else (forms[number % len(forms)],)
        asked = verbs if is_whole else (verbs[_TURNS[number // 3 % len(_TURNS)]],)
        places = tuple(chain.from_iterable(self._checked(form, number) for form in chosen))
        is_unread = any(at.code in _UNREAD and at.path == self.hostile.path for at in places)
        for words in asked:
            self._asked(words, number, is_unread=is_unread)
        if (after := contents(self.root)) != before:
            paths = sorted(p for p in {*before, *after} if before.get(p) != after.get(p))
            self._fault("changed", f"{', '.join(paths)} by check or {asked}")

    def _run(self, words: tuple[str, ...], number: int) -> Ran:
        lang, encoding = ("zh", "en")[number % 2], ("utf-8", "utf-8", "gbk")[number % 3]
        full = ("-C", str(self.root), *words, *_MOMENT, "--lang", lang)
        ran = self.program(full, encoding=encoding)
        self.runs += 1
        if ran.trace:
            self._fault("traceback", f"{words}: {ran.trace.strip()[-400:]}")
        if ran.seconds > PATIENCE:
            self._fault("slow", f"{words}: {ran.seconds:.1f} s")
        if ran.code not in (0, 1, 2, 3):
            self._fault("code", f"{words}: exit {ran.code}")
        return ran

    def _checked(self, form: str, number: int) -> tuple[Named, ...]:
        words = ("check", "--format", form)
        ran = self._run(words, number)
        if ran.code not in (0, 1):  # a workspace file that tells nothing: said in words
            self._fault_of_failing(words, ran)
            return ()
        shown = ran.out if form == "text" else ran.err
        self._printable(words, shown)
        try:
            places = named(form, ran.out)
        except Exception as error:  # noqa: BLE001 - whatever a reader of the format stumbles over
            self._fault("unnamed", f"{words}: {type(error).__name__}: {error}")
            return ()
        self.findings += len(places)
        self.named += sum(self._is_named(words, place) for place in places)
        if bool(places) < self.hostile.is_hostile or bool(places) < ran.code:
            self._fault("unnamed", f"{words}: exit {ran.code} without a finding")
        return places

    def _is_named(self, words: tuple[str, ...], place: Named) -> bool:
        """Whether a finding names a file that is there, and a line that it has."""
        if self.hostile.content is None:  # names are told with their marks made visible
            is_named = bool(place.path) and place.line > 0
        else:
            file = self.root / place.path
            is_own = place.path == self.hostile.path
            held = self.hostile.content if is_own or not file.is_file() else file.read_bytes()
            last = 1 + len(re.findall(b"\r\n|\r|\n", held))
            is_named = bool(place.path) and file.exists() and 0 < place.line <= last
        if not is_named:
            self._fault("unnamed", f"{words}: {place}")
        return is_named

    def _asked(self, words: tuple[str, ...], number: int, *, is_unread: bool) -> None:
        ran = self._run(words, number)
        self._printable(words, ran.err if "--format" in words else ran.out + ran.err)
        if ran.code == 3:
            self._fault_of_failing(words, ran)
        told = ran.out + ran.err
        marks = (self.hostile.path, *(_MARKS if "--allow-incomplete" in words else ()))
        if is_unread and not any(mark in told for mark in marks):
            self._fault("untold", f"{words}: exit {ran.code}: {ran.err.strip()[:200]}")

    def _fault_of_failing(self, words: tuple[str, ...], ran: Ran) -> None:
        """A run that failed must have said over which file."""
        if not ran.trace and not re.search(r"\.ya?ml|/more", ran.err):
            self._fault("unnamed", f"{words}: exit {ran.code}: {ran.err.strip()[:200]}")

    def _printable(self, words: tuple[str, ...], shown: str) -> None:
        if match := _OBEYED.search(shown):
            self._fault("unprintable", f"{words}: U+{ord(match.group()):04X}")

    def _fault(self, kind: str, detail: str) -> None:
        if len(self.faults) < _MOST_TOLD:
            self.faults.append(Fault(kind, self.hostile.name, detail))


def _verbs(hostile: Case) -> tuple[tuple[str, ...], ...]:
    """The reading verbs besides ``check``, asked about what the hostile file may hold."""
    place = home(hostile.path)
    kind = place.kind if place and place.kind not in ("workspace", "waiver", "source") else ""
    stem = place.stem if place and place.stem and place.kind not in WITHOUT_ID else "REQ-001"
    weekly = ("weekly-report", "--week", "2026-W47")
    return (
        ("list", kind or "requirement"),
        ("show", stem),
        weekly,
        ("minutes", "MTG-001"),
        ("list", kind or "actions", "--format", "json"),
        ("show", "回签", "--format", "json"),
        (*weekly, "--allow-incomplete", "--audience", "client"),
        ("minutes", "MTG-001", "--allow-incomplete", "--audience", "client", "--format", "html"),
    )
