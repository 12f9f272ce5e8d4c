"""``rdclient import``: a table brought into the records, or every reason why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, say, spoken
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Edit
    from rdclient.api.importing import Imported
    from rdclient.exchange.table import Fault

_MOST_FILES = 20
"""Files shown as a diff; of more only the names and the number of lines."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were typed."""

    folder: str | None
    kind: str
    file: str | None
    client: str | None
    project: str | None
    mapping: str | None
    source: str | None
    through: str | None
    sheet: str | None
    more: tuple[str, ...]
    as_of: str | None
    lang: Lang | None
    is_dry: bool
    is_partial: bool
    is_strict: bool
    overwrites: bool


def print_mapping(name: str) -> int:
    """Print a shipped mapping."""
    from rdclient import api

    console.show(api.shipped_text(name))
    return console.CLEAN


def import_table(asked: Asked) -> int:
    """Write what the table changes; exit 1 when rows were refused."""
    from rdclient import api
    from rdclient.render.findings import printable

    if asked.file is None:
        raise UsageError("table-needed")
    here = options.folder(asked.folder)
    root = api.find_root(here)
    folders = (options.folder(None), here)
    typed = Path(asked.file)
    path = next((f / typed for f in folders if (f / typed).exists()), folders[0] / typed)
    order = api.ImportOrder(
        asked.kind, path, asked.client, asked.project, asked.mapping, asked.source, asked.through,
        asked.sheet, asked.more, folders, asked.is_strict, asked.overwrites,
    )  # fmt: skip
    clock = api.Clock(options.moment(asked.as_of), options.moment)
    cache = options.cache_folder(is_wanted=True)
    with console.progress(say("importing", "导入")) as tell:
        found = api.import_table(root, order, clock=clock, cache=cache, progress=tell)
    is_written = not found.faults or asked.is_partial
    deliver(root, found.edits if is_written else (), is_dry=asked.is_dry)
    lang = asked.lang or chosen() or spoken()
    for line in _told(found, asked.file, lang=lang):
        console.tell(printable(line))
    console.tell(printable(_summary(found, asked, lang=lang, is_written=is_written)))
    return console.FINDINGS if found.faults else console.CLEAN


def deliver(root: Path, edits: "tuple[Edit, ...]", *, is_dry: bool) -> None:
    """Write what was found and name the files, or show what would be written."""
    from rdclient import api

    if is_dry:
        console.show("".join(shown(edits)))
    else:
        api.apply(root, *edits)
        console.show("".join(f"{edit.path}\n" for edit in edits if edit.before != edit.after))


def shown(edits: "tuple[Edit, ...]") -> Iterator[str]:
    """The changes as a diff; of many files their names and how many lines they gain and lose."""
    from rdclient.render.difference import counted, unified

    changed = [edit for edit in edits if edit.before != edit.after]
    for edit in changed:
        if len(changed) <= _MOST_FILES:
            yield unified(edit.path, edit.before, edit.after)
        else:
            gained, lost = counted(edit.before, edit.after)
            yield f"{edit.path} +{gained} -{lost}\n"


# ── what is told ─────────────────────────────────────────────────────────────


def _told(found: "Imported", file: str, *, lang: Lang) -> Iterator[str]:
    """Notes about the table, then every fault."""
    is_zh = lang is Lang.ZH
    note = "提示：" if is_zh else "note: "
    if found.encoding:
        zh = f"{file} 按 {found.encoding} 编码读取"
        yield note + (zh if is_zh else f"{file} was decoded from {found.encoding}")
    if found.others:
        zh = (
            f"只读了工作表“{found.sheet}”，其余未读：{'、'.join(found.others)}（可用 --sheet 指定）"
        )
        en = f"only the sheet '{found.sheet}' was read, not: {', '.join(found.others)} (--sheet)"
        yield note + (zh if is_zh else en)
    if found.unknown:
        heads = [found.heads[column] for column in found.unknown]
        zh = f"以下列不在映射 {found.mapping} 中，未导入：{'、'.join(heads)}"
        en = f"columns that the mapping {found.mapping} does not know were left out: "
        yield note + (zh if is_zh else en + ", ".join(heads))
    if states := [head for head in found.heads if _is_state(head)]:
        zh = (
            f"列“{'、'.join(states)}”只有状态，没有时间，未导入；已解决、已关闭的，"
            "请在导出时带上解决时间、关闭时间"
        )
        en = (
            f"a state without its time is no fact, so {', '.join(states)} was not read; let the "
            "export hold when things were resolved and closed"
        )
        yield note + (zh if is_zh else en)
    for line in _grouped(found, found.notes, file, lang):
        yield note + line
    yield from _grouped(found, found.faults, file, lang)


