"""Waivers: what they set aside, how far they reach, and when they do not count."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest

from rdclient import api
from rdclient.cli import app, console
from rdclient.diagnostic import CODES, Producer
from rdclient.rules.waiver import APPROVED_BY_BOTH, NEVER_WAIVED

BASE = Path(__file__).resolve().parent / "base"
PROJECT = "clients/linhai/projects/portal"
MEETING = f"{PROJECT}/meetings/MTG-001.yaml"
AS_OF = "2026-11-20T18:00+08:00"
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A function that makes a workspace with two lacks of RD421 and the waivers given."""

    def write(waiver: str, *, where: str = "waivers.yaml") -> Path:
        root = tmp_path / "workspace"
        copytree(BASE, root, dirs_exist_ok=True)
        for name, path in (("MTG-001", MEETING), ("MTG-002", MEETING.replace("001", "002"))):
            text = (BASE / MEETING).read_text(encoding="utf-8").replace(", owner: qin.yue", "")
            text = text.replace("D-001", f"D-{name[-1]}").replace("A-001", f"A-{name[-1]}")
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        for left in (root / "waivers.yaml", root / "clients/linhai/waivers.yaml"):
            left.unlink(missing_ok=True)
        (root / where).write_text(waiver, encoding="utf-8", newline="\n")
        return root

    return write


def waiver(**fields: str) -> str:
    given = {
        "code": "RD421", "scope": "portal", "reason": "待定", "approvers": "[qin.yue]",
        "until": "2026-12-31", **fields,
    }  # fmt: skip
    return "- {" + ", ".join(f"{key}: {value}" for key, value in given.items() if value) + "}\n"


def asked(root: Path, as_of: str = AS_OF) -> tuple[list[str], list[str]]:
    """The meetings whose finding stands, and those whose finding is waived."""
    checked = api.check(root, as_of=datetime.fromisoformat(as_of))
    stands = [f.location.path[-8:-5] for f in checked.findings if f.code == "RD421"]
    return stands, [item.finding.location.path[-8:-5] for item in checked.waived]


BOTH, FIRST, NONE = ([], ["001", "002"]), (["002"], ["001"]), (["001", "002"], [])


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("linhai", BOTH),
        ("portal", BOTH),
        ("linhai/portal", BOTH),
        ("linhai/portal/MTG-001", FIRST),
        ("portal/MTG-001", FIRST),
        ("MTG-001", FIRST),
        ("mtg-001", FIRST),
        (MEETING, FIRST),
        (f"./{MEETING}", FIRST),
        (MEETING.replace("/", "\\\\").join('""'), FIRST),
        (f"{PROJECT}/meetings", BOTH),
        (f"{PROJECT}/meetings/", BOTH),
        ("clients", BOTH),
        (f"{PROJECT}/meet", NONE),
        (f"{PROJECT}/meetings/MTG", NONE),
        ("MTG-00", NONE),
        ("linhai/MTG-001", NONE),
        ("portal/linhai", NONE),
        ("REQ-001", NONE),
        (f"{PROJECT}/requirements", NONE),
        ("/", NONE),
        ("'.'", NONE),
    ],
)
def test_a_scope_is_a_path_or_names(
    make: Make, scope: str, expected: tuple[list[str], list[str]]
) -> None:
    assert asked(make(waiver(scope=scope))) == expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("portal", BOTH), ("linhai", BOTH), (MEETING, FIRST), ("MTG-001", FIRST)],
)
def test_a_client_has_waivers_of_its_own(
    make: Make, scope: str, expected: tuple[list[str], list[str]]
) -> None:
    where = "clients/linhai/waivers.yaml"
    assert asked(make(waiver(scope=scope), where=where)) == expected


def test_a_clients_waiver_does_not_reach_another_client(make: Make) -> None:
    root = make("[]\n")
    copytree(root / "clients/linhai", root / "clients/linhai2")
    other = root / "clients/linhai2/waivers.yaml"
    for scope in ("portal", "MTG-001", "clients"):
        other.write_text(waiver(scope=scope), encoding="utf-8")
        checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
        paths = {item.finding.location.path.split("/")[1] for item in checked.waived}
        assert paths == {"linhai2"}, scope
    other.write_text(waiver(scope="linhai"), encoding="utf-8")
    checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
    assert checked.waived == ()
    assert [f.location.path for f in checked.findings if f.code == "RD018"] == [
        "clients/linhai2/waivers.yaml"
    ]


def test_a_record_in_a_list_is_found_by_its_id(make: Make) -> None:
    root = make(waiver(code="RD016", scope="portal/TASK-02"))
    tasks = root / PROJECT / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8").replace("2026-09-25", "2026-12-01")
    tasks.write_text(text, encoding="utf-8", newline="\n")
    checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
    stands = {f.location.pointer[0] for f in checked.findings if f.code == "RD016"}
    assert (stands, {item.finding.location.pointer[0] for item in checked.waived}) == ({0}, {1})


# ── when it counts ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-12-31T23:59+08:00", FIRST),
        ("2026-12-31T16:30+00:00", NONE),  # the next day in the workspace's zone
        ("2027-01-01T00:00+08:00", NONE),
    ],
)
def test_the_last_day_counts_in_the_workspaces_zone(
    make: Make, as_of: str, expected: tuple[list[str], list[str]]
) -> None:
    assert asked(make(waiver(scope="MTG-001")), as_of) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"approvers": ""},
        {"approvers": "[]"},
        {"approvers": "[nobody]"},
        {"approvers": "[qin.yue, nobody]"},
        {"until": ""},
        {"until": "2026-11-19"},
        {"code": "RD422"},
        {"code": "RD999"},
        {"recorded_on": "2026-11-21"},
    ],
)
def test_a_waiver_that_is_not_in_order_sets_nothing_aside(
    make: Make, fields: dict[str, str]
) -> None:
    assert asked(make(waiver(**fields))) == NONE


