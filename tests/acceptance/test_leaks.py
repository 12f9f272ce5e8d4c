"""What a client can read: every text of the example carries a mark, and marks are looked for."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from rdclient import api
from rdclient.lens import Audience, Lang
from rdclient.model.portfolio import Portfolio
from rdclient.store.workspace import read

SHARED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("workspace.py"))))
MARKS = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("marks.py"))))
REVIEWED = Path(__file__).with_name("client_visible_fields.txt")
MARK = re.compile(r"zq\d{5}zq")
AS_WRITTEN = "as written"

INTERNAL_ON_PURPOSE = frozenset(
    {
        "complaint.title", "internal issue.title", "internal meeting.decisions[].text",
        "internal meeting.notes[].points[]", "internal meeting.title", "internal risk.title",
        "meeting.concerns[]", "meeting.decisions[].note", "meeting.note",
        "report.internal_note",
    }
)  # fmt: skip
"""Some of what internal editions are for."""


@pytest.fixture(scope="module", params=MARKS.VARIANTS)
def marked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, dict[str, str]]:
    """A variant of the marked example: its name, its folder, and what mark stands where."""
    folder = tmp_path_factory.mktemp("marked") / "workspace"
    marker = MARKS.marked_example(folder, variant=request.param)
    return request.param, folder, marker.marks


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[Audience, frozenset[str]]:
    """The fields that reach some document of each edition, over all variants."""
    found: dict[Audience, set[str]] = {audience: set() for audience in Audience}
    for variant in MARKS.VARIANTS:
        folder = tmp_path_factory.mktemp("marked") / "workspace"
        marks = MARKS.marked_example(folder, variant=variant).marks
        portfolio = _portfolio(folder)
        for audience in Audience:
            for text in _texts(portfolio, audience, variant):
                found[audience] |= {marks[mark] for mark in MARK.findall(text)}
    return {audience: frozenset(fields) for audience, fields in found.items()}


def _portfolio(folder: Path) -> Portfolio:
    loaded = read(folder)
    assert loaded.findings == ()
    return loaded.portfolio


def _texts(portfolio: Portfolio, audience: Audience, variant: str) -> Iterator[str]:
    """Every format of the example as it is; of its variants the data that all formats are from."""
    forms = SHARED.FORMS if variant == AS_WRITTEN else ("json",)
    with SHARED.compiled_once():
        yield from SHARED.documents(portfolio, audience, weeks=SHARED.WEEKS, forms=forms).values()


def _reviewed() -> tuple[str, ...]:
    lines = REVIEWED.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


# ── the test itself is sound ─────────────────────────────────────────────────


def test_every_text_of_every_kind_of_record_was_marked(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("all") / "workspace"
    marks = MARKS.marked_example(folder, variant="all parts").marks
    marked = {way.removeprefix(MARKS.INTERNAL) for way in marks.values()}
    assert MARKS.all_text_fields() == marked


def test_each_variant_reads_without_findings_and_keeps_its_links(
    marked: tuple[str, Path, dict[str, str]],
) -> None:
    _, folder, _ = marked
    example, variant = read(SHARED.EXAMPLE).portfolio, _portfolio(folder)
    assert len(variant.records) == len(example.records)
    for before, after in zip(example.records, variant.records, strict=True):
        known = {type(record) for record in example.linked_from(before)}
        assert known <= {type(record) for record in variant.linked_from(after)}


def test_internal_editions_show_what_they_are_for(
    seen: dict[Audience, frozenset[str]],
) -> None:
    assert seen[Audience.INTERNAL] >= INTERNAL_ON_PURPOSE
    assert not INTERNAL_ON_PURPOSE & seen[Audience.CLIENT]


# ── what the client reads ────────────────────────────────────────────────────


def test_client_editions_show_exactly_the_reviewed_fields(
    seen: dict[Audience, frozenset[str]],
) -> None:
    shown, reviewed = seen[Audience.CLIENT], frozenset(_reviewed())
    assert sorted(shown - reviewed) == [], "reach the client and were not reviewed"
    assert sorted(reviewed - shown) == [], "were reviewed and reach nobody"


def test_nothing_of_an_internal_record_or_part_reaches_the_client(
    seen: dict[Audience, frozenset[str]],
) -> None:
    assert not {way for way in seen[Audience.CLIENT] if way.startswith(MARKS.INTERNAL)}


def test_the_reviewed_list_is_sorted_and_names_real_fields() -> None:
    reviewed = _reviewed()
    assert list(reviewed) == sorted(set(reviewed))
    assert set(reviewed) <= MARKS.all_text_fields()


@pytest.mark.parametrize("form", ["md", "html", "json", "brief"])
def test_the_api_gives_these_documents_and_names_nothing_else(tmp_path: Path, form: str) -> None:
    marks = MARKS.marked_example(tmp_path / "workspace").marks
    root = tmp_path / "workspace"
    request = api.Request(SHARED.NOW, Audience.CLIENT, Lang.ZH, form, week=(2026, 47))
    produced = api.report(root, "weekly-report", "settlement", request)
    told = (produced.home, produced.period, produced.data_version, str(produced.as_of))
    assert not MARK.search(" ".join(map(str, told)))
    name = SHARED.Name("weekly-report", "settlement", (2026, 47), Audience.CLIENT, Lang.ZH, form)
    made = SHARED.documents(
        _portfolio(root), Audience.CLIENT, langs=(Lang.ZH,), forms=(form,), of=()
    )
    assert produced.text == made[name]
    assert {marks[mark] for mark in MARK.findall(produced.text)} <= set(_reviewed())


# ── files that cannot be read ────────────────────────────────────────────────


BROKEN = "- id: [\n"


def _in_spite_of(root: Path, form: str = "json") -> str:
    request = api.Request(
        SHARED.NOW, Audience.CLIENT, Lang.ZH, form, week=(2026, 47), allow_incomplete=True
    )
    return api.report(root, "weekly-report", "settlement", request).text


def test_a_client_edition_does_not_name_files_that_could_not_be_read(tmp_path: Path) -> None:
    MARKS.marked_example(tmp_path)
    tasks = tmp_path / "clients/northbank/projects/settlement/tasks.yaml"
    tasks.write_text(BROKEN, encoding="utf-8")
    for form in ("md", "html", "json"):
        assert "tasks" not in _in_spite_of(tmp_path, form)
    assert "有1个记录文件存在错误" in _in_spite_of(tmp_path, "md")


def test_another_clients_file_that_could_not_be_read_changes_nothing(tmp_path: Path) -> None:
    MARKS.marked_example(tmp_path)
    sound = _in_spite_of(tmp_path)
    other = tmp_path / "clients/other/projects/secret/tasks.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(BROKEN, encoding="utf-8")
    assert _in_spite_of(tmp_path) == sound
