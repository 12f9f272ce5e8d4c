"""``check``: every finding about a workspace, part by part; what did not change is not asked anew.

A part is a client's folder. Rules see one client at a time, with the records of the root and of
those clients that its references name, so that the work grows with what was changed, not with the
workspace; a part is examined whole or not at all.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast
from zoneinfo import ZoneInfo

from rdclient.api.part_answer import Answer, Json, answer_from_json
from rdclient.api.reading import files
from rdclient.diagnostic import Finding, Waived, in_order
from rdclient.lens import Lang
from rdclient.store import tree
from rdclient.store.layout import POLICY_FILE
from rdclient.store.source import CONTACTS, ROOT_PART, Source, contact_paths, parts_of

if TYPE_CHECKING:  # what did not change needs no rules
    from rdclient.api.examining import Compare, Examiner

Progress = Callable[[int, int], None]
"""Told how much of the work is done: so many of so many."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of ``check``: findings with positions, in order, and what was looked at.

    ``waived`` are those a waiver sets aside. ``lang`` is the workspace's, None when its own file
    could not be read. ``parsed`` is the number of files that were parsed, not taken from the
    cache.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    records: int
    files: int
    lang: Lang | None
    parsed: int = 0


@dataclass(frozen=True, slots=True)
class AboutRoot:
    """What is known of a workspace besides its parts."""

    lang: Lang | None
    records: int
    files: int


