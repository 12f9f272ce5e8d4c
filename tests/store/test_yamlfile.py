"""The guarded reader: what it takes, what it refuses, and where it says the fault stands."""

import os
from pathlib import Path

import pytest

from rdclient.diagnostic import Finding
from rdclient.store.yamlfile import RECORD_LIMIT, Positions, load, parse


def _only(findings: tuple[Finding, ...]) -> tuple[str, str, int, int]:
    """Code, variant, line and column of the one finding."""
    (finding,) = findings
    variant = str(dict(finding.facts).get("variant", ""))
    return finding.code, variant, finding.location.line, finding.location.column


def _parsed(text: str) -> tuple[str, str, int, int]:
    loaded = parse("f.yaml", text)
    assert loaded.data is None
    return _only(loaded.findings)


def _load(root: Path, content: bytes, limit: int = RECORD_LIMIT) -> tuple[Finding, ...]:
    (root / "f.yaml").write_bytes(content)
    return load(root, "f.yaml", limit=limit).findings


# ── from disk ────────────────────────────────────────────────────────────────


def test_a_sound_file_is_data_and_keeps_its_text(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes("\ufeffid: A\nname: 张敏\n".encode())
    loaded = load(tmp_path, "f.yaml", limit=RECORD_LIMIT)
    assert loaded.data == {"id": "A", "name": "张敏"}
    assert loaded.text == "id: A\nname: 张敏\n"
    assert loaded.findings == ()


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n", "~\n"])
def test_a_file_without_content_is_nothing_and_no_fault(text: str) -> None:
    loaded = parse("f.yaml", text)
    assert (loaded.data, loaded.findings) == (None, ())


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert _only(load(tmp_path, "no.yaml", limit=9).findings) == ("RD001", "missing", 1, 1)


@pytest.mark.parametrize("path", ["../f.yaml", "a/../../f.yaml", "/etc/passwd"])
def test_a_path_out_of_the_workspace_is_not_opened(tmp_path: Path, path: str) -> None:
    assert _only(load(tmp_path, path, limit=9).findings) == ("RD001", "outside", 1, 1)


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("id: A\n")
    (tmp_path / "f.yaml").symlink_to(tmp_path / "real.yaml")
    loaded = load(tmp_path, "f.yaml", limit=RECORD_LIMIT)
    assert _only(loaded.findings) == ("RD001", "symlink", 1, 1)
    assert loaded.text == ""


def test_a_folder_called_yaml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").mkdir()
    assert _only(load(tmp_path, "f.yaml", limit=9).findings) == ("RD001", "special", 1, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.yaml")
    assert _only(load(tmp_path, "f.yaml", limit=9).findings) == ("RD001", "special", 1, 1)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused_without_reading_it() -> None:
    assert _only(load(Path("/dev"), "zero", limit=9).findings) == ("RD001", "special", 1, 1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="may read anything")
def test_a_file_without_permission_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("id: A\n")
    (tmp_path / "f.yaml").chmod(0)
    assert _only(load(tmp_path, "f.yaml", limit=9).findings) == ("RD001", "permission", 1, 1)


@pytest.mark.parametrize("path", ["x" * 5000 + ".yaml", "a\x00b.yaml"])
def test_a_name_the_system_refuses_is_a_finding(tmp_path: Path, path: str) -> None:
    assert _only(load(tmp_path, path, limit=9).findings) == ("RD001", "system", 1, 1)


def test_the_limit_itself_is_still_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    assert _load(tmp_path, b"a: 1\n#xyz", limit=9) == ()
    findings = _load(tmp_path, b"a: 1\n#xyzw", limit=9)
    assert _only(findings) == ("RD001", "size", 1, 1)
    assert findings[0].fact("limit") == 9


# ── encodings ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("id: A\nname: 张敏\n".encode("gbk"), "GBK"),
        ("id: A\nname: 张敏㐀\n".encode("gb18030"), "GB18030"),
        ("id: A\nname: 张敏\n".encode("utf-16"), "UTF-16"),
        ("id: A\nname: 张敏\n".encode("utf-16-le"), "UTF-16"),
        ("id: A\nname: 张敏\n".encode("utf-16-be"), "UTF-16"),
        ("id: A\nname: 张敏\n".encode("utf-32"), "UTF-32"),
        ("id: A\nname: 张敏\n".encode("utf-32-be"), "UTF-32"),
    ],
)
def test_an_encoding_that_is_known_is_named(tmp_path: Path, content: bytes, encoding: str) -> None:
    (finding,) = _load(tmp_path, content)
    assert (finding.code, finding.fact("variant")) == ("RD001", "encoding")
    assert finding.fact("encoding") == encoding


