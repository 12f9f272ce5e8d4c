"""Chinese texts keep to the tone of the house: forbidden words by their scope, punctuation."""

import ast
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from rdclient.lens import Audience, Lang
from rdclient.render.terms import TERMS
from rdclient.store import skeleton
from rdclient.store.workspace import read

SHARED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("workspace.py"))))
SOURCE: Path = SHARED.ROOT / "src" / "rdclient"

# ── what is not written, and where ───────────────────────────────────────────

ANYWHERE = (
    "你", "您", "他们",
    "尽快", "争取", "近期", "抓紧",
    "显著", "大幅", "圆满", "赋能", "抓手", "闭环打法",
    "行动项", "动作项", "所有者", "拥有人", "阻塞者", "拦截项", "干系人", "利益相关者",
    "缓解措施", "违反SLA", "破坏承诺", "运行中(?!心)", "签核", "签名批准", "修正案", "合同修订",
    "被客户所", "进行了.{0,12}的.{0,4}工作", "交付给客户的价值", "执行摘要", "触点", "触达",
    "受众", "工件", "制品", "里程碑命中", "未能满足期望", "很高兴地", "请注意",
    "如有任何问题", "请随时联系", r"(?<!\d)0条记录", "在[^，。；]{1,15}的情况下",
    "基于[^，。；]{1,15}的事实", "西瓜",
)  # fmt: skip
"""Never, in any Chinese text of the program, its templates and its example."""
FOR_THE_CLIENT = ("技术债", "人力紧张", "毛利", "外绿内红", "无故", "内部", "低于4分", "双线")
"""Not in a client edition."""
IN_A_WEEKLY_FOR_THE_CLIENT = (
    "甲方", "乙方", "我司", "贵司", "[需向经待与请]客户", "客户(?:反馈|确认|配合|支持|处理)",
)  # fmt: skip
"""A letter to the client says 贵行 and 我方: the example's client is a bank with clients of its
own."""
IN_THE_BODY = (
    r"提交 ?[0-9a-f]{7}",
    r"\d{4}-\d\d-\d\dT",
    r"\+0[08]:?00",
    r"\bNone\b|N/A|\bnull\b|\bnan\b",
)
"""Marks of a machine: not in a document's body."""
AS_A_TITLE = ("下一步", "到期日", "截止日", "截止日期")
"""Not as a heading or at the head of a column."""
AS_A_WHOLE = frozenset({"", "无", "无。", "空", "None", "N/A", "null", "-", "暂无", "0条记录"})
"""Not as a whole cell, line or section."""

CHINESE = "[\u4e00-\u9fff]"
PUNCTUATION = (
    f"{CHINESE}[,:;?!]{CHINESE}",
    "[，。；：、！？][，。；：、！？]",
    f"{CHINESE} [0-9]|[0-9] {CHINESE}",
    r"[（(][）)]|“”|《》",
)
"""Half-width marks between Chinese, two marks in a row, blanks at numbers, empty brackets."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A Chinese document as Markdown; ``body`` is without the footer that names versions."""

    name: str
    text: str
    is_client: bool

    @property
    def body(self) -> str:
        """The text without the line of versions at the end."""
        lines = (line for line in self.text.splitlines() if not line.startswith("*数据版本"))
        return "\n".join(lines)

    @property
    def titles(self) -> Iterator[str]:
        """Headings, lines in bold, heads of columns."""
        lines = self.text.splitlines()
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            if line.startswith("#") or re.fullmatch(r"\*\*.+\*\*", line):
                yield line
            elif following.startswith("| ---"):
                yield from cells(line)


