"""What ``diff`` prints: for a terminal, for the comment of a pull request, as data."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.control.canon import Plain
from rdclient.control.diff import Fate
from rdclient.lens import Lang
from rdclient.model.base import Words, in_lang
from rdclient.render import when
from rdclient.render.columns import cut, one_line
from rdclient.render.difference_words import place_words
from rdclient.render.page import escape_markdown
from rdclient.render.plain import plain
from rdclient.render.signing_words import party
from rdclient.render.terms import word
from rdclient.reports.comparison import (
    ActRow,
    Comparison,
    CoverRow,
    DateRow,
    NeedRow,
    ProjectRow,
    StateRow,
    SubjectRow,
    TextRow,
    ValueRow,
)

SCHEMA_VERSION = 1
_SHOWN = 48
"""Columns of a value shown; the difference is looked for first, so that it lies among them."""
_MOST_VALUES, _MOST_ROWS = 6, 12
"""Values of a requirement, and rows of a list, that fit on a screen; ``--all`` shows the rest."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """How lines are written.

    Attributes:
        lang: of the words.
        safe: makes the words of a record harmless where they are printed.
        strong: marks what matters.
        is_whole: whether nothing is left out.
    """

    lang: Lang
    safe: Callable[[str], str]
    strong: Callable[[str], str]
    is_whole: bool

    def say(self, en: str, zh: str) -> str:
        """The words in the reader's language."""
        return zh if self.lang is Lang.ZH else en

    def words(self, text: Words | None) -> str:
        """A text of a record."""
        return self.safe(one_line(in_lang(text or "", lang=self.lang)))

    def named(self, title: Words | None, name: str) -> str:
        """A record as documents name one: title first, id in brackets."""
        if title is None:
            return self.safe(name)
        told = self.words(title)
        return (
            f"{told}（{self.safe(name)}）"
            if self.lang is Lang.ZH
            else f"{told} ({self.safe(name)})"
        )

    def joined(self, parts: list[str]) -> str:
        """Items in one line."""
        return self.say(", ", "、").join(parts)


def as_text(view: Comparison, *, lang: Lang, is_whole: bool) -> str:
    """The difference for a terminal."""
    pen = _Pen(lang, lambda text: text, lambda text: text, is_whole)
    return "\n".join(_lines(view, pen, heading="")) + "\n"


def as_markdown(view: Comparison, *, lang: Lang, is_whole: bool) -> str:
    """The difference as Markdown, for the comment of a pull request."""
    pen = _Pen(lang, escape_markdown, lambda text: f"**{text}**", is_whole)
    return "\n".join(_lines(view, pen, heading="### ")) + "\n"


def as_json(view: Comparison, *, lang: Lang, is_whole: bool) -> str:
    """The difference as data; nothing is ever left out."""
    del is_whole
    held = plain(view, lang=lang)
    whole = {
        "schema_version": SCHEMA_VERSION,
        "type": "diff",
        **(held if isinstance(held, dict) else {}),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


DIFF_FORMATS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"text": as_text, "md": as_markdown, "json": as_json}
)
"""How a difference is printed: ``(view, lang, is_whole) → text``."""


# ── the whole ────────────────────────────────────────────────────────────────


def _lines(view: Comparison, pen: _Pen, *, heading: str) -> Iterator[str]:
    states = f"{_state(view.old, view.old_fingerprint)} → {_state(view.new, view.new_fingerprint)}"
    if not view.projects:
        yield heading + states
        yield ""
        yield pen.say("Nothing that is controlled differs.", "受控内容没有差异。")
        return
    for number, project in enumerate(view.projects):
        if number:
            yield ""
        name = pen.words(project.name)
        yield f"{heading}{name}{pen.say(': ', '：')}{states}"
        yield ""
        yield pen.strong(_verdict(project, pen))
        yield from _project(project, pen)


def _state(name: str, digits: str) -> str:
    return name if not digits or name.startswith(digits) else f"{name} [{digits}]"


