"""One import: rows one by one matched with the records, until there are edits and faults."""

from dataclasses import dataclass, field

from rdclient.api.import_difference import Judge
from rdclient.api.import_draft import Draft
from rdclient.api.import_known import Known
from rdclient.api.import_ledger import end_of
from rdclient.api.import_lookup import Lookup
from rdclient.api.import_new import Filing, New, new_item
from rdclient.api.import_reference import Mention, References, mentions
from rdclient.api.import_revision import Revision, Terms, outcome, refused, validated
from rdclient.api.import_survey import Surveys
from rdclient.exchange.table import Fault
from rdclient.model.base import Moment, Record
from rdclient.model.portfolio import KINDS, id_of
from rdclient.store.chinese import half_width


@dataclass(slots=True)
class Tally:
    """What came of the rows so far."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    cells: int = 0
    steps: int = 0
    same: int = 0
    refused: int = 0


@dataclass(slots=True)
class Run:
    """Matches rows with records.

    Attributes:
        judge: what tells differences.
        source: marked on what comes in; empty for none.
        filing: where changes go.
        references: finds what is referred to.
    """

    judge: Judge
    source: str
    filing: Filing
    references: References
    revisions: dict[int, Revision] = field(default_factory=dict)
    news: list[New] = field(default_factory=list)
    rows_of: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[Draft, list[tuple[tuple[str, ...], Mention]]]] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    surveys: Surveys = field(init=False)
    lookup: Lookup = field(init=False)
    latest: Moment | None = None

    def __post_init__(self) -> None:
        """Look at the surveys apart: a row is an answer to one."""
        self.surveys = Surveys(self.judge)
        self.lookup = Lookup(self.known, self.judge.cells)

    @property
    def known(self) -> Known:
        """The records."""
        return self.judge.known

    # ── row by row ───────────────────────────────────────────────────────────

    def take(self, draft: Draft, faults: tuple[Fault, ...]) -> None:
        """Look at a row; a row with a reference not found yet waits for the others."""
        self.tally.rows += 1
        self._note_time(draft)
        if faults:
            self._spoil(*faults)
            return
        if external := draft.text("external_id"):
            draft.values["external_id",] = half_width(external)
            if self.source:
                draft.values[self.known.kind.source,] = self.source
        if not self._is_first(draft):
            return
        open_ones = [
            (way, mention)
            for way, mention in mentions(KINDS[self.known.kind.kind], draft.values)
            if not self.references.settled(mention)
        ]
        if open_ones:
            self.waiting.append((draft, open_ones))
        else:
            self._match(draft)

    def settle(self) -> None:
        """Look at the rows that waited, once every row has its id."""
        names: dict[int, str | Fault] = {}
        for draft, _ in self.waiting:
            record = None if self.known.kind.list else self.lookup.record_for(draft)
            if isinstance(record, Record):
                self.references.rows[self._key(draft)] = id_of(record)
            elif record is None and not self.known.kind.list:
                names[draft.line] = name = self.lookup.new_id(draft)
                self.references.rows[self._key(draft)] = str(name)
        for draft, open_ones in self.waiting:
            column = draft.columns.get
            faults = tuple(
                self.references.fault(mention, draft.line, column(way))
                for way, mention in open_ones
                if not self.references.settled(mention)
            )
            if faults:
                self._spoil(*faults)
            else:
                self._match(draft, names.get(draft.line))

    def _note_time(self, draft: Draft) -> None:
        """The latest time that the table speaks of and that is not in the future."""
        times = [draft.updated] if draft.updated else []
        for _, items in draft.logs(is_holder=False):
            times += [
                self.judge.cells.moment(at) for i in items if isinstance(at := i.get("at"), str)
            ]
        for moment in times:
            is_past = moment.instant <= self.judge.now.instant
            if is_past and (self.latest is None or end_of(moment) > end_of(self.latest)):
                self.latest = moment

    def _spoil(self, *faults: Fault) -> None:
        self.faults += faults
        self.spoilt.update(fault.line for fault in faults)

    def _is_first(self, draft: Draft) -> bool:
        """Whether no earlier row is about the same record; else both are refused."""
        own = self.surveys.key(draft) if self.known.kind.list else draft.text("external_id")
        own = own or draft.text("id")
        if own is None and self.known.kind.kind == "contact":
            own = draft.text("email") or draft.text("name")
        if own is None:
            self._spoil(Fault(draft.line, None, "row-no-id"))
            return False
        first = self.rows_of.setdefault(own.casefold(), draft.line)
        if first != draft.line:
            ways = (("external_id",), ("id",), ("by",))
            column = next((draft.columns[way] for way in ways if way in draft.columns), None)
            self._spoil(Fault(draft.line, column, "row-twice", (own, first)))
            self.spoilt.add(first)
        return first == draft.line

    @staticmethod
    def _key(draft: Draft) -> str:
        return (draft.text("external_id") or draft.text("id") or "").casefold()

    # ── which record ─────────────────────────────────────────────────────────

    def _match(self, draft: Draft, name: str | Fault | None = None) -> None:
        if self.known.kind.list:
            self.surveys.match(draft)
            return
        record = self.lookup.record_for(draft)
        if isinstance(record, Fault):
            self._spoil(record)
        elif record is None:
            self._add(draft, name or self.lookup.new_id(draft))
        else:
            self._compare(record, draft)

    def _compare(self, record: Record, draft: Draft) -> None:
        self.references.rows[self._key(draft)] = id_of(record)
        stated = str(getattr(record, self.known.kind.source, None) or "")
        if self.source and stated.casefold() == self.source.casefold():
            draft.values.pop((self.known.kind.source,), None)
        revision = self.revisions.get(id(record)) or Revision(record, self.known.data(record))
        self.notes += self.judge.look(revision, (), draft, is_holder=False)
        if revision.wishes or revision.steps:
            self.revisions[id(record)] = revision
        else:
            self.tally.same += 1

    # ── new ones ─────────────────────────────────────────────────────────────

    def _add(self, draft: Draft, name: str | Fault) -> None:
        if isinstance(name, Fault):
            self._spoil(name)
            return
        self.references.rows[self._key(draft)] = name
        item = new_item(self.judge, draft, name)
        model = KINDS[self.known.kind.kind]
        found = validated(model, item, self.known.loaded.portfolio.zone)
        if isinstance(found, tuple):
            self._spoil(*(refused(draft, one) for one in found))
            return
        events = getattr(found, "events", ())
        day = events[0].at.day if events else self.known.today
        self.news.append(New(draft.line, name, item, day))

    # ── the end ──────────────────────────────────────────────────────────────

    def finish(self, terms: Terms) -> None:
        """Make of the rows that are sound what is to be written."""
        self.revisions.update(self.surveys.revisions)
        news, faults = self.surveys.news(self.spoilt)
        self.news += news
        self.notes += self.surveys.notes
        self.tally.same += self.surveys.same
        self._spoil(*faults)
        for revision in self.revisions.values():
            rows = {wish.row.line for wish in revision.wishes} | {
                s.row.line for s in revision.steps
            }
            sound = rows - self.spoilt
            revision.wishes = [wish for wish in revision.wishes if wish.row.line in sound]
            revision.steps = [step for step in revision.steps if step.row.line in sound]
            if not sound:
                continue
            came = outcome(revision, terms)
            self._spoil(*came.faults)
            self.filing.change(revision.record.origin.path, came.changes)
            is_changed = bool(came.changes)
            self.tally.changed += is_changed
            self.tally.same += not is_changed and not came.faults
            self.tally.cells += came.cells
            self.tally.steps += came.steps
        for new in sorted(self.news, key=lambda new: new.line):
            if new.line not in self.spoilt:
                self.filing.add(new)
                self.tally.new += 1
        self.tally.refused = len(self.spoilt)
