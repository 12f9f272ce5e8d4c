"""House style: the layout changes, the data, the comments and the texts stay; twice is once."""

import random
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rdclient import api
from rdclient.lens import Lang
from rdclient.store.house_style import laid_out
from rdclient.store.yamlfile import parse


def styled(text: str) -> str:
    """The text in house style; every promise is looked at on the way."""
    after = laid_out("x.yaml", text)
    assert after is not None
    assert laid_out("x.yaml", after) == after
    before, again = parse("x.yaml", text), parse("x.yaml", after)
    assert not before.findings
    assert not again.findings
    assert repr(again.data) == repr(before.data)
    return after


# ── what the style is ────────────────────────────────────────────────────────

STYLE = {
    "one blank after a colon": ("a:   1\nb :  2\n", "a: 1\nb: 2\n"),
    "one blank after a dash": ("a:\n  -   1\n  -    b: 2\n", "a:\n  - 1\n  - b: 2\n"),
    "one blank after a comma": ("a: [1,2 ,  3]\n", "a: [1, 2, 3]\n"),
    "none inside brackets": ("a: [ 1 ]\nb: { c: 1 }\nd: [ ]\n", "a: [1]\nb: {c: 1}\nd: []\n"),
    "a colon before nothing": ("a: {b: , c: 1}\n", "a: {b: , c: 1}\n"),
    "a quoted key": ("a: {'b':1}\n", "a: {'b': 1}\n"),
    "two columns a level": ("a:\n     b:\n        c: 1\n", "a:\n  b:\n    c: 1\n"),
    "items under their field": ("a:\n- 1\n- b: 2\n  c: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n"),
    "lists in lists": ("-   - 1\n    - 2\n", "- - 1\n  - 2\n"),
    "a whole file indented": ("  a: 1\n  b:\n    - 2\n", "a: 1\nb:\n  - 2\n"),
    "one empty line": ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    "a line break at the end": ("a: 1", "a: 1\n"),
    "no blanks at line ends": ("a: 1  \nb:\t\n  - 2 \n", "a: 1\nb:\n  - 2\n"),
    "line feeds": ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", "a: 1\nb: |\n  x\n  y\n"),
    "no byte order mark": ("\ufeffa: 1\n", "a: 1\n"),
    "nothing but blanks": ("\n  \n", ""),
    "nothing but a comment": ("\n#x\n\n\n", "# x\n"),
    "a blank after the sign": ("#x\na: 1\n#!y\n#: z\n##\n#\n", "# x\na: 1\n#!y\n#: z\n##\n#\n"),
    "lines under it move too": ("#x:\n#  y: 1\na: 1\n", "# x:\n#   y: 1\na: 1\n"),
    "two blanks before a comment": ("a: 1 # x\nb:\t# y\n  c: 1\n", "a: 1  # x\nb:  # y\n  c: 1\n"),
    "comments that are aligned": ("a: 1    # x\nbb: 2   # y\n", "a: 1    # x\nbb: 2   # y\n"),
    "a comment goes with its level": (
        "a:\n- 1\n# of b\nb:\n# of an item\n- 2\n# of the end\n",
        "a:\n  - 1\n# of b\nb:\n  # of an item\n  - 2\n  # of the end\n",
    ),
    "a comment between levels": ("a:\n    - b: 1\n   # x\nc: 2\n", "a:\n  - b: 1\n# x\nc: 2\n"),
    "a block": ("a: |  # x\n      y\n        z  \nb: 1\n", "a: |  # x\n  y\n    z  \nb: 1\n"),
    "a block in a list": ("a:\n- >-\n   x\n\n   y\n- 2\n", "a:\n  - >-\n    x\n\n    y\n  - 2\n"),
    "a block with its indentation": ("a:\n- |2\n    x\n   y\n", "a:\n  - |2\n      x\n     y\n"),
    "a block that keeps its end": ("a: |+\n  x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
    "a block without an end": ("a: |\n  x", "a: |-\n  x\n"),
    "signs in a block": ("a: |\n   # x:   1\n   b:   2\n", "a: |\n  # x:   1\n  b:   2\n"),
    "a text of two lines": ("a: x\n        y\nb: 'c\n d'\n", "a: x\n  y\nb: 'c\n  d'\n"),
    "blanks in a text": ("a: x   y # z\nb: 'c   d'\n", "a: x   y  # z\nb: 'c   d'\n"),
    "brackets over lines": ("a:    {b: 1,\n       c: 2}\n", "a: {b: 1,\n    c: 2}\n"),
    "quotes and order": ("b: \"1\"\na: '2'\n", "b: \"1\"\na: '2'\n"),
    "an escaped blank": ('a: "x\\ \n  y"\n', 'a: "x\\ \n  y"\n'),
    "a value below": ("a:\n     x\nb:\n   [1]\n", "a:\n  x\nb:\n  [1]\n"),
    "wide characters": (
        "标题:   甲，乙\n# 😀\nb:  [甲 ,乙]\n",
        "标题: 甲，乙\n# 😀\nb: [甲, 乙]\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), STYLE.values(), ids=STYLE)
def test_the_style(before: str, after: str) -> None:
    assert styled(before) == after


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x\n", "? a\n: 1\n", "a: !!str 1\n", "a: [1\n", "%\n"]
)
def test_what_no_record_holds_is_left_alone(text: str) -> None:
    assert laid_out("x.yaml", text) in (None, text)


@pytest.mark.parametrize("name", ["northbank", "kestrel"])
def test_the_examples_are_in_house_style(name: str, root: Path) -> None:
    files = sorted((root / "examples" / name).rglob("*.yaml"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    assert {name: styled(text) for name, text in texts.items()} == texts


@pytest.mark.parametrize("lang", list(Lang))
def test_the_page_shows_what_the_style_makes(lang: Lang, root: Path) -> None:
    page = (root / "docs" / lang.value / "house-style.md").read_text(encoding="utf-8")
    before, after = re.findall(r"```yaml\n# [^\n]*\n(.*?)```", page, re.DOTALL)
    assert styled(before) == after


@pytest.mark.parametrize("lang", list(Lang))
def test_a_new_workspace_is_in_house_style(lang: Lang, tmp_path: Path) -> None:
    for path in api.init(tmp_path, lang=lang, sample=False):
        if path.endswith(".yaml"):
            text = (tmp_path / path).read_bytes().decode()
            assert styled(text) == text


def test_what_the_benchmark_writes_is_in_house_style(root: Path, tmp_path: Path) -> None:
    words = (sys.executable, str(root / "bench" / "generate.py"), "--entities", "200")
    made = (*words, "--out", str(tmp_path / "made"))
    subprocess.run(made, check=True, capture_output=True)
    files = sorted((tmp_path / "made").rglob("*.yaml"))
    assert len(files) > 20
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert styled(text) == text


# ── any layout of any data ───────────────────────────────────────────────────

WORDS = (
    *("x", "high", "2026-11-20", "2026-11-20 14:00", "批量代付，见附件：一", "# no remark", "a: b"),
    *(
        "'",
        '"',
        "- x",
        "10",
        "true",
        "",
        "@x",
        "[x",
        "C:\\x",
        "x #3",
        "（甲）",
        "x\ty",
        "😀",
        " x ",
    ),
)
LINES = ("x", "甲：乙", "# 一", "- y", "k:   v", "", "  in", "z  ")
VALUES = st.recursive(
    st.one_of(
        st.sampled_from(WORDS),
        st.lists(st.sampled_from(LINES), min_size=1).map(tuple),
        st.integers(0, 99),
        st.sampled_from([None, True, False]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["a", "b", "甲", "c d"]), inner, max_size=3),
    ),
    max_leaves=12,
)
CHANCE = st.randoms(use_true_random=True)
RECORDS = st.dictionaries(st.sampled_from(["id", "title", "甲"]), VALUES, min_size=1)


class Sloppy:
    """Somebody who lays out data as it comes; the remarks are numbered in their order."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.remarks: list[str] = []

    def some(self, least: int = 1) -> str:
        """A few blanks."""
        return " " * self.chance.randint(least, 3)

    def picks(self, one_in: int = 2) -> bool:
        """Whether it is so this time."""
        return self.chance.randrange(one_in) == 0

    def remark(self) -> str:
        """A comment that is like no other."""
        self.remarks.append(f"r{len(self.remarks)}.")
        return self.chance.choice(["#", "# ", "#   "]) + self.remarks[-1]

    def end(self) -> str:
        """The end of a line, with or without a comment, and lines of none but comments."""
        text = f"{self.some()}{self.remark()}" if self.picks(3) else ""
        text += self.some(0) + "\n"
        while self.picks(5):
            text += self.some(0) + (self.remark() if self.picks() else "") + "\n"
        return text

    def scalar(self, value: object) -> str:
        """A value on one line, in quotes where it has to, or in passing."""
        if not isinstance(value, str):
            return "null" if value is None else str(value).lower()
        read = parse("", f"{{v: {value}}}")
        if self.picks() and not read.findings and read.data == {"v": value}:
            return value
        if self.picks():
            return "'" + value.replace("'", "''") + "'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'

    def flow(self, value: object) -> str:
        """A value on one line."""
        if isinstance(value, tuple):
            return self.scalar(" ".join(value))
        comma = f"{self.some(0)},{self.some(0)}"
        if isinstance(value, list):
            return f"[{self.some(0)}{comma.join(map(self.flow, value))}{self.some(0)}]"
        if isinstance(value, Mapping):
            pairs = (f"{k}{self.some(0)}:{self.some()}{self.flow(v)}" for k, v in value.items())
            return f"{{{self.some(0)}{comma.join(pairs)}{self.some(0)}}}"
        return self.scalar(value)

    def block(self, lines: tuple[str, ...], indent: int) -> str:
        """The lines of a block scalar, whose first says how far they are indented."""
        head = self.chance.choice("|>") + self.chance.choice(["", "-", "+"])
        blank = " " * (indent + self.chance.randint(1, 4))
        return head + "\n" + "".join(f"{blank}{x}\n" if x else "\n" for x in ("first", *lines))

    def below(self, value: object, indent: int, *, is_item: bool) -> str:
        """What stands after ``key:`` or ``-`` in a column; ends with a line break."""
        if isinstance(value, tuple):
            return f"{self.some()}{self.block(value, indent)}"
        if value and isinstance(value, list | Mapping) and not self.picks(3):
            return self.end() + self.whole(value, indent, is_item=is_item)
        return f"{self.some()}{self.flow(value)}{self.end()}"

    def whole(self, value: object, indent: int, *, is_item: bool) -> str:
        """A collection on lines of its own, further in than a column."""
        is_bare = isinstance(value, list) and not is_item and self.picks()
        own = indent if is_bare else indent + self.chance.randint(1, 4)
        blank = " " * own
        if isinstance(value, list):
            return "".join(f"{blank}-{self.below(item, own, is_item=True)}" for item in value)
        assert isinstance(value, Mapping)
        rows = value.items()
        return "".join(
            f"{blank}{k}{self.some(0)}:{self.below(v, own, is_item=False)}" for k, v in rows
        )


def has_blocks(value: object) -> bool:
    """Whether some text may stand in lines of its own."""
    inner = value.values() if isinstance(value, Mapping) else value
    return isinstance(value, tuple) or (
        isinstance(value, list | Mapping) and any(has_blocks(item) for item in inner)  # type: ignore[attr-defined]
    )


@given(record=RECORDS, chance=CHANCE, newline=st.sampled_from(["\n", "\r\n"]))
def test_any_layout_becomes_the_same_data_with_all_comments_in_order(
    record: dict[str, object], chance: random.Random, newline: str
) -> None:
    writer = Sloppy(chance)
    text = writer.whole(record, -1, is_item=False).replace("\n", newline)
    assume(not parse("x.yaml", text).findings)
    after = styled(text)
    assert re.findall(r"# +(r\d+\.)", after) == writer.remarks
    assert "\r" not in after
    assert re.fullmatch(r"\S.*\n", after, re.DOTALL)
    if not has_blocks(record):
        assert "\n\n\n" not in after
        assert not re.search("[ \t]$", after, re.MULTILINE)


@given(record=RECORDS, chance=CHANCE)
def test_of_indentation_and_blanks_nothing_is_left(
    record: dict[str, object], chance: random.Random
) -> None:
    first, second = (_in_columns(record, chance) for _ in range(2))
    assert styled(first) == styled(second)


def _in_columns(value: object, chance: random.Random, indent: int = 0) -> str:
    """Data in block style; only columns and blanks are left to chance."""
    blank = " " * indent
    if isinstance(value, Mapping):
        rows = ((f"{key}:", inner, chance.randrange(2) == 0) for key, inner in value.items())
    else:
        assert isinstance(value, list)
        rows = (("-", inner, False) for inner in value)
    return "".join(
        f"{blank}{head}{_rest(inner, chance, indent, is_bare=is_bare)}"
        for head, inner, is_bare in rows
    )


def _rest(value: object, chance: random.Random, indent: int, *, is_bare: bool) -> str:
    gap, deeper = " " * chance.randint(1, 3), indent + chance.randint(1, 4)
    if isinstance(value, list | Mapping) and value:
        step = indent if isinstance(value, list) and is_bare else deeper
        return "\n" + _in_columns(value, chance, step)
    if isinstance(value, tuple):
        lines = (f"{' ' * deeper}{line}\n" if line else "\n" for line in ("x", *value))
        return f"{gap}|\n" + "".join(lines)
    return f"{gap}{[] if value == [] else {} if value == {} else 'text'}\n"
