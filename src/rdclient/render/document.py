"""A report as a document: the view made plain, stamped, and written in the format asked for."""

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, cast

from rdclient.diagnostic import Finding, Location, UsageError, finding
from rdclient.lens import Lang
from rdclient.render import anchor
from rdclient.render.page import Medium, Sources, TemplateBroken, render, variables
from rdclient.render.plain import data_version, plain

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Page:
    """A finished document, and what its makers are told about it."""

    text: str
    sections: int
    data_version: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format writes from: plain data with the data version in it.

    ``anchor`` says for programs what the document was made of; empty where nothing can.
    """

    name: str
    data: Mapping[str, Any]
    lang: Lang
    sources: Sources
    anchor: str = ""


def _markdown(draft: Draft) -> str:
    text = render(
        draft.name, draft.data, lang=draft.lang, medium=Medium.MD, templates=draft.sources
    )
    return f"{text}\n{anchor.comment(draft.anchor)}\n" if draft.anchor else text


def _html(draft: Draft) -> str:
    from rdclient.render.charts import milestone_strip
    from rdclient.render.html import to_html

    markdown = render(
        draft.name, draft.data, lang=draft.lang, medium=Medium.HTML, templates=draft.sources
    )
    charts = {}
    if draft.data.get("milestones"):
        charts["milestones"] = milestone_strip(
            draft.data["milestones"], as_of=draft.data["as_of"], lang=draft.lang
        )
    title = _title(markdown)
    return to_html(markdown, title=title, lang=draft.lang, charts=charts, anchor=draft.anchor)


def _title(markdown: str) -> str:
    first = next((line for line in markdown.splitlines() if line.startswith("# ")), "# ")
    return first[2:].replace("\\", "")


def _json(draft: Draft) -> str:
    document = {"schema_version": SCHEMA_VERSION, "report": draft.name, **draft.data}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _brief(draft: Draft) -> str:
    from rdclient.render.brief import BRIEFS

    if draft.name not in BRIEFS:
        raise UsageError("no-brief", draft.name)
    return BRIEFS[draft.name](draft.data, lang=draft.lang) + "\n"


DOCUMENT_FORMATS: Mapping[str, Callable[[Draft], str]] = MappingProxyType(
    {"md": _markdown, "html": _html, "json": _json, "brief": _brief}
)
"""Formats of a report."""


def produce(
    name: str,
    view: object,
    *,
    lang: Lang,
    form: str,
    templates: Mapping[str, str],
    span: tuple[date | None, date | None] = (None, None),
) -> Page:
    """A report's view written in one format.

    Args:
        name: of the report, as in ``REPORTS``.
        view: frozen facts.
        lang: of the words.
        form: a row of ``DOCUMENT_FORMATS``.
        templates: the workspace's own templates by name.
        span: first and last day, where they were asked for.

    Raises:
        TemplateBroken: when a template cannot be used.
    """
    data = cast("dict[str, Any]", plain(view, lang=lang))
    version = data_version(data)
    own = Sources(MappingProxyType(dict(templates)))
    made_of = anchor.written(name, data, version, lang=lang, span=span)
    draft = Draft(name, {**data, "data_version": version}, lang, own, made_of)
    text = DOCUMENT_FORMATS[form](draft)
    markdown = text if form == "md" else _markdown(draft) if form == "html" else ""
    sections = sum(line.startswith("## ") for line in markdown.splitlines())
    return Page(text, sections, version)


# ── the workspace's own templates ────────────────────────────────────────────


def template_findings(templates: Mapping[str, str]) -> tuple[Finding, ...]:
    """RD017 for every workspace template that is not well formed or asks for what is not there.

    The variables known are those of the shipped template of that name; the page is not filled.
    """
    own = Sources(MappingProxyType(dict(templates)))
    return tuple(found for name in templates for found in _template_findings(name, own))


def _template_findings(name: str, own: Sources) -> Iterator[Finding]:
    lang, _, file = name.partition("/")
    report = file.removesuffix(".md.j2")
    if lang not in {item.value for item in Lang} or Sources().text(name) is None:
        yield finding("RD017", _place(own, name, 1), variant="no-report", template=name)
        return
    try:
        asked = variables(report, lang=Lang(lang), templates=own)
    except TemplateBroken as error:
        at = _place(own, error.template, error.line)
        yield finding("RD017", at, template=name, problem=error.problem)
        return
    known = sorted(_plain_names(variables(report, lang=Lang(lang), templates=Sources())))
    for word in sorted(_plain_names(asked) - set(known)):
        at = _place_of(own, name, word)
        facts = {"template": name, "name": word}
        if near := difflib.get_close_matches(word, known, 1):
            yield finding("RD017", at, variant="variable-near", **facts, suggestion=near[0])
        else:
            yield finding("RD017", at, variant="variable", **facts, known=tuple(known))


def _plain_names(asked: frozenset[str]) -> frozenset[str]:
    """Without the keys, of which the shipped template need not read all."""
    return frozenset(word for word in asked if not word.startswith("."))


def _place_of(own: Sources, name: str, word: str) -> Location:
    """Where a template first speaks of a variable."""
    spoken = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)")
    for number, line in enumerate((own.text(name) or "").splitlines(), 1):
        if match := spoken.search(line):
            return Location(f"templates/{name}", (), number, match.start() + 1, len(word), line)
    return _place(own, name, 1)


def _place(own: Sources, name: str, line: int) -> Location:
    """A whole line of a template; its first one when the line is not known."""
    lines = (own.text(name) or "").splitlines()
    number = min(max(line, 1), max(len(lines), 1))
    source = lines[number - 1] if lines else ""
    indent = len(source) - len(source.lstrip())
    length = max(1, len(source.strip()))
    return Location(f"templates/{name}", (), number, indent + 1, length, source)
