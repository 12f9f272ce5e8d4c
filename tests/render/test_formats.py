"""The six formats of ``check``: they keep to their schemas, and words stay words in them."""

import json
import re
import runpy
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest

from rdclient import api
from rdclient.diagnostic import CODES, Fact, Finding, Location, Severity, Waived, finding, in_order
from rdclient.lens import Lang
from rdclient.render.findings import FORMATS, Outcome, printable
from rdclient.render.fingerprint import fingerprints
from rdclient.render.sarif import described

READ = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("readers.py"))))
Plain: TypeAlias = Any
"""What a format holds, read back."""
PATH = "clients/linhai/projects/portal/tasks.yaml"
PLAIN = "somebody"
ASKED = ("RD001", "RD008", "RD012", "RD421", "RD430", "RD440", "RD503")

HOSTILE = {
    "a workflow command": "::error file=x.yaml::gone",
    "a command on a line of its own": "x\n::error::gone",
    "a command after a carriage return": "x\r::error::gone",
    "a command of the older form": "##[error]gone",
    "the end of a command": "a::b,title=c",
    "a property": "a,line=1,title=b",
    "an escape of theirs": "%0A%0D%25%3A%2C",
    "a percent sign": "100%",
    "the end of a section": "]]><failure/>",
    "a tag": "</failure><testcase name='x'/>",
    "an entity": "&lt;&amp;&#x1b;",
    "quotes": "\"'`",
    "a character of the terminal": "\x1b[31mred\x1b[0m\x07\x00",
    "a section of a log": "section_start:1:x\r\x1b[0Kx",
    "markup": "[/red][bold]",
    "a link": "[here](https://example.org/)",
    "writing from right to left": "\u202egnp.exe\u2066x\u2069\u061c",
    "what XML forbids": "\ufffe\uffff\x0b\x85\u2028",
    "half a character": "\ud83d\udc80\udcff",
    "no text": " ",
    "Chinese": "负责人（待定）",
}  # fmt: skip


def outcome(text: str = PLAIN, **changed: object) -> Outcome:
    """Findings of each sort, with a text from a record wherever one can stand."""
    found = (
        finding("RD012", Location(PATH, (0, "owner"), 4, 10, 8, f"  owner: {text}"), name=text,
                kind="person", nearest=()),
        finding("RD012", Location(PATH, (1, "owner"), 9, 10, 8, "  owner: x"), variant="near",
                name=text, kind="person", nearest=(text, "qin.yue")),
        finding("RD421", Location(f"b/{text}.yaml", ("decisions", 0), 7, 3, 2, text),
                variant="decisions", id="D-001", missing=("owner", "due")),
        finding("RD001", Location(f"a/{text}/x.yaml"), variant="system", reason=text),
        finding("RD430", Location(PATH, (), 1, 1)),
        finding("RD008", Location(PATH, (), 3, 1), character="U+001B", line=3),
    )  # fmt: skip
    aside = finding("RD440", Location(PATH, ("x",), 2, 1), id=text, missing=("eta",))
    reason = {"zh": f"{text}.", "en": f"{text}."}
    waiver = Waived(aside, "waivers.yaml", text, reason, (text,), str(date.max))
    given: dict[str, Plain] = {
        "findings": in_order(found),
        "waived": (waiver,),
        "records": 3,
        "files": 2,
        "unread": (f"clients/{text}/contacts.yaml",),
        "lang": Lang.EN,
        "codes": ASKED,
        "fail_on": Severity.ERROR,
        "prefix": "",
        "statistics": False,
    }
    return Outcome(**{**given, **changed})


def written(form: str, shown: Outcome) -> Plain:
    """What a format gives, read back as its readers do."""
    text = FORMATS[form](shown)
    assert text.endswith("\n")
    return READ.read(form, text)


