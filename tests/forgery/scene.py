"""The scene of every story: a signed project of two sides, with its history."""

import shutil
from pathlib import Path

from moves import (
    PEOPLE,
    at,
    both,
    change,
    claim,
    commit,
    edit,
    freeze_text,
    req,
    several,
)
from stage import Move, Stage

RECORDS = Path(__file__).resolve().parent / "scene"

HISTORY: tuple[Move, ...] = (
    # the specification, and its signatures a day later
    several(at("2026-09-24 18:00", "qin.yue"), freeze_text(1, "2026-09-24"), commit("V1")),
    several(at("2026-09-25 18:00", "qin.yue"), both("V1", "2026-09-25", kind="baseline")),
    commit("V1 signed"),
    # a small change: signed, done and closed
    at("2026-10-13 18:00", "qin.yue"),
    both("CR-001", "2026-10-13"),
    claim(change(1), "2026-10-13", "client_confirmed", by="gao.wenbo", result="approve"),
    claim(change(1), "2026-10-14", "scheduled", by="qin.yue"),
    commit("CR-001 signed"),
    at("2026-10-20 18:00", "qin.yue"),
    edit(req(1), "自生成之日起30日内", "自生成之日起60日内"),
    claim(change(1), "2026-10-20", "implemented", by="luo.jing"),
    claim(change(1), "2026-10-21", "verified", by="luo.jing"),
    claim(change(1), "2026-10-22", "closed", by="qin.yue"),
    commit("CR-001 done"),
    # a large one: through the board, signed with a seal, in the plan and not built yet
    at("2026-10-23 18:00", "qin.yue"),
    both("CR-002", "2026-10-21"),
    claim(change(2), "2026-10-21", "client_confirmed", by="gao.wenbo", result="approve"),
    claim(change(2), "2026-10-23", "scheduled", by="qin.yue"),
    commit("CR-002 signed"),
)
"""How the records came to be signed; each sign-off lands on the day of its commit."""


def built(folder: Path) -> Stage:
    """The repository with the scene's history on ``main``, made in an empty folder."""
    stage = Stage(folder / "scene", folder / "keys", clock="2026-09-23T18:00+08:00")
    shutil.copytree(RECORDS, stage.root)
    _put_keys(stage)
    stage.git("init", "--quiet", "--initial-branch=main")
    stage.commit("the records")
    for move in HISTORY:
        move(stage)
    return stage


def _put_keys(stage: Stage) -> None:
    """Write the public halves where the records name them; the private ones stay outside."""
    for path in (PEOPLE, "clients/linhai/contacts.yaml"):
        file = stage.root / path
        text = file.read_text(encoding="utf-8")
        for word in [part for part in text.replace(",", " ").split() if part.startswith("KEY-")]:
            text = text.replace(f"{word},", f"{stage.public(word.removeprefix('KEY-'))},")
        file.write_text(text, encoding="utf-8", newline="\n")
