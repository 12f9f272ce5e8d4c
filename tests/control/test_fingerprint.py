"""Fingerprints: the same for ever and however a file spells it, another with every word signed."""

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "property"))

import golden_values
import portfolios
from golden_values import FOLDER, kept, matter, name_of, signed_records, worked_out

from rdclient.control.canon import content
from rdclient.control.fingerprint import binding_language, fingerprint, short
from rdclient.control.governed import FREE, GOVERNED
from rdclient.lens import Audience, Lang
from rdclient.model import replay
from rdclient.model.base import Bilingual, Fact, Moment, Part, Record, in_lang
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.requirement import Requirement
from rdclient.store.workspace import read
from rdclient.store.yamlfile import parse

SIGNED = (Requirement, Change, Meeting)
OTHERS = ("python3.12", "python3.13")


# ── for ever ─────────────────────────────────────────────────────────────────


def test_the_fingerprints_are_those_that_were_committed() -> None:
    assert worked_out() == kept()
    assert len(kept()) == 9


def test_one_of_them_stands_here_too() -> None:
    digest, _ = kept()["linhai/requirement/REQ-002"]
    assert digest == (
        "sha256-v1:c429dc7ce7dc54d0ca17" + kept()["linhai/requirement/REQ-002"][0][30:]
    )
    assert short(digest) == "c429dc7ce7dc"


def test_the_records_kept_hold_every_governed_field_of_every_class() -> None:
    found: dict[type[Part], set[str]] = {cls: set() for cls in GOVERNED}
    for record in signed_records(matter()):
        for part in parts_of(record):
            found[type(part)] |= part.model_fields_set
    lacking = {
        (cls.__name__, name)
        for cls, names in GOVERNED.items()
        for name in names
        if name not in found[cls]
    }
    assert lacking == set()


@pytest.mark.parametrize("name", [*OTHERS, *os.environ.get("RDCLIENT_PYTHONS", "").split()])
def test_another_python_comes_to_the_same(name: str) -> None:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here")
    asked = subprocess.run(
        [found, "-c", "import pydantic, ruamel.yaml"], check=False, capture_output=True
    )
    if asked.returncode:
        pytest.skip(f"{name} has not got what rdclient needs")
    script = golden_values.__file__
    ran = subprocess.run([found, script], check=False, capture_output=True, encoding="utf-8")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("9 of 9 fingerprints as they were (Python 3.1")


# ── every word counts ────────────────────────────────────────────────────────

Way = tuple[str | int, ...]


def parts_of(part: Part) -> Iterator[Part]:
    """A part and what is governed in it, down to the last one."""
    yield part
    for _, value in governed(part):
        if isinstance(value, Part):
            yield from parts_of(value)
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Part) and not is_internal(item):
                    yield from parts_of(item)


def is_internal(item: object) -> bool:
    return isinstance(item, Fact) and item.audience is Audience.INTERNAL


def governed(part: Part) -> Iterator[tuple[str, object]]:
    for name in GOVERNED[type(part)]:
        if name in part.model_fields_set:
            yield name, getattr(part, name)


