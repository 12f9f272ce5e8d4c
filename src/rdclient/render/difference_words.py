"""Differences between texts in words: places called as people call them, old and new values."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.render.field_titles import field_title

_OWNERS = MappingProxyType(
    {
        "delivery": "Delivery", "acceptance": "Acceptance", "performance": "Performance",
        "ui_samples": "UiSample", "compatibility": "Compatibility", "interfaces": "Interface",
    }
)  # fmt: skip
"""Class of the parts below a field, for what their fields are called."""
_NOTHING = "—"
"""Stands for a value that is not there."""
_CHANGED = MappingProxyType(
    {
        "both": ("{place}由“{old}”改为“{new}”", "{place} “{old}” → “{new}”"),
        "come": ("{place}新增“{new}”", "{place} “{new}” was added"),
        "gone": ("{place}删去“{old}”", "{place} “{old}” was removed"),
    }
)
_OF_REQUEST = MappingProxyType(
    {
        "both": (
            "{place}应为“{old}”，现为“{new}”",
            "{place} should be “{old}” and is “{new}”",
        ),
        "come": ("{place}不应有“{new}”", "{place} “{new}” should not be there"),
        "gone": ("{place}应有“{old}”，现无", "{place} “{old}” is missing"),
    }
)


def differences(name: str, lines: Iterable[str], *, lang: Lang) -> str:
    """The lines as one sentence: ``功能第1条由“旧”改为“新”``.

    Args:
        name: of the fact; ``rest`` is what a request says and the record does not.
        lines: the place with dots between its steps, ``: ``, the old value, ``→``, the new one.
        lang: of the words.
    """
    words = _OF_REQUEST if name == "rest" else _CHANGED
    told = (_line(line, words, lang) for line in lines)
    return ("；" if lang is Lang.ZH else "; ").join(told)


def _line(line: str, words: Mapping[str, tuple[str, str]], lang: Lang) -> str:
    way, _, values = line.partition(": ")
    old, arrow, new = values.partition(" → ")
    if not arrow:
        return line
    fate = "come" if old == _NOTHING else "gone" if new == _NOTHING else "both"
    form = words[fate][0 if lang is Lang.ZH else 1]
    return form.format(place=place_words(_steps(way), lang=lang), old=old, new=new)


def _steps(way: str) -> Iterator[str | int]:
    for step in way.split("."):
        yield int(step) if step.isdecimal() else step


def place_words(way: Iterable[str | int], *, lang: Lang) -> str:
    """What the place of a value is called: ``交付标准·性能指标第2条``.

    Args:
        way: names of fields and positions in lists (from 0), from the requirement inwards.
        lang: of the words.
    """
    owner, told = "Requirement", ""
    for step in way:
        if isinstance(step, int):
            told += f"第{step + 1}条" if lang is Lang.ZH else f" {step + 1}"
            continue
        try:
            title = field_title(owner, step, lang=lang)
        except LookupError:
            title = step
        told += ("·" if told else "") + title
        owner = _OWNERS.get(step, owner)
    return told
