"""Minutes, outcome: what was discussed, decided, left open, warned of and promised."""

from dataclasses import dataclass
from datetime import date, datetime

from rdclient.lens import Audience
from rdclient.model.base import Moment, Words
from rdclient.model.change import Change
from rdclient.model.client import Side
from rdclient.model.meeting import (
    Decision,
    Disagreement,
    Disposition,
    Meeting,
    ValueItem,
    ValueState,
)
from rdclient.model.portfolio import Portfolio
from rdclient.model.replay import lies_after
from rdclient.model.requirement import Requirement, RequirementStep, ValueKind
from rdclient.model.risk import Risk, Strategy
from rdclient.reports import minutes_track as track
from rdclient.reports.base import Named, PersonView, person_view


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the sections of minutes are built from.

    Attributes:
        seen: the records they may draw on.
        audience: whose records those are.
        meeting: as it stands in them.
        closed: its end; what is carried over is stated as of then.
        issued: when the minutes went out; what they hand out is stated as of then.
    """

    seen: Portfolio
    audience: Audience
    meeting: Meeting
    closed: datetime
    issued: datetime


@dataclass(frozen=True, slots=True)
class NoteView:
    """What was said on a topic."""

    topic: Words
    points: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision; ``change`` is the change request it is about."""

    id: str
    text: Words
    basis: Words | None
    alternatives: tuple[Words, ...]
    owner: PersonView | None
    due: Moment | None
    needs_signature: bool
    change: Named | None
    disposition: Disposition | None


@dataclass(frozen=True, slots=True)
class PositionView:
    """What one side, or one person who asked to be named, holds."""

    side: Side | None
    person: PersonView | None
    text: Words


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """What was not agreed, and who brings it further."""

    topic: Words
    positions: tuple[PositionView, ...]
    next: Words | None
    owner: PersonView | None
    due: Moment | None


@dataclass(frozen=True, slots=True)
class WarningView:
    """A risk the meeting was told of."""

    id: str
    title: Words
    effect: Words | None
    strategy: Strategy | None
    response: Words | None
    owner: PersonView | None
    due: Moment | None


@dataclass(frozen=True, slots=True)
class BenefitView:
    """What the work means for the client; expected as long as its requirement is not live."""

    text: Words
    kind: ValueKind | None
    state: ValueState
    requirement: Named | None
    source: Words | None


@dataclass(frozen=True, slots=True)
class ToldView:
    """A difficulty or a delay that the client was told of."""

    text: Words
    told_on: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a meeting."""

    notes: tuple[NoteView, ...]
    benefits: tuple[BenefitView, ...]
    decisions: tuple[DecisionView, ...]
    disagreements: tuple[DisagreementView, ...]
    actions: tuple[track.ActionView, ...]
    confirmations: tuple[track.ConfirmationView, ...]
    risks: tuple[WarningView, ...]
    told: tuple[ToldView, ...]


@dataclass(frozen=True, slots=True)
class AgendaView:
    """A point of the agenda; ``minutes`` is its planned length."""

    topic: Words
    owner: PersonView | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class NextView:
    """The next meeting, as agreed in this one."""

    at: Moment
    place: Words | None
    topic: Words | None


# ── from records to views ────────────────────────────────────────────────────


def outcome(sitting: Sitting) -> Outcome:
    """What the meeting brought, as the readers may see it."""
    seen, meeting = sitting.seen, sitting.meeting
    return Outcome(
        notes=tuple(NoteView(note.topic, note.points) for note in meeting.notes),
        benefits=tuple(_benefit(seen, meeting, item) for item in meeting.value_items),
        decisions=tuple(_decision(seen, meeting, item) for item in meeting.decisions),
        disagreements=tuple(_disagreement(seen, meeting, d) for d in meeting.disagreements),
        actions=tuple(
            track.action_view(seen, meeting, action, sitting.issued) for action in meeting.actions
        ),
        confirmations=tuple(
            track.confirmation_view(seen, meeting, item, sitting.issued)
            for item in meeting.confirmations
        ),
        risks=_warnings(sitting),
        told=tuple(ToldView(item.text, item.told_on) for item in meeting.expectations),
    )


def agenda(seen: Portfolio, meeting: Meeting) -> tuple[AgendaView, ...]:
    """The agenda in its order."""
    return tuple(
        AgendaView(item.topic, person_view(seen, item.owner, meeting), item.minutes)
        for item in meeting.agenda
    )


def next_view(meeting: Meeting) -> NextView | None:
    """The meeting agreed on."""
    agreed = meeting.next
    return NextView(agreed.at, agreed.place, agreed.topic) if agreed else None


def _decision(seen: Portfolio, meeting: Meeting, decision: Decision) -> DecisionView:
    """A decision, with its change request only where the readers may see that."""
    found = seen.find("change", decision.change or "", meeting)
    return DecisionView(
        id=decision.id,
        text=decision.text,
        basis=decision.basis,
        alternatives=decision.alternatives,
        owner=person_view(seen, decision.owner, meeting),
        due=decision.due,
        needs_signature=decision.needs_signature,
        change=_named(found if isinstance(found, Change) else None),
        disposition=decision.disposition,
    )


def _named(record: Change | Requirement | None) -> Named | None:
    return Named(record.id, record.title) if record else None


_ORDER = (Side.CLIENT, Side.VENDOR, None)


def _disagreement(seen: Portfolio, meeting: Meeting, item: Disagreement) -> DisagreementView:
    """What was not agreed, the client's positions first."""
    views = [
        PositionView(
            seen.side(position.by, meeting),
            person_view(seen, position.by, meeting),
            position.text,
        )
        for position in item.positions
    ]
    views.sort(key=lambda view: _ORDER.index(view.side))
    return DisagreementView(
        item.topic, tuple(views), item.next, person_view(seen, item.owner, meeting), item.due
    )


def _benefit(seen: Portfolio, meeting: Meeting, item: ValueItem) -> BenefitView:
    """A value item; before its requirement is live, nothing was measured."""
    about = seen.find("requirement", item.requirement or "", meeting)
    requirement = about if isinstance(about, Requirement) else None
    is_live = item.requirement is None or _was_live(requirement, meeting)
    state = item.state if is_live else ValueState.EXPECTED
    return BenefitView(item.text, item.kind, state, _named(requirement), item.source)


def _was_live(requirement: Requirement | None, meeting: Meeting) -> bool:
    """Whether a requirement was released by the day of the meeting."""
    released = [
        event.at.day
        for event in (requirement.events if requirement else ())
        if event.type is RequirementStep.RELEASED
    ]
    held = track.began(meeting)
    return bool(released and held and min(released) <= held.day)


def _warnings(sitting: Sitting) -> tuple[WarningView, ...]:
    """The risks named; for the client those disclosed by the time the minutes went out."""
    seen = sitting.seen
    found = (seen.find("risk", name, sitting.meeting) for name in sitting.meeting.risks)
    risks = (risk for risk in found if isinstance(risk, Risk))
    return tuple(
        _warning(seen, risk)
        for risk in risks
        if sitting.audience is Audience.INTERNAL
        or not lies_after(risk.disclosed_on, sitting.issued)
    )


def _warning(seen: Portfolio, risk: Risk) -> WarningView:
    response = risk.response
    return WarningView(
        id=risk.id,
        title=risk.title or risk.event,
        effect=risk.effect,
        strategy=response.strategy if response else None,
        response=response.text if response else None,
        owner=person_view(seen, (response and response.owner) or risk.owner, risk),
        due=response.due if response else None,
    )