def check(
    root: Path,
    *,
    as_of: datetime,
    cache: Path | None = None,
    at: str | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Every finding about the records below ``root``; facts after ``as_of`` are in the future.

    Args:
        root: of the workspace.
        as_of: aware; or naive, to be read in the workspace's zone.
        cache: folder in which the key of the user's cache is kept; None to work without one. The
            answer is the same.
        at: revision whose records are checked, without a cache; None for those on disk.
        progress: told of every part that is done.
    """
    source = files(root, cache=cache, at=at)
    looked = looked_through(source, as_of, progress=progress)
    return put_together(source, looked.about, [*looked.answers.values()], looked.more)


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What is known of a whole workspace.

    Attributes:
        about: what is known of the root.
        answers: of every part.
        gated: what the gate says of the parts it was asked about.
        more: findings that belong to no part.
    """

    about: AboutRoot
    answers: Mapping[str, Answer]
    gated: Mapping[str, Answer]
    more: tuple[Finding, ...]


class Comparing(Protocol):
    """What a gate adds: the parts it asks about, what it said of them before, and how it asks."""

    def parts(self, known: "Kept") -> tuple[str, ...]:
        """The parts that are to be compared; some of them may not be there any more."""

    def kept(self, known: "Kept") -> dict[str, Answer]:
        """What it said last time and that still holds, by part."""

    def compare(self) -> "Compare":
        """What asks anew."""

    def save(self, known: "Kept", gated: Mapping[str, Answer]) -> None:
        """Keep what it said."""


def looked_through(
    source: Source,
    as_of: datetime,
    *,
    gate: Comparing | None = None,
    progress: Progress | None = None,
) -> LookedThrough:
    """Every answer about a workspace: those that still hold, and the others worked out anew."""
    paths = parts_of(source.tree.files)
    names = tuple(part for part in paths if part) or (ROOT_PART,)
    known = Kept(source, paths, as_of)
    answers = {part: found for part in names if (found := known.answer(part))}
    asked = gate.parts(known) if gate else ()
    gated = gate.kept(known) if gate else {}
    wanted = dict.fromkeys((*names, *asked))
    stale = tuple(
        part
        for part in wanted
        if (part in names and part not in answers) or (part in asked and part not in gated)
    )
    about, templates = known.root(), tuple[Finding, ...]()
    if stale or about is None or source.tree.templates:
        from rdclient.api.examining import Examiner

        examiner = Examiner(source, as_of, gate.compare() if gate and stale else None)
        about = AboutRoot(examiner.lang, *examiner.root)
        anew = examined(examiner, stale, progress)
        answers |= {part: anew[part] for part in stale if part in names}
        gated |= examiner.gated
        templates = examiner.of_templates()
        known.save(answers, about, examiner.ground.zone.key)
    else:
        known.save(answers, None, "")
    if gate:
        gate.save(known, gated)
    missing = tuple(tree.without_own_file(source.files, source.tree.files))
    return LookedThrough(about, answers, gated, (*templates, *missing))


def put_together(
    source: Source, about: AboutRoot, answers: list[Answer], more: tuple[Finding, ...]
) -> Checked:
    """The answers of all parts as one; what says that something is nowhere must be in each."""
    absent: set[Finding] = set.intersection(*(set(answer.absent) for answer in answers))
    found = (finding for answer in answers for finding in answer.findings)
    aside = {item.finding: item for answer in answers for item in answer.waived}
    return Checked(
        findings=in_order((*source.tree.findings, *found, *absent, *more)),
        waived=tuple(aside[finding] for finding in in_order(aside)),
        records=about.records + sum(answer.records for answer in answers),
        files=about.files + sum(answer.files for answer in answers),
        lang=about.lang,
        parsed=source.parsed,
    )


# ── what has to be looked at ─────────────────────────────────────────────────

_WORTH_SHARING = 400
"""Files: for fewer another process costs more than it saves (``bench/``)."""


def examined(
    examiner: "Examiner", parts: tuple[str, ...], progress: Progress | None
) -> dict[str, Answer]:
    """The answers about some parts, worked out by as many processes as are worth it."""
    from rdclient.api import parallel

    counts = {part: len(examiner.paths.get(part, ())) for part in parts}
    total = max(1, sum(counts.values()))
    many = parallel.processes() if total >= _WORTH_SHARING else 1
    mine, *theirs = parallel.shares(tuple(counts.items()), max(1, min(many, len(parts))))
    children: list[parallel.Child] = []
    answers: dict[str, Answer] = {}
    done = 0
    try:
        for share in theirs:
            children += parallel.started(partial(_share, examiner, share))
        for part in mine:
            answers[part] = examiner.answer(part)
            done += counts[part]
            if progress:  # the others are about as far
                progress(done * total, total * sum(counts[name] for name in mine))
        for line in parallel.finished(children):
            row = json.loads(line)
            examiner.source.adopt(row["files"], row["parsed"])
            answers[row["part"]] = answer_from_json(row["answer"], as_of=examiner.as_of)
            if row["gated"]:
                gated = answer_from_json(row["gated"], as_of=examiner.as_of)
                examiner.gated[row["part"]] = gated
    finally:
        parallel.gone(children)
    # A process that was killed left some undone.
    return answers | {part: examiner.answer(part) for part in parts if part not in answers}


def _share(examiner: "Examiner", parts: tuple[str, ...]) -> Iterator[str]:
    """In another process: each answer as a line, with what was read for it."""
    source = examiner.source
    source.told()  # what was read before is known there
    for part in parts:
        source.parsed = 0
        answer = examiner.answer(part)
        gated = examiner.gated.get(part)
        row = {"part": part, "answer": answer.to_json(), "files": source.told(),
               "parsed": source.parsed, "gated": gated.to_json() if gated else None}  # fmt: skip
        yield json.dumps(row)


# ── what was found last time ─────────────────────────────────────────────────

_ABSENT = "absent"
"""Stands for the files of a part that there is not."""
_ABOUT = "/root"
"""Where the cache keeps what is known of the root; no client can be called so."""


class Kept:
    """The answers of last time that still hold."""

    def __init__(
        self, source: Source, paths: Mapping[str, tuple[str, ...]], as_of: datetime
    ) -> None:
        self.source = source
        self.paths = paths
        self.as_of = as_of
        self._keys: dict[str, str | None] = {}
        self._rows: dict[str, Json] = {}
        row = self._row(_ABOUT)
        self._about = row if row and row["key"] == self.key(ROOT_PART) else {}

    def root(self) -> AboutRoot | None:
        """What is known of the root; None when it changed."""
        if not self._about:
            return None
        lang = cast("str | None", self._about["lang"])
        records, files = cast("list[int]", self._about["counts"])
        return AboutRoot(Lang(lang) if lang else None, records, files)

    def answer(self, part: str) -> Answer | None:
        """The answer about a part, when nothing it depends on has changed."""
        row = self._row(part)
        found = self.of(part, row)
        if found:
            self._rows[part] = row
        return found

    def of(self, part: str, row: Mapping[str, Json]) -> Answer | None:
        """The answer that a row holds, when nothing it depends on has changed."""
        if not self._about or not row:
            return None
        keys = cast("dict[str, str]", row["keys"])
        if part not in keys or any(self.key(name) != key for name, key in keys.items()):
            return None
        zone = ZoneInfo(str(self._about["zone"]))
        naive = self.as_of.tzinfo is None
        as_of = self.as_of.replace(tzinfo=zone) if naive else self.as_of.astimezone(zone)
        found = answer_from_json(row["answer"], as_of=as_of)
        holds = found.span[0] <= as_of.timestamp() < found.span[1]
        return found if holds else None

    def save(self, answers: Mapping[str, Answer], about: AboutRoot | None, zone: str) -> None:
        """Keep the answers for the next check.

        Args:
            answers: of every part.
            about: of the root, when it was read; None to leave what is kept.
            zone: of the workspace.
        """
        cache = self.source.cache
        if cache is None:
            return
        self._keys.clear()
        rows = {part: self._rows.get(part) or self.written(part, answers[part])
                for part in answers}  # fmt: skip
        rows[_ABOUT] = (
            self._about
            if about is None
            else {
                "key": self.key(ROOT_PART),
                "zone": zone,
                "lang": about.lang.value if about.lang else None,
                "counts": [about.records, about.files],
            }
        )
        told = {name: row for name, row in rows.items() if row}
        cache.save(self.source.tree.stamps, self.paths, told)

    def written(self, part: str, answer: Answer) -> Json:
        """The row of an answer; None when it cannot be kept."""
        names = (ROOT_PART, part, *answer.reaches)
        keys = {name: self.key(name) for name in names}
        if None in keys.values():
            return None
        return {"keys": keys, "answer": answer.to_json()}

    def _row(self, name: str) -> dict[str, Json]:
        cache = self.source.cache
        row = cache.answer(name) if cache else None
        return cast("dict[str, Json]", row) if isinstance(row, dict) else {}

    def key(self, part: str) -> str | None:
        """What stands for the files of a part; None when one of them cannot be read."""
        if part not in self._keys:
            is_all = part == CONTACTS
            paths = contact_paths(self.source.tree.files) if is_all else self.paths.get(part)
            key = _ABSENT if paths is None else self.source.key(paths)
            if part == ROOT_PART and key:  # a folder or a link in its place is no file of the part
                key += str(self.source.files.is_there(POLICY_FILE))
            self._keys[part] = key
        return self._keys[part]
