"""Every hostile file becomes findings that name file and line, in words, and nothing else."""

import re
import runpy
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.model.requirement import Requirement
from rdclient.render.messages import message
from rdclient.render.messages_loading import LOADING
from rdclient.store.validate import validate
from rdclient.store.yamlfile import RECORD_LIMIT, load, parse

_BUILDER = runpy.run_path(str(Path(__file__).with_name("corpus.py")))
CORPUS = _BUILDER["corpus"]()
SOUND = _BUILDER["SOUND"]
NAME = "requirements/REQ-001.yaml"
ZONE = ZoneInfo("Asia/Shanghai")
_BLANKS = {ord("\t"): " ", 0x3000: " "}


class Item(Protocol):
    """What the corpus holds."""

    name: str
    content: bytes
    code: str


def _findings(root: Path, content: bytes) -> tuple[Finding, ...]:
    (root / "requirements").mkdir()
    (root / NAME).write_bytes(content)
    loaded = load(root, NAME, limit=RECORD_LIMIT)
    if loaded.findings:
        assert loaded.data is None
        return loaded.findings
    found = validate(Requirement, loaded.data, path=NAME, text=loaded.text, pointer=(), zone=ZONE)
    return found if isinstance(found, tuple) else ()


def test_the_corpus_is_large_and_each_name_is_its_own() -> None:
    assert len(CORPUS) >= 60
    assert len({item.name for item in CORPUS}) == len(CORPUS)


def test_the_file_the_corpus_varies_is_sound(tmp_path: Path) -> None:
    assert _findings(tmp_path, SOUND.encode()) == ()


@pytest.mark.parametrize("item", CORPUS, ids=[item.name for item in CORPUS])
def test_a_hostile_file_is_a_finding_with_file_and_line(item: Item, tmp_path: Path) -> None:
    findings = _findings(tmp_path, item.content)
    assert item.code in {finding.code for finding in findings}
    assert 0 < len(findings) <= 50
    for finding in findings:
        at = finding.location
        assert at.path == NAME
        assert 0 < at.line <= 1 + len(re.findall(b"\r\n|\r|\n", item.content))
        assert at.column > 0
        assert at.length > 0
        assert at.source.translate(_BLANKS).isprintable()
    assert (tmp_path / NAME).read_bytes() == item.content


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("item", CORPUS, ids=[item.name for item in CORPUS])
def test_every_finding_can_be_put_in_words(item: Item, lang: Lang, tmp_path: Path) -> None:
    for finding in _findings(tmp_path, item.content):
        facts = dict(finding.facts)
        key = f"{finding.code}.{facts['variant']}" if "variant" in facts else finding.code
        assert key in LOADING
        words = message(finding, lang=lang)
        assert words.headline
        assert words.help
        assert all(text.isprintable() for text in (words.headline, words.help)), words


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    item=st.sampled_from([item for item in CORPUS if len(item.content) < 4000]),
    cuts=st.lists(st.tuples(st.integers(0, 3999), st.integers(0, 8), st.binary(max_size=6))),
)
def test_a_mutated_hostile_file_never_raises(
    item: Item, cuts: list[tuple[int, int, bytes]]
) -> None:
    content = item.content
    for start, length, new in cuts:
        content = content[:start] + new + content[start + length :]
    text = content.decode("utf-8", "surrogateescape")
    loaded = parse(NAME, text)
    assert all(finding.location.line > 0 for finding in loaded.findings)
    if not loaded.findings:
        validate(Requirement, loaded.data, path=NAME, text=text, pointer=(), zone=ZONE)
