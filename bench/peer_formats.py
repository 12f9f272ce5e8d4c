"""The same requirements in the format of each tool, written as its users write them."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Any

import yaml
from bench.corpus import WORDS, Corpus
from bench.peer_corpus import STAFF, Project, Requirement, contacts

Files = Mapping[str, str]
TEXTS = ("priority_reason", "stated_need", "real_need", "background", "goal")
"""Fields that are one line of text in every format."""
SORTS = ("functional", "interface", "data", "quality")
PRIORITIES = ("high", "medium", "low")
LINES = ("feasibility", "effort", "value", "history")
"""What rdclient keeps in nested fields and the others in one line each."""


def flattened(requirement: Requirement) -> Mapping[str, str]:
    """The nested fields of a requirement, each as the line that other tools keep."""
    record = requirement.record
    level, value = record["analysis"]["feasibility"], record["value"]
    gain = f"{value['kind']}: {value['metric']}, {value['baseline']} to {value['target']}"
    word = value["confirmed"]
    events = (f"{each['at']} {each['type']} by {each['by']}" for each in record["events"])
    effort = record["analysis"]["effort"].items()
    return {
        "feasibility": f"{level['level']}, assessed by {level['by']} on {level['on']}",
        "effort": ", ".join(f"{kind} {days}" for kind, days in effort),
        "value": f"{gain}, confirmed by {word['by']} on {word['on']}",
        "history": "; ".join(events),
    }


# ── rdclient ─────────────────────────────────────────────────────────────────


def rdclient(projects: tuple[Project, ...]) -> Files:
    """A workspace: one file per requirement, and the clients, projects and people around it."""
    corpus = Corpus(Random(0), 0)  # noqa: S311 - nothing is chosen
    corpus.one("rdclient", "workspace", WORDS["workspace"])
    corpus.many("people", "person", [{"id": slug, "name": slug} for slug in STAFF])
    for client in dict.fromkeys(project.client for project in projects):
        folder = f"clients/{client}"
        corpus.one(f"{folder}/client", "client", {"name": client, "code": client.upper()})
        people = [{"id": slug, "name": slug} for slug in contacts(client)]
        corpus.many(f"{folder}/contacts", "contact", people)
    for project in projects:
        folder = f"clients/{project.client}/projects/{project.name.lower()}"
        frame = {"name": project.name, "code": project.name, "type": "custom_dev"}
        corpus.one(f"{folder}/project", "project", frame)
        for each in project.requirements:
            corpus.one(f"{folder}/requirements/{each.identifier}", "requirement", each.record)
    return corpus.files


# ── Doorstop ─────────────────────────────────────────────────────────────────


class _Dumper(yaml.CSafeDumper):
    """Texts of several lines as block scalars, as Doorstop writes them."""


class _Block(str):
    __slots__ = ()


_Dumper.add_representer(
    _Block,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|"),
)


def _dumped(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, default_flow_style=False)


def _stamp(*values: str) -> str:
    """The fingerprint that Doorstop keeps of an item that was reviewed."""
    return base64.urlsafe_b64encode(hashlib.sha256("".join(values).encode()).digest()).decode()


def doorstop(projects: tuple[Project, ...]) -> Files:
    """Reviewed items without suspect links; each document below the one it is derived from."""
    files = {"projects/.doorstop.yml": _settings("PRJ", None)}
    for number, project in enumerate(projects, 1):
        item = _item(f"PRJ-{number:03}", number, project.name, links={}) | {"normative": False}
        files[f"projects/PRJ-{number:03}.yml"] = _dumped(item)
        above, stamps = "PRJ", dict[str, str]()
        for document in project.documents:
            folder = f"{project.client}/{project.name}/{document.heading.lower()}"
            files[f"{folder}/.doorstop.yml"] = _settings(document.prefix, above)
            above = document.prefix
            for position, each in enumerate(document.requirements, 1):
                text = "\n".join(each.record["functions"])
                stamps[each.identifier] = _stamp(each.identifier, text)
                links = {parent: stamps.get(parent, "") for parent in each.parents}
                item = _item(each.identifier, position, text, links=links) | _attributes(each)
                files[f"{folder}/{each.identifier}.yml"] = _dumped(item)
    return files


def _attributes(requirement: Requirement) -> dict[str, Any]:
    """The header, and the attributes that Doorstop keeps without looking into them."""
    record = requirement.record
    kept = ("type", "priority", *TEXTS, "analysis", "value", "events")
    header = {"header": _Block(f"{record['title']}\n"), "derived": not requirement.parents}
    return {**header, **{key: record[key] for key in kept}}


def _settings(prefix: str, parent: str | None) -> str:
    settings = {"digits": 3, "prefix": prefix, "sep": "-"} | ({"parent": parent} if parent else {})
    return _dumped({"settings": settings})


def _item(identifier: str, number: int, text: str, links: Mapping[str, str]) -> dict[str, Any]:
    return {
        "active": True,
        "derived": False,
        "header": "",
        "level": f"1.{number}",
        "links": [{parent: stamp} for parent, stamp in links.items()],
        "normative": True,
        "ref": "",
        "reviewed": _stamp(identifier, text, *sorted(links, key=lambda each: (len(each), each))),
        "text": _Block(f"{text}\n"),
    }


# ── StrictDoc ────────────────────────────────────────────────────────────────


def strictdoc(projects: tuple[Project, ...]) -> Files:
    """A document per project with a section per level, and one grammar for all."""
    files = {"requirements.sgra": "\n".join(_grammar())}
    for project in projects:
        files[f"{project.name}.sdoc"] = "\n".join(_document(project))
    return files


def _grammar() -> Iterator[str]:
    def field(name: str, sort: str = "String", *, required: bool = True) -> str:
        return f"  - TITLE: {name}\n    TYPE: {sort}\n    REQUIRED: {required}"

    yield "[GRAMMAR]\nELEMENTS:\n- TAG: SECTION\n  PROPERTIES:\n    IS_COMPOSITE: True\n  FIELDS:"
    yield field("UID", required=False)
    yield field("TITLE")
    yield "- TAG: REQUIREMENT\n  FIELDS:"
    yield field("UID")
    yield field("KIND", f"SingleChoice({', '.join(SORTS)})")
    yield field("PRIORITY", f"SingleChoice({', '.join(PRIORITIES)})")
    yield field("TITLE")
    yield field("STATEMENT")
    yield from (field(name.upper()) for name in (*TEXTS, *LINES))
    yield "  RELATIONS:\n  - TYPE: Parent\n"


def _document(project: Project) -> Iterator[str]:
    yield f"[DOCUMENT]\nTITLE: {project.name}\n"
    yield "[GRAMMAR]\nIMPORT_FROM_FILE: requirements.sgra\n"
    for document in project.documents:
        yield f"[[SECTION]]\nTITLE: {document.heading}\n"
        for each in document.requirements:
            record = each.record
            yield f"[REQUIREMENT]\nUID: {each.identifier}\nKIND: {record['type']}"
            yield f"PRIORITY: {record['priority']}\nTITLE: {record['title']}"
            yield "\n".join(("STATEMENT: >>>", *record["functions"], "<<<"))
            yield from (f"{key.upper()}: {record[key]}" for key in TEXTS)
            yield from (f"{key.upper()}: {text}" for key, text in flattened(each).items())
            if each.parents:
                yield "RELATIONS:"
                yield from (f"- TYPE: Parent\n  VALUE: {parent}" for parent in each.parents)
            yield ""
        yield "[[/SECTION]]\n"


# ── sphinx-needs ─────────────────────────────────────────────────────────────

_CONF = """\
project = "Requirements"
extensions = ["sphinx_needs"]
needs_id_regex = "^[A-Z0-9-]+$"
needs_types = [
    {{"directive": "req", "title": "Requirement", "prefix": "", "color": "#fff", "style": "node"}},
]
needs_fields = {{
    "kind": {{"schema": {{"type": "string", "enum": {sorts}}}}},
    "priority": {{"schema": {{"type": "string", "enum": {priorities}}}}},
{texts}
}}
needs_links = {{"parents": {{"incoming": "is parent of", "outgoing": "is derived from"}}}}
"""


def sphinx_needs(projects: tuple[Project, ...]) -> Files:
    """A page per project with a section per level; the fields stand in the configuration."""
    texts = "\n".join(
        f'    "{key}": {{"schema": {{"type": "string"}}}},' for key in (*TEXTS, *LINES)
    )
    choices = {"sorts": json.dumps(SORTS), "priorities": json.dumps(PRIORITIES)}
    pages = "\n".join(f"   {project.name}" for project in projects)
    files = {
        "conf.py": _CONF.format(texts=texts, **choices),
        "index.rst": f"Requirements\n============\n\n.. toctree::\n\n{pages}\n",
    }
    for project in projects:
        files[f"{project.name}.rst"] = "\n".join(_page(project))
    return files


def _page(project: Project) -> Iterator[str]:
    yield f"{project.name}\n====\n"
    for document in project.documents:
        yield f"{document.heading}\n{'-' * len(document.heading)}\n"
        for each in document.requirements:
            record = each.record
            yield f".. req:: {record['title']}\n   :id: {each.identifier}"
            yield f"   :kind: {record['type']}\n   :priority: {record['priority']}"
            yield from (f"   :{key}: {record[key]}" for key in TEXTS)
            yield from (f"   :{key}: {text}" for key, text in flattened(each).items())
            if each.parents:
                yield f"   :parents: {', '.join(each.parents)}"
            yield from ("", *(f"   - {text}" for text in record["functions"]), "")


# ── TRLC ─────────────────────────────────────────────────────────────────────

_MODEL = """\
package Requirements

