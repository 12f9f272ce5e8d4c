"""A new meeting before anybody said anything: as the last of its kind, with those it concerns."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from rdclient.api.somebody import people_near
from rdclient.lens import Lang
from rdclient.model.base import Moment, in_lang
from rdclient.model.client import Role
from rdclient.model.meeting import Formality, Meeting, MeetingKind
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.render.remarks import remark
from rdclient.render.terms import word
from rdclient.reports.minutes_track import CarryItem, began, carry_over
from rdclient.rules.past import label
from rdclient.store.blank import Told


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a meeting is, and what was before it.

    Attributes:
        portfolio: every record.
        project: whose meeting it is.
        kind: of meeting.
        day: on which it is.
        lang: of the words that are written.
    """

    portfolio: Portfolio
    project: Project
    kind: MeetingKind
    day: date
    lang: Lang

    @property
    def last(self) -> Meeting | None:
        """The last meeting of the kind, up to that day."""
        known = [m for m in _held(self.portfolio, self.project, self.day) if m.kind is self.kind]
        return known[-1] if known else None

    @property
    def is_internal(self) -> bool:
        """Whether only our people come."""
        return self.kind in self.portfolio.policy(self.day).audience.internal_meetings


def _held(portfolio: Portfolio, project: Project, day: date) -> list[Meeting]:
    """The meetings of a project up to a day, in their order."""
    begun = [
        (moment, meeting.id, meeting)
        for meeting in portfolio.of_project(Meeting, project)
        if (moment := began(meeting)) and moment.day <= day
    ]
    return [meeting for *_, meeting in sorted(begun, key=lambda entry: entry[:2])]


def usual_kind(portfolio: Portfolio, project: Project, day: date) -> MeetingKind:
    """The kind of a project's regular meeting: the weekly one held last, else a weekly review."""
    regular = (MeetingKind.WEEKLY, MeetingKind.WEEKLY_REVIEW)
    known = [m.kind for m in _held(portfolio, project, day) if m.kind in regular]
    return known[-1] if known else MeetingKind.WEEKLY_REVIEW


# ── title, people, agenda ────────────────────────────────────────────────────

_WEEK = re.compile(r"(第\s*|[Ww]eek\s*|W)(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})(月)(?!\d)")


def next_title(occasion: Occasion) -> str:
    """The title of the last one of the kind with this week's or month's number, else the kind's."""
    last = occasion.last
    if last is not None:
        title, day = in_lang(last.title, lang=occasion.lang), began(last)
        week = _WEEK.search(title)
        if week and day and int(week[2]) == day.day.isocalendar().week:
            number = str(occasion.day.isocalendar().week).zfill(len(week[2]))
            return f"{title[: week.start(2)]}{number}{title[week.end(2) :]}"
        month = _MONTH.search(title)
        if month and day and int(month[1]) == day.day.month:
            return f"{title[: month.start(1)]}{occasion.day.month}{title[month.end(1) :]}"
        if not re.search(r"\d", title):
            return title
    return word("MeetingKind", occasion.kind.value, lang=occasion.lang)


def attendees_by_role(occasion: Occasion) -> list[dict[str, object]]:
    """Everybody who holds a role of the team, or of the client's people, on that day."""
    project = occasion.project
    terms = (*(() if occasion.is_internal else project.counterparts), *project.team)
    on_the_day = [term.person for term in terms if term.covers(occasion.day)]
    found = (occasion.portfolio.person(name, project) for name in on_the_day)
    ids = dict.fromkeys(p.id if p else name for p, name in zip(found, on_the_day, strict=True))
    return [{"person": name, "present": True} for name in ids]


def agenda_as_last(occasion: Occasion) -> list[dict[str, object]]:
    """The agenda of the last meeting of the kind."""
    last = occasion.last
    return [
        {
            "topic": in_lang(item.topic, lang=occasion.lang),
            **({"owner": item.owner} if item.owner else {}),
            **({"minutes": item.minutes} if item.minutes else {}),
        }
        for item in (last.agenda if last else ())
    ]


