"""What a commit is called when nobody says it: the records it holds, in either language."""

from collections.abc import Sequence
from typing import Protocol

from rdclient.lens import Lang
from rdclient.model.portfolio import KINDS
from rdclient.render.kind_names import counted, name_of

_OTHERS = {
    "minutes": ("会议纪要", "minutes", "份", "minutes"),
    "workspace": ("工作区设置", "workspace settings", "", ""),
    "policy": ("规则设置", "policy", "", ""),
    "file": ("其他文件", "other file", "个", "other files"),
}
_ORDER = ("minutes", *KINDS, "policy", "file")
_NAMED = 2
"""As many of a kind are named; more are counted."""
_MOST = 5
"""As many kinds are named; the others are counted together."""


class Record(Protocol):
    """A record that changed."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def name(self) -> str:
        """Its id; may be empty."""

    @property
    def is_deleted(self) -> bool:
        """Whether it is gone."""


def composed(records: Sequence[Record], *, lang: Lang) -> str:
    """The message: the same for the same changes, e.g. ``minutes MTG-012; 3 tickets``."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for record in records:
        groups.setdefault((record.kind, record.is_deleted), []).append(record.name)
    ordered = sorted(groups.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1]))
    parts = [_group(kind, names, lang, is_deleted=gone) for (kind, gone), names in ordered[:_MOST]]
    rest = sum(len(names) for _, names in ordered[_MOST:])
    if rest:
        parts.append(f"另{rest}条" if lang is Lang.ZH else f"{rest} more")
    return ("；" if lang is Lang.ZH else "; ").join(parts)


def _group(kind: str, names: list[str], lang: Lang, *, is_deleted: bool) -> str:
    is_zh = lang is Lang.ZH
    if all(names) and len(names) <= _NAMED:
        joined = ("、" if is_zh else ", ").join(names)
        told = f"{_name(kind, len(names), lang)} {joined}"
    else:
        told = _count(kind, len(names), lang)
    if not is_deleted:
        return told
    return f"删除{told}" if is_zh else f"deleted {told}"


def _name(kind: str, count: int, lang: Lang) -> str:
    if kind in _OTHERS:
        return _OTHERS[kind][0 if lang is Lang.ZH else 1]
    if lang is Lang.ZH:
        return name_of(kind, lang=lang)
    return counted(kind, count, lang=lang).partition(" ")[2]


def _count(kind: str, count: int, lang: Lang) -> str:
    if kind not in _OTHERS:
        told = counted(kind, count, lang=lang)
        return f"{name_of(kind, lang=lang)}{told}" if lang is Lang.ZH else told
    zh, one, measure, many = _OTHERS[kind]
    if not measure:
        return zh if lang is Lang.ZH else one
    return f"{zh}{count}{measure}" if lang is Lang.ZH else f"{count} {one if count == 1 else many}"


def merging(name: str, *, lang: Lang) -> str:
    """The message of a commit that takes over what others did."""
    return f"合并 {name} 的改动" if lang is Lang.ZH else f"take over the changes of {name}"
