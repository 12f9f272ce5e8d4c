"""Reading a workspace: what is found, what is stated, and what the rest still gives."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rdclient.diagnostic import UsageError
from rdclient.model.portfolio import id_of, kind_of
from rdclient.model.requirement import Requirement
from rdclient.model.risk import Risk
from rdclient.store.tree import find_root
from rdclient.store.workspace import Read, located, read

Make = Callable[[Mapping[str, str]], Path]
CLIENT = "clients/northbank/client.yaml"
PROJECT = "clients/northbank/projects/settlement"
FRAME = {
    CLIENT: "name: 北辰银行\naddress_form: bank\n",
    f"{PROJECT}/project.yaml": "name: 支付结算\ntype: custom_dev\n",
}
REQUIREMENT = "title: 批量代付\ntype: functional\n"


def _stated(found: Read) -> list[tuple[str, str, int]]:
    return [(f.code, f.location.path, f.location.line) for f in found.findings]


def test_records_come_with_the_kind_and_scope_of_their_path(make_workspace: Make) -> None:
    found = read(make_workspace({
        **FRAME, f"{PROJECT}/requirements/REQ-001.yaml": REQUIREMENT,
        f"{PROJECT}/risks.yaml": "- {id: RISK-001, event: 甲}\n- {id: RISK-002, event: 乙}\n",
    }))  # fmt: skip
    assert found.findings == ()
    kinds = [(kind_of(record), id_of(record)) for record in found.portfolio.records]
    assert sorted(kinds) == [
        ("client", "northbank"), ("project", "settlement"), ("requirement", "REQ-001"),
        ("risk", "RISK-001"), ("risk", "RISK-002"), ("workspace", ""),
    ]  # fmt: skip
    (requirement,) = found.portfolio.all(Requirement)
    assert (requirement.origin.client, requirement.origin.project) == ("northbank", "settlement")
    assert [risk.origin.pointer for risk in found.portfolio.all(Risk)] == [(0,), (1,)]
    assert found.files == 5


def test_a_collection_may_be_a_list_a_folder_of_records_or_a_folder_of_lists(
    make_workspace: Make,
) -> None:
    found = read(make_workspace({
        **FRAME, f"{PROJECT}/risks.yaml": "- {id: RISK-001, event: 甲}\n",
        f"{PROJECT}/risks/RISK-002.yaml": "event: 乙\n",
        f"{PROJECT}/risks/2026.yaml": "- {id: RISK-003, event: 丙}\n",
    }))  # fmt: skip
    assert found.findings == ()
    assert sorted(risk.id for risk in found.portfolio.all(Risk)) == [
        "RISK-001", "RISK-002", "RISK-003",
    ]  # fmt: skip


def test_a_bad_file_is_a_finding_and_the_others_are_read(make_workspace: Make) -> None:
    found = read(make_workspace({
        **FRAME, f"{PROJECT}/requirements/REQ-001.yaml": "title: [\n",
        f"{PROJECT}/requirements/REQ-002.yaml": REQUIREMENT,
        f"{PROJECT}/requirements/REQ-003.yaml": REQUIREMENT + "titel: x\n",
        f"{PROJECT}/risks.yaml": "- {id: RISK-001}\n- 5\n- {id: RISK-003, event: 丙}\n",
    }))  # fmt: skip
    assert _stated(found) == [
        ("RD003", f"{PROJECT}/requirements/REQ-001.yaml", 2),
        ("RD005", f"{PROJECT}/requirements/REQ-003.yaml", 3),
        ("RD007", f"{PROJECT}/risks.yaml", 1),
        ("RD006", f"{PROJECT}/risks.yaml", 2),
    ]
    assert [r.id for r in found.portfolio.all(Requirement)] == ["REQ-002"]
    assert [r.id for r in found.portfolio.all(Risk)] == ["RISK-003"]
    assert found.unread_ids == {"REQ-001", "REQ-003", "RISK-001"}
    assert found.unread_kinds == {"risk"}


def test_people_that_cannot_be_read_may_be_anybody(make_workspace: Make) -> None:
    found = read(make_workspace({**FRAME, "people.yaml": "- {id: zhang.min, nmae: 张敏}\n"}))
    assert found.unread_kinds == {"person"}
    contacts = "- {id: wang.xm, nmae: 王雪梅}\n"
    found = read(make_workspace({**FRAME, "clients/northbank/contacts.yaml": contacts}))
    assert found.unread_kinds == {"person"}


def test_an_empty_list_is_sound_and_an_empty_record_lacks_its_fields(make_workspace: Make) -> None:
    found = read(make_workspace({
        **FRAME, "people.yaml": "", f"{PROJECT}/tasks.yaml": "# 待填写\n",
        f"{PROJECT}/requirements/REQ-001.yaml": "",
    }))  # fmt: skip
    assert {(f.code, f.location.path) for f in found.findings} == {
        ("RD007", f"{PROJECT}/requirements/REQ-001.yaml")
    }
    assert "title" in {f.fact("field") for f in found.findings}


def test_the_file_name_is_the_id(make_workspace: Make) -> None:
    found = read(make_workspace({
        **FRAME, f"{PROJECT}/requirements/REQ-001.yaml": f"id: REQ-001\n{REQUIREMENT}",
        f"{PROJECT}/requirements/REQ-002.yaml": f"id: REQ-003\n{REQUIREMENT}",
    }))  # fmt: skip
    assert _stated(found) == [("RD011", f"{PROJECT}/requirements/REQ-002.yaml", 1)]
    assert [r.id for r in found.portfolio.all(Requirement)] == ["REQ-001", "REQ-002"]


def test_an_id_twice_in_its_scope_is_stated_where_it_comes_again(make_workspace: Make) -> None:
    found = read(make_workspace({
        **FRAME,
        f"{PROJECT}/risks.yaml": "- {id: RISK-001, event: 甲}\n\n- {id: RISK-001, event: 乙}\n",
        f"{PROJECT}/risks/RISK-001.yaml": "event: 丙\n",
        "clients/northbank/projects/other/project.yaml": FRAME[f"{PROJECT}/project.yaml"],
        "clients/northbank/projects/other/risks.yaml": "- {id: RISK-001, event: 丁}\n",
    }))  # fmt: skip
    assert _stated(found) == [
        ("RD010", f"{PROJECT}/risks.yaml", 3), ("RD010", f"{PROJECT}/risks/RISK-001.yaml", 1),
    ]  # fmt: skip
    assert found.findings[0].fact("other") == f"{PROJECT}/risks.yaml:1"


def test_a_person_is_one_id_within_a_client(make_workspace: Make) -> None:
    found = read(make_workspace({
        **FRAME, "people.yaml": "- {id: zhang.min, name: 张敏}\n",
        "clients/northbank/contacts.yaml": "- {id: zhang.min, name: 张敏（行方）}\n",
    }))  # fmt: skip
    assert _stated(found) == [("RD010", "clients/northbank/contacts.yaml", 1)]
    assert found.findings[0].fact("other") == "people.yaml:1"


def test_a_misplaced_file_is_told_the_folder_that_was_meant(make_workspace: Make) -> None:
    found = read(make_workspace({**FRAME, f"{PROJECT}/requirement/REQ-001.yaml": REQUIREMENT}))
    (finding,) = found.findings
    assert (finding.code, finding.fact("variant")) == ("RD019", "near")
    assert finding.fact("known") == ("requirements",)


def test_a_workspace_in_a_workspace_is_misplaced(make_workspace: Make) -> None:
    found = read(
        make_workspace({**FRAME, "docs/notes.yaml": "a: 1\n", "sub/rdclient.yaml": "a: 1\n"})
    )
    assert _stated(found) == [("RD019", "sub/rdclient.yaml", 1)]


def test_times_without_offset_are_read_in_the_zone_of_the_workspace(make_workspace: Make) -> None:
    event = "events: [{at: 2026-11-20 14:00, type: collected}]\n"
    found = read(
        make_workspace({**FRAME, f"{PROJECT}/requirements/REQ-001.yaml": REQUIREMENT + event})
    )
    (requirement,) = found.portfolio.all(Requirement)
    assert requirement.events[0].at.instant.isoformat() == "2026-11-20T06:00:00+00:00"


def test_folders_that_hold_no_records_are_not_looked_into(make_workspace: Make) -> None:
    files = {f"{folder}/x.yaml": "a: [\n" for folder in (
        ".git", ".venv", "node_modules", "docs", "evidence", "attachments", "calendars/old",
        f"{PROJECT}/node_modules", ".rdclient-cache",
    )}  # fmt: skip
    assert read(make_workspace({**FRAME, **files})).findings == ()


def test_templates_are_read_with_the_workspace(make_workspace: Make) -> None:
    found = read(make_workspace({
        **FRAME, "templates/zh/minutes.md.j2": "# 纪要\n", "templates/README.md": "x",
        "docs/zh/minutes.md.j2": "x",
    }))  # fmt: skip
    assert found.findings == ()
    assert dict(found.templates) == {"zh/minutes.md.j2": "# 纪要\n"}


def test_reading_twice_gives_the_same_in_the_same_order(make_workspace: Make) -> None:
    root = make_workspace(
        {**FRAME, **{f"{PROJECT}/requirements/REQ-{n:03}.yaml": "x: 1\n" for n in range(30)}}
    )
    assert read(root).findings == read(root).findings
    paths = [finding.location.path for finding in read(root).findings]
    assert paths == sorted(paths)


def test_findings_without_a_line_are_given_theirs(make_workspace: Make) -> None:
    found = read(make_workspace({**FRAME, f"{PROJECT}/requirements/REQ-001.yaml": REQUIREMENT}))
    from rdclient.diagnostic import Location, finding

    bare = finding("RD202", Location(f"{PROJECT}/requirements/REQ-001.yaml", ("type",)))
    (placed,) = located((bare,), found.texts)
    assert (placed.location.line, placed.location.column) == (2, 7)
    assert placed.location.source == "type: functional"


def test_the_root_is_the_nearest_folder_upwards(make_workspace: Make, tmp_path: Path) -> None:
    root = make_workspace(FRAME)
    assert find_root(root / PROJECT) == root
    assert find_root(root) == root
    with pytest.raises(UsageError, match="no-workspace"):
        find_root(tmp_path)
    with pytest.raises(UsageError, match="no-workspace"):
        find_root(root.parent / "nowhere" / "below")


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_link_is_stated_once_and_never_followed(make_workspace: Make, tmp_path: Path) -> None:
    root = make_workspace(FRAME)
    (root / "clients" / "loop").symlink_to(root / "clients")
    (root / "policy.yaml").symlink_to(tmp_path / "policy.yaml")
    (root / "notes.txt").symlink_to(tmp_path / "notes.txt")
    assert _stated(read(root)) == [("RD001", "clients/loop", 1), ("RD001", "policy.yaml", 1)]
