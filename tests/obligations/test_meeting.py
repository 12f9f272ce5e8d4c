"""Clocks of meetings: minutes sent in time, and the team told what was agreed with the client."""

from collections.abc import Callable, Mapping

import pytest

from rdclient.obligations.base import Obligation

Files = Mapping[str, str]
Owed = Callable[[Files, str, str], tuple[Obligation, ...]]
Stands = Callable[[Files, str, str], dict[str, str]]

HOME = "clients/linhai/projects/portal/meetings"
LATER = "2026-12-31 12:00"
BOTH = "attendees: [{person: qin.yue, present: true}, {person: gao.wenbo, present: true}]\n"
OURS = "attendees: [{person: qin.yue, present: true}, {person: gao.wenbo, present: false}]\n"


def meeting(name: str = "MTG-1", kind: str = "req_review", **fields: str) -> Files:
    rows = "".join(f"{key}: {value}\n" for key, value in fields.items() if key != "more")
    return {f"{HOME}/{name}.yaml": f"title: 会议\nkind: {kind}\n{rows}{fields.get('more', '')}"}


# ── minutes ──────────────────────────────────────────────────────────────────


def test_the_example_of_the_manual(stands: Stands, owed: Owed) -> None:
    files = meeting(
        formality="formal",
        started_at="2026-11-18 14:00",
        ended_at="2026-11-18 16:00",
        recorder="he.tao",
        chair="qin.yue",
        sent_at="2026-11-19 17:30",
    )
    assert stands(files, "RD420", "2026-11-19 11:00") == {
        "MTG-1": "at_risk open 19:00:00/24:00:00 by 11-19 16:00:00"
    }
    assert stands(files, "RD420", LATER) == {
        "MTG-1": "breached 25:30:00/24:00:00 by 11-19 16:00:00"
    }
    (item,) = owed(files, "RD420", LATER)
    assert (item.owner, item.project, item.pointer) == ("he.tao", "portal", ("ended_at",))


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ("11-19 16:00", "met"),
        ("11-19 16:00:01", "breached"),
        ("11-19", "met"),
        ("11-20", "breached"),
    ],
)
def test_minutes_are_in_time_up_to_the_last_second_and_on_the_day_after(
    stands: Stands, sent: str, state: str
) -> None:
    files = meeting(
        started_at="2026-11-18 14:00", ended_at="2026-11-18 16:00", sent_at=f"2026-{sent}"
    )
    assert stands(files, "RD420", LATER)["MTG-1"].split()[0] == state


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ("11-18", "met"),
        ("11-19 23:59:59", "met"),
        ("11-20 00:00", "breached"),
        ("11-20", "breached"),
    ],
)
def test_minutes_of_a_meeting_on_a_day_are_in_time_until_the_end_of_the_next(
    stands: Stands, sent: str, state: str
) -> None:
    files = meeting(started_at="2026-11-18", ended_at="2026-11-18", sent_at=f"2026-{sent}")
    assert stands(files, "RD420", LATER)["MTG-1"].split()[0] == state


def test_without_a_record_of_its_end_a_meeting_was_over_with_the_day(
    stands: Stands, owed: Owed
) -> None:
    files = meeting(started_at="2026-11-18 14:00", chair="qin.yue")
    assert stands(files, "RD420", "2026-11-18 23:59:58") == {}
    assert stands(files, "RD420", "2026-11-19 12:00") == {
        "MTG-1": "running open 12:00:01/24:00:00 by 11-19 23:59:59"
    }
    (item,) = owed(files, "RD420", LATER)
    assert (item.owner, item.pointer) == ("qin.yue", ("started_at",))
    sent = meeting(started_at="2026-11-18 14:00", sent_at="2026-11-18 17:00")
    assert stands(sent, "RD420", "2026-11-18 18:00") == {
        "MTG-1": "met 0:00:00/24:00:00 by 11-19 23:59:59"
    }


def test_while_a_meeting_goes_on_no_minutes_are_owed(stands: Stands) -> None:
    files = meeting(started_at="2026-11-18 14:00", ended_at="2026-11-18 16:00")
    assert stands(files, "RD420", "2026-11-18 15:59") == {}
    assert stands(files, "RD420", "2026-11-18 16:00") == {
        "MTG-1": "running open 0:00:00/24:00:00 by 11-19 16:00:00"
    }


def test_informal_internal_cancelled_and_planned_meetings_owe_no_minutes(stands: Stands) -> None:
    times = {"started_at": "2026-11-18 14:00", "ended_at": "2026-11-18 16:00"}
    for files in (
        meeting(formality="informal", **times),
        meeting(kind="internal_sync", **times),
        meeting(kind="retro", **times),
        meeting(cancelled_on="2026-11-18", **times),
        meeting(planned_at="2026-11-18 14:00"),
    ):
        assert stands(files, "RD420", LATER) == {}


def test_which_meetings_are_internal_is_the_policys(stands: Stands) -> None:
    times = {"started_at": "2026-11-18 14:00", "ended_at": "2026-11-18 16:00"}
    policy = {"policy.yaml": "audience: {internal_meetings: [demo]}\n"}
    assert stands({**policy, **meeting(kind="demo", **times)}, "RD420", LATER) == {}
    assert list(stands({**policy, **meeting(kind="retro", **times)}, "RD420", LATER)) == ["MTG-1"]


# ── internal debriefs ────────────────────────────────────────────────────────

FRIDAY = {"started_at": "2026-11-20 14:00", "ended_at": "2026-11-20 16:00", "more": BOTH}


def weekly(**fields: str) -> Files:
    return meeting("MTG-1", "weekly", **{**FRIDAY, **fields})


