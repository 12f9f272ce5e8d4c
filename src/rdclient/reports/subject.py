"""What a report is about, as somebody typed it, and how what is signed is typed."""

from collections import Counter

from rdclient.diagnostic import UsageError
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import Portfolio, id_of
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


def called(portfolio: Portfolio, subject: Record) -> str:
    """What commands call something signed: its id, with its place while others have the id too."""
    known = portfolio.memo.get("called")
    if not isinstance(known, Counter):
        signed = (one for kind in (Baseline, Change, Meeting) for one in portfolio.all(kind))
        known = Counter(way for one in signed for way in _ways(one))
        portfolio.memo["called"] = known
    return next((way for way in _ways(subject) if known[way] == 1), id_of(subject))


def _ways(subject: Record) -> tuple[str, ...]:
    """The names of a record, the shortest first: id, project/id, client/project/id."""
    own, origin = id_of(subject), subject.origin
    places = [place for place in (origin.project, origin.client) if place]
    return tuple("/".join((*reversed(places[:count]), own)) for count in range(len(places) + 1))
