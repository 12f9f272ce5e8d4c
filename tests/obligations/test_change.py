"""Clocks of change requests: assessed in time, and signed soon after an emergency."""

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

from rdclient.obligations.base import Lack, Obligation

DESK = SimpleNamespace(
    **runpy.run_path(str(Path(__file__).parents[1].joinpath("control", "desk.py")))
)
Files = Mapping[str, str]
Make = Callable[[Files], Path]
Owed = Callable[[Files, str, str], tuple[Obligation, ...]]
Stands = Callable[[Files, str, str], dict[str, str]]

HOME = "clients/linhai/projects/portal"
LATER = "2026-12-31 12:00"
MILESTONES = "- {id: MS-1, name: 上线, key: true, plans: [{on: 2026-09-01, due: 2026-12-20}]}\n"


def change(*events: str, more: str = "") -> Files:
    """One request; each event as ``11-18 10:20 submitted``."""
    rows = "".join(f"  - {{at: 2026-{e[:11]}, type: {e[12:]}}}\n" for e in events)
    return {f"{HOME}/changes/CR-1.yaml": f"title: 增加对账文件字段\n{more}events:\n{rows}"}


# ── assessment ───────────────────────────────────────────────────────────────


def test_the_example_of_the_manual(stands: Stands, owed: Owed) -> None:
    files = change("11-18 10:20 submitted", "11-18 14:00 pm_review", "11-19 09:05 assessed")
    assert stands(files, "RD222", "2026-11-19 08:00") == {
        "CR-1": "at_risk open 21:40:00/24:00:00 by 11-19 10:20:00"
    }
    assert stands(files, "RD222", LATER) == {"CR-1": "met 22:45:00/24:00:00 by 11-19 10:20:00"}
    (item,) = owed(files, "RD222", LATER)
    assert (item.owner, item.project, item.pointer) == ("fang.lei", "portal", ("events", 0))


def test_a_request_is_assessed_in_time_to_the_last_second_of_a_day_and_a_night(
    stands: Stands,
) -> None:
    exactly = change("11-20 17:00 submitted", "11-21 17:00 assessed")
    assert stands(exactly, "RD222", LATER) == {"CR-1": "met 24:00:00/24:00:00 by 11-21 17:00:00"}
    late = change("11-20 17:00 submitted", "11-21 17:01 assessed")
    assert stands(late, "RD222", LATER) == {"CR-1": "breached 24:01:00/24:00:00 by 11-21 17:00:00"}
    never = change("11-20 17:00 submitted")
    assert stands(never, "RD222", "2026-11-22 17:00") == {
        "CR-1": "breached open 48:00:00/24:00:00 by 11-21 17:00:00"
    }


def test_a_request_that_turns_out_large_is_not_measured_from_its_assessment_on(
    stands: Stands,
) -> None:
    for impact in ("{fee_delta: 86000}", "{schedule_wd: 3}", "{schedule_wd: -3}"):
        files = change("11-18 10:20 submitted", "11-20 10:00 assessed", more=f"impact: {impact}\n")
        assert stands(files, "RD222", "2026-11-20 09:00") == {
            "CR-1": "breached open 46:40:00/24:00:00 by 11-19 10:20:00"
        }
        assert stands(files, "RD222", LATER) == {"CR-1": "not_measured large"}


def test_a_request_that_moves_a_key_milestone_is_large(stands: Stands) -> None:
    moves = "impact: {milestones: [{milestone: MS-1, due: 2026-12-21}]}\n"
    files = change("11-18 10:20 submitted", "11-18 12:20 assessed", more=moves)
    plan = {f"{HOME}/milestones.yaml": MILESTONES}
    assert stands({**plan, **files}, "RD222", LATER) == {"CR-1": "not_measured large"}
    not_key = {f"{HOME}/milestones.yaml": MILESTONES.replace("key: true", "key: false")}
    assert stands({**not_key, **files}, "RD222", LATER) == {
        "CR-1": "met 2:00:00/24:00:00 by 11-19 10:20:00"
    }


def test_a_small_impact_is_measured(stands: Stands) -> None:
    files = change(
        "11-18 10:20 submitted", "11-18 12:20 assessed", more="impact: {schedule_wd: 2}\n"
    )
    assert stands(files, "RD222", LATER) == {"CR-1": "met 2:00:00/24:00:00 by 11-19 10:20:00"}


def test_a_size_set_by_hand_counts_only_once_it_was_assessed(stands: Stands) -> None:
    by_hand = "size_override: {size: large, by: qin.yue, reason: 涉及核心流程}\n"
    waiting = change("11-18 10:20 submitted", more=by_hand)
    assert stands(waiting, "RD222", "2026-11-18 12:20") == {
        "CR-1": "running open 2:00:00/24:00:00 by 11-19 10:20:00"
    }
    assessed = change("11-18 10:20 submitted", "11-18 12:20 assessed", more=by_hand)
    assert stands(assessed, "RD222", LATER) == {"CR-1": "not_measured large"}


