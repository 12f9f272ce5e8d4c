"""Rows played and judged: forgeries refused for what they are, honest histories let through."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rows import Forgery, Honest
from scene import built
from stage import NOW, Judged, Stage, judged, play
from tables import FORGERIES, HONEST

ROWS: tuple[Forgery | Honest, ...] = (*FORGERIES, *HONEST)


@dataclass(frozen=True)
class Outcome:
    """What became of a row: what the gate said, or what stopped the story."""

    said: Judged | None
    fault: str = ""


def tried(stage: Stage, row: Forgery | Honest, folder: Path, *words: str) -> Judged:
    """What the gate says of a row, played in a repository of its own."""
    own = stage.copy(folder)
    play(own, row.story)
    return judged(own, *words, as_of=row.as_of if isinstance(row, Honest) else NOW)


def is_as_it_must_be(row: Forgery | Honest, said: Judged) -> bool:
    """Whether a forgery is refused for the codes named and for nothing else.

    Of an honest history the gate says nothing at all, not even a hint.
    """
    if isinstance(row, Honest):
        return said.code == 0 and not said.codes
    return set(said.codes) == set(row.codes) and said.code == int(row.fails)


def line(row: Forgery | Honest, outcome: Outcome) -> str:
    """A row and what became of it; when it is not as it must be, what was said instead."""
    good = outcome.said is not None and is_as_it_must_be(row, outcome.said)
    if isinstance(row, Forgery):
        verdict, codes = ("detected" if good else "MISSED"), " ".join(row.codes)
    else:
        verdict, codes = ("quiet" if good else "ALARM"), ""
    told = f"{verdict:8}  {codes:29}  {row.name}"
    if good:
        return told
    said = outcome.said
    return f"{told}\n          → {_words(said) if said else outcome.fault}"


def _words(said: Judged) -> str:
    return f"exit {said.code} · {' '.join(said.codes) or said.err.strip() or 'nothing found'}"


def outcomes(folder: Path, rows: tuple[Forgery | Honest, ...], jobs: int) -> Iterator[Outcome]:
    """What becomes of some rows, in their order."""
    stage = built(folder)
    places = [folder / f"{number:03d}" for number in range(len(rows))]
    numbers = [ROWS.index(row) for row in rows]
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_outcome, [stage] * len(rows), numbers, places)


def _outcome(stage: Stage, number: int, place: Path) -> Outcome:
    """A row by its number: stories hold functions, which do not travel between processes."""
    try:
        return Outcome(tried(stage, ROWS[number], place))
    except Exception as error:  # noqa: BLE001 - told in the row's line
        return Outcome(None, f"{type(error).__name__}: {error}")
