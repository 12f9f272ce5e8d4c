"""The YAML library at its edge: parser events, what characters may stand, plain scalars."""

import re
from collections.abc import Iterator
from typing import Protocol

from yaml import YAMLError
from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

try:
    from yaml._yaml import CParser
except ImportError:  # a platform without the compiled part: the same events, only slower
    CParser = None  # type: ignore[assignment, misc]

PARSER_FAULTS = (
    YAMLError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    OverflowError,
)
"""Everything a YAML parser was seen to raise; each becomes a finding."""

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060"
    "\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Controls, lone surrogates, separators of lines, bidi controls, characters without a width."""

_LONGEST_NUMBER = 40
_FIRST = frozenset("~nNtTfF-+.0123456789")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)\Z")
_FLOAT = re.compile(
    r"""[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
        |[0-9][0-9_]*[eE][-+]?[0-9]+
        |\.[0-9_]+(?:[eE][-+][0-9]+)?
        |\.(?:inf|Inf|INF))\Z
    |\.(?:nan|NaN|NAN)\Z""",
    re.VERBOSE,
)
_BASES = {"0b": 2, "0o": 8, "0x": 16}


class _EventSource(Protocol):
    def get_event(self) -> Event | None: ...


class PureParser(Reader, Scanner, Parser):
    """The parser without libyaml."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def events(text: str, *, pure: bool = False) -> Iterator[Event]:
    """The parser events of a text, one after the other.

    Raises:
        YAMLError: and the rest of ``PARSER_FAULTS``, also while iterating.
    """
    source: _EventSource = PureParser(text) if pure or CParser is None else CParser(text)
    return iter(source.get_event, None)


def resolved(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar by YAML 1.2; dates and times stay text.

    Raises:
        ValueError: for a number too long to be meant as one.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    kind = _number_kind(text)
    if kind is None:
        return text
    if is_long_number(text):
        raise ValueError("number")
    bare = text.replace("_", "")
    try:
        return _integer(bare) if kind is int else _float(bare)
    except ValueError:  # only underscores where digits should be
        return text


def is_long_number(text: str) -> bool:
    """Whether a plain scalar looks like a number but is too long to be meant as one."""
    return len(text) > _LONGEST_NUMBER and _number_kind(text) is not None


def _number_kind(text: str) -> type[int] | type[float] | None:
    if _INTEGER.match(text):
        return int
    return float if _FLOAT.match(text) else None


def _integer(text: str) -> int:
    sign = -1 if text[0] == "-" else 1
    digits = text.lstrip("+-")
    base = _BASES.get(digits[:2])
    return sign * (int(digits[2:], base) if base else int(digits))


def _float(text: str) -> float:
    sign = -1 if text[0] == "-" else 1
    digits = text.lstrip("+-").lower()
    return sign * float(digits.removeprefix(".") if digits in {".inf", ".nan"} else digits)
