"""A small project in a scratch repository, and how its gate is asked."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import desk

from rdclient import api
from rdclient.control.base import Matter
from rdclient.control.canon import content
from rdclient.control.fingerprint import fingerprint
from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.model.requirement import Requirement
from rdclient.render.messages import message
from rdclient.store.workspace import read

PROJECT = "clients/harbor/projects/berths"
NOW = "2026-11-20T18:00+08:00"
FILES: Mapping[str, str] = {
    "rdclient.yaml": """\
        name: Test workspace
        vendor: {name: Quay Software}
        uuid: 6f1c1f70-3a1e-4b57-9f53-0c2f5a1f8a11
        lang: en
        timezone: Asia/Shanghai
        schema_version: 1
        """,
    "policy.yaml": """\
        control:
          since: 2026-09-01
          sign_off:
            specification: {vendor: {level: E1}}
            large_change: {vendor: {level: E1}}
            small_change: {vendor: {level: E1}}
        """,
    "people.yaml": """\
        - {id: mara.lind, name: Mara Lind, git_emails: [mara@quay.example]}
        - {id: tom.reid, name: Tom Reid, git_emails: [tom@quay.example]}
        """,
    "clients/harbor/client.yaml": "name: Harbor Authority\n",
    "clients/harbor/contacts.yaml": """\
        - {id: ines.rocha, name: Ines Rocha, role: signatory, authority: sign}
        - {id: paul.voss, name: Paul Voss, role: client_technical, authority: consult}
        """,
    f"{PROJECT}/project.yaml": """\
        name: Berth plan
        type: custom_dev
        team:
          - {role: project_manager, person: mara.lind, from: 2026-09-01}
          - {role: technical_lead, person: tom.reid, from: 2026-09-01}
        counterparts:
          - {role: signatory, person: ines.rocha, from: 2026-09-01}
        """,
    f"{PROJECT}/requirements/REQ-001.yaml": """\
        title: Berth list
        type: functional
        goal: Pilots know their berth before they arrive
        functions:
          - The system shall show at most 50 berths
          - The system shall print the list
        analysis: {effort: {development: 4, test: 2}}
        events:
          - {at: 2026-09-08, type: collected, by: mara.lind}
          - {at: 2026-09-14, type: analysed, by: tom.reid}
          - {at: 2026-09-22, type: confirmed, by: ines.rocha}
        """,
    f"{PROJECT}/requirements/REQ-002.yaml": """\
        title: Tide table
        type: functional
        functions: [The system shall show the tide]
        events:
          - {at: 2026-09-08, type: collected, by: mara.lind}
          - {at: 2026-09-14, type: analysed, by: tom.reid}
        """,
    f"{PROJECT}/milestones.yaml": """\
        - id: M1
          name: System test
          key: true
          plans:
            - {on: 2026-09-25, due: 2026-12-04}
        """,
    f"{PROJECT}/iterations.yaml": """\
        - {id: IT-01, start: 2026-10-05, end: 2026-10-30}
        - {id: IT-02, start: 2026-11-23, end: 2026-12-11}
        - {id: IT-03, start: 2026-12-14, end: 2026-12-31}
        """,
}
"""A project in development, before anything was signed; ``IT-02`` is frozen at ``NOW``."""

ABOUT_CONTROL = (
    "RD001", "RD210", "RD220", "RD221", "RD223", "RD224", "RD225", "RD226", "RD227", "RD228",
    "RD229", "RD230", "RD231", "RD232", "RD233", "RD234", "RD235", "RD236", "RD237", "RD238",
    "RD239", "RD245",
)  # fmt: skip
"""The small project lacks much else that is of no interest here."""
CHANGE = """\
title: More berths
reason: The new pier
items:
  - op: modify
    requirement: REQ-001
    set:
      functions:
        - The system shall show at most 80 berths
        - The system shall print the list
impact: {schedule_wd: 0, quality: one more case, if_not_done: the pier is left out}
internal: {effort: {development: 1}}
events:
  - {at: 2026-10-12 09:00, type: submitted, by: mara.lind}
  - {at: 2026-10-12 10:00, type: pm_review, by: mara.lind, result: approve}
  - {at: 2026-10-12 16:00, type: assessed, by: tom.reid}
