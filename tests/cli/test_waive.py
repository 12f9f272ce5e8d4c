"""``waive``: a waiver that ``check`` accepts, or none at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Contents = Callable[[Path], dict[str, str]]
AT = ("--as-of", "2026-11-20T18:00+08:00")
NEED = ("--reason", "等客户提供指标", "--approver", "qin.yue", "--until", "2099-12-31")


@pytest.fixture
def lacking(workspace: Path, project: Path) -> Path:
    """The workspace with one finding: RD212 of REQ-001."""
    file = project / "requirements" / "REQ-001.yaml"
    text = file.read_text(encoding="utf-8")
    line = "    - {metric: 对账单打开时间, target: 不大于2秒, condition: 100个并发用户}\n"
    assert line in text
    file.write_text(text.replace("  performance:\n" + line, ""), encoding="utf-8")
    return workspace


def _codes(rdclient: Run, workspace: Path) -> list[str]:
    out = rdclient("-C", workspace, "check", "--format", "json", *AT).out
    return [item["code"] for item in json.loads(out)["findings"]]


def test_a_finding_is_set_aside_until_that_day(rdclient: Run, lacking: Path) -> None:
    assert "RD212" in _codes(rdclient, lacking)
    ran = rdclient("-C", lacking, "waive", "RD212", "portal/REQ-001", *NEED, lang="zh")
    assert (ran.code, ran.out) == (0, "waivers.yaml\n"), ran.err
    assert "覆盖目前的1条 RD212 结果" in ran.err
    assert (lacking / "waivers.yaml").read_text(encoding="utf-8") == (
        "- code: RD212\n  scope: portal/REQ-001\n  reason: 等客户提供指标\n"
        "  approvers: [qin.yue]\n  until: 2099-12-31\n"
    )
    assert "RD212" not in _codes(rdclient, lacking)
    assert "RD018" not in _codes(rdclient, lacking)


def test_people_days_and_codes_are_taken_as_they_are_said(rdclient: Run, lacking: Path) -> None:
    words = ("--reason", "x", "--approver", "秦岳", "--until", "明天")
    ran = rdclient("-C", lacking, "waive", "ｒｄ212", "REQ-001", *words)
    assert ran.code == 0, ran.err
    text = (lacking / "waivers.yaml").read_text(encoding="utf-8")
    assert "code: RD212" in text
    assert "approvers: [qin.yue]" in text
    ran = rdclient("-C", lacking, "explain", "RD212")
    rule = ran.out.split(" · ")[1]
    ran = rdclient("-C", lacking, "waive", rule, "portal", *NEED)
    assert ran.code == 0, ran.err


def test_one_of_a_client_stands_in_its_folder(rdclient: Run, lacking: Path) -> None:
    ran = rdclient("-C", lacking, "waive", "RD212", "REQ-001", *NEED, "--client", "linhai")
    assert ran.out == "clients/linhai/waivers.yaml\n", ran.err
    assert "RD212" not in _codes(rdclient, lacking)


def test_what_covers_nothing_now_is_written_and_said(rdclient: Run, workspace: Path) -> None:
    ran = rdclient("-C", workspace, "waive", "RD212", "portal", *NEED)
    assert ran.code == 0
    assert "note: there is no finding of RD212 in its scope now" in ran.err


CLOCK = """\
- {id: TCK-0777, title: 对账不平, project: portal, priority: normal, kind: question,
   events: [{at: 2026-11-02 09:00, type: opened, by: gao.wenbo}]}
