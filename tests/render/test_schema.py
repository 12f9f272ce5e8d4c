"""The schemas say what the loader accepts: of shipped records, of broken ones, of changed ones."""

import json
import re
import shutil
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from rdclient import api
from rdclient.lens import Lang
from rdclient.model.base import Fact
from rdclient.model.portfolio import KINDS
from rdclient.render.schema import POLICY, SCHEMAS
from rdclient.store import calendarfile, tree
from rdclient.store.layout import home, places
from rdclient.store.modeline import modeline, schema_file
from rdclient.store.skeleton import blank
from rdclient.store.source import Source
from rdclient.store.validate import validate
from rdclient.store.workspace import read
from rdclient.store.yamlfile import LIST_LIMIT, load, parse

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "rules" / "base"
SOUND = (ROOT / "examples" / "northbank", ROOT / "examples" / "kestrel", BASE)
LANGS = tuple(Lang)


@cache
def _documents() -> dict[str, Any]:
    return {name: json.loads(text) for name, text in api.schemas(langs=LANGS).items()}


@cache
def _validator(name: str) -> Draft7Validator:
    known = _documents()
    rows = [(file, Resource.from_contents(held)) for file, held in known.items()]
    return Draft7Validator(known[name], registry=Registry().with_resources(rows))


def _held(root: Path) -> Iterator[tuple[str, str, object]]:
    """Of each file that has a schema and can be parsed: path, schema, data."""
    found = tree.walk(root)
    source = Source(root, found, None)
    for path in found.files:
        name = schema_file(path)
        data = source.load(path, limit=LIST_LIMIT).data if name else None
        if name and data is not None:
            yield path, name, data


# ── what is sound, and what is not ───────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(_documents()))
def test_each_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(_documents()[name])


@pytest.mark.parametrize("root", SOUND, ids=lambda root: str(root.name))
def test_every_shipped_record_fits_its_schema(root: Path) -> None:
    seen = set()
    for path, name, data in _held(root):
        assert [error.message for error in _validator(name).iter_errors(data)] == [], path
        seen.add(name)
    assert len(seen) >= 10


BROKEN = (
    *(ROOT / "tests" / "rules" / code / "bad" for code in ("RD005", "RD006", "RD007")),
    *sorted((ROOT / "tests" / "chinese").glob("*/typed")),
)
OF_NAMES = ("file", "file-near", "folder")
"""What is wrong with the name of a file or folder: a schema does not see it."""


