"""How far the data on a subject reach, so that "none" is told from "not collected"."""

from dataclasses import dataclass
from datetime import datetime

from rdclient.model.base import Moment
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.model.service import Source, SourceSubject
from rdclient.reports.base import about


@dataclass(frozen=True, slots=True)
class Known:
    """How far data on a subject reach.

    ``state``: ``complete`` through the moment asked for, ``until`` the moment ``through``, or
    ``not_collected``.
    """

    state: str
    through: Moment | None


def known(
    portfolio: Portfolio, project: Project, subject: SourceSubject, *, as_of: datetime
) -> Known:
    """How far the records on a subject reach, by the sources that are declared.

    Those of the project and of its client count, and the one that reaches least decides.
    """
    ends = [
        max((record.through for record in source.records), default=None)
        for source in portfolio.of_client(Source, project.origin.client or "")
        if source.source is subject and about(source.project) in (None, project.id)
    ]
    if not ends or any(end is None for end in ends):
        return Known("not_collected", None)
    first = min(end for end in ends if end is not None)
    reaches = first.instant >= as_of if first.timed else first.day >= as_of.date()
    return Known("complete" if reaches else "until", first)
