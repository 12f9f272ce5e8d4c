"""What ``rdclient ci`` prints, run in a real repository: each script stops a forged request."""

import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from moves import change, claim, edit, req
from stage import NOW, Stage, play, ran

pytestmark = pytest.mark.skipif(os.name == "nt", reason="shell scripts")

ROOT = Path(__file__).resolve().parent.parent.parent
HONEST = claim(req(1), "2026-11-19", "accepted", by="gao.wenbo")
FORGED = edit(req(2), "100户", "101户")


@pytest.fixture
def stage(scene: Stage, tmp_path: Path) -> Stage:
    """A copy of the signed scene, and beside it a program that judges at a fixed moment."""
    copy = scene.copy(tmp_path / "repository")
    program = tmp_path / "bin" / "rdclient"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/bash\n"
        f'export PYTHONPATH="{ROOT / "src"}"\n'
        f'case " $* " in *" check "*) set -- "$@" --as-of {NOW};; esac\n'
        f'exec "{sys.executable}" -m rdclient "$@"\n',
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return copy


def snippet(server: str) -> str:
    """What ``rdclient ci`` prints for a workspace at the top of its repository."""
    code, out, _ = ran("-C", str(ROOT / "tests" / "forgery" / "scene"), "ci", server)
    assert code == 0
    return out.replace('"tests/forgery/scene"', '"."')


