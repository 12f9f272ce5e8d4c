"""Random valid records of every kind, drawn from the types of the models alone."""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rdclient.model.base import Dated, Moment, Origin, Part, Prose, Ref
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.model.walk import made_of
from rdclient.store import calendarfile, policyfile

ZONE = ZoneInfo("Asia/Shanghai")
_CN = calendarfile.shipped(ZONE).usable["cn"]
AS_OF = dt.datetime(2026, 11, 20, 18, tzinfo=ZONE)
CLIENT, PROJECT = "linhai", "portal"
PEOPLE = ("qin.yue", "luo.jing", "fang.lei")
CONTACTS = ("gao.wenbo", "ye.qiu")

Data = dict[str, Any]
"""A record as YAML holds it, before it is validated."""

Plain: TypeAlias = Any
"""What a YAML file may hold: a mapping, a list, a scalar."""

_WORDS = (
    "批量代付", "应及时处理，系统应记录日志", "The system shall respond quickly.", "目标与分工",
    "shall store and shall send", {"zh": "限额", "en": "Limit"}, {"zh": "只有中文"},
    {"zh": "限额", "en": "Limit", "of": "00000000"},
)  # fmt: skip
_READINGS = ("<=70%", "82%", "1-5", "3", "enabled", ">= 99.9")
_BY_NAME: Mapping[str, tuple[Any, ...]] = {
    "uuid": ("0" * 32,),
    "timezone": ("Asia/Shanghai",),
    "calendar": ("cn",),
    "currency": ("CNY",),
    "code": ("RD422", "RD208"),
    "quarter": ("2026-Q2", "2026-Q3", "2026-Q4"),
    "priority": ("urgent", "normal"),
    "to": ("urgent", "normal"),
    "phone": ("1380000",),
    "scope": ("REQ-1", "portal", "linhai/portal", "clients/linhai/client.yaml", "."),
    "statement": ("rdclient-signoff-v1",),
    "project": ("linhai/portal", "linhai/kiosk"),
    "subject": ("CHANGE-1", "BASELINE-1", "MEETING-2", "CHANGE-9"),
    "signer": ("qin.yue", "gao.wenbo", "nobody"),
    "fingerprint": (f"sha256-v1:{'0' * 64}",),
    "sha256": ("0" * 64,),
    "packet": ("0" * 64,),
    "previous": ("0" * 64,),
    "recommended": _READINGS,
    "actual": _READINGS,
}
"""Values of fields whose form the type alone does not tell."""
_HOME: Mapping[str, tuple[str, str | None, str | None]] = {
    "workspace": ("rdclient.yaml", None, None),
    "person": ("people.yaml", None, None),
    "client": (f"clients/{CLIENT}/client.yaml", CLIENT, None),
    "project": (f"clients/{CLIENT}/projects/{PROJECT}/project.yaml", CLIENT, PROJECT),
}
_OF_CLIENT = frozenset(
    {"waiver", "contact", "contract", "ticket", "incident", "source", "survey", "improvement",
     "complaint", "plan", "drill", "inspection", "release", "interaction", "followup", "brief"}
)  # fmt: skip


def ids(kind: str) -> tuple[str, ...]:
    """The ids that records of a kind carry here; references are drawn from them."""
    fixed = {"client": (CLIENT,), "project": (PROJECT,), "person": PEOPLE, "contact": CONTACTS}
    if kind == "report":
        return ("weekly-2026-W46", "weekly-2026-W47")
    prefix = {"requirement": "REQ"}.get(kind, kind.upper()[:8])
    return fixed.get(kind, (f"{prefix}-1", f"{prefix}-2"))


def records() -> st.SearchStrategy[tuple[tuple[str, Data], ...]]:
    """Kind and data of every record of a workspace with one client and one project."""
    return st.tuples(*(st.tuples(st.just(k), _numbered(k, n)) for k, n in _places()))


def records_of(*kinds: str) -> st.SearchStrategy[tuple[tuple[str, Data], ...]]:
    """The same, of some kinds only."""
    places = [(kind, name) for kind, name in _places() if kind in ("workspace", *kinds)]
    return st.tuples(*(st.tuples(st.just(k), _numbered(k, n)) for k, n in places))


def _places() -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        for name in ids(kind) if kind != "workspace" else ("",):
            yield kind, name


def _numbered(kind: str, name: str) -> st.SearchStrategy[Data]:
    has_id = "id" in KINDS[kind].model_fields
    return _part(KINDS[kind]).map(lambda data: {**data, "id": name} if has_id else data)


def _part(model: type[BaseModel]) -> st.SearchStrategy[Data]:
    required, optional = {}, {}
    for name, info in model.model_fields.items():
        if name == "id" and not info.is_required():
            continue
        value = _value(name, info)
        if value is not None:
            (required if info.is_required() else optional)[info.alias or name] = value
    return st.fixed_dictionaries(required, optional=optional)


