"""What the store says about sign-offs: asked of the bytes once, and again when they change."""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from tests.control.desk import Act, keypair, put
from tests.store.repositories import commit, git, repository

from rdclient.api.checking import check
from rdclient.model.signoff import Found, Proof, SignatureState, SignOff
from rdclient.store import tree
from rdclient.store.cache import opened
from rdclient.store.content import Refusal
from rdclient.store.files import Disk
from rdclient.store.snapshot import read_at
from rdclient.store.source import Source
from rdclient.store.sshkey import SshKeyError, key_in
from rdclient.store.workspace import read, read_source

Make = Callable[[Mapping[str, str]], Path]
PROJECT = "clients/northbank/projects/settlement"
FILES = {
    "people.yaml": "- {id: zhang.min, name: 张敏}\n",
    "clients/northbank/client.yaml": "name: 北辰银行\naddress_form: bank\nlang: zh\n",
    "clients/northbank/contacts.yaml": "- {id: chen.liqun, name: 陈立群}\n",
    f"{PROJECT}/project.yaml": "name: 支付结算\ntype: custom_dev\n",
    f"{PROJECT}/changes/CR-001.yaml": "title: 调整批量上限\n",
}
NOON = datetime.fromisoformat("2026-11-30T12:00+08:00")
POSIX = pytest.mark.skipif(os.name != "posix", reason="links")


@pytest.fixture
def root(make_workspace: Make) -> Path:
    """A workspace with a change request that both sides signed: on paper, and by key."""
    folder = make_workspace(FILES)
    key, _ = keypair(folder.parent, "zhang")
    by_paper = Act("CR-001", "chen.liqun", "client", "2026-11-25", scan=b"scan", seal="contract")
    put(folder, by_paper)
    put(folder, Act("CR-001", "zhang.min", "vendor", "2026-11-26", key=key))
    return folder


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """Where the user's key of the cache is kept."""
    return tmp_path / "user"


def proofs(root: Path, user: Path | None = None) -> dict[str, Proof]:
    found = read(root, cache=opened(root, user)).portfolio.all(SignOff)
    return {act.signer: act.proof for act in found}


def one(root: Path, pattern: str) -> Path:
    (file,) = root.rglob(pattern)
    return file


def without_tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take ``ssh-keygen`` away; Git stays."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").symlink_to(str(shutil.which("git")))
    monkeypatch.setenv("PATH", str(folder))


# ── what is found out ────────────────────────────────────────────────────────


def test_evidence_that_is_there_and_a_signature_that_fits_are_proof(root: Path) -> None:
    found = proofs(root)
    public = (root.parent / "zhang.pub").read_text(encoding="utf-8")
    assert found["chen.liqun"].evidence == (Found.HERE,)
    assert found["chen.liqun"].signature is SignatureState.NONE
    assert found["zhang.min"].signature is SignatureState.VALID
    assert found["zhang.min"].key == " ".join(public.split()[:2])
    assert [proof.name for proof in found.values()] == ["", ""]


def test_a_scan_that_was_changed_differs_and_one_that_was_removed_is_missing(root: Path) -> None:
    scan = one(root, "*-scan.pdf")
    scan.write_bytes(b"scam")
    assert proofs(root)["chen.liqun"].evidence == (Found.DIFFERS,)
    scan.unlink()
    assert proofs(root)["chen.liqun"].evidence == (Found.MISSING,)


@POSIX
def test_evidence_behind_a_link_or_with_another_client_is_missing(root: Path) -> None:
    scan = one(root, "*-scan.pdf")
    elsewhere = root / "clients/other/projects/p/signoffs/CR-001/evidence" / scan.name
    elsewhere.parent.mkdir(parents=True)
    scan.rename(elsewhere)
    scan.symlink_to(elsewhere)
    assert proofs(root)["chen.liqun"].evidence == (Found.MISSING,)
    scan.unlink()
    scan.parent.rmdir()
    scan.parent.symlink_to(elsewhere.parent)
    assert proofs(root)["chen.liqun"].evidence == (Found.MISSING,)


def test_a_record_is_no_evidence(root: Path) -> None:
    file = one(root, "*.client.*.json")
    scan = one(root, "*-scan.pdf").relative_to(root).as_posix()
    text = file.read_text(encoding="utf-8").replace(scan, "clients/northbank/client.yaml")
    file.write_text(text, encoding="utf-8")
    assert proofs(root, root.parent)["chen.liqun"].evidence == (Found.MISSING,)
    assert proofs(root, root.parent)["chen.liqun"].evidence == (Found.MISSING,)


def test_a_signature_over_other_words_is_invalid(root: Path) -> None:
    file = one(root, "*.vendor.*.json")
    text = file.read_text(encoding="utf-8").replace('"2026-11-26"', '"2026-11-20"')
    file.write_text(text, encoding="utf-8")
    assert proofs(root)["zhang.min"].signature is SignatureState.INVALID
    one(root, "*.sig").write_text("no signature\n", encoding="utf-8")
    assert proofs(root)["zhang.min"].signature is SignatureState.INVALID


