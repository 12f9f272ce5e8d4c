"""What ``save`` tells of what both sides changed: both values, and the way out."""

import json
import shlex
from collections.abc import Iterator
from typing import Protocol

from rdclient.lens import Lang

_LONGEST = 60


class Step(Protocol):
    """A step to a value."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def index(self) -> int | None:
        """Its place in our list."""


class Clash(Protocol):
    """What both sides changed."""

    @property
    def kind(self) -> str:
        """In which way."""

    @property
    def way(self) -> tuple[Step, ...]:
        """To the value."""

    @property
    def ours(self) -> object:
        """Our value."""

    @property
    def theirs(self) -> object:
        """The value of theirs."""


class FileClash(Protocol):
    """A file that people must look at."""

    @property
    def path(self) -> str:
        """Of the file."""

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What both sides changed in it."""

    @property
    def ours(self) -> str:
        """Who changed it last here."""

    @property
    def theirs(self) -> str:
        """Who changed it last there."""


def conflict_lines(
    found: tuple[FileClash, ...], *, remote: str, stems: dict[str, str], lang: Lang
) -> Iterator[str]:
    """What both sides changed, record by record, and what to do about it.

    Args:
        found: the files.
        remote: what the other side is called, e.g. ``origin/main``.
        stems: by path, the id of the record that a file holds.
        lang: to speak.
    """
    is_zh = lang is Lang.ZH
    count = sum(len(file.clashes) for file in found)
    yield (
        f"有{count}处本地与远端（{remote}）改法不同，未合并，也未推送；本地的提交和文件都未改动"
        if is_zh
        else f"changed in different ways here and in {remote}: {count}. Nothing was merged or "
        "pushed; your commit and your files stay as they are"
    )
    for file in found:
        for clash in file.clashes:
            yield ""
            yield from _clash(file, clash, stems.get(file.path, ""), lang)
    yield ""
    yield (
        "处理完后重新运行 rdclient save。全部以本地为准：rdclient save --keep mine；"
        "全部以远端为准：rdclient save --keep theirs"
        if is_zh
        else "then run rdclient save again. To settle all of them for one side: rdclient save "
        "--keep mine, or --keep theirs"
    )


def clash_line(path: str, clash: Clash, *, lang: Lang) -> str:
    """What both sides changed, on one line; for what Git prints while it merges."""
    where = " ".join((path, *(step.label for step in clash.way)))
    if clash.kind in {"value", "deleted", "both-new"}:
        ours, theirs = (_title(value, lang) for value in (clash.ours, clash.theirs))
        if lang is Lang.ZH:
            return f"{where}：本地 {ours}，远端 {theirs}"
        return f"{where}: {ours} here, {theirs} there"
    return f"{path}{'：' if lang is Lang.ZH else ': '}{_whole(clash, lang)}"


def _whole(clash: Clash, lang: Lang) -> str:
    told = _WHOLE.get(clash.kind, _WHOLE["file"])[0 if lang is Lang.ZH else 1]
    name = clash.way[0].label if clash.kind == "unreadable" else "ours"
    return told.format(_VERSIONS[name][0 if lang is Lang.ZH else 1])


def _clash(file: FileClash, clash: Clash, stem: str, lang: Lang) -> Iterator[str]:
    is_zh = lang is Lang.ZH
    where = " ".join((*((stem,) if stem else ()), *(step.label for step in clash.way)))
    match clash.kind:
        case "value" | "deleted":
            yield f"{file.path} · {where}"
            yield from _sides(file, _value(clash.ours, lang), _value(clash.theirs, lang), lang)
            if told := _set(clash, stem):
                yield f"  以远端为准：{told}" if is_zh else f"  to take theirs: {told}"
        case "both-new":
            yield (
                f"{file.path} · {where}：{_BOTH_NEW[0]}"
                if is_zh
                else (f"{file.path} · {where}: {_BOTH_NEW[1]}")
            )
            yield from _sides(file, _title(clash.ours, lang), _title(clash.theirs, lang), lang)
            name = where.rpartition(" ")[2]
            yield (
                f"  是两条不同的记录：rdclient renumber {name} 给本地这条换编号；"
                "是同一条：用 rdclient set 改成一致"
                if is_zh
                else f"  if they are two: give yours another id with rdclient renumber {name}; "
                "if they are one: make them alike with rdclient set"
            )
        case _:
            told = _whole(clash, lang)
            yield f"{file.path}：{told}" if is_zh else f"{file.path}: {told}"
            yield from _sides(file, "", "", lang)


