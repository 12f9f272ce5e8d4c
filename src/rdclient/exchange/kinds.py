"""The kinds of tables that are brought in and taken out, and what their rows stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ExchangeKind:
    """A kind of table.

    Attributes:
        name: as it is typed.
        kind: of the records.
        in_project: whether they stand in the folder of a project.
        list: the list of a record whose entries the rows are; empty when a row is a record.
        source: field that names where a record came from.
        needed: fields without which a row says nothing.
        has_ids: whether a row must say which record it is about.
        subject: what ``sources.yaml`` calls such data; empty when it knows no such.
        words: what else people call it.
    """

    name: str
    kind: str
    in_project: bool
    list: str = ""
    source: str = "source"
    needed: tuple[str, ...] = ("title",)
    has_ids: bool = True
    subject: str = ""
    words: tuple[str, ...] = ()


_ROWS = (
    ExchangeKind("tickets", "ticket", in_project=False, subject="ticket", words=("工单",)),
    ExchangeKind("tasks", "task", in_project=True, subject="task", words=("任务",)),
    ExchangeKind(
        "defects",
        "issue",
        in_project=True,
        subject="issue",
        words=("issues", "issue", "bugs", "bug", "缺陷", "问题"),
    ),
    ExchangeKind(
        "requirements",
        "requirement",
        in_project=True,
        source="external_source",
        subject="requirement",
        words=("stories", "需求"),
    ),
    ExchangeKind(
        "contacts",
        "contact",
        in_project=False,
        needed=("name",),
        has_ids=False,
        words=("联系人", "客户联系人"),
    ),
    ExchangeKind(
        "survey",
        "survey",
        in_project=False,
        list="responses",
        needed=("by",),
        has_ids=False,
        words=("surveys", "调查", "满意度", "满意度调查"),
    ),
)
EXCHANGE_KINDS: Mapping[str, ExchangeKind] = MappingProxyType({row.name: row for row in _ROWS})
"""Every kind by its name."""


def exchange_kind(typed: str) -> ExchangeKind | None:
    """The kind that a word means: its name, its singular, what it is called in Chinese."""
    word = typed.strip().casefold()
    return next(
        (row for row in _ROWS if word in (row.name, row.name.removesuffix("s"), *row.words)), None
    )
