"""Charts: plain data drawn as SVG with explicit values, for HTML, PDF and Word alike."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rdclient.lens import Lang
from rdclient.render import when

# ── the place of a chart in a page ───────────────────────────────────────────

_PLACE = re.compile(r"<!-- chart: ([a-z][a-z-]*) -->\Z")


def placeholder(name: str) -> str:
    """The line that stands for a chart in a page; no printed value can look like it."""
    return f"<!-- chart: {name} -->"


def placeholder_name(text: str) -> str | None:
    """The chart that a line stands for; None for any other line."""
    found = _PLACE.match(text)
    return found[1] if found else None


# ── the milestone strip ──────────────────────────────────────────────────────

_FONT = (
    "Microsoft YaHei, PingFang SC, Hiragino Sans GB, Noto Sans CJK SC, "
    "Source Han Sans SC, sans-serif"
)
_WIDTH = 720.0
_LEFT, _RIGHT = 24.0, 24.0
_ROW, _LANE, _SIZE, _DIAMOND = 18.0, 7.0, 12.0, 6.5
_TEXT, _FAINT, _LINE, _PLAN, _LATE = "#1f2933", "#5b6673", "#9aa5b1", "#2f5d8a", "#b54708"
_LONGEST = 36
_MOST_TICKS = 12
_WORDS = {
    "title": ("里程碑：计划与预计", "Milestones: planned and forecast"),
    "as_of": ("数据截至", "Data as of "),
    "plan": ("计划", "Planned"),
    "forecast": ("预计", "Forecast"),
    "reached": ("已达成", "Reached"),
}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A milestone with its dates, its label and the height it was given."""

    label: str
    full: str
    due: date | None
    forecast: date | None
    reached: date | None

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(day for day in (self.due, self.forecast, self.reached) if day)

    @property
    def anchor(self) -> date:
        """Where the label stands: where it happened, else where it is expected."""
        return self.reached or self.forecast or self.days[0]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to horizontal positions."""

    first: date
    last: date
    right: float

    def x(self, day: date) -> float:
        whole = (self.last - self.first).days
        share = (day - self.first).days / whole
        return _LEFT + share * (_WIDTH - _LEFT - self.right)


def milestone_strip(milestones: Iterable[Mapping[str, object]], *, as_of: str, lang: Lang) -> str:
    """A time axis with each milestone's planned, expected and actual day, as SVG.

    Planned days are shaded diamonds, forecasts hollow ones with an arrow from the plan when the
    two differ, reached ones are filled; the dates also stand in the labels. Those without any
    date are left out; without milestones the answer is empty.

    Args:
        milestones: plain data: ``id, name, due, forecast, reached_on``, dates as ISO text or None.
        as_of: ISO text; drawn as a dashed line.
        lang: of the words.
    """
    marks = sorted(_marks(milestones, lang), key=lambda mark: (mark.anchor, mark.full))
    if not marks:
        return ""
    now = date.fromisoformat(as_of[:10])
    scale = _scale(marks, now)
    rows, lanes = _rows(marks, scale), _lanes(marks, scale)
    axis = 14 + _ROW * (max(rows) + 1) + 12
    below = axis + _LANE * max(0, *lanes)
    body = [
        *_axis(scale, axis, below, lang),
        *_today(scale, axis, below, now, lang),
        *(
            part
            for mark, row in zip(marks, rows, strict=True)
            for part in _leader(mark, row, scale, axis)
        ),
        *(
            part
            for mark, lane in zip(marks, lanes, strict=True)
            for part in _diamonds(mark, lane, scale, axis)
        ),
        *(_label(mark, row, scale, axis) for mark, row in zip(marks, rows, strict=True)),
        *_legend(below + 58, lang),
    ]
    return _svg(below + 68, _say("title", lang), body)


def _marks(milestones: Iterable[Mapping[str, object]], lang: Lang) -> list[_Mark]:
    marks = []
    for row in milestones:
        due, forecast, reached = (_day(row.get(key)) for key in ("due", "forecast", "reached_on"))
        if not (due or forecast or reached):
            continue
        if reached or forecast == due:
            forecast = None
        name = _clean(str(row.get("name") or ""))
        given = _clean(str(row.get("id") or ""))
        brackets = "（{}）" if lang is Lang.ZH else " ({})"
        full = name + brackets.format(given) if name and given else name or given
        label = f"{_shortened(name or given)} {_dates(due, forecast, reached, lang)}"
        marks.append(_Mark(label, full, due, forecast, reached))
    return marks


def _dates(due: date | None, forecast: date | None, reached: date | None, lang: Lang) -> str:
    shown = (reached,) if reached else (due, forecast)
    return " → ".join(when.day_short(day.isoformat(), lang=lang) for day in shown if day)


def _scale(marks: Sequence[_Mark], now: date) -> _Scale:
    """The days with some air, and so much space on the right that every label ends inside."""
    days = [day for mark in marks for day in mark.days] + [now]
    first, last = min(days), max(days)
    air = max(timedelta(days=3), (last - first) * 0.03)
    first, last = first - air, last + air
    whole, right = (last - first).days, _RIGHT
    for mark in marks:
        share = (mark.anchor - first).days / whole
        over = _LEFT + share * (_WIDTH - _LEFT) + _wide(mark.label) + 10 - _WIDTH
        right = max(right, over / share)
    return _Scale(first, last, min(right, _WIDTH / 2))


def _rows(marks: Sequence[_Mark], scale: _Scale) -> list[int]:
    """A row for each label, from the right: no text meets another or another's leader."""
    free: list[float] = []
    rows = []
    for mark in reversed(marks):
        x = scale.x(mark.anchor)
        end = x + _wide(mark.label) + 10
        row = next((at for at, start in enumerate(free) if end <= start), len(free))
        free += [x] * (row + 1 - len(free))
        free[: row + 1] = [min(start, x) for start in free[: row + 1]]
        rows.append(row)
    return rows[::-1]