def _verdict(project: ProjectRow, pen: _Pen) -> str:
    """The conclusion, in one sentence or two."""
    counted = _counted(project, pen)
    bare = [text for text in project.texts if not text.is_agreed]
    if bare:
        names = pen.joined([text.id for text in bare])
        more = pen.say(
            f" Signed text changed without an approved request: {names}.",
            f"已签字的内容发生变化，但没有已批准的变更申请：{names}。",
        )
    elif any(text.signed for text in project.texts) and project.needs:
        more = pen.say(
            " What was signed changed only as approved; what is new has to be signed.",
            "已签字的内容均按已批准的变更申请修改，新增内容待签字。",
        )
    elif any(text.signed for text in project.texts):
        more = pen.say(
            " What was signed changed only as approved; nobody has to sign again.",
            "已签字的内容均按已批准的变更申请修改，无需重新签字。",
        )
    else:
        more = pen.say(" Nothing signed was touched.", "未涉及已签字的内容。")
    return counted + more


def _counted(project: ProjectRow, pen: _Pen) -> str:
    counts = [(fate, sum(text.fate is fate for text in project.texts)) for fate in Fate]
    told = [
        pen.say(f"{count} {_fate(fate, pen)}", f"{_fate(fate, pen)}{count}项")
        for fate, count in counts
        if count
    ]
    if not told:
        return pen.say("Requirements: no change.", "需求没有变化。")
    return pen.say("Requirements: ", "需求") + pen.joined(told) + pen.say(".", "。")


def _project(project: ProjectRow, pen: _Pen) -> Iterator[str]:
    if project.texts:
        yield ""
        yield from _some(list(project.texts), lambda text: _text(text, pen), pen)
    rows: tuple[tuple[str, list[str]], ...] = (
        (pen.say("Milestones", "里程碑"), [_date(row, pen) for row in project.dates]),
        (pen.say("Change requests", "变更申请"), [_change(row, pen) for row in project.changes]),
        (pen.say("New baselines", "新基线"), [_subject(row, pen) for row in project.baselines]),
        (pen.say("New sign-offs", "新的签字确认"), [_act(row, pen) for row in project.acts]),
        (pen.say("To be signed", "待签字"), [_need(row, project, pen) for row in project.needs]),
        (pen.say("Signed", "已签字确认"), [_act(row, pen) for row in project.signed]),
    )
    for title, told in rows:
        if told:
            yield ""
            yield pen.strong(title) + pen.say(":", "：")
            yield from _some(told, lambda line: iter((f"- {line}",)), pen)


def _some(
    rows: list[object] | list[TextRow] | list[str], lines: Callable[..., Iterator[str]], pen: _Pen
) -> Iterator[str]:
    """The rows that fit on a screen, and how many more there are."""
    most = len(rows) if pen.is_whole else _MOST_ROWS
    for row in rows[:most]:
        yield from lines(row)
    if rows[most:]:
        left = len(rows) - most
        yield pen.say(
            f"- … {left} more (--all shows them)", f"- ……另有{left}项（加 --all 全部列出）"
        )


# ── rows ─────────────────────────────────────────────────────────────────────


def _text(row: TextRow, pen: _Pen) -> Iterator[str]:
    line = f"- {_fate(row.fate, pen)} {pen.strong(pen.named(row.title, row.id))}"
    if row.covers:
        line += pen.say("; ", "，") + pen.joined([_cover(cover, pen) for cover in row.covers])
    elif row.signed:
        line += pen.say(
            f"; signed with {row.signed.id}, no request covers it",
            f"，已随{row.signed.id}签字确认，无对应的变更申请",
        )
    elif not row.is_signed_now:
        line += pen.say("; not signed yet", "，尚未签字确认")
    yield line
    most = len(row.values) if pen.is_whole else _MOST_VALUES
    for value in row.values[:most]:
        yield "  - " + _value(value, pen)
    if row.values[most:]:
        left = len(row.values) - most
        yield "  - " + pen.say(f"… {left} more values (--all)", f"……另有{left}处（--all）")


def _fate(fate: Fate, pen: _Pen) -> str:
    return word("Fate", fate, lang=pen.lang)


