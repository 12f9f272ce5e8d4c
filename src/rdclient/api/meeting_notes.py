"""``new meeting``: what the notes say, and what goes without saying, made one record."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdclient.api import meeting_draft as draft
from rdclient.api.creating import (
    Desk,
    Made,
    Wanted,
    desk_for,
    finished,
    typed_into,
    with_gaps,
)
from rdclient.api.meeting_items import Items, Row, resolved
from rdclient.api.meeting_reading import (
    is_same,
    kind_said,
    mode_at,
    moment_typed,
    next_of,
    times_of,
)
from rdclient.api.naming import fresh_id, refuse_taken
from rdclient.api.somebody import first_names, names_near, somebody
from rdclient.api.writing import Clock
from rdclient.diagnostic import UsageError
from rdclient.exchange.note_lines import Guest
from rdclient.exchange.notes import understand
from rdclient.model.base import parse_moment
from rdclient.model.meeting import Meeting, MeetingKind
from rdclient.model.project import Project
from rdclient.render.remarks import remark
from rdclient.reports.minutes_track import CarryItem
from rdclient.rules.past import label
from rdclient.store.blank import Told
from rdclient.store.chinese import half_width
from rdclient.store.scalar import FORBIDDEN


@dataclass(frozen=True, slots=True)
class MeetingAsked:
    """A meeting as it was asked for.

    Attributes:
        wanted: what any record is asked for with; ``at`` is when the meeting began.
        kind: of meeting, as typed; None for what the notes or the project say.
        notes: their text; None without any.
        attendees: who came, as typed; empty for what the notes say.
    """

    wanted: Wanted
    kind: str | None = None
    notes: str | None = None
    attendees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What a new meeting holds, as far as it has to be looked at again.

    Attributes:
        title: of the meeting.
        kind: of meeting.
        start: as the record has it.
        rows: decisions, actions, confirmations, risks.
        came: the names of those who came.
        is_guess: whether they stand there by their roles only.
        absent: how many did not come.
        as_last: fields that are as in the last meeting of the kind.
        following: when the next meeting is.
        rest: lines that stand in the notes as they were.
        carried: how many items of earlier meetings are open.
        inside: how many points of what was discussed the client is not shown.
    """

    title: str
    kind: MeetingKind
    start: str
    rows: tuple[Row, ...]
    came: tuple[str, ...]
    is_guess: bool
    absent: int
    as_last: tuple[str, ...]
    following: str | None
    rest: tuple[str, ...]
    carried: int
    inside: int


@dataclass(frozen=True, slots=True)
class MeetingMade(Made):
    """A new meeting, and what was understood."""

    understood: Understood | None = None


def new_meeting(
    root: Path, asked: MeetingAsked, *, clock: Clock, cache: Path | None = None
) -> MeetingMade:
    """The meeting with what the notes say, before it is written.

    Raises:
        UsageError: when something that was typed does not fit, or the meeting is on record.
        IncompleteError: when its project could not be read.
        EditRefusedError: when it cannot be written safely.
    """
    desk = desk_for(root, asked.wanted, clock=clock, cache=cache)
    return _Secretary(desk, asked).made()


