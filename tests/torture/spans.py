"""Edits of files written by hand: only the value's own bytes change, and only its data.

``bytes/`` holds the files; each of their values is set to many others, each list gets an entry.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from fast_reader import oracle
from kept_bytes import Pointer, Spot, is_extended, is_kept, spots
from tally import Tally

from rdclient.store import edits
from rdclient.store.edits import Edit, EditRefusedError

CORPUS = Path(__file__).resolve().parent / "bytes"
Value: TypeAlias = str | int | bool | None
VALUES: tuple[Value, ...] = (
    *("ok", "短", "批量代付：单批≤20,000笔（“第2期”）", "长" * 400, "word " * 80 + "end"),
    *(
        "第一行\n第二行",
        "one\n\n  two\n",
        "# 不是注释\n- 不是列表\n",
        "\n开头空一行\n",
        "  缩进\n正文",
    ),
    *("needs: quotes # yes", "- x", "[a, b]", "{a: b}", "a, b]", "'", '"', 'say "hi"', "it's"),
    *(
        "👍🏽 上线了",
        "𠮷野家",
        "e\u0301",
        "　全角空格　",
        "@张敏",
        "`x`",
        "%",
        "!x",
        "&a",
        "*a",
        "|",
        ">",
    ),
    *("", " ", " 前", "后 ", "a\tb", "C:\\work\\new", "---", "...", "-", "?", ":", "a:", "<<", "="),
    *(
        "010",
        "1.10",
        "1_000",
        "0x1F",
        "1e3",
        ".nan",
        "true",
        "no",
        "null",
        "~",
        "12:30",
        "2026-11-20",
    ),
    *("9" * 50, 20_000, -1, 0, True, False, None),
)
"""What every scalar is set to, one after the other."""
REFUSED: tuple[Value, ...] = ("bell \x07", "turned \u202e", "cut \ud800", "next\u2028line")
"""What no record may hold; setting it must be refused."""
ENTRIES: tuple[Mapping[str, object], ...] = (
    {"at": "2026-11-20 14:00", "type": "closed", "by": "张敏"},
    {"note": "需要: 引号 # 与井号", "说明": "“全角”", "n": 3, "ok": True, "none": None},
    {"text": "第一行\n第二行\n", "to": ["甲", "a, b"], "map": {"zh": "一", "en": "one: 1"}},
)
"""What every list gets at its end, one at a time."""
_RAREST = 200
"""At most one edit in this many may be refused: that keeps every byte, but helps nobody."""


@dataclass(frozen=True, slots=True)
class Verbs:
    """What is judged: from a file and a wish to an edit."""

    set_value: Callable[[Path, str, Pointer, Value], Edit]
    append_entry: Callable[[Path, str, Pointer, Mapping[str, object]], Edit]


OURS = Verbs(edits.set_value, edits.append_entry)


def measure(
    folder: Path,
    *,
    size: int = len(VALUES),
    processes: int = 2,
    verbs: Verbs = OURS,
    names: Sequence[str] = (),
) -> Tally:
    """Edit every file of the corpus at every value and every list.

    Args:
        folder: an empty one to work in.
        size: how many values each scalar is set to; with fewer than all, others each time.
        processes: that share the files.
        verbs: what is judged.
        names: of the files; all when empty.
    """
    files = names or sorted(path.name for path in CORPUS.glob("*.yaml"))
    parts = [files[first::processes] for first in range(processes)]
    folders = [folder / f"part-{number}" for number in range(processes)]
    if processes == 1:
        edited = [edited_all(folders[0], files, size, verbs)]
    else:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            shares = zip(folders, parts, strict=True)
            waiting = [pool.submit(edited_all, *share, size, verbs) for share in shares]
            edited = [part.result() for part in waiting]
    count = sum((kinds for kinds, _ in edited), Counter[str]())
    return _tally(count, len(files), [line for _, lines in edited for line in lines])


def _tally(count: Counter[str], files: int, lines: list[str]) -> Tally:
    made = count["kept"] + count["damaged"] + count["wrong data"]
    asked = made + count["refused"]
    if count["refused"] * _RAREST > asked:
        lines.append(f"too many are refused: {count['refused']} of {asked}")
    counts = (
        (count["kept"] * 100 // max(made, 1), f"% of {files} files × {made:,} edits"),
        (count["damaged"], "damaged"),
        (count["wrong data"], "with other data"),
        (count["refused"], f"refused of {asked:,}"),
        (count["forbidden"], "forbidden values refused"),
    )
    return Tally("untouched bytes", counts, tuple(lines))


def edited_all(
    folder: Path, names: Sequence[str], size: int, verbs: Verbs
) -> tuple[Counter[str], tuple[str, ...]]:
    """How many edits of these files went which way, and a line for each that went wrong."""
    folder.mkdir(parents=True)
    count: Counter[str] = Counter()
    lines = []
    for name in names:
        content = (CORPUS / name).read_bytes()
        (folder / name).write_bytes(content)
        for verdict, detail in _File(folder, name, content, verbs).all(size):
            count[verdict] += 1
            if detail:
                lines.append(f"{verdict}: {name} {detail}")
        if (folder / name).read_bytes() != content:
            lines.append(f"changed: {name}: an edit was applied before anybody asked for it")
    return count, tuple(lines)


class _File:
    """One file of the corpus, and every edit of it."""

    def __init__(self, folder: Path, name: str, content: bytes, verbs: Verbs) -> None:
        self.folder, self.name, self.content, self.verbs = folder, name, content, verbs
        self.text = content.decode()
        self.data = oracle(self.text)

    def all(self, size: int) -> Iterator[tuple[str, str]]:
        """The verdict on each edit; the details only of what went wrong."""
        turn = 0
        for spot in spots(self.text):
            if spot.kind not in ("list", "mapping"):
                for _ in range(size):
                    yield self._set(spot, VALUES[turn % len(VALUES)])
                    turn += 1
                yield self._forbidden(spot, REFUSED[turn % len(REFUSED)])
            for pointer in _lists(spot, self._value(spot.pointer)):
                for item in ENTRIES[: max(1, size // 2)]:
                    yield self._appended(pointer, item)

    def _value(self, pointer: Pointer) -> object:
        found = self.data
        for step in pointer:
            found = found[step]  # type: ignore[index]
        return found

    def _set(self, spot: Spot, value: Value) -> tuple[str, str]:
        told = f"{spot.pointer} = {value!r}"
        try:
            edit = self.verbs.set_value(self.folder, self.name, spot.pointer, value)
        except EditRefusedError:
            return "refused", ""
        new = edit.after.decode()
        is_same = repr(self._value(spot.pointer)) == repr(value)
        if edit.before != self.content or (is_same and new != self.text):
            return "damaged", f"{told}: written although nothing changes"
        if not is_kept(self.text, new, spot):
            return "damaged", f"{told}: {new!r}"
        return self._verdict(new, replaced(self.data, spot.pointer, value), told)

    def _forbidden(self, spot: Spot, value: Value) -> tuple[str, str]:
        try:
            self.verbs.set_value(self.folder, self.name, spot.pointer, value)
        except EditRefusedError:
            return "forbidden", ""
        return "wrong data", f"{spot.pointer} = {value!r}: was not refused"

    def _appended(self, pointer: Pointer, item: Mapping[str, object]) -> tuple[str, str]:
        told = f"{pointer} + {item!r}"
        try:
            edit = self.verbs.append_entry(self.folder, self.name, pointer, item)
        except EditRefusedError:
            return "refused", ""
        new = edit.after.decode()
        if edit.before != self.content or not is_extended(self.text, new):
            return "damaged", f"{told}: {new!r}"
        return self._verdict(new, _extended(self.data, pointer, item), told)

    def _verdict(self, new: str, wanted: object, told: str) -> tuple[str, str]:
        try:
            read = oracle(new)
        except Exception as error:  # noqa: BLE001 - whatever that loader stumbles over
            return "wrong data", f"{told}: {new!r}: {' '.join(str(error).split())}"
        if repr(read) != repr(wanted):
            return "wrong data", f"{told}: {new!r} is {read!r}"
        return "kept", ""


def _lists(spot: Spot, value: object) -> Iterator[Pointer]:
    """The lists at a place: itself, or one that a mapping does not have yet."""
    if spot.kind == "list" or value is None:
        yield spot.pointer
    elif spot.kind == "mapping":
        yield (*spot.pointer, "appended")


def replaced(data: object, pointer: Pointer, value: object) -> object:
    """A copy of the data with one value changed or added."""
    if not pointer:
        return value
    step, *rest = pointer
    if isinstance(data, list):
        new = replaced(data[step], tuple(rest), value)  # type: ignore[index]
        return [new if index == step else item for index, item in enumerate(data)]
    if not isinstance(data, dict):
        raise TypeError(pointer)
    return {**data, step: replaced(data.get(step), tuple(rest), value)}


def _extended(data: object, pointer: Pointer, item: Mapping[str, object]) -> object:
    found = data
    for step in pointer:
        found = found.get(step) if isinstance(found, dict) else found[step]  # type: ignore[index]
    held = list(found) if isinstance(found, list) else []
    return replaced(data, pointer, [*held, dict(item)])
