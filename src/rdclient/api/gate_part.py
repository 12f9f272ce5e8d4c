"""What the gate says of one part of a workspace: its records before and after, and the answer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from rdclient.api.examining import Looked, span
from rdclient.api.moment import in_zone
from rdclient.api.part_answer import Answer, Span
from rdclient.control.base import Matter
from rdclient.diagnostic import Finding, Waived, in_order, unread
from rdclient.model.base import Record
from rdclient.model.change import Change
from rdclient.model.client import Person
from rdclient.model.portfolio import Portfolio
from rdclient.model.signoff import SignOff
from rdclient.rules.gate import CONTROL_CODES, Gate
from rdclient.rules.gate_case import GateCase, Unread
from rdclient.store.calendarfile import Calendars
from rdclient.store.history import PathChange
from rdclient.store.layout import (
    POLICY_FILE,
    ROOT_FILE,
    home,
    is_calendar,
    is_of_signoffs,
    signature_beside,
)
from rdclient.store.source import ROOT_PART, Source, part_of
from rdclient.store.workspace import Ground, located, read_ground, read_part
from rdclient.store.yamlfile import LIST_LIMIT

_GROWING = frozenset(
    {
        "requirement", "change", "baseline", "meeting", "milestone", "contract", "signoff",
        "ticket", "incident", "complaint", "risk", "issue",
    }
)  # fmt: skip
"""Kinds with lists that only grow: of a file of the base that could not be read nobody can tell."""


@dataclass(frozen=True, slots=True)
class History:
    """What Git tells of a request.

    Attributes:
        changes: files of the workspace that are not the same.
        before: the files of the base.
        landed: when each sign-off came to lie on the mainline, by path.
        emails: addresses of those who touched a file in this request, by path.
    """

    changes: tuple[PathChange, ...]
    before: Source
    landed: Mapping[str, datetime]
    emails: Mapping[str, frozenset[str]]


class Comparer:
    """Compares the parts of one workspace with what they were at the base."""

    def __init__(self, history: History, as_of: datetime) -> None:
        self.history = history
        self.as_of = as_of
        self.changed = frozenset(change.path for change in history.changes)

    def __call__(self, looked: Looked) -> Answer | None:
        """The answer about a part, in the place of the one without a gate; None untouched."""
        touched = {part_of(path) for path in self.changed}
        if not touched & {looked.part, ROOT_PART}:
            return None
        head = looked.read.portfolio
        as_of = in_zone(self.as_of, head)
        paths = self._paths(looked)
        base, lost = self._base(looked, paths)
        case = GateCase(
            base=base,
            head=head,
            judged=head,
            as_of=as_of,
            changed=self.changed,
            landed=self.history.landed,
            files=self._attachments(looked.part),
            unread=Unread(frozenset(unread(looked.read.findings)), looked.read.unread_ids),
            unread_base=lost,
        )
        case = replace(case, authors=self._authors(case))
        told = Gate(case, looked.read.partial).judged()
        here = frozenset({looked.part, ROOT_PART})
        return _answer(looked, told.findings, told.waived, here, self._span(looked, paths, as_of))

    # ── the records of the base ──────────────────────────────────────────────

    @cached_property
    def _ground(self) -> tuple[Ground, tuple[Record, ...]] | None:
        """What holds for all parts at the base; None when it is what holds now."""
        if not any(_is_ground(path) for path in self.changed):
            return None
        ground, part = read_ground(self.history.before)
        return ground, part.records

    def _paths(self, looked: Looked) -> tuple[str, ...]:
        """The files that are not the same and hold records that this part needs."""
        parts = {part_of(record.origin.path) for record in looked.read.portfolio.records}
        parts |= {looked.part, ROOT_PART}
        there = self.history.before.tree.stamps
        return tuple(
            path
            for path in sorted(self.changed | self._shown_otherwise(looked))
            if part_of(path) in parts and path in there and (home(path) or _is_ground(path))
        )

    def _shown_otherwise(self, looked: Looked) -> frozenset[str]:
        """Statements that stand as they were, while a signature or evidence of theirs does not.

        What they proved at the base is asked of the files of the base.
        """
        shown = {
            act.origin.path: {signature_beside(act.origin.path), *(e.file for e in act.evidence)}
            for act in looked.read.portfolio.all(SignOff)
        }
        return frozenset(path for path, files in shown.items() if files & self.changed)

    def _base(self, looked: Looked, paths: tuple[str, ...]) -> tuple[Portfolio, frozenset[str]]:
        """The records of the base, and its files that could not be read."""
        head = looked.read.portfolio
        ground = self._ground
        other = {*self.changed, *paths, ROOT_FILE}
        kept = [record for record in head.records if record.origin.path not in other]
        on = ground[0] if ground else _ground_of(head)
        first = ground[1] if ground else (head.workspace,)
        read = read_part(self.history.before, on, tuple(p for p in paths if p != ROOT_FILE))
        records = sorted((*kept, *read.records), key=lambda record: record.origin.path)
        portfolio = replace(
            head,
            records=(*first, *records),
            workspace=on.workspace,
            policies=on.policies,
            zone=on.zone,
        )
        lost = frozenset(path for path in unread(read.findings) if _grows(path))
        return portfolio, lost

    # ── what Git knows ───────────────────────────────────────────────────────

    def _attachments(self, part: str) -> Mapping[str, tuple[str | None, str | None]]:
        return {
            change.path: (change.before, change.after)
            for change in self.history.changes
            if part_of(change.path) == part
            and is_of_signoffs(change.path)
            and home(change.path) is None
        }

    def _authors(self, case: GateCase) -> Mapping[str, frozenset[str]]:
        """Who wrote a request: persons who touched its record where its text is another one."""
        people = {
            email.lower(): person.id
            for portfolio in (case.head, case.base)
            for person in portfolio.all(Person)
            for email in person.git_emails
        }
        found = {}
        for pair in case.pairs(Change):
            if pair.after is None or _fingerprint(case.old, pair.before) == _fingerprint(
                case.new, pair.after
            ):
                continue
            path = pair.after.origin.path
            emails = self.history.emails.get(path, frozenset())
            found[path] = frozenset(people[email] for email in emails if email in people)
        return found

    def _span(self, looked: Looked, paths: Iterable[str], as_of: datetime) -> Span:
        """How long the answer holds: within the day, for freezes are counted in days."""
        first, last = looked.answer.span
        start = datetime.combine(as_of.date(), time(), as_of.tzinfo)
        end = datetime.combine(as_of.date() + timedelta(days=1), time(), as_of.tzinfo)
        zone = looked.read.portfolio.zone
        own = span(self._dates(paths), as_of, zone)
        return (
            max(first, own[0], int(start.timestamp())),
            min(last, own[1], int(end.timestamp())),
        )

    def _dates(self, paths: Iterable[str]) -> Iterator[str]:
        """The dates in the files of the base, as ``span`` reads them."""
        for path in paths:
            content = self.history.before.content(path, limit=LIST_LIMIT)
            if isinstance(content, bytes):
                text = content.decode("utf-8", "replace")
                yield "".join(f'"{label}"' for label in _DATE.findall(text))


_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)


def _ground_of(portfolio: Portfolio) -> Ground:
    calendars = Calendars(portfolio.calendars, tuple(portfolio.calendars))
    return Ground(portfolio.workspace, portfolio.policies, portfolio.zone, calendars)


def _fingerprint(matter: Matter, change: Change | None) -> str | None:
    return matter.fingerprint(change) if change else None


def _grows(path: str) -> bool:
    place = home(path)
    return place is not None and place.kind in _GROWING


def _is_ground(path: str) -> bool:
    return path in (ROOT_FILE, POLICY_FILE) or is_calendar(path)


def _answer(
    looked: Looked,
    findings: tuple[Finding, ...],
    aside: tuple[Waived, ...],
    here: frozenset[str],
    span: Span,
) -> Answer:
    """The plain answer with what the gate says in the place of what the same rules said."""
    plain, texts = looked.answer, looked.read.texts
    kept = (f for f in plain.findings if f.code not in CONTROL_CODES)
    found = tuple(f for f in findings if part_of(f.location.path) in here)
    rest = tuple(w for w in plain.waived if w.finding.code not in CONTROL_CODES)
    away = [w for w in aside if part_of(w.finding.location.path) in here]
    placed = tuple(replace(w, finding=located((w.finding,), texts)[0]) for w in away)
    return replace(
        plain,
        findings=in_order((*kept, *located(found, texts))),
        waived=(*rest, *placed),
        span=span,
    )