def leaves(part: Part, way: Way = ()) -> Iterator[tuple[Way, object]]:
    """Every governed value that is no part and no list, with the way down to it."""
    for name, value in governed(part):
        if isinstance(value, Part):
            yield from leaves(value, (*way, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Part) and not is_internal(item):
                    yield from leaves(item, (*way, name, index))
                elif not isinstance(item, Part):
                    yield (*way, name, index), item
        elif value is not None:
            yield (*way, name), value


def put(part: Part, way: Way, value: object) -> Part:
    """The part with another value at the end of the way."""
    name, *rest = way
    held = getattr(part, str(name))
    if rest and isinstance(held, tuple):
        index, *further = rest
        new = put(held[index], tuple(further), value) if further else value
        made: object = (*held[:index], new, *held[index + 1 :])
    elif rest:
        made = put(held, tuple(rest), value)
    else:
        made = value
    return part.model_copy(update={str(name): made})


def another(value: object, binding: Lang) -> object:
    """A value that is not the same, of the same type."""
    made: object
    match value:
        case bool():
            made = not value
        case Enum():
            made = next(member for member in type(value) if member is not value)
        case int():
            made = value + 1
        case Decimal():
            made = value + Decimal("0.01")
        case Moment() if value.timed:
            made = replace(value, instant=value.instant + timedelta(minutes=1))
        case Moment():
            made = replace(value, local=value.local + timedelta(days=1))
        case date():
            made = value + timedelta(days=1)
        case _:
            assert isinstance(value, str | Bilingual)
            made = in_lang(value, lang=binding) + "。"
    return made


def every_leaf() -> Iterator[tuple[str, Record, Way]]:
    for record in signed_records(matter()):
        for way, _ in leaves(record):
            yield f"{name_of(record)}:{'.'.join(map(str, way))}", record, way


@pytest.mark.parametrize(
    ("record", "way"), [row[1:] for row in every_leaf()], ids=[row[0] for row in every_leaf()]
)
def test_another_value_anywhere_is_another_fingerprint(record: Record, way: Way) -> None:
    binding = matter().binding(record)
    value = dict(leaves(record))[way]
    changed = put(record, way, another(value, binding))
    assert isinstance(changed, Record)
    assert fingerprint(changed, binding) != fingerprint(record, binding)


@settings(max_examples=60)
@given(st.data(), portfolios.records_of("requirement", "change", "meeting"))
def test_so_it_is_in_any_record(data: st.DataObject, drawn: tuple) -> None:
    portfolio = portfolios.portfolio(drawn)
    records = [record for cls in SIGNED for record in portfolio.all(cls)]
    record = data.draw(st.sampled_from(records))
    binding = binding_language(portfolio, record)
    ways = dict(leaves(record))
    way = data.draw(st.sampled_from(sorted(ways, key=str)))
    changed = put(record, way, another(ways[way], binding))
    assert fingerprint(changed, binding) != fingerprint(record, binding)


@settings(max_examples=60)
@given(st.data(), portfolios.records_of("requirement", "change", "meeting"))
def test_a_list_with_an_entry_more_or_less_is_another_one(
    data: st.DataObject, drawn: tuple
) -> None:
    portfolio = portfolios.portfolio(drawn)
    records = [record for cls in SIGNED for record in portfolio.all(cls)]
    record = data.draw(st.sampled_from(records))
    lists = [name for name, value in governed(record) if isinstance(value, tuple) and value]
    lists = [name for name in lists if not any(map(is_internal, getattr(record, name)))]
    if not lists:
        return
    name = data.draw(st.sampled_from(lists))
    held, binding = getattr(record, name), binding_language(portfolio, record)
    for made in ((*held, held[0]), held[1:]):
        changed = record.model_copy(update={name: made})
        assert fingerprint(changed, binding) != fingerprint(record, binding)


@settings(max_examples=60)
@given(st.data(), portfolios.records_of("requirement", "change", "meeting"))
def test_free_fields_and_the_past_change_nothing(data: st.DataObject, drawn: tuple) -> None:
    portfolio = portfolios.portfolio(drawn)
    seen = replay.at(portfolio, portfolios.AS_OF)
    for cls in (Requirement, Change):
        for record in portfolio.all(cls):
            binding = binding_language(portfolio, record)
            name = data.draw(st.sampled_from([*FREE[cls]]))
            if name == "id":
                continue
            default = cls.model_fields[name].get_default(call_default_factory=True)
            changed = record.model_copy(update={name: default})
            assert fingerprint(changed, binding) == fingerprint(record, binding)
    for record in (*seen.all(Requirement), *seen.all(Change)):
        whole = next(r for r in portfolio.all(type(record)) if r.origin == record.origin)
        binding = binding_language(portfolio, record)
        assert fingerprint(record, binding) == fingerprint(whole, binding)


def test_kind_and_id_are_part_of_it() -> None:
    record = signed_records(matter())[0]
    other = record.model_copy(update={"id": "REQ-999"})
    assert fingerprint(other, Lang.EN) != fingerprint(record, Lang.EN)


def test_the_order_of_a_baseline_is_no_matter() -> None:
    baseline = signed_records(matter())[-1]
    turned = baseline.model_copy(update={"entries": baseline.entries[::-1]})  # type: ignore[attr-defined]
    assert fingerprint(turned, Lang.ZH) == fingerprint(baseline, Lang.ZH)


def test_the_other_language_is_not_signed_and_the_binding_one_is() -> None:
    record = next(r for r in matter().portfolio.all(Requirement) if r.origin.client == "acme")
    assert isinstance(record.title, Bilingual)
    free = record.model_copy(update={"title": Bilingual(zh="别的", en=record.title.en)})
    bound = record.model_copy(update={"title": Bilingual(zh=record.title.zh, en="Other")})
    assert fingerprint(free, Lang.EN) == fingerprint(record, Lang.EN)
    assert fingerprint(bound, Lang.EN) != fingerprint(record, Lang.EN)


@pytest.mark.parametrize(
    ("project", "client", "workspace", "bound"),
    [
        ("binding_language: zh\n", "lang: en\n", "lang: en", "总账导出"),
        ("", "lang: zh\n", "lang: en", "总账导出"),
        ("", "", "lang: zh", "总账导出"),
        ("", "", "lang: en", "Export of the ledger"),
        ("binding_language: en\n", "lang: zh\n", "lang: zh", "Export of the ledger"),
    ],
)
def test_the_binding_language_is_the_projects_else_the_clients_else_the_workspaces(
    tmp_path: Path, project: str, client: str, workspace: str, bound: str
) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(FOLDER / "workspace", root)
    for path, old, new in (
        ("clients/acme/projects/ledger/project.yaml", "binding_language: en\n", project),
        ("clients/acme/client.yaml", "lang: en\n", client),
        ("rdclient.yaml", "lang: zh", workspace),
    ):
        file = root / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    portfolio = read(root).portfolio
    record = next(r for r in portfolio.all(Requirement) if r.origin.client == "acme")
    assert content(record, binding_language(portfolio, record))["title"] == bound


# ── however it is spelled ────────────────────────────────────────────────────


@cache
def golden_data() -> Mapping[str, object]:
    """Each file of the kept workspace as plain data."""
    files = sorted((FOLDER / "workspace").rglob("*.yaml"))
    return {
        file.relative_to(FOLDER / "workspace").as_posix(): parse(
            file.name, file.read_text(encoding="utf-8")
        ).data
        for file in files
    }


def respelled(data: object, chance: Random, key: str = "") -> object:
    """The same data in another order, with texts, times and amounts written another way."""
    if isinstance(data, dict):
        rows = list(data.items())
        chance.shuffle(rows)
        return {name: respelled(value, chance, str(name)) for name, value in rows}
    if isinstance(data, list):
        return [respelled(item, chance, key) for item in data]
    return data if data is None else rewritten(str(data), key, chance) or data


def rewritten(value: str, key: str, chance: Random) -> str | None:
    """A text, a time or an amount written another way; None where there is only one."""
    if key == "started_at":
        return {
            "2026-10-14 14:00": chance.choice(["2026-10-14T06:00Z", "2026-10-14 08:00:00+02:00"]),
            "2026-03-29T01:30Z": "2026-03-29 09:30",
        }[value]
    if key == "fee_delta":
        return f"{Decimal(value):.4f}"
    if key in ("title", "goal", "reason", "text", "functions", "rules", "background", "zh"):
        return unicodedata.normalize("NFD", value) + chance.choice(["", "  ", "\n\n", "\u3000"])
    return None


def written(data: object, chance: Random) -> str:
    """Data as YAML: block or flow, quoted, with comments, with either line end."""
    if isinstance(data, dict) and chance.random() < 0.7:
        lines = [
            f"{name}: {json.dumps(value, ensure_ascii=chance.random() < 0.5)}  # 注"
            for name, value in data.items()
        ]
        text = "# 文件说明\n" + "\n".join(lines) + "\n"
    else:
        text = json.dumps(data, ensure_ascii=False, indent=chance.choice([None, 2])) + "\n"
    return text.replace("\n", chance.choice(["\n", "\r\n"]))


def lay_out(folder: Path, chance: Random) -> Path:
    """The kept workspace, spelled anew; records of a kind in a folder or in one list file."""
    root = folder / f"workspace-{chance.random()}"
    lists: dict[str, list[object]] = {}
    for path, data in golden_data().items():
        new, parent = respelled(data, chance), Path(path).parent
        is_one = parent.name in ("requirements", "changes", "meetings", "baselines")
        if is_one and chance.random() < 0.5:
            assert isinstance(new, dict)
            lists.setdefault(f"{parent}.yaml", []).append({"id": Path(path).stem, **new})
        else:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(written(new, chance).encode())
    for path, rows in lists.items():
        file = root / path
        if file.with_suffix("").is_dir():  # some of them stand there already: a list in the folder
            file = file.with_suffix("") / "more.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written(rows, chance).encode())
    return root


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_no_way_to_spell_it_changes_a_fingerprint(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    root = lay_out(tmp_path_factory.mktemp("spelled"), Random(seed))  # noqa: S311 - repeatable
    found = read(root)
    assert found.findings == ()
    now = {
        name_of(record): fingerprint(record, binding_language(found.portfolio, record))
        for cls in (*SIGNED, type(signed_records(matter())[-1]))
        for record in found.portfolio.all(cls)
    }
    assert now == {name: digest for name, (digest, _) in kept().items()}


@pytest.mark.parametrize(
    "spelled",
    [
        "goal: 每季末自动提醒 并催办\n",
        'goal: "每季末自动提醒\n  并催办"\n',
        "goal: >\n  每季末自动提醒\n  并催办\n",
        "goal: >-\n  每季末自动提醒\n  并催办\n",
        "goal: |\n  每季末自动提醒 并催办\n\n\n",
        "goal: '每季末自动提醒 并催办'   # 说明\n",
        "goal: {zh: 每季末自动提醒 并催办}\n",
    ],
)
def test_quotes_and_folds_are_spelling(tmp_path: Path, spelled: str) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(FOLDER / "workspace", root)
    path = root / "clients/linhai/projects/portal/requirements/REQ-002.yaml"
    path.write_text(path.read_text(encoding="utf-8") + spelled, encoding="utf-8")
    found = read(root)
    record = next(r for r in found.portfolio.all(Requirement) if r.id == "REQ-002")
    assert short(fingerprint(record, Lang.ZH)) == "1ccbd61acb67"
