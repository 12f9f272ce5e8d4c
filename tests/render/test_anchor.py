"""Anchors: what a document says of itself for programs, and how it is read back."""

from datetime import UTC, date, datetime

import pytest

from rdclient.lens import Audience, Lang
from rdclient.render import anchor
from rdclient.render.anchor import Anchor

DATA = {
    "document": {"subject": "nb/pay/CR-1", "audience": "client"},
    "as_of": "2026-11-20T18:00+08:00",
}
LINE = (
    "<!-- rdclient-anchor: report=change-form; subject=nb/pay/CR-1; edition=client; lang=zh; "
    "as-of=20261120T1000Z; data=0123abc -->"
)


def written(**more: object) -> str:
    return anchor.comment(
        anchor.written("change-form", {**DATA, **more}, "0123abc", lang=Lang.ZH, span=(None, None))
    )


def test_an_anchor_is_one_line_that_readers_do_not_see() -> None:
    assert written() == LINE


def test_an_anchor_is_read_back_from_markdown_and_from_a_page() -> None:
    expected = Anchor(
        "change-form",
        "nb/pay/CR-1",
        Audience.CLIENT,
        Lang.ZH,
        datetime(2026, 11, 20, 10, tzinfo=UTC),
        None,
        (None, None),
        "0123abc",
        is_page=False,
    )
    assert anchor.read(f"# Title\n\n{LINE}\n") == expected
    told = LINE.partition(": ")[2].removesuffix(" -->")
    page = anchor.read(f'<meta name="rdclient-anchor" content="{told}">')
    assert page is not None
    assert page.is_page
    assert (page.subject, page.data_version) == ("nb/pay/CR-1", "0123abc")


def test_a_weekly_report_names_its_week_and_the_days_that_were_asked_for() -> None:
    found = anchor.read(written(year=2026, week=7))
    assert found is not None
    assert found.week == (2026, 7)
    text = anchor.written(
        "weekly-report",
        {**DATA, "year": 2026, "week": 47},
        "0123abc",
        lang=Lang.EN,
        span=(date(2026, 11, 2), None),
    )
    found = anchor.read(anchor.comment(text))
    assert found is not None
    assert found.span == (date(2026, 11, 2), None)


def test_a_view_that_does_not_say_what_it_is_about_has_no_anchor() -> None:
    assert anchor.written("x", {"as_of": "x"}, "0123abc", lang=Lang.ZH, span=(None, None)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n",
        LINE.replace("data=0123abc", "data=xyz"),
        LINE.replace("edition=client", "edition=board"),
        LINE.replace("; lang=zh", ""),
        LINE.replace("20261120T1000Z", "20261399T1000Z"),
        f"{LINE}\n{LINE}\n",
        f"text {LINE}",
        "",
    ],
)
def test_what_is_no_anchor_of_ours_is_read_as_none(text: str) -> None:
    assert anchor.read(text) is None
