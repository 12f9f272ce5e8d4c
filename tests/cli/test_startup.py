"""What the first answers import: exact sets, so that nobody makes them slower unawares."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import rdclient

_PROBE = """
import sys
bare = set(sys.modules)
from rdclient.cli.main import main
sys.argv = ["rdclient", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(set(sys.modules) - bare), file=sys.stderr)
"""
_OF_THE_PLATFORM = {"cython_runtime", "tzdata"}
"""Come along with a compiled package, or where the system has no time zones."""


def _floor(name: str) -> set[str]:
    """Every module of a floor that a check needs as a whole."""
    folder = Path(rdclient.__file__).parent / name
    return {f"rdclient.{name}"} | {
        f"rdclient.{name}.{path.stem}" for path in folder.glob("[a-z]*.py")
    }


FIRST = {
    "rdclient", "rdclient.cli", "rdclient.cli.main", "rdclient.cli.words", "rdclient.lens",
}  # fmt: skip
COMMAND_LINE = FIRST | {
    "rdclient.cli.app", "rdclient.cli.app_calendar", "rdclient.cli.app_control",
    "rdclient.cli.app_documents", "rdclient.cli.app_exchange", "rdclient.cli.app_gate",
    "rdclient.cli.app_history", "rdclient.cli.app_signoff",
    "rdclient.cli.app_clocks", "rdclient.cli.app_new", "rdclient.cli.app_saving",
    "rdclient.cli.app_tools", "rdclient.cli.app_writing", "rdclient.cli.check",
    "rdclient.cli.ci", "rdclient.cli.clock_look", "rdclient.cli.completion", "rdclient.cli.config",
    "rdclient.cli.console", "rdclient.cli.control_look", "rdclient.cli.explain",
    "rdclient.cli.init", "rdclient.cli.listing", "rdclient.cli.options", "rdclient.cli.report",
    "rdclient.cli.schema", "rdclient.cli.show", "rdclient.cli.usage", "rdclient.diagnostic",
}  # fmt: skip
AGAIN = COMMAND_LINE | {
    "rdclient.api", "rdclient.api.checking", "rdclient.api.part_answer", "rdclient.api.reading",
    "rdclient.render", "rdclient.render.findings", "rdclient.render.messages",
    "rdclient.render.clock_words", "rdclient.render.fact_words", "rdclient.render.manual_page",
    "rdclient.render.messages_loading",
    "rdclient.render.messages_typed", "rdclient.render.messages_value",
    "rdclient.render.messages_verbs",
    "rdclient.store", "rdclient.store.cache", "rdclient.store.content", "rdclient.store.files",
    "rdclient.store.kept",
    "rdclient.store.layout", "rdclient.store.position", "rdclient.store.scalar",
    "rdclient.store.source", "rdclient.store.tree", "rdclient.store.vault",
    "rdclient.store.yamlfile",
}  # fmt: skip
_UNASKED = {
    "rdclient.control.diff", "rdclient.control.editorial", "rdclient.control.freeze",
    "rdclient.control.time_verdict", "rdclient.obligations.escalation",
    "rdclient.obligations.trace", "rdclient.obligations.waiting",
}  # fmt: skip
"""What only tells why or whom, or compares two commits."""
CHECK = AGAIN | _floor("model") | _floor("worktime") | {
    *(name for name in _floor("rules") if not name.startswith("rdclient.rules.gate")),
    *(_floor("control") - _UNASKED),
    *(_floor("obligations") - _UNASKED),
    "rdclient.api.examining", "rdclient.api.moment", "rdclient.api.parallel",
    "rdclient.store.calendar_draft", "rdclient.store.calendar_text", "rdclient.store.calendarfile",
    "rdclient.store.chinese", "rdclient.store.complaint", "rdclient.store.identity",
    "rdclient.store.policyfile", "rdclient.store.proof", "rdclient.store.sshkey",
    "rdclient.store.validate", "rdclient.store.wanted",
    "rdclient.store.workspace",
}  # fmt: skip
OF_TYPER = {"annotated_doc", "shellingham", "typer"}
OF_PYDANTIC = {
    "annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection",
}  # fmt: skip


def _imported(root: Path, *words: str, user: Path | None = None) -> tuple[set[str], set[str]]:
    """Modules of our own, and top-level packages of others; the standard library left out."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *words],
        cwd=root,
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(root / "src"),
            **({"XDG_CACHE_HOME": str(user)} if user else {}),
        },
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    names = done.stderr.split()
    own = {name for name in names if name.partition(".")[0] == "rdclient"}
    packages = {name.partition(".")[0] for name in names} - {"rdclient", *_OF_THE_PLATFORM}
    outside = {name for name in packages if name not in sys.stdlib_module_names}
    return own, {name for name in outside if not name.startswith("_")}


def test_help_and_version_import_five_modules_and_no_library(root: Path) -> None:
    assert _imported(root, "--help") == (FIRST, set())
    assert _imported(root, "--version") == (FIRST, set())


def test_the_help_of_a_command_imports_only_the_command_line(root: Path) -> None:
    assert _imported(root, "check", "--help") == (COMMAND_LINE, OF_TYPER)


def test_check_imports_neither_templates_nor_reports_nor_git(root: Path) -> None:
    own, packages = _imported(root, "-C", "tests/rules/base", "check")
    assert own == CHECK
    assert packages == OF_TYPER | OF_PYDANTIC | {"yaml"}


def test_a_check_of_what_did_not_change_needs_neither_model_nor_rules(
    root: Path, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(root / "tests" / "rules" / "base", workspace)
    words = ("-C", str(workspace), "check", "--as-of", "2026-11-20T18:00+08:00")
    assert "rdclient.rules" in _imported(root, *words, user=tmp_path)[0]
    assert _imported(root, *words, user=tmp_path) == (AGAIN, OF_TYPER | {"yaml"})