def _value(name: str, info: FieldInfo) -> st.SearchStrategy[Any] | None:
    facts = tuple(made_of(info.annotation, tuple(info.metadata)))
    one = _one(name, facts)
    if one is None:
        return None
    return st.lists(one, max_size=4) if tuple in facts else one


def _one(name: str, facts: tuple[object, ...]) -> st.SearchStrategy[Any] | None:
    """One value of a field; None for a field that is left out."""
    ref = next((fact for fact in facts if isinstance(fact, Ref)), None)
    classes = [fact for fact in facts if isinstance(fact, type)]
    part = next((fact for fact in classes if issubclass(fact, Part)), None)
    enum = next((fact for fact in classes if issubclass(fact, Enum)), None)
    if dict in classes:
        return _mapping(name)
    if ref:
        names = (*PEOPLE, *CONTACTS) if "person" in ref.kinds else ids(ref.kinds[0])
        return st.sampled_from(names)
    if part:
        return st.deferred(lambda: _part(part))
    if enum:
        return st.sampled_from([member.value for member in enum])
    return _plain(name, facts, classes)


def _plain(
    name: str, facts: tuple[object, ...], classes: list[type]
) -> st.SearchStrategy[Any] | None:
    if any(isinstance(fact, Dated) for fact in facts):
        return _moments() if Moment in classes else _days()
    if any(isinstance(fact, Prose) for fact in facts):
        return st.sampled_from(_WORDS)
    if bool in classes:
        return st.booleans()
    if int in classes or float in classes:
        return st.integers(_bound(facts, ("ge", "gt"), 0), _bound(facts, ("le",), 60))
    if name in _BY_NAME:
        return st.sampled_from(_BY_NAME[name])
    return st.sampled_from(("1", "2"))


def _mapping(name: str) -> st.SearchStrategy[Any]:
    if name == "parties":
        who = st.sampled_from((*PEOPLE, *CONTACTS, "project_manager", "signatory", "nobody"))
        return st.dictionaries(who, st.sampled_from(("R", "A", "C", "I", "A/R")), max_size=4)
    return st.just({})


def _bound(facts: tuple[object, ...], names: tuple[str, ...], default: int) -> int:
    for fact in facts:
        for inner in getattr(fact, "metadata", (fact,)):
            for name in names:
                if getattr(inner, name, None) is not None:
                    return int(getattr(inner, name))
    return default


def _days() -> st.SearchStrategy[str]:
    span = st.dates(dt.date(2026, 6, 1), dt.date(2026, 12, 5))
    return span.map(dt.date.isoformat)


def _moments() -> st.SearchStrategy[str]:
    hours = st.sampled_from(("", " 09:00", " 17:30"))
    return st.tuples(_days(), hours).map("".join)


# ── portfolio ────────────────────────────────────────────────────────────────


def portfolio(drawn: tuple[tuple[str, Data], ...]) -> Portfolio:
    """The portfolio that the data make.

    Raises:
        ValidationError: when a record is not valid.
    """
    placed = []
    for index, (kind, data) in enumerate(drawn):
        path, client, project = home(kind, index)
        pointer = () if kind in ("workspace", "client", "project") else (0,)
        model = KINDS[kind].model_validate(data, context={"zone": ZONE})
        placed.append(model.placed(Origin(path, pointer, client, project)))
    workspace = next(record for record in placed if record.origin.path == "rdclient.yaml")
    policies = (policyfile.shipped(),)
    return Portfolio(tuple(placed), workspace, policies, _CN, ZONE)  # type: ignore[arg-type]


def home(kind: str, index: int) -> tuple[str, str | None, str | None]:
    """Path, client and project of the record that stands at an index."""
    if kind == "person":
        return f"people-{index}.yaml", None, None
    if kind in _HOME:
        return _HOME[kind]
    if kind in _OF_CLIENT:
        return f"clients/{CLIENT}/{kind}-{index}.yaml", CLIENT, None
    return f"clients/{CLIENT}/projects/{PROJECT}/{kind}-{index}.yaml", CLIENT, PROJECT


def sites(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way down to everything that could be taken away."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in inner:
        yield (*way, key)
        yield from sites(item, (*way, key))


def without(value: Plain, way: tuple[str | int, ...]) -> Plain:
    """The data without what stands there."""
    key, *rest = way
    if isinstance(value, dict):
        if rest:
            return {k: without(v, tuple(rest)) if k == key else v for k, v in value.items()}
        return {k: v for k, v in value.items() if k != key}
    if rest:
        return [without(v, tuple(rest)) if i == key else v for i, v in enumerate(value)]
    return [v for i, v in enumerate(value) if i != key]