def test_gbk_is_placed_at_the_first_character_that_is_not_utf_8(tmp_path: Path) -> None:
    (finding,) = _load(tmp_path, "id: A\nname: 张敏\n".encode("gbk"))
    assert (finding.location.line, finding.location.column) == (2, 7)


def test_any_other_byte_is_named_with_its_place(tmp_path: Path) -> None:
    (finding,) = _load(tmp_path, b"id: A\nname: \xe5\xbc\xa0\xff\n")
    assert _only((finding,)) == ("RD001", "not-utf-8", 2, 8)
    assert finding.fact("byte") == "0xFF"


# ── before parsing ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("line", ["%YAML 1.1", "%TAG ! x:", "%ANYTHING"])
def test_a_directive_is_refused_where_it_stands(line: str) -> None:
    assert _parsed(f"# a comment\n\n{line}\n---\nno: no\n") == ("RD001", "directive", 3, 1)


def test_a_percent_sign_inside_a_text_is_no_directive() -> None:
    assert parse("f", 'a: "x\n  %y"\nb: |\n  %z\nc: 10%\n').findings == ()


@pytest.mark.parametrize(
    "mark",
    [
        *"\x00\x01\x08\x0b\x0c\x0e\x1b\x1f\x7f\x80\x85\x9f",
        *"\u200e\u200f\u2028\u2029",
        *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        *"\ufeff\ud800\udfff",
    ],
)
def test_a_forbidden_character_is_named_by_number_with_its_place(mark: str) -> None:
    loaded = parse("f.yaml", f"a: 1\nb: 代付{mark}x\n")
    assert _only(loaded.findings) == ("RD008", "", 2, 6)
    assert loaded.findings[0].fact("character") == f"U+{ord(mark):04X}"
    assert mark not in loaded.findings[0].location.source


@pytest.mark.parametrize(
    "escape",
    [
        r"\0",
        r"\a",
        r"\b",
        r"\e",
        r"\v",
        r"\f",
        r"\N",
        r"\L",
        r"\P",
        r"\x07",
        r"\x9b",
        r"\u202e",
        r"\u2066",
        r"\ufeff",
        r"\U0000200F",
        r"\ud800",
    ],
)
def test_an_escape_cannot_smuggle_a_forbidden_character_in(escape: str) -> None:
    code, variant, line, _ = _parsed(f'a: 1\nb: "x{escape}"\n')
    assert (code, variant, line) == ("RD008", "escape", 2)


def test_harmless_escapes_and_tabs_in_texts_are_kept() -> None:
    text = 'a: "x\\ty\\n\\u4ee3\\x41"\nb: "tab\there"\n'
    assert parse("f", text).data == {"a": "x\ty\n代A", "b": "tab\there"}


def test_a_merge_conflict_names_both_sides() -> None:
    text = "id: A\n<<<<<<< HEAD\nx: 1\n=======\nx: 2\n>>>>>>> feature/对账\ny: 3\n"
    (finding,) = parse("f", text).findings
    assert _only((finding,)) == ("RD014", "", 2, 1)
    assert (finding.fact("ours"), finding.fact("theirs")) == ("HEAD", "feature/对账")
    assert finding.fact("last") == 6


def test_each_conflict_of_a_file_is_a_finding() -> None:
    text = "<<<<<<< HEAD\na: 1\n=======\n>>>>>>> b\nx: 1\n<<<<<<< HEAD\n=======\n>>>>>>> b\n"
    assert [finding.location.line for finding in parse("f", text).findings] == [1, 6]


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> other"])
def test_a_conflict_marker_left_over_is_named(marker: str) -> None:
    assert _parsed(f"a: 1\n{marker}\nb: 2\n") == ("RD014", "partial", 2, 1)


