"""``sla`` and ``status``: how promises stand and why, how many were kept, project by project."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdclient.api.clock_scene import ClocksShown, Look, Scene, answered
from rdclient.diagnostic import Severity, UsageError
from rdclient.exchange import csv_file
from rdclient.model.client import Client, Side
from rdclient.model.project import Project
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged
from rdclient.render import agenda_table, clock_account, clock_data, clock_table
from rdclient.render.clock_kinds import clock_codes, clocks_meant, state_token
from rdclient.reports.clock_question import (
    ClockQuestion,
    board,
    chosen,
    first_day,
    in_states,
    is_shown,
)
from rdclient.reports.clock_story import stories
from rdclient.reports.compliance import Grouping, Per, compliance
from rdclient.reports.project_status import statuses, wanted_projects

CLOCK_FORMATS = ("text", "json", "csv")


@dataclass(frozen=True, slots=True)
class ClockOrder:
    """Which promises are asked for, as it was typed; see ``ClockQuestion``.

    Attributes:
        scope: an id, what a table calls a promise, a project, a client, a person, or words of a
            title.
        client: slug, code or name.
        project: slug, ``client/slug``, code or name.
        kind: code, name or family of clocks, or kind of record.
        person: id, name or part of one.
        side: ``vendor`` or ``client``.
        states: tokens or words of states.
        since: first day of what ended.
        is_all: also what is done, not measured, or ended before.
        by: what promises kept are counted by; None unless they are asked for.
        per: ``week`` or ``month``, of their rates.
    """

    scope: str | None = None
    client: str | None = None
    project: str | None = None
    kind: str | None = None
    person: str | None = None
    side: str | None = None
    states: tuple[str, ...] = ()
    since: date | None = None
    is_all: bool = False
    by: str | None = None
    per: str | None = None

    def question(self) -> ClockQuestion:
        """The same in the words of the house.

        Raises:
            UsageError: when there is no such clock or state.
        """
        codes, record = clocks_meant(self.kind) if self.kind else (None, None)
        return ClockQuestion(
            scope=self.scope,
            client=self.client,
            project=self.project,
            codes=codes,
            record=record,
            person=self.person,
            side=Side(self.side) if self.side else None,
            states=frozenset(State(state_token(text)) for text in self.states),
            since=self.since,
            is_all=self.is_all,
        )


# ── sla ──────────────────────────────────────────────────────────────────────


def sla(root: Path, order: ClockOrder, look: Look) -> ClocksShown:
    """The promises that are asked for and how each stands; or how many of them were kept.

    Raises:
        UsageError: when what is named is not there.
        IncompleteError: when it is not there and files could not be read.
    """
    question = order.question()
    is_counted = order.by is not None or order.per is not None

    def tell(scene: Scene) -> ClocksShown:
        if is_counted:
            return _kept(order, question, scene)
        picked = chosen(scene.items, question, scene.portfolio)
        view = board(picked, question, scene.portfolio, as_of=scene.as_of)
        match look.form:
            case "json":
                content = scene.json("clocks", view)
            case "csv":
                content = csv_file.written(clock_data.board_rows(view, lang=scene.lang))
            case _:
                content = clock_table.as_text(
                    view, lang=scene.lang, marks=scene.marks, columns=look.columns
                )
        return scene.shown(content, _severity(picked.items))

    return answered(root, look, tell, question.codes)


def _kept(order: ClockOrder, question: ClockQuestion, scene: Scene) -> ClocksShown:
    """How many were kept; figures about the past are no failure."""
    view = compliance(
        in_states(chosen(scene.items, question, scene.portfolio).items, question),
        scene.portfolio,
        as_of=scene.as_of,
        by=Grouping(order.by) if order.by else None,
        per=Per(order.per) if order.per else None,
        since=order.since,
    )
    match scene.look.form:
        case "json":
            return scene.shown(scene.json("compliance", view))
        case "csv":
            rows = clock_data.kept_rows(view, lang=scene.lang)
            return scene.shown(csv_file.written(rows))
    return scene.shown(clock_table.kept_as_text(view, lang=scene.lang, marks=scene.marks))


_SEVERITY = ((Severity.ERROR, State.BREACHED), (Severity.WARNING, State.AT_RISK))


def _severity(items: tuple[Judged, ...]) -> Severity | None:
    """What is breached and still to be done is an error, what is at risk a warning.

    All that was asked about counts, in whatever states it is listed; what has ended does not.
    """
    there = {item.standing.state for item in items if item.standing.is_open}
    return next((severity for severity, state in _SEVERITY if state in there), None)


def sla_explain(root: Path, name: str, code: str | None, look: Look) -> ClocksShown:
    """Why the clocks of a record, or the one that a table calls so, show what they show.

    Of a project or a client only what ``sla`` lists of itself is told, unless a clock is named.

    Args:
        root: of the workspace.
        name: id, what a table calls a promise, or words of a title.
        code: code or name of a clock; None for all of them.
        look: how to show it.

    Raises:
        UsageError: when nothing fits, several things do, or it is a person.
        IncompleteError: when nothing fits and files could not be read.
    """

    def tell(scene: Scene) -> ClocksShown:
        found = _explained(name, code, scene)
        view = stories(found, scene.portfolio, as_of=scene.as_of)
        if look.form == "json":
            return scene.shown(scene.json("clock-story", view))
        return scene.shown(clock_account.as_text(view, lang=scene.lang, marks=scene.marks))

    return answered(root, look, tell)


def _explained(name: str, code: str | None, scene: Scene) -> tuple[Judged, ...]:
    of_name = chosen(scene.items, ClockQuestion(scope=name), scene.portfolio)
    if of_name.meant.people is not None:
        raise UsageError("explain-person", name)
    found, entries = of_name.items, of_name.meant.entries
    whole = entries[0].part if entries and len(entries) == 1 else None
    if isinstance(whole, Client | Project):
        found = tuple(item for item in found if item.obligation.record is whole)
    if not found:
        raise UsageError("no-clocks-of", name)
    if code is not None:
        codes = clock_codes(code)
        picked = tuple(item for item in found if item.obligation.code in codes)
        if not picked:
            known = dict.fromkeys(item.obligation.code for item in found)
            raise UsageError("no-clock-of-code", name, ", ".join(known))
        return picked
    if isinstance(whole, Client | Project):
        since = first_day(scene.as_of)
        listed = [i for i in found if is_shown(i, since, scene.as_of, scene.portfolio)]
        return tuple(listed) or found[-1:]
    return found


# ── status ───────────────────────────────────────────────────────────────────


def project_status(root: Path, name: str | None, look: Look, *, is_all: bool) -> ClocksShown:
    """Where a project stands in one line; or each of them, or each of a client.

    Raises:
        UsageError: when none or several fit.
        IncompleteError: when none fits and files could not be read.
    """

    def tell(scene: Scene) -> ClocksShown:
        projects = wanted_projects(scene.portfolio, name, is_all=is_all)
        view = statuses(scene.items, projects, scene.portfolio, as_of=scene.as_of)
        match look.form:
            case "json":
                return scene.shown(scene.json("status", view))
            case "csv":
                rows = clock_data.status_rows(view, lang=scene.lang)
                return scene.shown(csv_file.written(rows))
        return scene.shown(agenda_table.status_as_text(view, lang=scene.lang))

    return answered(root, look, tell)
