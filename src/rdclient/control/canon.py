"""The canonical form: the same bytes for the same words, however a file spells them."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from rdclient.control.governed import CANON, GOVERNED
from rdclient.lens import Audience, Lang
from rdclient.model.base import Bilingual, Fact, Moment, Part, in_lang
from rdclient.model.change import ItemText

HEADER = b"rdclient-canon-v1\n"
"""What canonical bytes begin with; another method has another header."""

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"
Content: TypeAlias = dict[str, Plain]
"""Governed fields of a record as plain data: texts in the binding language, no floats."""

_BLANKS = " \t\u00a0\u3000"
"""What nobody sees at the end of a line; named here, for Python's own list may grow."""
_AT_ENDS = re.compile(f"[{_BLANKS}]+(?=\n)")


def content(record: Part, binding: Lang) -> Content:
    """The governed fields that a record really holds, in the binding language.

    Args:
        record: of a class in ``GOVERNED``.
        binding: the language whose words are signed; a plain text counts as that language.

    Raises:
        TypeError: when a governed field holds a float, or something without a canonical form.
    """
    return _held(record, binding, keeps_empty=isinstance(record, ItemText))


def _held(record: Part, binding: Lang, *, keeps_empty: bool) -> Content:
    """What a part holds; in the new text of a requirement what is taken away stands without value.

    So it does one step further down, in the delivery standard and the acceptance.
    """
    found: Content = {}
    for name in GOVERNED[type(record)]:
        if name not in record.model_fields_set:
            continue
        held = getattr(record, name)
        if keeps_empty and isinstance(held, Part):
            found[name] = _held(held, binding, keeps_empty=True)
            continue
        value = plain(held, binding)
        if keeps_empty or not (value is None or value in ([], {})):
            found[name] = value
    return found


def plain(value: object, binding: Lang) -> Plain:
    """A value as plain data.

    Texts are composed (NFC), with line feeds between lines and no blanks at their ends; dates are
    ISO, times UTC, amounts decimal texts without idle zeros. The order of lists counts.

    Raises:
        TypeError: for a float, and for what has no canonical form.
    """
    if isinstance(value, Part):
        return content(value, binding)
    if isinstance(value, list | tuple):
        return [plain(item, binding) for item in value if not _is_internal(item)]
    if isinstance(value, Mapping):
        return {text(str(key)): plain(item, binding) for key, item in value.items()}
    return _scalar(value, binding)


def _scalar(value: object, binding: Lang) -> Plain:
    match value:
        case Enum():
            return str(value.value)
        case str() | Bilingual():
            return text(in_lang(value, lang=binding))
        case None | int():
            return value
        case Decimal():
            return amount(value)
        case Moment():
            return moment(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)


def _is_internal(item: object) -> bool:
    """Whether it stands in no document that a counterpart reads."""
    return isinstance(item, Fact) and item.audience is Audience.INTERNAL


def text(words: str) -> str:
    """Words without what only spelling is: composed, line feeds only, no blanks at ends."""
    lines = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    return _AT_ENDS.sub("", lines).rstrip(f"\n{_BLANKS}")


def amount(value: Decimal) -> str:
    """A decimal without idle zeros: ``86000.00`` and ``86000`` are the same amount."""
    if not value:
        return "0"
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def moment(value: Moment) -> str:
    """A day as ``YYYY-MM-DD``, a time in UTC to the second."""
    if not value.timed:
        return value.day.isoformat()
    return value.instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def canonical(kind: str, record_id: str, governed: Mapping[str, Plain]) -> bytes:
    """The bytes that stand for a subject.

    Args:
        kind: of record.
        record_id: its id; two records of the same words are not the same subject.
        governed: as ``content`` gives it.
    """
    whole = {"kind": kind, "id": record_id, "canon": CANON[kind], "content": governed}
    return HEADER + as_json(whole).encode()


def as_json(data: object) -> str:
    """Plain data as JSON of one spelling: sorted keys, no blanks, no escapes but what JSON needs.

    Raises:
        TypeError: for a float: two programs may print it differently.
    """
    _without_floats(data)
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _without_floats(data: object) -> None:
    if isinstance(data, float):
        raise TypeError("float")
    if isinstance(data, Mapping):
        for item in data.values():
            _without_floats(item)
    elif isinstance(data, list | tuple):
        for item in data:
            _without_floats(item)
