"""What a report is about, as somebody typed it: a project, or a record of one."""

from rdclient.diagnostic import UsageError
from rdclient.model.base import Record
from rdclient.model.portfolio import Portfolio, id_of
from rdclient.model.project import Project
from rdclient.reports.search import find
from rdclient.reports.subject import find_meeting, find_project


def find_subject(portfolio: Portfolio, kind: str, name: str | None) -> tuple[Project, str | None]:
    """The project a report is of, and the id of the record it is about, if it is about one.

    Args:
        portfolio: where to look.
        kind: of the record (``meeting``, ``change``, ``baseline``), or ``project``.
        name: as typed.

    Raises:
        UsageError: when none or several fit.
    """
    if kind == "project":
        return find_project(portfolio, name), None
    record = (
        find_meeting(portfolio, name) if kind == "meeting" else find_record(portfolio, kind, name)
    )
    project = portfolio.project_of(record)
    if project is None:
        raise UsageError("no-project")
    return project, id_of(record)


def find_record(portfolio: Portfolio, kind: str, name: str | None) -> Record:
    """The one record of a kind with that id or title; ``project/ID`` where several have the id.

    Raises:
        UsageError: when none or several fit.
    """
    found = find(portfolio, (name or "",), kind)
    if len(found) > 1:
        names = ", ".join("/".join(entry.way[-2:]) for entry in found)
        raise UsageError("which-record", name or "", names)
    return found[0].record
