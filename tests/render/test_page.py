"""Templates are filled from plain data; no printed value can forge structure."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from rdclient.lens import Lang
from rdclient.render.page import (
    Medium,
    Sources,
    TemplateBroken,
    escape_markdown,
    render,
    shipped_folder,
    variables,
)

_NOTHING = Path("/nowhere")


def _fill(
    template: str,
    data: Mapping[str, object] = MappingProxyType({}),
    *,
    lang: Lang = Lang.ZH,
    medium: Medium = Medium.MD,
    parts: str = "",
) -> str:
    overrides = {f"{lang}/note.md.j2": template, f"{lang}/_parts.md.j2": parts}
    return render(
        "note", data, lang=lang, medium=medium, templates=Sources(overrides, shipped=_NOTHING)
    )


def _problem(template: str, data: Mapping[str, object]) -> TemplateBroken:
    with pytest.raises(TemplateBroken) as caught:
        _fill(template, data)
    return caught.value


# ── escaping ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "98.4%",
        "TCK-0027",
        "5,000笔",
        "批量代付（REQ-012）",
        "2026年11月20日18:00",
        "响应时间<3秒，CPU>70%",
        "-5",
        "snake_case_name",
        "研发R&D项目 A & B",
        r"C:\Users\zhang",
        "很好！#重点#。",
        "1.5倍",
        "“引号”、顿号；分号",
    ],
)
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert escape_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a\n\n## 决议\n已批准", "a ## 决议 已批准"),
        ("# 标题", r"\# 标题"),
        ("- 一项", r"\- 一项"),
        ("1. 一项", r"1\. 一项"),
        ("> 引文", r"\> 引文"),
        ("===", r"\==="),
        ("a | b", r"a \| b"),
        ("**粗**", r"\*\*粗\*\*"),
        ("_斜_", r"\_斜\_"),
        ("[链接](javascript:alert(1))", r"\[链接\](javascript:alert(1))"),
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("&lt;", r"\&lt;"),
        ("{{ secret }}", r"\{{ secret }}"),
        ("尾\\", "尾&#92;"),
        ("C #", r"C \#"),
    ],
)
def test_what_could_be_structure_is_escaped(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


_MARKS = st.sampled_from("\n\t \\`*_{}[]()<>#+-.!|~&=:;\"'$^%@/?1209aAx中，。　\u00a0\u200b①²é")
_TEXTS = st.one_of(
    st.text(_MARKS, max_size=24),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=24),
    st.lists(
        st.sampled_from(
            ["\n\n", "---", "| a |", "|---|", "# h", "```", "~~~", "1. x", "- x", "> q", "<b>",
             "<!-- c -->", "&amp;", "![x](y)", "[x]: y", "<http://a.b>", "    code", "\\", ":-:",
             "<!-- chart: milestones -->", "===", "**b**", "__b__", "{{ x }}", "甲。"]
        ),
        max_size=5,
    ).map(" ".join),
)  # fmt: skip
_PAGE = """\
# {{ text }}

{{ text }}

| {{ text }} | 乙 |
|---|---|
| {{ text }} | {{ text }} |
|{{ text }}|丁|

- {{ text }}
- **前** {{ text }} 后{{ text }}
"""
_BLANK = "".join(map(chr, [*range(0x21), *range(0x7F, 0xA0), 0x2028, 0x2029]))


def _shown(text: str) -> str:
    """What a reader sees: runs of blanks are one; Markdown trims every kind of blank."""
    return " ".join(text.translate({ord(sign): " " for sign in _BLANK}).split(" ")).strip()


def _squeezed(text: str) -> str:
    return " ".join(part for part in _shown(text).split(" ") if part)


def _content(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type == "softbreak":
        return "\n"
    return "".join(_content(child) for child in node.children)


def _outline(markdown: str) -> list[tuple[str, str]]:
    """Each block that holds text: what it is, and what a reader of it sees.

    HTML and strike-through are on, as in the viewers of code platforms.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = []
    for node in SyntaxTreeNode(parser.parse(markdown)).walk():
        if node.type == "inline" and node.parent:
            found.append((node.parent.type, _squeezed(_content(node))))
        elif node.type in ("html_block", "code_block", "fence", "hr"):
            found.append((node.type, node.content))
    return found