def test_a_request_ended_before_its_assessment_is_not_measured_unless_it_was_late(
    stands: Stands,
) -> None:
    for step in ("rejected", "deferred", "withdrawn"):
        in_time = change("11-18 10:20 submitted", f"11-19 10:20 {step}")
        assert stands(in_time, "RD222", LATER) == {"CR-1": "not_measured cancelled"}
        late = change("11-18 10:20 submitted", f"11-19 10:21 {step}")
        assert stands(late, "RD222", LATER) == {
            "CR-1": "breached 24:01:00/24:00:00 by 11-19 10:20:00"
        }


def test_a_request_ended_after_its_assessment_was_assessed(stands: Stands) -> None:
    files = change("11-18 10:20 submitted", "11-18 12:20 assessed", "11-18 13:00 rejected")
    assert stands(files, "RD222", LATER) == {"CR-1": "met 2:00:00/24:00:00 by 11-19 10:20:00"}


def test_a_request_submitted_again_after_it_was_deferred_is_measured_anew(
    stands: Stands, owed: Owed
) -> None:
    files = change(
        "11-02 10:00 submitted",
        "11-02 12:00 deferred",
        "11-18 10:20 submitted",
        "11-18 11:20 submitted",
        "11-18 12:20 assessed",
        "11-18 14:00 submitted",
    )
    assert stands(files, "RD222", "2026-11-10 12:00") == {"CR-1": "not_measured cancelled"}
    assert stands(files, "RD222", LATER) == {"CR-1": "met 2:00:00/24:00:00 by 11-19 10:20:00"}
    assert owed(files, "RD222", LATER)[0].pointer == ("events", 2)


def test_a_request_that_was_not_submitted_owes_nothing(stands: Stands) -> None:
    files = change("11-18 10:20 pm_review")
    assert stands(files, "RD222", LATER) == {}


def test_a_request_dated_out_of_order_is_not_measured(owed: Owed) -> None:
    files = change("11-18 10:20 submitted", "11-17 10:20 assessed")
    (item,) = owed(files, "RD222", LATER)
    assert (item.lack, item.pointer) == (Lack.OUT_OF_ORDER, ("events", 1))


def test_policy_may_give_another_limit_and_another_calendar(stands: Stands) -> None:
    policy = {"policy.yaml": "clocks:\n  change_assessment: {calendar: business, within: 1wd}\n"}
    files = change("11-20 10:20 submitted")  # a Friday
    assert stands({**policy, **files}, "RD222", "2026-11-23 09:30") == {
        "CR-1": "running open 7:10:00/14:40:00 by 11-23 18:00:00"
    }
    none = {"policy.yaml": "clocks:\n  change_assessment: {within: null}\n"}
    assert stands({**none, **files}, "RD222", LATER) == {"CR-1": "not_measured open no_target"}


# ── emergencies ──────────────────────────────────────────────────────────────

URGENT = "urgency: emergency\n"


def test_what_an_emergency_made_us_do_is_confirmed_within_two_working_days(
    stands: Stands, owed: Owed
) -> None:
    files = change("11-18 20:10 submitted", "11-18 23:30 implemented", more=URGENT)  # a Wednesday
    at = {
        "2026-11-18 23:00": {},
        "2026-11-19 18:00": {"CR-1": "running open 8:00:00/16:00:00 by 11-20 18:00:00"},
        "2026-11-20 18:00": {"CR-1": "at_risk open 16:00:00/16:00:00 by 11-20 18:00:00"},
        "2026-11-23 09:01": {"CR-1": "breached open 16:01:00/16:00:00 by 11-20 18:00:00"},
    }
    assert {moment: stands(files, "RD246", moment) for moment in at} == at
    (item,) = owed(files, "RD246", LATER)
    assert (item.owner, item.pointer) == ("qin.yue", ("events", 1))


EVIDENCED = {
    "policy.yaml": """\
control:
  sign_off:
    large_change:   # so it counts until it is assessed
      client: {level: E1, roles: [], authority: []}
      vendor: {level: E1, roles: []}
    emergency:
      client: {roles: [], authority: []}
      vendor: {roles: []}
"""
}
"""Whoever belongs to a side may sign for it, with a file that shows it."""
ACTED = ("11-18 20:10 submitted", "11-18 21:00 scheduled", "11-18 23:30 implemented")


