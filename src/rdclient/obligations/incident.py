"""Clocks of incidents: taken on, restored, and looked back on in time."""

from collections.abc import Callable, Iterator
from datetime import datetime

from rdclient.model.client import Side
from rdclient.model.clock_policy import ClockPolicy, IncidentClock
from rdclient.model.service import Incident, IncidentEvent, IncidentStep
from rdclient.obligations.base import Ask, Clock, Lack, Obligation, ends
from rdclient.obligations.subject import (
    Promise,
    misplaced,
    project_slug,
    technical_contact,
    terms,
)


def incident_responses(ask: Ask) -> Iterator[Obligation]:
    """An incident is taken on within the time agreed for its level (RD512).

    One that was closed without anybody taking it on does not wait for that any more.
    """
    for incident in ask.portfolio.all(Incident):
        if detected := incident.first(IncidentStep.DETECTED):
            done = _when(ask, incident, IncidentStep.ACKNOWLEDGED)
            gone = _when(ask, incident, IncidentStep.CLOSED)
            yield _of_incident(
                ask, "RD512", incident, began=detected, row=_response, done=done, gone=gone
            )


def incident_restores(ask: Ask) -> Iterator[Obligation]:
    """The client can work again within the time agreed for an incident's level (RD513)."""
    for incident in ask.portfolio.all(Incident):
        if detected := incident.first(IncidentStep.DETECTED):
            stops_at = ask.portfolio.policy(detected.at.day).clocks.incident_restore.stops_at
            done = _when(ask, incident, stops_at, IncidentStep.CLOSED)
            yield _of_incident(ask, "RD513", incident, began=detected, row=_restore, done=done)


def postmortems(ask: Ask) -> Iterator[Obligation]:
    """An incident of the levels agreed is looked back on once it is over (RD514)."""
    for incident in ask.portfolio.all(Incident):
        over = incident.first(IncidentStep.RESTORED) or incident.first(IncidentStep.CLOSED)
        if over is None:
            continue
        if incident.level in ask.portfolio.policy(over.at.day).clocks.postmortem.levels:
            review = incident.postmortem
            done = ends(review.on, ask.portfolio) if review else None
            yield _of_incident(ask, "RD514", incident, began=over, row=_review, done=done)


def _response(clocks: ClockPolicy, incident: Incident) -> Promise:
    return _by_level(clocks.incident_response, incident)


def _restore(clocks: ClockPolicy, incident: Incident) -> Promise:
    return _by_level(clocks.incident_restore, incident)


def _by_level(clock: IncidentClock, incident: Incident) -> Promise:
    calendar = clock.calendars.get(incident.level, clock.calendar)
    return calendar, clock.targets.get(incident.level)


def _review(clocks: ClockPolicy, _: Incident) -> Promise:
    return clocks.postmortem.calendar, clocks.postmortem.within


def _when(ask: Ask, incident: Incident, *steps: IncidentStep) -> datetime | None:
    """When the first of the steps that was taken was; the steps in order of preference."""
    taken = (event for step in steps if (event := incident.first(step)))
    event = next(taken, None)
    return ends(event.at, ask.portfolio) if event else None


def _of_incident(
    ask: Ask,
    code: str,
    incident: Incident,
    *,
    began: IncidentEvent,
    row: Callable[[ClockPolicy, Incident], Promise],
    done: datetime | None,
    gone: datetime | None = None,
) -> Obligation:
    stopped = min((at for at in (done, gone) if at is not None), default=None)
    agreed = terms(ask, incident, began.at, lambda clocks: row(clocks, incident), stopped)
    wrong = misplaced(incident.events, IncidentStep.DETECTED)
    return Obligation(
        code=code,
        record=incident,
        item=incident.id,
        title=incident.title,
        side=Side.VENDOR,
        starts=agreed.starts,
        policy=agreed.policy,
        calendar=agreed.calendar,
        pointer=("events", incident.events.index(began) if wrong is None else wrong),
        owner=technical_contact(ask, incident, stopped),
        project=project_slug(incident),
        level=incident.level.value,
        targets=agreed.targets,
        discharged=done,
        lack=None if wrong is None else Lack.OUT_OF_ORDER,
        gone=gone,
    )


CLOCKS = (
    Clock("RD512", incident_responses, about=("incident",)),
    Clock("RD513", incident_restores, about=("incident",)),
    Clock("RD514", postmortems, about=("incident",)),
)
