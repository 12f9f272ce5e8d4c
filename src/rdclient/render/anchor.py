"""Anchors: the line in a document that says for programs what it was made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from rdclient.lens import Audience, Lang

NAME = "rdclient-anchor"
"""Of the comment in Markdown and of the ``meta`` element in HTML."""
_FORM = "%Y%m%dT%H%MZ"
_COMMENT = re.compile(rf"^<!-- {NAME}: (?P<told>[^<>\n]*) -->\s*$", re.MULTILINE)
_META = re.compile(rf'<meta name="{NAME}" content="(?P<told>[^"<>\n]*)">')
_WEEK = re.compile(r"(\d{4})-W(\d{2})\Z", re.ASCII)
_VERSION = re.compile(r"[0-9a-f]{7}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a document was made of.

    Attributes:
        report: name, as in ``REPORTS``.
        subject: ``client/project``, and the id of a record.
        as_of: of the view, in UTC.
        week: ISO year and week of a weekly report.
        span: first and last day where they were asked for.
        data_version: of the view.
        is_page: whether it stood in HTML.
    """

    report: str
    subject: str
    edition: Audience
    lang: Lang
    as_of: datetime
    week: tuple[int, int] | None
    span: tuple[date | None, date | None]
    data_version: str
    is_page: bool


def written(
    report: str,
    data: Mapping[str, Any],
    version: str,
    *,
    lang: Lang,
    span: tuple[date | None, date | None],
) -> str:
    """The anchor of a document, as text; empty for a view that does not say what it is about.

    Args:
        report: its name.
        data: plain data of its view.
        version: of the data.
        lang: of the document.
        span: first and last day where they were asked for.
    """
    document, as_of = data.get("document"), data.get("as_of")
    if not isinstance(document, Mapping) or "subject" not in document or as_of is None:
        return ""
    moment = datetime.fromisoformat(as_of).astimezone(UTC)
    told = {
        "report": report,
        "subject": document["subject"],
        "edition": document["audience"],
        "lang": lang.value,
        "as-of": moment.strftime(_FORM),
    }
    if "week" in data:
        told["week"] = f"{data['year']}-W{data['week']:02d}"
    days = zip(("from", "to"), span, strict=True)
    told |= {name: f"{day:%Y%m%d}" for name, day in days if day}
    return "; ".join(f"{name}={value}" for name, value in {**told, "data": version}.items())


def comment(anchor: str) -> str:
    """The line at the end of a Markdown document, which readers do not see."""
    return f"<!-- {NAME}: {anchor} -->"


def read(text: str) -> Anchor | None:
    """The anchor of a document; None when it has none, or one that cannot be read.

    A text that holds several is nobody's: only the last line of ours is one.
    """
    found = [(match["told"], False) for match in _COMMENT.finditer(text)]
    found += [(unescape(match["told"]), True) for match in _META.finditer(text)]
    if len(found) != 1:
        return None
    told, is_page = found[0]
    pairs = dict(item.partition("=")[::2] for item in told.split("; "))
    try:
        return _anchor(pairs, is_page=is_page)
    except (KeyError, ValueError):
        return None


def _anchor(pairs: Mapping[str, str], *, is_page: bool) -> Anchor:
    week = _WEEK.match(pairs["week"]) if "week" in pairs else None
    if ("week" in pairs and week is None) or not _VERSION.match(pairs["data"]):
        raise ValueError(pairs)
    return Anchor(
        report=pairs["report"],
        subject=pairs["subject"],
        edition=Audience(pairs["edition"]),
        lang=Lang(pairs["lang"]),
        as_of=datetime.strptime(pairs["as-of"], _FORM).replace(tzinfo=UTC),
        week=(int(week[1]), int(week[2])) if week else None,
        span=(_day(pairs.get("from")), _day(pairs.get("to"))),
        data_version=pairs["data"],
        is_page=is_page,
    )


def _day(text: str | None) -> date | None:
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date() if text else None