def _lanes(marks: Sequence[_Mark], scale: _Scale) -> list[int]:
    """A lane below the axis for each arrow, so that no arrow lies over another; 0 is the first."""
    free: list[float] = []
    lanes = []
    for mark in marks:
        if not (mark.due and mark.forecast):
            lanes.append(0)
            continue
        start, end = sorted((scale.x(mark.due), scale.x(mark.forecast)))
        lane = next((at for at, taken in enumerate(free) if taken <= start), len(free))
        free[lane : lane + 1] = [end]
        lanes.append(lane)
    return lanes


# ── pieces ───────────────────────────────────────────────────────────────────


def _axis(scale: _Scale, y: float, below: float, lang: Lang) -> list[str]:
    end = _WIDTH - scale.right
    parts = [_line(_LEFT, y, end, y, _LINE, width=2)]
    taken = 0.0
    for tick in _ticks(scale):
        x = scale.x(tick)
        parts.append(_line(x, y, x, below + 8, _LINE))
        named = when.month(tick.isoformat(), lang=lang)
        if taken and tick.month != 1:
            named = named[5:] if lang is Lang.ZH else named.split(" ")[0][:3]
        if x >= taken:
            parts.append(_text(x, below + 22, named, _FAINT))
            taken = x + _wide(named) + 8
    return parts


