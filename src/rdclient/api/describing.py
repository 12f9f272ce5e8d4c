"""What editors are told of the record files: their schemas, for ``schema`` and for ``init``."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.render.schema import CALENDAR, POLICY, SCHEMAS, schema_text
from rdclient.store import layout
from rdclient.store.modeline import SCHEMAS as FOLDER
from rdclient.store.modeline import schema_file


def schema_kinds() -> tuple[str, ...]:
    """What has a schema."""
    return tuple(SCHEMAS)


def schema_places(kind: str) -> tuple[str, ...]:
    """The paths of the files that a kind's schemas are of."""
    others = {POLICY: layout.POLICY_FILE, CALENDAR: f"{layout.CALENDAR_FOLDER}/<id>{layout.SUFFIX}"}
    return (others[kind],) if kind in others else layout.places(kind)


def schema(kind: str, *, langs: tuple[Lang, ...]) -> str:
    """The schema of a file that holds one record of a kind, or several, as JSON.

    Args:
        kind: one of ``schema_kinds``.
        langs: of its words, in this order.
    """
    return schema_text(kind, is_list=False, langs=langs)


def schemas(*, langs: tuple[Lang, ...]) -> Mapping[str, str]:
    """Every schema by the name of its file; those of list files refer to the others."""
    found: dict[str, str] = {}
    for kind in SCHEMAS:
        names = {f"{kind}.json", *filter(None, map(schema_file, schema_places(kind)))}
        for name in sorted(names):
            found[name] = schema_text(kind, is_list=name.endswith(".list.json"), langs=langs)
    return MappingProxyType(found)


def schema_files(*, langs: tuple[Lang, ...]) -> Mapping[str, bytes]:
    """The schemas of a workspace by path."""
    return {f"{FOLDER}/{name}": text.encode() for name, text in schemas(langs=langs).items()}


def both(first: Lang) -> tuple[Lang, ...]:
    """Both languages, this one first."""
    return (first, *(lang for lang in Lang if lang is not first))
