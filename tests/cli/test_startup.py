"""What the first answers import: exact sets, so that nobody makes them slower unawares."""

import os
import subprocess
import sys
from pathlib import Path

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

FIRST = {
    "rdclient", "rdclient.cli", "rdclient.cli.main", "rdclient.cli.words", "rdclient.lens",
}  # fmt: skip
COMMAND_LINE = FIRST | {
    "rdclient.cli.app", "rdclient.cli.check", "rdclient.cli.console", "rdclient.cli.explain",
    "rdclient.cli.init", "rdclient.cli.options", "rdclient.cli.report", "rdclient.cli.usage",
    "rdclient.diagnostic",
}  # fmt: skip
CHECK = COMMAND_LINE | {
    "rdclient.api",
    "rdclient.model", "rdclient.model.base", "rdclient.model.change", "rdclient.model.client",
    "rdclient.model.link", "rdclient.model.meeting", "rdclient.model.plan",
    "rdclient.model.policy", "rdclient.model.portfolio", "rdclient.model.project",
    "rdclient.model.replay", "rdclient.model.requirement", "rdclient.model.risk",
    "rdclient.model.satisfaction", "rdclient.model.service", "rdclient.model.walk",
    "rdclient.render", "rdclient.render.findings", "rdclient.render.messages",
    "rdclient.render.messages_loading", "rdclient.render.messages_rules",
    "rdclient.render.messages_value",
    "rdclient.rules", "rdclient.rules.base", "rdclient.rules.chronology", "rdclient.rules.meeting",
    "rdclient.rules.past", "rdclient.rules.people", "rdclient.rules.plan",
    "rdclient.rules.reference", "rdclient.rules.report", "rdclient.rules.requirement",
    "rdclient.rules.risk",
    "rdclient.store", "rdclient.store.chinese", "rdclient.store.complaint",
    "rdclient.store.content", "rdclient.store.edits", "rdclient.store.identity",
    "rdclient.store.layout", "rdclient.store.policyfile", "rdclient.store.position",
    "rdclient.store.scalar", "rdclient.store.tree", "rdclient.store.validate",
    "rdclient.store.wanted", "rdclient.store.workspace", "rdclient.store.yamlfile",
    "rdclient.worktime",
}  # fmt: skip
OF_TYPER = {"annotated_doc", "shellingham", "typer"}
OF_PYDANTIC = {
    "annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection",
}  # fmt: skip


def _imported(root: Path, *words: str) -> tuple[set[str], set[str]]:
    """Modules of our own, and top-level packages of others; the standard library left out."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *words],
        cwd=root,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(root / "src")},
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