def shell(stage: Stage, script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a script in the repository."""
    return command(stage, ["bash", "-e", "-c", script], **env)


def command(stage: Stage, words: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the repository."""
    kept = {
        name: os.environ[name] for name in ("TMP", "TEMP", "XDG_CACHE_HOME") if name in os.environ
    }
    people = {f"GIT_{who}_{what}": f"luo.jing{tail}" for who in ("AUTHOR", "COMMITTER")
              for what, tail in (("NAME", ""), ("EMAIL", "@qingyan.example"))}  # fmt: skip
    return subprocess.run(
        words,
        cwd=stage.root,
        env={
            "PATH": f"{stage.root.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "RDCLIENT_LANG": "en",
            "PYTHONUTF8": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            **kept,
            **people,
            **env,
        },
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def shallow(stage: Stage) -> Stage:
    """The same as a CI server fetches it when nobody asks for the history."""
    to = stage.root.with_name("shallow")
    stage.git("clone", "--quiet", "--depth", "1", "--no-single-branch",
              stage.root.as_uri(), str(to))  # fmt: skip
    return Stage(to, stage.keys)


# ── plain script ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", ["argument", "environment"])
def test_the_script_refuses_a_changed_signed_text(stage: Stage, way: str) -> None:
    play(stage, (FORGED,))
    script = stage.root.parent / "check-records.sh"
    script.write_text(snippet("script"), encoding="utf-8")
    words = ["sh", str(script), *(["main"] if way == "argument" else [])]
    done = command(stage, words, **({} if way == "argument" else {"BASE": "main"}))
    assert done.returncode == 1, done.stderr
    assert "REQ-002.yaml" in done.stdout
    assert "error[RD233]" in done.stdout
    assert "RD233" in (stage.root / "rdclient-junit.xml").read_text(encoding="utf-8")
    assert "REQ-002" in (stage.root / "rdclient-diff.md").read_text(encoding="utf-8")


def test_the_script_lets_an_honest_request_through(stage: Stage) -> None:
    play(stage, (HONEST,))
    done = shell(stage, snippet("script"), BASE="main")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors, 0 warnings" in done.stdout


def test_without_a_base_the_script_checks_the_records_as_they_stand(stage: Stage) -> None:
    play(stage, (HONEST,))
    done = shell(stage, snippet("script"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (stage.root / "rdclient-diff.md").exists()


def test_in_a_shallow_clone_the_script_says_what_to_do_and_passes_nothing(stage: Stage) -> None:
    play(stage, (HONEST,))
    done = shell(shallow(stage), snippet("script"), BASE="origin/main")
    assert done.returncode == 3
    assert "fetch-depth: 0" in done.stderr


# ── GitHub ───────────────────────────────────────────────────────────────────


def on_github(stage: Stage, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the action's script as GitHub does."""
    (step,) = yaml.safe_load(snippet("github-action"))["runs"]["steps"]
    assert step["shell"] == "bash"
    summary = stage.root.parent / "summary.md"
    summary.touch()
    given = {"FOLDER": ".", "BASE": "main", "HEAD": "", "GITHUB_STEP_SUMMARY": str(summary)}
    assert set(step["env"]) < set(given)
    return shell(stage, step["run"], **{**given, **env})


@pytest.mark.parametrize("head", ["", "request"])
def test_on_github_a_finding_stands_at_its_line_and_the_summary_says_what_changes(
    stage: Stage, head: str
) -> None:
    play(stage, (FORGED,))
    if head:
        stage.git("switch", "--quiet", "main")
    done = on_github(stage, HEAD=head)
    assert done.returncode == 1, done.stderr
    assert (
        "::error file=clients/linhai/projects/portal/requirements/REQ-002.yaml,line=" in done.stdout
    )
    assert "REQ-002" in (stage.root.parent / "summary.md").read_text(encoding="utf-8")


def test_on_github_an_honest_request_passes(stage: Stage) -> None:
    play(stage, (HONEST,))
    done = on_github(stage)
    assert (done.returncode, "::error" in done.stdout) == (0, False), done.stdout + done.stderr


def test_on_github_a_missing_history_is_an_annotation_with_the_remedy(stage: Stage) -> None:
    play(stage, (HONEST,))
    done = on_github(shallow(stage), BASE="origin/main")
    assert done.returncode == 3
    assert "::error title=rdclient::" in done.stdout
    assert "fetch-depth: 0" in done.stdout


# ── GitLab ───────────────────────────────────────────────────────────────────


def on_gitlab(stage: Stage, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the component's script as GitLab does, with the inputs at their defaults."""
    spec, job = yaml.safe_load_all(snippet("gitlab"))
    inputs = {name: row["default"] for name, row in spec["spec"]["inputs"].items()}
    variables = {
        name: inputs.get(value.removeprefix("$[[ inputs.").removesuffix(" ]]"), value)
        for name, value in job["records"]["variables"].items()
    }
    script = "\n".join(line for line in job["records"]["script"] if "pip install" not in line)
    return shell(stage, script, **variables, **env)


def test_on_gitlab_a_finding_is_in_the_report_of_code_quality(stage: Stage) -> None:
    play(stage, (FORGED,))
    base = stage.git("rev-parse", "main").strip()
    done = on_gitlab(stage, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1, done.stderr
    (issue,) = json.loads((stage.root / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert issue["check_name"].startswith("RD233")
    assert issue["location"]["path"].endswith("requirements/REQ-002.yaml")
    assert "REQ-002" in (stage.root / "rdclient-diff.md").read_text(encoding="utf-8")


def test_on_gitlab_an_honest_request_passes(stage: Stage) -> None:
    play(stage, (HONEST,))
    done = on_gitlab(stage, CI_MERGE_REQUEST_DIFF_BASE_SHA="main")
    assert done.returncode == 0, done.stdout + done.stderr
    report = stage.root / "gl-code-quality-report.json"
    assert json.loads(report.read_text(encoding="utf-8")) == []


def test_on_gitlab_a_missing_history_ends_the_job_with_3(stage: Stage) -> None:
    play(stage, (HONEST,))
    done = on_gitlab(shallow(stage), CI_MERGE_REQUEST_DIFF_BASE_SHA="origin/main")
    assert done.returncode == 3
    assert "GIT_DEPTH" in done.stderr


# ── pre-commit ───────────────────────────────────────────────────────────────


def hooks() -> dict[str, list[str]]:
    """The commands of both hooks: the one that is printed, and the one others refer to."""
    (printed,) = yaml.safe_load(snippet("pre-commit"))["repos"][0]["hooks"]
    (shared,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {
        "printed": shlex.split(printed["entry"]),
        "shared": [*shlex.split(shared["entry"]), "-C", "."],
    }


@pytest.mark.parametrize("hook", ["printed", "shared"])
def test_the_hook_refuses_what_is_staged(stage: Stage, hook: str) -> None:
    FORGED(stage)
    stage.git("add", "--all")
    done = command(stage, hooks()[hook])
    assert done.returncode == 1, done.stderr
    assert "error[RD233]" in done.stdout


@pytest.mark.parametrize("hook", ["printed", "shared"])
def test_the_hook_looks_at_what_is_staged_alone(stage: Stage, hook: str) -> None:
    HONEST(stage)
    stage.git("add", "--all")
    FORGED(stage)
    done = command(stage, hooks()[hook])
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_repair_that_is_not_staged_does_not_help(stage: Stage) -> None:
    FORGED(stage)
    stage.git("add", "--all")
    edit(req(2), "101户", "100户")(stage)
    assert command(stage, hooks()["printed"]).returncode == 1


def test_before_the_first_commit_the_hook_checks_the_records_as_they_stand(
    stage: Stage, tmp_path: Path
) -> None:
    stage.git("checkout", "--quiet", "--orphan", "fresh")
    done = command(stage, hooks()["printed"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "repository" / change(99)).exists()
