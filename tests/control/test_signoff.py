"""Acts and what they are worth: each flaw, and both sides' verdict."""

from datetime import datetime
from pathlib import Path

import pytest
from fixtures import AS_OF, GAO, PROJECT, QIN, Desk, keys_of, large, minutes, request

from rdclient.control.base import Matter
from rdclient.control.change import subject_verdict
from rdclient.control.flaw import BELOW, FORMAL, INVALID, Flaw
from rdclient.control.signoff import Verdict
from rdclient.control.time_verdict import TimeVerdict, time_verdict
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.policy import DecisionClass
from rdclient.model.signoff import EvidenceLevel
from rdclient.store.workspace import read

CONDITIONS = {"decision": "approve_with_conditions"}


def verdict_on(desk: Desk, name: str = "CR-001", **more: object) -> Verdict:
    matter = desk.matter(**more)
    for cls in (Change, Meeting, Baseline):
        for record in matter.portfolio.all(cls):
            if record.id == name:
                return subject_verdict(matter, record)
    raise AssertionError(name)


def flaws_on(desk: Desk, name: str = "CR-001", **more: object) -> tuple[Flaw, ...]:
    """The flaws of the one act on a subject."""
    (one,) = verdict_on(desk, name, **more).acts
    return one.flaws


@pytest.fixture(autouse=True)
def _one_request(desk: Desk) -> None:
    desk.changes(request("CR-001", "对账结果导出为表格"))


# ── one act ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("act", [GAO, QIN])
def test_an_act_that_is_in_order_counts(desk: Desk, act: object) -> None:
    desk.sign("CR-001", act)
    assert flaws_on(desk) == ()


@pytest.mark.parametrize(
    ("more", "flaw"),
    [
        ({"more": (("workspace", "0" * 36),)}, Flaw.OTHER_WORKSPACE),
        ({"more": (("workspace", None),)}, Flaw.OTHER_WORKSPACE),
        ({"more": (("project", "linhai/kiosk"),)}, Flaw.OTHER_PROJECT),
        ({"more": (("project", "other/portal"),)}, Flaw.OTHER_PROJECT),
        ({"by": "wu.ming"}, Flaw.UNKNOWN_PERSON),
        ({"by": "gao.wenbo2"}, Flaw.UNKNOWN_PERSON),
        ({"by": "shen.yutong"}, Flaw.WRONG_SIDE),
        ({"by": "ye.qiu"}, Flaw.NOT_AUTHORISED),
        ({"on": "2026-10-11"}, Flaw.BEFORE_SUBMISSION),
        ({"on": "2026-10-11 23:59"}, Flaw.BEFORE_SUBMISSION),
        ({"more": (("previous", "ab" * 32),)}, Flaw.CHAIN_BROKEN),
        ({"scan": None}, Flaw.BELOW_LEVEL),
        ({"evidence_kind": "sending"}, Flaw.BELOW_LEVEL),
        ({"deemed": True, "evidence_kind": "sending"}, Flaw.DEEMED_NOT_ALLOWED),
        (CONDITIONS, Flaw.CONDITIONS_NOT_IN_TEXT),
        ({"more": (("conditions", "11月底前上线"),)}, Flaw.CONDITIONS_NOT_IN_TEXT),
    ],
)
def test_one_thing_that_is_not_right_is_one_flaw(
    desk: Desk, more: dict[str, object], flaw: Flaw
) -> None:
    desk.sign("CR-001", GAO, **more)
    assert flaws_on(desk) == (flaw,)


def test_the_words_it_was_said_of_must_be_the_present_ones(desk: Desk) -> None:
    desk.sign("CR-001", GAO)
    desk.change_text(f"{PROJECT}/changes.yaml", "reason: 业务部门提出", "reason: 业务部门要求")
    assert flaws_on(desk) == (Flaw.STALE,)
    desk.change_text(f"{PROJECT}/changes.yaml", "reason: 业务部门要求", "reason: 业务部门提出")
    assert flaws_on(desk) == ()


def test_a_statement_lies_where_it_says(desk: Desk) -> None:
    path = desk.sign("CR-001", GAO)
    moved = path.rename(path.with_name(path.name.replace(".1.json", ".7.json")))
    assert flaws_on(desk) == ()
    moved = moved.rename(path.with_name("000000000000.client.gao.wenbo.1.json"))
    assert flaws_on(desk) == (Flaw.WRONG_PLACE,)
    other = moved.parent.with_name("CR-002")
    other.mkdir()
    moved.rename(other / path.name)
    assert flaws_on(desk) == (Flaw.WRONG_PLACE,)


