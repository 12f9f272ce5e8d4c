"""Signed text changes only as an approved request says it."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdclient.control.base import Matter
from rdclient.control.baseline import (
    Signed,
    allowed,
    fits,
    items_on,
    signed_requirements,
    text_in_force,
)
from rdclient.control.canon import Content
from rdclient.control.change import standing
from rdclient.control.patch import Difference, applied, differences
from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.model.change import Change, ChangeItem
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.rules.difference import lines
from rdclient.rules.gate_case import GateCase, GateRule, Pair, place
from rdclient.rules.signer import source_of


def signed_text_changed(case: GateCase) -> Iterator[Finding]:
    """This request changes what both sides signed, and no approved request says so (RD233)."""
    for pair in case.pairs(Requirement):
        if pair.after is None and case.unread.hides(pair.any):
            continue
        old, new = text_in_force(case.old, pair.before), text_in_force(case.new, pair.after)
        if old == new:
            continue
        found = _signed(case, pair.any)
        if found is None or fits(*found, new):
            continue
        yield _finding(pair, *found, new)


def _signed(case: GateCase, record: Requirement) -> tuple[Matter, Signed] | None:
    """What is signed of a requirement: under test, else at the base.

    A request that takes the signature away does not free the text by that.
    """
    for matter in (case.new, case.old):
        project = matter.project(record)
        signed = signed_requirements(matter, project).get(record.id) if project else None
        if signed:
            return matter, signed
    return None


# ── what is said of it ───────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Near:
    """The request whose text is nearest to what the requirement says now."""

    change: Change
    is_approved: bool
    rest: tuple[Difference, ...]


def _finding(
    pair: Pair[Requirement], matter: Matter, signed: Signed, new: Content | None
) -> Finding:
    source, signers = source_of(matter, signed)
    expected = allowed(matter, signed)[0].text
    near, changed = None, tuple[Difference, ...]()
    if new is None:
        variant = "deleted" if pair.after is None else "withdrawn"
    elif expected is None:
        variant = "back"
    else:
        near, changed = _nearest(matter, signed, new), tuple(differences(expected, new))
        variant = _variant(near)
    facts: dict[str, Fact] = {
        "id": signed.requirement,
        "title": str(pair.any.title),
        "differences": lines(changed),
        "source": source,
        "signers": signers,
    }
    if near:
        state = standing(matter, near.change).state
        facts |= {"change": near.change.id, "state": state, "rest": lines(near.rest)}
    return finding("RD233", _place(pair, changed), variant=variant, **facts)


def _variant(near: _Near | None) -> str:
    if near is None:
        return ""
    if near.is_approved:
        return "differs"
    return "unapproved-differs" if near.rest else "unapproved"


def _place(pair: Pair[Requirement], changed: tuple[Difference, ...]) -> Location:
    """The first field that differs; the entry that withdraws it."""
    if pair.after is None:
        return place(pair)
    if changed:
        return place(pair, *changed[0].way)
    for index, event in reversed(tuple(enumerate(pair.after.events))):
        if event.type is RequirementStep.WITHDRAWN:
            return place(pair, "events", index)
    return place(pair)


def _nearest(matter: Matter, signed: Signed, new: Content) -> _Near | None:
    """Of the requests that touch what changed, the one whose text is nearest to the present one."""
    ways = [way for way in allowed(matter, signed) if way.text is not None]
    found = [
        _Near(way.by[-1], is_approved=True, rest=tuple(differences(way.text, new)))
        for way in ways
        if way.by
    ]
    for change, item in _others(matter, signed):
        text = applied(ways[0].text if ways else signed.text, item, matter.binding(change))
        if text is not None:
            rest = tuple(differences(text, new))
            found.append(_Near(change, is_approved=False, rest=rest))
    changed = {item.way[0] for item in differences(dict(signed.text or {}), dict(new))}
    near = [item for item in found if _touches(item.change, signed.requirement, changed)]
    return min(near, key=lambda item: (len(item.rest), not item.is_approved), default=None)


def _touches(change: Change, requirement: str, fields: set[str | int]) -> bool:
    """Whether a request says anything about some fields of a requirement."""
    return any(
        item.set and fields & item.set.model_fields_set for item in items_on(change, requirement)
    )


def _others(matter: Matter, signed: Signed) -> Iterator[tuple[Change, ChangeItem]]:
    """What requests of the project ask of it that are neither approved nor turned down.

    An approved one is among ``signed.steps``, or in the baseline already.
    """
    for change in matter.portfolio.beside(Change, signed.source):
        if not change.is_ended() and not standing(matter, change).is_approved:
            for item in items_on(change, signed.requirement):
                yield change, item


RULES = (GateRule("RD233", signed_text_changed),)