def test_the_other_waivers_still_count(make: Make) -> None:
    both = waiver(scope="portal", reason="") + waiver(scope="MTG-001")
    assert asked(make(both)) == FIRST


@pytest.mark.parametrize("code", sorted(NEVER_WAIVED))
def test_what_cannot_be_waived_stands(make: Make, code: str) -> None:
    text = waiver(code=code, scope="clients") + waiver(code=code, scope="waivers.yaml")
    root = make(text + waiver(until="2026-11-01"))
    tasks = root / PROJECT / "tasks.yaml"
    changed = tasks.read_text(encoding="utf-8").replace("owner: luo.jing", "owner: nobody")
    tasks.write_text(changed, encoding="utf-8", newline="\n")
    checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
    assert checked.waived == ()
    assert {"RD012", "RD018"} <= {finding.code for finding in checked.findings}


def test_what_the_loader_says_stands(make: Make) -> None:
    root = make(waiver(code="RD005", scope="clients"))
    file = root / "clients/linhai/client.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "teir: A\n", encoding="utf-8")
    checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
    assert checked.waived == ()
    assert "RD005" in {finding.code for finding in checked.findings}


@pytest.mark.parametrize(
    ("approvers", "is_waived"),
    [
        ("[gao.wenbo, qin.yue]", True),
        ("[高文博, 秦岳]", True),
        ("[qin.yue, shen.yutong]", False),
        ("[gao.wenbo, ye.qiu]", False),
    ],
)
def test_a_key_meeting_takes_both_sides(make: Make, approvers: str, *, is_waived: bool) -> None:
    text = waiver(code="RD422", scope="MTG-001", approvers=approvers)
    root = make(text, where="clients/linhai/waivers.yaml")
    meeting = root / MEETING
    changed = meeting.read_text(encoding="utf-8").replace("kind: req_review", "kind: req_confirm")
    changed = changed.replace("mode: onsite", "mode: online")
    meeting.write_text(changed, encoding="utf-8", newline="\n")
    checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
    assert [item.finding.code for item in checked.waived] == ["RD422"] * is_waived
    assert ("RD422" in {finding.code for finding in checked.findings}) is not is_waived


def test_a_place_that_could_not_be_read_is_not_called_unknown(make: Make) -> None:
    root = make(
        waiver(scope="MTG-001") + waiver(scope=MEETING) + waiver(scope="MTG-009"),
    )
    (root / MEETING).write_text("title: [\n", encoding="utf-8")
    checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
    told = [finding.fact("name") for finding in checked.findings if finding.code == "RD018"]
    assert told == ["MTG-009"]


# ── what is told of it ───────────────────────────────────────────────────────


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        console.run(lambda: app.run(list(words)))
    return int(str(end.value.code)), capsys.readouterr().out


def test_check_counts_it_and_does_not_fail(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(make(waiver(scope="portal")))
    words = ("-C", root, "check", "--as-of", AS_OF, "--select", "RD421")
    code, out = shown(capsys, *words, "--lang", "zh")
    assert code == 0
    assert out.endswith("：错误0个，警告0个，提示0个，豁免2个\n")
    assert "RD421" not in out
    assert shown(capsys, *words, "--lang", "en")[1].endswith(", 2 waived\n")
    assert "豁免" not in shown(capsys, *words[:-1], "RD012", "--lang", "zh")[1]
    assert "豁免1个" in shown(capsys, *words, f"{root}/{MEETING}", "--lang", "zh")[1]


def test_json_tells_why_by_whom_and_until_when(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = "{zh: 责任人由甲方会后确定, en: the client names the owner later}"
    root = str(make(waiver(scope="MTG-001", reason=reason)))
    words = ("-C", root, "check", "--as-of", AS_OF, "--format", "json", "--select", "RD421")
    for lang, told in (("zh", "责任人由甲方会后确定"), ("en", "the client names the owner later")):
        document = json.loads(shown(capsys, *words, "--lang", lang)[1])
        assert [item["path"][-8:-5] for item in document["findings"]] == ["002"]
        (item,) = document["waived"]
        assert (item["code"], item["path"]) == ("RD421", MEETING)
        assert item["waiver"] == {
            "path": "waivers.yaml", "scope": "MTG-001", "reason": told,
            "approvers": ["qin.yue"], "until": "2026-12-31",
        }  # fmt: skip


def test_policy_decides_how_much_a_waived_finding_weighs(make: Make) -> None:
    root = make(waiver(scope="portal"))
    (root / "policy.yaml").write_text("severity: {RD421: info}\n", encoding="utf-8")
    checked = api.check(root, as_of=datetime.fromisoformat(AS_OF))
    assert {item.finding.severity for item in checked.waived} == {"info"}


def test_the_codes_treated_apart_are_codes_of_rules_and_of_the_gate() -> None:
    for code in NEVER_WAIVED | APPROVED_BY_BOTH:
        assert CODES[code].producer in (Producer.RULES, Producer.GATE)


def test_what_signatures_rest_on_is_never_waived_and_the_path_of_a_change_by_both_only() -> None:
    assert {
        "RD012", "RD013", "RD018", "RD233", "RD234", "RD235", "RD238",
    } == NEVER_WAIVED  # fmt: skip
    assert {
        "RD220", "RD223", "RD225", "RD226", "RD228", "RD229", "RD230", "RD232", "RD236",
        "RD237", "RD239", "RD422",
    } == APPROVED_BY_BOTH  # fmt: skip