@settings(deadline=None, max_examples=200)
@given(_TEXTS)
@example("1. x")
@example(":-:")
@example("a \\| b\\")
@example("<!-- chart: milestones -->")
@example("    four")
def test_a_value_is_shown_as_it_is_wherever_it_is_printed(text: str) -> None:
    shown = _squeezed(text)
    both = _squeezed(f"前 {text} 后{text.strip(_BLANK)}")
    paragraph = [("paragraph", shown)] if text.strip(_BLANK) else []
    cells = [("th", shown), ("th", "乙"), *[("td", cell) for cell in (shown, shown, shown, "丁")]]
    assert _outline(_fill(_PAGE, {"text": text})) == [
        ("heading", shown),
        *paragraph,
        *cells,
        *paragraph,
        ("paragraph", both),
    ]


@settings(deadline=None, max_examples=150)
@given(st.lists(_TEXTS.filter(_squeezed), min_size=2, max_size=4))
@example(["1", ". x"])
@example(["|", ":-:"])
@example(["a | b", "-:"])
def test_values_on_lines_of_their_own_stay_one_paragraph(texts: list[str]) -> None:
    outline = _outline(
        "起\n" + _fill("{% for t in texts %}{{ t }}\n丨\n{% endfor %}", {"texts": texts})
    )
    assert len(outline) == 1
    outline = _outline(_fill("{% for t in texts %}{{ t }}{% endfor %}", {"texts": texts}))
    assert len(outline) <= 1


def test_plain_text_is_not_escaped_but_stays_on_its_line() -> None:
    assert (
        _fill("【{{ a }}】{{ 'R&D' }}", {"a": "*a*\n# b"}, medium=Medium.TEXT) == "【*a* # b】R&D\n"
    )


# ── what templates can do ────────────────────────────────────────────────────


def test_a_macro_s_output_is_not_escaped_again_and_its_values_are() -> None:
    parts = "{% macro named(x) %}**{{ x.name }}**（{{ x.id }}）{% endmacro %}"
    text = (
        "{% from 'zh/_parts.md.j2' import named %}"
        "{{ named(r) }}{{ named(r) ~ ' - ' ~ r.name }}{{ '*' + named(r) }}"
        "{{ [named(r), r.name] | join(' / ') }}{{ [r.name, r.id] | listed }}"
    )
    page = _fill(text, {"r": {"name": "a*b", "id": "REQ-1"}}, parts=parts)
    made = r"**a\*b**（REQ-1）"
    assert page == rf"{made}{made} \- a\*b\*{made}{made} / a\*ba\*b、REQ-1" + "\n"


def test_the_filters_speak_the_page_s_language() -> None:
    text = (
        "{{ on | day_full }} {{ at | moment_short }} {{ a | span(b) }} {{ rag | term('Rag') }} "
        "{{ fee | money('CNY', 'included') }} {{ 5000 | num }} {{ 98.4 | percent }} "
        "{{ ['x', 'y'] | listed }} {{ 'cost' | term('Dimension', internal=true) }} "
        "{{ word('AddressForm', 'bank') }}"
    )
    data = {
        "on": "2026-11-20",
        "at": "2026-11-24T18:00+08:00",
        "a": "2026-11-16",
        "b": "2026-11-20",
        "rag": "yellow",
        "fee": "86000",
    }
    assert _fill(text, data, lang=Lang.ZH) == (
        "2026年11月20日（星期五） 11-24 18:00 2026年11月16日—20日 关注 "
        "人民币86,000.00元（含税） 5,000 98.4% x、y 成本 贵行\n"
    )
    assert _fill(text, data, lang=Lang.EN) == (
        "Friday 20 November 2026 24 Nov 18:00 16–20 November 2026 Amber "
        "CNY 86,000.00 (tax included) 5,000 98.4% x, y Cost the client\n"
    )


def test_a_field_may_be_called_like_a_method() -> None:
    assert (
        _fill("{% for i in change.items %}{{ i }}{% endfor %}", {"change": {"items": [1, 2]}})
        == "12\n"
    )


def test_blank_lines_are_one_and_lines_have_no_trailing_blanks() -> None:
    assert _fill("\n\na  \n\n\n\n{% if true %}\nb\n{% endif %}\n\n\n") == "a\n\nb\n"


def test_a_chart_has_its_place_in_html_only() -> None:
    assert _fill("a\n{{ chart('milestones') }}\nb") == "a\n\nb\n"
    place = "a\n\n<!-- chart: milestones -->\n\nb\n"
    assert _fill("a\n{{ chart('milestones') }}\nb", medium=Medium.HTML) == place


