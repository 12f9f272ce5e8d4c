"""What the peers are given: in each format the same requirements, all of them, links included."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import mean

import pytest
import yaml

from rdclient import api

ROOT = Path(__file__).resolve().parents[2]
COUNT = 230
TEXTS = ("title", "priority_reason", "stated_need", "real_need", "background", "goal")
Told = dict[str, tuple[str, ...]]
"""What a format tells of each requirement: its texts, what it is to do, its parents."""


def _peers(*words: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, str(ROOT / "bench" / "peers.py"), *words)
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers") / "new"
    size = ("--entities", str(COUNT), "--per-project", "100")
    done = _peers(*size, "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def _texts(folder: Path, pattern: str) -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in sorted(folder.rglob(pattern)))


def _row(record: dict[str, str], functions: list[str], parents: list[str]) -> tuple[str, ...]:
    return (*(record[key] for key in TEXTS), *functions, *sorted(parents))


def _rdclient(written: Path) -> Told:
    told = {}
    for path in (written / "rdclient").rglob("requirements/*.yaml"):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        told[path.stem] = _row(record, record["functions"], record.get("parents", []))
    return told


def _doorstop(written: Path) -> Told:
    told = {}
    for path in (written / "Doorstop").rglob("P*-*.yml"):
        if path.stem.startswith("PRJ"):
            continue
        item = yaml.safe_load(path.read_text(encoding="utf-8"))
        parents = [identifier for link in item["links"] for identifier in link]
        record = item | {"title": item["header"].strip()}
        told[path.stem] = _row(record, item["text"].strip().split("\n"), parents)
    return told


def _strictdoc(written: Path) -> Told:
    told = {}
    for text in _texts(written / "StrictDoc", "*.sdoc"):
        for part in text.split("[REQUIREMENT]\n")[1:]:
            block = part.partition("\n[[")[0]
            rows = re.findall(r"^([A-Z_]+): (.+)$", block, re.MULTILINE)
            record = {key.lower(): value for key, value in rows}
            functions = block.partition(">>>\n")[2].partition("\n<<<")[0].split("\n")
            parents = re.findall(r"^  VALUE: (.+)$", block, re.MULTILINE)
            told[record["uid"]] = _row(record, functions, parents)
    return told


def _sphinx_needs(written: Path) -> Told:
    told = {}
    for text in _texts(written / "sphinx-needs", "P*.rst"):
        for block in text.split(".. req:: ")[1:]:
            record = dict(re.findall(r"^   :(\w+): (.+)$", block, re.MULTILINE))
            record["title"] = block.partition("\n")[0]
            parents = record["parents"].split(", ") if "parents" in record else []
            told[record["id"]] = _row(
                record, re.findall(r"^   - (.+)$", block, re.MULTILINE), parents
            )
    return told


def _trlc(written: Path) -> Told:
    told = {}
    for text in _texts(written / "TRLC", "*.trlc"):
        for block in text.split("Requirements.Requirement ")[1:]:
            record = dict(re.findall(r'^  (\w+) = "(.+)"$', block, re.MULTILINE))
            functions = re.search(r"^  functions = \[(.+)\]$", block, re.MULTILINE)
            assert functions is not None
            parents = re.search(r"^  parents = \[(.+)\]$", block, re.MULTILINE)
            names = parents[1].replace("_", "-").split(", ") if parents else []
            name = block.partition(" ")[0].replace("_", "-")
            told[name] = _row(record, re.findall(r'"(.+?)"', functions[1]), names)
    return told


@pytest.mark.parametrize("reader", [_doorstop, _strictdoc, _sphinx_needs, _trlc])
def test_each_format_tells_what_the_records_of_rdclient_tell(
    written: Path, reader: Callable[[Path], Told]
) -> None:
    told, expected = reader(written), _rdclient(written)
    assert len(expected) == COUNT
    assert told.keys() == expected.keys()
    assert told == expected


def test_the_records_are_sound_and_of_the_size_and_shape_that_is_claimed(written: Path) -> None:
    workspace = written / "rdclient" / "files"
    moment = datetime.fromisoformat("2026-11-20T18:00+08:00")
    assert api.check(workspace, as_of=moment).findings == ()
    texts = list(_texts(workspace, "requirements/*.yaml"))
    assert 800 <= mean(len(text.encode()) for text in texts) <= 900
    assert max(len(yaml.safe_load(text)) for text in texts) == 13
    projects = sorted((workspace / "clients" / "c001" / "projects").iterdir())
    assert [len(list(each.glob("requirements/*.yaml"))) for each in projects] == [100, 100, 30]


def test_each_requirement_but_the_needs_has_one_or_two_parents_above_it(written: Path) -> None:
    records = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")).get("parents", [])
        for path in (written / "rdclient").rglob("requirements/*.yaml")
    }
    above = {"N": "", "S": "N", "D": "S"}
    for name, parents in records.items():
        project, level = name[:4], name[4]
        assert records.keys() >= set(parents)
        assert {parent[:5] for parent in parents} == {project + each for each in above[level]}
        assert len(parents) <= 2


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    assert _peers("--entities", "10", "--out", str(tmp_path)).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_no_requirements_is_a_wrong_call_and_one_is_enough(tmp_path: Path) -> None:
    assert _peers("--entities", "0", "--out", str(tmp_path / "none")).returncode == 2
    assert _peers("--entities", "1", "--out", str(tmp_path / "one")).returncode == 0
    assert len(_rdclient(tmp_path / "one")) == 1