def test_lines_of_equal_signs_inside_a_text_are_no_conflict() -> None:
    assert parse("f", "a: |\n  标题\n  =======\n  正文\n").findings == ()


# ── parsing ──────────────────────────────────────────────────────────────────


def test_the_same_key_twice_names_both_lines() -> None:
    (finding,) = parse("f", "a: 1\nb: 2\n'a': 3\n").findings
    assert _only((finding,)) == ("RD004", "", 3, 1)
    assert (finding.fact("key"), finding.fact("first"), finding.fact("line")) == ("a", 1, 3)
    assert finding.location.pointer == ("a",)


def test_the_same_key_in_two_mappings_is_fine() -> None:
    assert parse("f", "- {a: 1}\n- {a: 1}\n").findings == ()


@pytest.mark.parametrize(
    ("text", "variant", "line", "column"),
    [
        ("a: &x 1\n", "anchor", 1, 4),
        ("a: 1\nb: *x\n", "alias", 2, 4),
        ("a: !!str 1\n", "tag", 1, 4),
        ("a: !x {b: 1}\n", "tag", 1, 4),
        ("a: ! 1\n", "tag", 1, 4),
        ("a: !h!x 1\n", "tag", 1, 4),
        ("a: 1\n<<: {b: 2}\n", "merge", 2, 1),
        ("? {a: 1}\n: b\n", "complex-key", 1, 3),
        ("a: 1\n---\nb: 2\n", "documents", 2, 1),
        ("x: " + "[" * 30, "depth", 1, 27),
        ("title: a: b\n", "colon", 1, 9),
        ("id: A\ntitle x\nb: 1\n", "no-colon", 2, 1),
        ("a: - b\n", "list", 1, 4),
        ("a: [1, 2\nb: 3\n", "bracket", 1, 4),
        ("a: {b: 1\nc: 2\n", "bracket", 1, 4),
        ("a: 1\nb: 'x\n", "quote", 2, 4),
        ('a: "x\\q"\n', "escape", 1, 6),
        ("\ta: 1\n", "tab", 1, 1),
        ("a:\n  - b\n c: 1\n", "indent", 3, 2),
        ("a: '[x]' y\n", "after", 1, 10),
        ("a: [x] y\n", "after", 1, 8),
        ("a: **x**\n", "character", 1, 4),
        ("a: > 5\n", "character", 1, 4),
        ("a: [\n", "bracket", 2, 1),
        ("a: {b: c:d:\n", "bracket", 1, 4),
        ("a: @x\n", "character", 1, 4),
        ("a: `x`\n", "character", 1, 4),
    ],
)
def test_what_is_not_plain_yaml_is_refused_at_its_place(
    text: str, variant: str, line: int, column: int
) -> None:
    assert _parsed(text) == ("RD003", variant, line, column)


def test_twenty_four_levels_are_read_and_one_more_is_not() -> None:
    assert parse("f", "[" * 24 + "]" * 24).findings == ()
    assert _parsed("[" * 25 + "]" * 25) == ("RD003", "depth", 1, 25)


def test_as_many_values_as_allowed_are_read_and_one_more_is_not() -> None:
    assert parse("f", "[" + "1," * 399_998 + "1]").findings == ()
    assert _parsed("[" + "1," * 399_999 + "1]") == ("RD003", "nodes", 1, 1)


@pytest.mark.parametrize("key", ["2026", "~", "true", "1.5", ".inf"])
def test_a_key_that_is_no_text_is_named(key: str) -> None:
    assert _parsed(f"a: 1\n{key}: x\n") == ("RD006", "key", 2, 1)


def test_a_number_of_five_thousand_digits_is_a_finding() -> None:
    assert _parsed(f"a: 1\nb: {'9' * 5000}\n") == ("RD006", "long-number", 2, 4)


def test_every_fault_of_a_file_is_stated_at_once() -> None:
    loaded = parse("f", "a: &x 1\nb: *x\na: 2\n2026: y\n")
    assert [finding.code for finding in loaded.findings] == ["RD003", "RD003", "RD004", "RD006"]


def test_the_findings_of_a_file_are_limited() -> None:
    assert len(parse("f", "- *x\n" * 5000).findings) == 20


