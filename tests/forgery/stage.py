"""A stage for forgeries: a real Git repository with signed records, and moves that change it."""

import contextlib
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import desk

from rdclient.cli import app, console

NOW = "2026-11-20T18:00+08:00"
"""The moment at which the gate judges."""
_GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_FIRM = "qingyan.example"


@dataclass
class Stage:
    """A repository somebody works in.

    Attributes:
        root: of the repository, which is the workspace.
        keys: folder of the private keys, by person.
        clock: date of the next commits, and so of the landing of what they bring.
        author: person who commits.
    """

    root: Path
    keys: Path
    clock: str = "2026-11-20T09:00+08:00"
    author: str = "luo.jing"

    def git(self, *words: str) -> str:
        """Run Git in the repository; what it prints."""
        who = {"NAME": self.author, "EMAIL": f"{self.author}@{_FIRM}", "DATE": self.clock}
        names = {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()}
        done = subprocess.run(
            ["git", "-c", "core.autocrlf=false", *words],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], **_GIT, **names},
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        if done.returncode:
            raise RuntimeError(f"git {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit whatever differs; nothing when nothing does."""
        self.git("add", "--all")
        if self.git("status", "--porcelain"):
            self.git("commit", "--quiet", "-m", message)

    def key(self, name: str) -> Path:
        """The private key of a person, made when it is first asked for."""
        path = self.keys / name.replace(".", "-")
        if not path.exists():
            self.keys.mkdir(exist_ok=True)
            desk.keypair(self.keys, path.name)
        return path

    def public(self, name: str) -> str:
        """The public half, as people.yaml holds it."""
        return self.key(name).with_suffix(".pub").read_text(encoding="utf-8").strip()

    def copy(self, to: Path) -> "Stage":
        """The same repository once more, to play another story in."""
        shutil.copytree(self.root, to)
        return Stage(to, self.keys)


Move = Callable[[Stage], object]
"""One thing that somebody does on a stage."""


@dataclass(frozen=True)
class Judged:
    """What the gate says: exit code, the codes it states, and its words."""

    code: int
    codes: tuple[str, ...]
    out: str
    err: str


def play(stage: Stage, story: tuple[Move, ...]) -> None:
    """Play a story on a branch of its own; what it leaves uncommitted becomes its last commit."""
    stage.git("switch", "--quiet", "-c", "request")
    for move in story:
        move(stage)
    stage.commit("the request")


def judged(stage: Stage, *words: str, base: str = "main", as_of: str = NOW) -> Judged:
    """What ``rdclient check --base`` says of the branch that is checked out."""
    asked = ["-C", str(stage.root), "check", "--base", base, "--as-of", as_of, "--no-cache"]
    code, out, err = ran(*asked, "--format", "json", *words)
    found = json.loads(out)["findings"] if out else []
    return Judged(code, tuple(sorted({item["code"] for item in found})), out, err)


def ran(*words: str) -> tuple[int, str, str]:
    """Run the program in this process: exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            console.run(lambda: app.run(list(words)))
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 3
    return code, out.getvalue(), err.getvalue()