def test_it_may_follow_an_act_that_is_dated_later(desk: Desk) -> None:
    desk.sign("CR-001", QIN, on="2026-12-24")
    desk.sign("CR-001", GAO)
    assert [one.flaws for one in verdict_on(desk).acts] == [()]  # the other one lies ahead


def test_what_lies_ahead_does_not_count_yet(desk: Desk) -> None:
    desk.sign("CR-001", GAO, on="2026-11-20 18:01")
    assert verdict_on(desk).acts == ()  # it does not exist by then
    matter = desk.matter().recorded
    (change,) = matter.portfolio.all(Change)
    assert subject_verdict(matter, change).client.is_met


def test_where_everything_on_record_is_looked_at_the_future_still_does_not_count(
    desk: Desk,
) -> None:
    desk.sign("CR-001", GAO, on="2026-11-20 18:00")
    desk.sign("CR-001", QIN, on="2026-11-20 18:01")
    matter = Matter(read(desk.root).portfolio, AS_OF)
    (change,) = matter.portfolio.all(Change)
    flaws = [one.flaws for one in subject_verdict(matter, change).acts]
    assert flaws == [(), (Flaw.IN_THE_FUTURE,)]


def test_an_approval_with_a_flaw_is_not_heard(desk: Desk) -> None:
    desk.sign("CR-001", GAO, more=(("previous", "ab" * 32),))
    found = verdict_on(desk)
    assert found.acts[0].is_heard is False
    assert (found.client.approvals, found.client.is_met) == ((), False)


@pytest.mark.parametrize(("to", "flaws"), [("2026-10-14", (Flaw.NOT_THERE,)), ("2026-10-15", ())])
def test_whoever_has_left_signs_no_more(desk: Desk, to: str, flaws: tuple[Flaw, ...]) -> None:
    desk.change_text(
        "clients/linhai/contacts.yaml", "authority: sign}", f"authority: sign, to: {to}}}"
    )
    desk.sign("CR-001", GAO)
    assert flaws_on(desk) == flaws


def test_evidence_must_be_there_and_the_same(desk: Desk) -> None:
    path = desk.sign("CR-001", GAO)
    scan = next((path.parent / "evidence").iterdir())
    content = scan.read_bytes()
    scan.write_bytes(content + b" ")
    assert flaws_on(desk) == (Flaw.EVIDENCE_DIFFERS, Flaw.BELOW_LEVEL)
    scan.unlink()
    assert flaws_on(desk) == (Flaw.EVIDENCE_MISSING, Flaw.BELOW_LEVEL)
    scan.write_bytes(content)
    assert flaws_on(desk) == ()


def test_an_empty_file_is_no_evidence(desk: Desk) -> None:
    desk.sign("CR-001", GAO, scan=b"")
    assert flaws_on(desk) == (Flaw.EVIDENCE_MISSING, Flaw.BELOW_LEVEL)


def test_where_a_seal_was_agreed_on_it_is_missed(desk: Desk) -> None:
    desk.write("policy.yaml", "control: {sign_off: {small_change: {client: {seal: true}}}}\n")
    desk.sign("CR-001", GAO)
    assert flaws_on(desk) == (Flaw.NO_SEAL,)
    desk.sign("CR-001", GAO, seal="official", on="2026-10-16")
    assert [one.flaws for one in verdict_on(desk).acts] == [(Flaw.NO_SEAL,), ()]


@pytest.mark.parametrize(
    ("asked", "flaws"),
    [
        (None, ()),
        ("11月底前上线", ()),
        ("11 月底前\n上线", ()),
        ("10月底前上线", (Flaw.CONDITIONS_NOT_IN_TEXT,)),
    ],
)
def test_conditions_are_part_of_what_both_sides_sign(
    desk: Desk, asked: str | None, flaws: tuple[Flaw, ...]
) -> None:
    text = request("CR-001", "导出", more="  conditions: 须在11月底前上线。\n")
    desk.changes(text)
    desk.sign("CR-001", GAO, **CONDITIONS, more=(("conditions", asked),))
    assert flaws_on(desk) == flaws


# ── keys ─────────────────────────────────────────────────────────────────────


