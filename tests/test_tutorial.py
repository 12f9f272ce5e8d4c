"""The tutorials and guides are true: their commands are run and print what the pages show."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the documentation, and the example it is followed in (none: an empty folder)."""

    path: str
    lang: str
    example: str | None = None

    @property
    def text(self) -> str:
        """Its Markdown."""
        return (DOCS / self.path).read_text(encoding="utf-8")


TUTORIALS = (Page("tutorial-first-week.md", "en"), Page("tutorial-first-week.zh-CN.md", "zh"))
FRIDAYS = (Page("tutorial-friday.md", "en"), Page("tutorial-friday.zh-CN.md", "zh"))
CHANGES = (Page("tutorial-change.md", "en"), Page("tutorial-change.zh-CN.md", "zh"))
GUIDES = (Page("en/guide.md", "en", "kestrel"), Page("zh/guide.md", "zh", "northbank"))
PAGES = (*TUTORIALS, *FRIDAYS, *CHANGES, *GUIDES)


# ── reading a page ───────────────────────────────────────────────────────────


PIPED = re.compile(r"cat (\S+) \| ")


@dataclass(frozen=True, slots=True)
class Command:
    """A line with ``$``, the output shown below it, and the exit code it states."""

    line: str
    shown: tuple[str, ...] = ()

    @property
    def code(self) -> int:
        """What stands in the remark behind the command; else 0."""
        told = re.search(r"#.*(?:exit code|返回码) (\d)$", self.line)
        return int(told[1]) if told else 0

    @property
    def source(self) -> str | None:
        """The file whose text the command is given (``cat FILE | …``)."""
        piped = PIPED.match(self.line)
        return piped[1] if piped else None

    @property
    def words(self) -> list[str]:
        """The words of the command."""
        return shlex.split(PIPED.sub("", self.line), comments=True)

    def tells(self, line: str) -> bool:
        """Whether a line with ``$`` is what the command prints: the commands of Git it runs."""
        return self.words[:2] == ["rdclient", "save"] and line.startswith("$ git ")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language and its lines."""

    lang: str
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks, in order."""
    opened: Block | None = None
    for line in text.splitlines():
        if opened is None:
            if match := re.fullmatch(r"```(\w+)", line):
                opened = Block(match[1], ())
        elif line == "```":
            yield opened
            opened = None
        else:
            opened = replace(opened, lines=(*opened.lines, line))
    assert opened is None, "a block is not closed"


def commands(block: Block) -> tuple[Command, ...]:
    """The commands of a console block, each with the lines below it."""
    found: list[Command] = []
    for line in block.lines:
        if line.startswith("$ ") and not (found and found[-1].tells(line)):
            found.append(Command(line[2:]))
        else:
            found[-1] = replace(found[-1], shown=(*found[-1].shown, line))
    return tuple(found)


# ── doing what it says ───────────────────────────────────────────────────────

FILE = re.compile(r"# (?P<path>[^\s:（]+)(?P<more>: add at the end|（追加到末尾）)?")
"""The first line of a block that is a file, or a part of one."""


FILES = ("yaml", "diff", "notes", "csv")