# ── chinese input that breaks the syntax ─────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "variant", "character", "line", "column"),
    [
        ("id: A\ntitle：代付\nx: 1\n", "colon", "：", 2, 6),
        ("- id: A\n  title：代付\n  x: 1\n", "colon", "：", 2, 8),
        ("parents: [A，B】\nx: 1\n", "comma", "，", 1, 12),
        ("title: “代付: 批量”\n", "quote", "“", 1, 8),
        ("a:\n  - x: 1\n  － x: 2\n", "dash", "－", 3, 3),
        ("a:\n- b\n\u3000- c\n", "indent", "\u3000", 3, 1),
    ],
)
def test_full_width_structure_is_named_instead_of_what_it_breaks(
    text: str, variant: str, character: str, line: int, column: int
) -> None:
    findings = parse("f", text).findings
    assert {finding.code for finding in findings} == {"RD009"}
    assert _only(findings[:1]) == ("RD009", variant, line, column)
    assert findings[0].fact("character") == character


def test_chinese_punctuation_in_prose_is_left_alone() -> None:
    text = "a: 背景：月末代发，需6人加班。\nb: |\n  目标：“当日办结”\n\u3000\u3000c\n"
    text = text.replace("\u3000\u3000c", "  \u3000\u3000c")
    assert parse("f", text).findings == ()


def test_a_fault_that_full_width_characters_did_not_cause_keeps_its_own_code() -> None:
    assert _parsed("a: 背景：代付\nb: [1\n")[:3] == ("RD003", "bracket", 2)


# ── positions ────────────────────────────────────────────────────────────────

TEXT = """\
# a comment
title: 批量代付
delivery:
  performance: [{metric: 响应, target: 3s}]
events:
  - at: 2026-11-20
    id: E1
empty:
block: |
  one
  two
"""


@pytest.mark.parametrize(
    ("pointer", "on", "expected"),
    [
        (("title",), "value", (2, 8, 4)),
        (("title",), "key", (2, 1, 5)),
        (("delivery", "performance", 0, "target"), "value", (4, 38, 2)),
        (("delivery",), "value", (4, 3, 11)),
        (("events", 0), "value", (7, 5, 6)),
        (("events", 0, "at"), "value", (6, 9, 10)),
        (("events", 7), "value", (6, 3, 16)),
        (("events", 0, "nowhere", "deep"), "value", (7, 5, 6)),
        (("nowhere",), "key", (2, 1, 5)),
        ((), "value", (2, 1, 5)),
        (("empty",), "value", (8, 1, 5)),
        (("block",), "value", (9, 8, 1)),
    ],
)
def test_a_pointer_is_a_place_in_characters(pointer: tuple, on: str, expected: tuple) -> None:
    at = Positions("f.yaml", TEXT).locate(pointer, on_key=on == "key")
    assert (at.line, at.column, at.length) == expected
    assert at.source == TEXT.splitlines()[at.line - 1]
    assert at.pointer == pointer


@pytest.mark.parametrize("text", ["", "a: [", "\x00", "- *x", "%x", "[" * 50, "a: 1\n---\nb: 2"])
def test_a_place_in_a_broken_text_is_still_a_place(text: str) -> None:
    at = Positions("f.yaml", text).locate(("a", 0, "b"))
    assert at.line >= 1
    assert at.column >= 1


def test_a_very_long_line_is_not_shown() -> None:
    assert Positions("f", "a: " + "x" * 5000).locate(("a",)).source == ""


@pytest.mark.parametrize("item", ["- see ticket #12", "- #foo", "-   - a #7", "  - 见 #8 单"])
def test_an_item_that_a_number_sign_cuts_is_stated(item: str) -> None:
    (found,) = parse("x.yaml", f"a:\n{item}\n").findings
    assert (found.code, dict(found.facts)["variant"]) == ("RD003", "comment")


@pytest.mark.parametrize("item", ["- see ticket  # 12", '- "see #12"', "- {a: b} #1", "- # more"])
def test_a_remark_behind_an_item_is_none(item: str) -> None:
    assert parse("x.yaml", f"a:\n{item}\n").findings == ()