def test_line_endings_and_spelling_of_a_statement_break_no_signature(root: Path) -> None:
    file = one(root, "*.vendor.*.json")
    spread = file.read_bytes().replace(b"\n", b"\r\n").replace(b",", b",\r\n ")
    file.write_bytes(spread)
    assert proofs(root)["zhang.min"].signature is SignatureState.VALID


def test_a_key_whose_type_is_more_than_a_word_is_none() -> None:
    import base64

    def text(content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + content

    key = text(text(b"ssh-ed25519 AAAA\n* ssh-ed25519") + text(b"x" * 32))
    blob = base64.b64encode(b"SSHSIG\0\0\0\1" + key)
    framed = b"-----BEGIN SSH SIGNATURE-----\n%b\n-----END SSH SIGNATURE-----\n" % blob
    assert key_in(framed) is None


@POSIX
def test_without_the_tool_a_signature_ends_the_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_tool(monkeypatch, tmp_path)
    with pytest.raises(SshKeyError) as error:
        read(root)
    assert error.value.args == ("ssh-missing",)


# ── what is kept of it ───────────────────────────────────────────────────────


@dataclass
class _Counting:
    """The disk, and which files were read of it."""

    disk: Disk
    read: list[str] = field(default_factory=list)

    def content(self, path: str, *, limit: int) -> bytes | Refusal:
        self.read.append(path)
        return self.disk.content(path, limit=limit)

    def is_there(self, path: str) -> bool:
        return self.disk.is_there(path)


@POSIX
def test_a_second_reading_asks_no_tool(
    root: Path, user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = proofs(root, user)
    without_tool(monkeypatch, tmp_path)
    assert proofs(root, user) == before
    assert before["zhang.min"].signature is SignatureState.VALID


def test_a_later_reading_opens_no_attachment_that_was_not_touched(root: Path, user: Path) -> None:
    time.sleep(2.1)  # what was written just before it is read would be hashed again
    opened_now: list[list[str]] = []
    for _ in range(2):
        files = _Counting(Disk(root))
        read_source(Source(root, tree.walk(root), opened(root, user), files))
        opened_now.append(sorted({Path(path).suffix for path in files.read} - {".yaml"}))
    assert opened_now == [[".json", ".pdf", ".sig"], []]


def test_what_was_found_out_of_other_bytes_is_not_believed(root: Path, user: Path) -> None:
    proofs(root, user)
    sig = one(root, "*.sig")
    good = sig.read_bytes()
    sig.write_text("no signature\n", encoding="utf-8")
    assert proofs(root, user)["zhang.min"].signature is SignatureState.INVALID
    sig.write_bytes(good)
    assert proofs(root, user)["zhang.min"].signature is SignatureState.VALID
    one(root, "*-scan.pdf").write_bytes(b"scam")
    assert proofs(root, user)["chen.liqun"].evidence == (Found.DIFFERS,)


def test_an_answer_of_check_is_stale_once_a_signature_or_a_scan_was_touched(
    root: Path, user: Path
) -> None:
    def examined() -> int:
        told: list[int] = []
        check(root, as_of=NOON, cache=user, progress=lambda done, _: told.append(done))
        return len(told)

    assert [examined(), examined()] == [1, 0]
    for pattern in ("*.sig", "*-scan.pdf"):
        file = one(root, pattern)
        content = file.read_bytes()
        file.write_bytes(content[::-1])
        assert [examined(), examined()] == [1, 0], pattern
        file.unlink()
        assert [examined(), examined()] == [1, 0], pattern
        file.write_bytes(content)
        assert [examined(), examined()] == [1, 0], pattern


# ── at a commit ──────────────────────────────────────────────────────────────


def test_evidence_and_signatures_of_a_commit_are_those_it_holds(root: Path) -> None:
    commit(repository(root), "signed")
    one(root, "*-scan.pdf").unlink()
    one(root, "*.sig").write_text("no signature\n", encoding="utf-8")
    commit(root, "spoilt")
    before, after = (
        {act.signer: act.proof for act in read_at(root, name).portfolio.all(SignOff)}
        for name in ("HEAD~1", "HEAD")
    )
    assert before["chen.liqun"].evidence == (Found.HERE,)
    assert before["zhang.min"].signature is SignatureState.VALID
    assert after["chen.liqun"].evidence == (Found.MISSING,)
    assert after["zhang.min"].signature is SignatureState.INVALID
    assert git(root, "status", "--porcelain") == ""


@POSIX
def test_evidence_that_is_a_link_in_a_commit_is_missing(root: Path) -> None:
    scan = one(root, "*-scan.pdf")
    content = scan.read_bytes()
    scan.unlink()
    (root / "scan.pdf").write_bytes(content)
    scan.symlink_to(root / "scan.pdf")
    commit(repository(root), "linked")
    (act,) = (
        act for act in read_at(root, "HEAD").portfolio.all(SignOff) if act.signer == "chen.liqun"
    )
    assert act.proof.evidence == (Found.MISSING,)