_BOTH_NEW = ("两边各新建了一条，编号相同", "both sides gave this id to a new record")
_WHOLE = {
    "file": (
        "两边改了同一处，不能按记录合并",
        "both sides changed the same lines, and it cannot be merged by records",
    ),
    "file-deleted": (
        "一边删除了这个文件，另一边改了内容",
        "one side deleted the file, the other changed it",
    ),
    "unsafe": (
        "两边的改动无法放进同一个文件而不影响其他内容，请手工合并（git merge）",
        "the changes of both cannot be written into one file; merge it by hand (git merge)",
    ),
    "unreadable": (
        "{0}读不出来，不能合并。请先改正该版本",
        "{0} cannot be read, so it cannot be merged; mend that version first",
    ),
}
_VERSIONS = {
    "base": ("两边共同的上一版", "the version that both sides started from"),
    "ours": ("本地的版本", "your version"),
    "theirs": ("远端的版本", "the version of the remote"),
}


def _sides(file: FileClash, ours: str, theirs: str, lang: Lang) -> Iterator[str]:
    """Both sides, one on each line, with who wrote them."""
    if lang is Lang.ZH:
        sides = (("本地", ours, file.ours), ("远端", theirs, file.theirs))
        for name, value, author in sides:
            told = f"{value}（{author}）" if value else author
            yield f"  {name}：{told}"
        return
    for name, value, author in (("here", ours, file.ours), ("there", theirs, file.theirs)):
        yield f"  {name}: {f'{value} ({author})' if value else author}"


def _value(value: object, lang: Lang) -> str:
    """A value on one line; what was taken away in words."""
    if _is_absent(value):
        return "已删除" if lang is Lang.ZH else "deleted"
    told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    told = " ".join(told.split())
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"


def _is_absent(value: object) -> bool:
    return not isinstance(value, (str, int, float, list, dict, type(None)))


def _title(value: object, lang: Lang) -> str:
    """What a record is called."""
    if isinstance(value, dict):
        named = next((value[key] for key in ("title", "name", "text") if key in value), value)
        return _value(named, lang)
    return _value(value, lang)


def _set(clash: Clash, stem: str) -> str:
    """The command that writes the value of theirs; empty where no command does."""
    value, way = clash.theirs, clash.way
    is_plain = isinstance(value, (str, int)) and "\n" not in str(value) and str(value)
    if not is_plain or clash.kind != "value" or len(way) <= (not stem):
        return ""
    name, steps = (stem, way) if stem else (way[0].label, way[1:])
    field = ".".join(one.label if one.index is None else str(one.index) for one in steps)
    told = str(value).lower() if isinstance(value, bool) else str(value)
    words = ["rdclient", "set", name, field, *(["--"] if told.startswith("-") else []), told]
    return shlex.join(words)


# ── what was done ────────────────────────────────────────────────────────────


def files(count: int, *, lang: Lang) -> str:
    """A number of files."""
    return f"{count}个文件" if lang is Lang.ZH else f"{count} {'file' if count == 1 else 'files'}"


def commits(count: int, *, lang: Lang) -> str:
    """A number of commits."""
    if lang is Lang.ZH:
        return f"{count}次提交"
    return f"{count} {'commit' if count == 1 else 'commits'}"
