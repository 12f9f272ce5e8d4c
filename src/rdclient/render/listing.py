"""A list of records as an aligned table or as JSON."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.model.base import Moment, in_lang
from rdclient.render import when
from rdclient.render.columns import cut, one_line, table
from rdclient.render.kind_names import counted, english, name_of
from rdclient.render.plain import plain
from rdclient.render.terms import word
from rdclient.reports.base import PersonView
from rdclient.reports.entry import Title
from rdclient.reports.listing import Listing, Reach
from rdclient.reports.row import Grade, Row
from rdclient.reports.state import State

_TITLE_WIDTH, _MOST = 52, 60
"""Columns of a title; rows of a search that are printed."""

_HEADS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kind": ("种类", "Kind"),
        "id": ("编号", "Id"),
        "title": ("名称", "Title"),
        "state": ("状态", "State"),
        "grade": ("级别", "Level"),
        "who": ("责任人", "Owner"),
        "due": ("完成时间", "Due"),
        "on": ("日期", "Date"),
        "within": ("来源", "Source"),
        "project": ("项目", "Project"),
        "client": ("客户", "Client"),
    }
)
_HANDLED = ("经办人", "Handled by")
_OWN_HEADS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("requirement", "grade"): ("优先级", "Priority"),
        ("action", "grade"): ("优先级", "Priority"),
        ("followup", "grade"): ("优先级", "Priority"),
        ("ticket", "grade"): ("优先级", "Priority"),
        ("risk", "grade"): ("分值", "Score"),
        ("issue", "grade"): ("严重程度", "Severity"),
        ("complaint", "grade"): ("严重程度", "Severity"),
        ("meeting", "grade"): ("会议类型", "Kind"),
        ("signoff", "grade"): ("意见", "Decision"),
        ("release", "grade"): ("类型", "Kind"),
        ("people", "grade"): ("角色", "Role"),
        ("person", "grade"): ("角色", "Role"),
        ("contact", "grade"): ("角色", "Role"),
        ("people", "title"): ("姓名", "Name"),
        ("contact", "title"): ("姓名", "Name"),
        ("person", "title"): ("姓名", "Name"),
        ("action", "title"): ("事项", "Action"),
        ("confirmation", "title"): ("事项", "Item"),
        ("followup", "title"): ("事项", "Follow-up"),
        ("drill", "title"): ("演练内容", "Drill"),
        ("release", "title"): ("版本", "Version"),
        ("interaction", "title"): ("内容", "Text"),
        ("feedback", "title"): ("内容", "Text"),
        ("raci", "title"): ("活动", "Activity"),
        ("confirmation", "who"): ("确认人", "By"),
        ("meeting", "who"): ("主持人", "Chair"),
        ("project", "who"): ("项目经理", "Project manager"),
        ("project", "state"): ("阶段", "Phase"),
        ("raci", "who"): ("负责人", "Accountable"),
        ("feedback", "who"): ("提出人", "From"),
        ("waiver", "who"): ("批准人", "Approvers"),
        ("change", "who"): _HANDLED,
        ("ticket", "who"): _HANDLED,
        ("incident", "who"): _HANDLED,
        ("complaint", "who"): _HANDLED,
        ("interaction", "who"): _HANDLED,
        ("inspection", "who"): _HANDLED,
        ("inspection", "state"): ("结果", "Result"),
        ("iteration", "due"): ("结束", "End"),
        ("waiver", "due"): ("有效期至", "Until"),
        ("risk", "due"): ("应对完成时间", "Response due"),
        ("change", "on"): ("提交时间", "Submitted"),
        ("ticket", "on"): ("受理时间", "Opened"),
        ("incident", "on"): ("发现时间", "Detected"),
        ("complaint", "on"): ("受理时间", "Received"),
        ("meeting", "on"): ("时间", "Time"),
        ("contract", "on"): ("签订日期", "Signed"),
        ("survey", "on"): ("发放日期", "Sent"),
        ("plan", "on"): ("评审日期", "Reviewed"),
        ("drill", "on"): ("演练日期", "Held"),
        ("release", "on"): ("发布日期", "Released"),
        ("brief", "on"): ("发送日期", "Sent"),
        ("report", "on"): ("发出时间", "Issued"),
        ("report", "who"): _HANDLED,
        ("report", "title"): ("摘要", "Summary"),
        ("source", "on"): ("数据截至", "Known until"),
    }
)
"""Heads that differ by kind."""


# ── text ─────────────────────────────────────────────────────────────────────


def as_text(listing: Listing, *, lang: Lang) -> str:
    """The table, how far the data reach, and a line that sums it up."""
    shown = listing.rows if listing.words is None else listing.rows[:_MOST]
    lines = list(rows_as_text(shown, listing.kind, listing.as_of.year, lang=lang))
    lines += [""] if shown else []
    lines += [reach_words(gap, listing.as_of.year, lang=lang) for gap in listing.reaches]
    return "\n".join([*lines, _summary(listing, len(listing.rows) - len(shown), lang)]) + "\n"


def rows_as_text(
    rows: tuple[Row, ...], kind: str | None, year: int, *, lang: Lang
) -> Iterator[str]:
    """Rows under heads; client, project and kind only where the rows differ in them.

    Args:
        rows: what to print.
        kind: of all rows; None when each says its own.
        year: dates of this year are printed without it.
        lang: of the words.
    """
    if not rows:
        return
    has_clients = len({row.client for row in rows}) > 1
    has_projects = len({(row.client, row.project) for row in rows}) > 1
    side = 0 if lang is Lang.ZH else 1
    heads = [(_OWN_HEADS.get((kind or "", name)) or _HEADS[name])[side] for name in _COLUMNS]
    body = []
    for row in rows:
        cells = _cells(row, year, lang)
        cells["kind"] = "" if kind else name_of(row.kind, lang=lang)
        cells["client"] = (row.client or "") if has_clients else ""
        is_told = has_projects and row.kind != "project"
        cells["project"] = (row.project or "") if is_told else ""
        if kind is None:  # of several kinds: one column for all dates, none for their levels
            cells["on"], cells["due"], cells["grade"] = cells["due"] or cells["on"], "", ""
        body.append([one_line(cells[name]) for name in _COLUMNS])
    yield from table([heads, *body])


_COLUMNS = (
    "kind", "id", "title", "grade", "state", "who", "due", "on", "within", "project", "client",
)  # fmt: skip


def _cells(row: Row, year: int, lang: Lang) -> dict[str, str]:
    comma = "、" if lang is Lang.ZH else ", "
    late = " !" if row.is_overdue else ""
    return {
        "id": row.id,
        "title": cut(one_line(title_words(row.title, lang=lang)), _TITLE_WIDTH),
        "grade": comma.join(_grade(grade, lang) for grade in row.grade),
        "state": state_words(row.state, lang=lang) if row.state else "",
        "who": names(row.who, lang=lang),
        "due": when_words(row.due, year, lang=lang) + late if row.due else "",
        "on": when_words(row.on, year, lang=lang) if row.on else "",
        "within": row.within or "",
    }


# ── single words ─────────────────────────────────────────────────────────────


def title_words(title: Title, *, lang: Lang) -> str:
    """What a record is called; a token in its own words."""
    if isinstance(title, StrEnum):
        return word(type(title).__name__, title.value, lang=lang)
    return in_lang(title, lang=lang)


def state_words(state: State, *, lang: Lang) -> str:
    """A state; of a milestone with the days it is late or early."""
    words = word(state.family, state.token, lang=lang)
    if state.family != "MilestoneState" or not state.days:
        return words
    days = abs(state.days)
    if lang is Lang.ZH:
        if state.token in ("early", "slipped"):
            return f"{words}{days}个自然日"
        return f"{words}（{'延期' if state.days > 0 else '提前'}{days}个自然日）"
    told = f"{days} calendar day{'' if days == 1 else 's'}"
    if state.token in ("early", "slipped"):
        return f"{words} by {told}"
    return f"{words} ({told} {'late' if state.days > 0 else 'early'})"


def when_words(value: Moment | date, year: int, *, lang: Lang) -> str:
    """A date or time in a table; the year only where it is not the one given."""
    text = str(plain(value, lang=lang))
    if text[:4] == f"{year:04}":
        return when.moment_short(text, lang=lang)
    clock = when.clock(text)
    day = text[:10] if lang is Lang.ZH else f"{when.day(text, lang=lang)} {text[:4]}"
    return f"{day} {clock}".rstrip()


def names(people: tuple[PersonView, ...], *, lang: Lang) -> str:
    """The names of some people."""
    comma = "、" if lang is Lang.ZH else ", "
    return comma.join(in_lang(person.name, lang=lang) for person in people)


def _grade(grade: Grade, lang: Lang) -> str:
    if isinstance(grade, StrEnum):
        return word(type(grade).__name__, grade.value, lang=lang)
    return str(grade) if isinstance(grade, int) else in_lang(grade, lang=lang)


def reach_words(reach: Reach, year: int, *, lang: Lang) -> str:
    """How far the data of a project reach."""
    subject = word("SourceSubject", reach.subject.value, lang=lang)
    project = one_line(in_lang(reach.project.title, lang=lang))
    if reach.through is None:
        return (
            f"{project}：{subject}数据未采集"
            if lang is Lang.ZH
            else f"{project}: {subject.lower()} not recorded"
        )
    until = when_words(reach.through, year, lang=lang)
    if lang is Lang.ZH:
        return f"{project}：{subject}数据截至{until}"
    return f"{project}: {subject.lower()} known until {until}"


# ── the last line ────────────────────────────────────────────────────────────


def _summary(listing: Listing, hidden: int, lang: Lang) -> str:
    """How many there are and when that was; without any, which sort of nothing it is."""
    at = when.moment(str(plain(listing.as_of, lang=lang)), lang=lang)
    told = _nothing if not listing.rows else _some
    text = one_line(told(listing, hidden, lang))
    return f"{text} · 数据截至{at}" if lang is Lang.ZH else f"{text} · as of {at}"


def _some(listing: Listing, hidden: int, lang: Lang) -> str:
    late = sum(row.is_overdue for row in listing.rows)
    count = len(listing.rows)
    if lang is Lang.ZH:
        text = f"{_chosen_zh(listing)}共{counted(listing.kind, count, lang=lang)}"
        text += (
            f"，其中{counted(listing.kind, late, lang=lang)}已过完成时间（标 !）" if late else ""
        )
        text += f"，另有{counted(listing.kind, hidden, lang=lang)}未列出" if hidden else ""
        return text + (" · 用 rdclient show 编号 查看" if listing.words is not None else "")
    text = _chosen_en(listing, count, f"{count} ")
    text += f", {late} past due (marked !)" if late else ""
    text += f", {hidden} not shown" if hidden else ""
    return text + (" · rdclient show ID for one of them" if listing.words is not None else "")


def _nothing(listing: Listing, hidden: int, lang: Lang) -> str:
    """Nothing fits what was asked for, or nothing of the kind is on record at all."""
    del hidden
    if lang is Lang.ZH:
        kind = name_of(listing.kind or "", lang=lang).removesuffix("记录")
        if listing.on_record:
            there = counted(listing.kind, listing.on_record, lang=lang)
            return f"{_scope_zh(listing)}没有{_marks_zh(listing)}{kind}（在册{there}）"
        return f"{_scope_zh(listing)}{f'没有{kind}' if listing.is_complete else f'未见{kind}记录'}"
    if listing.on_record:
        return f"{_chosen_en(listing, 2, 'no ')} ({listing.on_record} on record)"
    recorded = "" if listing.is_complete else " on record"
    return f"no {english(listing.kind, 2)}{recorded}{_scope_en(listing)}"


def _chosen_zh(listing: Listing) -> str:
    """What was asked for, as it stands before 共: 支付结算模块与张敏有关、未完成的需求."""
    if listing.words is not None:
        return f"与“{listing.words}”相符的记录"
    kind = name_of(listing.kind or "", lang=Lang.ZH)
    return f"{_scope_zh(listing)}{_marks_zh(listing)}{kind}"


def _marks_zh(listing: Listing) -> str:
    marks = [f"与{in_lang(listing.person, lang=Lang.ZH)}有关"] if listing.person else []
    marks += ["未完成"] if listing.is_open_only else []
    return f"{'、'.join(marks)}{'的' if marks else ''}"


def _scope_zh(listing: Listing) -> str:
    scope = listing.project or listing.client
    return f"{in_lang(scope.title, lang=Lang.ZH)}：" if scope else ""


def _chosen_en(listing: Listing, count: int, number: str) -> str:
    if listing.words is not None:
        return f"{number}{english(listing.kind, count)} matching '{listing.words}'"
    person = in_lang(listing.person, lang=Lang.EN) if listing.person else ""
    text = f"{number}{'open ' if listing.is_open_only else ''}{english(listing.kind, count)}"
    text += f" naming {person}" if person else ""
    return text + _scope_en(listing)


def _scope_en(listing: Listing) -> str:
    scope = listing.project or listing.client
    return f" in {in_lang(scope.title, lang=Lang.EN)}" if scope else ""