# ── broken templates ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n{{ nam }}", 2, "'nam' is undefined"),
        ("a\n\n{{ x.nam }}", 3, "has no attribute 'nam'"),
        ("{% if x %}\n", 1, "end of template"),
        ("{% for a in x %}{{ a }\n{% endfor %}", 1, "unexpected '}'"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ x.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ x | random }}", 1, "random"),
        ("{{ y | safe }}", 1, "safe"),
        ("{{ lipsum() }}", 1, "lipsum"),
        ("{{ none }}", 1, "NoneType has no words"),
        ("{{ x }}", 1, "dict has no words"),
        ("{{ true }}", 1, "bool has no words"),
        ("{{ x.update({'a': 1}) }}", 1, "unsafe"),
        ("{{ y | day }}", 1, "Invalid isoformat"),
        ("{{ y | term('Rag') }}", 1, "no word for Rag 'text'"),
        ("{% include 'en/note.md.j2' %}", 1, "no template en/note.md.j2"),
        ("{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}", 1, "recursion"),
        ("{% macro m() %}a{% endmacro %}{{ m().format(y) }}", 1, "unsafe"),
        ("{% macro m() %}%s{% endmacro %}{{ m() % y }}", 1, "macro's output"),
        ("{% macro m() %}a{% endmacro %}{{ m() | replace('a', y) }}", 1, "macro's output"),
    ],
)
def test_a_broken_template_is_named_with_its_line(text: str, line: int, words: str) -> None:
    broken = _problem(text, {"x": {"name": "n"}, "y": "text"})
    assert (broken.template, broken.line) == ("zh/note.md.j2", line)
    assert words in broken.problem
    assert broken.args == ("template-broken", broken.template, line, broken.problem)
    assert broken.exit_code == 3


def test_a_fault_in_the_shared_macros_names_their_file() -> None:
    parts = "{% macro a() %}\n{{ gone }}\n{% endmacro %}"
    with pytest.raises(TemplateBroken) as caught:
        _fill("{% from 'zh/_parts.md.j2' import a %}{{ a() }}", parts=parts)
    assert (caught.value.template, caught.value.line) == ("zh/_parts.md.j2", 2)


def test_a_report_without_template_is_broken_too() -> None:
    with pytest.raises(TemplateBroken, match="no template zh/gone"):
        render("gone", {}, lang=Lang.ZH, medium=Medium.MD, templates=Sources({}, _NOTHING))


# ── sources ──────────────────────────────────────────────────────────────────


def test_shipped_templates_lie_in_the_package_of_a_wheel(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "rdclient"
    (package / "templates").mkdir(parents=True)
    assert shipped_folder(package) == package / "templates"


def test_shipped_templates_lie_beside_src_in_an_editable_install(tmp_path: Path) -> None:
    package = tmp_path / "src" / "rdclient"
    package.mkdir(parents=True)
    assert shipped_folder(package) == tmp_path / "templates"


def test_this_install_finds_its_templates() -> None:
    assert (shipped_folder() / "zh").is_dir()


def test_a_workspace_s_template_goes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "note.md.j2").write_text("出厂 {{ a }}", encoding="utf-8")
    shipped = Sources({}, tmp_path)
    own = Sources({"zh/note.md.j2": "自定 {{ a }}"}, tmp_path)
    said = [
        render("note", {"a": 1}, lang=Lang.ZH, medium=Medium.MD, templates=source)
        for source in (shipped, own)
    ]
    assert said == ["出厂 1\n", "自定 1\n"]


def test_the_variables_of_a_template_are_its_names_and_the_keys_it_reads() -> None:
    text = (
        "{% from 'zh/_parts.md.j2' import cell %}{% import 'zh/_parts.md.j2' as parts %}"
        "{% set local = project.name %}{{ local | day }}{{ parts.row(1) }}{{ cell(week['no']) }}"
        "{% for r in items %}{{ loop.index }}{{ r.id }}{% endfor %}{{ lang }}"
    )
    asked = variables("note", lang=Lang.ZH, templates=Sources({"zh/note.md.j2": text}, _NOTHING))
    assert asked == {"project", "week", "items", ".name", ".no", ".id"}
    with pytest.raises(TemplateBroken):
        variables("gone", lang=Lang.ZH, templates=Sources({}, _NOTHING))


def test_two_runs_give_the_same_bytes() -> None:
    text = "{% for k, v in d | items %}{{ k }}{{ v }}{% endfor %}"
    assert len({_fill(text, {"d": {"a": 1, "b": "甲"}}).encode() for _ in range(3)}) == 1
