"""Lengths of time as policies and contracts write them: ``15m``, ``2h``, ``5wd``, ``3cd``."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Unit(StrEnum):
    """What a duration counts; a bare ``d`` is refused, for it does not say which days."""

    MINUTES = "m"
    HOURS = "h"
    WORKDAYS = "wd"
    CALENDAR_DAYS = "cd"


_SECONDS = {Unit.MINUTES: 60, Unit.HOURS: 3600}
_FORM = re.compile(r"(\d{1,5})(m|h|wd|cd)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many minutes or hours of open time, working days or calendar days.

    >>> Duration.parse("2h").seconds
    7200
    """

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """The duration a text means.

        Raises:
            ValueError: when it is none; above all for a bare ``d``.
        """
        match = _FORM.match(text)
        if match is None:
            raise ValueError(text)
        return cls(int(match[1]), Unit(match[2]))

    @property
    def seconds(self) -> int | None:
        """Its length in seconds of open time; None for days, whose length the calendar tells."""
        per = _SECONDS.get(self.unit)
        return None if per is None else self.amount * per

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.amount}{self.unit.value}"