def test_a_signature_by_a_key_of_the_person_reaches_the_highest_level(desk: Desk) -> None:
    keys = keys_of(desk)
    desk.sign("CR-001", QIN, scan=None, key=keys["good"])
    (one,) = verdict_on(desk).acts
    assert (one.flaws, one.level) == ((), EvidenceLevel.E2)


@pytest.mark.parametrize(
    ("key", "on", "flaw"),
    [
        ("other", "2026-10-15", Flaw.KEY_UNKNOWN),
        ("good", "2026-10-14", Flaw.KEY_NOT_VALID),
        ("gone", "2026-10-15", Flaw.KEY_NOT_VALID),
    ],
)
def test_a_key_must_be_known_and_valid(desk: Desk, key: str, on: str, flaw: Flaw) -> None:
    desk.sign("CR-001", QIN, key=keys_of(desk)[key], on=on)
    assert flaws_on(desk) == (flaw,)


def test_without_its_signature_an_act_is_only_a_word(desk: Desk) -> None:
    path = desk.sign("CR-001", QIN, scan=None, key=keys_of(desk)["good"])
    path.with_suffix(".sig").unlink()
    assert flaws_on(desk) == (Flaw.BELOW_LEVEL,)


def tamper(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))


def test_a_statement_that_was_edited_no_longer_fits_its_signature(desk: Desk) -> None:
    path = desk.sign("CR-001", QIN, key=keys_of(desk)["good"])
    tamper(path, b'"declared_at":"2026-10-15"', b'"declared_at":"2026-10-16"')
    assert flaws_on(desk) == (Flaw.SIGNATURE_INVALID,)


def test_a_signature_for_something_else_is_none(desk: Desk) -> None:
    keys = keys_of(desk)
    path = desk.sign("CR-001", QIN, key=keys["good"])
    (path.with_suffix(".sig")).write_bytes(b"-----BEGIN SSH SIGNATURE-----\nAAAA\n")
    assert flaws_on(desk) == (Flaw.SIGNATURE_INVALID,)


def landed_on(path: Path, desk: Desk, moment: str) -> dict[str, object]:
    at = datetime.fromisoformat(moment)
    name = path.relative_to(desk.root).as_posix()
    return {"landed": {name: at}, "has_history": True}


def test_a_key_is_judged_by_the_day_it_landed(desk: Desk) -> None:
    path = desk.sign("CR-001", QIN, key=keys_of(desk)["gone"], on="2026-10-14")
    assert flaws_on(desk) == ()
    assert flaws_on(desk, **landed_on(path, desk, "2026-10-14T23:59+08:00")) == ()
    late = landed_on(path, desk, "2026-10-15T00:00+08:00")
    assert flaws_on(desk, **late) == (Flaw.KEY_NOT_VALID,)
    assert flaws_on(desk, has_history=True) == (Flaw.KEY_NOT_VALID,)  # it lands now


def test_an_act_is_not_dated_back_before_its_key_was_in_use(desk: Desk) -> None:
    path = desk.sign("CR-001", QIN, key=keys_of(desk)["good"], on="2026-10-14")
    late = landed_on(path, desk, "2026-10-19T12:00+08:00")
    assert flaws_on(desk, **late) == (Flaw.KEY_NOT_VALID,)


def test_what_lay_there_before_the_day_it_states_is_worthless(desk: Desk) -> None:
    path = desk.sign("CR-001", GAO)
    early = landed_on(path, desk, "2026-10-14T23:00+08:00")
    assert flaws_on(desk, **early) == (Flaw.LANDED_BEFORE,)


@pytest.mark.parametrize(
    ("moment", "days", "told"),
    [
        ("2026-10-15T20:00+08:00", 0, TimeVerdict.EVIDENCED),
        ("2026-10-20T09:00+08:00", 5, TimeVerdict.EVIDENCED),  # three working days
        ("2026-10-21T09:00+08:00", 6, TimeVerdict.LATE),
        ("2026-10-14T20:00+08:00", 0, TimeVerdict.CONTRADICTED),
    ],
)
def test_days_until_it_landed_are_told(
    desk: Desk, moment: str, days: int, told: TimeVerdict
) -> None:
    path = desk.sign("CR-001", GAO)
    history = landed_on(path, desk, moment)
    (one,) = verdict_on(desk, **history).acts
    assert one.late_days == days
    assert time_verdict(desk.matter(**history), one) is told


