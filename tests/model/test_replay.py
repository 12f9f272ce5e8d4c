"""Replay: what the records looked like at a moment, and that later facts never change it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.model import replay
from rdclient.model.base import Origin, Record
from rdclient.model.client import Vendor, Workspace
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone, Task
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement
from rdclient.model.service import Ticket
from rdclient.store import calendarfile
from rdclient.store.policyfile import shipped

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZONE)


def portfolio(*records: Record) -> Portfolio:
    workspace = Workspace(name="t", vendor=Vendor(name="v"), timezone="Asia/Shanghai")
    placed = tuple(record.placed(Origin("f.yaml", (), "c", "p")) for record in records)
    return Portfolio(placed, workspace, (shipped(),), calendarfile.shipped(ZONE).usable["cn"], ZONE)


def made(model: type[Record], **data: object) -> Record:
    return model.model_validate(data, context={"zone": ZONE})


def seen(record: Record, as_of: datetime = NOON) -> Record | None:
    records = replay.at(portfolio(record), as_of).records
    return records[0] if records else None


def test_an_event_at_the_moment_is_there_and_a_second_later_is_not() -> None:
    ticket = made(
        Ticket,
        id="T-1",
        title="x",
        events=[
            {"at": "2026-11-20 12:00", "type": "opened"},
            {"at": "2026-11-20 12:00:01", "type": "closed"},
        ],
    )
    now = seen(ticket)
    assert isinstance(now, Ticket)
    assert [event.type for event in now.events] == ["opened"]


def test_a_whole_day_is_there_from_its_first_minute() -> None:
    ticket = made(Ticket, id="T-1", title="x", events=[{"at": "2026-11-20", "type": "opened"}])
    assert seen(ticket, datetime(2026, 11, 20, 0, 0, tzinfo=ZONE)) is not None
    assert seen(ticket, datetime(2026, 11, 19, 23, 59, tzinfo=ZONE)) is None


def test_a_fact_recorded_later_was_not_known() -> None:
    ticket = made(
        Ticket,
        id="T-1",
        title="x",
        events=[{"at": "2026-11-12", "type": "opened", "recorded_on": "2026-11-21"}],
    )
    assert seen(ticket) is None
    assert seen(ticket, NOON + timedelta(days=1)) is not None


def test_an_optional_date_of_later_is_taken_away_and_plans_stay() -> None:
    project = made(
        Project,
        id="p",
        name="x",
        type="custom_dev",
        accepted_on="2026-11-21",
        touchpoint_until="2027-11-21",
        team=[{"role": "tester", "person": "a", "from": "2026-09-01", "to": "2026-12-01"}],
    )
    now = seen(project)
    assert isinstance(now, Project)
    assert now.accepted_on is None
    assert now.touchpoint_until == date(2027, 11, 21)
    assert now.team[0].end is None


def test_a_record_whose_life_has_not_begun_does_not_exist() -> None:
    future = {"on": "2026-11-21", "due": "2026-12-01"}
    assert seen(made(Milestone, id="M1", name="x", plans=[future])) is None
    assert seen(made(Task, id="T1", title="x", created_on="2026-11-21")) is None
    assert seen(made(Requirement, id="R-1", title="x", type="functional")) is not None


def test_a_meeting_to_come_holds_its_plan_only() -> None:
    meeting = made(
        Meeting,
        id="MTG-1",
        title="x",
        kind="weekly",
        planned_at="2026-11-20 14:00",
        started_at="2026-11-20 14:05",
        agenda=[{"topic": "y"}],
        decisions=[{"id": "DEC-1", "text": "z"}],
        concerns=["w"],
        attendees=[{"person": "a", "present": True}],
    )
    now = seen(meeting)
    assert isinstance(now, Meeting)
    assert now.planned_at is not None
    assert now.agenda
    assert (now.started_at, now.decisions, now.concerns, now.attendees) == (None, (), (), ())
    held = seen(meeting, NOON + timedelta(hours=3))
    assert isinstance(held, Meeting)
    assert held.decisions


def test_the_place_on_disk_is_kept() -> None:
    ticket = made(
        Ticket,
        id="T-1",
        title="x",
        events=[
            {"at": "2026-11-19", "type": "opened"},
            {"at": "2026-11-21", "type": "closed"},
        ],
    )
    now = seen(ticket)
    assert now is not None
    assert now.origin == Origin("f.yaml", (), "c", "p")


def test_everything_recorded_is_kept_beside_what_was_replayed() -> None:
    whole = portfolio(made(Task, id="T-1", title="x", created_on="2026-11-25"))
    then = replay.at(whole, NOON)
    assert then.records == ()
    assert then.memo["recorded"] is whole
    assert replay.at(then, NOON - timedelta(days=1)).memo["recorded"] is whole


MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)).map(  # noqa: DTZ001 - made aware
    lambda moment: moment.replace(tzinfo=UTC, second=0, microsecond=0)
)


@settings(max_examples=60)
@given(st.lists(MOMENTS, max_size=8), MOMENTS, st.lists(MOMENTS, max_size=4))
def test_what_is_added_later_never_changes_the_past(
    facts: list[datetime], as_of: datetime, added: list[datetime]
) -> None:
    def ticket(moments: list[datetime]) -> Record:
        events = [{"at": f"{m:%Y-%m-%dT%H:%M}+00:00", "type": "responded"} for m in moments]
        return made(Ticket, id="T-1", title="x", events=events)

    later = [moment for moment in added if moment > as_of]
    one, two = seen(ticket(facts), as_of), seen(ticket(facts + later), as_of)
    if not any(moment <= as_of for moment in facts):
        assert two is None or not getattr(two, "events", ())
    else:
        assert one == two


@pytest.mark.parametrize("offset", ["+08:00", "+00:00", "-05:00"])
def test_the_offset_a_time_is_written_with_does_not_matter(offset: str) -> None:
    instant = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    hours = int(offset[:3])
    written = f"{instant + timedelta(hours=hours):%Y-%m-%dT%H:%M}{offset}"
    ticket = made(Ticket, id="T-1", title="x", events=[{"at": written, "type": "opened"}])
    assert seen(ticket) is not None
    assert seen(ticket, NOON - timedelta(seconds=1)) is None