"""
"""A small request that says 80 berths where 50 were agreed."""


@dataclass
class Repository:
    """A scratch repository whose top is a workspace.

    Attributes:
        clock: date of the next commits.
        author: who makes them, by the part of the address before ``@quay.example``.
    """

    root: Path
    clock: str = "2026-09-25T18:00+08:00"
    author: str = "mara"

    def git(self, *words: str) -> str:
        """Run Git here; what it prints."""
        who = {"NAME": self.author, "EMAIL": f"{self.author}@quay.example", "DATE": self.clock}
        fixed = {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()}
        fixed |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env={**os.environ, **fixed},
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        return done.stdout.strip()

    def put(self, path: str, text: str) -> None:
        """Write a file; indentation that all lines share is taken away."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        margin = len(text) - len(text.lstrip(" "))
        lines = (line[margin:] if line[:margin].isspace() else line for line in text.split("\n"))
        file.write_text("\n".join(lines), encoding="utf-8", newline="\n")

    def edit(self, path: str, old: str, new: str) -> None:
        """Put one text in the place of another, which stands there once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old)
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def remove(self, path: str) -> None:
        """Delete a file."""
        (self.root / path).unlink()

    def commit(self, message: str = "more") -> None:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def branch(self, name: str = "request") -> None:
        """Go on in a branch of this name, some weeks later."""
        self.clock = "2026-11-20T10:00+08:00"
        self.git("checkout", "-q", "-b", name)

    def sign(self, subject: str, day: str, *, kind: str = "change", **more: object) -> None:
        """Both sides approve, each with a scan."""
        for side, person in (("client", "ines.rocha"), ("vendor", "mara.lind")):
            act = desk.Act(subject, person, side, day, kind=kind, scan=b"signed page", **more)
            desk.put(self.root, act)

    def freeze_text(self, name: str, day: str, *requirements: str) -> None:
        """Write a baseline of some requirements as they are."""
        portfolio = read(self.root).portfolio
        matter = Matter(portfolio, datetime.fromisoformat(NOW))
        entries = [
            {
                "requirement": record.id,
                "fingerprint": fingerprint(record, Lang.EN),
                "content": content(record, matter.binding(record)),
            }
            for record in portfolio.all(Requirement)
            if record.id in requirements
        ]
        self.put(
            f"{PROJECT}/baselines/{name}.yaml",
            json.dumps({"title": "Specification", "created_on": day, "entries": entries}),
        )

    def check(self, *codes: str, base: str = "main", **options: object) -> list[str]:
        """What the gate says, of some codes or of all about change control, one line each."""
        found = gated(self.root, base=base, **options)
        return [told(item) for item in found if item.code in (codes or ABOUT_CONTROL)]


def gated(root: Path, *, base: str = "main", head: str | None = None, now: str = NOW,
          cache: Path | None = None) -> tuple[Finding, ...]:  # fmt: skip
    """Every finding of ``check --base``."""
    as_of = datetime.fromisoformat(now)
    return api.gate(root, base=base, head=head, as_of=as_of, cache=cache).checked.findings


def told(item: Finding, *, lang: Lang = Lang.EN) -> str:
    """A finding in one line, with its path in the project."""
    at = item.location
    path = at.path.removeprefix(f"{PROJECT}/")
    return f"{path}:{at.line} {item.code} {message(item, lang=lang).headline}"


def built(folder: Path) -> Repository:
    """A repository on ``main`` with a baseline V1 of REQ-001, signed by both sides."""
    repository = Repository(folder)
    for path, text in FILES.items():
        repository.put(path, text)
    repository.git("init", "-q", "-b", "main")
    repository.commit("records")
    repository.freeze_text("V1", "2026-09-24", "REQ-001")
    repository.sign("V1", "2026-09-25", kind="baseline")
    repository.commit("V1 signed")
    return repository


def copied(signed: Repository, folder: Path) -> Repository:
    """The same once more, in a new branch ``request``."""
    shutil.copytree(signed.root, folder)
    made = Repository(folder)
    made.branch()
    return made


def approve(
    repository: Repository, name: str = "CR-001", text: str = CHANGE, day: str = "2026-10-13"
) -> None:
    """Bring a request, written by Tom Reid and signed by both sides, onto ``main``."""
    submit(repository, name, text, day)
    repository.git("checkout", "-q", "main")
    repository.clock = f"{day}T18:00+08:00"
    repository.sign(name, day)
    repository.commit(f"{name} signed")
    repository.git("branch", "-q", "-D", "request")
    repository.branch()


def submit(
    repository: Repository, name: str = "CR-001", text: str = CHANGE, day: str = "2026-10-13"
) -> None:
    """Bring a request that nobody signed onto ``main``."""
    repository.git("checkout", "-q", "main")
    repository.clock, repository.author = f"{day}T17:00+08:00", "tom"
    repository.put(f"{PROJECT}/changes/{name}.yaml", text)
    repository.commit(f"{name} written")
    repository.author = "mara"
    repository.git("branch", "-q", "-D", "request")
    repository.branch()
