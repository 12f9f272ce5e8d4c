"""Examine a part of a workspace: its records, every rule, and how long the answer holds."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rdclient.api.moment import in_zone
from rdclient.api.part_answer import NEVER, Answer, Span
from rdclient.diagnostic import Finding, in_order, unread, with_severity
from rdclient.lens import Lang
from rdclient.model.portfolio import Portfolio
from rdclient.rules import RULES
from rdclient.rules.base import Case, Rule
from rdclient.rules.waiver import waived
from rdclient.store.layout import POLICY_FILE
from rdclient.store.source import (
    CONTACTS,
    ROOT_PART,
    Source,
    contact_paths,
    part_of,
    parts_of,
)
from rdclient.store.workspace import Part, Read, joined, located, read_ground, read_part


@dataclass(frozen=True, slots=True)
class Looked:
    """What came out of looking at a part: its records with those they refer to, and the answer."""

    part: str
    read: Read
    answer: Answer


Compare = Callable[[Looked], Answer | None]
"""What the gate says of a part; None when there is nothing to compare."""


class Examiner:
    """Answers for the parts of one workspace as of one moment.

    Attributes:
        paths: of every part.
        as_of: the moment, in the workspace's zone.
        root: how many records and files the root holds.
        severities: what policy says of the weight of codes.
        compare: what the gate says of a part that was examined; None without a gate.
        gated: its answers, by part.
    """

    def __init__(self, source: Source, as_of: datetime, compare: "Compare | None" = None) -> None:
        self.source = source
        self.compare = compare
        self.gated: dict[str, Answer] = {}
        self.paths = parts_of(source.tree.files)
        self.ground, first = read_ground(source)
        at_root = read_part(source, self.ground, self.paths[ROOT_PART])
        self.base = (first, at_root)
        portfolio = joined(source, self.ground, self.base).portfolio
        self.as_of = in_zone(as_of, portfolio)
        self.severities = portfolio.policy(self.as_of.date()).severity
        self.root = (len(first.records) + len(at_root.records), first.files + at_root.files)
        source.keep(ROOT_PART, self.paths[ROOT_PART])

    @property
    def lang(self) -> Lang | None:
        """The workspace's language; None when its own file could not be read."""
        workspace = self.ground.workspace
        return workspace.lang if self.base[0].records else None

    def of_templates(self) -> tuple[Finding, ...]:
        """What is wrong with the workspace's own templates."""
        templates = self.source.tree.templates
        if not templates:
            return ()
        from rdclient.render.document import template_findings

        return with_severity(template_findings(templates), self.severities)

    def answer(self, part: str) -> Answer:
        """Everything about one part; what it held is written to the cache."""
        own = self._own(part)
        others: dict[str, Part] = {}
        read = self._joined(own, others)
        while new := self._reached(read.portfolio, {part, ROOT_PART, *others}):
            for name in new:
                others[name] = read_part(self.source, self.ground, self.paths[name])
            read = self._joined(own, others)
        findings = self._of_rules(read)
        if any(map(_asks_for_contacts, findings)):
            others[CONTACTS] = self._contacts({part, *others})
            read = self._joined(own, others)
            findings = self._of_rules(read)
        absent = self._named(read.portfolio) - self.paths.keys()
        answer = self._answer(part, own, read, findings, (*others, *sorted(absent)))
        if self.compare and (gated := self.compare(Looked(part, read, answer))):
            self.gated[part] = gated
        for name in (part, *others):
            if name not in (ROOT_PART, CONTACTS) and name in self.paths:
                self.source.keep(name, self.paths[name])
                self.source.forget(name, self.paths[name])
        if CONTACTS in others:
            for path in contact_paths(self.source.tree.files):
                self.source.forget(part_of(path), (path,))
        return answer

    def _own(self, part: str) -> Part:
        """The records of a part; none of the root, which is read already, and of one that went."""
        paths = self.paths.get(part, ()) if part else ()
        return read_part(self.source, self.ground, paths) if paths else Part((), (), 0)

    def _joined(self, own: Part, others: dict[str, Part]) -> Read:
        return joined(self.source, self.ground, (*self.base, own, *others.values()))

    def _reached(self, portfolio: Portfolio, known: set[str]) -> list[str]:
        """Clients that references name and that were not read yet."""
        return sorted((self._named(portfolio) & self.paths.keys()) - known)

    def _named(self, portfolio: Portfolio) -> set[str]:
        """What stands first in references that lead elsewhere: a client, or a project."""
        return {link.name.split("/", 1)[0] for link in portfolio.links if "/" in link.name}

    def _contacts(self, known: set[str]) -> Part:
        """The contacts of every other client, without what is wrong with them."""
        paths = tuple(p for p in contact_paths(self.source.tree.files) if part_of(p) not in known)
        return Part(read_part(self.source, self.ground, paths).records, (), 0)

    def _of_rules(self, read: Read) -> tuple[tuple[Rule, Finding], ...]:
        case = Case(read.portfolio, self.as_of)
        return tuple(
            (rule, finding)
            for rule in RULES
            if not rule.needs & read.partial
            for finding in rule.check(case)
            if not _follows_from_unread(finding, read)
        )

    def _answer(
        self,
        part: str,
        own: Part,
        read: Read,
        stated: tuple[tuple[Rule, Finding], ...],
        reaches: tuple[str, ...],
    ) -> Answer:
        """The answer out of what the loader and the rules stated about the files at hand."""
        absent = [f for rule, f in stated if rule.absence and not part_of(f.location.path)]
        common = frozenset(absent)
        here = [f for _, f in stated if f not in common and _is_here(part, f)]
        of_rules = with_severity(located(tuple(here), read.texts), self.severities)
        kept, aside = waived(of_rules, Case(read.portfolio, self.as_of))
        of_loader = (f for f in read.findings if _is_here(part, f))
        return Answer(
            findings=in_order((*of_loader, *kept)),
            absent=with_severity(located(tuple(absent), read.texts), self.severities),
            waived=aside,
            records=len(own.records),
            files=own.files,
            reaches=reaches,
            span=self._span((ROOT_PART, part, *reaches)),
        )

    def _span(self, parts: Sequence[str]) -> Span:
        if self.source.cache is None:
            return NEVER
        names = dict.fromkeys(parts)
        if CONTACTS in names:
            names |= dict.fromkeys(part_of(path) for path in contact_paths(self.source.tree.files))
            del names[CONTACTS]
        texts = (self.source.shard(name).written() for name in names if name in self.paths)
        return span(texts, self.as_of, self.ground.zone)