"""


def test_of_a_clock_the_promises_in_scope_are_counted(rdclient: Run, workspace: Path) -> None:
    (workspace / "clients" / "linhai" / "tickets.yaml").write_text(CLOCK, encoding="utf-8")
    ran = rdclient("-C", workspace, "waive", "RD502", "TCK-0777", *NEED, "--dry-run", lang="zh")
    assert ran.code == 0, ran.err
    assert "豁免目前的1项 RD502 时限" in ran.err
    ran = rdclient("-C", workspace, "waive", "RD502", "TCK-0777", *NEED, "--dry-run")
    assert "clocks of RD502 that it sets aside now: 1" in ran.err
    ran = rdclient("-C", workspace, "waive", "RD513", "TCK-0777", *NEED, "--dry-run")
    assert "note: no clock of RD513 in its scope is open or missed now" in ran.err


def test_the_same_twice_is_written_once(rdclient: Run, lacking: Path, contents: Contents) -> None:
    rdclient("-C", lacking, "waive", "RD212", "portal/REQ-001", *NEED)
    before = contents(lacking)
    ran = rdclient("-C", lacking, "waive", "RD212", "portal/REQ-001", *NEED)
    assert (ran.code, ran.out) == (0, "")
    assert "nothing was written" in ran.err
    assert contents(lacking) == before


def test_others_in_the_file_stay_as_they_are(rdclient: Run, lacking: Path) -> None:
    kept = (
        "# 豁免\r\n- {code: RD213, scope: portal, reason: '延期 ', approvers: [qin.yue], "
        "until: 2099-01-01}  # 行内\r\n"
    )
    (lacking / "waivers.yaml").write_bytes(kept.encode())
    assert rdclient("-C", lacking, "waive", "RD212", "REQ-001", *NEED).code == 0
    after = (lacking / "waivers.yaml").read_bytes().decode()
    assert after.startswith(kept)
    assert "RD018" not in _codes(rdclient, lacking)


def test_a_dry_run_writes_nothing(rdclient: Run, lacking: Path, contents: Contents) -> None:
    before = contents(lacking)
    ran = rdclient("-C", lacking, "waive", "RD212", "REQ-001", *NEED, "--dry-run")
    assert ran.code == 0
    assert "+- code: RD212" in ran.out
    assert contents(lacking) == before


def test_both_sides_approve_what_only_both_may(rdclient: Run, workspace: Path) -> None:
    ran = rdclient("-C", workspace, "waive", "RD422", "portal", *NEED)
    assert ran.code == 2
    ran = rdclient("-C", workspace, "waive", "RD422", "portal", *NEED, "--approver", "gao.wenbo",
                   "--client", "linhai")  # fmt: skip
    assert ran.code == 0, ran.err


BAD = {
    "a code that is none": (("RD2122", "portal"), "RD212"),
    "a code of the reader": (("RD001", "portal"), "RD001"),
    "a code never waived": (("RD012", "portal"), "RD012"),
    "a scope that is nothing": (("RD212", "portal/REQ-404"), "REQ-404"),
    "a scope of another client": (("RD212", "portal", "--client", "nobody"), "nobody"),
    "nobody": (("RD212", "portal", "--approver", "wu.ming"), "wu.ming"),
    "a day that is over": (("RD212", "portal", "--until", "2026-01-31"), "2026-01-31"),
    "no day": (("RD212", "portal", "--until", "尽快"), "尽快"),
    "no reason": (("RD212", "portal", "--reason", " "), "--reason"),
    "an unseen character": (("RD212", "portal", "--reason", "a\u202eb"), "U+202E"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_check_would_not_accept_is_not_written(
    rdclient: Run, workspace: Path, contents: Contents, case: str
) -> None:
    words, said = BAD[case]
    before = contents(workspace)
    for lang in ("zh", "en"):
        ran = rdclient("-C", workspace, "waive", *words[:2], *NEED, *words[2:], lang=lang)
        assert ran.code == 2, ran
        assert ran.out == ""
        assert said in ran.err
    assert contents(workspace) == before


@pytest.mark.parametrize("missing", ["--reason", "--approver", "--until"])
def test_nothing_needed_may_be_left_out(rdclient: Run, workspace: Path, missing: str) -> None:
    words = list(NEED)
    at = words.index(missing)
    ran = rdclient("-C", workspace, "waive", "RD212", "portal", *words[:at], *words[at + 2 :])
    assert ran.code == 2
    assert missing in ran.err


def test_a_damaged_file_of_waivers_is_left_alone(
    rdclient: Run, lacking: Path, contents: Contents
) -> None:
    (lacking / "waivers.yaml").write_text("- {code: RD212\n", encoding="utf-8")
    before = contents(lacking)
    assert rdclient("-C", lacking, "waive", "RD212", "REQ-001", *NEED).code == 3
    assert contents(lacking) == before


def test_a_scope_that_may_stand_in_an_unread_file_is_not_called_wrong(
    rdclient: Run, lacking: Path, project: Path, contents: Contents
) -> None:
    (project / "requirements" / "REQ-005.yaml").write_text("a: [", encoding="utf-8")
    before = contents(lacking)
    ran = rdclient("-C", lacking, "waive", "RD212", "REQ-005", *NEED)
    assert ran.code == 3
    assert "REQ-005.yaml" in ran.err
    assert contents(lacking) == before