def test_without_history_nothing_is_known_of_its_time(desk: Desk) -> None:
    desk.sign("CR-001", GAO)
    (one,) = verdict_on(desk).acts
    assert one.late_days is None
    assert time_verdict(desk.matter(), one) is TimeVerdict.UNKNOWN


# ── silence ──────────────────────────────────────────────────────────────────

SILENT = {"kind": "meeting", "by": "ye.qiu", "deemed": True, "evidence_kind": "sending"}
CLAUSE = "deemed_clause: 纪要发出后3日内未提异议的，视为确认。\n"


def held(desk: Desk, *, clause: bool = True, sent: bool = True) -> None:
    text = minutes("第六周例会")
    desk.write(f"{PROJECT}/meetings/MTG-101.yaml", text if sent else text.replace("sent_at", "#"))
    if clause:
        contract = "clients/linhai/contracts/HT-2026-01.yaml"
        desk.change_text(contract, "change_rule:", f"{CLAUSE}change_rule:")


def test_silence_counts_for_minutes_once_the_time_is_over(desk: Desk) -> None:
    held(desk)
    desk.sign("MTG-101", GAO, **SILENT, on="2026-10-16")
    assert flaws_on(desk, "MTG-101") == ()


@pytest.mark.parametrize(
    ("lacking", "more"),
    [
        ({"clause": False}, {}),
        ({"sent": False}, {}),
        ({}, {"evidence_kind": "scan"}),
        ({}, {"on": "2026-10-15"}),
        ({}, {"on": "2026-10-15 23:59"}),
    ],
)
def test_silence_needs_clause_sending_and_the_end_of_the_time(
    desk: Desk, lacking: dict[str, bool], more: dict[str, object]
) -> None:
    held(desk, **lacking)
    desk.sign("MTG-101", GAO, **{"on": "2026-10-16", **SILENT, **more})
    assert flaws_on(desk, "MTG-101") == (Flaw.DEEMED_WITHOUT_PROOF,)


def test_the_vendor_is_never_deemed_to_agree(desk: Desk) -> None:
    held(desk)
    desk.write("policy.yaml", "control: {sign_off: {minutes: {vendor: {deemed: true}}}}\n")
    desk.sign("MTG-101", QIN, **{**SILENT, "by": "qin.yue"}, on="2026-10-16")
    assert flaws_on(desk, "MTG-101") == (Flaw.DEEMED_NOT_ALLOWED,)


def test_a_specification_is_never_deemed_accepted(desk: Desk) -> None:
    desk.baseline("V1", "REQ-001", created_on="2026-10-12")
    desk.sign("V1", GAO, kind="baseline", deemed=True, evidence_kind="sending")
    assert flaws_on(desk, "V1") == (Flaw.DEEMED_NOT_ALLOWED,)


# ── both sides ───────────────────────────────────────────────────────────────


def test_both_sides_have_to_sign(desk: Desk) -> None:
    desk.sign("CR-001", GAO)
    one = verdict_on(desk)
    assert (one.client.is_met, one.vendor.is_met, one.is_met, one.met_at) == (
        True, False, False, None,
    )  # fmt: skip
    desk.sign("CR-001", QIN, on="2026-10-19")
    both = verdict_on(desk)
    assert both.is_met
    assert str(both.met_at and both.met_at.day) == "2026-10-19"


def test_signing_once_more_moves_nothing(desk: Desk) -> None:
    desk.both("CR-001")
    desk.sign("CR-001", GAO, on="2026-11-02")
    desk.sign("CR-001", QIN, by="shen.yutong", on="2026-11-03")
    found = verdict_on(desk)
    assert str(found.met_at and found.met_at.day) == "2026-10-15"
    assert [w.act.signer for w in found.vendor.approvals] == ["qin.yue", "shen.yutong"]


@pytest.mark.parametrize("decision", ["reject", "revoke"])
def test_an_objection_outranks_an_approval_and_needs_no_paper(desk: Desk, decision: str) -> None:
    desk.both("CR-001")
    desk.sign("CR-001", GAO, decision=decision, scan=None, on="2026-10-16")
    found = verdict_on(desk)
    assert found.client.objection is not None
    assert (found.client.approvals, found.is_met) == ((), False)


def test_another_persons_approval_does_not_outweigh_an_objection(desk: Desk) -> None:
    desk.change_text("clients/linhai/contacts.yaml", "consult", "sign")
    desk.sign("CR-001", GAO, decision="reject", scan=None)
    desk.sign("CR-001", GAO, by="ye.qiu", on="2026-11-02")
    assert verdict_on(desk).client.is_met is False