def _is_here(part: str, finding: Finding) -> bool:
    """Whether a finding is about the files of a part, or of the root."""
    return part_of(finding.location.path) in (part, ROOT_PART)


def _asks_for_contacts(stated: tuple[Rule, Finding]) -> bool:
    """Whether a name is nobody's here; it may be somebody's at another client."""
    finding = stated[1]
    return finding.code == "RD012" and dict(finding.facts).get("kind") == "person"


def _follows_from_unread(finding: Finding, read: Read) -> bool:
    """Whether a name means nothing only because the record could not be read."""
    facts = dict(finding.facts)
    if (finding.code, facts.get("variant")) == ("RD018", "scope"):
        kind, is_file = None, facts["name"] in unread(read.findings)
    elif finding.code == "RD012":
        kind = facts["kind"]
        is_file = kind == "priority" and POLICY_FILE in unread(read.findings)
    else:
        return False
    name = str(facts["name"]).rsplit("/", 1)[-1].removesuffix(".yaml")
    return is_file or name in read.unread_ids or kind in read.unread_kinds


# ── how long an answer holds ─────────────────────────────────────────────────

_DATED = re.compile(
    r'"(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?)"', re.ASCII
)
"""A date or a time as JSON holds it: nothing else is read as one."""
_DAY = 10
_ONE_DAY = timedelta(days=1)
_FAR = 10**12


def span(texts: Iterator[str], as_of: datetime, zone: ZoneInfo) -> Span:
    """The time around a moment in which no date and no time of some texts is passed.

    Rules compare the moment asked for only with dates that stand in records (``Case.as_of``),
    so that their answers are the same for every moment of that span.

    Args:
        texts: JSON that holds every date of the records, as records write them.
        as_of: the moment, in the workspace's zone.
        zone: of times without offset, and of days.
    """
    labels = {label for text in texts for label in _DATED.findall(text)}
    steps = sorted({*_days(labels, zone), *_times(labels, as_of, zone)})
    place = bisect_right(steps, int(as_of.timestamp()))
    first = steps[place - 1] if place else -_FAR
    return first, steps[place] if place < len(steps) else _FAR


def _days(labels: set[str], zone: ZoneInfo) -> Iterator[int]:
    """When each day begins, and when it is over."""
    for label in {label[:_DAY] for label in labels}:
        try:
            day = date.fromisoformat(label)
            for start in (day, day + _ONE_DAY):
                yield int(datetime.combine(start, time(), zone).timestamp())
        except (ValueError, OverflowError):
            continue


def _times(labels: set[str], as_of: datetime, zone: ZoneInfo) -> Iterator[int]:
    """Times with an offset, and those of the day itself: between others a day begins."""
    today = as_of.date().isoformat()
    for label in labels:
        has_offset = label[-1] == "Z" or label[-6] in "+-"
        if len(label) == _DAY or not (has_offset or label.startswith(today)):
            continue
        try:
            at = datetime.fromisoformat(label)
            marks = (at,) if at.tzinfo else (at.replace(tzinfo=zone, fold=f) for f in (0, 1))
            yield from (int(mark.timestamp()) for mark in marks)
        except (ValueError, OverflowError):
            continue
