"""``rdclient import doorstop`` and ``import reqif``: requirements of other tools, with links."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, say, spoken
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api.importing_requirements import ForeignImported
    from rdclient.cli.importing import Asked
    from rdclient.exchange.foreign_item import Remark

_SOME = 8
"""Items named where many share a fault."""
FORMATS = ("doorstop", "reqif")
"""What is typed in the place of a kind of table."""


@dataclass(frozen=True, slots=True)
class Further:
    """Options that only requirements of other tools have."""

    type: str | None
    priority: str | None
    fields: tuple[str, ...]
    only: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """Those that were given."""
        given = {
            "--type": self.type,
            "--priority": self.priority,
            "--field": self.fields,
            "--only": self.only,
        }
        return tuple(name for name, value in given.items() if value)

    def refuse(self, kind: str) -> None:
        """Refuse them for a table.

        Raises:
            UsageError: when one was given.
        """
        for name in self.named:
            raise UsageError("foreign-option", name, kind)


def is_format(typed: str) -> bool:
    """Whether requirements of another tool are meant, and not a table."""
    return typed.strip().casefold() in FORMATS


def import_requirements(asked: "Asked", further: Further) -> int:
    """Write what the requirements change; exit 1 when some were refused."""
    from rdclient import api
    from rdclient.cli.importing import deliver
    from rdclient.render.findings import printable

    form = asked.kind.strip().casefold()
    _refuse_others(asked, form)
    here = options.folder(asked.folder)
    root = api.find_root(here)
    order = api.ForeignOrder(
        form, _path(asked, here), asked.client, asked.project, asked.source, asked.through,
        further.fields, further.only, (*asked.more, *_defaults(further)), asked.overwrites,
    )  # fmt: skip
    clock = api.Clock(options.moment(asked.as_of), options.moment)
    cache = options.cache_folder(is_wanted=True)
    with console.progress(say("importing", "导入")) as tell:
        found = api.import_requirements(root, order, clock=clock, cache=cache, progress=tell)
    is_written = not found.faults or asked.is_partial
    deliver(root, found.edits if is_written else (), is_dry=asked.is_dry)
    lang = asked.lang or chosen() or spoken()
    top = asked.file or ""
    for line in _told(found, top if form == "doorstop" else str(Path(top).parent), top, lang):
        console.tell(printable(line))
    console.tell(printable(_summary(found, asked, lang=lang, is_written=is_written)))
    return console.FINDINGS if found.faults else console.CLEAN


def _refuse_others(asked: "Asked", form: str) -> None:
    """Refuse options that only tables have.

    Raises:
        UsageError: when one was given, or nothing to import was named.
    """
    if asked.file is None:
        raise UsageError("doorstop-needed" if form == "doorstop" else "reqif-needed")
    given = {"--mapping": asked.mapping, "--sheet": asked.sheet, "--strict": asked.is_strict}
    for name, value in given.items():
        if value:
            raise UsageError("foreign-option", name, form)


def _path(asked: "Asked", here: Path) -> Path:
    """What is imported: as seen from where the program was started, else from the workspace."""
    typed = Path(asked.file or "")
    folders = (options.folder(None), here)
    return next((f / typed for f in folders if (f / typed).exists()), folders[0] / typed)


def _defaults(further: Further) -> Iterator[str]:
    if further.type:
        yield f"type={further.type}"
    if further.priority:
        yield f"priority={further.priority}"


# ── what is told ─────────────────────────────────────────────────────────────


def _told(found: "ForeignImported", folder: str, top: str, lang: Lang) -> Iterator[str]:
    """Notes, then every fault; those with the same words share a line."""
    note = "提示：" if lang is Lang.ZH else "note: "
    for line in _grouped(found.notes, folder, top, lang):
        yield note + line
    yield from _grouped(found.faults, folder, top, lang)


def _grouped(remarks: "tuple[Remark, ...]", folder: str, top: str, lang: Lang) -> Iterator[str]:
    from rdclient.render.messages_exchange import FAULTS, fault_words

    is_zh = lang is Lang.ZH
    groups: dict[str, list[Remark]] = {}
    for remark in remarks:
        own = f"item-{remark.key}"
        key = own if own in FAULTS else remark.key
        groups.setdefault(fault_words(key, remark.details, lang=lang), []).append(remark)
    for words, alike in groups.items():
        first, *rest = alike
        start = f"{_place(first, folder, top)}: "
        about = (f"（{first.about}）" if is_zh else f" ({first.about})") if first.about else ""
        names = ("、" if is_zh else ", ").join(dict.fromkeys(one.about for one in rest[:_SOME]))
        more = f" … ({len(rest)})" if len(rest) > _SOME else ""
        zh, en = f"（还有：{names}{more}）", f" (also: {names}{more})"
        yield f"{start}{words}{about}{(zh if is_zh else en) if rest else ''}"


def _place(remark: "Remark", folder: str, top: str) -> str:
    if not remark.place.path:
        return top
    path = (Path(folder) / remark.place.path).as_posix()
    return f"{path}:{remark.place.line}" if remark.place.line else path


def _summary(found: "ForeignImported", asked: "Asked", *, lang: Lang, is_written: bool) -> str:
    """The counts, and what to do next."""
    tally = found.tally
    refused = tally.refused + found.unread
    is_next = is_written and found.edits and not asked.is_dry
    is_kept = not is_written or asked.is_dry
    if lang is Lang.ZH:
        parts = [
            f"共{tally.rows + found.unread}条",
            f"新增{tally.new}条",
            f"改动{tally.changed}条（{tally.cells}个字段）",
            f"无变化{tally.same}条",
        ]
        parts += [f"有误{refused}条"] * bool(refused)
        parts += [f"数据截至{found.through}"] * bool(found.through and is_written)
        parts += ["未写入"] * is_kept
        hint = "。改正后重新导入，或用 --partial 先导入其余各条" * (not is_written)
        return "，".join(parts) + hint + "。接下来：rdclient check" * bool(is_next)
    parts = [
        f"{tally.rows + found.unread} items",
        f"{tally.new} new",
        f"{tally.changed} changed ({tally.cells} fields)",
        f"{tally.same} unchanged",
    ]
    parts += [f"{refused} refused"] * bool(refused)
    parts += [f"complete through {found.through}"] * bool(found.through and is_written)
    parts += ["nothing was written"] * is_kept
    parts += ["mend them, or take the others with --partial"] * (not is_written)
    return " · ".join([*parts, *["next: rdclient check"] * bool(is_next)])