@pytest.mark.parametrize("over", BROKEN, ids=lambda over: str(over.parent.name))
def test_what_the_loader_refuses_the_schema_refuses(over: Path, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    is_chinese = over.parents[1].name == "chinese"
    shutil.copytree(over.parents[1] / "base" if is_chinese else BASE, root)
    shutil.copytree(over, root, dirs_exist_ok=True)
    refused: dict[str, list[object]] = {}
    for item in read(root).findings:
        refused.setdefault(item.location.path, []).append(dict(item.facts).get("variant"))
    for path, name, data in _held(root):
        said = refused.get(path, [])
        if set(said) & {*OF_NAMES, "range"}:  # 14:30-16:00 looks like an offset
            continue
        errors = [error.message for error in _validator(name).iter_errors(data)]
        assert bool(errors) == bool(said), (path, said, errors)


ANYTHING = (
    None, True, False, 0, 1, -1, 5, 99, 2.5, 10**16, "", " ", "文本", "high", "1.10", "1e3", "-5",
    "RD212", "REQ-001", "zhang.min", "2026-11-20", "2026-11-20 10:00", "2026-13-01", "2026-11-20T9",
    "2026-11-20T10:00+08:00", "2026/11/20", [], ["文本"], [None], [[]], {}, {"zh": "文本"},
    {"zh": "a", "en": "b", "of": "c"}, {"zh": ""}, {"of": "c"}, {"fr": "x"}, {"at": "2026-11-20"},
)  # fmt: skip


@cache
def _records() -> tuple[tuple[str, dict[str, object]], ...]:
    found = []
    for root in SOUND:
        for path, _, data in _held(root):
            at = home(path)
            if at:
                rows = data if isinstance(data, list) else [data]
                found += [(at.kind, row) for row in rows if isinstance(row, dict)]
    return tuple(found)


def _places(data: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    rows: Any = data.items() if isinstance(data, dict) else enumerate(data)  # type: ignore[arg-type]
    for step, inner in rows:
        yield (*way, step)
        if isinstance(inner, dict | list):
            yield from _places(inner, (*way, step))


_OWN_ID = {
    **{kind: {"id": "x"} for kind in ("client", "project", "person", "contact")},
    "report": {"id": "weekly-2026-W47"},
}


@settings(max_examples=400)
@given(st.data())
def test_a_changed_record_fits_exactly_when_the_loader_takes_it(data: st.DataObject) -> None:
    kind, record = data.draw(st.sampled_from(_records()))
    changed: Any = deepcopy(record)
    *way, last = data.draw(st.sampled_from(list(_places(record))))
    holder = changed
    for step in way:
        holder = holder[step]
    match data.draw(st.sampled_from(("replace", "replace", "drop", "add"))):
        case "replace":
            holder[last] = data.draw(st.sampled_from(ANYTHING))
        case "drop":
            del holder[last]
        case _ if isinstance(holder, dict):
            holder[data.draw(st.sampled_from(("bogus", "note", "id", "状态")))] = "文本"
    schema = {"$ref": f"{kind}.json#/definitions/record"}
    known = [(name, Resource.from_contents(held)) for name, held in _documents().items()]
    fits = Draft7Validator(schema, registry=Registry().with_resources(known)).is_valid(changed)
    whole = {**_OWN_ID.get(kind, {"id": "REQ-001"}), **changed}  # as the file's name gives it
    whole = whole if "id" in KINDS[kind].model_fields else changed
    found = validate(
        KINDS[kind], whole, path="x.yaml", text="x", pointer=(), zone=ZoneInfo("Asia/Shanghai")
    )
    assert fits == (not isinstance(found, tuple)), (kind, changed, found)


# ── forms of files ───────────────────────────────────────────────────────────


def test_a_list_file_holds_a_list_and_each_record_in_it_its_id() -> None:
    risk = {"event": "接口推迟"}
    assert not _validator("risk.list.json").is_valid(risk)
    assert not _validator("risk.list.json").is_valid([risk])
    assert _validator("risk.list.json").is_valid([{"id": "RSK-001", **risk}])


def test_a_file_of_its_own_needs_no_id_but_several_records_in_one_do() -> None:
    risk = {"event": "接口推迟"}
    assert _validator("risk.json").is_valid(risk)
    assert not _validator("risk.json").is_valid([risk])
    assert _validator("risk.json").is_valid([{"id": "RSK-001", **risk}])


def test_a_client_is_never_a_list() -> None:
    assert not _validator("client.json").is_valid([{"id": "northbank", "name": "北辰银行"}])


def test_the_policy_is_a_part_of_it_or_versions() -> None:
    fits = _validator("policy.json").is_valid
    cutoff: dict[str, object] = {"weekly": {"cutoff": {"weekday": "friday"}}}
    assert fits(cutoff)
    assert fits([cutoff, {"effective_on": "2026-12-01", "severity": {"RD430": "info"}}])
    assert not fits({"weekly": {"cutof": {}}})
    assert not fits({"severity": {"RD999": "info"}})
    assert not fits({"severity": {"RD001": "info"}})  # what is unread cannot be made less


CALENDARS = (
    *sorted((ROOT / "src" / "rdclient" / "data" / "calendars").glob("*.yaml")),
    *sorted((ROOT / "tests" / "rules" / "RD551" / "good" / "calendars").glob("*.yaml")),
    *sorted((ROOT / "tests" / "rules" / "RD550").glob("*/calendars/*.yaml")),
)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: str(path.stem))
def test_every_calendar_that_can_be_used_fits_its_schema(path: Path) -> None:
    data = load(path.parent, path.name, limit=LIST_LIMIT).data
    assert [error.message for error in _validator("calendar.json").iter_errors(data)] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"workdays": ["monday"]},
        {"workweek": ["mon"]},
        {"workweek": "monday"},
        {"hours": ["9:00-12:00"]},
        {"hours": ["09:00-25:00"]},
        {"weekly": {"saturday": ["上午"]}},
        {"weekly": {"everyday": ["09:00-12:00"]}},
        {"breaks": "12:00-13:00"},
        {"days_off": ["10月1日"]},
        {"days_off": ["2026-10-01-2026-10-07"]},
        {"extra_workdays": "无"},
        {"extra_workdays": None},
        {"extra_workdays": [{"hours": ["09:00-12:00"]}]},
        {"beyond": "monthly"},
        {"years": [{"source": "Circular 7"}]},
        {"years": [{"year": 26}]},
        {"years": [{"year": 2026, "days_off": ["2026-13-01"]}]},
    ],
    ids=str,
)
def test_what_a_calendar_may_not_say_the_schema_refuses(fields: dict[str, object]) -> None:
    assert not _validator("calendar.json").is_valid(fields)
    text = json.dumps(fields, ensure_ascii=False)
    assert calendarfile.own([parse("calendars/desk.yaml", text)], ZoneInfo("UTC")).findings