# ── words stay words ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_of_a_record_changes_nothing_but_text(form: str, text: str, lang: Lang) -> None:
    read, plain = written(form, outcome(text, lang=lang)), written(form, outcome(lang=lang))
    if form == "text":  # carets are as long as what they stand under
        read, plain = ([re.sub(r"\^+", "^", line) for line in lines] for lines in (read, plain))
        assert len(read) == len(plain)
    assert READ.shape(read) == READ.shape(plain)
    if form in READ.SCHEMAS:
        assert READ.faults(form, read) == []


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"sarif"}))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_of_a_record_arrives_whole(form: str, text: str) -> None:
    wanted = text if form == "json" else printable(text)
    told = READ.texts(written(form, outcome(text)))
    assert any(f"no person “{wanted}” is recorded" in item for item in told)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_sarif_keeps_the_words_and_makes_no_links_of_them(text: str) -> None:
    (run,) = written("sarif", outcome(text))["runs"]
    told = [result["message"]["text"] for result in run["results"]]
    wanted = printable(text).replace("[here](", r"\[here](")
    assert any(f"no person “{wanted}” is recorded" in item for item in told)
    assert not [item for item in told if re.search(r"(?<!\\)\[[^\[\]]*\]\(", item)]


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_machines_read_holds_no_control_characters(form: str, text: str) -> None:
    told = FORMATS[form](outcome(text))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e-\u200f\u2028-\u202e\u2066-\u2069"
                         "\ud800-\udfff\ufffe\uffff]", told)  # fmt: skip
    if form != "github":
        assert told.isascii()


# ── schemas ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("form", READ.SCHEMAS)
def test_each_format_keeps_to_its_schema(form: str, lang: Lang) -> None:
    for shown in (
        outcome(lang=lang),
        outcome(lang=lang, unread=(), waived=()),
        outcome(lang=lang, unread=(), waived=(), findings=()),
        outcome(lang=lang, fail_on=Severity.INFO, prefix="records/"),
        outcome(lang=lang, statistics=form == "json"),
    ):
        assert READ.faults(form, written(form, shown)) == []


BROKEN: dict[str, Callable[[Any], object]] = {
    "json": lambda document: document["findings"][0].pop("line"),
    "gitlab": lambda document: document[0].update(severity="error"),
    "sarif": lambda document: document["runs"][0]["results"][0].update(level="info"),
    "junit": lambda document: document[3][0][1].pop("tests"),
}


