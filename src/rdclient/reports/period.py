"""Periods of the weekly report: cutoffs by policy, windows by what was issued before."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rdclient.diagnostic import UsageError
from rdclient.lens import Audience
from rdclient.model.plan import ReportRecord
from rdclient.model.portfolio import Portfolio, weekly_cutoff
from rdclient.model.project import Project
from rdclient.reports.base import Period

_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})\Z", re.ASCII)
WEEKLY = "weekly"


def parse_week(text: str) -> tuple[int, int]:
    """ISO year and week from ``2026-W47``.

    Raises:
        UsageError: when it is not a week of the calendar.
    """
    match = _WEEK.match(text.strip())
    try:
        year, week = (int(match[1]), int(match[2])) if match else (0, 0)
        date.fromisocalendar(year, week, 1)
    except ValueError:
        raise UsageError("not-a-week", text) from None
    return year, week


def cutoff_before(portfolio: Portfolio, moment: datetime) -> datetime:
    """The last cutoff strictly earlier than a moment given in the workspace's zone."""
    found = weekly_cutoff(portfolio, *week_of(moment))
    if found < moment:
        return found
    return weekly_cutoff(portfolio, *week_of(moment - timedelta(days=7)))


def week_of(moment: datetime) -> tuple[int, int]:
    """ISO year and week of a moment, in its own zone."""
    year, week, _ = moment.isocalendar()
    return year, week


def weekly_period(
    portfolio: Portfolio,
    project: Project,
    *,
    now: datetime,
    audience: Audience,
    week: tuple[int, int] | None,
    span: tuple[date | None, date | None] = (None, None),
) -> Period:
    """The period of a project's weekly report.

    ``as_of`` is the earlier of ``now`` and the cutoff of the week (that of ``now`` when none is
    named). The window opens at the ``as_of`` of the last issued report of the series that is
    strictly earlier, else at the cutoff before. ``span`` (first and last day) overrides both.

    Raises:
        UsageError: when the week has not begun, or the span ends before it starts.
    """
    zone = portfolio.zone
    now = now.astimezone(zone)
    first, last = span
    year, week_number = week or (week_of(_end_of(last, zone)) if last else week_of(now))
    end = min(now, _end_of(last, zone) if last else weekly_cutoff(portfolio, year, week_number))
    if end.date() < date.fromisocalendar(year, week_number, 1) and not first:
        raise UsageError("week-not-begun", f"{year}-W{week_number:02d}")
    issued = issued_as_of(portfolio, project, audience)
    start, known = _start(portfolio, end, issued)
    if first:
        start, known = datetime.combine(first, time(), zone) - timedelta(seconds=1), False
    if start >= end:
        raise UsageError("span-is-empty", f"{first or start:%Y-%m-%d}", f"{end:%Y-%m-%d}")
    before, _ = _start(portfolio, start, issued)
    following = weekly_cutoff(portfolio, *week_of(end + timedelta(days=7)))
    return Period(start, end, following, year, week_number, known, before)


def issued_as_of(
    portfolio: Portfolio, project: Project, audience: Audience
) -> tuple[datetime, ...]:
    """The ``as_of`` of every issued weekly report of one edition, in order."""
    found = {
        issuance.as_of.instant.astimezone(portfolio.zone)
        for record in portfolio.of_project(ReportRecord, project)
        if record.id.startswith(f"{WEEKLY}-")
        for issuance in record.issued
        if issuance.edition is audience
    }
    return tuple(sorted(found))


def unissued_before(
    portfolio: Portfolio, project: Project, period: Period, audience: Audience
) -> str | None:
    """The week before, when its report was prepared and is not on record as issued."""
    monday = date.fromisocalendar(period.year, period.week, 1) - timedelta(days=7)
    year, week, _ = monday.isocalendar()
    name = f"{year}-W{week:02d}"
    records = portfolio.of_project(ReportRecord, project)
    record = next((r for r in records if r.id == f"{WEEKLY}-{name}"), None)
    if record is None or any(issuance.edition is audience for issuance in record.issued):
        return None
    return name


def _start(
    portfolio: Portfolio, end: datetime, issued: tuple[datetime, ...]
) -> tuple[datetime, bool]:
    earlier = [moment for moment in issued if moment < end]
    if earlier:
        return earlier[-1], True
    return cutoff_before(portfolio, end), False


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), zone)
