"""Formatted text (XHTML) as plain text: paragraphs and list items on lines of their own."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_BLOCKS = frozenset(
    {
        *("address", "blockquote", "body", "center", "div", "fieldset", "form", "hr", "p", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "dd", "dl", "dt", "li", "ol", "ul"),
        *("table", "tbody", "tfoot", "thead", "tr"),
    }
)
_CELLS = frozenset({"td", "th"})
_LEFT_OUT = frozenset({"script", "style", "head", "title"})
_BREAK = "\n"
_CELL = "\x1f"
_KEPT = "\x1e"
"""Stands for a blank that is not to be folded."""
_LONE_DASH = re.compile(r"(\A|\n)-\n(?!-)")
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")


def xhtml_text(node: "_Element") -> str:
    """The words below an element, without markup.

    Pictures and embedded objects leave their own words, where they have some.
    """
    text = "".join(_pieces(node, is_kept=False))
    text = re.sub(f" ?{_BREAK} ?", _BREAK, re.sub(" {2,}", " ", text))
    text = re.sub(f" *{_CELL} *", " | ", re.sub(f"[ {_CELL}]+(?={_BREAK}|\\Z)", "", text))
    lines = [line.strip(" ") for line in text.split(_BREAK)]
    whole = _BREAK.join(line for line in lines if line)
    return _LONE_DASH.sub(r"\1- ", whole).replace(_KEPT, " ").rstrip()


def _pieces(node: "_Element", *, is_kept: bool) -> Iterator[str]:
    """The texts in an element; it is nested no deeper than the parser allows."""
    name = _name(node)
    if name in _LEFT_OUT:
        return
    is_block = name in _BLOCKS
    is_kept = is_kept or name == "pre"
    if is_block:
        yield _BREAK
    if name == "li":
        yield "- "
    elif name == "br":
        yield _BREAK
    yield _words(node.text, is_kept=is_kept)
    for child in node:
        yield from _pieces(child, is_kept=is_kept)
        yield _words(child.tail, is_kept=is_kept)
    if name in _CELLS:
        yield _CELL
    if is_block:
        yield _BREAK


def _name(node: "_Element") -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _words(text: str | None, *, is_kept: bool) -> str:
    if not text:
        return ""
    if is_kept:
        return text.replace("\r\n", "\n").replace("\t", "    ").replace(" ", _KEPT)
    return _BLANKS.sub(" ", text)