@pytest.mark.parametrize("form", BROKEN)
def test_the_schemas_see_what_is_wrong(form: str) -> None:
    document = written(form, outcome())
    BROKEN[form](document)
    assert len(READ.faults(form, document)) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_findings_of_every_rule_can_be_written(form: str, root: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(root / "tests" / "rules" / "base", workspace)
    for code in ("RD012", "RD018", "RD101", "RD421", "RD003"):
        shutil.copytree(root / "tests/rules" / code / "bad", workspace, dirs_exist_ok=True)
    checked = api.check(workspace, as_of=datetime.fromisoformat("2026-11-20T18:00+08:00"))
    assert len({item.code for item in checked.findings}) >= 4
    read = written(form, outcome(findings=checked.findings, codes=tuple(CODES)))
    if form in READ.SCHEMAS:
        assert READ.faults(form, read) == []


# ── what each format says ────────────────────────────────────────────────────


def test_github_hears_of_the_heaviest_first_and_of_each_with_its_place() -> None:
    found = (
        finding("RD016", Location(PATH, (), 1, 3, 4), field="at"),
        finding("RD430", Location(PATH, (), 2, 1)),
        finding("RD421", Location(PATH, (), 3, 5, 2), variant="actions", id="A-1", missing="due"),
        finding("RD001", Location("."), variant="permission"),
    )
    shown = outcome(findings=found, unread=(), prefix="records/")
    told = [(c.name, c.properties) for c in written_commands(shown)]
    assert told == [
        ("error", {"file": f"records/{PATH}", "line": "3", "col": "5", "endColumn": "7",
                   "title": "RD421 decision-or-action-without-owner-or-due"}),
        ("error", {"file": "records", "title": "RD001 unreadable-file"}),
        ("warning", {"file": f"records/{PATH}", "line": "2", "col": "1", "endColumn": "2",
                     "title": "RD430 value-section-empty"}),
        ("notice", {"file": f"records/{PATH}", "line": "1", "col": "3", "endColumn": "7",
                    "title": "RD016 fact-in-the-future"}),
    ]  # fmt: skip
    first = written_commands(shown)[0].data
    assert first.startswith(f"records/{PATH}:3:5: error[RD421] action A-1 lacks ")
    assert first.endswith(" · rdclient explain RD421")


def written_commands(shown: Outcome) -> Plain:
    return READ.commands(FORMATS["github"](shown))


def test_gitlab_gets_grades_and_a_line_even_where_there_is_none() -> None:
    issues = written("gitlab", outcome(unread=()))
    grades = {issue["check_name"][:5]: issue["severity"] for issue in issues}
    assert grades == {
        "RD012": "major", "RD421": "major", "RD001": "major", "RD430": "minor", "RD008": "major",
    }  # fmt: skip
    lines = {issue["location"]["path"]: issue["location"]["lines"]["begin"] for issue in issues}
    assert lines["a/somebody/x.yaml"] == 1


def test_sarif_tells_each_rule_once_with_its_manual_page() -> None:
    (run,) = written("sarif", outcome(lang=Lang.ZH))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["RD001", "RD008", "RD012", "RD421", "RD430", "RD440"]
    rule = rules[2]
    assert rule["shortDescription"]["text"] == "引用的记录不存在"
    assert rule["fullDescription"]["text"].startswith("字段里写的人员、需求、任务")
    assert "## 怎么改" in rule["help"]["markdown"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert {rule["id"]: rule["defaultConfiguration"]["level"] for rule in rules}["RD430"] == (
        "warning"
    )


def test_every_page_has_a_title_and_a_first_paragraph_for_sarif() -> None:
    for lang in Lang:
        for code, row in CODES.items():
            rule: Plain = described(code, lang=lang)
            assert rule["shortDescription"]["text"] != row.name, code
            assert not rule["fullDescription"]["text"].startswith(("#", "|")), code


def test_sarif_counts_columns_in_characters_and_paths_in_bytes() -> None:
    found = (finding("RD012", Location("项目 1/a:b%.yaml", (), 2, 5, 3), name="x", kind="person"),)
    (run,) = written("sarif", outcome(findings=found, waived=(), prefix="记录/"))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert place["region"] == {"startLine": 2, "startColumn": 5, "endColumn": 8}
    assert place["artifactLocation"]["uri"] == (
        "%E8%AE%B0%E5%BD%95/%E9%A1%B9%E7%9B%AE%201/a%3Ab%25.yaml"
    )


def test_sarif_holds_what_is_waived_as_suppressed() -> None:
    (run,) = written("sarif", outcome())["runs"]
    told = {result["ruleId"]: result["suppressions"] for result in run["results"]}
    (suppression,) = told.pop("RD440")
    assert suppression == {
        "kind": "external",
        "status": "accepted",
        "justification": "somebody. (approved by somebody; until 9999-12-31)",
    }
    assert set(map(len, told.values())) == {0}


def test_sarif_says_when_files_could_not_be_read() -> None:
    (whole,) = written("sarif", outcome(unread=()))["runs"]
    assert whole["invocations"] == [{"executionSuccessful": True}]
    (run,) = written("sarif", outcome(prefix="records/"))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    uri = note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "records/clients/somebody/contacts.yaml"


def verdicts(shown: Outcome) -> dict[str, tuple[str, ...]]:
    (suite,) = written("junit", shown)[3]
    cases = {case[1]["name"]: tuple(part[0] for part in case[3]) for case in suite[3]}
    assert int(suite[1]["tests"]) == len(cases)
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite[1][attribute]) == sum(tag in parts for parts in cases.values())
    return {name.partition(" ")[0]: parts for name, parts in cases.items()}


def test_junit_has_a_test_for_each_rule_and_one_for_the_files() -> None:
    assert verdicts(outcome()) == {
        "files": ("error",), "RD001": ("failure",), "RD008": ("failure",), "RD012": ("failure",),
        "RD421": ("failure",), "RD430": ("system-out",), "RD440": ("skipped",), "RD503": (),
    }  # fmt: skip


def test_junit_fails_from_the_severity_that_fails_the_check() -> None:
    assert verdicts(outcome(fail_on=Severity.WARNING))["RD430"] == ("failure",)


def test_junit_skips_only_what_is_waived_altogether() -> None:
    aside = outcome().waived[0]
    for severity, expected in ((Severity.WARNING, "system-out"), (Severity.ERROR, "failure")):
        left = finding("RD440", Location(PATH, (), 5, 1), id="REQ-1", missing=("eta",))
        shown = outcome(findings=(replace(left, severity=severity),), waived=(aside,))
        assert verdicts(shown)["RD440"] == (expected,)


def test_junit_has_tests_when_there_is_nothing_to_tell() -> None:
    clean = verdicts(outcome(findings=(), waived=(), unread=(), codes=tuple(CODES)))
    assert set(clean) == {"files", *CODES}
    assert set(clean.values()) == {()}


def test_a_failing_test_lists_every_place() -> None:
    (suite,) = written("junit", outcome(prefix="records/"))[3]
    (failure,) = next(case[3] for case in suite[3] if case[1]["name"].startswith("RD012"))
    assert failure[1] == {
        "message": "2 places: no person “somebody” is recorded", "type": "RD012",
    }  # fmt: skip
    assert f"records/{PATH}:4:10: error[RD012]" in failure[2]
    assert f"records/{PATH}:9:10: error[RD012]" in failure[2]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (Lang.ZH, "共3条记录、2个文件：错误5个，警告1个，提示0个，豁免1个，未能完整读入的文件1个"),
        (
            Lang.EN,
            "3 records in 2 files: 5 errors, 1 warning, 0 info, 1 waived, 1 file not read in full",
        ),
    ],
)
def test_the_summary_counts_what_is_waived_and_what_was_not_read(lang: Lang, told: str) -> None:
    for form in ("text", "github"):
        assert FORMATS[form](outcome(lang=lang)).splitlines()[-1] == told