def debrief(start: str, name: str = "MTG-2", **fields: str) -> Files:
    return meeting(name, "internal_sync", formality="informal", started_at=start, **fields)


def test_the_team_hears_of_a_meeting_by_the_end_of_the_next_working_day(stands: Stands) -> None:
    at = {
        "2026-11-20 15:59": {},
        "2026-11-20 17:00": {"MTG-1": "running open 1:00:00/10:00:00 by 11-23 18:00:00"},
        "2026-11-23 18:00": {"MTG-1": "at_risk open 10:00:00/10:00:00 by 11-23 18:00:00"},
        "2026-11-24 10:00": {"MTG-1": "no_record 11:00:00/10:00:00 by 11-23 18:00:00"},
    }
    assert {moment: stands(weekly(), "RD424", moment) for moment in at} == at


def test_a_debrief_that_names_the_meeting_counts_late_or_not(stands: Stands, owed: Owed) -> None:
    in_time = {**weekly(), **debrief("2026-11-23 09:10", follows="MTG-1")}
    assert stands(in_time, "RD424", LATER) == {"MTG-1": "met 2:10:00/10:00:00 by 11-23 18:00:00"}
    (item,) = owed(in_time, "RD424", LATER)
    assert (item.done_by, item.found, item.owner, item.is_agreed) == ("MTG-2", 1, "qin.yue", False)
    late = {**weekly(), **debrief("2026-11-24 09:10", follows="MTG-1")}
    assert stands(late, "RD424", LATER) == {"MTG-1": "late 10:10:00/10:00:00 by 11-23 18:00:00"}


def test_a_debrief_that_names_none_counts_for_what_ended_before_it_when_it_is_in_time(
    stands: Stands, owed: Owed
) -> None:
    in_time = {**weekly(), **debrief("2026-11-23 09:10")}
    assert stands(in_time, "RD424", LATER) == {"MTG-1": "met 2:10:00/10:00:00 by 11-23 18:00:00"}
    late = {**weekly(), **debrief("2026-11-24 09:01")}
    assert stands(late, "RD424", "2026-11-24 10:00") == {
        "MTG-1": "no_record 11:00:00/10:00:00 by 11-23 18:00:00"
    }
    (item,) = owed(late, "RD424", "2026-11-24 10:00")
    assert (item.done_by, item.found) == (None, 0)
    before = {**weekly(), **debrief("2026-11-20 15:30")}
    assert stands(before, "RD424", "2026-11-20 17:00") == {
        "MTG-1": "running open 1:00:00/10:00:00 by 11-23 18:00:00"
    }


def test_a_debrief_on_the_day_of_the_meeting_counts_whatever_its_time(stands: Stands) -> None:
    files = {**weekly(), **debrief("2026-11-20")}
    assert stands(files, "RD424", LATER) == {"MTG-1": "met 0:00:00/10:00:00 by 11-23 18:00:00"}
    no_end = {**meeting("MTG-1", "weekly", started_at="2026-11-20 14:00", more=BOTH)}
    files = {**no_end, **debrief("2026-11-20 16:30")}
    assert stands(files, "RD424", LATER) == {"MTG-1": "met 0:00:00/8:00:00 by 11-23 18:00:00"}


def test_the_debrief_that_names_it_wins_and_of_the_others_the_first_in_time(owed: Owed) -> None:
    named = {
        **weekly(),
        **debrief("2026-11-20 17:00", "MTG-2"),
        **debrief("2026-11-23 11:00", "MTG-3", follows="MTG-1"),
    }
    assert owed(named, "RD424", LATER)[0].done_by == "MTG-3"
    several = {
        **weekly(),
        **debrief("2026-11-20 13:00", "MTG-2"),
        **debrief("2026-11-23 11:00", "MTG-3"),
        **debrief("2026-11-23 09:00", "MTG-4"),
    }
    assert owed(several, "RD424", LATER)[0].done_by == "MTG-4"


def test_one_debrief_stands_for_two_meetings_of_a_day(stands: Stands) -> None:
    second = meeting(
        "MTG-3", "demo", started_at="2026-11-20 16:00", ended_at="2026-11-20 17:00", more=BOTH
    )
    files = {**weekly(), **second, **debrief("2026-11-20 17:10")}
    assert {name: told.split()[0] for name, told in stands(files, "RD424", LATER).items()} == {
        "MTG-1": "met", "MTG-3": "met",
    }  # fmt: skip


def test_a_debrief_that_was_cancelled_is_none(stands: Stands) -> None:
    files = {**weekly(), **debrief("2026-11-23 09:10", follows="MTG-1", cancelled_on="2026-11-22")}
    assert stands(files, "RD424", LATER)["MTG-1"].split()[0] == "no_record"


def test_no_debrief_is_owed_after_meetings_that_were_not_formal_or_not_with_the_client(
    stands: Stands,
) -> None:
    for files in (
        weekly(formality="informal"),
        weekly(more=OURS),
        weekly(more=""),
        weekly(cancelled_on="2026-11-19"),
        meeting("MTG-1", "test_sync", **FRIDAY),
        meeting("MTG-1", "internal_sync", **FRIDAY),
        meeting("MTG-1", "retro", **FRIDAY),
    ):
        assert stands(files, "RD424", LATER) == {}


def test_chair_and_recorder_were_there_unless_they_are_stated_as_absent(stands: Stands) -> None:
    client_only = "attendees: [{person: gao.wenbo, present: true}]\n"
    assert list(stands(weekly(chair="qin.yue", more=client_only), "RD424", LATER)) == ["MTG-1"]
    absent = "attendees: [{person: gao.wenbo, present: true}, {person: qin.yue, present: false}]\n"
    assert stands(weekly(chair="qin.yue", more=absent), "RD424", LATER) == {}
