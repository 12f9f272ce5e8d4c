"""Marks of states and bars of rates; plainer ones where a terminal has no place for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.obligations.base import State

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Marks:
    """A set of marks.

    Attributes:
        of: a mark per state.
        bars: eight heights, the lowest first.
        gap: what stands for a period without data.
    """

    of: Mapping[State, str]
    bars: str
    gap: str

    def everything(self) -> str:
        """Every character of the set."""
        return "".join(self.of.values()) + self.bars + self.gap


_STATES = (
    State.AT_RISK, State.BREACHED, State.RUNNING, State.PAUSED, State.MET, State.LATE,
    State.NOT_MEASURED, State.WAIVED, State.NO_RECORD,
)  # fmt: skip
_BARS = "▁▂▃▄▅▆▇█"


def _set(marks: str, bars: str, gap: str) -> Marks:
    return Marks(MappingProxyType(dict(zip(_STATES, marks, strict=True))), bars, gap)


FULL = _set("●✗○‖✓✓––?", _BARS, "·")
CHINESE = _set("●×○‖√√––?", _BARS, "·")
"""For consoles in GBK."""
ASCII = _set("*xo=++--?", "_.:-=+*#", " ")
SETS = (FULL, CHINESE, ASCII)
"""The fullest first."""


def fitting(has_place: Callable[[str], bool]) -> Marks:
    """The fullest set of which every character has a place."""
    return next((one for one in SETS if has_place(one.everything())), ASCII)


def sparkline(rates: Sequence[int | None], marks: Marks) -> str:
    """Rates (tenths of a percent) as a line of bars."""
    heights = len(marks.bars) - 1
    return "".join(
        marks.gap if rate is None else marks.bars[rate * heights // _THOUSAND] for rate in rates
    )
