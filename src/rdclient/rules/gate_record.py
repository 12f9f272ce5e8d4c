"""Records only grow: entries, baselines and sign-offs that stood at the base still stand there."""

from collections.abc import Iterator

from rdclient.control.baseline import signed_requirements
from rdclient.diagnostic import Finding, Location, finding
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change, ChangeStep
from rdclient.model.meeting import Meeting
from rdclient.model.plan import MilestonePlan
from rdclient.model.portfolio import id_of
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.model.signoff import SignOff
from rdclient.rules.gate_case import GateCase, GateRule, Pair, place
from rdclient.rules.gate_entry import (
    Compared,
    Entry,
    compared,
    entries,
    fields_that_differ,
    meaning,
)
from rdclient.rules.past import label

_EARLY = frozenset({RequirementStep.COLLECTED, RequirementStep.ANALYSED})
"""Steps of a requirement that nobody but us has seen."""


def record_rewritten(case: GateCase) -> Iterator[Finding]:
    """What was on record was edited or removed (RD237)."""
    yield from _unreadable(case)
    for pair in case.every_pair:
        if pair.before is None:
            continue
        if isinstance(pair.before, Baseline):
            yield from _baseline(case, pair)
        elif pair.after is None:
            yield from _gone(case, pair)
        else:
            yield from _entries(case, pair)
    yield from _statements(case)
    yield from _attachments(case)


def _unreadable(case: GateCase) -> Iterator[Finding]:
    """Files that could not be read before: nobody can tell what was done to their records."""
    for path in sorted(case.unread_base):
        yield finding("RD237", Location(path, line=1, column=1), variant="unreadable", file=path)


# ── entries ──────────────────────────────────────────────────────────────────


def _entries(case: GateCase, pair: Pair[Record]) -> Iterator[Finding]:
    found = compared(case, pair)
    left = list(found.added)
    for entry in found.gone:
        if _is_moved_plan(entry, found):
            continue
        now = _now(entry, left)
        facts = {
            "id": id_of(pair.any),
            "kind": entry.name[-1],
            "at": label(entry.day) if entry.day else "",
            "step": entry.says,
        }
        if now is None:
            at = place(pair, entry.way[0])  # the list; its holder may be gone, too
            yield finding("RD237", at, variant="removed", **facts)
        else:
            left.remove(now)
            fields = fields_that_differ(case, pair, entry.fact, now.fact)
            at = place(pair, *now.way)
            yield finding("RD237", at, variant="changed", **facts, fields=fields)


def _is_moved_plan(entry: Entry, found: Compared) -> bool:
    """Whether only the date of a plan was rewritten: that is told as RD232."""
    plan = entry.fact
    return isinstance(plan, MilestonePlan) and any(
        isinstance(other.fact, MilestonePlan)
        and other.fact.on == plan.on
        and other.fact.due != plan.due
        for other in found.added
    )


def _now(entry: Entry, added: list[Entry]) -> Entry | None:
    """What probably became of an entry: one of its day, else one that says the same."""
    near = [other for other in added if other.name == entry.name]
    of_day = [other for other in near if other.day == entry.day]
    alike = [other for other in near if other.says and other.says == entry.says]
    both = [other for other in of_day if other in alike]
    return next(iter((*both, *of_day, *alike)), None)


# ── whole records ────────────────────────────────────────────────────────────


def _gone(case: GateCase, pair: Pair[Record]) -> Iterator[Finding]:
    """A record with entries that is not there any more."""
    record = pair.any
    held = tuple(entries(record))
    if not held or case.unread.hides(record) or _may_go(case, record):
        return
    if not _is_signed(case, record) and any(_took_over(case, pair, other) for other in _new(case)):
        return
    at = place(pair)
    yield finding("RD237", at, variant="gone", id=id_of(record), count=len(held))


def _may_go(case: GateCase, record: Record) -> bool:
    """Whether a record may be deleted: nobody but us has seen it, or RD233 says it."""
    if isinstance(record, Requirement):
        return _is_signed(case, record) or {event.type for event in record.events} <= _EARLY
    return isinstance(record, Change) and not record.claims(ChangeStep.SUBMITTED)


def _is_signed(case: GateCase, record: Record) -> bool:
    """Whether anybody signed anything of it."""
    if isinstance(record, Requirement):
        project = case.old.project(record)
        return project is not None and record.id in signed_requirements(case.old, project)
    return isinstance(record, Change | Meeting) and bool(case.old.acts(record))


def _new(case: GateCase) -> Iterator[Record]:
    for pair in case.every_pair:
        if pair.before is None and pair.after is not None:
            yield pair.after


def _took_over(case: GateCase, pair: Pair[Record], other: Record) -> bool:
    """Whether a new record is the one that is gone, under another id or in another place."""
    if type(other) is not type(pair.any):
        return False
    return not compared(case, Pair(pair.any, other)).gone


def _baseline(case: GateCase, pair: Pair[Record]) -> Iterator[Finding]:
    before, after = pair.before, pair.after
    if not isinstance(before, Baseline):
        return
    if after is None:
        if not case.unread.hides(before):
            yield finding("RD237", place(pair), variant="baseline-gone", id=before.id)
        return
    if meaning(case, pair, before, is_old=True) != meaning(case, pair, after, is_old=False):
        fields = fields_that_differ(case, pair, before, after)
        at = place(pair, fields[0]) if fields else place(pair)
        yield finding("RD237", at, variant="baseline", id=before.id, fields=fields)


# ── sign-offs ────────────────────────────────────────────────────────────────


def _statements(case: GateCase) -> Iterator[Finding]:
    """Statements of the base; one that only lies elsewhere in its project is still there."""
    now = {_whose(act) for act in case.head.all(SignOff)}
    paths = {act.origin.path for act in case.head.all(SignOff)}
    for act in case.base.all(SignOff):
        path = act.origin.path
        if path not in case.changed or _whose(act) in now:
            continue
        variant = "signoff" if path in paths or path in case.unread.paths else "signoff-gone"
        yield finding(
            "RD237",
            Location(path, line=1, column=1),
            variant=variant,
            id=act.subject,
            person=act.signer,
            at=label(act.declared_at),
        )


def _whose(act: SignOff) -> tuple[str | None, str | None, str]:
    return act.origin.client, act.origin.project, act.proof.digest


def _attachments(case: GateCase) -> Iterator[Finding]:
    """Signatures and evidence of the base."""
    now = {after for _, after in case.files.values() if after}
    for path, (before, after) in sorted(case.files.items()):
        if before is None or before == after or (after is None and before in now):
            continue
        at = Location(path, line=1, column=1)
        variant = "file" if after else "file-gone"
        yield finding("RD237", at, variant=variant, file=path.rpartition("/")[2])


RULES = (GateRule("RD237", record_rewritten),)
