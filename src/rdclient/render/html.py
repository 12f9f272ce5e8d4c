"""HTML: the Markdown of a document as one page that prints well and survives pasting."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rdclient.lens import Lang
from rdclient.render import terms
from rdclient.render.anchor import NAME as ANCHOR
from rdclient.render.charts import placeholder_name

_FONTS = (
    "'Microsoft YaHei','PingFang SC','Hiragino Sans GB','Noto Sans CJK SC',"
    "'Source Han Sans SC','WenQuanYi Micro Hei',sans-serif"
)
_LATIN = f"'Segoe UI','Helvetica Neue',Arial,{_FONTS}"
_EDGE = "1px solid #c5ccd6"
_STYLES: Mapping[str, str] = MappingProxyType(
    {
        "h1": "font-size:20px;line-height:1.4;margin:0 0 10px;color:#14304f",
        "h2": "font-size:16px;line-height:1.4;margin:20px 0 8px;color:#14304f;"
        f"border-bottom:{_EDGE};padding-bottom:3px",
        "h3": "font-size:14px;line-height:1.4;margin:14px 0 6px;color:#14304f",
        "h4": "font-size:14px;line-height:1.4;margin:12px 0 6px",
        "p": "margin:6px 0;line-height:1.7",
        "ul": "margin:6px 0;padding-left:22px",
        "ol": "margin:6px 0;padding-left:24px",
        "li": "margin:2px 0;line-height:1.7",
        "blockquote": "margin:8px 0;padding:2px 12px;border-left:4px solid #c5ccd6;color:#3e4c59",
        "table": f"width:100%;border-collapse:collapse;margin:8px 0;border:{_EDGE};font-size:13px",
        "th": f"border:{_EDGE};padding:5px 8px;background:#e9eff6;font-weight:bold;"
        "text-align:left;vertical-align:top;line-height:1.5",
        "td": f"border:{_EDGE};padding:5px 8px;text-align:left;vertical-align:top;line-height:1.6",
        "strong": "font-weight:bold",
        "em": "font-style:normal;color:#5b6673",
        "a": "color:#1d5fa8;text-decoration:underline",
        "hr": f"border:0;border-top:{_EDGE};margin:14px 0",
        "code": "font-family:Consolas,Menlo,monospace;font-size:12px",
    }
)
_BODY = "margin:0;padding:16px;background:#ffffff;color:#1f2933;font-size:14px;font-family:"
_MAIN = "max-width:820px;margin:0 auto"
_CHART = "margin:10px 0;overflow-x:auto"
_PAGES = {
    Lang.ZH: '"第" counter(page) "页　共" counter(pages) "页"',
    Lang.EN: '"Page " counter(page) " of " counter(pages)',
}
_CSS = """\
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: %s; font-size: 9pt; \
color: #5b6673; font-family: sans-serif; } }
* { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
svg { max-width: 100%%; height: auto; }
thead { display: table-header-group; }
tr, svg, blockquote { break-inside: avoid; }
p:has(> strong:only-child) { break-after: avoid; }
h1, h2, h3, h4 { break-after: avoid; }
p, li { orphans: 2; widows: 2; }
@media print { body { padding: 0 !important; font-size: 10.5pt !important; }
main { max-width: none !important; padding: 0 1px; } table { font-size: 9.5pt !important; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_LINK = re.compile(r"(?:https?://|mailto:)\S", re.ASCII | re.IGNORECASE)
_RAG_COLOURS = {"green": "#1a7f37", "yellow": "#d9860a", "red": "#c62828", "grey": "#8a94a0"}
_SHOWN = ("text", "code_inline")
_NARROW, _ALL_NARROW, _CELL_AIR = 16, 64, 3
"""Half-width characters: a column that never wraps, all of them in a row, padding of each."""


def to_html(
    markdown: str, *, title: str, lang: Lang, charts: Mapping[str, str], anchor: str = ""
) -> str:
    """One self-contained page: no script, nothing loaded, styles in every element.

    Args:
        markdown: as ``page.render`` gives it; HTML in it stays text.
        title: of the window and of the printed file.
        lang: of the document.
        charts: name → SVG; each replaces its placeholder, a placeholder without chart vanishes.
        anchor: what the document was made of, for programs; not shown.
    """
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    parser.add_render_rule("text", _words)
    parser.validateLink = bool  # type: ignore[method-assign, assignment]  # _inline decides
    tokens = _with_charts(parser.parse(markdown), charts)
    for token in tokens:
        _style(token)
        if token.children is not None:
            token.children = _inline(token.children)
    _shape_tables(tokens, lang)
    body = parser.renderer.render(tokens, parser.options, {})
    return _page(body, title=title, lang=lang, anchor=anchor)


def _page(body: str, *, title: str, lang: Lang, anchor: str) -> str:
    made_of = [f'<meta name="{ANCHOR}" content="{escape(anchor)}">'] if anchor else []
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{"zh-CN" if lang is Lang.ZH else "en"}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            *made_of,
            f"<title>{escape(title)}</title>",
            f"<style>\n{_CSS % _PAGES[lang]}</style>",
            "</head>",
            f'<body style="{_BODY}{_FONTS if lang is Lang.ZH else _LATIN}">',
            f'<main style="{_MAIN}">',
            f"{body.rstrip()}",
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


_NAME = re.compile(r"\b[A-Z][0-9A-Z]{0,15}(?:-[0-9A-Z]{1,16}){1,4}\b", re.ASCII)
"""An id of a record: it is not broken at its hyphens."""


def _words(renderer: object, tokens: Sequence[Token], at: int, options: object, env: object) -> str:
    """Text, escaped; the parser calls this for every piece of it."""
    del renderer, options, env
    kept = '<span style="white-space:nowrap">\\g<0></span>'
    return _NAME.sub(kept, escape(tokens[at].content))


# ── blocks and text ──────────────────────────────────────────────────────────


def _with_charts(tokens: Sequence[Token], charts: Mapping[str, str]) -> list[Token]:
    """The tokens with each placeholder's paragraph replaced by its chart."""
    kept: list[Token] = []
    rest = iter(tokens)
    for token in rest:
        name = placeholder_name(token.content) if token.type == "inline" else None
        if name is None or kept[-1].type != "paragraph_open":
            kept.append(token)
            continue
        kept.pop()
        next(rest)
        if charts.get(name):
            drawn = Token("html_block", "", 0)
            drawn.content = f'<div style="{_CHART}">\n{charts[name]}\n</div>\n'
            kept.append(drawn)
    return kept


def _style(token: Token) -> None:
    style = _STYLES.get(token.tag)
    if style and token.nesting >= 0:
        own = token.attrGet("style")
        token.attrSet("style", f"{style};{own}" if own else style)
    if token.type == "table_open":
        token.attrSet("border", "1")
        token.attrSet("cellspacing", "0")


def _inline(tokens: Sequence[Token]) -> list[Token]:
    """Text with styles; pictures become their words, and links elsewhere lose the link."""
    kept: list[Token] = []
    allowed: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            allowed.append(bool(_LINK.match(str(token.attrGet("href") or ""))))
        shown = allowed[-1] if token.type in ("link_open", "link_close") else True
        if token.type == "link_close":
            allowed.pop()
        if not shown:
            continue
        kept.append(_text(token.content) if token.type == "image" else token)
        _style(kept[-1])
    return _without_gaps(kept)


def _without_gaps(tokens: Sequence[Token]) -> list[Token]:
    """Without the line breaks that would show as blanks between Chinese characters."""
    texts = [token.content for token in tokens]
    kept = []
    for at, token in enumerate(tokens):
        if token.type == "softbreak":
            before = "".join(texts[:at])[-1:]
            after = "".join(texts[at + 1 :])[:1]
            if _is_wide(before) and _is_wide(after):
                continue
        kept.append(token)
    return kept


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


# ── tables ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its opening token, its text token, and the text as a reader sees it."""

    opening: Token
    inline: Token

    @property
    def text(self) -> str:
        shown = (child for child in self.inline.children or [] if child.type in _SHOWN)
        return "".join(child.content for child in shown)


def _shape_tables(tokens: Sequence[Token], lang: Lang) -> None:
    rows: list[list[_Cell]] = []
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            cell = _Cell(token, tokens[at + 1])
            rows[-1].append(cell)
            if token.type == "td_open":
                _mark_status(cell, lang)
        elif token.type == "table_close":
            _set_widths(rows)


def _set_widths(rows: Sequence[Sequence[_Cell]]) -> None:
    """Short columns from the left do not wrap, as long as the long ones keep enough room."""
    columns = list(zip(*rows, strict=True))
    budget = (
        _ALL_NARROW if any(_longest(column) > _NARROW for column in columns) else 2 * _ALL_NARROW
    )
    for column in columns:
        wide = _longest(column)
        narrow = wide <= _NARROW and wide + _CELL_AIR <= budget
        if narrow:
            budget -= wide + _CELL_AIR
        for cell in column:
            short = narrow or (cell is column[0] and _units(cell.text) <= _NARROW)
            _add_style(cell, "white-space:nowrap" if short else "overflow-wrap:anywhere")
        if not narrow:
            _add_style(column[0], "min-width:8em")


def _longest(column: Iterable[_Cell]) -> int:
    return max(_units(cell.text) for cell in column)


def _mark_status(cell: _Cell, lang: Lang) -> None:
    """A coloured dot before a traffic light's word; the word stays."""
    colour = _status_colours(lang).get(cell.text)
    if colour:
        dot = Token("html_inline", "", 0)
        dot.content = f'<span aria-hidden="true" style="color:{colour}">●</span> '
        cell.inline.children = [dot, *(cell.inline.children or [])]


def _status_colours(lang: Lang) -> dict[str, str]:
    return {
        terms.word(family, token, lang=lang): colour
        for family in ("Rag", "RagLight")
        for token, colour in _RAG_COLOURS.items()
    }


def _add_style(cell: _Cell, style: str) -> None:
    cell.opening.attrSet("style", f"{cell.opening.attrGet('style')};{style}")


def _units(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if _is_wide(sign) else 1 for sign in text)


def _is_wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign) in "WF"
