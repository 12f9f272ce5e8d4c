"""What every record is made of: texts, moments, amounts, references, and the base classes."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Self, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from rdclient.lens import Audience, Lang

# ── texts ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages; where one is absent the other is printed.

    ``of`` is the digest of the binding text the other one was translated from.
    """

    zh: str | None = None
    en: str | None = None
    of: str | None = None

    def __str__(self) -> str:
        """The text for messages, Chinese first."""
        return self.zh or self.en or ""


Words: TypeAlias = str | Bilingual


def digest(text: str) -> str:
    """Eight hexadecimal digits that change with the words of a text, not with its blanks."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def in_lang(text: Words, *, lang: Lang) -> str:
    """The text in the language asked for, else in the language it has."""
    if isinstance(text, str):
        return text
    wanted, other = (text.zh, text.en) if lang is Lang.ZH else (text.en, text.zh)
    return wanted or other or ""


def _text(value: object) -> Words:
    if isinstance(value, str | Bilingual):
        if isinstance(value, str) and not value.strip():
            raise PydanticCustomError("text_empty", "empty text")
        return value
    if isinstance(value, Mapping):
        unknown = [key for key in value if key not in ("zh", "en", "of")]
        if unknown:
            raise PydanticCustomError("text_language", "unknown language", {"key": str(unknown[0])})
        is_told = "zh" in value or "en" in value
        if is_told and all(isinstance(item, str) and item.strip() for item in value.values()):
            return Bilingual(**value)
    raise PydanticCustomError("text_type", "a text, or {zh, en}")


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a field that holds words for people."""


Text = Annotated[Words, PlainValidator(_text), Prose()]
"""A plain string or ``{zh: …, en: …}``; never empty."""


# ── time ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point in time as somebody wrote it: a whole day or a time.

    A whole day stands for 00:00 of that local day and comes before that day's times.

    Attributes:
        instant: in UTC; what is compared.
        timed: False for a whole day.
        local: the same instant in the workspace's zone; what is printed.
    """

    instant: datetime
    timed: bool
    local: datetime = field(compare=False)

    @property
    def day(self) -> date:
        """The local date."""
        return self.local.date()

    def is_before(self, other: "Moment") -> bool:
        """Whether it is surely earlier; a whole day counts as any time of its day."""
        if self.timed and other.timed:
            return self.instant < other.instant
        return self.day < other.day


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)


_SPAN = re.compile(r"[0-9-]{10} (\d{2}:\d{2})-(\d{2}:\d{2})\Z", re.ASCII)


def zone_from(context: object) -> ZoneInfo:
    """The workspace's zone out of a validation context; UTC when none was given."""
    if isinstance(context, Mapping):
        zone = context.get("zone")
        if isinstance(zone, ZoneInfo):
            return zone
    return ZoneInfo("UTC")


def parse_day(value: object) -> date:
    """A date from ``YYYY-MM-DD``.

    Raises:
        PydanticCustomError: of type ``day`` for anything else.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("day", "not a date")


def parse_moment(value: object, zone: ZoneInfo) -> Moment:
    """A moment from ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM[:SS][offset]`` (``T`` or a blank).

    A time without offset is read in ``zone``.

    Raises:
        PydanticCustomError: ``moment`` when the text is no time, ``moment_gap`` or
            ``moment_overlap`` when the clock was changed at that label and it names no
            instant, or two.
    """
    if isinstance(value, Moment):
        return value
    if isinstance(value, str):
        try:
            if _DAY.match(value):
                label = datetime.combine(date.fromisoformat(value), time(), zone)
                return Moment(label.astimezone(UTC), timed=False, local=label)
            if _TIME.match(value) and not _is_span(value, zone):
                return _timed(datetime.fromisoformat(value), zone)
        except PydanticCustomError:  # a ValueError too, but it says more
            raise
        except (ValueError, OverflowError):
            pass
    raise PydanticCustomError("moment", "not a date or a time")


def _is_span(value: str, zone: ZoneInfo) -> bool:
    """Whether ``14:30-16:00`` was meant: the end comes later and is no offset of the zone."""
    match = _SPAN.match(value) if value[16:17] == "-" else None
    if match is None or match[2] <= match[1]:
        return False
    label = datetime.fromisoformat(value)
    local = label.replace(tzinfo=zone)
    return label.utcoffset() not in {local.replace(fold=fold).utcoffset() for fold in (0, 1)}


def _timed(label: datetime, zone: ZoneInfo) -> Moment:
    if label.tzinfo is not None:
        instant = label.astimezone(UTC)
        return Moment(instant, timed=True, local=instant.astimezone(zone))
    early, late = label.replace(tzinfo=zone, fold=0), label.replace(tzinfo=zone, fold=1)
    if early.utcoffset() != late.utcoffset():
        gap = (early.utcoffset() or late.utcoffset()) < late.utcoffset()  # type: ignore[operator]
        raise PydanticCustomError("moment_gap" if gap else "moment_overlap", "clock change")
    return Moment(early.astimezone(UTC), timed=True, local=early)


def _moment(value: object, info: ValidationInfo) -> Moment:
    return parse_moment(value, zone_from(info.context))


class Dated(StrEnum):
    """What a date in a record is: a fact that happened then, or a plan."""

    FACT = "fact"
    PLAN = "plan"


FactTime = Annotated[Moment, PlainValidator(_moment), Dated.FACT]
"""When something happened. A required one makes its part a dated fact."""
FactDay = Annotated[date, PlainValidator(parse_day), Dated.FACT]
"""The day on which something happened."""
PlanTime = Annotated[Moment, PlainValidator(_moment), Dated.PLAN]
"""When something is due; may lie in the future."""
PlanDay = Annotated[date, PlainValidator(parse_day), Dated.PLAN]
"""The day on which something is due or expected."""


# ── numbers ──────────────────────────────────────────────────────────────────

_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,4})?\Z", re.ASCII)


def _amount(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        return Decimal(value)
    if isinstance(value, str) and _AMOUNT.match(value):
        return Decimal(value)
    raise PydanticCustomError("amount", "an integer or a quoted decimal")


Amount = Annotated[Decimal, PlainValidator(_amount)]
"""Money: an integer or a quoted decimal, so that no digit is lost."""
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Quantity = Annotated[float, Field(ge=0, le=10_000_000)]
"""Hours, person-days and the like; an integer or a decimal."""


# ── names and references ─────────────────────────────────────────────────────

_ID = r"^[0-9A-Z]{1,16}(-[0-9A-Z]{1,16}){0,4}$"
_SLUG = r"^[a-z0-9][a-z0-9.-]{0,40}$"
_REPORT = r"^[a-z][a-z-]{0,40}-[0-9]{4}(-[0-9A-Z]{1,4}){0,2}$"

Id = Annotated[str, StringConstraints(pattern=_ID)]
Slug = Annotated[str, StringConstraints(pattern=_SLUG)]
ReportId = Annotated[str, StringConstraints(pattern=_REPORT)]


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field whose text names a record: of these kinds, ``person`` for a person."""

    kinds: tuple[str, ...]


