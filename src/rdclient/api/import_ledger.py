"""How far the data of another system reached before this table, and how far they reach now."""

from dataclasses import dataclass
from datetime import datetime

from rdclient.api.import_known import Known
from rdclient.model.base import Moment
from rdclient.model.service import Source, SourceKind
from rdclient.store.bulk import BulkChange, Insert
from rdclient.store.typed import moment_text


@dataclass(frozen=True, slots=True)
class Ledger:
    """The data on a subject that another system fills.

    Attributes:
        record: of ``sources.yaml``; None when nothing was brought in yet.
        project: it is about; None for all of the client.
        through: up to when it was complete.
    """

    record: Source | None
    project: str | None
    through: Moment | None

    def covers(self, moment: Moment | None) -> bool:
        """Whether something that happened then was to be in the data that were brought in."""
        if moment is None or self.through is None:
            return False
        return end_of(moment) <= end_of(self.through)

    def was_told(self, moment: Moment) -> bool:
        """Whether a fact of that time comes late."""
        return self.through is not None and moment.instant <= self.through.instant


def end_of(moment: Moment) -> datetime:
    """The last instant that a moment may mean: a day's end for a whole day."""
    if moment.timed:
        return moment.instant
    return moment.local.replace(hour=23, minute=59, second=59).astimezone(moment.instant.tzinfo)


def ledger(known: Known, project: str | None) -> Ledger:
    """What ``sources.yaml`` says of such data."""
    for record in known.loaded.portfolio.all(Source):
        about = record.project.rsplit("/", 1)[-1] if record.project else None
        is_own = record.origin.client == known.scope.client and about == project
        if (
            is_own
            and record.kind is SourceKind.IMPORTED
            and record.source.value == known.kind.subject
        ):
            ends = [entry.through for entry in record.records]
            return Ledger(record, project, max(ends, key=lambda end: end.instant, default=None))
    return Ledger(None, project, None)


def noted(known: Known, book: Ledger, through: Moment) -> tuple[str, BulkChange] | None:
    """The change that notes how far the data reach; None when that is known already.

    Returns:
        The path of the file, and the change in it.
    """
    if book.through is not None and through.instant <= book.through.instant:
        return None
    text = moment_text(through.local) if through.timed else f"{through.local:%Y-%m-%d}"
    entry = {"on": f"{known.today}", "through": text}
    if book.record is not None:
        origin = book.record.origin
        return origin.path, Insert((*origin.pointer, "records"), len(book.record.records), entry)
    item: dict[str, object] = {"source": known.kind.subject, "kind": SourceKind.IMPORTED.value}
    if book.project:
        item["project"] = book.project
    own = [r for r in known.loaded.portfolio.all(Source) if r.origin.client == known.scope.client]
    listed = next((r.origin.path for r in own if r.origin.pointer), None)
    path = listed or f"clients/{known.scope.client}/sources.yaml"
    count = sum(1 for r in own if r.origin.path == path)
    return path, Insert((), count, {**item, "records": [entry]})
