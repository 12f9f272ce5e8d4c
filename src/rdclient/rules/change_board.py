"""The control board: who sits in it when it decides, and what it says of large changes."""

from collections.abc import Iterator
from datetime import date

from rdclient.control.board import DECIDED, decided_change
from rdclient.diagnostic import Fact, Finding, Location, finding
from rdclient.model.base import Record
from rdclient.model.change import Change, ChangeStep
from rdclient.model.client import Role, Side
from rdclient.model.meeting import Decision, Disposition, Meeting, MeetingKind
from rdclient.model.project import Project
from rdclient.model.replay import lies_after
from rdclient.obligations.presence import identity, present
from rdclient.rules.attendance import holders, sides_of
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.change_request import DOING, LAST, Claim, Request, every_request, requests
from rdclient.rules.past import happened, held_on, known, label, matter, now

_BOARD = (Role.PROJECT_MANAGER, Role.TECHNICAL_LEAD)
"""Whom the vendor sends (CHG-01)."""
_CONFIRMED = DOING | {ChangeStep.CLIENT_CONFIRMED}


# ── who was there ────────────────────────────────────────────────────────────


def board_incomplete(case: Case) -> Iterator[Finding]:
    """The board decided on a large change without one of its three roles (RD220)."""
    large = {id(request.record): request for request in every_request(case) if request.is_large}
    if not large:
        return
    since = matter(case).policy.control.since
    for meeting in known(case, Meeting):
        day = held_on(case, meeting)
        project = case.portfolio.project_of(meeting)
        if meeting.kind is not MeetingKind.CCB or day is None or project is None:
            continue
        about = tuple(dict.fromkeys(d.change for _, d in _words(case, meeting, large)))
        if about and (since is None or day >= since):
            yield from _absent(case, meeting, project, day, about)


def _words(
    case: Case, meeting: Meeting, about: dict[int, Request]
) -> Iterator[tuple[int, Decision]]:
    """The decisions of a meeting about some changes, each with its index."""
    for index, decision in enumerate(meeting.decisions):
        if lies_after(decision.recorded_on, now(case)) or decision.disposition not in DECIDED:
            continue
        if id(decided_change(case.portfolio, decision, meeting)) in about:
            yield index, decision


def _absent(
    case: Case, meeting: Meeting, project: Project, day: date, about: tuple[str | None, ...]
) -> Iterator[Finding]:
    came = present(case.portfolio, meeting)
    told: dict[str, Fact] = {"id": meeting.id, "changes": tuple(name or "" for name in about)}
    at = where(meeting, "attendees") if meeting.attendees else where(meeting, "kind")
    missing = _missing(case, project, came, day, meeting)
    if missing:
        yield finding("RD220", at, missing=missing, **told)
        return
    seats = _seats(case, project, day)
    unseated = _missing(case, project, came & seats, day, meeting) if seats else ()
    if unseated:
        yield finding("RD220", at, variant="seat", missing=unseated, day=label(day), **told)


def _missing(
    case: Case, project: Project, came: frozenset[str], day: date, near: Record
) -> tuple[str, ...]:
    """The roles of the board that nobody of some people held on a day."""
    missing = [role.value for role in _BOARD if not came & holders(case, project, role, on=day)]
    if Side.CLIENT not in sides_of(case.portfolio, came, near):
        missing.insert(0, "client_representative")
    return tuple(missing)


def _seats(case: Case, project: Project, day: date) -> frozenset[str]:
    """Who had a seat on the board on a day; nobody where no board was appointed."""
    return frozenset(
        identity(case.portfolio, seat.person, project)
        for _, seat in happened(project.board, "start", now(case))
        if seat.start <= day and (seat.end is None or day <= seat.end)
    )


# ── what it said ─────────────────────────────────────────────────────────────


def large_change_without_meeting(case: Case) -> Iterator[Finding]:
    """A large change was confirmed or scheduled and no board meeting approved it (RD225)."""
    for request in requests(case):
        claim = request.claim(LAST if request.is_emergency else _CONFIRMED)
        if claim is not None and request.is_large:
            yield from _unapproved(case, request, claim)


def _unapproved(case: Case, request: Request, claim: Claim) -> Iterator[Finding]:
    index, told = claim[0], request.told(claim)
    words = _words_on(case, request)
    if words and words[-1][2].disposition is Disposition.APPROVED:
        acted = request.claim(DOING)
        held = words[-1][0]
        if acted and not request.is_emergency and held > acted[1].at.day:
            facts = {"meeting": words[-1][1].id, "held": label(held)}
            late = {**request.told(acted), **facts}
            yield finding("RD225", request.at(acted[0]), variant="late", **late)
    elif words:
        facts = {"meeting": words[-1][1].id, "decision": words[-1][2].disposition or ""}
        yield finding("RD225", request.at(index), variant="other", **told, **facts)
    elif (board := _named(case, request)) is not None:
        facts = {"meeting": board.id}
        yield finding("RD225", _place(board), variant="unnamed", **told, **facts)
    else:
        yield finding("RD225", request.at(index), **told)


def has_word(case: Case, request: Request) -> bool:
    """Whether a board meeting decided on a request."""
    return bool(_words_on(case, request))


def _words_on(case: Case, request: Request) -> list[tuple[date, Meeting, Decision]]:
    """What the board decided on a request, with the day and the meeting; the last word last."""
    about = {id(request.record): request}
    found = [
        (day, meeting, decision)
        for meeting in _boards(case, request.record)
        if (day := held_on(case, meeting)) is not None
        for _, decision in _words(case, meeting, about)
    ]
    return sorted(found, key=lambda word: word[0])


def _boards(case: Case, near: Change) -> Iterator[Meeting]:
    """The board meetings of the client of a change: one may speak of several projects."""
    for meeting in known(case, Meeting):
        if meeting.kind is MeetingKind.CCB and meeting.origin.client == near.origin.client:
            yield meeting


def _named(case: Case, request: Request) -> Meeting | None:
    """A board meeting that was held and that the request names."""
    names = [request.change.meeting, *(event.meeting for _, event in request.events)]
    for name in names:
        found = case.portfolio.find("meeting", name, request.record) if name else None
        is_board = isinstance(found, Meeting) and found.kind is MeetingKind.CCB
        if is_board and held_on(case, found) is not None:  # type: ignore[arg-type]  # a meeting
            return found  # type: ignore[return-value]
    return None


def _place(meeting: Meeting) -> Location:
    return where(meeting, "decisions") if meeting.decisions else where(meeting, "kind")


RULES = (
    Rule(
        "RD220",
        board_incomplete,
        about=("meeting", "change"),
        needs=frozenset({"person", "contact", "project"}),
    ),
    Rule(
        "RD225",
        large_change_without_meeting,
        about=("change", "meeting"),
        needs=frozenset({"meeting"}),
    ),
)
