"""``anchor verify``: a document beside the records of a revision."""

import json
import runpy
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

FORMS = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "reports" / "forms.py")))
FRAME = {
    "people.yaml": "- {id: zhang.min, name: 张敏}\n- {id: zhou.tao, name: 周涛}\n",
    "clients/nb/client.yaml": "name: 北辰银行\ncode: BC\n",
}
AT = ("--as-of", "2026-12-20 18:00", "--audience", "client")


def git(root: Path, *words: str) -> str:
    """What Git says, without anything of this computer's configuration."""
    named = ("-c", "user.name=T", "-c", "user.email=t@example.com")
    environment = {"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "HOME": str(root)}
    done = subprocess.run(
        ["git", *named, *words],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository with the small project, committed."""
    root = tmp_path / "workspace"
    for place, text in {**FORMS.FRAME, **FRAME}.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = text.splitlines()
        indent = min((len(li) - len(li.lstrip()) for li in lines if li.strip()), default=0)
        path.write_text("\n".join(li[indent:] for li in lines) + "\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    return root


@pytest.fixture
def verify(workspace: Path, tmp_path: Path, run_rdclient: Callable[..., Any]) -> Callable[..., Any]:
    """A function that makes the client's form and verifies it, changed in between."""

    def verified(
        change: Callable[[Path], object] = lambda _: None,
        *words: str,
        form: str = "md",
        report: tuple[str, ...] = ("change-form", "CR-1"),
    ) -> Any:  # noqa: ANN401 - what the fixture gives
        file = tmp_path / f"document.{form}"
        made = run_rdclient(*report, *AT, "--format", form, "-o", str(file), cwd=workspace)
        assert made.code == 0, made.err
        change(file)
        return run_rdclient("anchor", "verify", str(file), "--at", "HEAD", *words, cwd=workspace)

    return verified


def replaced(old: str, new: str) -> Callable[[Path], object]:
    """A change of the words in a file."""

    def change(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize(
    ("report", "name"),
    [
        (("change-form", "CR-1"), "变更申请单 nb/pay/CR-1"),
        (("weekly-report", "pay"), "项目周报 nb/pay"),
        (("contract-annex", "pay"), "合同附件 nb/pay"),
    ],
)
def test_a_document_of_the_revision_matches(
    verify: Callable[..., Any], form: str, report: tuple[str, ...], name: str
) -> None:
    found = verify(form=form, report=report)
    assert found.code == 0
    assert found.out.splitlines()[0].startswith(f"{name}，客户版，中文，")
    assert found.out.splitlines()[1].startswith("相符：数据版本 ")


def test_words_that_were_edited_are_noticed_although_the_anchor_is_whole(
    verify: Callable[..., Any],
) -> None:
    found = verify(replaced("不超过20000笔", "不超过90000笔"))
    assert found.code == 1
    assert "不符：数据版本 " in found.out
    assert "相同，但文字与按记录重新生成的不同" in found.out


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_first_line_that_was_edited_is_shown_from_shortly_before_the_edit(
    verify: Callable[..., Any], form: str
) -> None:
    found = verify(replaced("不超过20000笔", "不超过90000笔"), form=form)
    line = found.out.splitlines()[2]
    assert line.startswith("第一处不同在文件第")
    seen, made = line.split("，由记录生成的为")
    assert "单批不超过90000笔" in seen
    assert "单批不超过20000笔" in made


def test_lines_that_were_added_at_the_end_are_shown_as_such(verify: Callable[..., Any]) -> None:
    found = verify(replaced("\n<!--", "\n另：免收费用\n<!--"))
    assert "文件为“另：免收费用”，由记录生成的为“<!-- rdclient-anchor" in found.out


def test_line_ends_and_blanks_at_their_ends_do_not_matter(verify: Callable[..., Any]) -> None:
    assert verify(replaced("\n", " \r\n")).code == 0


def test_a_data_version_that_was_edited_differs(verify: Callable[..., Any]) -> None:
    found = verify(replaced("data=", "data=0000000; x="), "--format", "json")
    assert found.code == 1
    told = json.loads(found.out)
    assert (told["outcome"], told["stated"]) == ("differs", "0000000")
    assert told["made"] != "0000000"


def test_records_that_changed_since_differ_and_the_old_revision_still_matches(
    verify: Callable[..., Any], workspace: Path, tmp_path: Path, run_rdclient: Callable[..., Any]
) -> None:
    assert verify().code == 0
    FORMS.edit(workspace, FORMS.CHANGE, "年终", "月末")
    git(workspace, "commit", "-qam", "two")
    file = str(tmp_path / "document.md")
    now = run_rdclient("anchor", "verify", file, "--at", "HEAD", cwd=workspace)
    assert (now.code, now.out.splitlines()[1][:3]) == (1, "不符：")
    before = run_rdclient("anchor", "verify", file, "--at", "HEAD~1", cwd=workspace)
    assert before.code == 0


def test_a_subject_that_the_revision_does_not_hold_is_told_so(verify: Callable[..., Any]) -> None:
    found = verify(replaced("nb/pay/CR-1", "nb/pay/CR-9"))
    assert found.code == 1
    assert "记录中没有该文件所述的内容（nb/pay/CR-9）" in found.out


@pytest.mark.parametrize(
    "content", ["# 别人的文档\n", "<!-- rdclient-anchor: report=../../etc; data=0123abc -->\n"]
)
def test_a_document_that_is_not_ours_is_told_so(verify: Callable[..., Any], content: str) -> None:
    found = verify(lambda path: path.write_text(content, encoding="utf-8"))
    assert found.code == 1
    assert "不是由本程序生成的文档" in found.out or "no document of ours" in found.out


def test_records_that_cannot_be_read_make_no_verdict(
    verify: Callable[..., Any], workspace: Path
) -> None:
    def spoil(_: Path) -> None:
        (workspace / FORMS.REQUIREMENT).write_text("title: [\n", encoding="utf-8")
        git(workspace, "commit", "-qam", "spoilt")

    found = verify(spoil)
    assert found.code == 3
    assert "无法核对" in found.err or "cannot compare" in found.err


def test_a_revision_that_does_not_exist_and_a_file_that_is_none_say_what_to_do(
    workspace: Path, tmp_path: Path, run_rdclient: Callable[..., Any]
) -> None:
    missing = run_rdclient("anchor", "verify", str(tmp_path / "none.md"), cwd=workspace)
    assert missing.code == 2
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\x00\xff")
    assert run_rdclient("anchor", "verify", str(picture), cwd=workspace).code == 2
