"""A report as a document: the view made plain, stamped, and written in the format asked for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from rdclient.diagnostic import Finding, Location, UsageError, finding
from rdclient.lens import Lang
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
    """What a format writes from: plain data with the data version in it."""

    name: str
    data: Mapping[str, Any]
    lang: Lang
    sources: Sources


def _markdown(draft: Draft) -> str:
    return render(
        draft.name, draft.data, lang=draft.lang, medium=Medium.MD, templates=draft.sources
    )


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
    return to_html(markdown, title=_title(markdown), lang=draft.lang, charts=charts)


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
    name: str, view: object, *, lang: Lang, form: str, templates: Mapping[str, str]
) -> Page:
    """A report's view written in one format.

    Args:
        name: of the report, as in ``REPORTS``.
        view: frozen facts.
        lang: of the words.
        form: a row of ``DOCUMENT_FORMATS``.
        templates: the workspace's own templates by name.

    Raises:
        TemplateBroken: when a template cannot be used.
    """
    data = cast("dict[str, Any]", plain(view, lang=lang))
    version = data_version(data)
    draft = Draft(
        name, {**data, "data_version": version}, lang, Sources(MappingProxyType(dict(templates)))
    )
    text = DOCUMENT_FORMATS[form](draft)
    markdown = text if form == "md" else _markdown(draft) if form == "html" else ""
    sections = sum(line.startswith("## ") for line in markdown.splitlines())
    return Page(text, sections, version)


# ── the workspace's own templates ────────────────────────────────────────────


def template_findings(templates: Mapping[str, str]) -> tuple[Finding, ...]:
    """RD017 for every workspace template that is not well formed or asks for what is not there.

    The variables known are those of the shipped template of that name; the page is not filled.
    """
    found = []
    own = Sources(MappingProxyType(dict(templates)))
    for name, text in templates.items():
        lang, _, file = name.partition("/")
        report = file.removesuffix(".md.j2")
        if lang not in {item.value for item in Lang} or Sources().text(name) is None:
            found.append(_broken(name, 1, text, f"no report has a template {name}"))
            continue
        try:
            asked = variables(report, lang=Lang(lang), templates=own)
        except TemplateBroken as error:
            found.append(_broken(error.template, error.line, text, error.problem))
            continue
        known = variables(report, lang=Lang(lang), templates=Sources())
        unknown = sorted(word for word in asked - known if not word.startswith("."))
        found += [_broken(name, _line_of(word, text), text, f"'{word}'") for word in unknown]
    return tuple(found)


def _line_of(word: str, text: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if word in line), 1)


def _broken(name: str, line: int, text: str, problem: str) -> Finding:
    lines = text.splitlines()
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    indent = len(source) - len(source.lstrip())
    at = Location(
        f"templates/{name}",
        (),
        line,
        indent + 1,
        max(1, len(source.strip())),
        source,
    )
    return finding("RD017", at, template=name, problem=problem)
