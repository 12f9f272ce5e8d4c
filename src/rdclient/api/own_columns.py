"""The columns that ``export`` writes and ``import`` reads again, those of each language too."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from rdclient.api.import_field import field_type
from rdclient.diagnostic import UsageError
from rdclient.exchange.kinds import EXCHANGE_KINDS, ExchangeKind
from rdclient.exchange.mapping import Heading, Plan, TableMapping, Target, from_data
from rdclient.model.portfolio import KINDS
from rdclient.store.yamlfile import RECORD_LIMIT, load

OWN = "rdclient"
"""The name of the mapping that knows them."""
HOLDER = "survey"
"""What stands before a field of the survey itself; the others are those of an answer."""
FOLDER = Path(__file__).resolve().parent.parent / "data" / "mappings"
"""Where the shipped mappings lie."""
_LANGUAGES = (
    ("zh", "（中文）", " (zh)"),
    ("en", "（英文）", " (en)"),
    ("of", "（译自）", " (translated from)"),
)


def read_mapping(folder: Path, path: str, name: str) -> TableMapping:
    """A mapping out of its file.

    Raises:
        UsageError: when the file cannot be read.
        MappingError: when it says something that has no meaning.
    """
    loaded = load(folder, path, limit=RECORD_LIMIT)
    if loaded.findings:
        raise UsageError("mapping-unreadable", path, loaded.findings[0])
    return from_data(name, loaded.data)


@cache
def own_mapping() -> TableMapping:
    """The mapping of our own columns."""
    told = read_mapping(FOLDER, f"{OWN}.yaml", OWN)
    plans = {name: _in_languages(EXCHANGE_KINDS[name], plan) for name, plan in told.plans.items()}
    return replace(told, plans=MappingProxyType(plans))


def _in_languages(kind: ExchangeKind, plan: Plan) -> Plan:
    targets = tuple(one for target in plan.targets for one in _columns(kind, target))
    return replace(plan, targets=targets)


def _columns(kind: ExchangeKind, target: Target) -> Iterator[Target]:
    """A column, and those of the languages its text may have."""
    yield target
    model, way = model_at(kind, target.way)
    found = field_type(model, way)
    if found is None or not found.is_text or found.is_list or found.part is not None:
        return
    zh, en = target.heading.names[:2]
    for lang, zh_tail, en_tail in _LANGUAGES:
        names = (f"{zh}{zh_tail}", f"{en}{en_tail}")
        heading = Heading(names, MappingProxyType({}), (), "", is_lenient=False)
        yield Target((*target.way, lang), heading)


def model_at(kind: ExchangeKind, way: tuple[str, ...]) -> tuple[type[BaseModel], tuple[str, ...]]:
    """The class that a column's field belongs to, and the keys in it."""
    model: type[BaseModel] = KINDS[kind.kind]
    if not kind.list:
        return model, way
    if way[0] == HOLDER and way[1:]:
        return model, way[1:]
    inner = field_type(model, (kind.list,))
    return (inner.part if inner and inner.part else model), way
