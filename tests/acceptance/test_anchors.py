"""Every document of the example can be made again from what its anchor says."""

import runpy
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from rdclient import api
from rdclient.api.reporting import made
from rdclient.lens import Audience, Lang
from rdclient.render import anchor
from rdclient.store.workspace import read

SHARED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("workspace.py"))))


@pytest.mark.parametrize("audience", list(Audience))
def test_an_anchor_says_enough_to_make_the_same_document(audience: Audience) -> None:
    loaded, others = read(SHARED.EXAMPLE), []
    with SHARED.compiled_once():
        documents = SHARED.documents(
            loaded.portfolio, audience, weeks=SHARED.WEEKS, langs=(Lang.ZH,), forms=("md",)
        )
        for name, text in documents.items():
            found = anchor.read(text)
            assert found is not None, name
            request = api.Request(found.as_of, found.edition, found.lang, week=found.week)
            if made(loaded, found.report, found.subject, request).text != text:
                others.append(str(name))
    assert others == []
    assert len(documents) > 40


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_anchor_names_the_data_version_that_readers_see(form: str) -> None:
    portfolio = read(SHARED.EXAMPLE).portfolio
    made_ = SHARED.documents(
        portfolio, Audience.CLIENT, weeks=SHARED.WEEKS[-1:], langs=(Lang.ZH,), forms=(form,),
        of=("settlement/MTG-0119",), signed=SHARED.signed_forms(portfolio),
    )  # fmt: skip
    for name, text in made_.items():
        found = anchor.read(text)
        assert found is not None, name
        assert text.count(f"数据版本 {found.data_version}") == 1, name


def test_a_span_of_days_is_part_of_the_anchor() -> None:
    loaded = read(SHARED.EXAMPLE)
    span = (date(2026, 11, 2), date(2026, 11, 13))
    request = api.Request(SHARED.NOW, Audience.CLIENT, Lang.ZH, span=span)
    text = made(loaded, "weekly-report", "settlement", request).text
    found = anchor.read(text)
    assert found is not None
    assert found.span == span
    again = api.Request(found.as_of, found.edition, found.lang, span=found.span)
    assert made(loaded, "weekly-report", found.subject, again).text == text
