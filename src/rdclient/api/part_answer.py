"""What a check says of one part of a workspace, and how that is kept for the next check."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast

from rdclient.diagnostic import Finding, Waived
from rdclient.store.kept import finding_from_json, finding_to_json, waived_from_json, waived_to_json

Json: TypeAlias = object
Span: TypeAlias = tuple[int, int]
"""Seconds since 1970, UTC: from, and up to but without."""
NEVER: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in one part: a client, or the root of a workspace without clients.

    Attributes:
        findings: in its own files and in those of the root.
        absent: those in files of the root that hold only when no other part disagrees.
        waived: those set aside.
        records: how many it has of its own.
        files: how many of its own were read.
        reaches: other parts whose records were looked at too, names of parts that there are not,
            and ``CONTACTS``.
        span: when the question may be asked with the same answer.
    """

    findings: tuple[Finding, ...]
    absent: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    records: int
    files: int
    reaches: tuple[str, ...]
    span: Span

    def to_json(self) -> Json:
        """The answer as plain data."""
        return {
            "findings": [finding_to_json(item) for item in self.findings],
            "absent": [finding_to_json(item) for item in self.absent],
            "waived": [waived_to_json(item) for item in self.waived],
            "records": self.records,
            "files": self.files,
            "reaches": list(self.reaches),
            "span": list(self.span),
        }


def answer_from_json(data: Json, *, as_of: datetime) -> Answer:
    """The answer that plain data hold.

    Args:
        data: from ``Answer.to_json``.
        as_of: the moment asked for, in the workspace's zone.
    """
    row, told = cast("dict[str, list[Json]]", data), label(as_of)
    first, last = cast("list[int]", row["span"])
    return Answer(
        findings=tuple(finding_from_json(item, as_of=told) for item in row["findings"]),
        absent=tuple(finding_from_json(item, as_of=told) for item in row["absent"]),
        waived=tuple(waived_from_json(item, as_of=told) for item in row["waived"]),
        records=cast("int", row["records"]),
        files=cast("int", row["files"]),
        reaches=tuple(cast("list[str]", row["reaches"])),
        span=(first, last),
    )


def label(as_of: datetime) -> str:
    """A moment as findings tell it."""
    return as_of.replace(tzinfo=None).isoformat(" ", "minutes")
