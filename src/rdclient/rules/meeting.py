"""Meetings: who came and how, how long they took, what they spoke of and what they left."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Bilingual, Record, Words
from rdclient.model.client import IRON_TRIANGLE, Side
from rdclient.model.meeting import Decision, Meeting, MeetingKind, Mode
from rdclient.model.replay import lies_after
from rdclient.obligations.presence import present
from rdclient.rules.action import counts, lacking
from rdclient.rules.attendance import holders, sides_of
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import held_on, known, label, now


def _held(case: Case) -> Iterator[tuple[Meeting, date]]:
    """The meetings that had taken place by ``as_of``, each with its day."""
    for meeting in known(case, Meeting):
        day = held_on(case, meeting)
        if day is not None:
            yield meeting, day


# ── who came, and how ────────────────────────────────────────────────────────


def review_attendee_missing(case: Case) -> Iterator[Finding]:
    """A satisfaction review lacked the client or a role of the iron triangle (RD313)."""
    for meeting, day in _held(case):
        project = case.portfolio.project_of(meeting)
        if meeting.kind is not MeetingKind.SATISFACTION_REVIEW or project is None:
            continue
        came = present(case.portfolio, meeting)
        missing = [
            role.value for role in IRON_TRIANGLE if not came & holders(case, project, role, on=day)
        ]
        if Side.CLIENT not in sides_of(case.portfolio, came, meeting):
            missing.append("client_representative")
        if missing:
            at = where(meeting, "attendees")
            yield finding("RD313", at, id=meeting.id, kind=meeting.kind, missing=tuple(missing))


def not_face_to_face(case: Case) -> Iterator[Finding]:
    """A meeting that is due face to face was held online, or nobody says how (RD422)."""
    for meeting, day in _held(case):
        if meeting.kind not in case.portfolio.policy(day).meetings.face_to_face:
            continue
        if meeting.mode is None:
            at = where(meeting, "kind")
            yield finding("RD422", at, variant="unknown", id=meeting.id, kind=meeting.kind)
        elif meeting.mode is Mode.ONLINE:
            yield finding("RD422", where(meeting, "mode"), id=meeting.id, kind=meeting.kind)


# ── how long it took ─────────────────────────────────────────────────────────


def meeting_length(case: Case) -> Iterator[Finding]:
    """A meeting took less or more time than its kind should, or ended before it began (RD423)."""
    for meeting, day in _held(case):
        start, end = meeting.started_at, meeting.ended_at
        if start is None or end is None or lies_after(end, now(case)):
            continue
        at = where(meeting, "ended_at")
        told = {"id": meeting.id, "kind": meeting.kind}
        is_timed = start.timed and end.timed
        if (end <= start) if is_timed else (end.day < start.day):
            span = {"start": label(start), "end": label(end)}
            yield finding("RD423", at, variant="backwards", **told, **span)
            continue
        band = case.portfolio.policy(day).meetings.minutes.get(meeting.kind)
        if band is None or not is_timed:
            continue
        minutes = int((end.instant - start.instant).total_seconds()) // 60
        if not band.least <= minutes <= band.most:
            limits = {"minutes": minutes, "least": band.least, "most": band.most}
            variant = "outside" if band.least else "over"
            yield finding("RD423", at, variant=variant, **told, **limits)


# ── what a kick-off speaks of ────────────────────────────────────────────────


def kickoff_incomplete(case: Case) -> Iterator[Finding]:
    """The kick-off, with the sessions that continue it, leaves out a subject (RD425)."""
    days = {id(m): day for m, day in _held(case) if m.kind is MeetingKind.KICKOFF}
    held = [meeting for meeting in known(case, Meeting) if id(meeting) in days]
    later: dict[int | None, list[Meeting]] = defaultdict(list)
    for meeting in held:
        before = case.portfolio.find("meeting", meeting.follows or "", meeting)
        is_session = id(before) in days and _begun(before) < _begun(meeting)
        later[id(before) if is_session else None].append(meeting)
    for meeting in later[None]:
        subjects = case.portfolio.policy(days[id(meeting)]).meetings.kickoff
        told = "\n".join(_told(meeting, later, now(case))).lower()
        missing = tuple(
            subject
            for subject, words in subjects.items()
            if words and not any(_is_told(word.lower(), told) for word in words)
        )
        if missing:
            yield finding("RD425", where(meeting, "agenda"), id=meeting.id, missing=missing)


def _begun(meeting: Record | None) -> float:
    """When a meeting that was held began; infinite for anything else."""
    begun = meeting.started_at or meeting.ended_at if isinstance(meeting, Meeting) else None
    return begun.instant.timestamp() if begun else math.inf


def _told(
    meeting: Meeting, later: Mapping[int | None, list[Meeting]], moment: datetime
) -> Iterator[str]:
    """What was spoken of in a kick-off and in the sessions that continue it."""
    pending = [meeting]
    while pending:
        session = pending.pop()
        pending += later.get(id(session), ())
        for text in _spoken(session, moment):
            yield from (text.zh or "", text.en or "") if isinstance(text, Bilingual) else (text,)


def _spoken(meeting: Meeting, moment: datetime) -> Iterator[Words]:
    """What the minutes say was spoken of; later entries are left out."""
    yield meeting.title
    yield from (item.topic for item in meeting.agenda)
    for note in meeting.notes:
        if not lies_after(note.recorded_on, moment):
            yield note.topic
            yield from note.points
    yield from (d.text for d in meeting.decisions if not lies_after(d.recorded_on, moment))
    yield from (v.text for v in meeting.value_items if not lies_after(v.recorded_on, moment))


def _is_told(word: str, text: str) -> bool:
    """Whether a word stands in a text: an English one by itself or in the plural."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?:e?s)?(?![a-z])", text) is not None


# ── what it left ─────────────────────────────────────────────────────────────


def without_owner_or_due(case: Case) -> Iterator[Finding]:
    """A decision or an action of a held meeting lacks its owner or its date (RD421)."""
    moment = now(case)
    for meeting, _ in _held(case):
        for index, decision in enumerate(meeting.decisions):
            missing = _undecided(decision)
            if missing and not lies_after(decision.recorded_on, moment):
                yield _unsettled(meeting, "decisions", index, missing)
        for index, action in enumerate(meeting.actions):
            missing = lacking(action, moment)
            if missing and counts(action, moment):
                yield _unsettled(meeting, "actions", index, missing)


def _unsettled(meeting: Meeting, name: str, index: int, missing: tuple[str, ...]) -> Finding:
    item = meeting.decisions[index] if name == "decisions" else meeting.actions[index]
    at = where(meeting, name, index)
    return finding("RD421", at, variant=name, id=item.id, missing=missing)


def _undecided(decision: Decision) -> tuple[str, ...]:
    """A board's word on a change takes effect at once, so it needs no date."""
    missing = () if decision.owner else ("owner",)
    is_due = decision.due or (decision.change and decision.disposition)
    return missing if is_due else (*missing, "due")


RULES = (
    Rule("RD313", review_attendee_missing, about=("meeting",), needs=frozenset({"person"})),
    Rule("RD421", without_owner_or_due, about=("meeting",)),
    Rule("RD422", not_face_to_face, about=("meeting",)),
    Rule("RD423", meeting_length, about=("meeting",)),
    Rule("RD425", kickoff_incomplete, about=("meeting",)),
)
