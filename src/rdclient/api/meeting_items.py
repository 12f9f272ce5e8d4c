"""Decisions, actions, confirmations and risks out of notes, with ids, people and dates."""

from dataclasses import dataclass
from datetime import date

from rdclient.api.creating import Desk, finished
from rdclient.api.naming import fresh_id
from rdclient.api.somebody import Somebody, somebody
from rdclient.exchange.note_item import Item
from rdclient.exchange.notes import Notes
from rdclient.exchange.spoken_time import Sense, spoken_in
from rdclient.lens import Lang
from rdclient.model.base import Action, Part
from rdclient.model.meeting import ConfirmationItem, Decision
from rdclient.model.risk import Risk
from rdclient.render.outline import hint
from rdclient.render.remarks import remark
from rdclient.reports.entry import languages
from rdclient.reports.search import fold
from rdclient.store.blank import Gap
from rdclient.store.edits import Edit


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it was understood.

    Attributes:
        kind: ``decision``, ``action``, ``confirmation`` or ``risk``.
        id: which it gets, or has already.
        text: its words.
        who: the person it names; None when nobody is named.
        due: when, as records hold it.
        is_known: whether it was on record before.
    """

    kind: str
    id: str
    text: str
    who: Somebody | None
    due: str | None
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """What a meeting leaves.

    Attributes:
        fields: of the meeting.
        rows: each item, in the order of the fields.
        edits: of the file or files of new risks.
        said: what was said of risks that are on record.
    """

    fields: dict[str, object]
    rows: tuple[Row, ...]
    edits: tuple[Edit, ...]
    said: tuple[str, ...] = ()


_OWNER = {"decision": "owner", "action": "owner", "confirmation": "by"}
_MODELS: dict[str, type[Part]] = {
    "decision": Decision,
    "action": Action,
    "confirmation": ConfirmationItem,
}


def resolved(desk: Desk, notes: Notes, day: date) -> Items:
    """The items of notes as the meeting of a day is to hold them."""
    fields: dict[str, object] = {}
    rows: list[Row] = []
    for kind in _MODELS:
        entries: list[dict[str, object]] = []
        for item in getattr(notes, f"{kind}s"):
            given = [str(entry["id"]) for entry in entries]
            name = fresh_id(desk.loaded, desk.files, kind, desk.scope, on=desk.today, also=given)
            entry, row = _entry(desk, kind, name, item, day)
            entries.append(entry)
            rows.append(row)
        if entries:
            fields[f"{kind}s"] = entries
    risks, edits = _risks(desk, notes, day)
    if risks:
        fields["risks"] = list(dict.fromkeys(row.id for row in risks))
    said = tuple(row.text for row in risks if row.is_known)
    return Items(fields, (*rows, *risks), edits, said)


def _entry(
    desk: Desk, kind: str, name: str, item: Item, day: date
) -> tuple[dict[str, object], Row]:
    """An item as the meeting holds it; what was named and is nobody stands in its note."""
    model, owner = _MODELS[kind], _OWNER[kind]
    people = [somebody(desk.loaded.portfolio, desk.scope.near, who, day) for who in item.people]
    first = people[0] if people else None
    entry: dict[str, object] = {"id": name, "text": item.text}
    entry[owner] = first.id if first and first.id else Gap(hint(model, owner, lang=desk.lang))
    others = people[1:]
    helpers = [one.id for one in others if one.id] if kind == "action" else []
    unplaced = [one.typed for one in others if one.id is None or kind != "action"]
    if helpers:
        entry["support"] = helpers
    if unplaced:
        entry["text"] = f"{item.text} {_supported(unplaced, desk)}"
    due = item.due.text if item.due else None
    entry["due"] = due or Gap(hint(model, "due", lang=desk.lang))
    if kind == "action":
        entry["created_on"] = f"{day}"
    if first and first.id is None:
        entry["note"] = doubt(first, desk)
    return entry, Row(kind, name, item.text, first, due)


def _supported(names: list[str], desk: Desk) -> str:
    return f"({remark('support', ', '.join(names), lang=desk.lang)})"


def doubt(who: Somebody, desk: Desk) -> str:
    """What is to be said of a name that is nobody's, or several people's."""
    key = "owner-several" if who.ids else "owner-unknown"
    return remark(key, who.typed, ", ".join(who.ids), lang=desk.lang)


# ── risks ────────────────────────────────────────────────────────────────────


def _risks(desk: Desk, notes: Notes, day: date) -> tuple[tuple[Row, ...], tuple[Edit, ...]]:
    """The risks that were named: those on record, and new ones with the edits that record them."""
    rows: list[Row] = []
    edits: list[Edit] = []
    for item in notes.risks:
        known = _known_risk(desk, item.text)
        if known is not None:
            rows.append(Row("risk", known.id, item.text, None, None, is_known=True))
            continue
        given = [row.id for row in rows]
        name = fresh_id(desk.loaded, desk.files, "risk", desk.scope, on=desk.today, also=given)
        near = desk.scope.near
        people = [somebody(desk.loaded.portfolio, near, who, day) for who in item.people]
        words = _dated(item, day, desk.lang)
        data: dict[str, object] = {
            "event": words,
            "events": [{"at": f"{day}", "type": "identified"}],
        }
        if people and people[0].id:
            data["owner"] = people[0].id
        if unplaced := [one.typed for one in people if one.id is None or one is not people[0]]:
            data["note"] = remark("owner-unknown", ", ".join(unplaced), lang=desk.lang)
        edits += finished(desk, "risk", name, data, tuple(edits)).edits
        rows.append(Row("risk", name, item.text, people[0] if people else None, None))
    return tuple(rows), tuple(edits)


def _dated(item: Item, day: date, lang: Lang) -> str:
    """The words of a risk, with the date that stood beside them."""
    if item.due is None or any(spoken_in(item.text, day, sense=Sense.AHEAD)):
        return item.text
    due = item.due.text
    return f"{item.text}（{due}）" if lang is Lang.ZH else f"{item.text} ({due})"


def _known_risk(desk: Desk, text: str) -> Risk | None:
    """The project's risk that a line names by its id, or by its very words."""
    wanted = fold(text)
    for risk in desk.loaded.portfolio.all(Risk):
        if (risk.origin.client, risk.origin.project) != (desk.scope.client, desk.scope.project):
            continue
        words = [*languages(risk.event), *(languages(risk.title) if risk.title else ())]
        if wanted.startswith(fold(risk.id)) and _ends_there(wanted, fold(risk.id)):
            return risk
        if wanted in map(fold, words):
            return risk
    return None


def _ends_there(text: str, name: str) -> bool:
    return not text[len(name) : len(name) + 1].isalnum() or not text[len(name)].isascii()