def cells(line: str) -> tuple[str, ...]:
    """The cells of a row of a table."""
    inner = re.split(r"(?<!\\)\|", line.strip())
    return tuple(cell.strip() for cell in inner[1:-1])


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every Chinese document of the example: eight weeks, all meetings, both editions."""
    portfolio = read(SHARED.EXAMPLE).portfolio
    found = []
    for audience in Audience:
        with SHARED.compiled_once():
            made = SHARED.documents(
                portfolio, audience, weeks=SHARED.WEEKS, langs=(Lang.ZH,), forms=("md", "brief")
            )
        found += [Sheet(str(n), text, audience is Audience.CLIENT) for n, text in made.items()]
    return tuple(found)


def offences(patterns: tuple[str, ...], text: str) -> list[str]:
    """What is found of the patterns, with the words around it."""
    return [
        f"{found[0]!r} in “…{text[max(0, found.start() - 15) : found.end() + 15]}…”"
        for pattern in patterns
        for found in re.finditer(pattern, text)
    ]


def in_sheets(patterns: tuple[str, ...], *, of: str = "", for_client: bool = False) -> list[str]:
    """The offences in the bodies of all documents, or of one report or edition."""
    return [
        f"{sheet.name}: {offence}"
        for sheet in sheets()
        if sheet.name.startswith(of) and (sheet.is_client or not for_client)
        for offence in offences(patterns, sheet.body)
    ]


# ── documents ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("patterns", "text"),
    [
        (ANYWHERE, "请您确认。"),
        (ANYWHERE, "需求被客户所确认"),
        (ANYWHERE, "进行了对账模块的开发工作"),
        (ANYWHERE, "在环境未到位的情况下"),
        (ANYWHERE, "计时运行中"),
        (ANYWHERE, "共0条记录"),
        (IN_THE_BODY, "2026-11-20T18:00+08:00"),
        (IN_THE_BODY, "见提交 3f2a9c1"),
        (PUNCTUATION, "完成,待测"),
        (PUNCTUATION, "已完成。。"),
        (PUNCTUATION, "原因：。"),
        (PUNCTUATION, "第 47 周"),
        (PUNCTUATION, "完成22 项"),
        (PUNCTUATION, "批量代付（）"),
    ],
)
def test_the_patterns_find_what_they_are_for(patterns: tuple[str, ...], text: str) -> None:
    assert offences(patterns, text)


@pytest.mark.parametrize(
    "text",
    ["马骏（科技部运行中心）", "原10条记录", "98.4%，11月24日18:00前", "“西安”：完成"],
)
def test_the_patterns_leave_sound_texts_alone(text: str) -> None:
    assert offences((*ANYWHERE, *IN_THE_BODY, *PUNCTUATION), text) == []


def test_all_documents_are_there() -> None:
    names = [sheet.name for sheet in sheets()]
    assert sum(name.startswith("weekly-report") for name in names) == 2 * 8 * 2 * 2
    assert sum(name.startswith("minutes") for name in names) > 40
    assert all(len(sheet.text) > 15 for sheet in sheets())


def test_no_document_holds_a_forbidden_word() -> None:
    assert in_sheets(ANYWHERE) == []


def test_no_client_edition_holds_what_is_for_us() -> None:
    assert in_sheets(FOR_THE_CLIENT, for_client=True) == []


def test_the_weekly_report_addresses_the_client() -> None:
    assert in_sheets(IN_A_WEEKLY_FOR_THE_CLIENT, of="weekly-report", for_client=True) == []


def test_no_body_holds_marks_of_a_machine() -> None:
    assert in_sheets(IN_THE_BODY) == []


def test_no_title_is_a_translation() -> None:
    found = [
        f"{s.name}: {title}"
        for s in sheets()
        for title in s.titles
        for word in AS_A_TITLE
        if word in title
    ]
    assert found == []


def test_punctuation_is_chinese() -> None:
    assert in_sheets(PUNCTUATION) == []


def test_no_cell_and_no_line_is_empty_or_just_none() -> None:
    found = [
        f"{sheet.name}: {line}"
        for sheet in sheets()
        for line in sheet.body.splitlines()
        if (line.startswith("|") and AS_A_WHOLE & set(cells(line)))
        or (line and re.sub(r"^(- |\d+\. )", "", line) in AS_A_WHOLE)
    ]
    assert found == []


def test_no_section_is_empty() -> None:
    found = [
        f"{sheet.name}: {title}"
        for sheet in sheets()
        for title in re.findall(r"^#+ (.+)\n+(?=#|---|\Z)", sheet.body, re.MULTILINE)
    ]
    assert found == []


def test_every_sentence_that_stands_alone_ends() -> None:
    """A line of prose or of a list ends like a sentence, not in the middle of one."""
    found = [
        f"{sheet.name}: {line}"
        for sheet in sheets()
        for line in sheet.body.splitlines()
        if line.startswith("- ") and line[-1] not in "。！？"
    ]
    assert found == []


@pytest.mark.parametrize("audience", list(Audience))
def test_pages_hold_no_forbidden_word_either(audience: Audience) -> None:
    """Of what a page adds to its Markdown: title, styles, charts."""
    portfolio = read(SHARED.EXAMPLE).portfolio
    with SHARED.compiled_once():
        made = SHARED.documents(
            portfolio, audience, langs=(Lang.ZH,), forms=("html",), of=("settlement/MTG-0119",)
        )
    patterns = ANYWHERE + (FOR_THE_CLIENT if audience is Audience.CLIENT else ())
    for name, page in made.items():
        text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
        assert offences(patterns, text) == [], str(name)


# ── what the program says ────────────────────────────────────────────────────

READS_SUCH_WORDS = frozenset(
    {
        "cli/options.py",
        "exchange/note_words.py",
        "store/chinese.py",
        "reports/minutes_people.py",
        "rules/spelling.py",
    }
)
"""Modules that hold Chinese words because people write them."""
MESSAGES = (*ANYWHERE, *PUNCTUATION[:2])


def chinese_strings(path: Path) -> Iterator[str]:
    """Every text with Chinese in a module, joined where Python joins them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            pieces = (p.value if isinstance(p, ast.Constant) else "…" for p in node.values)
            yield "".join(str(piece) for piece in pieces)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_message_holds_a_forbidden_word() -> None:
    modules = [
        p
        for p in sorted(SOURCE.rglob("*.py"))
        if p.relative_to(SOURCE).as_posix() not in READS_SUCH_WORDS
    ]
    texts = [
        (path, text)
        for path in modules
        for text in chinese_strings(path)
        if re.search(CHINESE, text)
    ]
    assert len(texts) > 400
    found = [
        f"{path.name}: {offence}" for path, text in texts for offence in offences(MESSAGES, text)
    ]
    assert found == []