def apply(block: Block, folder: Path) -> None:
    """Write the file of a block, or make the change of a ``diff`` block.

    The line with the name is a remark in YAML; in other files it would be content.
    """
    block = replace(block, lines=tuple(with_key(line, folder) for line in block.lines))
    named = FILE.fullmatch(block.lines[0])
    assert named, f"a {block.lang} block does not begin with its file: {block.lines[0]}"
    path = folder / named["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if block.lang == "diff":
        content = changed(path.read_text(encoding="utf-8"), block.lines[1:])
    elif named["more"]:
        content = path.read_text(encoding="utf-8") + joined(block.lines[1:])
    else:
        content = joined(block.lines if block.lang == "yaml" else block.lines[1:])
    path.write_text(content, encoding="utf-8", newline="\n")


KEY = re.compile(r"ssh-ed25519 …(.*#\s*…\s?\S* (\S+\.pub))")
"""A public key that is left out, and the file it stands in as the remark behind it says."""


def with_key(line: str, folder: Path) -> str:
    """A line of a file with the key that its remark says is to be filled in."""
    found = KEY.search(line)
    if not found:
        return line
    public = (folder / found[2]).read_text(encoding="utf-8").strip()
    return line.replace("ssh-ed25519 …", public)


def changed(text: str, lines: tuple[str, ...]) -> str:
    """A text after a change; what is to be replaced must stand in it exactly once."""
    assert all(line[:1] in (" ", "-", "+") for line in lines), lines
    old = joined(line[1:] for line in lines if line[0] != "+")
    new = joined(line[1:] for line in lines if line[0] != "-")
    assert text.count(old) == 1, f"stands there {text.count(old)} times:\n{old}"
    return text.replace(old, new)


def joined(lines: Iterator[str] | tuple[str, ...]) -> str:
    """Lines as a text."""
    return "".join(f"{line}\n" for line in lines)


# ── running ──────────────────────────────────────────────────────────────────

KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "COVERAGE_PROCESS_START", "XDG_CACHE_HOME")
PROGRAMS = {
    "rdclient": (sys.executable, "-m", "rdclient"),
    "git": ("git",),
    "ssh-keygen": ("ssh-keygen",),
}
SILENT = ("cd", "git", "ssh-keygen")
"""Programs that may print nothing."""