def test_whoever_may_not_sign_may_not_object(desk: Desk) -> None:
    desk.both("CR-001")
    desk.sign("CR-001", GAO, by="ye.qiu", decision="reject", scan=None, on="2026-10-16")
    assert verdict_on(desk).is_met


def test_an_objection_is_heard_although_an_act_before_it_was_deleted(desk: Desk) -> None:
    desk.sign("CR-001", GAO, on="2026-10-14").unlink()
    desk.both("CR-001")
    desk.sign("CR-001", GAO, decision="revoke", on="2026-10-16", more=(("previous", "ab" * 32),))
    found = verdict_on(desk)
    assert found.client.objection is not None
    assert found.client.objection.flaws == (Flaw.CHAIN_BROKEN,)
    assert found.is_met is False


@pytest.mark.parametrize(
    ("rejected", "agreed", "is_met"),
    [
        ("2026-10-15", "2026-10-16", True),
        ("2026-10-15 10:00", "2026-10-15 10:01", True),
        ("2026-10-15", "2026-10-15", True),  # the later statement names the earlier one
        ("2026-10-15 10:00", "2026-10-15", True),
        ("2026-10-15 10:00", "2026-10-15 09:00", False),
        ("2026-10-16", "2026-10-15", False),
    ],
)
def test_the_same_person_may_agree_after_all(
    desk: Desk,
    rejected: str,
    agreed: str,
    is_met: bool,  # noqa: FBT001
) -> None:
    first = desk.sign("CR-001", GAO, decision="reject", scan=None, on=rejected)
    digest = desk.digest(first)
    desk.sign("CR-001", GAO, on=agreed, more=(("previous", digest),))
    assert verdict_on(desk).client.is_met is is_met


def test_of_two_acts_of_one_day_that_do_not_name_each_other_the_objection_counts(
    desk: Desk,
) -> None:
    desk.sign("CR-001", GAO, on="2026-10-15 17:00")
    desk.sign(
        "CR-001", GAO, decision="revoke", scan=None, on="2026-10-15", more=(("previous", None),)
    )
    assert verdict_on(desk).client.is_met is False


def test_two_persons_are_two_persons(desk: Desk) -> None:
    desk.write("policy.yaml", "control: {sign_off: {small_change: {client: {people: 2}}}}\n")
    desk.change_text("clients/linhai/contacts.yaml", "consult", "sign")
    desk.sign("CR-001", GAO)
    desk.sign("CR-001", GAO, on="2026-10-16")
    assert verdict_on(desk).client.is_met is False
    desk.sign("CR-001", GAO, by="ye.qiu", on="2026-10-20")
    side = verdict_on(desk).client
    assert side.is_met
    assert str(side.met_at and side.met_at.day) == "2026-10-20"


def test_two_persons_with_one_key_are_one(desk: Desk) -> None:
    keys = keys_of(desk)
    desk.write("policy.yaml", "control: {sign_off: {small_change: {vendor: {people: 2}}}}\n")
    public = desk.public(keys["good"])
    desk.change_text(
        "people.yaml",
        "{id: shen.yutong, name: 沈雨桐,",
        f"{{id: shen.yutong, name: 沈雨桐, keys: [{{key: {public}, valid_from: 2026-09-01}}],",
    )
    desk.sign("CR-001", QIN, key=keys["good"])
    desk.sign("CR-001", QIN, by="shen.yutong", key=keys["good"], on="2026-10-16")
    vendor = verdict_on(desk).vendor
    assert [w.act.signer for w in vendor.approvals] == ["qin.yue"]
    assert vendor.is_met is False


def test_a_person_on_both_sides_makes_everything_worthless(desk: Desk) -> None:
    desk.both("CR-001")
    desk.sign("CR-001", QIN, side="client", on="2026-10-16")
    flaws = [one.flaws for one in verdict_on(desk).acts]
    assert flaws == [
        (Flaw.PERSON_ON_BOTH_SIDES,),
        (Flaw.PERSON_ON_BOTH_SIDES,),
        (Flaw.WRONG_SIDE, Flaw.PERSON_ON_BOTH_SIDES),
    ]


