"""The harnesses in a small size; and that each of them notices when something is broken."""

import importlib
import io
import os
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

sys.path.insert(0, str(Path(__file__).resolve().parent))

import crash
import documents
import fast_reader
import kept_bytes
import mutations
import places_named
import program
import run
import spans
import warm
import writers
from tally import Tally, line

import hostile
from rdclient.store.edits import Edit, EditRefusedError

# ── what is printed ──────────────────────────────────────────────────────────


def test_a_tally_is_one_line_with_its_figures() -> None:
    assert line(Tally("crash points", ((1412, ""), (0, "damaged")), ())) == (
        "crash points: 1,412 · 0 damaged"
    )
    assert line(Tally("writes", ((200, "/200"), (100, "% kept")), ())) == (
        "writes: 200/200 · 100 % kept"
    )


def test_the_first_failures_are_named_and_there_is_nothing_to_say_without_any() -> None:
    sound = Tally("sound", ((1, ""),), ())
    assert list(run.told([sound])) == []
    faults = list(run.told([sound, Tally("broken", (), tuple(f"fault {n}" for n in range(99)))]))
    assert faults[0] == "\nbroken: 99 not as they must be"
    assert faults[1] == "  fault 0"
    assert len(faults) == 11


@pytest.mark.parametrize("harness", run.HARNESSES, ids=[row.module for row in run.HARNESSES])
def test_each_harness_can_be_measured(harness: run.Harness) -> None:
    assert callable(importlib.import_module(harness.module).measure)


