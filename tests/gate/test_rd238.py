"""RD238: who is trusted is what the base says; a rule and its use do not come together."""

import desk
from harbor import CHANGE, PROJECT, Repository, approve, gated, submit, told

from rdclient.diagnostic import finding
from rdclient.lens import Lang
from rdclient.rules.gate_trust import changes
from rdclient.store.workspace import read

SPEC = f"{PROJECT}/requirements/REQ-001.yaml"
CONTACTS = "clients/harbor/contacts.yaml"


def codes(repository: Repository) -> set[str]:
    return {item.code for item in gated(repository.root)} & {"RD233", "RD235", "RD236", "RD238"}


def merge_text(repository: Repository, client: str) -> None:
    """Sign CR-001 for both sides, the client by a person, and write its text."""
    for side, person in (("client", client), ("vendor", "mara.lind")):
        desk.put(repository.root, desk.Act("CR-001", person, side, "2026-11-20", scan=b"page"))
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")


def test_authority_granted_in_the_request_that_uses_it_does_not_count(
    repository: Repository,
) -> None:
    submit(repository)
    repository.edit(CONTACTS, "authority: consult", "authority: approve")
    merge_text(repository, "paul.voss")
    found = [item for item in gated(repository.root) if item.code in ("RD233", "RD238")]
    assert [told(item) for item in found][:1] == [
        (
            f"{CONTACTS}:2 RD238 the contact paul.voss is changed by this request, and used at "
            "once; by the old entry this would not pass: RD233 REQ-001, RD235 CR-001"
        )
    ]
    assert told(found[0], lang=Lang.ZH) == (
        f"{CONTACTS}:2 RD238 联系人paul.voss的登记在本次提交中被改动，并随即用到。按原来的登记，"
        "以下不能通过：RD233 REQ-001、RD235 CR-001"
    )
    assert [item.code for item in found] == ["RD238", "RD233"]


def test_authority_that_was_merged_before_counts(repository: Repository) -> None:
    submit(repository)
    repository.git("checkout", "-q", "main")
    repository.edit(CONTACTS, "authority: consult", "authority: approve")
    repository.commit("granted")
    repository.branch("other")
    merge_text(repository, "paul.voss")
    assert codes(repository) == set()


def test_authority_that_nobody_uses_is_no_finding(repository: Repository) -> None:
    repository.edit(CONTACTS, "authority: consult", "authority: approve")
    assert codes(repository) == set()


def test_a_person_who_is_new_in_the_request_cannot_sign_in_it(repository: Repository) -> None:
    submit(repository)
    text = (repository.root / CONTACTS).read_text(encoding="utf-8")
    repository.put(CONTACTS, text + "- {id: new.face, name: New Face, authority: sign}\n")
    merge_text(repository, "new.face")
    assert codes(repository) == {"RD233", "RD235", "RD238"}


def test_whatever_is_trusted_of_a_new_client_is_told_in_words(repository: Repository) -> None:
    before = read(repository.root).portfolio
    folder = "clients/quayside"
    repository.put(f"{folder}/client.yaml", "name: Quayside\nlang: zh\n")
    repository.put(f"{folder}/contacts.yaml", "- {id: ana.sol, name: Ana Sol, authority: sign}\n")
    repository.put(f"{folder}/contracts/C-1.yaml", "title: Frame\ndeemed_clause: '7.2'\n")
    repository.put(
        f"{folder}/projects/crane/project.yaml",
        "name: Crane\ntype: custom_dev\nbinding_language: en\n",
    )
    found = changes(before, read(repository.root).portfolio)
    assert [(item.sort, item.name) for item in found] == [
        ("contact", "ana.sol"),
        ("project", "crane"),
        ("language", "quayside"),
        ("contract", "C-1"),
    ]


def test_the_workspace_names_its_language_and_uuid(repository: Repository) -> None:
    before = read(repository.root).portfolio
    repository.edit("rdclient.yaml", "lang: en", "lang: zh")
    (trust,) = changes(before, read(repository.root).portfolio)
    item = finding("RD238", trust.at, variant=trust.sort, id=trust.name, rules=("RD233 REQ-001",))
    assert told(item) == (
        "rdclient.yaml:0 RD238 the language or the uuid in rdclient.yaml is changed by this "
        "request, and used at once; as it was, this would not pass: RD233 REQ-001"
    )