# ── fingerprints ─────────────────────────────────────────────────────────────


def prints(*found: Finding, **changed: object) -> list[str]:
    shown = outcome(findings=in_order(found), **{"waived": (), **changed})
    told = fingerprints(shown)
    return [told[item] for item in shown.findings]


def at(line: int, index: int, key: str = "owner", **facts: Fact) -> Finding:
    given: dict[str, Fact] = {"name": "zhang", "kind": "person", "nearest": (), **facts}
    return finding("RD012", Location(PATH, (index, key), line, 3), **given)


def test_a_fingerprint_stays_when_lines_and_indexes_move() -> None:
    assert prints(at(4, 0)) == prints(at(40, 7))


def test_a_fingerprint_stays_when_other_records_make_other_suggestions() -> None:
    near = at(4, 0, variant="near", nearest=("zhang.min",))
    nobody = at(4, 0, variant="nobody")
    assert prints(at(4, 0)) == prints(near) == prints(nobody)
    twice = [
        finding("RD010", Location(PATH, (), 9, 1), id="TASK-1", other=f"a.yaml:{line}")
        for line in (3, 5)
    ]
    assert prints(twice[0]) == prints(twice[1])
    assert prints(at(4, 0, limit=10)) == prints(at(4, 0, limit=11))


@pytest.mark.parametrize("form", ["gitlab", "sarif"])
def test_a_fingerprint_stays_when_the_language_changes(form: str) -> None:
    told = [
        re.findall(r"[0-9a-f]{32}", FORMATS[form](outcome(lang=lang, unread=()))) for lang in Lang
    ]
    assert told[0] == told[1]
    assert len(set(told[0])) >= 6


def test_different_findings_have_different_fingerprints() -> None:
    found = (
        at(4, 0),
        at(5, 0, key="support"),
        at(6, 1, name="wang"),
        at(7, 2, kind="task"),
        finding("RD013", Location(PATH, (0, "owner"), 8, 3), name="zhang", kind="person"),
        finding("RD012", Location("x.yaml", (0, "owner"), 4, 3), name="zhang", kind="person"),
    )
    assert len(set(prints(*found))) == len(found)
    assert len({prints(item)[0] for item in found}) == len(found)
    assert prints(at(4, 0)) != prints(at(4, 0), prefix="records/")


def test_findings_that_are_alike_are_told_apart_by_their_order() -> None:
    alone, two = prints(at(4, 0)), prints(at(4, 0), at(9, 1))
    assert two[0] == alone[0]
    assert len(set(two)) == 2


def test_a_waiver_for_one_does_not_rename_its_twin() -> None:
    first, second = at(4, 0), at(9, 1)
    waiver = Waived(first, "waivers.yaml", "x", {"zh": "x", "en": "x"}, ("x",), str(date.max))
    assert prints(second, waived=(waiver,)) == prints(first, second)[1:]


def test_gitlab_gets_no_fingerprint_twice() -> None:
    issues = json.loads(FORMATS["gitlab"](outcome(findings=(at(4, 0), at(9, 1)))))
    told = [issue["fingerprint"] for issue in issues]
    assert len(set(told)) == len(told) == 3
