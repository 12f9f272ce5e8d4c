"""``agenda``: what is overdue and what comes, as a table or for a calendar program."""

from dataclasses import dataclass
from pathlib import Path

from rdclient.api.clock_scene import ClocksShown, Look, Scene, answered
from rdclient.diagnostic import UsageError
from rdclient.exchange import csv_file
from rdclient.exchange.ics import CalendarEvent, calendar_file
from rdclient.model.client import Person, Side
from rdclient.model.portfolio import Portfolio
from rdclient.render import agenda_event, agenda_table, clock_data
from rdclient.reports.agenda import Agenda, agenda
from rdclient.reports.clock_question import ClockQuestion
from rdclient.reports.search import fold
from rdclient.store import git_question
from rdclient.store.git import Repository

AGENDA_FORMATS = ("text", "json", "csv", "ics")


@dataclass(frozen=True, slots=True)
class AgendaOrder:
    """What of the coming days is asked for, as it was typed.

    Attributes:
        days: after today.
        client: slug, code or name; or a project, or an id.
        person: id, name or part of one.
        side: ``vendor`` or ``client``.
        is_mine: only what the person owes who commits here.
        has_escalations: say who is to be told.
    """

    days: int
    scope: str | None = None
    client: str | None = None
    person: str | None = None
    side: str | None = None
    is_mine: bool = False
    has_escalations: bool = False


def coming(root: Path, order: AgendaOrder, look: Look) -> ClocksShown:
    """What is overdue, and what comes in the next days.

    Raises:
        UsageError: when what is named is not there, or nobody knows whose ``mine`` is.
        IncompleteError: when it is not there and files could not be read.
        RdclientError: when a calendar is wanted and the library for it is not installed.
    """

    def tell(scene: Scene) -> ClocksShown:
        person = _me(root, scene.portfolio) if order.is_mine else order.person
        side = Side(order.side) if order.side else None
        question = ClockQuestion(scope=order.scope, client=order.client, person=person, side=side)
        view = agenda(
            scene.items,
            question,
            scene.portfolio,
            as_of=scene.as_of,
            days=order.days,
            escalations=order.has_escalations,
        )
        return scene.shown(_agenda_content(view, scene))

    return answered(root, look, tell)


def _agenda_content(view: Agenda, scene: Scene) -> str | bytes:
    match scene.look.form:
        case "json":
            return scene.json("agenda", view)
        case "csv":
            return csv_file.written(clock_data.agenda_rows(view, lang=scene.lang))
        case "ics":
            return _calendar(view, scene)
    return agenda_table.as_text(
        view, lang=scene.lang, marks=scene.marks, columns=scene.look.columns
    )


def _me(root: Path, portfolio: Portfolio) -> str:
    """Id of the person who commits in this folder.

    Raises:
        UsageError: when Git knows no address, or nobody has it.
    """
    email = git_question.config(Repository(root), "user.email")
    if not email:
        raise UsageError("mine-no-email")
    for person in portfolio.all(Person):
        if fold(email) in map(fold, (*person.git_emails, person.email or "")):
            return person.id
    raise UsageError("mine-nobody", email)


def _calendar(view: Agenda, scene: Scene) -> bytes:
    """The entries of an agenda as a calendar file."""
    place = scene.portfolio.workspace.uuid or "rdclient"
    events = []
    for entry in view.entries:
        told = agenda_event.event(entry, as_of=scene.as_of, lang=scene.lang)
        if told is not None:
            events.append(
                CalendarEvent(
                    uid=f"{told.key}@{place}",
                    start=told.start,
                    end=None,
                    is_whole_day=told.is_whole_day,
                    title=told.title,
                    text=told.text,
                    alarm_before=told.alarm_before,
                    repeat=None,
                    stamp=told.stamp,
                )
            )
    return calendar_file(events, name=agenda_event.calendar_name(view, lang=scene.lang))
