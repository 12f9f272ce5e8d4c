"""Plain data: a frozen view turned into dicts, lists, texts and numbers in one language."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from rdclient.lens import Lang
from rdclient.model.base import Bilingual, Moment, in_lang

_VERSION_DIGITS = 7


def plain(view: object, *, lang: Lang) -> object:
    """The view as data that any template, JSON writer or typesetter can take.

    Frozen dataclasses become dicts in field order, tuples lists, bilingual texts the text in
    ``lang``, enums their token, dates and moments ISO text (a whole day ``2026-11-20``, a time
    ``2026-11-20T18:00+08:00``), decimals text with all their digits.

    Raises:
        TypeError: for anything else, so that no record slips through.
        ValueError: for a float that is not finite.
    """
    if isinstance(view, tuple | list):
        return [plain(item, lang=lang) for item in view]
    if isinstance(view, Mapping):
        return {_key(key): plain(item, lang=lang) for key, item in view.items()}
    if isinstance(view, Bilingual):
        return in_lang(view, lang=lang)
    if is_dataclass(view) and not isinstance(view, Moment | type):
        return {item.name: plain(getattr(view, item.name), lang=lang) for item in fields(view)}
    return _written(view) if isinstance(view, Moment | date) else _scalar(view)


def data_version(plain_data: object) -> str:
    """Seven hex digits that change with anything a document states."""
    text = json.dumps(
        plain_data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()[:_VERSION_DIGITS]


def _scalar(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) is float:
        if not math.isfinite(value):
            raise ValueError("a number that is not finite")
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("a number that is not finite")
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} is no plain data")


def _written(value: Moment | date) -> str:
    if isinstance(value, Moment):
        return _written(value.local) if value.timed else value.day.isoformat()
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise TypeError("a time without its zone is no plain data")
    return value.isoformat(timespec="minutes")


def _key(key: object) -> str:
    if isinstance(key, StrEnum):
        return key.value
    if type(key) is str:
        return key
    raise TypeError(f"{type(key).__name__} is no plain key")
