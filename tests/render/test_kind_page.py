"""The fields of a record as ``explain KIND`` lists them: true to the model, in both languages."""

import pytest

from rdclient import api
from rdclient.lens import Lang
from rdclient.model.base import Fact
from rdclient.model.portfolio import KINDS
from rdclient.render.kind_page import KIND_WORDS, PARTS
from rdclient.rules import RULES
from rdclient.rules.base import Rule
from rdclient.store.layout import home, places


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", Lang)
def test_every_field_of_every_kind_stands_there_with_a_type(kind: str, lang: Lang) -> None:
    body = api.kind_page(kind, lang=lang).split("\n\n")[2]
    rows = [line for line in body.splitlines() if not line.startswith(" ")]
    expected = [
        info.alias or name
        for name, info in KINDS[kind].model_fields.items()
        if name not in Fact.model_fields
    ]
    assert [row.split()[0].rstrip("*").removesuffix("[]") for row in rows] == expected
    for number, row in enumerate(body.splitlines()):
        has_parts = body.splitlines()[number + 1 : number + 2]
        is_group = bool(has_parts) and indent(has_parts[0]) > indent(row)
        assert is_group or len(row.split(maxsplit=1)) == 2, row


def test_an_action_item_has_a_page_though_it_is_no_record() -> None:
    page = api.kind_page("action", lang=Lang.EN)
    assert "meeting.actions" in page
    assert "improvement.actions" in page
    assert "\ndue                   date or time\n" in page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_stands_on_the_pages_of_the_kinds_it_speaks_of(rule: Rule) -> None:
    for kind in rule.about:
        assert f"\n  {rule.code}  " in api.kind_page(kind, lang=Lang.EN)
    assert rule.needs <= set(KINDS)


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def test_required_lists_and_tokens_are_marked() -> None:
    page = api.kind_page("requirement", lang=Lang.ZH)
    assert "\ntitle*                文本\n" in page
    assert "\nparents[]             需求编号\n" in page
    assert "functional（功能需求） | quality（质量需求）" in page
    assert "  at*                   日期或时间\n" in page


@pytest.mark.parametrize("kind", KINDS)
def test_the_places_named_are_places_of_that_kind(kind: str) -> None:
    assert set(KIND_WORDS) == {*KINDS, *PARTS}
    for place in places(kind):
        path = place.replace("<client>", "acme").replace("<project>", "core")
        found = home(path.replace("<id>", "X-1").replace("<name>", "x"))
        assert found is not None
        assert found.kind == kind
