"""What the writing verbs leave alone: statements, signatures and evidence keep every byte."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.control.desk import Act, keypair, put
from tests.store.repositories import commit, git, repository

Run = Callable[..., Any]
Make = Callable[[Mapping[str, str]], Path]
Contents = Callable[[Path], dict[str, str]]
PROJECT = "clients/northbank/projects/settlement"
SIGNED = f"{PROJECT}/signoffs/CR-001"
FILES = {
    "people.yaml": "- {id: zhang.min, name: 张敏}\n",
    "clients/northbank/client.yaml": "name: 北辰银行\naddress_form: bank\nlang: zh\n",
    "clients/northbank/contacts.yaml": "- {id: chen.liqun, name: 陈立群}\n",
    f"{PROJECT}/project.yaml": "name: 支付结算\ntype: custom_dev\n",
    f"{PROJECT}/requirements/REQ-001.yaml": "title: 批量代付\ntype: functional\n",
    f"{PROJECT}/requirements/REQ-002.yaml": "title: 日终对账\ntype: functional\n",
    f"{PROJECT}/changes/CR-001.yaml": """\
title: 调整批量上限
items: [{op: modify, requirement: REQ-001, set: {title: 批量代发}}]
events: [{at: 2026-11-20, type: submitted, by: zhang.min}]
""",
    f"{PROJECT}/changes/CR-002.yaml": "title: 其他\n",
}


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def signed(make_workspace: Make) -> Path:
    """A workspace with a change request that both sides signed: on paper, and by key."""
    folder = make_workspace(FILES)
    key, _ = keypair(folder.parent, "zhang")
    put(folder, Act("CR-001", "chen.liqun", "client", "2026-11-21", scan=b"scan"))
    put(folder, Act("CR-001", "zhang.min", "vendor", "2026-11-22", key=key))
    return folder


def statement(root: Path) -> str:
    (path,) = root.glob(f"{SIGNED}/*.client.*.json")
    return path.relative_to(root).as_posix()


def test_fmt_touches_no_file_of_sign_offs_not_even_when_it_is_named(
    rdclient: Run, contents: Contents, signed: Path
) -> None:
    (signed / PROJECT / "changes/CR-002.yaml").write_text("title:   其他\n", encoding="utf-8")
    before = contents(signed / SIGNED)
    assert rdclient("-C", signed, "fmt").code == 0
    assert rdclient("-C", signed, "fmt", statement(signed)).code in {0, 2}
    assert contents(signed / SIGNED) == before
    text = (signed / PROJECT / "changes/CR-002.yaml").read_text(encoding="utf-8")
    assert text == "title: 其他\n"


def test_a_sign_off_is_neither_made_with_new_nor_changed_with_set_or_event(
    rdclient: Run, contents: Contents, signed: Path
) -> None:
    before, path = contents(signed), statement(signed)
    name = Path(path).stem
    for words in (
        ("new", "signoff"), ("set", path, "signer", "zhang.min"), ("set", name, "side", "vendor"),
        ("set", "signoff CR-001", "decision", "reject"), ("event", name, "approve"),
    ):  # fmt: skip
        ran = rdclient("-C", signed, *words)
        assert (ran.code, ran.out) == (2, ""), words
        assert "rdclient signoff add" in ran.err, words
        assert ran.err.count("\n") == 1, words
    assert contents(signed) == before


def test_a_baseline_is_made_with_its_own_verb(rdclient: Run, signed: Path) -> None:
    ran = rdclient("-C", signed, "new", "baseline", lang="zh")
    assert ran.err == "错误：基线不用 new 新建，请运行 rdclient baseline create\n"


@pytest.mark.parametrize(
    ("old", "new"), [("CR-001", "CR-009"), ("REQ-001", "REQ-009"), ("chen.liqun", "chen.lq")]
)
def test_an_id_that_stands_in_signed_words_stays(
    rdclient: Run, contents: Contents, signed: Path, old: str, new: str
) -> None:
    before = contents(signed)
    ran = rdclient("-C", signed, "renumber", old, new)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {old} stands in what was signed ({SIGNED}/")
    assert contents(signed) == before


def test_other_ids_of_the_project_can_still_change(rdclient: Run, signed: Path) -> None:
    assert rdclient("-C", signed, "renumber", "REQ-002", "REQ-009").code == 0
    assert rdclient("-C", signed, "renumber", "CR-002", "CR-009").code == 0


def test_of_two_requests_with_one_id_the_one_nobody_signed_is_given_another(
    rdclient: Run, signed: Path
) -> None:
    twins = f"{PROJECT}/changes/2026.yaml"
    (signed / twins).write_text("- {id: CR-001, title: 另一份}\n", encoding="utf-8")
    ran = rdclient("-C", signed, "renumber", "CR-001", "CR-009", "--file", twins)
    assert ran.code == 0, ran.err
    assert "id: CR-009" in (signed / twins).read_text(encoding="utf-8")
    (signed / twins).write_text("- {id: CR-001, title: 另一份}\n", encoding="utf-8")
    own = f"{PROJECT}/changes/CR-001.yaml"
    ran = rdclient("-C", signed, "renumber", "CR-001", "CR-010", "--file", own)
    assert ran.code == 2


def test_an_event_of_a_signed_request_is_added_as_ever(
    rdclient: Run, contents: Contents, signed: Path
) -> None:
    before = contents(signed / SIGNED)
    ran = rdclient("-C", signed, "event", "CR-001", "pm_review", "--at", "2026-11-21")
    assert ran.code == 0, ran.err
    assert contents(signed / SIGNED) == before


def test_save_commits_statements_signatures_and_scans_as_they_are(
    rdclient: Run, contents: Contents, signed: Path
) -> None:
    git(repository(signed), "config", "user.name", "zhang")
    git(signed, "config", "user.email", "zhang@example.com")
    before = contents(signed / SIGNED)
    ran = rdclient("-C", signed, "save", "--anyway")
    assert ran.code == 0, ran.err
    assert contents(signed / SIGNED) == before
    saved = git(signed, "ls-files", SIGNED).splitlines()
    assert sorted(Path(path).suffix for path in saved) == [".json", ".json", ".pdf", ".sig"]


def test_lines_that_git_turns_break_no_signature_where_doctor_set_it_up(
    rdclient: Run, signed: Path, tmp_path: Path
) -> None:
    (signed / SIGNED / "evidence/mail.eml").write_bytes(b"From: a\r\n\r\nyes\n")
    rdclient("-C", repository(signed), "doctor", "--fix")
    commit(signed, "signed")
    git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(signed), "windows")
    found = sorted((tmp_path / "windows" / SIGNED).rglob("*.*"))
    assert [file.read_bytes() for file in found] == [
        (signed / file.relative_to(tmp_path / "windows")).read_bytes() for file in found
    ]
    assert len(found) == 5


def test_an_id_that_stands_in_a_baseline_stays_signed_or_not(rdclient: Run, signed: Path) -> None:
    entry = f"{{requirement: REQ-002, fingerprint: 'sha256-v1:{'0' * 64}', content: {{}}}}"
    text = f"title: 规格\nversion: V1.0\ncreated_on: 2026-11-20\nentries: [{entry}]\n"
    baseline = signed / PROJECT / "baselines/V1.yaml"
    baseline.parent.mkdir()
    baseline.write_text(text, encoding="utf-8")
    ran = rdclient("-C", signed, "renumber", "REQ-002", "REQ-009")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: REQ-002 stands in a baseline")