enum Kind {{ {sorts} }}
enum Priority {{ {priorities} }}

type Requirement {{
  title String
  kind Kind
  priority Priority
{texts}
  functions String [1 .. *]
  parents optional Requirement [1 .. *]
}}

checks Requirement {{
  len(title) >= 2, error "the title says nothing", title
  len(goal) >= 5, error "the goal says nothing", goal
  stated_need != real_need, warning "the need was copied", real_need
}}
"""


def trlc(projects: tuple[Project, ...]) -> Files:
    """A model with checks, and a package per project with a section per level."""
    texts = "\n".join(f"  {key} String" for key in (*TEXTS, *LINES))
    model = _MODEL.format(sorts=" ".join(SORTS), priorities=" ".join(PRIORITIES), texts=texts)
    files = {"requirements.rsl": model}
    for project in projects:
        files[f"{project.name.lower()}.trlc"] = "\n".join(_package(project))
    return files


def trlc_name(identifier: str) -> str:
    """The identifier as TRLC spells it, which knows no hyphen."""
    return identifier.replace("-", "_")


def _package(project: Project) -> Iterator[str]:
    yield f"package {project.name}\nimport Requirements\n"
    for document in project.documents:
        yield f'section "{document.heading}" {{'
        for each in document.requirements:
            record = each.record
            yield f"Requirements.Requirement {trlc_name(each.identifier)} {{"
            yield f"  title = {_quoted(record['title'])}"
            yield f"  kind = Requirements.Kind.{record['type']}"
            yield f"  priority = Requirements.Priority.{record['priority']}"
            yield from (f"  {key} = {_quoted(record[key])}" for key in TEXTS)
            yield from (f"  {key} = {_quoted(text)}" for key, text in flattened(each).items())
            yield f"  functions = {_listed(map(_quoted, record['functions']))}"
            if each.parents:
                yield f"  parents = {_listed(map(trlc_name, each.parents))}"
            yield "}"
        yield "}\n"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '\\"'))


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(values)}]"


WRITERS: Mapping[str, Callable[[tuple[Project, ...]], Files]] = MappingProxyType(
    {
        "rdclient": rdclient,
        "TRLC": trlc,
        "sphinx-needs": sphinx_needs,
        "StrictDoc": strictdoc,
        "Doorstop": doorstop,
    }
)
"""Each tool with what writes its files, by path."""
