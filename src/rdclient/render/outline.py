"""What a new record says of a field that is empty: a label, what goes there, an example."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rdclient.lens import Lang
from rdclient.model.base import Bilingual, Dated, Fact, Moment, Part
from rdclient.model.change import ChangeItem, Impact
from rdclient.model.walk import made_of
from rdclient.render.field_titles import field_title
from rdclient.render.kind_page import KIND_WORDS, told

_PLAIN_TEXT = frozenset({"文本", "text"})
"""What goes without saying."""


def hint(model: type[BaseModel], name: str, *, lang: Lang) -> str:
    """A label and what goes there, on one line."""
    title = field_title(model.__name__, model.model_fields[name].alias or name, lang=lang)
    what = told(model, name, lang=lang)
    what = "" if what in _PLAIN_TEXT else what
    return ("：" if lang is Lang.ZH else ": ").join(filter(None, (title, what)))


def head(kind: str, *, lang: Lang) -> tuple[str, ...]:
    """The comment at the top of a new file."""
    zh, en = KIND_WORDS[kind]
    if lang is Lang.ZH:
        return (f"{zh}：# 开头的行待填写，填好后去掉 #。字段说明：rdclient explain {kind}",)
    return (f"{en}: fill in the lines with # and take the # away. Fields: rdclient explain {kind}",)


# ── examples ─────────────────────────────────────────────────────────────────

_LEFT_OPEN = "…"
_SOME = 2
_TOLD: Mapping[type[Part], tuple[str, ...]] = MappingProxyType(
    {
        ChangeItem: ("op", "requirement", "set"),
        Impact: ("schedule_wd", "fee_delta", "quality", "if_not_done"),
    }
)
"""The fields an example shows of parts whose required ones do not tell what is asked for."""


def example(model: type[BaseModel], name: str, on: date) -> str:
    """How a field that holds parts is written; empty for one that holds a value.

    >>> from rdclient.model.risk import Risk
    >>> example(Risk, "assessments", date(2026, 11, 22))
    '[{at: 2026-11-22, probability: …, impact: …}]'
    """
    info = model.model_fields[name]
    facts = list(made_of(info.annotation, tuple(info.metadata)))
    part = next((f for f in facts if isinstance(f, type) and issubclass(f, Part)), None)
    if part is None:
        is_list = tuple in facts and Bilingual not in facts
        return f"[{_LEFT_OPEN}]" if is_list else ""
    shown = "{" + ", ".join(f"{key}: {value}" for key, value in _samples(part, on)) + "}"
    return f"[{shown}]" if tuple in facts else shown


def _samples(part: type[Part], on: date) -> list[tuple[str, str]]:
    """The fields an example shows: those that tell most, else the required or the first ones."""
    own = [(n, i) for n, i in part.model_fields.items() if n not in Fact.model_fields]
    best = _TOLD.get(part, ())
    needed = [(n, i) for n, i in own if (n in best if best else i.is_required())]
    return [(info.alias or name, _sample(info, on)) for name, info in (needed or own[:_SOME])]


def _sample(info: FieldInfo, on: date) -> str:
    facts = tuple(made_of(info.annotation, tuple(info.metadata)))
    if Dated.FACT in facts and (Moment in facts or date in facts):
        return f"{on}"
    if any(isinstance(f, type) and issubclass(f, Part) for f in facts) and tuple not in facts:
        return f"{{{_LEFT_OPEN}: {_LEFT_OPEN}}}"
    return _LEFT_OPEN