def ran(command: Command, folder: Path, lang: str) -> tuple[int, str]:
    """The exit code of a command, and all that it prints, in the order of a terminal.

    Nobody's settings of Git count, and who commits is what the page says.
    """
    program, *words = command.words
    assert program in PROGRAMS, command.line
    home = {"HOME": str(folder.parent), "XDG_CONFIG_HOME": str(folder.parent)}
    done = subprocess.run(
        [*PROGRAMS[program], *words],
        cwd=folder,
        env={
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            **home,
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            "RDCLIENT_LANG": lang,
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        },
        input=(folder / command.source).read_bytes() if command.source else b"",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8").replace("\r\n", "\n")


# ── comparing ────────────────────────────────────────────────────────────────


def fits(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether the lines shown are those printed.

    A line ``…`` stands for any lines, also none; ``…`` within a line for any text.
    """
    if not shown:
        return not printed
    if shown[0] == LEFT_OUT:
        return any(fits(shown[1:], printed[start:]) for start in range(len(printed) + 1))
    return bool(printed) and is_line(shown[0], printed[0]) and fits(shown[1:], printed[1:])


def is_line(shown: str, printed: str) -> bool:
    """Whether a line is the one printed; the width of columns does not matter."""
    pattern = ".*".join(re.escape(part) for part in narrowed(shown).split(LEFT_OUT))
    return re.fullmatch(pattern, narrowed(printed)) is not None


def narrowed(line: str) -> str:
    """A line with single blanks between its columns; what it begins with is kept."""
    return re.sub(r"(?<=\S) {2,}", " ", line)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("a", "a"),
        ("a\n…", "a"),
        ("a\n…", "a\nb\nc"),
        ("…\nc", "a\nb\nc"),
        ("a\n…\nc", "a\nb\nc"),
        ("… records, 0 errors", "17 records, 0 errors"),
        ("REQ-001  Import", "REQ-001     Import"),
        ("A long tit…  Open", "A long tit…          Open"),
    ],
)
def test_an_output_fits_the_one_shown(shown: str, printed: str) -> None:
    assert fits(tuple(shown.split("\n")), tuple(printed.split("\n")))


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("a", "b"),
        ("a", "a\nb"),
        ("a\nb", "a"),
        ("…\nb", "a\nb\nc"),
        ("a\n…\nd", "a\nb\nc"),
        ("… records, 0 errors", "17 records, 1 errors"),
        ("  indented", "indented"),
        ("a.c", "abc"),
    ],
)
def test_another_output_does_not_fit(shown: str, printed: str) -> None:
    assert not fits(tuple(shown.split("\n")), tuple(printed.split("\n")))


def test_a_change_that_does_not_fit_is_refused() -> None:
    assert changed("a\nb\n", (" a", "-b", "+c")) == "a\nc\n"
    with pytest.raises(AssertionError, match="0 times"):
        changed("a\nb\n", ("-x", "+y"))
    with pytest.raises(AssertionError, match="2 times"):
        changed("a\na\n", ("-a", "+b"))


# ── the pages ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_the_page_is_what_happens(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    if page.example:
        shutil.copytree(ROOT / "examples" / page.example, folder)
    else:
        folder.mkdir()
    for block in blocks(page.text):
        if block.lang in FILES:
            apply(block, folder)
        for command in commands(block) if block.lang == "console" else ():
            program, *words = command.words
            if program == "cd":
                folder /= words[0]
                continue
            code, printed = ran(command, folder, page.lang)
            assert code == command.code, f"{command.line}\n{printed}"
            if command.shown or program in SILENT:
                assert fits(command.shown, tuple(printed.splitlines())), (
                    f"$ {command.line}\nprints\n{printed}\nand not\n{joined(command.shown)}"
                )


@pytest.mark.parametrize("page", [*TUTORIALS, *FRIDAYS, *CHANGES], ids=lambda page: page.path)
def test_a_tutorial_shows_what_each_command_prints(page: Page) -> None:
    found = [c for b in blocks(page.text) if b.lang == "console" for c in commands(b)]
    assert len(found) > 20
    assert [c.line for c in found if not c.shown and c.words[0] not in SILENT] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_rule_a_page_names_is_one(page: Page) -> None:
    named = set(re.findall(r"\bRD\d{3}\b", page.text))
    assert named
    known = {path.stem for path in (DOCS / page.lang / "rules").glob("RD*.md")}
    assert named <= known


@pytest.mark.parametrize(
    ("english", "chinese"),
    [TUTORIALS, FRIDAYS, CHANGES, GUIDES],
    ids=["week", "friday", "change", "guide"],
)
def test_both_languages_tell_the_same(english: Page, chinese: Page) -> None:
    """The same chapters, the same rules, as many changes of files."""
    for of_page in (levels, codes, files_changed):
        assert of_page(english) == of_page(chinese)


@pytest.mark.parametrize(
    ("page", "shipped"),
    [(FRIDAYS[0], "tickets.en.csv"), (FRIDAYS[1], "tickets.csv")],
    ids=["en", "zh"],
)
def test_the_table_on_the_page_is_the_one_that_is_shipped(page: Page, shipped: str) -> None:
    (table,) = [block for block in blocks(page.text) if block.lang == "csv"]
    text = (ROOT / "examples" / "exchange" / shipped).read_text(encoding="utf-8-sig")
    assert joined(table.lines[1:]) == text


def test_the_commands_that_save_runs_are_not_run_again() -> None:
    block = Block("console", ("$ rdclient save", "$ git fetch", "saved", "$ git log", "x"))
    assert commands(block) == (Command("rdclient save", block.lines[1:]),)
    block = Block("console", ("$ cd x", "$ git log", "y"))
    assert commands(block) == (Command("cd x"), Command("git log", ("y",)))


def levels(page: Page) -> list[int]:
    """The depths of a page's headings, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(DOCS / page.path), re.MULTILINE)]


def prose(path: Path) -> str:
    """A page without its fenced blocks."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def codes(page: Page) -> set[str]:
    """The codes a page tells of, apart from those of typing habits in one language."""
    return set(re.findall(r"\bRD\d{3}\b", page.text)) - {"RD009"}


def files_changed(page: Page) -> set[str]:
    """The kinds of files a page writes, whoever the client is."""
    found = {b.lines[0].split("/")[-1] for b in blocks(page.text) if b.lang in ("yaml", "diff")}
    return {re.sub(r"[^\w.-].*", "", name) for name in found} - {"policy.yaml"}


@pytest.mark.parametrize(
    "path",
    [DOCS / "README.md", *(DOCS / page.path for page in PAGES)],
    ids=lambda path: path.relative_to(DOCS).as_posix(),
)
def test_no_link_leads_nowhere(path: Path) -> None:
    text = prose(path)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    assert links
    gone = []
    for link in links:
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            gone.append(link)
    assert gone == []


def anchors(path: Path) -> set[str]:
    """What headings are called in links."""
    titles = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