def led_by(occasion: Occasion) -> dict[str, str]:
    """Who chairs and who writes: as last time, as far as they are still there."""
    last, near = occasion.last, occasion.project
    here = {one.id for one in people_near(occasion.portfolio, near)
            if one.end is None or occasion.day <= one.end}  # fmt: skip
    found: dict[str, str] = {}
    for name in ("chair", "recorder"):
        person = occasion.portfolio.person(getattr(last, name), near) if last else None
        if person and person.id in here:
            found[name] = person.id
    manager = occasion.project.holder(Role.PROJECT_MANAGER, occasion.day)
    if "chair" not in found and manager:
        found["chair"] = manager
    return found


def as_last(occasion: Occasion) -> dict[str, object]:
    """What is as it was last time, with a remark that says so."""
    last = occasion.last
    phases = [p.phase.value for p in occasion.project.phases if p.entered_on <= occasion.day]
    fields: dict[str, object] = {"phase": phases[-1]} if phases else {}
    if last is None:
        return fields
    same: dict[str, object] = {
        "place": in_lang(last.place, lang=occasion.lang) if last.place else None,
        "mode": last.mode.value if last.mode else None,
        "distribution": [in_lang(who, lang=occasion.lang) for who in last.distribution],
    }
    same = {key: value for key, value in same.items() if value}
    note = note_of_last(occasion)
    fields |= {key: Told(value, note) for key, value in same.items()}
    if last.formality is Formality.INFORMAL:
        fields["formality"] = last.formality.value
    return fields | {"follows": last.id}


def note_of_last(occasion: Occasion) -> tuple[str, ...]:
    """The remark beside what is as it was last time."""
    last = occasion.last
    return (remark("as-last", last.id, lang=occasion.lang),) if last else ()


def told_as_last(data: Mapping[str, object], occasion: Occasion) -> Iterator[str]:
    """The fields that carry that remark."""
    note = note_of_last(occasion)
    for key, value in data.items():
        if note and isinstance(value, Told) and value.remarks == note:
            yield key


def named(occasion: Occasion, ids: Iterable[str]) -> Iterator[str]:
    """The names of people."""
    for name in ids:
        person = occasion.portfolio.person(name, occasion.project)
        yield in_lang(person.name, lang=occasion.lang) if person else name


def planned_for(occasion: Occasion) -> Moment | None:
    """The time that was agreed for that day when the project last met."""
    known = [m.next.at for m in _held(occasion.portfolio, occasion.project, occasion.day) if m.next]
    return next((at for at in reversed(known) if at.day == occasion.day), None)


# ── what is open ─────────────────────────────────────────────────────────────

_MOST = 20
"""Items listed in the file; the rest are counted."""


def carried(occasion: Occasion, now: datetime) -> tuple[CarryItem, ...]:
    """The action items and confirmations of earlier meetings that are still open."""
    earlier = tuple(_held(occasion.portfolio, occasion.project, occasion.day))
    return carry_over(occasion.portfolio, earlier, now, datetime.max.replace(tzinfo=UTC))


def carried_remarks(items: tuple[CarryItem, ...], kind: str, lang: Lang) -> tuple[str, ...]:
    """The open ones of a kind as lines of a comment."""
    own = [item for item in items if item.kind == kind]
    if not own:
        return ()
    more = (remark("more", len(own), lang=lang),) if len(own) > _MOST else ()
    return (
        remark(f"carried-{kind}s", lang=lang),
        *(f"  {line}" for line in _lines(own[:_MOST], lang)),
        *more,
    )


def _lines(items: list[CarryItem], lang: Lang) -> Iterator[str]:
    for item in items:
        due = item.standing.due
        parts = [in_lang(item.owner.name, lang=lang)] if item.owner else []
        parts += [label(due)] if due else []
        around = f"（{'，'.join(parts)}）" if lang is Lang.ZH else f" ({', '.join(parts)})"
        text = " ".join(in_lang(item.text, lang=lang).split())
        yield f"{item.id} {text}{around if parts else ''}"
