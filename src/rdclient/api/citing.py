"""Who names a record by its id: references, the scopes of waivers, and words that mention it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from rdclient.api.new_number import PEOPLE
from rdclient.api.target import Target
from rdclient.model.base import Record
from rdclient.model.governance import RaciRow, Waiver
from rdclient.model.link import Link
from rdclient.model.portfolio import Portfolio, folded, id_of, kind_of
from rdclient.model.walk import Way
from rdclient.store.replacing import Replacement


def citations(
    portfolio: Portfolio, aim: Target, new: str, moved: str | None
) -> tuple[tuple[Replacement, ...], tuple[Replacement, ...]]:
    """What names the record for certain, and the waivers of which nobody can tell.

    Args:
        portfolio: every record.
        aim: the record or part.
        new: its id to be.
        moved: path its file is to have; None when that stays.
    """
    found = [
        _citation(link.record, link.pointer, link.name, new)
        for link in portfolio.links
        if _means(portfolio, link, aim)
    ]
    found += _rows(portfolio, aim, new)
    unsure: list[Replacement] = []
    for waiver in portfolio.all(Waiver) if aim.part is aim.record else ():
        scope = _plain(waiver.scope)
        if moved and scope == folded(aim.record.origin.path):
            at = waiver.origin.path
            found.append(Replacement(at, _below(waiver, "scope"), waiver.scope, moved))
        elif scope in _names(aim.record) and _is_within(waiver, aim.record):
            named = _citation(waiver, ("scope",), waiver.scope, new)
            others = (r for r in portfolio.records if r is not aim.record)
            is_sure = not any(scope in _names(r) and _is_within(waiver, r) for r in others)
            (found if is_sure else unsure).append(named)
    return tuple(found), tuple(unsure)


def _rows(portfolio: Portfolio, aim: Target, new: str) -> Iterator[Replacement]:
    """Keys of RACI rows that are the id of a person."""
    for row in portfolio.all(RaciRow):
        if aim.id in row.parties and aim.record in portfolio.people_named(aim.id, row):
            at = _below(row, "parties", aim.id)
            yield Replacement(row.origin.path, at, aim.id, new, is_key=True)


def dangling(portfolio: Portfolio, old: str, aim: Target) -> tuple[Replacement, ...]:
    """References to an id that nothing has any more, and that would lead to a record by its own.

    Args:
        portfolio: every record.
        old: the id that is gone.
        aim: the record that had it.
    """
    kind = kind_of(aim.record)
    found = []
    for link in portfolio.links:
        head, slash, last = link.name.rpartition("/")
        if last != old or kind not in link.kinds or portfolio.find(kind, link.name, link.record):
            continue
        if portfolio.find(kind, f"{head}{slash}{aim.id}", link.record) is aim.record:
            found.append(_citation(link.record, link.pointer, link.name, aim.id))
    return tuple(found)


def _citation(record: Record, pointer: Way, text: str, new: str) -> Replacement:
    """A text whose last step is an id, with or without project and client before it."""
    head, slash, _ = text.rpartition("/")
    return Replacement(record.origin.path, _below(record, *pointer), text, f"{head}{slash}{new}")


def _below(record: Record, *pointer: str | int) -> Way:
    return (*record.origin.pointer, *pointer)


def _means(portfolio: Portfolio, link: Link, aim: Target) -> bool:
    """Whether a reference leads to a record, or to its twin of the same id."""
    record, kind = aim.record, kind_of(aim.record)
    if aim.part is not record or link.name.rpartition("/")[2] != aim.id:
        return False
    if kind in PEOPLE:
        people = portfolio.people_named(link.name, link.record) if "person" in link.kinds else ()
        return record in people
    if kind not in link.kinds:
        return False
    found = portfolio.find(kind, link.name, link.record)
    return found is not None and _scope(found) == _scope(record)


def _scope(record: Record) -> tuple[str | None, str | None]:
    return record.origin.client, record.origin.project


# ── waivers ──────────────────────────────────────────────────────────────────


def _plain(scope: str) -> str:
    return folded(scope.strip().replace("\\", "/").removeprefix("./").rstrip("/"))


def _names(record: Record) -> frozenset[str]:
    """What a record may be called: its id, with or without project and client before it."""
    steps = [*filter(None, _scope(record)), id_of(record)]
    return frozenset(folded("/".join(steps[first:])) for first in range(len(steps)) if steps[-1])


def _is_within(waiver: Waiver, record: Record) -> bool:
    return waiver.origin.client in (None, record.origin.client)


# ── words ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that holds an id."""

    path: str
    line: int
    text: str


def mentions(texts: Mapping[str, str], aim: Target) -> Iterator[Mention]:
    """The lines in which an id stands so that it may mean the record.

    In the files of the same project that is the bare id; elsewhere the project stands before it.

    Args:
        texts: of the files to look at, by path.
        aim: the record or part.
    """
    origin = aim.record.origin
    bare = _pattern(aim.id)
    own = re.compile(rf"\bid: *[\"']?{re.escape(aim.id)}(?![0-9A-Za-z-])")
    full = _pattern(f"{origin.project}/{aim.id}") if origin.project else bare
    home = f"clients/{origin.client}/projects/{origin.project}/"
    for path in sorted(texts):
        pattern = bare if path.startswith(home) else full
        if aim.id not in texts[path]:
            continue
        for number, line in enumerate(texts[path].splitlines(), 1):
            if pattern.search(line) and not own.search(line):
                yield Mention(path, number, line.strip())


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z-]){re.escape(name)}(?![0-9A-Za-z]|-[0-9A-Za-z]|\.[a-z])")


def renamed_path(path: str, new: str) -> str:
    """The path of a record file under another id."""
    return str(PurePosixPath(path).with_name(f"{new}.yaml"))
