"""Signed text: what both sides signed of a requirement still stands there, word for word."""

from collections import Counter
from collections.abc import Collection, Iterator

from rdclient.control.base import Matter
from rdclient.control.baseline import (
    GIVEN_UP,
    Signed,
    entry_text,
    fits,
    nearest,
    signed_requirements,
    text_in_force,
)
from rdclient.control.canon import Content
from rdclient.control.patch import Difference, differences
from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.model.baseline import Baseline
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement, RequirementEvent
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.change_text import by_now, specification_not_updated
from rdclient.rules.difference import lines
from rdclient.rules.past import known, matter
from rdclient.rules.signature import NEEDED
from rdclient.rules.signer import source_of


def signed_text_changed(case: Case) -> Iterator[Finding]:
    """A requirement no longer says what both sides signed, and no request says why (RD234).

    Its words have no dates, so they are held against everything that was ever approved, not
    against what was approved by ``as_of``.
    """
    found = matter(case).recorded
    unlike = list(_unlike(case, found))
    stated = {one.location for one in specification_not_updated(case)} if unlike else set()
    for signed, record, text in unlike:
        yield from _changed(found, signed, record, text, stated)


def _unlike(
    case: Case, found: Matter
) -> Iterator[tuple[Signed, Requirement | None, Content | None]]:
    """The signed requirements whose text nothing allows, with what they say."""
    for project in case.portfolio.all(Project):
        signed = signed_requirements(found, project)
        if signed:
            records = {r.id: r for r in case.portfolio.of_project(Requirement, project)}
            for name, found_signed in signed.items():
                one, record = by_now(case, found_signed), records.get(name)
                text = text_in_force(found, record)
                if not fits(found, one, text):
                    yield one, record, text


def _changed(
    found: Matter,
    signed: Signed,
    record: Requirement | None,
    text: Content | None,
    stated: Collection[Location],
) -> Iterator[Finding]:
    """One finding a requirement; what RD223 states of it already is left out."""
    source, signers = source_of(found, signed)
    facts: dict[str, Fact] = {"id": signed.requirement, "source": source, "signers": signers}
    if record is None:
        yield finding("RD234", _place_of(signed), variant="deleted", **facts)
    elif text is None:
        index, event = _given_up(record)
        at = where(record, "events", index, "type")
        yield finding("RD234", at, variant="withdrawn", **facts, step=event.type)
    else:
        gaps = differences(nearest(found, signed, text).text, text)
        rest = [gap for gap in gaps if _named(record, gap) not in stated]
        if rest:
            at = where(record, *rest[0].way)
            yield finding("RD234", at, variant="", **facts, differences=lines(rest))


def _named(record: Requirement, gap: Difference) -> Location:
    """The field in which something differs, as RD223 names it."""
    return where(record, *(name for name in gap.way if isinstance(name, str)))


def _given_up(record: Requirement) -> tuple[int, RequirementEvent]:
    """The last step by which it was given up."""
    steps = [pair for pair in enumerate(record.events) if pair[1].type in GIVEN_UP]
    return steps[-1]


def _place_of(signed: Signed) -> Location:
    """Where it was signed: the entry of the baseline, or the item of the request."""
    if signed.baseline:
        names = [entry.requirement for entry in signed.baseline.entries]
        index = names.index(signed.requirement)
        return where(signed.baseline, "entries", index, "requirement")
    change = signed.steps[0].change
    return where(change, "items", change.items.index(signed.steps[0].item), "requirement")


# ── baselines ────────────────────────────────────────────────────────────────


def entry_not_what_was_signed(case: Case) -> Iterator[Finding]:
    """An entry of a baseline holds another text than the one whose digest it states (RD235)."""
    for baseline in known(case, Baseline):
        times = Counter(entry.requirement for entry in baseline.entries)
        for index, entry in enumerate(baseline.entries):
            facts = {"id": baseline.id, "requirement": entry.requirement}
            if times[entry.requirement] > 1:
                at = where(baseline, "entries", index, "requirement")
                yield finding("RD235", at, variant="entry_twice", **facts)
            elif entry_text(entry) is None:
                at = where(baseline, "entries", index, "content")
                yield finding("RD235", at, variant="entry", **facts)


RULES = (
    Rule(
        "RD234",
        signed_text_changed,
        about=("requirement", "baseline"),
        needs=NEEDED | {"requirement"},
    ),
    Rule("RD235", entry_not_what_was_signed, about=("baseline",)),
)