def _ticks(scale: _Scale) -> list[date]:
    """First days of months on the axis, thinned to a readable number; else its first day."""
    months = []
    month = scale.first.replace(day=1)
    while month <= scale.last:
        if month >= scale.first:
            months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    step = -(-len(months) // _MOST_TICKS) or 1
    return months[::step] or [scale.first]


def _today(scale: _Scale, y: float, below: float, now: date, lang: Lang) -> list[str]:
    x = scale.x(now)
    said = _say("as_of", lang) + when.day(now.isoformat(), lang=lang)
    start = min(x, _WIDTH - _wide(said) - 4)
    return [
        _line(x, y - 12, x, below + 28, _LATE, dash="3 3"),
        _text(start, below + 38, said, _LATE),
    ]


def _leader(mark: _Mark, row: int, scale: _Scale, y: float) -> list[str]:
    x = scale.x(mark.anchor)
    return [_line(x, y - _DIAMOND - 2, x, y - 18 - _ROW * row, _LINE)]


def _label(mark: _Mark, row: int, scale: _Scale, y: float) -> str:
    return _text(scale.x(mark.anchor) + 4, y - 14 - _ROW * row, mark.label, _TEXT)


def _diamonds(mark: _Mark, lane: int, scale: _Scale, y: float) -> list[str]:
    """The planned day first, so that what happened lies over it."""
    shapes = []
    if mark.due and mark.due != mark.reached:
        shapes.append(_diamond(scale.x(mark.due), y, "#cfdceb", _PLAN))
    if mark.forecast:
        shapes.append(_diamond(scale.x(mark.forecast), y, "#ffffff", _PLAN))
        if mark.due:
            shapes += _arrow(scale.x(mark.due), scale.x(mark.forecast), y + 12 + _LANE * lane)
    if mark.reached:
        shapes.append(_diamond(scale.x(mark.reached), y, _PLAN, _PLAN))
    return [f"<g><title>{_safe(mark.full)}</title>", *shapes, "</g>"] if shapes else []


def _arrow(start: float, end: float, y: float) -> list[str]:
    tip = 4.0 if end > start else -4.0
    points = f"{end:.1f},{y:.1f} {end - tip:.1f},{y - 3:.1f} {end - tip:.1f},{y + 3:.1f}"
    colour = _LATE if end > start else _PLAN
    return [
        _line(start, y, end - tip, y, colour, width=1.5),
        f'<polygon points="{points}" fill="{colour}"/>',
    ]


def _legend(y: float, lang: Lang) -> list[str]:
    parts, x = [], _LEFT
    for key, fill in (("plan", "#cfdceb"), ("forecast", "#ffffff"), ("reached", _PLAN)):
        said = _say(key, lang)
        parts += [_diamond(x + 7, y - 4, fill, _PLAN), _text(x + 18, y, said, _FAINT)]
        x += 18 + _wide(said) + 20
    return parts


def _diamond(x: float, y: float, fill: str, stroke: str) -> str:
    points = (
        f"{x:.1f},{y - _DIAMOND:.1f} {x + _DIAMOND:.1f},{y:.1f} "
        f"{x:.1f},{y + _DIAMOND:.1f} {x - _DIAMOND:.1f},{y:.1f}"
    )
    return f'<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dash: str = ""
) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{dashes}/>'
    )


def _text(x: float, y: float, said: str, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{_FONT}" font-size="{_SIZE:g}" '
        f'fill="{colour}">{_safe(said)}</text>'
    )


def _svg(height: float, title: str, body: list[str]) -> str:
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" '
        f'width="{_WIDTH:g}" height="{height:g}" role="img">'
    )
    return "\n".join([opening, f"<title>{_safe(title)}</title>", *body, "</svg>"])


# ── words ────────────────────────────────────────────────────────────────────


def _say(key: str, lang: Lang) -> str:
    return _WORDS[key][0 if lang is Lang.ZH else 1]


def _day(value: object) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else None


def _clean(text: str) -> str:
    """On one line, without what XML cannot hold."""
    kept = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(kept.split())


def _safe(text: str) -> str:
    return html.escape(text, quote=True)


def _units(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _wide(text: str) -> float:
    """Width in pixels, on the safe side."""
    return _units(text) * _SIZE * 0.54


def _shortened(text: str) -> str:
    if _units(text) <= _LONGEST:
        return text
    kept = text
    while _units(kept) > _LONGEST - 2:
        kept = kept[:-1]
    return f"{kept}…"
