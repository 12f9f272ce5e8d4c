"""Faults of the line of open intervals: its years, its totals, what is joined and what is cut."""

from mutant import Mutant

LINE = "worktime/line.py"

OF_LINES = (
    Mutant(
        "line-in-utc",
        LINE,
        "years = [instant_of(at).astimezone(self._zone).year for at in (first, end)]",
        "years = [instant_of(at).year for at in (first, end)]",
        "the year of an instant in London instead of the calendar's zone",
    ),
    Mutant(
        "year-asked-too-early",
        LINE,
        "end = max(last - 1, first)",
        "end = max(last, first)",
        "an interval that ends with the year asks for the next one",
    ),
    Mutant(
        "year-asked-too-late",
        LINE,
        "if not (self.low <= first and end < self.high):",
        "if not (self.low <= first and end <= self.high):",
        "the first second of a year is answered without that year",
    ),
    Mutant(
        "line-does-not-grow-back",
        LINE,
        "if not (self.low <= first and end < self.high):",
        "if not (self.low and end < self.high):",
        "an earlier question than the first one is answered with nothing",
    ),
    Mutant(
        "guessed-shift-before-the-year",
        LINE,
        "        if first < self.settled:\n            self._admit(self.first - 1)",
        "        if first < self.settled:\n            self._admit(self.first)",
        "the night shift out of a year that is not covered is guessed",
    ),
    Mutant(
        "settled-at-once",
        LINE,
        "settled = max((low, *(ends for _, ends in found[0][0])))",
        "settled = low",
        "the same for answers that are looked for backwards",
    ),
    Mutant(
        "hole-bridged",
        LINE,
        "        for year in range(first, last + 1):\n            self._admit(year)\n",
        "        for year in (first, last):\n            self._admit(year)\n",
        "a year that is not covered between two that are is counted over",
    ),
    Mutant(
        "memory-with-a-gap",
        LINE,
        "            except YearNotCoveredError:  # a gap between what was asked before and now\n"
        "                pass",
        "            except YearNotCoveredError:\n"
        "                first, last = min(first, self.first), max(last, self.last)",
        "years asked before make a year that is not covered part of the line",
    ),
    Mutant(
        "shift-over-new-year-lost",
        LINE,
        "days(start - one, after + one)",
        "days(start, after)",
        "the night shift of 31 December ends at midnight",
    ),
    Mutant(
        "total-to-the-interval",
        LINE,
        "return self.before[index] + (at if at < end else end) - self.starts[index]",
        "return self.before[index] + at - self.starts[index]",
        "closed time after an interval is counted",
    ),
    Mutant(
        "total-one-second-off",
        LINE,
        "index = bisect_right(self.starts, at) - 1\n        if index < 0:\n            return 0",
        "index = bisect_right(self.starts, at - 3600) - 1\n"
        "        if index < 0:\n"
        "            return 0",
        "the first hour of an interval is not counted",
    ),
    Mutant(
        "overlaps-counted-twice",
        LINE,
        "        if joined and low <= joined[-1][1]:",
        "        if joined and low < joined[-1][0]:",
        "pauses and shifts that overlap are counted twice",
    ),
    Mutant(
        "inner-span-cuts-outer",
        LINE,
        "max(joined[-1][1], high)",
        "high",
        "a pause inside another one ends it",
    ),
    Mutant(
        "backward-span-kept",
        LINE,
        "        if high <= low:\n            continue",
        "        if high < low - 10**9:\n            continue",
        "a pause that ends before it starts counts",
    ),
    Mutant(
        "break-at-opening-kept",
        LINE,
        "            start = max(start, cuts[place][1])",
        "            start = start if start >= cuts[place][0] else cuts[place][1]",
        "a break that covers the opening is worked",
    ),
    Mutant(
        "after-a-break-closed",
        LINE,
        "        if start < high:\n            yield start, high",
        "        if start < high and place == index:\n            yield start, high",
        "what comes after a break is not worked",
    ),
    Mutant(
        "break-used-for-one-shift-only",
        LINE,
        "        place = index\n        while place < len(cuts)",
        "        place = index = min(index + 1, len(cuts))\n        while place < len(cuts)",
        "a break is dropped",
    ),
)
