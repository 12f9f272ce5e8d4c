"""Calendar files: what ``calendars/<id>.yaml`` and the shipped calendars say, as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from rdclient.model.base import Many, One, Part, Text
from rdclient.model.policy import Weekday


class Beyond(StrEnum):
    """What counts in years whose days off are not listed."""

    WEEKLY = "weekly"


NONE = "none"
"""Takes away the make-up days of the base."""


def _written(value: object) -> str:
    if isinstance(value, Mapping | list):
        raise PydanticCustomError("text_type", "a text")
    return value if isinstance(value, str) else "" if value is None else str(value)


def _unless_none(value: object) -> object:
    if value is None:  # an empty field is a list without items, not the word
        raise PydanticCustomError("list_type", "a list")
    return None if value == NONE else value


@dataclass(frozen=True, slots=True)
class Form:
    """What a text of a calendar looks like; it is read when the file is sound."""

    pattern: str


_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
Days = Annotated[str, PlainValidator(_written), Form(rf"^{_DAY}(\.\.{_DAY})?$")]
"""``2026-10-01`` or ``2026-10-01..2026-10-07``."""
OpenHours = Annotated[str, PlainValidator(_written), Form(f"^{_TIME}-({_TIME}|24:00)$")]
"""``09:00-12:00``."""


class ExtraDay(Part):
    """Days that are worked, with hours of their own or those of the other days."""

    day: Days
    hours: Many[OpenHours] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return value if isinstance(value, Mapping) else {"day": value}


ExtraDays = Annotated[tuple[ExtraDay, ...] | None, Field(strict=False)]
"""None for the word ``none``."""


class CalendarYear(Part):
    """A year whose days off are known, and who says so."""

    year: Annotated[int, Field(ge=1970, le=2999)]
    source: Text | None = None
    days_off: Many[Days] = ()
    extra_workdays: Many[ExtraDay] = ()


class CalendarFile(Part):
    """One calendar as its file has it; what it does not say comes from its ``base``.

    Attributes:
        base: id of the calendar it is laid over.
        timezone: in which its hours are read; the workspace's when nobody says.
        workweek: days worked with the same hours.
        hours: those hours; of extra workdays too.
        weekly: hours of single weekdays; none for a day that is not worked.
        breaks: cut out of every day.
        days_off: not worked.
        extra_workdays: worked beside the week; None to do without those of the base.
        beyond: whether the week counts for years that are not listed.
        years: the years whose days off are known.
    """

    base: str | None = None
    timezone: str | None = None
    workweek: Many[One[Weekday]] | None = None
    hours: Many[OpenHours] | None = None
    weekly: dict[One[Weekday], Many[OpenHours]] = Field(default_factory=dict)
    breaks: Many[OpenHours] | None = None
    days_off: Many[Days] = ()
    extra_workdays: Annotated[ExtraDays, BeforeValidator(_unless_none)] = ()
    beyond: One[Beyond | None] = None
    years: Many[CalendarYear] = ()