def test_a_role_given_in_the_request_that_uses_it_does_not_count(repository: Repository) -> None:
    repository.edit(CONTACTS, ", authority: consult", "")
    repository.commit("no word on authority")
    repository.git("branch", "-q", "-f", "main")
    submit(repository)
    repository.edit(
        f"{PROJECT}/project.yaml",
        "person: ines.rocha, from: 2026-09-01}\n",
        "person: ines.rocha, from: 2026-09-01}\n"
        "  - {role: client_owner, person: paul.voss, from: 2026-09-01}\n",
    )
    merge_text(repository, "paul.voss")
    found = repository.check("RD238")
    assert found == [
        (
            "project.yaml:8 RD238 the people of project berths are changed by this request, and "
            "used at once; with the old ones this would not pass: RD233 REQ-001, RD235 CR-001"
        )
    ]


def test_a_policy_lowered_in_the_request_that_needs_it_does_not_count(
    repository: Repository,
) -> None:
    submit(repository)
    repository.edit(
        "policy.yaml",
        "small_change: {vendor: {level: E1}}",
        "small_change: {vendor: {level: E0}, client: {level: E0}}",
    )
    for side, person in (("client", "ines.rocha"), ("vendor", "mara.lind")):
        desk.put(repository.root, desk.Act("CR-001", person, side, "2026-11-20"))
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert codes(repository) == {"RD233", "RD236", "RD238"}
    assert repository.check("RD238") == [
        (
            "policy.yaml:6 RD238 the policy (control.sign_off.small_change.client.level) is "
            "changed by this request, and used at once; by the old one this would not pass: "
            "RD233 REQ-001, RD236 CR-001"
        )
    ]


def test_a_fault_made_lighter_in_the_same_request_does_not_count(repository: Repository) -> None:
    text = (repository.root / "policy.yaml").read_text(encoding="utf-8")
    repository.put("policy.yaml", text + "severity: {RD233: info}\n")
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    found = {i.code: i.severity.value for i in gated(repository.root)}
    assert (found["RD233"], found["RD238"]) == ("error", "error")


def test_a_policy_that_is_removed_is_a_finding(repository: Repository) -> None:
    repository.remove("policy.yaml")
    assert repository.check("RD238") == [
        (
            "policy.yaml:1 RD238 policy.yaml is removed by this request, and with it what the "
            "parties agreed on"
        )
    ]


def test_a_policy_that_was_not_there_is_a_finding(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.git("rm", "-q", "policy.yaml")
    repository.commit("no policy")
    repository.branch("other")
    assert repository.check("RD238") == [
        (
            "policy.yaml:1 RD238 there was no policy.yaml before this request, so it is judged "
            "by the shipped numbers"
        )
    ]


def test_a_key_milestone_made_ordinary_in_the_same_request_does_not_make_it_small(
    repository: Repository,
) -> None:
    text = CHANGE.replace(
        "schedule_wd: 0", "schedule_wd: 0, milestones: [{milestone: M1, due: 2026-12-11}]"
    )
    repository.edit(
        "policy.yaml", "large_change: {vendor", "large_change: {client: {seal: true}, vendor"
    )
    repository.commit("a seal for large ones")
    repository.git("branch", "-q", "-f", "main")
    submit(repository, text=text)
    repository.edit(f"{PROJECT}/milestones.yaml", "key: true", "key: false")
    merge_text(repository, "ines.rocha")
    assert "milestone" in {
        dict(item.facts)["variant"] for item in gated(repository.root) if item.code == "RD238"
    }


def test_taking_an_objector_off_the_list_does_not_silence_the_objection(
    repository: Repository,
) -> None:
    approve(repository)
    repository.git("checkout", "-q", "main")
    act = desk.Act("CR-001", "ines.rocha", "client", "2026-10-20", decision="revoke")
    desk.put(repository.root, act)
    repository.commit("revoked")
    repository.branch("other")
    repository.edit(SPEC, "at most 50 berths", "at most 80 berths")
    assert "RD233" in codes(repository)


def test_a_key_revoked_before_it_landed_does_not_sign_whatever_day_it_says(
    repository: Repository,
) -> None:
    folder = repository.root.parent
    key, public = desk.keypair(folder, "mara")
    repository.git("checkout", "-q", "main")
    repository.edit(
        "people.yaml",
        "name: Mara Lind, ",
        f"name: Mara Lind, keys: [{{key: {public}, valid_from: 2026-09-01, "
        "revoked_on: 2026-11-10}], ",
    )
    repository.commit("key")
    submit(repository)
    desk.put(repository.root, desk.Act("CR-001", "mara.lind", "vendor", "2026-11-01", key=key))
    assert [line.split()[1] for line in repository.check("RD235")] == ["RD235"]