def _cover(row: CoverRow, pen: _Pen) -> str:
    state = word("ChangeState", row.state, lang=pen.lang)
    if row.is_approved and row.is_exact:
        return pen.say(f"by request {row.id} ({state})", f"依据{row.id}（{state}）")
    if row.is_exact:
        return pen.say(
            f"asked for by {row.id} (not approved: {state})", f"对应{row.id}（尚未批准：{state}）"
        )
    return pen.say(
        f"not what {row.id} asks for ({state})", f"与{row.id}申请的内容不一致（{state}）"
    )


def _value(row: ValueRow, pen: _Pen) -> str:
    label = place_words(row.way, lang=pen.lang) + pen.say(": ", "：")
    old, new = _written(row.old), _written(row.new)
    if row.old is None:
        return label + pen.say("added ", "新增") + _quoted(cut(new, 2 * _SHOWN), pen)
    if row.new is None:
        return label + pen.say("removed ", "删除") + _quoted(cut(old, 2 * _SHOWN), pen)
    old, new = _near(old, new)
    return f"{label}{_quoted(old, pen)} → {_quoted(new, pen)}"


def _near(old: str, new: str) -> tuple[str, str]:
    """Two texts from a little before the first place where they differ."""
    same = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    start = max(0, same - _SHOWN // 4) if same > _SHOWN // 2 else 0
    lead = "…" if start else ""
    return cut(lead + old[start:], _SHOWN), cut(lead + new[start:], _SHOWN)


def _quoted(text: str, pen: _Pen) -> str:
    return pen.say(f'"{pen.safe(text)}"', f"“{pen.safe(text)}”")


def _written(value: Plain) -> str:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return "; ".join(_written(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(_written(item) for item in value.values())
    return "" if value is None else str(value)


def _date(row: DateRow, pen: _Pen) -> str:
    old = row.old.isoformat() if row.old else pen.say("none", "未定")
    new = row.new.isoformat() if row.new else pen.say("none", "未定")
    line = f"{pen.named(row.name, row.id)}{pen.say(': ', '：')}{old} → {new}"
    return line + (pen.say(f"; request {row.change}", f"，依据{row.change}") if row.change else "")


def _change(row: StateRow, pen: _Pen) -> str:
    new = word("ChangeState", row.new, lang=pen.lang)
    old = word("ChangeState", row.old, lang=pen.lang) if row.old else pen.say("new", "新增")
    return f"{pen.named(row.title, row.id)}{pen.say(': ', '：')}{old} → {new}"


def _subject(row: SubjectRow, pen: _Pen) -> str:
    return pen.named(row.title, row.id)


def _act(row: ActRow, pen: _Pen) -> str:
    who = pen.words(row.person.name) if row.person else ""
    day = when.day_year(row.declared_at.day.isoformat(), lang=pen.lang)
    told = [
        row.subject.id,
        party(row.side, pen.lang),
        who,
        word("ChangeDecision", row.decision, lang=pen.lang),
        day,
    ]
    if row.level:
        told.append(word("EvidenceLevel", row.level, lang=pen.lang))
    if not row.counts:
        told.append(pen.say("does not count", "不计入"))
    return pen.say(", ", "，").join(told)


def _need(row: NeedRow, project: ProjectRow, pen: _Pen) -> str:
    side, names = party(row.side, pen.lang), pen.joined([pen.words(p.name) for p in row.people])
    bare = {text.signed for text in project.texts if not text.is_agreed and not text.covers}
    if row.subject in bare:  # it stays as it was signed: what changes takes a request
        told = f"{row.subject.id}, {names}" if names else row.subject.id
        return pen.say(
            f"a change request that says so: {side} (of {told})",
            f"写明改动的变更申请（待提出）：{side}（原文见{row.subject.id}"
            f"{f'，{names}签字' if names else ''}）",
        )
    line = f"{_subject(row.subject, pen)}{pen.say(': ', '：')}{side}"
    if row.people:
        line += pen.say(f" ({names} signed other words)", f"（{names}此前确认的是另一份内容）")
    return line
