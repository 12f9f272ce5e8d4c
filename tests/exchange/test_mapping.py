"""Mappings: every shipped one, and the one in the guides, names fields and words that exist."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rdclient.api.import_cell import Cells
from rdclient.api.import_draft import draft_reader
from rdclient.api.import_mapping import mapping_named, shipped_names
from rdclient.diagnostic import UsageError
from rdclient.exchange.kinds import EXCHANGE_KINDS, exchange_kind
from rdclient.exchange.mapping import TableMapping, bound, folded, from_data, missing
from rdclient.lens import Lang
from rdclient.render.messages_exchange import FAULTS, fault_words
from rdclient.render.spoken import field_labels, token_words
from rdclient.store.typed import Speech
from rdclient.store.workspace import read
from rdclient.store.yamlfile import parse

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "rdclient"


def no_word(text: str) -> datetime:
    raise UsageError("not-a-time", text)


@pytest.fixture(scope="session")
def cells(northbank: Path) -> Cells:
    portfolio = read(northbank).portfolio
    now = datetime(2026, 11, 20, tzinfo=UTC).astimezone(portfolio.zone)
    return Cells(portfolio, "northbank", Speech(now, no_word, token_words, field_labels()), shift=0)


def guide_mapping(lang: str) -> TableMapping:
    text = (ROOT / "docs" / lang / "import.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert found
    return from_data("guide", parse("guide.yaml", found[1]).data)


MAPPINGS = {name: mapping_named(name, ()) for name in shipped_names()} | {
    f"docs/{lang}": guide_mapping(lang) for lang in Lang
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_names_fields_steps_and_tokens_that_exist(name: str, cells: Cells) -> None:
    mapping = MAPPINGS[name]
    for kind, plan in mapping.plans.items():
        heads = tuple(dict.fromkeys(h for heading in plan.headings() for h in heading.names))
        head = bound(plan, (heads,))
        assert head.rows == 1
        reader = draft_reader(EXCHANGE_KINDS[kind], plan, head, cells, name=name, constants={})
        assert len(reader.columns) == len(plan.targets)
        assert all(maker.columns for maker in reader.makers)
        for target, column in zip(plan.targets, reader.columns, strict=True):
            for token in set(target.heading.words.values()):
                assert column.read(token) == token, (name, kind, target.way, token)


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_can_be_told_by_its_head_and_gives_no_column_two_meanings(name: str) -> None:
    for kind, plan in MAPPINGS[name].plans.items():
        heads = tuple(heading.names[0] for heading in plan.headings())
        told = EXCHANGE_KINDS[kind]
        assert missing(plan, bound(plan, (heads,)), told.needed, has_ids=told.has_ids) == ()
        fields = [n for target in plan.targets for n in {*map(folded, target.heading.names)}]
        assert len(set(fields)) == len(fields), (name, kind)
        known = {folded(n) for heading in plan.headings() for n in heading.names}
        both = known & set(map(folded, plan.ignored))
        assert both == set(), (name, kind)


def test_kinds_are_known_by_what_people_call_them() -> None:
    for typed, name in (("Ticket", "tickets"), ("缺陷", "defects"), ("surveys", "survey")):
        found = exchange_kind(typed)
        assert found is not None
        assert found.name == name
    assert exchange_kind("horse") is None


# ── words ────────────────────────────────────────────────────────────────────


def faults() -> set[tuple[str, int]]:
    """Every fault that the source states, with the number of its details where that shows."""
    found = set()
    for path in (*SOURCE.glob("api/import*.py"), *SOURCE.glob("exchange/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = (
                node.func.id
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                else ""
            )
            if name not in ("Fault", "Wrong") or not isinstance(node, ast.Call):
                continue
            place = 2 if name == "Fault" else 0
            if len(node.args) <= place:
                continue
            key, *details = node.args[place : place + 2]
            keys = [part.value for part in ast.walk(key) if isinstance(part, ast.Constant)]
            known = isinstance(details[0], ast.Tuple) if details else True
            count = len(details[0].elts) if details and isinstance(details[0], ast.Tuple) else 0
            found |= {
                (str(k), count if known else 3) for k in keys if isinstance(k, str) and "-" in k
            }
    return found


def test_each_fault_has_words_in_both_languages_for_all_it_carries() -> None:
    stated = faults()
    assert len(stated) > 20
    for key, count in stated:
        details = tuple(f"«{number}»" for number in range(max(count, 1)))
        zh, en = (fault_words(key, details, lang=lang) for lang in (Lang.ZH, Lang.EN))
        assert "{" not in zh + en, key
        assert zh != en or key == "cell-refused", key
    assert all(re.search("[\u4e00-\u9fff]", zh) for key, (zh, _) in FAULTS.items() if zh != "{0}")
