"""Who may sign for whom on a day."""

from datetime import date

import pytest
from fixtures import Desk, request

from rdclient.control.authority import (
    bare,
    is_there,
    is_valid,
    key_of,
    may_sign,
    roles_on,
    signer_of,
)
from rdclient.control.base import Matter
from rdclient.model.base import Record
from rdclient.model.change import Change
from rdclient.model.client import Contact, Key, Person, Role
from rdclient.model.policy import SidePolicy

DAY = date(2026, 10, 15)
PROJECT_FILE = "clients/linhai/projects/portal/project.yaml"


def scene(desk: Desk) -> tuple[Matter, Record]:
    """The records, and a request to ask about."""
    desk.changes(request("CR-001", "导出"))
    matter = desk.matter()
    return matter, matter.portfolio.all(Change)[0]


def wanted(**policy: object) -> SidePolicy:
    return SidePolicy.model_validate({"level": "E1", **policy})


def who(matter: Matter, near: Record, name: str) -> Person | Contact:
    found = signer_of(matter, name, near)
    assert found is not None
    return found


def test_a_statement_names_people_by_their_id_only(desk: Desk) -> None:
    matter, near = scene(desk)
    assert who(matter, near, "gao.wenbo").name == "高文博"
    assert signer_of(matter, "高文博", near) is None
    assert signer_of(matter, "wu.ming", near) is None


def test_an_id_that_means_two_people_means_nobody(desk: Desk) -> None:
    desk.change_text("clients/linhai/contacts.yaml", "id: ye.qiu", "id: qin.yue")
    matter, near = scene(desk)
    assert signer_of(matter, "qin.yue", near) is None


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 10, 16), None, False),
        (None, date(2026, 10, 14), False),
    ],
)
def test_both_ends_of_a_time_at_the_firm_count(
    start: date | None,
    end: date | None,
    there: bool,  # noqa: FBT001
) -> None:
    person = Person.model_validate({"id": "a", "name": "甲", "from": start, "to": end})
    assert is_there(person, DAY) is there


def test_a_contact_holds_the_role_of_the_list_and_those_of_the_project(desk: Desk) -> None:
    matter, near = scene(desk)
    assert roles_on(matter, who(matter, near, "gao.wenbo"), near, DAY) == {
        Role.SIGNATORY, Role.CLIENT_OWNER,
    }  # fmt: skip
    early = date(2026, 8, 30)
    assert roles_on(matter, who(matter, near, "gao.wenbo"), near, early) == {Role.SIGNATORY}
    assert roles_on(matter, who(matter, near, "qin.yue"), near, early) == frozenset()


def test_without_anything_in_policy_everybody_of_the_side_may(desk: Desk) -> None:
    matter, near = scene(desk)
    assert may_sign(matter, who(matter, near, "ye.qiu"), wanted(), near, DAY)


@pytest.mark.parametrize(
    ("name", "policy", "may"),
    [
        ("gao.wenbo", {"authority": ["sign"]}, True),
        ("ye.qiu", {"authority": ["sign"]}, False),
        ("gao.wenbo", {"roles": ["signatory"]}, True),
        ("ye.qiu", {"roles": ["client_technical"]}, True),
        ("ye.qiu", {"roles": ["client_technical"], "authority": ["sign"]}, False),
        ("ye.qiu", {"roles": ["client_technical"], "authority": ["consult"]}, True),
        ("qin.yue", {"roles": ["project_manager"]}, True),
        ("luo.jing", {"roles": ["project_manager"]}, False),
        ("qin.yue", {"authority": ["sign"]}, False),
    ],
)
def test_a_role_or_an_authority_of_the_policy_is_needed(
    desk: Desk,
    name: str,
    policy: dict[str, object],
    may: bool,  # noqa: FBT001
) -> None:
    matter, near = scene(desk)
    assert may_sign(matter, who(matter, near, name), wanted(**policy), near, DAY) is may


def test_a_role_is_held_from_its_first_to_its_last_day(desk: Desk) -> None:
    desk.change_text(
        PROJECT_FILE,
        "{role: project_manager, person: qin.yue, from: 2026-08-31}",
        "{role: project_manager, person: qin.yue, from: 2026-08-31, to: 2026-10-14}",
    )
    matter, near = scene(desk)
    manager = wanted(roles=["project_manager"])
    person = who(matter, near, "qin.yue")
    assert may_sign(matter, person, manager, near, date(2026, 10, 14))
    assert not may_sign(matter, person, manager, near, DAY)


def test_a_role_of_the_other_side_is_no_role(desk: Desk) -> None:
    desk.change_text(
        PROJECT_FILE,
        "{role: client_owner, person: gao.wenbo, from: 2026-08-31}",
        "{role: client_owner, person: luo.jing, from: 2026-08-31}",
    )
    matter, near = scene(desk)
    person = who(matter, near, "luo.jing")
    assert not may_sign(matter, person, wanted(roles=["client_owner"]), near, DAY)


@pytest.mark.parametrize(
    ("day", "valid"),
    [("2026-10-14", False), ("2026-10-15", True), ("2026-10-31", True), ("2026-11-01", False)],
)
def test_a_key_counts_from_its_first_day_until_the_day_before_it_is_revoked(
    day: str,
    valid: bool,  # noqa: FBT001
) -> None:
    key = Key.model_validate(
        {"key": "ssh-ed25519 AAAA", "valid_from": "2026-10-15", "revoked_on": "2026-11-01"}
    )
    assert is_valid(key, date.fromisoformat(day)) is valid


def test_the_comment_behind_a_key_and_blanks_do_not_matter() -> None:
    person = Person.model_validate(
        {
            "id": "a",
            "name": "甲",
            "keys": [{"key": "ssh-ed25519  AAAA  a@home", "valid_from": "2026-10-15"}],
        }
    )
    assert key_of(person, "ssh-ed25519 AAAA") is person.keys[0]
    assert key_of(person, "ssh-ed25519 AAAB") is None
    assert key_of(person, "ssh-rsa AAAA") is None
    assert bare("ssh-ed25519\tAAAA b@work and more") == "ssh-ed25519 AAAA"
