"""Checks with and without the cache after random edits, renames, deletions and touches."""

import contextlib
import io
import os
import random
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from tally import Tally

from rdclient import api
from rdclient.cli import app
from rdclient.store.tree import CACHE

BASE = Path(__file__).resolve().parent.parent / "rules" / "base"
CLIENTS = ("linhai", "haining", "putuo")
_STEPS = 4
_MOMENTS = (
    "2026-11-20T18:00+08:00", "2026-11-20T18:03+08:00", "2026-10-09T09:00", "2026-11-04T10:31",
    "2027-03-01", "2026-09-30T23:59+08:00",
)  # fmt: skip
_INSERTED = (
    "note: 补充\n", "- {}\n", "owner: nobody\n", "at: 2026-11-30\n", "priority: 高\n",
    "  due: 昨天\n", "# 注释\n", "\t\n", "parents: [haining/portal/REQ-001]\n",
    "id: REQ-001\n", "<<<<<<< HEAD\n",
)  # fmt: skip

Files = list[Path]


def measure(folder: Path, *, size: int, seed: int = 1) -> Tally:
    """Compare cold and warm checks over ``size`` sequences of changes.

    After each change the check with the cache must print what the check without prints, and
    the next one must parse nothing; what was only touched must not be parsed either.
    """
    failures: list[str] = []
    checks = 0
    for number in range(size):
        root = folder / f"sequence-{number}"
        _build(root)
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - a repeatable choice
        for step in range(chance.randint(1, _STEPS)):
            told = change(root, chance)
            moment = chance.choice(_MOMENTS)
            checks += 1
            if problem := _compared(root, moment, folder / "user"):
                failures.append(f"sequence {number}, step {step}, {told}: {problem}")
                break
        shutil.rmtree(root)
    counts = ((size, "sequences of changes"), (checks, "checks alike"), (len(failures), "differ"))
    return Tally("warm and cold", counts, tuple(failures))


def _build(root: Path) -> None:
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(CACHE))
    for name in CLIENTS[1:]:
        shutil.copytree(root / "clients" / CLIENTS[0], root / "clients" / name)
        card = root / "clients" / name / "client.yaml"
        text = card.read_text(encoding="utf-8").replace(f"id: {CLIENTS[0]}", f"id: {name}")
        card.write_text(text, encoding="utf-8")


def _compared(root: Path, moment: str, user: Path) -> str:
    words = ("-C", str(root), "check", "--as-of", moment, "--format", "json", "--lang", "zh")
    cold = _printed(*words, "--no-cache", user=user)
    if (warm := _printed(*words, user=user)) != cold:
        return "with the cache it prints something else"
    if _printed(*words, user=user) != cold:
        return "the second time it prints something else"
    as_of = datetime.fromisoformat(moment)
    if parsed := api.check(root, as_of=as_of, cache=user / "rdclient").parsed:
        return f"{parsed} files were parsed although nothing changed"
    del warm
    return ""


def _printed(*words: str, user: Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    os.environ["XDG_CACHE_HOME"] = str(user)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = app.run(list(words))
    return code, out.getvalue(), err.getvalue()


# ── changes ──────────────────────────────────────────────────────────────────


def change(root: Path, chance: random.Random) -> str:
    """Change something; what was done."""
    files = sorted(p for p in root.rglob("*.yaml") if p.is_file() and CACHE not in p.parts)
    name = chance.choice(tuple(_CHANGES))
    return f"{name}: {_CHANGES[name](root, files, chance)}"


def _insert(_: Path, files: Files, chance: random.Random) -> str:
    file = chance.choice(files)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.insert(chance.randint(0, len(lines)), chance.choice(_INSERTED))
    file.write_text("".join(lines), encoding="utf-8")
    return str(file)


def _remove_line(_: Path, files: Files, chance: random.Random) -> str:
    file = chance.choice(files)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    file.write_text("".join(lines), encoding="utf-8")
    return str(file)


def _swap_figure(_: Path, files: Files, chance: random.Random) -> str:
    """The same size, and the same times as far as a program can set them."""
    file = chance.choice(files)
    told, content = file.stat(), file.read_bytes()
    places = [n for n, byte in enumerate(content) if byte in b"0123456789"]
    if places:
        at = chance.choice(places)
        figure = str((int(chr(content[at])) + 1) % 10).encode()
        file.write_bytes(content[:at] + figure + content[at + 1 :])
        os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
    return str(file)


def _touch(_: Path, files: Files, chance: random.Random) -> str:
    chosen = chance.sample(files, chance.randint(1, len(files)))
    for file in chosen:
        file.touch()
    return f"{len(chosen)} files"


def _delete(root: Path, files: Files, chance: random.Random) -> str:
    chosen = chance.choice([f for f in files if f.name != "rdclient.yaml"] or [root / "none"])
    chosen.unlink(missing_ok=True)
    return str(chosen)


def _rename(_: Path, files: Files, chance: random.Random) -> str:
    file = chance.choice([f for f in files if f.name != "rdclient.yaml"])
    target = file.with_name(
        chance.choice(("REQ-009.yaml", "copy.yaml", "MTG-001.yaml", "tasks.yml"))
    )
    file.replace(target)
    return f"{file} → {target.name}"


def _swap(_: Path, files: Files, chance: random.Random) -> str:
    one, other = chance.sample([f for f in files if f.name != "rdclient.yaml"], 2)
    between = one.with_name("between")
    one.replace(between)
    other.replace(one)
    between.replace(other)
    return f"{one} ↔ {other}"


def _copy_client(root: Path, _: Files, chance: random.Random) -> str:
    target = root / "clients" / chance.choice(("putuo2", "Linhai", "新客户"))
    others = sorted(path for path in (root / "clients").iterdir() if path.is_dir())
    if others and not target.exists():
        shutil.copytree(chance.choice(others), target)
    return str(target)


def _drop_client(root: Path, _: Files, chance: random.Random) -> str:
    target = root / "clients" / chance.choice(CLIENTS)
    shutil.rmtree(target, ignore_errors=True)
    return str(target)


def _waive(root: Path, _: Files, chance: random.Random) -> str:
    scope = chance.choice(("linhai/portal", "putuo", "clients/haining", "nowhere", "REQ-001"))
    until = chance.choice(("2026-12-31", "2026-11-19"))
    (root / "waivers.yaml").write_text(
        f"- {{code: RD212, scope: {scope}, reason: 先上线, approvers: [zhang-min],\n"
        f"  until: {until}}}\n",
        encoding="utf-8",
    )
    return f"{scope} until {until}"


def _policy(root: Path, _: Files, chance: random.Random) -> str:
    text = chance.choice(
        (
            "severity: {RD012: error, RD016: warning}\n",
            "weekly: {done_event: tested}\n",
            "[]\n",
            "x: [\n",
        )
    )
    (root / "policy.yaml").write_text(text, encoding="utf-8")
    return text.strip()


_CHANGES = MappingProxyType[str, Callable[[Path, Files, random.Random], str]](
    {
        "inserted into": _insert,
        "inserted in": _insert,
        "took a line from": _remove_line,
        "other figure in": _swap_figure,
        "touched": _touch,
        "deleted": _delete,
        "renamed": _rename,
        "swapped": _swap,
        "copied to": _copy_client,
        "dropped": _drop_client,
        "waiver for": _waive,
        "policy": _policy,
    }
)
