"""RD233: what both sides signed changes only as an approved request says it."""

from harbor import ABOUT_CONTROL, CHANGE, PROJECT, Repository, approve, gated, submit, told

from rdclient.lens import Lang
from rdclient.render.messages import message

SPEC = f"{PROJECT}/requirements/REQ-001.yaml"


def test_a_requirement_that_nobody_signed_is_free(repository: Repository) -> None:
    repository.edit(f"{PROJECT}/requirements/REQ-002.yaml", "the tide", "the tide by the hour")
    assert repository.check() == []


def test_what_is_not_signed_of_a_signed_requirement_is_free(repository: Repository) -> None:
    repository.edit(SPEC, "type: functional", "type: functional\npriority: high\nnote: looked at")
    assert repository.check("RD233", "RD234", "RD237") == []


def test_a_signed_text_that_is_just_edited_is_refused(repository: Repository) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    found = [item for item in gated(repository.root) if item.code in ABOUT_CONTROL]
    assert [told(item) for item in found] == [
        (
            "requirements/REQ-001.yaml:5 RD233 the signed text of REQ-001 “Berth list” was "
            "changed: Functions 1 “The system shall show at most 50 berths” → “The system shall "
            "show at most 80 berths”. It stands in V1, agreed by Ines Rocha 2026-09-25, Mara "
            "Lind 2026-09-25; no change request asks for this"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        "requirements/REQ-001.yaml:5 RD233 “Berth list”（REQ-001）的签字文本被改动：功能第1条由“"
        "The system shall show at most 50 berths”改为“The system shall show at most 80 berths”。原"
        "文见V1（Ines Rocha 2026-09-25、Mara Lind 2026-09-25 确认），没有变更申请写明这一改动"
    )
    assert message(found[0], lang=Lang.ZH).help == (
        "请恢复原文；确需修改的，用 rdclient new change 提变更申请，写明改后的文本，双方确认后再"
        "合并"
    )


def test_a_committed_edit_is_refused_like_one_on_disk(repository: Repository) -> None:
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    repository.commit()
    assert len(repository.check("RD233")) == 1
    assert len(repository.check("RD233", head="request")) == 1


def test_the_text_of_an_approved_request_may_be_merged(repository: Repository) -> None:
    approve(repository)
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert repository.check("RD233", "RD234", "RD235", "RD236") == []


def test_one_character_more_than_the_approved_request_is_refused(repository: Repository) -> None:
    approve(repository)
    repository.edit(SPEC, "at most 50 berths", "at most 800 berths")
    assert repository.check("RD233") == [
        (
            "requirements/REQ-001.yaml:5 RD233 the signed text of REQ-001 “Berth list” was "
            "changed, and not as the approved CR-001 says: Functions 1 should be “The system "
            "shall show at most 80 berths” and is “The system shall show at most 800 berths”. It "
            "stands in V1, agreed by Ines Rocha 2026-09-25, Mara Lind 2026-09-25"
        )
    ]


def test_a_request_that_nobody_signed_is_named(repository: Repository) -> None:
    submit(repository)
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert repository.check("RD233") == [
        (
            "requirements/REQ-001.yaml:5 RD233 the signed text of REQ-001 “Berth list” was "
            "changed: Functions 1 “The system shall show at most 50 berths” → “The system shall "
            "show at most 80 berths”. CR-001 asks for this, but is not approved (Assessed). The "
            "text stands in V1, agreed by Ines Rocha 2026-09-25, Mara Lind 2026-09-25"
        )
    ]


def test_what_an_unsigned_request_says_otherwise_is_told(repository: Repository) -> None:
    submit(repository)
    repository.edit(SPEC, "at most 50 berths", "at most 90 berths")
    found = repository.check("RD233")
    assert len(found) == 1
    assert (
        "The nearest request, CR-001, is not approved (Assessed) and says something else: "
        "Functions 1 should be “The system shall show at most 80 berths” and is “The system shall "
        "show at most 90 berths”" in found[0]
    )


def test_a_request_about_something_else_is_not_the_nearest(repository: Repository) -> None:
    approve(repository)
    repository.edit(SPEC, "before they arrive", "an hour before they arrive")
    found = repository.check("RD233")
    assert len(found) == 1
    assert found[0].endswith("no change request asks for this")


def test_approving_in_the_same_request_is_enough(repository: Repository) -> None:
    submit(repository)
    repository.sign("CR-001", "2026-11-20")
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert repository.check("RD233", "RD235", "RD237", "RD238") == []


def test_a_price_edited_on_one_branch_and_approved_on_another_is_refused(
    repository: Repository,
) -> None:
    submit(repository)
    repository.git("checkout", "-q", "-b", "edit")
    repository.edit(f"{PROJECT}/changes/CR-001.yaml", "at most 80 berths", "at most 95 berths")
    repository.edit(SPEC, "at most 50 berths", "at most 95 berths")
    repository.commit("another figure")
    repository.git("checkout", "-q", "main")
    repository.sign("CR-001", "2026-11-20")
    repository.commit("signed")
    repository.git("checkout", "-q", "edit")
    repository.git("merge", "-q", "--no-edit", "main")
    assert [line.split(" ")[1] for line in repository.check("RD233", "RD234")] == [
        "RD233", "RD234", "RD234",
    ]  # fmt: skip


def test_a_signed_requirement_is_not_deleted_without_a_request(repository: Repository) -> None:
    repository.remove(SPEC)
    assert repository.check("RD233", "RD234", "RD237") == [
        (
            "requirements/REQ-001.yaml:1 RD233 REQ-001 “Berth list” was agreed by both sides "
            "(V1: Ines Rocha 2026-09-25, Mara Lind 2026-09-25); its record was deleted, and no "
            "approved request deletes it"
        )
    ]


def test_a_signed_requirement_is_not_withdrawn_without_a_request(repository: Repository) -> None:
    repository.put(
        SPEC,
        (repository.root / SPEC).read_text(encoding="utf-8")
        + "  - {at: 2026-11-20, type: withdrawn, by: mara.lind, reason: not needed}\n",
    )
    found = repository.check("RD233", "RD234")
    assert len(found) == 1
    assert "is marked as withdrawn; no approved request deletes it" in found[0]


DELETION = CHANGE.replace("op: modify", "op: delete").replace(
    """\
    set:
      functions:
        - The system shall show at most 80 berths
        - The system shall print the list
""",
    "",
)


def test_an_approved_request_to_delete_lets_the_record_go(repository: Repository) -> None:
    approve(repository, text=DELETION)
    repository.remove(SPEC)
    assert repository.check("RD233", "RD234", "RD237") == []


def test_going_back_to_what_was_signed_is_never_wrong(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    repository.commit("slipped in")
    repository.branch("mend")
    repository.edit(SPEC, "at most 80 berths", "at most 50 berths")
    assert repository.check() == []


def test_taking_the_signature_away_does_not_free_the_text(repository: Repository) -> None:
    folder = repository.root / PROJECT / "signoffs" / "V1"
    for file in folder.glob("*.json"):
        file.unlink()
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert len(repository.check("RD233")) == 1


def test_a_translation_of_signed_words_may_be_added(repository: Repository) -> None:
    repository.edit(SPEC, "title: Berth list", "title: {en: Berth list, zh: 泊位列表}")
    assert repository.check("RD233", "RD234") == []


def test_moving_requirements_into_one_file_changes_nothing(repository: Repository) -> None:
    folder = repository.root / PROJECT / "requirements"
    rows = []
    for name in ("REQ-001", "REQ-002"):
        lines = (folder / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
        rows += [f"- id: {name}", *(f"  {line}" for line in lines)]
        repository.remove(f"{PROJECT}/requirements/{name}.yaml")
    repository.put(f"{PROJECT}/requirements.yaml", "\n".join(rows) + "\n")
    assert repository.check() == []