def test_no_term_holds_a_forbidden_word_or_is_a_translation() -> None:
    found = [
        f"{family}.{token}: {offence}"
        for (family, token), term in TERMS.items()
        for offence in offences((*MESSAGES, *AS_A_TITLE), term.zh)
    ]
    assert found == []
    assert not {term.zh for term in TERMS.values()} & AS_A_WHOLE


def prose(text: str) -> str:
    """Markdown with a letter for what is quoted from files and the command line."""
    return re.sub(r"```.*?```|`[^`\n]*`", "X", text, flags=re.DOTALL)


def chinese_pages() -> tuple[Path, ...]:
    """Manual, help, READMEs, guides, templates and the example as they lie on disk."""
    return (
        *sorted((SOURCE / "render" / "manual" / "zh").glob("*.md")),
        SOURCE / "cli" / "help.zh.txt",
        SHARED.ROOT / "README.zh-CN.md",
        SHARED.ROOT / "docs" / "tutorial-first-week.zh-CN.md",
        *sorted((SHARED.ROOT / "docs" / "zh").glob("*.md")),
        *sorted((SHARED.ROOT / "templates" / "zh").glob("*.j2")),
        *sorted(SHARED.EXAMPLE.rglob("*.yaml")),
        *sorted(SHARED.EXAMPLE.rglob("*.md")),
    )


@pytest.mark.parametrize("path", chinese_pages(), ids=lambda path: path.name)
def test_no_page_on_disk_holds_a_forbidden_word(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(CHINESE, text) or path.parts[-2] in ("changes", "tickets")
    patterns = ANYWHERE if path.suffix == ".j2" else MESSAGES
    assert offences(patterns, prose(text) if path.suffix == ".md" else text) == []


def test_a_new_workspace_holds_no_forbidden_word() -> None:
    files = skeleton.blank(Lang.ZH)
    texts = {name: content.decode() for name, content in files.items()}
    assert any(re.search(CHINESE, text) for text in texts.values())
    found = [
        f"{name}: {offence}"
        for name, text in texts.items()
        for offence in offences(MESSAGES, prose(text))
    ]
    assert found == []
