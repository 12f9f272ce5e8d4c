"""Faults of instants, dates and lengths of time."""

from mutant import Mutant

INSTANT = "worktime/instant.py"
DURATION = "worktime/duration.py"

OF_INSTANTS = (
    Mutant(
        "overlap-always-the-first",
        INSTANT,
        "return seconds_of(late if is_end else early)",
        "return seconds_of(early)",
        "an end in an hour shown twice takes the first",
    ),
    Mutant(
        "overlap-always-the-second",
        INSTANT,
        "return seconds_of(late if is_end else early)",
        "return seconds_of(late)",
        "a start in an hour shown twice takes the second",
    ),
    Mutant(
        "gap-not-snapped",
        INSTANT,
        "    if first > second:\n        return",
        "    if first != second:\n        return",
        "a time that a clock leaves out is shifted by an hour instead of meaning the change",
    ),
    Mutant(
        "gap-a-second-early",
        INSTANT,
        "            high = middle\n    return high",
        "            high = middle\n    return low",
        "the moment a clock is set forward is a second too early",
    ),
    Mutant(
        "seconds-rounded-up",
        INSTANT,
        "return floor(at.timestamp())",
        "return -floor(-at.timestamp())",
        "part of a second counts as one",
    ),
    Mutant(
        "last-second-is-midnight",
        INSTANT,
        "return resolve(after, zone) - timedelta(seconds=1)",
        "return resolve(after, zone)",
        "a due date ends a second late",
    ),
    Mutant(
        "last-second-a-minute-early",
        INSTANT,
        "return resolve(after, zone) - timedelta(seconds=1)",
        "return resolve(after, zone) - timedelta(minutes=1)",
        "a date ends at 23:59",
    ),
    Mutant(
        "last-second-in-utc",
        INSTANT,
        "return resolve(after, zone) - timedelta(seconds=1)",
        "return after.replace(tzinfo=UTC) - timedelta(seconds=1)",
        "wrong zone: a date ends with the date in London",
    ),
    Mutant(
        "dates-with-the-last",
        INSTANT,
        "for offset in range((end - start).days):",
        "for offset in range((end - start).days + 1):",
        "the dates between two hold the last one",
    ),
    Mutant(
        "month-end-spills-over",
        INSTANT,
        "min(day.day, last)",
        "min(day.day, 28)",
        "month ends come back as the 28th",
    ),
    Mutant(
        "months-from-one",
        INSTANT,
        "divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)",
        "divmod(day.year * _YEAR + day.month + months, _YEAR)",
        "off by one month",
    ),
    Mutant(
        "bare-d",
        DURATION,
        "match = _FORM.match(text)",
        'match = _FORM.match(re.sub(r"(?<=[0-9])d", "cd", text))',
        "a bare d is taken for something",
    ),
    Mutant(
        "hour-of-60-seconds",
        DURATION,
        "Unit.HOURS: 3600",
        "Unit.HOURS: 60",
        "an hour is a minute",
    ),
    Mutant(
        "minute-of-a-second",
        DURATION,
        "Unit.MINUTES: 60,",
        "Unit.MINUTES: 1,",
        "a minute is a second",
    ),
    Mutant(
        "newline-after-the-unit",
        DURATION,
        "(m|h|wd|cd)\\Z",
        "(m|h|wd|cd)$",
        "a length of time may end with a line break",
    ),
    Mutant(
        "other-digits",
        DURATION,
        ", re.ASCII)",
        ")",
        "full-width digits are read here and nowhere else",
    ),
    Mutant(
        "days-have-seconds",
        DURATION,
        "return None if per is None else",
        "return self.amount * 86400 if per is None else",
        "a working day has 24 open hours",
    ),
)
