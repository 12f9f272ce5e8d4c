"""What somebody does on a stage: edit, sign, claim, and everything one does with Git."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import desk
import yaml
from stage import Move, Stage

from rdclient.control.canon import content
from rdclient.control.fingerprint import fingerprint_of
from rdclient.lens import Lang
from rdclient.model.requirement import Requirement
from rdclient.store.workspace import read

CLIENT = "clients/linhai"
PORTAL = f"{CLIENT}/projects/portal"
MOBILE = f"{CLIENT}/projects/mobile"
SIGNOFFS = f"{PORTAL}/signoffs"
PEOPLE, CONTACTS, POLICY = "people.yaml", f"{CLIENT}/contacts.yaml", "policy.yaml"
PROJECT, CONTRACT = f"{PORTAL}/project.yaml", f"{CLIENT}/contracts/HT-2026-01.yaml"
MILESTONES, TASKS = f"{PORTAL}/milestones.yaml", f"{PORTAL}/tasks.yaml"


def req(number: int) -> str:
    """The file of a requirement of the project."""
    return f"{PORTAL}/requirements/REQ-{number:03d}.yaml"


def change(number: int) -> str:
    """The file of a change request of the project."""
    return f"{PORTAL}/changes/CR-{number:03d}.yaml"


def baseline(number: int) -> str:
    """The file of a baseline of the project."""
    return f"{PORTAL}/baselines/V{number}.yaml"


def meeting(number: int) -> str:
    """The file of a meeting of the project."""
    return f"{PORTAL}/meetings/MTG-{number:03d}.yaml"


# ── files ────────────────────────────────────────────────────────────────────


def edit(path: str, old: str, new: str) -> Move:
    """Put other words in the place of some; they must stand there exactly once."""

    def move(stage: Stage) -> None:
        file = stage.root / path
        text = file.read_bytes().decode("utf-8")
        assert text.count(old) == 1, f"{path}: {text.count(old)} × {old}"
        file.write_bytes(text.replace(old, new).encode("utf-8"))

    return move


def write(path: str, text: str) -> Move:
    """Write a file."""

    def move(stage: Stage) -> None:
        file = stage.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    return move


def append(path: str, text: str) -> Move:
    """Write lines at the end of a file."""

    def move(stage: Stage) -> None:
        with (stage.root / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)

    return move


def remove(path: str) -> Move:
    """Delete a file or a folder."""

    def move(stage: Stage) -> None:
        file = stage.root / path
        shutil.rmtree(file) if file.is_dir() else file.unlink()

    return move


def carry(path: str, to: str) -> Move:
    """Copy a file or a folder."""

    def move(stage: Stage) -> None:
        (stage.root / to).parent.mkdir(parents=True, exist_ok=True)
        if (stage.root / path).is_dir():
            shutil.copytree(stage.root / path, stage.root / to, dirs_exist_ok=True)
        else:
            shutil.copyfile(stage.root / path, stage.root / to)

    return move


def rename(path: str, to: str) -> Move:
    """Move a file to another place."""

    def move(stage: Stage) -> None:
        (stage.root / to).parent.mkdir(parents=True, exist_ok=True)
        (stage.root / path).rename(stage.root / to)

    return move


def spell(path: str, *, ends: str = "\r\n") -> Move:
    """Give the lines of a file other ends."""

    def move(stage: Stage) -> None:
        file = stage.root / path
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ends.encode()))

    return move


class _Quoted(yaml.SafeDumper):
    """Writes every text in quotation marks."""


_Quoted.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def _with_on(held: Any) -> Any:  # noqa: ANN401 - plain data of YAML
    """Plain data with the key ``on``, which older YAML takes for true."""
    if isinstance(held, dict):
        return {"on" if key is True else key: _with_on(value) for key, value in held.items()}
    return [_with_on(item) for item in held] if isinstance(held, list) else held


def dumped(path: str, *, quoted: bool = False, **options: object) -> Move:
    """Write a YAML file as another program would: quoted, folded, keys in another order."""

    def move(stage: Stage) -> None:
        file = stage.root / path
        held = _with_on(yaml.safe_load(file.read_text(encoding="utf-8")))
        dumper = _Quoted if quoted else yaml.SafeDumper
        text = yaml.dump(held, Dumper=dumper, **{"allow_unicode": True, **options})
        file.write_text(text, encoding="utf-8", newline="\n")

    return move


def into_list(folder: str) -> Move:
    """Put the records of a folder into one list file beside it."""

    def move(stage: Stage) -> None:
        place = stage.root / folder
        lines: list[str] = []
        for file in sorted(place.glob("*.yaml")):
            lines.append(f"- id: {file.stem}")
            lines += [f"  {line}".rstrip() for line in file.read_text("utf-8").splitlines()]
        place.with_suffix(".yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        shutil.rmtree(place)

    return move


def mend(path: str, **fields: object) -> Move:
    """Set fields of a JSON statement, written in its one spelling; what was signed is not that."""

    def move(stage: Stage) -> None:
        file = only(stage, path)
        file.write_bytes(desk.statement_bytes({**yaml.safe_load(file.read_bytes()), **fields}))

    return move


def only(stage: Stage, pattern: str) -> Path:
    """The one file that a pattern names."""
    (found,) = sorted(stage.root.glob(pattern))
    return found


def damage(pattern: str, content: bytes) -> Move:
    """Replace the bytes of the one file that a pattern names."""
    return lambda stage: only(stage, pattern).write_bytes(content)


def lose(pattern: str) -> Move:
    """Delete the one file that a pattern names."""
    return lambda stage: only(stage, pattern).unlink()


def lay(pattern: str, upon: str) -> Move:
    """Put the bytes of one file into another."""
    return lambda stage: only(stage, upon).write_bytes(only(stage, pattern).read_bytes())


def add_blank(pattern: str) -> Move:
    """Put an empty line at the end of the one file that a pattern names."""

    def move(stage: Stage) -> None:
        file = only(stage, pattern)
        file.write_bytes(file.read_bytes() + b"\n")

    return move


def swap(one: str, other: str) -> Move:
    """Let two files change places."""

    def move(stage: Stage) -> None:
        first, second = only(stage, one), only(stage, other)
        held, instead = first.read_bytes(), second.read_bytes()
        first.write_bytes(instead)
        second.write_bytes(held)

    return move


# ── claims ───────────────────────────────────────────────────────────────────


def claim(path: str, at: str, step: str, **more: str) -> Move:
    """Add an event behind the others; the file ends with them."""
    words = "".join(f", {name}: {value}" for name, value in more.items())
    return append(path, f"  - {{at: {at}, type: {step}{words}}}\n")


IMPACT = "impact: {schedule_wd: 0, fee_delta: 0, quality: 用例增加1项, if_not_done: 维持现状}\n"
"""What a small request does."""


def raise_change(number: int, items: str, *, head: str = "", steps: str = "") -> Move:
    """Write a new change request, small unless ``head`` says otherwise, up to its assessment.

    Args:
        number: of the request.
        items: the list, in flow style.
        head: lines before the events.
        steps: lines after the assessment.
    """
    impact = "" if "impact:" in head else IMPACT
    return write(
        change(number),
        f"title: 变更{number}\nraised_by: an.ran\nraised_on: 2026-11-16\nchannel: email\n"
        f"category: business\nreason: 业务部门提出。\nitems: {items}\n{impact}{head}events:\n"
        "  - {at: 2026-11-16 09:00, type: submitted, by: qin.yue}\n"
        "  - {at: 2026-11-16 10:00, type: pm_review, by: qin.yue, result: approve}\n"
        f"  - {{at: 2026-11-16 16:00, type: assessed, by: fang.lei, result: approve}}\n{steps}",
    )


# ── signatures ───────────────────────────────────────────────────────────────


def sign(subject: str, by: str, side: str, on: str, *, key: str | None = None, **more: Any) -> Move:  # noqa: ANN401 - the fields of an act
    """Put an act beside its subject; ``key`` names whose key it is made with."""

    def move(stage: Stage) -> None:
        private = stage.key(key) if key else None
        desk.put(stage.root, desk.Act(subject, by, side, on, key=private, **more))

    return move


def paper(subject: str, on: str, *, by: str = "gao.wenbo", kind: str = "change") -> Move:
    """The client signs and seals a page; its scan is filed."""
    scan = f"%PDF 样件 {subject} {by} {on}\n".encode()
    return sign(subject, by, "client", on, kind=kind, scan=scan, seal="official")


def keyed(subject: str, on: str, *, by: str = "qin.yue", kind: str = "change") -> Move:
    """We sign with a key."""
    return sign(subject, by, "vendor", on, kind=kind, key=by)


def both(subject: str, on: str, *, kind: str = "change") -> Move:
    """Both sides sign as policy asks: the client on paper, we with a key."""
    return several(paper(subject, on, kind=kind), keyed(subject, on, kind=kind))


def several(*moves: Move) -> Move:
    """Moves one after the other, as one."""

    def move(stage: Stage) -> None:
        for each in moves:
            each(stage)

    return move


def freeze_text(number: int, on: str) -> Move:
    """Write a baseline of every confirmed requirement as it stands."""

    def move(stage: Stage) -> None:
        entries = [_entry(record) for record in _confirmed(stage)]
        held = {"title": f"第{number}版", "created_on": on, "by": "qin.yue", "entries": entries}
        text = yaml.safe_dump(held, allow_unicode=True, sort_keys=False)
        write(baseline(number), text.replace(f"'{on}'", on))(stage)

    return move


def _confirmed(stage: Stage) -> list[Requirement]:
    found = read(stage.root).portfolio.all(Requirement)
    mine = (record for record in found if record.origin.project == "portal")
    return [r for r in mine if any(event.type.value == "confirmed" for event in r.events)]


def _entry(record: Requirement) -> Mapping[str, object]:
    text = content(record, Lang.ZH)
    digits = fingerprint_of("requirement", record.id, text)
    return {"requirement": record.id, "fingerprint": digits, "content": text}


# ── history ──────────────────────────────────────────────────────────────────


def commit(message: str = "work") -> Move:
    """Commit everything."""
    return lambda stage: stage.commit(message)


def at(clock: str, author: str = "luo.jing") -> Move:
    """From now on commits are made then, by that person."""

    def move(stage: Stage) -> None:
        stage.clock, stage.author = f"{clock}+08:00", author

    return move


def branch(name: str, start: str = "main") -> Move:
    """Commit, then go on in a new branch."""
    return several(commit(), lambda stage: stage.git("switch", "--quiet", "-c", name, start))


def go(name: str) -> Move:
    """Commit, then go on in a branch that is there."""
    return several(commit(), lambda stage: stage.git("switch", "--quiet", name))


def merge(name: str) -> Move:
    """Commit, then merge a branch with a merge commit."""
    return several(
        commit(),
        lambda stage: stage.git("merge", "--quiet", "--no-ff", "-m", f"merge {name}", name),
    )


def squash(name: str) -> Move:
    """Commit, then bring a branch as one commit."""
    return several(
        commit(),
        lambda stage: stage.git("merge", "--quiet", "--squash", name),
        lambda stage: stage.git("commit", "--quiet", "-m", f"{name} in one"),
    )


def rebase(onto: str = "main") -> Move:
    """Commit, then put the commits of this branch on top of another."""
    return several(commit(), lambda stage: stage.git("rebase", "--quiet", onto))


def revert(name: str = "HEAD") -> Move:
    """Commit, then undo a commit by another one."""
    return several(commit(), lambda stage: stage.git("revert", "--no-edit", name))


def land(*moves: Move, on: str = "2026-11-18 12:00", how: Move | None = None) -> Move:
    """Moves that were on the mainline before the request began: its branch starts after them."""
    return several(
        at(on),
        branch("earlier"),
        *moves,
        go("main"),
        how or merge("earlier"),
        lambda stage: stage.git("branch", "--quiet", "-D", "earlier"),
        go("request"),
        lambda stage: stage.git("reset", "--quiet", "--hard", "main"),
        at("2026-11-20 09:00"),
    )