def test_so_does_a_key_that_both_sides_have(desk: Desk) -> None:
    keys = keys_of(desk)
    desk.sign("CR-001", GAO)
    desk.sign("CR-001", QIN, key=keys["both"])
    flaws = [one.flaws for one in verdict_on(desk).acts]
    assert flaws == [(Flaw.KEY_ON_BOTH_SIDES,), (Flaw.KEY_ON_BOTH_SIDES,)]


def test_new_words_are_not_spoiled_by_what_was_wrong_with_the_old_ones(desk: Desk) -> None:
    desk.sign("CR-001", QIN, side="client")
    desk.change_text(f"{PROJECT}/changes.yaml", "reason: 业务部门提出", "reason: 业务部门要求")
    desk.both("CR-001", on="2026-10-19")
    assert verdict_on(desk).is_met


def test_the_author_may_not_be_the_only_one_of_the_vendor(desk: Desk) -> None:
    desk.both("CR-001")
    desk.sign("CR-001", QIN, on="2026-10-16")
    by = {"authors": {f"{PROJECT}/changes.yaml": frozenset({"qin.yue"})}}
    found = verdict_on(desk, **by)
    assert [one.flaws for one in found.acts] == [(), (Flaw.ONLY_AUTHOR,), (Flaw.ONLY_AUTHOR,)]
    assert (found.client.is_met, found.vendor.is_met) == (True, False)
    desk.sign("CR-001", QIN, by="shen.yutong", on="2026-10-19")
    assert verdict_on(desk, **by).is_met


def test_a_colleague_with_the_authors_key_is_the_author(desk: Desk) -> None:
    keys = keys_of(desk)
    public = desk.public(keys["good"])
    desk.change_text(
        "people.yaml",
        "{id: shen.yutong, name: 沈雨桐,",
        f"{{id: shen.yutong, name: 沈雨桐, keys: [{{key: {public}, valid_from: 2026-09-01}}],",
    )
    desk.sign("CR-001", QIN, by="shen.yutong", key=keys["good"])
    by = {"authors": {f"{PROJECT}/changes.yaml": frozenset({"qin.yue"})}}
    assert flaws_on(desk, **by) == (Flaw.ONLY_AUTHOR,)


# ── policy ───────────────────────────────────────────────────────────────────

TIGHTER = """\
- effective_on: 2026-01-01
  control: {sign_off: {small_change: {client: {level: E1}, vendor: {level: E0}}}}
- effective_on: 2026-11-01
  control: {sign_off: {small_change: {client: {level: E2, people: 2}, vendor: {level: E2}}}}
"""


def test_asking_for_more_takes_nothing_back(desk: Desk) -> None:
    desk.write("policy.yaml", TIGHTER)
    desk.both("CR-001")
    assert verdict_on(desk).is_met


def test_what_lands_under_the_new_policy_is_judged_by_it(desk: Desk) -> None:
    desk.write("policy.yaml", TIGHTER)
    desk.both("CR-001")
    found = verdict_on(desk, has_history=True)
    assert [one.flaws for one in found.acts] == [(Flaw.BELOW_LEVEL,), (Flaw.BELOW_LEVEL,)]


def test_a_side_that_need_not_sign_is_met_without(desk: Desk) -> None:
    desk.write("policy.yaml", "control: {sign_off: {small_change: {vendor: {level: null}}}}\n")
    desk.sign("CR-001", GAO)
    found = verdict_on(desk)
    assert found.is_met
    assert str(found.met_at and found.met_at.day) == "2026-10-15"


def test_the_class_of_the_decision_decides_who_may_sign(desk: Desk) -> None:
    desk.change_text("clients/linhai/contacts.yaml", "consult", "approve")
    desk.sign("CR-001", GAO, by="ye.qiu")
    assert flaws_on(desk) == ()
    desk.changes(large(request("CR-001", "对账结果导出为表格")))
    desk.sign("CR-001", GAO, by="ye.qiu")
    assert verdict_on(desk).decision is DecisionClass.LARGE_CHANGE
    assert [one.flaws for one in verdict_on(desk).acts] == [
        (Flaw.STALE, Flaw.NOT_AUTHORISED), (Flaw.NOT_AUTHORISED,),
    ]  # fmt: skip


# ── the tables ───────────────────────────────────────────────────────────────


def test_each_flaw_has_one_code() -> None:
    others = {Flaw.STALE, Flaw.IN_THE_FUTURE}
    assert set() == INVALID & BELOW
    assert INVALID | BELOW | others == set(Flaw)
    assert FORMAL <= INVALID