def signed(files: Files, make: Make, *acts: tuple[str, str, str, bytes | None]) -> Files:
    """The files, after each act (side, person, when, what is attached) was put beside them."""
    folder = make({**OBLIGED, **EVIDENCED, **files})
    for side, by, on, scan in acts:
        DESK.put(folder, DESK.Act("CR-1", by, side, on, scan=scan))
    return {**EVIDENCED, **files}


OBLIGED = {
    "people.yaml": "- {id: shen.yutong, name: 沈雨桐}\n- {id: qin.yue, name: 秦岳}\n",
    "clients/linhai/client.yaml": "name: 临海银行\n",
    "clients/linhai/contacts.yaml": "- {id: gao.wenbo, name: 高文博}\n",
    f"{HOME}/project.yaml": "name: 网上对账系统\ntype: custom_dev\n",
}


def test_the_full_sign_off_of_both_sides_ends_it(stands: Stands, make_workspace: Make) -> None:
    files = signed(
        change(*ACTED, more=URGENT),
        make_workspace,
        ("client", "gao.wenbo", "2026-11-19 17:00", b"sample"),
        ("vendor", "qin.yue", "2026-11-20 10:15", b"sample"),
    )
    assert stands(files, "RD246", "2026-11-20 10:00") == {
        "CR-1": "running open 9:00:00/16:00:00 by 11-20 18:00:00"
    }
    assert stands(files, "RD246", LATER) == {"CR-1": "met 9:15:00/16:00:00 by 11-20 18:00:00"}


def test_neither_a_claim_nor_the_word_of_both_sides_ends_it(
    stands: Stands, make_workspace: Make
) -> None:
    files = signed(
        change(*ACTED, "11-19 10:15 client_confirmed", more=URGENT),
        make_workspace,
        ("client", "gao.wenbo", "2026-11-18 20:30", None),
        ("vendor", "qin.yue", "2026-11-18 20:40", None),
    )
    breached = {"CR-1": "breached open 17:00:00/16:00:00 by 11-20 18:00:00"}
    assert stands(files, "RD246", "2026-11-23 10:00") == breached


def test_what_both_sides_signed_first_owes_nothing(stands: Stands, make_workspace: Make) -> None:
    files = signed(
        change(*ACTED, more=URGENT),
        make_workspace,
        ("client", "gao.wenbo", "2026-11-18 20:30", b"sample"),
        ("vendor", "qin.yue", "2026-11-18 20:40", b"sample"),
    )
    assert stands(files, "RD246", LATER) == {}


def test_what_was_confirmed_before_sign_offs_were_agreed_on_is_taken_as_signed(
    stands: Stands,
) -> None:
    since = {"policy.yaml": "control: {since: 2026-12-01}\n"}
    later = change(*ACTED, "11-20 10:15 client_confirmed", more=URGENT)
    assert stands({**since, **later}, "RD246", LATER) == {
        "CR-1": "met 9:15:00/16:00:00 by 11-20 18:00:00"
    }
    first = change("11-18 20:10 submitted", "11-18 20:30 client_confirmed", *ACTED[1:], more=URGENT)
    assert stands({**since, **first}, "RD246", LATER) == {}


def test_what_is_no_emergency_owes_nothing(stands: Stands) -> None:
    for urgency in ("normal", "urgent"):
        files = change("11-18 23:30 implemented", more=f"urgency: {urgency}\n")
        assert stands(files, "RD246", LATER) == {}


def test_what_was_deferred_and_then_scheduled_after_all_is_to_be_confirmed(stands: Stands) -> None:
    breached = {"CR-1": "breached open 17:00:00/16:00:00 by 11-20 18:00:00"}
    before = change(
        "11-16 10:00 submitted", "11-16 11:00 deferred", "11-18 21:00 scheduled", more=URGENT
    )
    assert stands(before, "RD246", "2026-11-23 10:00") == breached
    between = change(
        "11-18 21:00 scheduled", "11-19 10:00 deferred", "11-19 15:00 scheduled", more=URGENT
    )
    assert stands(between, "RD246", "2026-11-23 10:00") == breached


def test_what_was_dropped_before_it_was_done_needs_no_confirmation(stands: Stands) -> None:
    planned = change("11-18 21:00 scheduled", "11-19 10:00 withdrawn", more=URGENT)
    assert stands(planned, "RD246", LATER) == {"CR-1": "not_measured cancelled"}
    done = change(
        "11-18 21:00 scheduled", "11-18 23:00 implemented", "11-19 10:00 withdrawn", more=URGENT
    )
    assert stands(done, "RD246", "2026-11-20 18:00") == {
        "CR-1": "at_risk open 16:00:00/16:00:00 by 11-20 18:00:00"
    }
