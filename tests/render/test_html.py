"""Documents become one quiet page: styled in every element, with nothing active in it."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.lens import Lang
from rdclient.render.charts import placeholder
from rdclient.render.html import to_html
from rdclient.render.page import Medium, Sources, render

_STYLED = {
    "h1", "h2", "h3", "p", "table", "th", "td", "ul", "ol", "li", "blockquote", "em", "strong",
    "hr", "a", "code",
}  # fmt: skip
_QUIET = _STYLED | {
    "html", "head", "meta", "title", "style", "body", "main", "thead", "tbody", "tr", "br", "span",
    "pre", "h4", "h5", "h6", "div", "svg",
}  # fmt: skip
_SAMPLE = """\
# 周报 *斜*

一段**粗**文字与`代码`，[链接](https://example.com/a?b=1&c=2)。

- 一
1. 二

> 引文

## 表 <script>alert(1)</script>

| 进度 | 说明 | 数 |
|---|---|---:|
| 关注 | 关注中的事项，说明较长，因此本列可以换行 | 1 |

### 尾

---
"""


class _Elements(HTMLParser):
    """Collects elements with attributes, and the text outside of styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def _page(markdown: str, *, lang: Lang = Lang.ZH, **charts: str) -> str:
    return to_html(markdown, title="周报 & <Q>", lang=lang, charts=charts)


def test_the_page_stands_alone_and_loads_nothing() -> None:
    page = _page(_SAMPLE)
    elements = _Elements(page)
    assert page.startswith("<!doctype html>\n")
    assert elements.of("html") == [{"lang": "zh-CN"}]
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert {"http-equiv": "Content-Security-Policy", "content": policy} in elements.of("meta")
    assert "<title>周报 &amp; &lt;Q&gt;</title>" in page
    assert "@page { size: A4;" in page
    assert "url(" not in page
    assert "src=" not in page


def test_every_element_carries_its_style() -> None:
    found = _Elements(_page(_SAMPLE)).found
    assert {tag for tag, _ in found} >= _STYLED
    assert [
        tag for tag, attributes in found if tag in _STYLED and not attributes.get("style")
    ] == []


def test_an_alignment_of_the_table_is_kept_beside_the_style() -> None:
    last = _Elements(_page(_SAMPLE)).of("td")[-1]["style"] or ""
    assert last.startswith("border:")
    assert "text-align:right" in last


def test_a_traffic_light_s_cell_gets_a_dot_beside_its_word() -> None:
    page = _page(_SAMPLE)
    assert page.count("●") == 1
    assert 'style="color:#d9860a">●</span> 关注</td>' in page
    english = _page("| State |\n|---|\n| Amber |\n| 关注 |\n", lang=Lang.EN)
    assert english.count("●") == 1


def test_short_columns_do_not_wrap_and_long_ones_do() -> None:
    first, second, third = _Elements(_page(_SAMPLE)).of("td")
    assert "white-space:nowrap" in str(first["style"])
    assert "overflow-wrap:anywhere" in str(second["style"])
    assert "white-space:nowrap" in str(third["style"])


def test_lines_of_chinese_join_without_a_blank_and_english_ones_with_one() -> None:
    assert "上一行下一行</p>" in _page("上一行\n下一行")
    assert "one\ntwo</p>" in _page("one\ntwo")
    assert "**" not in _page("**上一行**\n下一行")


# ── charts ───────────────────────────────────────────────────────────────────


def test_a_placeholder_gives_way_to_its_chart_or_to_nothing() -> None:
    markdown = f"前\n\n{placeholder('milestones')}\n\n后"
    assert "<svg></svg>" in _page(markdown, milestones="<svg></svg>")
    bare = _page(markdown)
    assert "chart" not in bare
    assert "<svg" not in bare


def test_a_placeholder_within_a_text_is_text() -> None:
    page = _page(f"前 {placeholder('milestones')}", milestones="<svg></svg>")
    assert "<svg>" not in page
    assert "&lt;!-- chart: milestones --&gt;" in page


# ── nothing active ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "</style><script>alert(1)</script>",
        "<style>@import 'http://a.example'</style>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](//a.example)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "![x](https://a.example/pixel.png)",
        '[x](https://a.example "\\" onmouseover=alert(1)")',
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        "&#60;script&#62;",
        "| <script> |\n|---|\n| <iframe src=x> |",
    ],
)
def test_payloads_stay_text(payload: str) -> None:
    _assert_quiet(_page(payload))


_PIECES = (
    "<", ">", "a", "[x]", "(", ")", "javascript:", "http://e.e", "`", "\n", "|", "-", "!", "&",
    "script", " on=1", '"', "'", "#", "*", "<!--", "-->", "chart: x",
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=16).map("".join))
def test_any_markdown_makes_a_quiet_page(markdown: str) -> None:
    _assert_quiet(_page(markdown))


@pytest.mark.parametrize("payload", [placeholder("milestones"), "<b>x</b>", "[x](http://a.cn)"])
def test_a_printed_value_is_neither_markup_nor_chart(payload: str) -> None:
    sources = Sources({"zh/note.md.j2": "{{ text }}\n\n{{ chart('milestones') }}"})
    markdown = render(
        "note", {"text": payload}, lang=Lang.ZH, medium=Medium.HTML, templates=sources
    )
    page = _page(markdown, milestones="<svg></svg>")
    assert page.count("<svg>") == 1
    assert payload in _Elements(page).text
    assert not _Elements(page).of("a")


def _assert_quiet(page: str) -> None:
    for tag, attributes in _Elements(page).found:
        assert tag in _QUIET
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "a":
            assert str(attributes["href"]).lower().startswith(("http://", "https://", "mailto:"))


@pytest.mark.parametrize("link", ["https://a.example/b", "http://a.example", "mailto:zhang@a.cn"])
def test_links_to_pages_and_mailboxes_stay(link: str) -> None:
    assert [a["href"] for a in _Elements(_page(f"[x]({link}) <{link}>")).of("a")] == [link, link]


def test_a_lost_link_keeps_its_words() -> None:
    page = _page("见[附件 **2**](ftp://a.example/b)与![图3](a.png)。")
    assert _Elements(page).text.split() == ["周报", "&", "<Q>", *_css(page), "见附件", "2与图3。"]


def _css(page: str) -> list[str]:
    return page.partition("<style>")[2].partition("</style>")[0].split()


def test_two_runs_give_the_same_bytes() -> None:
    assert len({_page(_SAMPLE, milestones="<svg/>").encode() for _ in range(3)}) == 1
