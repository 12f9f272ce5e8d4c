"""What reads the formats of ``check`` back: parsers by the readers' rules, and our own schemas."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

Plain: TypeAlias = Any
"""Lists, mappings, texts and numbers."""
HERE = Path(__file__).resolve().parent
SCHEMAS = {
    "json": "check.schema.json",
    "gitlab": "gitlab.schema.json",
    "sarif": "sarif.schema.json",
    "junit": "junit.schema.json",
}


@dataclass(frozen=True, slots=True)
class Command:
    """A workflow command as GitHub's runner understands a line of output."""

    name: str
    properties: dict[str, str]
    data: str


def commands(text: str) -> tuple[Command, ...]:
    """The workflow commands in an output, read by the rules of GitHub's runner.

    A line is a command when, without the blanks around it, it begins with ``::`` and a second
    ``::`` follows; an older form, ``##[name]``, counts wherever it stands in any other line.
    """
    found = []
    for line in re.split("\r\n|\r|\n", text):
        trimmed = line.strip()
        end = trimmed.find("::", 2)
        if trimmed.startswith("::") and end >= 0:
            name, _, typed = trimmed[2:end].partition(" ")
            pairs = (pair.partition("=") for pair in typed.split(",") if pair.strip())
            properties = {key.strip(): _unescaped(value, ":,") for key, _, value in pairs}
            found.append(Command(name, properties, _unescaped(trimmed[end + 2 :], "")))
        elif "##[" in line:
            found.append(Command("##[", {}, line))
    return tuple(found)


def _unescaped(text: str, more: str) -> str:
    for char in f"\r\n{more}":
        text = text.replace(f"%{ord(char):02X}", char)
    return text.replace("%25", "%")


Tree: TypeAlias = list[Any]
"""Tag, attributes, text and children of an element."""


def tree(text: str) -> Tree:
    """An XML text as plain lists; white space between elements is left out."""
    return _branch(ET.fromstring(text))  # noqa: S314 - our own output


def _branch(element: ET.Element) -> Tree:
    children = [_branch(child) for child in element]
    words = (element.text or "").strip() if children else element.text or ""
    return [element.tag, dict(element.attrib), words, children]


def read(form: str, text: str) -> Plain:
    """An output as plain data: lists, mappings, texts and numbers."""
    match form:
        case "github":
            return [[c.name, c.properties, c.data] for c in commands(text)]
        case "junit":
            return tree(text)
        case "text":
            return text.splitlines()
        case _:
            return json.loads(text)


def faults(form: str, document: Plain) -> list[str]:
    """What a schema of ours does not like about a document."""
    schema = json.loads((HERE / SCHEMAS[form]).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    errors = Draft202012Validator(schema).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in errors]


def shape(document: Plain) -> Plain:
    """A document with every text replaced by a mark, so that only its structure is left."""
    if isinstance(document, dict):
        return {key: shape(value) for key, value in document.items()}
    if isinstance(document, list):
        return [shape(value) for value in document]
    return "…" if isinstance(document, str) else document


def texts(document: Plain) -> list[str]:
    """Every text in a document, in order."""
    if isinstance(document, dict):
        return [text for value in document.values() for text in texts(value)]
    if isinstance(document, list):
        return [text for value in document for text in texts(value)]
    return [document] if isinstance(document, str) else []
