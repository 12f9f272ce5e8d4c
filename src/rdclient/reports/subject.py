"""What a report is about, as somebody typed it: a project or a meeting of the portfolio."""

from rdclient.diagnostic import UsageError
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.reports.entry import languages


def find_project(portfolio: Portfolio, name: str | None) -> Project:
    """The project of a slug, ``client/slug``, code or name; the only one when there is one.

    Raises:
        UsageError: when none or several fit.
    """
    projects = portfolio.all(Project)
    if not projects:
        raise UsageError("no-project")
    if name is None:
        if len(projects) == 1:
            return projects[0]
        raise UsageError("which-project", ", ".join(sorted(p.id for p in projects)))
    fitting = [p for p in projects if name in _names_of(p)] or [
        p for p in projects if p.origin.client == name
    ]
    if not fitting:
        known = ", ".join(sorted(p.id for p in projects))
        raise UsageError("unknown-project", name, known)
    if len(fitting) > 1:
        raise UsageError("ambiguous", name, ", ".join(_long_name(p) for p in fitting))
    return fitting[0]


def _long_name(project: Project) -> str:
    return f"{project.origin.client}/{project.id}"


def _names_of(project: Project) -> frozenset[str]:
    code = (project.code,) if project.code else ()
    return frozenset({project.id, _long_name(project), *code, *languages(project.name)})


def find_meeting(portfolio: Portfolio, name: str | None) -> Meeting:
    """The meeting of an id, ``project/ID`` or ``client/project/ID``.

    Raises:
        UsageError: when none or several fit.
    """
    meetings = portfolio.all(Meeting)
    wanted = (name or "").split("/")
    fitting = [
        meeting
        for meeting in meetings
        if [meeting.origin.client, meeting.origin.project, meeting.id][-len(wanted) :] == wanted
    ]
    if not fitting:
        held = sorted((m.started_at, m.id) for m in meetings if m.started_at)
        known = ", ".join(meeting_id for _, meeting_id in held[-5:])
        raise UsageError("unknown-meeting", name or "", known)
    if len(fitting) > 1:
        names = ", ".join(f"{m.origin.project}/{m.id}" for m in fitting)
        raise UsageError("ambiguous", name or "", names)
    return fitting[0]
