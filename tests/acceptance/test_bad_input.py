"""Bad files, bad paths, bad templates: a finding or one clear error each, and nothing changed."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rdclient.cli import app, console
from rdclient.store.tree import CACHE

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "rules" / "base"
CORPUS = runpy.run_path(str(ROOT / "tests" / "hostile" / "corpus.py"))["corpus"]()
PROJECT = "clients/linhai/projects/portal"
REQUIREMENTS = f"{PROJECT}/requirements"
CHECK = ("check",)
WEEKLY = ("weekly-report", "--week", "2026-W47", "--as-of", "2026-11-20T18:00+08:00")
MINUTES = ("minutes", "MTG-001")
REPORTS = (WEEKLY, MINUTES)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended; nothing in it may look like a crash."""

    code: int
    out: str
    err: str


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """A function that runs the command line on a workspace, which must not change by it."""
    monkeypatch.setenv("RDCLIENT_LANG", "en")

    def run(folder: Path, *words: str) -> Ran:
        capsys.readouterr()
        before = _state(folder)
        with pytest.raises(SystemExit) as end:
            console.run(lambda: app.run(["-C", str(folder), *words]))
        assert _state(folder) == before
        ran = Ran(int(str(end.value.code)), *capsys.readouterr())
        _is_told(ran)
        return ran

    return run


def _is_told(ran: Ran) -> None:
    assert ran.code in (0, 1, 2, 3)
    told = ran.out + ran.err
    assert "Traceback" not in told
    assert "internal error" not in told
    if ran.code in (2, 3):
        assert ran.out == ""
        assert ran.err.startswith("error: ")
        assert ran.err.count("\n") == 1


def _state(folder: Path) -> list[tuple[object, ...]]:
    """Every entry below a folder but the cache: name, kind, node, size, time of the last change."""
    found: list[tuple[object, ...]] = []
    for where, folders, files in os.walk(os.fsencode(folder)):
        folders[:] = [name for name in folders if name != CACHE.encode()]
        for name in (*folders, *files):
            path = where + b"/" + name
            status = os.lstat(path)
            entry = (path, status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns)
            found.append(entry)
    return sorted(found)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sound workspace that the rules are tested on."""
    return shutil.copytree(BASE, tmp_path / "workspace")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another copy, in which one requirement is bad at a time."""
    return shutil.copytree(BASE, tmp_path_factory.mktemp("shared") / "workspace")


# ── files ────────────────────────────────────────────────────────────────────


@pytest.fixture
def placed(shared: Path) -> Iterator[Callable[[bytes], str]]:
    """A function that puts bytes in the place of a requirement; it is itself again afterwards."""
    path = f"{REQUIREMENTS}/REQ-001.yaml"
    sound = (shared / path).read_bytes()

    def put(content: bytes) -> str:
        (shared / path).write_bytes(content)
        return path

    yield put
    (shared / path).write_bytes(sound)