class _Secretary:
    """Writes one meeting down."""

    def __init__(self, desk: Desk, asked: MeetingAsked) -> None:
        self.desk, self.asked = desk, asked
        portfolio, near = desk.loaded.portfolio, desk.scope.near
        self.project = next(
            one
            for one in portfolio.all(Project)
            if (one.origin.client, one.id) == (desk.scope.client, desk.scope.project)
        )
        typed = asked.wanted.at
        at = moment_typed(typed, desk.speech, portfolio.zone) if typed is not None else None
        text = FORBIDDEN.sub("", asked.notes or "")
        self.notes = understand(
            text,
            at.day if at else desk.today,
            names_near(portfolio, near),
            first_names(portfolio, near),
        )
        day, self.start, self.end = times_of(self.notes, at, desk.today)
        kind = kind_said(
            asked.kind, asked.wanted.title or self.notes.title or "", desk.speech
        ) or draft.usual_kind(portfolio, self.project, day)
        self.occasion = draft.Occasion(portfolio, self.project, kind, day, desk.lang)
        self.rest: list[str] = []

    def made(self) -> MeetingMade:
        """The record, and what was understood."""
        desk = self.desk
        name = self._name()
        items = resolved(desk, self.notes, self.occasion.day)
        guests, is_guess = self._attendees()
        data = self._data(items, guests, is_guess=is_guess)
        open_items = draft.carried(self.occasion, desk.speech.now)
        data = self._with_hints(data, open_items)
        made = finished(desk, "meeting", name, data, items.edits)
        came = [str(guest["person"]) for guest in guests if guest["present"]]
        understood = Understood(
            title=str(data["title"]),
            kind=self.occasion.kind,
            start=self.start,
            rows=items.rows,
            came=tuple(draft.named(self.occasion, came)),
            is_guess=is_guess,
            absent=len(guests) - len(came),
            as_last=tuple(draft.told_as_last(data, self.occasion)),
            following=self.notes.following.due.text if self.notes.following else None,
            rest=tuple(self.rest),
            carried=len(open_items),
            inside=0 if self.occasion.is_internal else sum(len(p) for _, p in self.notes.points),
        )
        return MeetingMade((*made.edits, *items.edits), made.name, made.gaps, understood)

    def _data(
        self, items: Items, guests: list[dict[str, object]], *, is_guess: bool
    ) -> dict[str, object]:
        """What the notes say, what goes without saying, and over both what was typed."""
        desk, wanted = self.desk, self.asked.wanted
        data: dict[str, object] = {
            "title": wanted.title or self.notes.title or draft.next_title(self.occasion),
            "kind": self.occasion.kind.value,
            **draft.as_last(self.occasion),
            **self._when(),
            **self._people(),
            **items.fields,
        }
        note = (remark("by-role", lang=desk.lang),)
        if guests:
            data["attendees"] = Told(guests, note) if is_guess else guests
        data |= self._said(items.said)
        for pair in wanted.sets:
            field, mark, value = pair.replace("＝", "=", 1).partition("=")
            if not mark:
                raise UsageError("with-form", pair)
            typed_into(desk, "meeting", data, half_width(field), value)
        return _fitted(data)

    # ── which, and when ──────────────────────────────────────────────────────

    def _name(self) -> str:
        """The id; a meeting of the same kind and start is not made twice unawares.

        Raises:
            UsageError: when the id or the meeting is there.
        """
        desk, typed = self.desk, self.asked.wanted.id
        args = (desk.loaded, desk.files, "meeting", desk.scope)
        fresh = fresh_id(*args, on=desk.today)
        if typed is not None:
            name = half_width(typed).upper()
            refuse_taken(*args, name)
            return name
        mine = parse_moment(self.start, desk.loaded.portfolio.zone)
        for other in desk.loaded.portfolio.of_project(Meeting, self.project):
            theirs = other.started_at or other.planned_at
            if other.kind is self.occasion.kind and theirs and is_same(mine, theirs):
                raise UsageError("meeting-there", other.id, label(theirs), fresh)
        return fresh

    def _when(self) -> dict[str, object]:
        """When it was; a meeting that lies ahead is planned."""
        start = parse_moment(self.start, self.desk.loaded.portfolio.zone)
        if start.instant > self.desk.speech.now:
            return {"planned_at": self.start}
        planned = draft.planned_for(self.occasion)
        fields: dict[str, object] = {"planned_at": label(planned)} if planned else {}
        fields["started_at"] = self.start
        return fields | ({"ended_at": self.end} if self.end else {})

    # ── who ──────────────────────────────────────────────────────────────────

    def _attendees(self) -> tuple[list[dict[str, object]], bool]:
        """Who came and who did not; by their roles when nobody says."""
        typed = [Guest(name, came=True) for name in self.asked.attendees]
        said = typed or list(self.notes.guests)
        if not said:
            return draft.attendees_by_role(self.occasion), True
        found: dict[str, dict[str, object]] = {}
        for guest in said:
            who = self._who(guest.name)
            if who is None:
                words = f"{guest.name} ({guest.remark})" if guest.remark else guest.name
                key = "attendee" if guest.came else "absentee"
                self.rest.append(remark(key, words, lang=self.desk.lang))
                continue
            found[who] = {"person": who, "present": guest.came}
            if guest.remark:
                found[who]["reason"] = guest.remark
        return list(found.values()), False

    def _who(self, typed: str) -> str | None:
        portfolio, near = self.desk.loaded.portfolio, self.desk.scope.near
        return somebody(portfolio, near, typed, self.occasion.day).id

    def _people(self) -> dict[str, object]:
        """Who led it, who wrote, who listened."""
        note = draft.note_of_last(self.occasion)
        led = draft.led_by(self.occasion)
        fields: dict[str, object] = {key: Told(name, note) for key, name in led.items()}
        for key in ("chair", "recorder"):
            typed = getattr(self.notes, key)
            who = self._who(typed) if typed else None
            if who:
                fields[key] = who
            elif typed:
                fields.pop(key, None)
                self.rest.append(remark(key, typed, lang=self.desk.lang))
        names = [(typed, self._who(typed)) for typed in self.notes.observers]
        lost = (typed for typed, who in names if who is None)
        self.rest += [remark("observer", typed, lang=self.desk.lang) for typed in lost]
        if known := [who for _, who in names if who]:
            fields["observers"] = known
        return fields

    # ── what was said ────────────────────────────────────────────────────────

    def _said(self, of_risks: tuple[str, ...]) -> dict[str, object]:
        """Place, agenda, what was discussed, the next meeting; and every line that is left."""
        notes, fields = self.notes, dict[str, object]()
        if notes.place:
            fields["place"] = notes.place
        if agenda := list(self._topics()):
            fields["agenda"] = agenda
        elif agenda := draft.agenda_as_last(self.occasion):
            fields["agenda"] = Told(agenda, draft.note_of_last(self.occasion))
        if notes.following:
            fields["next"] = next_of(notes)
        self.rest += notes.rest
        told = [{"topic": topic, "points": list(points)} for topic, points in notes.points]
        if of_risks:
            told.append({"topic": remark("risks", lang=self.desk.lang), "points": list(of_risks)})
        if self.rest:
            topic = remark("rest", lang=self.desk.lang)
            told.append({"topic": topic, "points": list(self.rest)})
        if told:
            fields["notes"] = told
        return fields

    def _topics(self) -> Iterator[dict[str, object]]:
        for topic in self.notes.agenda:
            who = self._who(topic.person) if topic.person else None
            is_lost = topic.person is not None and who is None
            entry: dict[str, object] = {
                "topic": f"{topic.text} @{topic.person}" if is_lost else topic.text
            }
            if who:
                entry["owner"] = who
            if topic.minutes:
                entry["minutes"] = topic.minutes
            yield entry

    def _with_hints(
        self, data: dict[str, object], open_items: tuple[CarryItem, ...]
    ) -> dict[str, object]:
        """The fields, what goes where nothing stands, and what is open from earlier meetings."""
        shown = (*_SHOWN, *(("ended_at",) if "started_at" in data else ()))
        filled = with_gaps("meeting", data, shown, on=self.occasion.day, lang=self.desk.lang)
        for kind in ("action", "confirmation"):
            lines = draft.carried_remarks(open_items, kind, self.desk.lang)
            if lines:
                filled[f"{kind}s"] = Told(filled[f"{kind}s"], lines)
        return filled


def _fitted(data: dict[str, object]) -> dict[str, object]:
    """The fields; at another place than last time, people do not meet as they did last time."""
    place = data.get("place")
    if place is None or isinstance(place, Told) or not isinstance(data.get("mode", Told), Told):
        return data
    rest = {key: value for key, value in data.items() if key != "mode"}
    mode = mode_at(str(place))
    return rest | {"mode": mode.value} if mode else rest


_SHOWN = ("place", "mode", "chair", "recorder", "attendees", "agenda", "notes", "decisions",
          "actions", "confirmations", "next", "distribution")  # fmt: skip
"""Fields of which the file says what goes there."""