def test_a_calendar_is_one_mapping_of_which_nothing_is_needed() -> None:
    fits = _validator("calendar.json").is_valid
    assert fits({})
    assert fits({"base": "cn", "extra_workdays": "none", "beyond": "weekly"})
    assert fits({"weekly": {"friday": ["22:00-06:00", "08:00-24:00"], "sunday": []}})
    assert fits({"extra_workdays": ["2026-10-10", {"day": "2026-10-11", "hours": ["10:00-16:00"]}]})
    assert not fits([{}])


def test_every_place_of_a_record_has_its_schema() -> None:
    names = set(_documents())
    for kind in KINDS:
        for path in places(kind):
            assert schema_file(path) in names, path
    assert schema_file("policy.yaml") in names
    assert schema_file("calendars/linhai.yaml") in names
    assert schema_file("calendars/old/linhai.yaml") is None
    assert schema_file("docs/x.yaml") is None


# ── words ────────────────────────────────────────────────────────────────────


def _described(held: object) -> Iterator[dict[str, Any]]:
    if isinstance(held, dict):
        for key, field in held.get("properties", {}).items():
            if "title" in field:
                yield {"key": key, **field}
        for inner in held.values():
            yield from _described(inner)
    elif isinstance(held, list):
        for inner in held:
            yield from _described(inner)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_field_and_every_token_has_words_in_both_languages(kind: str) -> None:
    zh, en = (json.loads(api.schema(kind, langs=(lang,))) for lang in LANGS)
    chinese = re.compile("[\u4e00-\u9fff]")
    mine, theirs = list(_described(zh)), list(_described(en))
    assert len(mine) == len(theirs) > 1
    for here, there in zip(mine, theirs, strict=True):
        assert chinese.search(here["title"]), here["key"]
        assert chinese.search(here["description"]), here["key"]
        assert not chinese.search(there["title"] + there["description"]), there["key"]
        for words in (here, there):
            tokens = [token for token in words.get("enum", ()) if token is not None]
            assert len(words.get("enumDescriptions", ())) == len(tokens)
    both = api.schema(kind, langs=LANGS)
    assert all(json.dumps(f["title"], ensure_ascii=False)[1:-1] in both for f in (*mine, *theirs))


def test_a_field_tells_what_it_takes_and_whether_it_is_needed() -> None:
    fields = json.loads(api.schema("milestone", langs=(Lang.ZH,)))
    fields = fields["definitions"]["record"]["properties"]
    assert fields["name"]["description"] == "名称 · 文本 · 必填"
    assert fields["kind"]["enumDescriptions"]
    assert fields["kind"]["default"] == "other"


def test_the_same_words_every_time() -> None:
    assert api.schemas(langs=LANGS) == api.schemas(langs=LANGS)
    assert list(json.loads(api.schema("risk", langs=LANGS))["definitions"]) == [
        "record", "text", "text-or-null",
    ]  # fmt: skip


def test_what_every_dated_fact_may_hold_is_in_every_record() -> None:
    for kind in KINDS:
        known = _documents()[f"{kind}.json"]["definitions"]["record"]["properties"]
        assert set(Fact.model_fields) <= set(known), kind
    assert POLICY in SCHEMAS


# ── the first lines ──────────────────────────────────────────────────────────


def test_the_first_lines_of_a_new_file_lead_two_editors_to_its_schema() -> None:
    path = "clients/northbank/projects/settlement/requirements/REQ-012.yaml"
    target = "../../../../../.rdclient/schema/requirement.json"
    assert modeline(path) == f"# yaml-language-server: $schema={target}\n# $schema: {target}\n"
    assert modeline("calendars/bank.yaml") == (
        "# yaml-language-server: $schema=../.rdclient/schema/calendar.json\n"
        "# $schema: ../.rdclient/schema/calendar.json\n"
    )
    assert modeline("docs/x.yaml") == ""


@pytest.mark.parametrize("lang", Lang)
def test_a_new_workspace_has_them_and_the_schemas_they_lead_to(lang: Lang, tmp_path: Path) -> None:
    api.init(tmp_path, lang=lang, sample=False)
    for path in (name for name in blank(lang) if name.endswith(".yaml")):
        first, second = (tmp_path / path).read_text(encoding="utf-8").splitlines()[:2]
        named = {first.partition("$schema=")[2], second.partition("$schema: ")[2]}
        assert len(named) == 1
        assert (tmp_path / path).parent.joinpath(named.pop()).is_file()
    assert read(tmp_path).findings == ()
