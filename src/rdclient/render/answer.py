"""What ``list`` and ``show`` print: a list or a card, as text or as JSON."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.render import card, listing
from rdclient.render.plain import plain
from rdclient.reports.card import Card
from rdclient.reports.listing import Listing

SCHEMA_VERSION = 1


def as_text(view: Card | Listing, unread: tuple[str, ...], *, lang: Lang) -> str:
    """Tables and blocks for people; which files are missing is told beside them."""
    del unread
    if isinstance(view, Listing):
        return listing.as_text(view, lang=lang)
    return card.as_text(view, lang=lang)


def as_json(view: Card | Listing, unread: tuple[str, ...], *, lang: Lang) -> str:
    """A stable document: ``schema_version``, ``type`` (``list`` or ``card``), the view, ``unread``.

    ``unread`` lists the files that could not be read; the answer is incomplete when it is not
    empty.
    """
    held = plain(view, lang=lang)
    document = {
        "schema_version": SCHEMA_VERSION,
        "type": "list" if isinstance(view, Listing) else "card",
        **(held if isinstance(held, dict) else {}),
        "unread": list(unread),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


ANSWER_FORMATS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"text": as_text, "json": as_json}
)
"""Output formats of ``list`` and ``show``."""
