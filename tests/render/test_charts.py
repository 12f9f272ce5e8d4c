"""The milestone strip: well-formed SVG with readable labels for any set of dates."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from rdclient.lens import Lang
from rdclient.render.charts import milestone_strip, placeholder, placeholder_name

_SVG = "{http://www.w3.org/2000/svg}"
_AS_OF = "2026-11-20T18:00+08:00"
_WIDTH = 720


def _milestone(
    name: str, due: str | None, forecast: str | None = None, reached_on: str | None = None
) -> dict[str, object]:
    return {"id": "M1", "name": name, "due": due, "forecast": forecast, "reached_on": reached_on}


def _drawn(*milestones: dict[str, object], lang: Lang = Lang.ZH) -> ET.Element:
    return ET.fromstring(milestone_strip(milestones, as_of=_AS_OF, lang=lang))  # noqa: S314 - our own


def _texts(svg: ET.Element) -> list[str]:
    return [item.text or "" for item in svg.iter(f"{_SVG}text")]


def _fills(svg: ET.Element) -> list[str]:
    return [
        item.attrib["fill"]
        for group in svg.iter(f"{_SVG}g")
        for item in group.iter(f"{_SVG}polygon")
    ]


def test_without_milestones_or_dates_there_is_no_strip() -> None:
    assert milestone_strip([], as_of=_AS_OF, lang=Lang.ZH) == ""
    assert milestone_strip([_milestone("上线", None)], as_of=_AS_OF, lang=Lang.ZH) == ""


def test_a_forecast_that_differs_is_hollow_and_has_an_arrow() -> None:
    svg = _drawn(_milestone("联调完成", "2026-11-25", "2026-11-27"))
    assert "联调完成 11-25 → 11-27" in _texts(svg)
    assert _fills(svg) == ["#cfdceb", "#ffffff", "#b54708"]
    same = _drawn(_milestone("联调完成", "2026-11-25", "2026-11-25"))
    assert "联调完成 11-25" in _texts(same)
    assert _fills(same) == ["#cfdceb"]


def test_a_reached_milestone_is_filled_on_its_day() -> None:
    svg = _drawn(_milestone("需求确认", "2026-09-18", "2026-09-18", "2026-09-21"))
    assert "需求确认 09-21" in _texts(svg)
    assert _fills(svg) == ["#cfdceb", "#2f5d8a"]


def test_the_strip_is_an_image_with_a_title_in_its_language() -> None:
    svg = _drawn(_milestone("Go-live", "2026-12-31"), lang=Lang.EN)
    assert svg.attrib["role"] == "img"
    assert svg[0].text == "Milestones: planned and forecast"
    assert {"Go-live 31 Dec", "Data as of 20 Nov", "Planned", "Forecast", "Reached"} <= set(
        _texts(svg)
    )


def test_names_are_text_whatever_they_hold() -> None:
    svg = _drawn(_milestone('<b>&"上\x00线"</b>\n二', "2026-12-31"))
    assert '<b>&"上 线"</b> 二 12-31' in _texts(svg)


def test_no_value_is_left_to_a_style_sheet() -> None:
    text = milestone_strip([_milestone("上线", "2026-12-31")], as_of=_AS_OF, lang=Lang.ZH)
    assert "var(" not in text
    assert "class=" not in text
    assert "style=" not in text


_DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str)
_MILESTONES = st.lists(
    st.builds(
        _milestone,
        st.text("需求确认完成abc <&", min_size=1, max_size=30),
        st.none() | _DAYS,
        st.none() | _DAYS,
        st.none() | _DAYS,
    ),
    max_size=12,
)


@settings(deadline=None)
@given(_MILESTONES)
def test_labels_never_lie_over_one_another_nor_outside(milestones: list[dict[str, object]]) -> None:
    text = milestone_strip(milestones, as_of=_AS_OF, lang=Lang.ZH)
    if not text:
        return
    svg = ET.fromstring(text)  # noqa: S314 - our own
    labels = [
        (float(item.attrib["y"]), float(item.attrib["x"]), item.text or "")
        for item in svg.iter(f"{_SVG}text")
        if item.attrib["fill"] == "#1f2933"
    ]
    ends: dict[float, float] = {}
    for y, x, said in sorted(labels):
        assert x >= ends.get(y, 0)
        ends[y] = x + _pixels(said)
    assert max(ends.values()) <= _WIDTH
    assert float(svg.attrib["height"]) > max(y for y, _, _ in labels)


def _pixels(said: str) -> float:
    return sum(12 if sign > "\u2e80" else 6 for sign in said)


def test_twelve_on_one_day_and_twelve_in_a_row_work() -> None:
    start = date(2026, 11, 1)
    same = [_milestone(f"里程碑{n}", "2026-11-20") for n in range(12)]
    row = [_milestone(f"里程碑{n}", str(start + timedelta(days=9 * n))) for n in range(12)]
    for milestones in (same, row):
        assert sum("里程碑" in text for text in _texts(_drawn(*milestones))) == 12


def test_two_runs_and_two_orders_give_the_same_bytes() -> None:
    several = [_milestone("甲", "2026-11-25"), _milestone("乙", "2026-12-25")]
    first = milestone_strip(several, as_of=_AS_OF, lang=Lang.ZH)
    assert first == milestone_strip(several[::-1], as_of=_AS_OF, lang=Lang.ZH)
    assert re.search(r"\d\.\d{2,}", first) is None


def test_a_place_is_known_by_its_whole_line_only() -> None:
    assert placeholder_name(placeholder("milestones")) == "milestones"
    assert placeholder_name(f"x {placeholder('milestones')}") is None
    assert placeholder_name("\\<!-- chart: milestones -->") is None