def _is_state(head: str) -> bool:
    """Whether a column tells where things stand, but not since when."""
    return "状态" in head or head.strip().casefold() in {"status", "state"}


def _grouped(
    found: "Imported", faults: "tuple[Fault, ...]", file: str, lang: Lang
) -> Iterator[str]:
    """One line for each fault; rows with the same fault in the same column share one."""
    from rdclient.render.messages_exchange import fault_words

    is_zh = lang is Lang.ZH
    lines: dict[tuple[int | None, str], list[int]] = {}
    for fault in faults:
        words = fault_words(fault.key, fault.details, lang=lang)
        lines.setdefault((fault.column, words), []).append(fault.line)
    for (column, words), numbers in lines.items():
        place, head = _place(found, column)
        start = f"{file}:{numbers[0]}{place}"
        what = f"{head}{'：' if is_zh else ': '}{words}" if head else words
        rest = sorted(set(numbers[1:]))
        more = _ranges(rest)
        zh = f"（另有{len(rest)}行：{more}）"
        en = f" (and {len(rest)} more row{'s' if len(rest) > 1 else ''}: {more})"
        yield f"{start}: {what}{(zh if is_zh else en) if rest else ''}"


def _place(found: "Imported", column: int | None) -> tuple[str, str]:
    """A column as spreadsheets name it, and its head."""
    from rdclient.exchange.table import letters

    if column is None:
        return "", ""
    head = found.heads[column].strip() if column < len(found.heads) else ""
    return f":{letters(column)}", " ".join(head.split())


def _ranges(numbers: list[int]) -> str:
    """Numbers of lines, those in a row as a range."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("–".join(map(str, part)) for part in parts)


def _summary(found: "Imported", asked: Asked, *, lang: Lang, is_written: bool) -> str:
    """The counts, and what to do next."""
    tally = found.tally
    counts = (
        (tally.rows or "0", _in(lang, _rows(tally.rows), "共{}行")),
        (tally.new, _in(lang, "{} new", "新增{}条")),
        (tally.changed, _in(lang, "{} changed", "改动{}条")),
        (tally.cells, _in(lang, "{} field" if tally.cells == 1 else "{} fields", "改动字段{}个")),
        (
            tally.steps,
            _in(
                lang,
                "{} entry added" if tally.steps == 1 else "{} entries added",
                "补充过程记录{}条",
            ),
        ),
        (tally.same, _in(lang, "{} unchanged", "无变化{}条")),
        (tally.refused, _in(lang, f"{_rows(tally.refused)} refused", "有误{}行")),
    )
    parts = [words.format(count) for count, words in counts if count]
    if found.through and is_written:
        parts.append(_in(lang, f"complete through {found.through}", f"数据截至{found.through}"))
    if not is_written or asked.is_dry:
        parts.append(_in(lang, "nothing was written", "未写入"))
    hint = ""
    if not is_written:
        hint = _in(
            lang,
            "mend the rows, or take the others with --partial",
            "请改正后重新导入，或用 --partial 先导入其余的行",
        )
    elif found.edits and not asked.is_dry:
        hint = _in(lang, "next: rdclient check", "接下来：rdclient check")
    if lang is Lang.ZH:
        return "，".join(parts) + (f"。{hint}" if hint else "")
    return " · ".join([*parts, *([hint] if hint else [])])


def _rows(count: int) -> str:
    """The word after a number of rows, with a place for the number."""
    return "{} row" if count == 1 else "{} rows"


def _in(lang: Lang, en: str, zh: str) -> str:
    """The text in a language."""
    return zh if lang is Lang.ZH else en
