"""The house: table rows have their pages, words, templates and fixtures; modules keep to STYLE."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from rdclient.cli.app import app
from rdclient.cli.check import CheckFormat
from rdclient.cli.listing import AnswerFormat
from rdclient.cli.report import ReportFormat
from rdclient.diagnostic import CODES, Code, Producer, RdclientError, Severity
from rdclient.lens import Lang
from rdclient.obligations.ledger import CLOCKS
from rdclient.render.answer import ANSWER_FORMATS
from rdclient.render.clock_words import CLOCK_NAMES
from rdclient.render.document import DOCUMENT_FORMATS
from rdclient.render.findings import FORMATS
from rdclient.render.messages import error_message, has_words, page, severity_word
from rdclient.render.page import Sources, shipped_folder, variables
from rdclient.render.terms import DERIVED_FAMILIES, TERMS
from rdclient.reports import REPORTS

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "rdclient"
MODULES = tuple(sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")))
LANGS = tuple(Lang)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / module).read_text(encoding="utf-8"))


# ── codes ────────────────────────────────────────────────────────────────────


def test_each_code_and_each_name_stands_for_one_fault() -> None:
    rows = tuple(CODES.values())
    assert [row.code for row in rows] == sorted({row.code for row in rows})
    assert len({row.name for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"RD\d{3}", row.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.name)


def test_each_code_is_stated_by_its_own_floor_and_by_no_other() -> None:
    texts = {module: set(_texts(module)) for module in MODULES if module != "diagnostic.py"}
    expected = {
        Producer.STORE: {"store"},
        Producer.RULES: {"rules"},
        Producer.RENDER: set(),
        Producer.OBLIGATIONS: {"obligations"},
        Producer.GATE: {"rules"},
    }
    for row in CODES.values():
        places = {m.partition("/")[0] for m, found in texts.items() if row.code in found}
        readers = {"api", "render"}
        if row.producer is Producer.OBLIGATIONS:
            readers.add("reports")  # they count by clock
        assert places - readers == expected[row.producer], row.code


@pytest.mark.parametrize("row", CODES.values(), ids=CODES)
def test_each_code_has_a_page_in_both_languages_with_the_same_sections(row: Code) -> None:
    pages = {lang: page(row.code, lang=lang) for lang in LANGS}
    sections = {lang: re.findall(r"^## ", text, re.MULTILINE) for lang, text in pages.items()}
    fences = {lang: re.findall(r"^```\w*$", text, re.MULTILINE) for lang, text in pages.items()}
    assert sections[Lang.ZH] == sections[Lang.EN]
    assert fences[Lang.ZH] == fences[Lang.EN]
    assert len(sections[Lang.ZH]) >= 3
    for lang, text in pages.items():
        title, body = text.split("\n", 1)
        assert title == f"{row.code} · {row.name} · {severity_word(row.severity, lang=lang)}"
        assert len(body) > 200
    assert re.search("[\u4e00-\u9fff]", pages[Lang.ZH])


def test_no_page_is_left_of_a_code_that_is_gone() -> None:
    for lang in LANGS:
        folder = SOURCE / "render" / "manual" / lang.value
        assert {path.stem for path in folder.iterdir()} == set(CODES)


CLOCKED = tuple(row.code for row in CODES.values() if row.producer is Producer.OBLIGATIONS)
CHECKED = tuple(code for code in CODES if code not in CLOCKED)
GATED = tuple(row.code for row in CODES.values() if row.producer is Producer.GATE)
"""Stated by comparing two commits, so that a folder of files cannot show them."""


def test_each_code_that_check_states_has_words_and_each_clock_a_short_name() -> None:
    assert [code for code in CHECKED if not has_words(code)] == []
    assert set(CLOCK_NAMES) == set(CLOCKED) == {clock.code for clock in CLOCKS}


@pytest.mark.parametrize("code", CLOCKED)
def test_each_clock_is_tried_in_a_test_of_its_family(code: str) -> None:
    folder = ROOT / "tests" / "obligations"
    tests = (path.read_text(encoding="utf-8") for path in folder.glob("test_*.py"))
    assert any(f'"{code}"' in text for text in tests)


@pytest.mark.parametrize("code", GATED)
def test_each_code_of_the_gate_is_tried_on_real_repositories(code: str) -> None:
    tests = ROOT / "tests" / "gate" / f"test_{code.lower()}.py"
    assert f'"{code}"' in tests.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [code for code in CHECKED if code not in GATED])
@pytest.mark.parametrize("side", ["good", "bad"])
def test_each_code_has_fixtures(code: str, side: str) -> None:
    folder = ROOT / "tests" / "rules" / code / side
    assert [path for path in folder.rglob("*") if path.is_file()]


# ── words ────────────────────────────────────────────────────────────────────

NOT_WORDED = {
    "AgendaFormat": "typed as it is",
    "AnswerFormat": "typed as it is",
    "CheckFormat": "typed as it is",
    "ClockFormat": "typed as it is",
    "ControlFormat": "typed as it is",
    "Dated": "a mark on the fields of the model, never shown",
    "EachPeriod": "typed as it is",
    "Grouped": "typed as it is",
    "Grouping": "typed as it is",
    "HistoryFormat": "typed as it is",
    "Medium": "what a page is written for, never shown",
    "Owing": "typed as it is",
    "Per": "typed as it is",
    "Producer": "a floor of the house, never shown",
    "LogFormat": "typed as it is",
    "ReportFormat": "typed as it is",
    "Server": "typed as it is",
    "Shell": "typed as it is",
    "SchemaLang": "typed as it is",
    "ConfigFormat": "typed as it is",
    "CalendarFormat": "typed as it is",
}
"""Enums whose members nobody reads, and why."""


def _enums() -> dict[str, type[StrEnum]]:
    found = {}
    for module in MODULES:
        steps = module.removesuffix(".py").split("/")
        name = ".".join(("rdclient", *(step for step in steps if step != "__init__")))
        values = vars(import_module(name)).values() if steps[-1] != "__main__" else ()
        for value in values:
            is_enum = isinstance(value, type) and issubclass(value, StrEnum)
            if is_enum and value.__module__ == name:
                found[value.__name__] = value
    return found


def test_each_member_of_each_enum_has_words_in_both_languages() -> None:
    enums = _enums()
    assert {name for name in NOT_WORDED if name not in enums} == set()
    missing = {
        (name, member.value)
        for name, enum in enums.items()
        if name not in NOT_WORDED and name not in DERIVED_FAMILIES
        for member in enum
        if (name, member.value) not in TERMS
    }
    assert missing == set()
    assert all(term.zh and term.en for term in TERMS.values())


def test_each_error_that_is_raised_has_words_for_all_it_carries() -> None:
    raised = {
        (node.args[0].value, len(node.args) - 1)
        for module in MODULES
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id.endswith("Error")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and "-" in node.args[0].value
    }
    assert len(raised) > 20
    for key, count in raised:
        details = [f"«{number}»" for number in range(count)]
        told = [error_message(RdclientError(key, *details), lang=lang) for lang in LANGS]
        assert told[0] != told[1], key
        for words in told:
            assert not words.startswith(key), key
            assert "{" not in words


def test_severities_have_words() -> None:
    for severity in Severity:
        assert severity_word(severity, lang=Lang.ZH) != severity_word(severity, lang=Lang.EN)


# ── reports and formats ──────────────────────────────────────────────────────


FORMS_OF_ADDRESS = {".address_form", ".client_short"}
"""Chinese says 贵行 or 贵局 where English names the client."""


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_has_a_command_and_two_templates_that_ask_for_the_same(name: str) -> None:
    assert REPORTS[name].name == name
    assert name in get_command(app).commands
    asked = {lang: variables(name, lang=lang, templates=Sources()) for lang in LANGS}
    assert asked[Lang.ZH] ^ asked[Lang.EN] <= FORMS_OF_ADDRESS


def test_no_template_is_left_of_a_report_that_is_gone() -> None:
    for lang in LANGS:
        names = {path.name.removesuffix(".md.j2") for path in (shipped_folder() / lang).iterdir()}
        assert names == {*REPORTS, "_parts"}


def test_the_command_line_offers_every_format() -> None:
    assert [form.value for form in CheckFormat] == list(FORMATS)
    assert [form.value for form in ReportFormat] == list(DOCUMENT_FORMATS)
    assert [form.value for form in AnswerFormat] == list(ANSWER_FORMATS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_kept_help_is_what_the_parser_would_print(
    lang: str, run_rdclient: Callable[..., Any]
) -> None:
    kept = (SOURCE / "cli" / f"help.{lang}.txt").read_text(encoding="utf-8")
    printed = run_rdclient("-h", env={"RDCLIENT_LANG": lang})
    assert (printed.code, printed.err) == (0, "")
    assert printed.out == kept
    assert run_rdclient("--help", env={"RDCLIENT_LANG": lang}).out == kept


@pytest.mark.parametrize("command", ["init", "check", "explain", "list", "show", *REPORTS])
def test_the_help_of_each_command_is_told_in_both_languages(
    command: str, run_rdclient: Callable[..., Any]
) -> None:
    zh, en = (run_rdclient(command, "--help", env={"RDCLIENT_LANG": lang}) for lang in LANGS)
    assert (zh.code, en.code) == (0, 0)
    assert re.search("[\u4e00-\u9fff]", zh.out)
    assert not re.search("[\u4e00-\u9fff]", en.out)
    assert re.findall(r"^  (?:-\w, )?(--?[\w-]+)", zh.out, re.MULTILINE) == re.findall(
        r"^  (?:-\w, )?(--?[\w-]+)", en.out, re.MULTILINE
    )


# ── modules ──────────────────────────────────────────────────────────────────

LONG_FILES: dict[str, str] = {}
"""Modules of more than 400 lines, and why."""
LONG_FUNCTIONS = {
    "cli/app_exchange.py:_import": "one parameter for each option of the command",
    "cli/app_control.py:_create": "one parameter for each option of the command",
    "cli/app_new.py:_new": "one parameter for each option of the command",
    "cli/app_signoff.py:_add": "one parameter for each option of the command",
    "cli/app.py:_weekly_report": "one parameter for each option of the command",
    "reports/weekly.py:build": "one line for each section of the report",
}
MANY_METHODS: dict[str, str] = {
    "model/portfolio.py:Portfolio": "the only aggregate: it answers every question of the records",
}


def test_no_module_is_long() -> None:
    long = {
        module
        for module in MODULES
        if len((SOURCE / module).read_text(encoding="utf-8").splitlines()) > 400
    }
    assert long == set(LONG_FILES)


def test_no_function_is_long_and_no_class_does_everything() -> None:
    long, many = set(), set()
    for module in MODULES:
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40:
                long.add(f"{module}:{node.name}")
            if isinstance(node, ast.ClassDef):
                methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
                if len(methods) > 12:
                    many.add(f"{module}:{node.name}")
    assert long == set(LONG_FUNCTIONS)
    assert many == set(MANY_METHODS)


@pytest.mark.parametrize("module", MODULES)
def test_each_module_starts_with_one_sentence(module: str) -> None:
    docstring = ast.get_docstring(_tree(module)) or ""
    first = docstring.split("\n\n")[0]
    assert first.endswith("."), module
    assert re.match("[A-Z`0-9]|rdclient: ", first), module
    assert ". " not in first.replace("e.g. ", ""), module


def test_each_test_file_does_too() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


READERS = {
    "cli/options.py": {"datetime.now", "os.curdir", "os.environ"},  # … and where caches are kept
    "store/git.py": {"os.environ"},  # what of it Git may see
    "cli/words.py": {"os.environ"},  # before Typer is imported: which language to speak
}
"""Who reads clock, environment and current folder, and which of them; nobody else does."""
_SURROUNDINGS = {
    "datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time",
    "time.localtime", "os.environ", "os.environb", "os.getenv", "os.getcwd", "os.curdir",
    "Path.cwd", "Path.home", "os.path.expanduser", "locale.getlocale", "time.tzname",
}  # fmt: skip


def _names(module: str) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def test_only_the_options_read_clock_environment_and_folder() -> None:
    found = {module: set(_names(module)) & _SURROUNDINGS for module in MODULES}
    assert {module: names for module, names in found.items() if names} == READERS


def test_only_the_console_ends_the_process_and_writes_to_it() -> None:
    ends, writes = set(), set()
    for module in MODULES:
        names = set(_names(module))
        if names & {"sys.exit", "os._exit", "os.abort"}:
            ends.add(module)
        if names & {"sys.stdout", "sys.stderr"}:
            writes.add(module)
        called = {
            node.func.id
            for node in ast.walk(_tree(module))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert called & {"print", "exit", "quit", "input", "breakpoint", "eval", "exec"} == set()
        raised = {
            ast.unparse(node.exc) for node in ast.walk(_tree(module))
            if isinstance(node, ast.Raise) and node.exc
        }  # fmt: skip
        assert not [text for text in raised if text.startswith("SystemExit")], module
    ends.discard("api/parallel.py")  # ends the processes that it starts itself
    assert ends == {"cli/console.py"}
    assert writes == {"cli/console.py", "cli/main.py"}  # the latter answers before any import


def test_nothing_is_left_to_do_and_nothing_is_silenced_without_a_reason() -> None:
    for module in MODULES:
        for number, line in enumerate((SOURCE / module).read_text("utf-8").splitlines(), 1):
            assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line), f"{module}:{number}"
            if "# noqa" in line:
                assert re.search(r"# noqa: [A-Z]+\d+(?:, [A-Z]+\d+)* - \w", line) or (
                    "PLR2004" in line
                ), f"{module}:{number}"
            if "type: ignore" in line:
                assert re.search(r"type: ignore\[[a-z, -]+\]", line), f"{module}:{number}"


def test_modules_are_called_by_their_subject() -> None:
    for module in MODULES:
        assert not {"utils", "util", "helpers", "helper", "common", "manager", "misc"} & set(
            re.split(r"[/._]", module)
        )


def _texts(module: str) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_the_tests_name_no_folder_of_this_computer() -> None:
    home = re.escape(str(Path.home()))
    for path in (ROOT / "tests").rglob("*.py"):
        assert not re.search(rf"{home}/", path.read_text(encoding="utf-8")), path
    assert sys.version_info >= (3, 11)
