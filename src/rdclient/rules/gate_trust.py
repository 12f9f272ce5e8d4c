"""Who and what is trusted: people, contacts, teams, policy and waivers are those of the base."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.model.base import Part, Record
from rdclient.model.client import Client, Contact, Contract, Person, Workspace
from rdclient.model.governance import Waiver
from rdclient.model.plan import Milestone
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio, id_of, kind_of
from rdclient.model.project import Project
from rdclient.rules.base import where

POLICY = "policy.yaml"
_WHOLE = (Person, Contact, Waiver)
"""Records that are trusted as a whole."""
_FIELDS: Mapping[type[Record], tuple[str, ...]] = MappingProxyType(
    {
        Workspace: ("uuid", "lang"),
        Project: ("team", "counterparts", "board", "contract", "binding_language"),
        Client: ("lang",),
        Contract: ("deemed_clause",),
        Milestone: ("key",),
    }
)
"""Fields that say who may sign, in which language, whether silence counts, and what is large."""
_LANGUAGE = ("binding_language",)
_Key: TypeAlias = tuple[str, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Trust:
    """One thing that is trusted and that a request changes.

    Attributes:
        sort: selects the words: the kind of record, or ``policy``.
        name: what people know it by.
        before: as it was; None when it is new. A policy has neither.
        after: as it is; None when it was removed.
        at: where it was changed.
    """

    sort: str
    name: str
    before: Record | None
    after: Record | None
    at: Location


def changes(base: Portfolio, head: Portfolio) -> tuple[Trust, ...]:
    """What is trusted and not the same any more, in the order of the records."""
    return (*_records(base, head), *_fields(base, head), *_policy(base, head))


def trusting(
    head: Portfolio, base: Portfolio, kept: Collection[Trust], found: tuple[Trust, ...]
) -> Portfolio:
    """The records under test with the trust of the base.

    Args:
        head: under test.
        base: of before.
        kept: changes of trust that hold nevertheless.
        found: every change of trust.
    """
    if len(kept) == len(found):
        return head
    back = [item for item in found if item not in kept]
    swapped = {id(item.after): item.before for item in back if item.after is not None}
    records = []
    for record in head.records:
        if id(record) not in swapped:
            records.append(record)
        elif type(record) in _FIELDS:
            records.append(_with_fields(record, swapped[id(record)]))
        elif (old := swapped[id(record)]) is not None:
            records.append(old)
    records += [item.before for item in back if item.after is None and item.before is not None]
    workspace = next((r for r in records if isinstance(r, Workspace)), head.workspace)
    records.sort(key=lambda record: (record is not workspace, record.origin.path))
    is_old = any(item.sort == "policy" for item in back)
    policies = base.policies if is_old else head.policies
    return replace(head, records=tuple(records), workspace=workspace, policies=policies)


def _with_fields(record: Record, old: Record | None) -> Record:
    names = _FIELDS[type(record)]
    defaults = type(record).model_fields
    fields = {
        name: getattr(old, name) if old else defaults[name].get_default(call_default_factory=True)
        for name in names
    }
    return record.model_copy(update=fields)


# ── what changed ─────────────────────────────────────────────────────────────


def _records(base: Portfolio, head: Portfolio) -> Iterator[Trust]:
    before, after = (_trusted(portfolio, _WHOLE) for portfolio in (base, head))
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield _trust(key[0], old, new)


def _fields(base: Portfolio, head: Portfolio) -> Iterator[Trust]:
    before, after = (_trusted(portfolio, tuple(_FIELDS)) for portfolio in (base, head))
    for key, new in after.items():
        old = before.get(key)
        if old is None and isinstance(new, Milestone):
            continue  # what nobody knew cannot have been trusted otherwise
        if new is not old and new != _with_fields(new, old):
            is_language = isinstance(new, Client) or _first_field(old, new)[:1] == _LANGUAGE
            yield _trust("language" if is_language else key[0], old, new)


def _trusted(portfolio: Portfolio, classes: tuple[type[Record], ...]) -> dict[_Key, Record]:
    """Records by kind, scope and id; waivers, which have none, by what they say.

    The workspace has none either, and there is only one.
    """
    found: dict[_Key, Record] = {}
    for cls in classes:
        for record in portfolio.all(cls):
            at = record.origin
            name = id_of(record)
            if isinstance(record, Waiver):
                name = record.model_dump_json(exclude={"note", "recorded_on"}, warnings=False)
            found.setdefault((kind_of(record), at.client, at.project, name), record)
    return found


def _trust(sort: str, old: Record | None, new: Record | None) -> Trust:
    record = new or old
    assert record is not None  # noqa: S101 - one of the two is there
    name = record.code if isinstance(record, Waiver) else id_of(record)
    if new is None:
        return Trust(sort, name, old, None, Location(record.origin.path, line=1, column=1))
    return Trust(sort, name, old, new, where(new, *_first_field(old, new)))


def _first_field(old: Record | None, new: Record) -> tuple[str | int, ...]:
    """The first field that is another; of a list, the first entry."""
    if old is None:
        return ()
    for name, info in type(new).model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after or (type(new) in _FIELDS and name not in _FIELDS[type(new)]):
            continue
        key = info.alias or name
        if isinstance(before, tuple) and isinstance(after, tuple):
            return (key, next((i for i, item in enumerate(after) if item not in before), 0))
        return (key,)
    return ()


def _policy(base: Portfolio, head: Portfolio) -> Iterator[Trust]:
    if base.policies != head.policies:
        way = _way(base.policies[-1], head.policies[-1])
        at = Location(POLICY, way) if way else Location(POLICY, line=1, column=1)
        yield Trust("policy", ".".join(map(str, way)), None, None, at)


def _way(old: object, new: object) -> tuple[str, ...]:
    """Keys down to the first number of a policy that is another; control comes first."""
    if isinstance(old, Part) and isinstance(new, Part):
        names = [*type(new).model_fields]
        if isinstance(new, Policy):
            names.sort(key=lambda name: name not in ("control", "change", "severity"))
        pairs = [(name, getattr(old, name), getattr(new, name)) for name in names]
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        pairs = [(str(name), old.get(name), new.get(name)) for name in (*new, *old)]
    else:
        return ()
    for name, before, after in pairs:
        if before != after:
            return (name, *_way(before, after))
    return ()


# ── changed and used ─────────────────────────────────────────────────────────

Stated: TypeAlias = tuple[str, str, tuple[str | int, ...], str, str]
"""What tells a finding from others: code, path, pointer, variant, severity."""


def stated(item: Finding) -> Stated:
    """A finding without the words in it."""
    at = item.location
    variant = str(dict(item.facts).get("variant", ""))
    return item.code, at.path, at.pointer, variant, item.severity.value


def rule_changed_and_used(
    found: tuple[Trust, ...],
    strict: tuple[Finding, ...],
    outcome: Callable[[Collection[Trust]], tuple[Finding, ...]],
) -> Iterator[Finding]:
    """What is trusted was changed, and this request needs the change (RD238).

    Args:
        found: every change of trust.
        strict: what stands with the trust of the base.
        outcome: what stands when some of the changes hold.
    """
    missing = _without(strict, outcome(found))
    if not missing:
        return
    guilty = [(item, _without(strict, outcome((item,)))) for item in found]
    alone = [(item, gone) for item, gone in guilty if gone]
    for item, gone in alone or [(item, missing) for item in found]:
        facts: dict[str, Fact] = {"id": item.name, "rules": _named(gone)}
        yield finding("RD238", item.at, variant=item.sort, **facts)


def _without(strict: tuple[Finding, ...], other: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings that do not stand any more."""
    there = {stated(item) for item in other}
    return tuple(item for item in strict if stated(item) not in there)


_MOST = 4


def _named(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Codes with what they speak of, e.g. ``RD236 CR-007``."""
    names = sorted({f"{f.code} {dict(f.facts).get('id', '')}".strip() for f in findings})
    return (*names[:_MOST], "…") if len(names) > _MOST else tuple(names)


def policy_missing(*, was_there: bool, is_there: bool) -> Iterator[Finding]:
    """There is no policy at the base, or it was removed (RD238)."""
    at = Location(POLICY, line=1, column=1)
    if not was_there:
        yield finding("RD238", at, variant="no-policy")
    elif not is_there:
        yield finding("RD238", at, variant="policy-removed")
