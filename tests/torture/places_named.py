"""Which places the findings of ``check`` name, read back from each of its formats."""

import json
import re
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET


class Named(NamedTuple):
    """Where one finding says it is: path (empty when it says none), line (0 when none), code."""

    path: str
    line: int
    code: str


_HEAD = re.compile(r"(?!\s*\d* \|)(.*?)(?::(\d+):\d+)?: \w+\[(RD\d{3})\]")
_COMMAND = re.compile(r"::(?:error|warning|notice) (?:file=(.*?),line=(\d+),.*?)?title=(RD\d{3}) ")


def named(form: str, out: str) -> tuple[Named, ...]:
    """The place of each finding in an output; waived ones too, where they are shown.

    Raises:
        Exception: when the output is not in that format.
    """
    return tuple(READERS[form](out))


def _text(out: str) -> Iterator[Named]:
    for line in out.split("\n"):
        if match := _HEAD.match(line):
            path, number, code = match.groups()
            yield Named(path, int(number or 0), code)


def _json(out: str) -> Iterator[Named]:
    told: dict[str, Any] = json.loads(out)
    for row in (*told["findings"], *told["waived"]):
        yield Named(row["path"] or "", row["line"] or 0, row["code"])


def _github(out: str) -> Iterator[Named]:
    for line in out.split("\n"):
        if line.startswith("::"):
            match = _COMMAND.match(line)
            path, number, code = match.groups() if match else ("", 0, "")
            yield Named(re.sub("%[0-9A-F]{2}", _decoded, path or ""), int(number or 0), code)


def _decoded(match: re.Match[str]) -> str:
    return chr(int(match.group()[1:], 16))


def _gitlab(out: str) -> Iterator[Named]:
    for row in json.loads(out):
        place = row["location"]
        code = row["check_name"].split()[0]
        yield Named(place["path"], place["lines"]["begin"], code)


def _sarif(out: str) -> Iterator[Named]:
    for run in json.loads(out)["runs"]:
        for row in run["results"]:
            place = row["locations"][0]["physicalLocation"]
            line = place.get("region", {}).get("startLine", 0)
            yield Named(unquote(place["artifactLocation"]["uri"]), line, row["ruleId"])


def _junit(out: str) -> Iterator[Named]:
    for case in ET.fromstring(out).iter("testcase"):  # noqa: S314 - our own output
        for part in (*case.findall("failure"), *case.findall("system-out")):
            yield from tuple(_text(part.text or "")) or (Named("", 0, case.get("name") or ""),)


READERS: MappingProxyType[str, Callable[[str], Iterator[Named]]] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "github": _github,
        "gitlab": _gitlab,
        "sarif": _sarif,
        "junit": _junit,
    }
)
"""One reader per format of ``check``."""