def test_a_run_ends_with_one_and_names_the_failure_when_a_figure_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "losing_writes.py").write_text(
        "from tally import Tally\n"
        "def measure(folder, *, size):\n"
        "    (folder / 'left').write_text('x')\n"
        "    return Tally('writes', ((size - 1, f'/{size}'),), ('write 7 is lost',))\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    losing, sound = run.Harness("losing_writes", 9), run.Harness("fast_reader", 20)
    assert run.main(["--quick", "fast_reader"], (sound, losing)) == 0
    assert run.main(["--quick"], (sound, losing)) == 1
    out, err = capsys.readouterr()
    assert out.count("fast reader: 20 documents · ") == 2
    assert "writes: 8/9   (" in out
    assert err.startswith("\nwrites: 1 not as they must be\n  write 7 is lost\n")


# ── hostile inputs ───────────────────────────────────────────────────────────

SMALL = 60


def test_hostile_inputs_of_the_corpus_and_mutations_come_to_nothing(tmp_path: Path) -> None:
    tally = hostile.measure(tmp_path, size=SMALL, processes=1)
    assert tally.failures == ()
    assert tally.counts[0] == (SMALL, "")
    assert tally.counts[-1][0] == 100


def test_one_seed_makes_the_same_mutations_and_another_does_not() -> None:
    first = [hostile.case(number, 1) for number in range(1000, 1010)]
    assert first == [hostile.case(number, 1) for number in range(1000, 1010)]
    assert first != [hostile.case(number, 2) for number in range(1000, 1010)]


def test_every_accident_changes_a_file_and_none_raises() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable, no secret
    content, other = b"id: REQ-001\ntitle: x\nlist:\n  - a\n", "id: 张敏\n".encode()
    for mutation in mutations.MUTATIONS:
        assert any(mutation(content, other, chance) != content for _ in range(50)), mutation
        for odd in (b"", b"\xff", b"\n"):
            for _ in range(50):
                mutation(odd, other, chance)
                mutation(odd, b"", chance)


def _doing(change: Callable[[Path, program.Ran], program.Ran]) -> program.Program:
    """The program, with something wrong about each run."""

    def broken(words: tuple[str, ...], *, encoding: str = "utf-8") -> program.Ran:
        return change(Path(words[1]), program.run(words, encoding=encoding))

    return broken


def _touching(root: Path, ran: program.Ran) -> program.Ran:
    (root / "rdclient.yaml").touch()
    return ran


def _littering(root: Path, ran: program.Ran) -> program.Ran:
    (root / "clients" / ".report.tmp").touch()
    return ran


BROKEN: dict[str, tuple[str, Callable[[Path, program.Ran], program.Ran]]] = {
    "a bug": ("traceback", lambda _, ran: replace(ran, trace="KeyError", code=3)),
    "a wait": ("slow", lambda _, ran: replace(ran, seconds=2.5)),
    "a file touched": ("changed", _touching),
    "a file left over": ("changed", _littering),
    "another exit code": ("code", lambda _, ran: replace(ran, code=70)),
    "an escape on the terminal": (
        "unprintable",
        lambda _, ran: replace(ran, out="\x1b[2J" + ran.out, err="\u202e" + ran.err),
    ),
    "no findings": ("unnamed", lambda _, ran: replace(ran, out="[]\n", code=0)),
    "no lines": ("unnamed", lambda _, ran: replace(ran, out=_without_lines(ran.out))),
    "nothing about what is missing": ("untold", lambda _, ran: _quiet(ran)),
}
"""What may be broken, the kind of fault that must be noticed, and how to break it."""


def _without_lines(out: str) -> str:
    for typed, gone in ((".yaml:", ".yaml;"), ('"line": ', '"line": 9'), ("line=", "line=9")):
        out = out.replace(typed, gone)
    return out.replace('"begin": ', '"begin": 9').replace('"startLine": ', '"startLine": 9')


def _quiet(ran: program.Ran) -> program.Ran:
    is_check = "RD0" in ran.out
    return ran if is_check else replace(ran, out="", err="", code=0)


@pytest.mark.parametrize("broken", BROKEN)
def test_the_hostile_harness_notices(broken: str, tmp_path: Path) -> None:
    kind, change = BROKEN[broken]
    tally = hostile.measure(tmp_path, size=8, processes=1, program=_doing(change))
    assert {failure.split(":")[0] for failure in tally.failures} >= {kind}
    if kind == "unnamed":
        assert tally.counts[-1][0] < 100 or broken == "no findings"


def test_a_bug_is_seen_with_its_trace_wherever_it_surfaces() -> None:
    reported = program.run(("-C", "\0", "check"))  # what no shell can type
    assert (reported.code, "Traceback" in reported.trace) == (3, True)
    escaped = program.run(5)  # type: ignore[arg-type] # no words at all
    assert (escaped.code, "Traceback" in escaped.trace) == (-1, True)


PLACED = (
    ("text", "a/b.yaml:3:5: error[RD003] said\n  |\n3 |  x: error[RD001] y\n", ("a/b.yaml", 3)),
    ("text", "a.yaml: 错误[RD003] said\n", ("a.yaml", 0)),
    (
        "json",
        '{"findings": [{"path": "a", "line": 2, "code": "RD003"}], "waived": []}',
        ("a", 2),
    ),
    (
        "github",
        "::error file=a%3Ab.yaml,line=4,col=1,title=RD003 yaml-syntax::said\n",
        ("a:b.yaml", 4),
    ),
    ("github", "::error title=RD003 yaml-syntax::said\n", ("", 0)),
)


@pytest.mark.parametrize(("form", "out", "place"), PLACED)
def test_places_are_read_back_from_each_format(form: str, out: str, place: tuple[str, int]) -> None:
    assert places_named.named(form, out) == (places_named.Named(*place, "RD003"),)


# ── untouched bytes ──────────────────────────────────────────────────────────


def test_edits_of_files_written_by_hand_keep_every_other_byte(tmp_path: Path) -> None:
    tally = spans.measure(tmp_path, size=2, processes=1)
    assert tally.failures == ()
    assert tally.counts[0][0] == 100


def test_the_corpus_holds_what_people_write() -> None:
    files = {path.stem: path.read_bytes() for path in spans.CORPUS.glob("*.yaml")}
    assert len(files) >= 45
    assert sum(content.startswith(b"\xef\xbb\xbf") for content in files.values()) >= 2
    assert sum(b"\r\n" in content for content in files.values()) >= 3
    assert sum(b"\r" in content and b"\n" not in content for content in files.values()) == 1
    assert sum(not content.endswith((b"\n", b"\r")) for content in files.values()) >= 5
    kinds = {spot.kind for content in files.values() for spot in kept_bytes.spots(content.decode())}
    assert kinds == {"plain", "quoted", "block", "empty", "list", "mapping"}
    for name, content in files.items():
        assert fast_reader.fast(content.decode()) is not fast_reader.REFUSED, name


def _dumping(root: Path, path: str, pointer: kept_bytes.Pointer, value: spans.Value) -> Edit:
    """What a program does that loads, changes and dumps: comments and quotes are gone."""
    content = (root / path).read_bytes()
    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(
        spans.replaced(fast_reader.oracle(content.decode()), pointer, value), stream
    )
    return Edit(path, content, stream.getvalue().encode())


def _spoiling(change: Callable[[str], str]) -> Callable[..., Edit]:
    def edited(root: Path, path: str, pointer: kept_bytes.Pointer, value: spans.Value) -> Edit:
        edit = spans.OURS.set_value(root, path, pointer, value)
        return replace(edit, after=change(edit.after.decode()).encode())

    return edited


def _refusing(root: Path, path: str, pointer: kept_bytes.Pointer, value: spans.Value) -> Edit:
    raise EditRefusedError("edit-by-hand", path, str((root, pointer, value)))


def _allowing(root: Path, path: str, pointer: kept_bytes.Pointer, value: spans.Value) -> Edit:
    if value in spans.REFUSED:
        return Edit(path, (root / path).read_bytes(), b"")
    return spans.OURS.set_value(root, path, pointer, value)


def _hasty(root: Path, path: str, pointer: kept_bytes.Pointer, value: spans.Value) -> Edit:
    edit = spans.OURS.set_value(root, path, pointer, value)
    (root / path).write_bytes(edit.after)
    return edit


def _prepending(
    root: Path, path: str, pointer: kept_bytes.Pointer, item: Mapping[str, object]
) -> Edit:
    edit = spans.OURS.append_entry(root, path, pointer, item)
    return replace(edit, after=edit.after.replace("张".encode(), "章".encode()))


CARELESS: dict[str, tuple[str, spans.Verbs]] = {
    "a dump": ("damaged", spans.Verbs(_dumping, spans.OURS.append_entry)),
    "a comment lost": (
        "damaged",
        spans.Verbs(_spoiling(lambda text: text.replace("#", "", 1)), spans.OURS.append_entry),
    ),
    "line ends changed": (
        "damaged",
        spans.Verbs(_spoiling(lambda text: text.replace("\r\n", "\n")), spans.OURS.append_entry),
    ),
    "a line end added": (
        "damaged",
        spans.Verbs(_spoiling(lambda text: text.rstrip("\n") + "\n"), spans.OURS.append_entry),
    ),
    "a mark lost": (
        "damaged",
        spans.Verbs(_spoiling(lambda text: text.lstrip("\ufeff")), spans.OURS.append_entry),
    ),
    "another value": (
        "wrong data",
        spans.Verbs(_spoiling(lambda text: text.replace("ok", "no", 1)), spans.OURS.append_entry),
    ),
    "always refused": ("too many are refused", spans.Verbs(_refusing, spans.OURS.append_entry)),
    "never refused": ("wrong data", spans.Verbs(_allowing, spans.OURS.append_entry)),
    "written at once": ("changed", spans.Verbs(_hasty, spans.OURS.append_entry)),
    "an entry that spoils another": (
        "damaged",
        spans.Verbs(spans.OURS.set_value, _prepending),
    ),
}
"""Ways to edit a file badly, and the kind of fault that must be noticed."""


SOME = tuple(
    f"{name}.yaml"
    for name in ("windows-editor", "windows-line-ends", "comments-everywhere", "emoji", "literal")
)


@pytest.mark.parametrize("careless", CARELESS)
def test_the_byte_harness_notices(careless: str, tmp_path: Path) -> None:
    kind, verbs = CARELESS[careless]
    tally = spans.measure(tmp_path, size=1, processes=1, verbs=verbs, names=SOME)
    assert {failure.split(":")[0] for failure in tally.failures} >= {kind}


KEPT = (
    ("a: 1 # c\n", "a: 22 # c\n", True),
    ("a: 1 # c\n", "a: 22\n", False),
    ("a: 1 # c\nb: 2\n", "a: | # c\n  x\n  y\nb: 2\n", True),
    ("a: 1 # c\nb: 2\n", "a: |\n  x\n  y\nb: 2\n", False),
    ("a: 1\nb: 2\n", "a: 3\nb: 2", False),
    ("a: 1\r\n", "a: |\r\n  x\n  y\r\n", False),
    ("a: |  # c\n  x\n\nb: 2\n", "a: |  # c\n  y\n\nb: 2\n", True),
    ("a: |  # c\n  x\n\nb: 2\n", "a: |\n  y\n\nb: 2\n", False),
    ("a: |  # c\n  x\n\nb: 2\n", "a: |  # c\n  y\nb: 2\n", False),
    ("a:   # c\n", "a: x  # c\n", True),
    ("{a: , b: 1}\n", "{a: x, b: 1}\n", True),
)


@pytest.mark.parametrize(("old", "new", "is_sound"), KEPT)
def test_what_counts_as_kept(old: str, new: str, is_sound: bool) -> None:  # noqa: FBT001 - a table
    spot = next(spot for spot in kept_bytes.spots(old) if spot.pointer == ("a",))
    assert kept_bytes.is_kept(old, new, spot) is is_sound


def test_an_entry_leaves_the_old_bytes_in_their_order() -> None:
    old = "a: []  # c\nb: [1] # d\n"
    assert kept_bytes.is_extended(old, "a:  # c\n  - x: 1\nb: [1] # d\n")
    assert kept_bytes.is_extended(old, "a: []  # c\nb: [1, {x: 1}] # d\n")
    assert not kept_bytes.is_extended(old, "a: []\nb: [1, {x: 1}] # d\n")
    assert not kept_bytes.is_extended(old, "b: [1] # d\na: [{x: 1}] # c\n")


# ── the fast reader ──────────────────────────────────────────────────────────


def _tolerant(text: str) -> object:
    try:
        return fast_reader.oracle(text)
    except (YAMLError, ValueError):
        return fast_reader.REFUSED


def _anxious(text: str) -> object:
    del text
    return fast_reader.REFUSED


def _old(text: str) -> object:
    """YAML 1.1: ``no`` is false, ``12:30`` is 750, a date is a date."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return fast_reader.REFUSED


@pytest.mark.parametrize("reader", [_tolerant, _anxious, _old])
def test_the_reader_harness_notices(reader: fast_reader.Reader, tmp_path: Path) -> None:
    tally = fast_reader.measure(tmp_path, size=200, processes=1, reader=reader)
    assert len(tally.failures) > 5


def test_the_generated_texts_hold_every_style() -> None:
    texts = [documents.document(number, 1).text for number in range(300)]
    for mark in ("|", ">", "'", '"', "[", "{", "- - ", "#", "\r\n", "\ufeff", "---", "12:30", "😀"):
        assert sum(mark in text for text in texts) > 2, mark
    assert {documents.document(n, 1).planted for n in range(3000)} == {"", *documents.PLANTS}


# ── writing ──────────────────────────────────────────────────────────────────

needs_forks = pytest.mark.skipif(os.name != "posix", reason="the harness forks at each point")


@needs_forks
def test_a_writer_killed_or_out_of_disk_leaves_nothing_damaged(tmp_path: Path) -> None:
    tally = crash.measure(tmp_path, size=1)
    assert tally.failures == ()
    assert tally.counts[0][0] >= 4


@needs_forks
def test_the_crash_harness_notices_files_written_in_place(tmp_path: Path) -> None:
    assert crash.measure(tmp_path, size=2, is_plain=True).failures


def test_no_write_of_several_at_once_is_lost(tmp_path: Path) -> None:
    tally = writers.measure(tmp_path, size=2)
    assert tally.failures == ()
    assert tally.counts[0] == (16, "/16")


def test_the_harness_of_writers_notices_a_lost_write(tmp_path: Path) -> None:
    assert writers.measure(tmp_path, size=6, is_plain=True).failures


# ── warm and cold ────────────────────────────────────────────────────────────


def test_a_warm_check_prints_what_a_cold_one_does(tmp_path: Path) -> None:
    tally = warm.measure(tmp_path, size=2)
    assert tally.failures == ()
