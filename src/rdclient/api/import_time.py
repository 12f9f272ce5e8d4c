"""Dates and times of a table, made those of a record: by pattern, serial, or as people write."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rdclient.exchange.day_pattern import day_of, day_of_serial, pattern
from rdclient.exchange.table import Wrong
from rdclient.model.base import Moment, parse_moment
from rdclient.store.chinese import is_pending, plain
from rdclient.store.typed import Speech, moment_text, value_of

_YEAR = re.compile(r"\d{4}")
_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")
_OFFSET = re.compile(r"(\d\d:\d\d(?::\d\d)?) ?([+-]\d\d):?(\d\d)\Z")
_NONE = re.compile(r"0000-00-00(?: 00:00(?::00)?)?\Z")


@dataclass(frozen=True, slots=True)
class Days:
    """Reads dates and times.

    Attributes:
        speech: how people write them.
        zone: of the workspace.
        shift: days to add to serial numbers.
    """

    speech: Speech
    zone: ZoneInfo
    shift: int

    def read(self, text: str, forms: tuple[str, ...], *, with_clock: bool) -> str | Wrong | None:
        """The date or time as records have it; None where the cell says that there is none.

        A time is told in the workspace's zone.
        """
        bare = _FRACTION.sub("", plain(text))
        if is_pending(text) or _NONE.match(bare):
            return None
        written = self._written(bare, forms)
        if written is None:
            return Wrong("cell-date" if _YEAR.search(bare) else "cell-no-year", (text,))
        try:
            moment = parse_moment(written, self.zone)
        except ValueError:
            return Wrong("cell-date", (text,))
        return moment_words(moment) if with_clock else f"{moment.local:%Y-%m-%d}"

    def _written(self, bare: str, forms: tuple[str, ...]) -> str | None:
        """What was written, in the form of records; None when that is not certain."""
        for form in forms:
            compiled = pattern(form)
            if compiled and (found := day_of(compiled, bare)):
                return found
        if serial := day_of_serial(bare, self.shift):
            return serial
        if not _YEAR.match(bare):
            return None
        read = value_of((Moment,), _OFFSET.sub(r"\1\2:\3", bare), self.speech)
        return read if isinstance(read, str) else None


def moment_words(moment: Moment) -> str:
    """A moment as records have it: a day, or a time with its seconds when there are any."""
    if not moment.timed:
        return f"{moment.local:%Y-%m-%d}"
    text = moment_text(moment.local)
    return f"{text[:16]}:{moment.local:%S}{text[16:]}" if moment.local.second else text
