"""What a shell is offered for a half-typed word; asked as each shell asks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rdclient.cli import completion
from rdclient.diagnostic import CODES
from rdclient.model.portfolio import KINDS
from rdclient.render.kind_names import LISTED
from rdclient.render.schema import SCHEMAS

Ask = Callable[..., Any]


@pytest.fixture
def ask(run_rdclient: Callable[..., Any]) -> Ask:
    """A function that asks as a shell does; the last word is the half-typed one."""

    def asked(shell: str, *words: str | Path) -> object:
        line = " ".join(["rdclient", *map(str, words)])
        return run_rdclient(
            env={
                "_RDCLIENT_COMPLETE": f"complete_{shell}",
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(words)),
                "_TYPER_COMPLETE_ARGS": line,
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
                "_TYPER_COMPLETE_WORD_TO_COMPLETE": str(words[-1]),
                "PYTHONUTF8": "1",
                "LC_ALL": "zh_CN.UTF-8",
            }
        )

    return asked


def _offered(ask: Ask, *words: str | Path) -> list[str]:
    ran = ask("bash", *words)
    assert (ran.code, ran.err) == (0, "")
    return [line for line in ran.out.split("\n") if line]


def test_verbs_and_options_are_offered(ask: Ask, workspace: Path) -> None:
    assert _offered(ask, "-C", workspace, "ren") == ["renumber"]
    assert "--dry-run" in _offered(ask, "-C", workspace, "set", "REQ-001", "priority", "low", "--")


def test_ids_are_offered_with_those_of_items_in_meetings(ask: Ask, workspace: Path) -> None:
    assert _offered(ask, "-C", workspace, "set", "REQ-") == ["REQ-001", "REQ-002"]
    assert _offered(ask, "-C", workspace, "event", "A-") == ["A-001"]
    assert _offered(ask, "-C", workspace, "minutes", "") == ["MTG-001"]
    assert _offered(ask, "-C", workspace, "renumber", "REQ-002") == ["REQ-002"]


def test_people_projects_and_clients_are_offered_where_they_fit(ask: Ask, workspace: Path) -> None:
    assert _offered(ask, "-C", workspace, "list", "risks", "--project", "") == ["portal"]
    assert _offered(ask, "-C", workspace, "list", "risks", "--client", "lin") == ["linhai"]
    assert _offered(ask, "-C", workspace, "list", "actions", "--person", "qin") == ["qin.yue"]
    assert _offered(ask, "-C", workspace, "weekly-report", "por") == ["portal"]
    assert {"qin.yue", "portal", "REQ-001", "linhai"} <= set(
        _offered(ask, "-C", workspace, "show", "")
    )


def test_calendars_are_offered_the_shipped_ones_and_those_of_the_workspace(
    ask: Ask, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "calendars").mkdir()
    (workspace / "calendars" / "linhai.yaml").write_text("base: cn\n", encoding="utf-8")
    ask_year = ("calendar", "year", "--calendar")
    assert _offered(ask, "-C", workspace, *ask_year, "") == ["24x7", "cn", "linhai"]
    assert _offered(ask, "-C", workspace, *ask_year, "li") == ["linhai"]
    (tmp_path / "elsewhere").mkdir()
    assert _offered(ask, "-C", tmp_path / "elsewhere", *ask_year, "") == ["cn"]


def test_kinds_and_codes_are_offered(ask: Ask, workspace: Path) -> None:
    assert _offered(ask, "-C", workspace, "list", "req") == ["requirement"]
    assert "RD212" in _offered(ask, "-C", workspace, "waive", "RD21")
    assert _offered(ask, "schema", "pol") == ["policy"]
    assert _offered(ask, "schema", "cal") == ["calendar"]


def test_each_shell_gets_them_in_its_form_with_the_titles(ask: Ask, workspace: Path) -> None:
    words = ("-C", workspace, "set", "REQ-001")
    assert ask("bash", *words).out == "REQ-001\n"
    assert ask("zsh", *words).out == (
        '_arguments \'*: :(("REQ-001":"portal 余额对账单在线回签"))\'\n'
    )
    assert ask("fish", *words).out == "REQ-001\tportal 余额对账单在线回签\n"
    assert ask("powershell", *words).out == "REQ-001:::portal 余额对账单在线回签\n"
    assert ask("fish", "-C", workspace, "list", "risks", "--person", "qin").out == "qin.yue\t秦岳\n"


def test_a_title_is_never_a_command(ask: Ask, workspace: Path, project: Path) -> None:
    file = project / "requirements" / "REQ-002.yaml"
    text = file.read_text(encoding="utf-8")
    evil = "'a \\$(touch /tmp/x) `id` \"); rm [bold] ''; \x41'"
    file.write_text(text.replace("对账结果导出", evil), encoding="utf-8")
    for shell in ("bash", "zsh", "fish", "powershell"):
        ran = ask(shell, "-C", workspace, "set", "REQ-002")
        said = ran.out.partition("portal")[2].removesuffix("))'\n").rstrip('"\n')
        assert not set(said) & set("\\$`\"'()[];:|&<>*"), ran.out
    bad = "title: x\ntype: functional\nid: $(id)\n"
    (project / "requirements" / "REQ-003.yaml").write_text(bad, encoding="utf-8")
    assert "$" not in ask("zsh", "-C", workspace, "set", "").out


@pytest.mark.parametrize(
    "damage", ["absent", "no-workspace", "broken-root", "broken-record", "a-list", "not-text"]
)
def test_where_something_is_wrong_nothing_is_said(ask: Ask, workspace: Path, damage: str) -> None:
    folder = workspace / "clients"
    match damage:
        case "absent":
            workspace = workspace.parent / "nowhere"
        case "no-workspace":
            (workspace / "rdclient.yaml").unlink()
        case "broken-root":
            (workspace / "rdclient.yaml").write_text("a: [", encoding="utf-8")
        case "broken-record":
            for file in folder.rglob("*.yaml"):
                file.write_text("a: [\n<<<<<<< ours", encoding="utf-8")
        case "a-list":
            for file in folder.rglob("*.yaml"):
                file.write_text("- 1\n- [x]\n- {id: [REQ-001], title: {zh: 1}}\n", encoding="utf-8")
        case _:
            for file in folder.rglob("*.yaml"):
                file.write_bytes(b"\xff\xfe\x00")
    for shell in ("bash", "zsh", "fish", "powershell"):
        ran = ask(shell, "-C", workspace, "set", "REQ-")
        assert (ran.code, ran.err) == (0, ""), ran
        assert "REQ" not in ran.out or damage == "broken-root", ran
        assert "Traceback" not in ran.out


def test_an_unknown_verb_or_option_offers_nothing_and_says_nothing(ask: Ask) -> None:
    for words in (("bogus", ""), ("list", "--bogus", "x", ""), ("show", "--", "")):
        ran = ask("bash", *words)
        assert (ran.code, ran.err) == (0, ""), words


def test_a_shell_that_asks_for_help_is_not_given_the_page(ask: Ask) -> None:
    assert "Usage" not in ask("bash", "--help").out


def test_an_answer_needs_neither_models_nor_colours(workspace: Path) -> None:
    probe = (
        "import sys\nfrom rdclient.cli.main import main\nsys.argv = ['rdclient']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    line = f"rdclient -C {workspace} show REQ-001"
    env = {**os.environ, "_RDCLIENT_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line}
    done = subprocess.run([sys.executable, "-c", probe], env=env, capture_output=True, check=True)
    modules = set(done.stderr.decode().split())
    assert b"REQ-001" in done.stdout
    assert not modules & {"pydantic", "rich.console", "ruamel.yaml", "jinja2", "rdclient.model"}


def test_what_is_kept_is_taken_and_a_change_is_seen(
    ask: Ask, workspace: Path, project: Path
) -> None:
    words = ("-C", workspace, "set", "REQ-")
    assert _offered(ask, *words) == _offered(ask, *words) == ["REQ-001", "REQ-002"]
    (project / "requirements" / "REQ-007.yaml").write_text("title: 新增\n", encoding="utf-8")
    assert _offered(ask, *words) == ["REQ-001", "REQ-002", "REQ-007"]
    (project / "requirements" / "REQ-001.yaml").unlink()
    assert _offered(ask, *words) == ["REQ-002", "REQ-007"]


def test_the_words_told_here_are_those_of_the_model() -> None:
    assert sorted(completion.KINDS) == sorted(LISTED)
    assert set(completion.schemas(None, "")) == set(SCHEMAS)  # type: ignore[arg-type]
    assert {code for code, _ in completion.codes(None, "")} == set(CODES)  # type: ignore[arg-type]
    assert set(KINDS) <= set(completion.KINDS)


# ── how a shell is told ──────────────────────────────────────────────────────


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_the_script_of_each_shell_asks_for_the_program(
    rdclient: Callable[..., Any], shell: str
) -> None:
    ran = rdclient("--show-completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert "_RDCLIENT_COMPLETE" in ran.out
    assert "rdclient" in ran.out


def test_an_unknown_shell_is_one_clear_error(rdclient: Callable[..., Any]) -> None:
    ran = rdclient("--show-completion", "tcsh", lang="zh")
    assert ran.code == 2
    assert "tcsh" in ran.err
    assert "bash" in ran.err


def test_the_script_is_put_where_bash_reads_it(
    run_rdclient: Callable[..., Any], tmp_path: Path
) -> None:
    home = {"HOME": str(tmp_path), "LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
    ran = run_rdclient("--install-completion", "bash", env=home)
    assert ran.code == 0, ran
    (path,) = ran.out.split()
    assert "_RDCLIENT_COMPLETE" in Path(path).read_text(encoding="utf-8")
    assert path in (tmp_path / ".bashrc").read_text(encoding="utf-8")
    assert "重新打开终端后生效" in ran.err


def test_bash_itself_completes(workspace: Path, run_rdclient: Callable[..., Any]) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    script = run_rdclient("--show-completion", "bash").out
    act = (
        f"{script}\nCOMP_WORDS=(rdclient -C {workspace} set REQ-)\nCOMP_CWORD=4\n"
        "_rdclient_completion rdclient\nprintf '%s ' \"${COMPREPLY[@]}\"\n"
    )
    act = act.replace("$1 )", f"{sys.executable} -m rdclient )")
    done = subprocess.run([bash, "-c", act], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["REQ-001", "REQ-002"]
