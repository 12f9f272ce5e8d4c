"""RD237: what is on record is not edited or removed; it may be added to."""

import pytest
from harbor import CHANGE, PROJECT, Repository, approve, gated, submit, told

from rdclient.lens import Lang

SPEC = f"{PROJECT}/requirements/REQ-001.yaml"
OTHER = f"{PROJECT}/requirements/REQ-002.yaml"
SIGNED = f"{PROJECT}/signoffs/V1"


def rewritten(repository: Repository) -> list[str]:
    return repository.check("RD237")


def test_an_entry_that_says_another_day_is_refused(repository: Repository) -> None:
    repository.edit(SPEC, "at: 2026-09-22", "at: 2026-09-20")
    found = [item for item in gated(repository.root) if item.code == "RD237"]
    assert [told(item) for item in found] == [
        (
            "requirements/REQ-001.yaml:11 RD237 an entry of REQ-001 (events) was rewritten; it was "
            "2026-09-22 Confirmed; what differs: at"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "requirements/REQ-001.yaml:11 RD237 REQ-001的过程记录被改写（原为 2026-09-22 已确认），"
        "改动的字段：at"
    )


def test_an_entry_that_is_gone_is_refused(repository: Repository) -> None:
    repository.edit(SPEC, "  - {at: 2026-09-14, type: analysed, by: tom.reid}\n", "")
    assert rewritten(repository) == [
        (
            "requirements/REQ-001.yaml:9 RD237 an entry of REQ-001 (events) is gone: 2026-09-14 "
            "Analysed"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("by: ines.rocha}", "by: ines.rocha, note: by telephone}"),
        ("by: ines.rocha}", "by: ines.rocha, recorded_on: 2026-09-23}"),
        ("by: ines.rocha}", "by: Ines Rocha}"),
        ("{at: 2026-09-22, type: confirmed", "{type: confirmed, at: 2026-09-22"),
        ("  - {at: 2026-09-14", "  - {at: 2026-09-12, type: collected}\n  - {at: 2026-09-14"),
    ],
    ids=["a note", "recorded late", "by name", "order of keys", "a late entry in between"],
)
def test_what_only_adds_to_the_record_is_fine(repository: Repository, old: str, new: str) -> None:
    repository.edit(SPEC, old, new)
    assert rewritten(repository) == []


def test_the_plan_and_the_forecasts_of_a_milestone_only_grow(repository: Repository) -> None:
    path = f"{PROJECT}/milestones.yaml"
    repository.git("checkout", "-q", "main")
    repository.put(
        path,
        """\
        - id: M1
          name: System test
          plans: [{on: 2026-09-25, due: 2026-12-04}, {on: 2026-10-09, due: 2026-12-07, reason: x}]
          forecasts: [{on: 2026-10-23, date: 2026-12-09}]
        """,
    )
    repository.commit()
    repository.branch("other")
    repository.edit(path, "reason: x", "reason: y")
    repository.edit(path, "{on: 2026-10-23, date: 2026-12-09}", "")
    assert rewritten(repository) == [
        (
            "milestones.yaml:3 RD237 an entry of M1 (plans) was rewritten; it was 2026-10-09 "
            "2026-12-07; what differs: reason"
        ),
        "milestones.yaml:4 RD237 an entry of M1 (forecasts) is gone: 2026-10-23 2026-12-09",
    ]


def test_an_amendment_stays_as_it_was_signed(repository: Repository) -> None:
    path = "clients/harbor/contracts/C-1.yaml"
    repository.git("checkout", "-q", "main")
    repository.put(path, "amendments: [{no: A1, amount: 100, signed_on: 2026-10-01}]\n")
    repository.commit()
    repository.branch("other")
    repository.edit(path, "amount: 100", "amount: 900")
    assert rewritten(repository) == [
        (
            f"{path}:1 RD237 an entry of C-1 (amendments) was rewritten; it was 2026-10-01 A1; "
            "what differs: amount"
        )
    ]


def test_an_action_item_keeps_what_happened_to_it(repository: Repository) -> None:
    path = f"{PROJECT}/meetings/MTG-1.yaml"
    repository.git("checkout", "-q", "main")
    repository.put(
        path,
        """\
        title: Review
        kind: req_review
        actions:
          - {id: A-1, text: Send it, events: [{at: 2026-10-09, type: done}]}
          - {id: A-2, text: Print it, events: [{at: 2026-10-10, type: done}]}
        """,
    )
    repository.commit()
    repository.branch("other")
    repository.edit(path, "at: 2026-10-10", "at: 2026-10-08")
    repository.edit(path, "  - {id: A-1, text: Send it, events: [{at: 2026-10-09, type: done}]}\n",
                    "")  # fmt: skip
    assert rewritten(repository) == [
        "meetings/MTG-1.yaml:4 RD237 an entry of MTG-1 (events) is gone: 2026-10-09 Done",
        (
            "meetings/MTG-1.yaml:4 RD237 an entry of MTG-1 (events) was rewritten; it was "
            "2026-10-10 Done; what differs: at"
        ),
    ]


# ── whole records ────────────────────────────────────────────────────────────


def test_a_requirement_that_got_no_further_than_analysis_may_go(repository: Repository) -> None:
    repository.remove(OTHER)
    assert rewritten(repository) == []


def test_a_requirement_that_the_client_confirmed_may_not_go(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.edit(
        OTHER, "by: tom.reid}\n", "by: tom.reid}\n  - {at: 2026-09-22, type: confirmed}\n"
    )
    repository.commit()
    repository.branch("other")
    repository.remove(OTHER)
    assert rewritten(repository) == [
        (
            "requirements/REQ-002.yaml:1 RD237 the record REQ-002 was deleted; entries in it "
            "that must stay: 3"
        )
    ]


def test_a_submitted_request_may_not_go(repository: Repository) -> None:
    submit(repository)
    repository.remove(f"{PROJECT}/changes/CR-001.yaml")
    assert len(rewritten(repository)) == 1


def test_a_draft_that_was_never_submitted_may_go(repository: Repository) -> None:
    submit(repository, text="title: An idea\n")
    repository.remove(f"{PROJECT}/changes/CR-001.yaml")
    assert rewritten(repository) == []


def test_another_number_for_the_same_record_is_nothing(repository: Repository) -> None:
    submit(repository)
    repository.git("mv", f"{PROJECT}/changes/CR-001.yaml", f"{PROJECT}/changes/CR-017.yaml")
    assert rewritten(repository) == []


def test_another_number_for_a_signed_record_is_refused(repository: Repository) -> None:
    approve(repository)
    repository.git("mv", f"{PROJECT}/changes/CR-001.yaml", f"{PROJECT}/changes/CR-017.yaml")
    assert len(rewritten(repository)) == 1


def test_a_file_that_cannot_be_read_now_is_told_once(repository: Repository) -> None:
    submit(repository)
    repository.edit(f"{PROJECT}/changes/CR-001.yaml", "title: More berths", "title: [More")
    found = {item.code for item in gated(repository.root) if item.severity.value == "error"}
    assert "RD003" in found
    assert "RD237" not in found


def test_a_file_that_could_not_be_read_before_is_not_passed_over(repository: Repository) -> None:
    submit(repository, text=CHANGE.replace("title: More berths", "title: [More"))
    repository.edit(f"{PROJECT}/changes/CR-001.yaml", "title: [More", "title: More berths")
    assert rewritten(repository) == [
        (
            f"changes/CR-001.yaml:1 RD237 {PROJECT}/changes/CR-001.yaml could not be read as it "
            "was before, so nobody can tell what was changed"
        )
    ]


# ── baselines and sign-offs ──────────────────────────────────────────────────


def test_a_baseline_is_not_edited(repository: Repository) -> None:
    repository.edit(f"{PROJECT}/baselines/V1.yaml", "2026-09-24", "2026-09-23")
    assert rewritten(repository) == [
        "baselines/V1.yaml:1 RD237 the baseline V1 was changed: created_on"
    ]


def test_a_baseline_may_be_spelt_otherwise(repository: Repository) -> None:
    path = f"{PROJECT}/baselines/V1.yaml"
    text = (repository.root / path).read_text(encoding="utf-8")
    repository.put(path, text.replace('"title": "Specification"', '"title" : Specification'))
    assert rewritten(repository) == []


def test_a_baseline_is_not_deleted(repository: Repository) -> None:
    repository.remove(f"{PROJECT}/baselines/V1.yaml")
    assert "baselines/V1.yaml:1 RD237 the baseline V1 was deleted" in rewritten(repository)


def test_a_sign_off_is_not_edited(repository: Repository) -> None:
    (path,) = (repository.root / SIGNED).glob("*.client.*.json")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2026-09-25", "2026-09-24"), encoding="utf-8", newline="\n")
    (found,) = rewritten(repository)
    assert found.endswith(":1 RD237 a sign-off was edited (V1, ines.rocha, 2026-09-25)")


def test_a_sign_off_is_not_deleted(repository: Repository) -> None:
    (path,) = (repository.root / SIGNED).glob("*.client.*.json")
    path.unlink()
    (found,) = rewritten(repository)
    assert found.endswith(":1 RD237 a sign-off was deleted (V1, ines.rocha, 2026-09-25)")


def test_the_scan_behind_a_sign_off_is_not_replaced(repository: Repository) -> None:
    (scan,) = (repository.root / SIGNED / "evidence").iterdir()
    scan.write_bytes(b"another page")
    (found,) = rewritten(repository)
    assert f"RD237 a file of a sign-off was replaced: {scan.name}" in found


def test_the_scan_behind_a_sign_off_is_not_deleted(repository: Repository) -> None:
    (scan,) = (repository.root / SIGNED / "evidence").iterdir()
    scan.unlink()
    (found,) = rewritten(repository)
    assert f"RD237 a file of a sign-off was deleted: {scan.name}" in found


def test_line_endings_are_nothing(repository: Repository) -> None:
    for path in (repository.root / PROJECT).rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert repository.check() == []