PersonRef = Annotated[str, Ref(("person",))]
RequirementRef = Annotated[str, Ref(("requirement",))]
TaskRef = Annotated[str, Ref(("task",))]
MilestoneRef = Annotated[str, Ref(("milestone",))]
IterationRef = Annotated[str, Ref(("iteration",))]
RiskRef = Annotated[str, Ref(("risk",))]
IssueRef = Annotated[str, Ref(("issue",))]
ChangeRef = Annotated[str, Ref(("change",))]
MeetingRef = Annotated[str, Ref(("meeting",))]
ContractRef = Annotated[str, Ref(("contract",))]
ProjectRef = Annotated[str, Ref(("project",))]
SurveyRef = Annotated[str, Ref(("survey",))]

LOOSE = Field(strict=False)
"""Lets YAML's plain values in (a list for a tuple, a token for an enum); the items stay strict."""
_T = TypeVar("_T")
Many = Annotated[tuple[_T, ...], LOOSE]
One = Annotated[_T, LOOSE]
"""An enum, written as its token."""


# ── base classes ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record lives: the file, the way down in it, and the scope the path gives."""

    path: str
    pointer: tuple[str | int, ...] = ()
    client: str | None = None
    project: str | None = None


NOWHERE = Origin("")


class Part(BaseModel):
    """Base of everything that YAML holds: frozen, strict, nothing unknown."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )


class Fact(Part):
    """A dated fact: it may have been entered late, be annotated, and have its own audience."""

    recorded_on: FactDay | None = None
    note: Text | None = None
    audience: One[Audience | None] = None


class Record(Fact):
    """A record of its own: it has an id within its scope and a place on disk.

    ``life`` names the field that says since when the record exists: a list of dated facts or a
    fact date. A record whose facts all lie after ``as_of`` does not exist then.
    """

    life: ClassVar[str | None] = None

    @cached_property
    def origin(self) -> Origin:
        """Where the record lives; asked for so often that it stands among the fields."""
        return NOWHERE

    def placed(self, origin: Origin) -> Self:
        """The same record, told where it lives; for the loader."""
        self.__dict__["origin"] = origin
        return self


class Priority(StrEnum):
    """Of requirements and actions."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Severity(StrEnum):
    """Of defects, issues and complaints."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    TRIVIAL = "trivial"


class ActionStep(StrEnum):
    """What happened to an action item."""

    DONE = "done"
    MOVED = "moved"
    CANCELLED = "cancelled"


class ActionEvent(Fact):
    """One dated step of an action item; ``moved`` carries the new ``due``."""

    at: FactTime
    type: One[ActionStep]
    by: PersonRef | None = None
    due: PlanTime | None = None


class Action(Fact):
    """An action item: the one type wherever it stands."""

    id: Id
    text: Text
    owner: PersonRef | None = None
    support: Many[PersonRef] = ()
    due: PlanTime | None = None
    priority: One[Priority | None] = None
    if_overdue: Text | None = None
    created_on: FactDay | None = None
    events: Many[ActionEvent] = ()

    def due_now(self) -> Moment | None:
        """The date it is due by: the last one it was moved to, else the first."""
        moved = [event.due for event in self.events if event.type is ActionStep.MOVED and event.due]
        return moved[-1] if moved else self.due

    def ended(self) -> ActionEvent | None:
        """The event that closed it, if any."""
        closing = [event for event in self.events if event.type is not ActionStep.MOVED]
        return closing[-1] if closing else None