@pytest.mark.parametrize("item", CORPUS, ids=[item[0] for item in CORPUS])
def test_a_hostile_file_is_found_with_file_and_line_and_no_report_is_made_without_it(
    item: NamedTuple, shared: Path, placed: Callable[[bytes], str], ask: Callable[..., Ran]
) -> None:
    path = placed(item[1])
    ran = ask(shared, *CHECK, "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    code = "RD011" if item[0].startswith("id-") else item[2]  # the file name is the id
    assert re.search(rf"^{path}:\d+:\d+: error\[{code}\] ", ran.out, re.MULTILINE)
    places = re.findall(r"^(\S+):\d+:\d+: \w+\[RD0\d+\]", ran.out, re.MULTILINE)
    assert set(places) == {path}
    for words in REPORTS:
        ran = ask(shared, *words)
        assert ran.code == 3
        assert path in ran.err


ENVIRONMENTS = {
    "a GBK console": {"PYTHONIOENCODING": "gbk", "RDCLIENT_LANG": "zh"},
    "an ASCII locale": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("env", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_all_hostile_files_at_once_on_a_narrow_console(
    env: dict[str, str], workspace: Path, run_rdclient: Callable[..., Any]
) -> None:
    for number, item in enumerate(CORPUS, 100):
        if len(item[1]) < 200_000:
            (workspace / REQUIREMENTS / f"REQ-{number}.yaml").write_bytes(item[1])
    before = _state(workspace)
    encoding = env.get("PYTHONIOENCODING", "ascii")
    for words, code in (
        (CHECK, 1), (WEEKLY, 3), (MINUTES, 3), ((*WEEKLY, "--allow-incomplete"), 0),
        ((*MINUTES, "--allow-incomplete", "--format", "html"), 0),
    ):  # fmt: skip
        ran = run_rdclient("-C", workspace, *words, env=env, encoding=encoding)
        assert ran.code == code, ran.err
        assert "Traceback" not in ran.err
        said = ran.out if code == 3 else ran.err
        assert [x for x in said.splitlines() if not x.startswith(("note: ", "提示："))] == []
    assert _state(workspace) == before


@pytest.mark.parametrize("env", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_a_document_in_a_file_does_not_depend_on_the_console(
    env: dict[str, str], tmp_path: Path, run_rdclient: Callable[..., Any]
) -> None:
    plain, narrow = tmp_path / "plain.md", tmp_path / "narrow.md"
    assert run_rdclient("-C", BASE, *WEEKLY, "-o", plain).code == 0
    encoding = env.get("PYTHONIOENCODING", "ascii")
    ran = run_rdclient("-C", BASE, *WEEKLY, "-o", narrow, env=env, encoding=encoding)
    assert ran.code == 0
    assert narrow.read_bytes() == plain.read_bytes()


# ── paths ────────────────────────────────────────────────────────────────────


def _write(folder: Path, path: str, text: str = "title: x\ntype: functional\n") -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _link(folder: Path, path: str, target: str | Path) -> None:
    (folder / path).unlink(missing_ok=True)
    (folder / path).symlink_to(target)


def _twins(folder: Path, *names: str) -> None:
    for name in names:
        _write(folder, f"{REQUIREMENTS}/{name}.yaml")
    if len(list((folder / REQUIREMENTS).glob("*.yaml"))) < 2 + len(names):
        pytest.skip("this file system takes the names for one")


def _undecodable(folder: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.yaml")
    try:
        (folder / REQUIREMENTS / name).write_bytes(b"title: x\n")
    except OSError:
        pytest.skip("this file system refuses the name")


def _deep(folder: Path) -> None:
    _write(folder, f"{REQUIREMENTS}/{'below/' * 60}REQ-009.yaml")


PATHS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a link to a file": (
        lambda w: _link(w, f"{REQUIREMENTS}/REQ-009.yaml", "REQ-001.yaml"),
        "RD001", f"{REQUIREMENTS}/REQ-009.yaml"),
    "a link out of the workspace": (
        lambda w: _link(w, f"{REQUIREMENTS}/REQ-009.yaml", "/etc/passwd"),
        "RD001", f"{REQUIREMENTS}/REQ-009.yaml"),
    "a dangling link": (
        lambda w: _link(w, f"{REQUIREMENTS}/REQ-009.yaml", "nowhere.yaml"),
        "RD001", f"{REQUIREMENTS}/REQ-009.yaml"),
    "a link to a folder": (
        lambda w: _link(w, "clients/other", "linhai"), "RD001", "clients/other"),
    "a link to the folder above": (
        lambda w: _link(w, "clients/linhai/up", ".."), "RD001", "clients/linhai/up"),
    "a link to itself": (
        lambda w: _link(w, "clients/round.yaml", "round.yaml"), "RD001", "clients/round.yaml"),
    "a pipe": (
        lambda w: os.mkfifo(w / REQUIREMENTS / "REQ-009.yaml"),
        "RD001", f"{REQUIREMENTS}/REQ-009.yaml"),
    "a folder called like a file": (
        lambda w: _write(w, f"{REQUIREMENTS}/REQ-009.yaml/REQ-010.yaml"),
        "RD019", f"{REQUIREMENTS}/REQ-009.yaml/REQ-010.yaml"),
    "a name Windows keeps": (
        lambda w: _write(w, f"{REQUIREMENTS}/CON.yaml"), "RD001", f"{REQUIREMENTS}/CON.yaml"),
    "a name Windows keeps, with a suffix": (
        lambda w: _write(w, f"{REQUIREMENTS}/nul.2026.yaml"),
        "RD001", f"{REQUIREMENTS}/nul.2026.yaml"),
    "a folder name Windows keeps": (
        lambda w: _write(w, "clients/aux/client.yaml"), "RD001", "clients/aux/client.yaml"),
    "names that differ in case": (
        lambda w: _twins(w, "REQ-009", "req-009"), "RD010", f"{REQUIREMENTS}/req-009.yaml"),
    "names that differ in composition": (
        lambda w: _twins(w, *(unicodedata.normalize(form, "é") for form in ("NFC", "NFD"))),
        "RD010", f"{REQUIREMENTS}/\u00e9.yaml"),
    "folders that differ in case": (
        lambda w: _write(w, "clients/LINHAI/client.yaml"), "RD010", "clients/linhai"),
    "a name that is not text": (_undecodable, "RD006", f"{REQUIREMENTS}/"),
    "an upper-case suffix": (
        lambda w: _write(w, f"{REQUIREMENTS}/REQ-009.YAML"),
        "RD019", f"{REQUIREMENTS}/REQ-009.YAML"),
    "the other suffix": (
        lambda w: _write(w, f"{REQUIREMENTS}/REQ-009.yml"), "RD019", f"{REQUIREMENTS}/REQ-009.yml"),
    "a folder that holds no records": (
        lambda w: _write(w, f"{PROJECT}/requirement/REQ-009.yaml"),
        "RD019", f"{PROJECT}/requirement/REQ-009.yaml"),
    "folders without end": (_deep, "RD019", f"{REQUIREMENTS}/below/below/"),
    "a list of nine megabytes": (
        lambda w: _write(w, "clients/linhai/tickets.yaml", "- x\n" * 2_359_297),
        "RD001", "clients/linhai/tickets.yaml"),
    "a record of two megabytes": (
        lambda w: _write(w, f"{REQUIREMENTS}/REQ-009.yaml", "title: " + "x" * 2_000_000),
        "RD001", f"{REQUIREMENTS}/REQ-009.yaml"),
    "a client's folder without client.yaml": (
        lambda w: (w / "clients/linhai/client.yaml").unlink(),
        "RD001", "clients/linhai/client.yaml"),
    "a project's folder without project.yaml": (
        lambda w: _write(w, "clients/linhai/projects/second/risks.yaml", "[]\n"),
        "RD001", "clients/linhai/projects/second/project.yaml"),
    "an empty requirement": (
        lambda w: _write(w, f"{REQUIREMENTS}/REQ-009.yaml", ""),
        "RD007", f"{REQUIREMENTS}/REQ-009.yaml"),
    "an empty rdclient.yaml": (lambda w: _write(w, "rdclient.yaml", ""), "RD007", "rdclient.yaml"),
    "a broken rdclient.yaml": (
        lambda w: _write(w, "rdclient.yaml", "name: [\n"), "RD003", "rdclient.yaml"),
    "a list for rdclient.yaml": (
        lambda w: _write(w, "rdclient.yaml", "- a\n"), "RD006", "rdclient.yaml"),
    "a binary rdclient.yaml": (
        lambda w: (w / "rdclient.yaml").write_bytes(b"\xff\x00\x80"), "RD001", "rdclient.yaml"),
    "an unknown time zone": (
        lambda w: _write(w, "rdclient.yaml", "name: a\nvendor: {name: b}\ntimezone: Mars/Base\n"),
        "RD006", "rdclient.yaml"),
    "a time zone that walks up": (
        lambda w: _write(w, "rdclient.yaml", "name: a\nvendor: {name: b}\ntimezone: ../../x\n"),
        "RD006", "rdclient.yaml"),
    "an unknown calendar": (
        lambda w: _write(
            w, "rdclient.yaml", "name: a\nvendor: {name: b}\ntimezone: UTC\ncalendar: mars\n"),
        "RD006", "rdclient.yaml"),
    "a broken policy": (
        lambda w: _write(w, "policy.yaml", "weekly: {cutoff: [\n"), "RD003", "policy.yaml"),
    "a policy of the wrong shape": (
        lambda w: _write(w, "policy.yaml", "- 5\n- weekly\n"), "RD006", "policy.yaml"),
    "a policy with an unknown number": (
        lambda w: _write(w, "policy.yaml", "weekly: {top_risk: 3}\n"), "RD005", "policy.yaml"),
    "policies in the wrong order": (
        lambda w: _write(
            w, "policy.yaml", "- {effective_on: 2026-12-01}\n- {effective_on: 2026-10-01}\n"),
        "RD006", "policy.yaml"),
    "a document number that cannot be filled": (
        lambda w: _write(w, "policy.yaml", 'documents: {weekly_number: "{nope}"}\n'),
        "RD006", "policy.yaml"),
    "a document number that reaches for more": (
        lambda w: _write(w, "policy.yaml", 'documents: {minutes_number: "{id.__class__}"}\n'),
        "RD006", "policy.yaml"),
    "a document number as wide as memory": (
        lambda w: _write(w, "policy.yaml", 'documents: {weekly_number: "{week:999999999}"}\n'),
        "RD006", "policy.yaml"),
    "a policy that is a link": (
        lambda w: _link(w, "policy.yaml", "/dev/zero"), "RD001", "policy.yaml"),
}  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_a_hostile_path_is_found_and_no_report_is_made_without_it(
    name: str, workspace: Path, ask: Callable[..., Ran]
) -> None:
    build, code, path = PATHS[name]
    if os.name != "posix" and name == "a pipe":
        pytest.skip("needs a POSIX system")
    build(workspace)
    ran = ask(workspace, *CHECK, "--format", "json")
    assert ran.code == 1
    findings = json.loads(ran.out)["findings"]
    assert [
        finding
        for finding in findings
        if finding["code"] == code
        and unicodedata.normalize("NFC", finding["path"]).startswith(path)
        and finding["line"]
    ], findings
    ask(workspace, *CHECK, "--lang", "zh")
    for words in REPORTS:
        assert ask(workspace, *words).code == 3


def test_an_empty_folder_called_like_a_file_is_no_fault(
    workspace: Path, ask: Callable[..., Ran]
) -> None:
    (workspace / REQUIREMENTS / "REQ-009.yaml").mkdir()
    assert ask(workspace, *CHECK).code == 0


def test_without_rdclient_yaml_there_is_no_workspace(
    workspace: Path, ask: Callable[..., Ran]
) -> None:
    (workspace / "rdclient.yaml").unlink()
    for words in (CHECK, *REPORTS):
        ran = ask(workspace, *words)
        assert ran.code == 2
        assert ran.err.startswith(f"error: no workspace (rdclient.yaml) in {workspace}")


def test_a_file_and_a_folder_without_permission_are_findings(workspace: Path) -> None:
    prefix: tuple[str, ...] = ()
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    if os.getuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may read everything, and setpriv is not there")
        prefix = (setpriv, "--bounding-set=-all", "--inh-caps=-all")
    file, folder = workspace / REQUIREMENTS / "REQ-001.yaml", workspace / PROJECT / "meetings"
    file.chmod(0)
    folder.chmod(0)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    command = [*prefix, sys.executable, "-m", "rdclient", "-C", str(workspace)]
    try:
        ran = subprocess.run(
            [*command, *CHECK, "--lang", "en"], env=env, capture_output=True, check=False
        )
        report = subprocess.run([*command, *WEEKLY], env=env, capture_output=True, check=False)
    finally:
        file.chmod(0o644)
        folder.chmod(0o755)
    out = ran.stdout.decode()
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert f"{REQUIREMENTS}/REQ-001.yaml:1:1: error[RD001] no permission to read this" in out
    assert f"{PROJECT}/meetings: error[RD001] no permission to read this" in out
    assert (report.returncode, report.stdout) == (3, b"")
    assert b"REQ-001.yaml" in report.stderr


# ── templates of the workspace ───────────────────────────────────────────────

WEEKLY_TEMPLATE = "templates/zh/weekly-report.md.j2"
TEMPLATES = {
    "a syntax error": ("# {{ document.project }}\n{% if done %}\n", 2, 1),
    "an unknown tag": ("第一行\n{% import_all %}\n", 2, 1),
    "an unknown variable": ("第一行\n\n{{ documant.project }}\n", 3, 1),
    "an unknown key": ("第一行\n{{ document.projekt }}\n", 2, 0),
    "a loop without end": ("{% for n in range(10**9) %}x{% endfor %}\n", 1, 0),
    "a class reached for": ("第一行\n{{ document.__class__.__mro__ }}\n", 2, 0),
    "another file included": ("第一行\n{% include 'zh/minutes.md.j2' %}\n", 2, 0),
    "a file outside included": ("第一行\n{% include '/etc/passwd' %}\n", 2, 0),
    "a division by nothing": ("第一行\n{{ 1 // 0 }}\n", 2, 0),
    "a macro that calls itself": (
        "第一行\n{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}\n", 2, 0),
    "a mapping printed": ("第一行\n{{ document }}\n", 2, 0),
    "nothing printed": ("第一行\n{{ none }}\n", 2, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_wrong_template_is_one_clear_error_with_file_and_line(
    name: str, workspace: Path, ask: Callable[..., Ran]
) -> None:
    text, line, code = TEMPLATES[name]
    _write(workspace, WEEKLY_TEMPLATE, text)
    ran = ask(workspace, *CHECK, "--lang", "en")
    assert ran.code == code
    if code:
        assert f"{WEEKLY_TEMPLATE}:{line}:" in ran.out
        assert "error[RD017] " in ran.out
        assert f"{line} | {text.splitlines()[line - 1]}" in ran.out
        assert "错误[RD017] " in ask(workspace, *CHECK, "--lang", "zh").out
    ran = ask(workspace, *WEEKLY)
    assert ran.code == 3
    assert f"{WEEKLY_TEMPLATE}:{line} cannot be used: " in ran.err
    assert ask(workspace, *MINUTES).code == 0


def test_an_unknown_variable_is_told_with_the_one_that_was_meant(
    workspace: Path, ask: Callable[..., Ran]
) -> None:
    _write(workspace, WEEKLY_TEMPLATE, "第一行\n{{ documant.project }}\n")
    out = ask(workspace, *CHECK, "--lang", "en").out
    assert f"{WEEKLY_TEMPLATE}:2:4: error[RD017] " in out
    assert "did you mean “document”?" in out
    assert "  |    ^^^^^^^^\n" in out


UNUSABLE: dict[str, Callable[[Path], object]] = {
    "not UTF-8": lambda file: file.write_bytes("周报".encode("gbk")),
    "a link": lambda file: file.symlink_to("/etc/passwd"),
    "two megabytes": lambda file: file.write_bytes(b"x" * 2_000_000),
    "a pipe": os.mkfifo,
}


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
@pytest.mark.parametrize("name", UNUSABLE)
def test_a_template_that_cannot_be_read_is_a_finding_and_never_passed_over(
    name: str, workspace: Path, ask: Callable[..., Ran]
) -> None:
    file = workspace / WEEKLY_TEMPLATE
    file.parent.mkdir(parents=True)
    UNUSABLE[name](file)
    ran = ask(workspace, *CHECK, "--lang", "en")
    assert ran.code == 1
    assert f"{WEEKLY_TEMPLATE}:1:1: error[RD001] " in ran.out
    ran = ask(workspace, *WEEKLY)
    assert ran.code == 3
    assert WEEKLY_TEMPLATE in ran.err


def test_a_template_of_no_report_is_a_finding(workspace: Path, ask: Callable[..., Ran]) -> None:
    _write(workspace, "templates/zh/weekly.md.j2", "x")
    _write(workspace, "templates/fr/weekly-report.md.j2", "x")
    out = ask(workspace, *CHECK, "--lang", "en").out
    assert out.count("error[RD017] no report uses a template") == 2


def test_templates_through_a_linked_folder_are_not_used(
    workspace: Path, tmp_path: Path, ask: Callable[..., Ran]
) -> None:
    _write(tmp_path, "elsewhere/zh/weekly-report.md.j2", "from elsewhere\n")
    (workspace / "templates").symlink_to(tmp_path / "elsewhere")
    assert ask(workspace, *CHECK).code == 1
    assert ask(workspace, *WEEKLY).code == 3
    assert "from elsewhere" not in ask(workspace, *WEEKLY, "--allow-incomplete").out
