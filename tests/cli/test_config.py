"""``config show``: what holds, and who says so."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
AT = ("--as-of", "2026-11-20T18:00+08:00")


def _settings(out: str) -> dict[str, tuple[object, object, object]]:
    document = json.loads(out)
    assert document["schema_version"] == 1
    rows = document["settings"]
    return {row["key"]: (row["value"], row["origin"], row["since"]) for row in rows}


def _shown(rdclient: Run, workspace: Path, *words: str, lang: str = "en") -> dict[str, Any]:
    ran = rdclient("-C", workspace, "config", "show", "--format", "json", *AT, *words, lang=lang)
    assert (ran.code, ran.err) == (0, "")
    return _settings(ran.out)


def test_without_a_policy_every_number_is_shipped(rdclient: Run, workspace: Path) -> None:
    (workspace / "policy.yaml").unlink()
    shown = _shown(rdclient, workspace)
    policy = {key: row for key, row in shown.items() if key.startswith("policy.")}
    assert policy["policy.weekly.top_risks"] == (5, "shipped", None)
    assert len(policy) > 70
    assert {row[1] for row in policy.values()} == {"shipped"}
    assert shown["workspace.timezone"] == ("Asia/Shanghai", "rdclient.yaml:5", None)


def test_an_override_names_its_line_and_leaves_its_neighbours(
    rdclient: Run, workspace: Path
) -> None:
    (workspace / "policy.yaml").write_text(
        "# ours\nweekly:\n  # five are too many\n  top_risks: 3\nseverity: {RD430: info}\n"
        "change: {change_rule: }\nwording: {also_vague: {zh: [随时]}}\n",
        encoding="utf-8",
    )
    shown = _shown(rdclient, workspace)
    assert shown["policy.weekly.top_risks"] == (3, "policy.yaml:4", None)
    assert shown["policy.weekly.done_event"] == ("tested", "shipped", None)
    assert shown["policy.severity.RD430"] == ("info", "policy.yaml:5", None)
    assert shown["policy.change.change_rule"] == (None, "policy.yaml:6", None)
    assert shown["policy.wording.also_vague.zh"] == (["随时"], "policy.yaml:7", None)
    assert shown["policy.wording.also_vague.en"] == ([], "shipped", None)


def test_of_several_versions_the_one_in_force_then(rdclient: Run, workspace: Path) -> None:
    (workspace / "policy.yaml").write_text(
        "- effective_on: 2026-01-01\n  weekly: {top_risks: 3}\n"
        "- effective_on: 2026-11-20\n  weekly: {top_risks: 4}\n"
        "- effective_on: 2026-12-01\n  weekly: {top_risks: 6}\n",
        encoding="utf-8",
    )
    key = "policy.weekly.top_risks"
    assert _shown(rdclient, workspace)[key] == (4, "policy.yaml:4", "2026-11-20")
    shown = _shown(rdclient, workspace, "--as-of", "2025-12-31")
    assert shown[key] == (5, "shipped", None)
    assert _shown(rdclient, workspace, "--as-of", "2027-01-01")[key][0] == 6


@pytest.mark.parametrize(
    ("lang", "words", "expected"),
    [
        ("en", (), ("zh", "rdclient.yaml:4")),
        ("en", ("--lang", "en"), ("en", "--lang")),
    ],
)
def test_the_language_and_who_chose_it(
    rdclient: Run, workspace: Path, lang: str, words: tuple[str, ...], expected: tuple[str, str]
) -> None:
    shown = _shown(rdclient, workspace, *words, lang=lang)
    assert shown["language.documents"][:2] == expected
    assert shown["language.messages"][:2] == ("en", "LC_ALL")


def test_the_environment_comes_before_the_workspace(run_rdclient: Run, workspace: Path) -> None:
    env = {"RDCLIENT_LANG": "en", "LC_ALL": "zh_CN.UTF-8", "RDCLIENT_NO_CACHE": "1"}
    ran = run_rdclient("-C", workspace, "config", "show", "--format", "json", *AT, env=env)
    shown = _settings(ran.out)
    assert shown["language.documents"] == ("en", "RDCLIENT_LANG", None)
    assert shown["language.messages"] == ("en", "RDCLIENT_LANG", None)
    assert shown["cache.folder"] == (None, "RDCLIENT_NO_CACHE", None)


def test_text_is_one_line_a_setting_and_origins_come_when_asked(
    rdclient: Run, workspace: Path
) -> None:
    plain = rdclient("-C", workspace, "config", "show", *AT, lang="zh")
    assert plain.code == 0
    assert "policy.weekly.top_risks" in plain.out
    assert "内置" not in plain.out
    ran = rdclient("-C", workspace, "config", "show", "--origin", *AT, "--lang", "zh")
    assert "内置" in ran.out
    assert "rdclient.yaml:5" in ran.out
    assert len(ran.out.splitlines()) == len(plain.out.splitlines())
    assert len({line.split()[0] for line in ran.out.splitlines()}) == len(ran.out.splitlines())


def test_what_cannot_be_read_is_said_and_shipped_values_hold(
    rdclient: Run, workspace: Path
) -> None:
    for damage in ("weekly: [\n", "weekly: {top_risks: viele}\n"):
        (workspace / "policy.yaml").write_text(damage, encoding="utf-8")
        ran = rdclient("-C", workspace, "config", "show", "--format", "json", *AT)
        assert ran.code == 3
        assert "policy.yaml" in ran.err
        assert _settings(ran.out)["policy.weekly.top_risks"] == (5, "shipped", None)
    (workspace / "rdclient.yaml").write_text("name: [", encoding="utf-8")
    ran = rdclient("-C", workspace, "config", "show", *AT, lang="zh")
    assert ran.code == 3
    assert "rdclient.yaml" in ran.err


def test_without_a_workspace_it_is_one_clear_error(rdclient: Run, tmp_path: Path) -> None:
    assert rdclient("-C", tmp_path, "config", "show").code == 2


def test_the_group_alone_tells_what_there_is(rdclient: Run, workspace: Path) -> None:
    ran = rdclient("-C", workspace, "config")
    assert "show" in ran.out + ran.err


def test_a_calendar_of_ones_own_says_its_years(rdclient: Run, workspace: Path) -> None:
    (workspace / "calendars").mkdir()
    file = workspace / "calendars" / "cn.yaml"
    file.write_text("base: cn\nyears: [{year: 2027}]\n", encoding="utf-8")
    assert _shown(rdclient, workspace)["calendar.years"][0] == [2024, 2025, 2026, 2027]
    file.write_text("base: mars\n", encoding="utf-8")
    ran = rdclient("-C", workspace, "config", "show", *AT, lang="en")
    assert (ran.code, "calendars/cn.yaml could not be read" in ran.err) == (3, True)
