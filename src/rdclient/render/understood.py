"""What was understood of the notes of a meeting, as a short table to look through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rdclient.lens import Lang
from rdclient.render.columns import cut, one_line, table
from rdclient.render.field_titles import field_title
from rdclient.render.terms import word

_KINDS = {
    "decision": ("决议", "decision", "decisions"),
    "action": ("待办事项", "action item", "action items"),
    "confirmation": ("待确认事项", "item to be confirmed", "items to be confirmed"),
    "risk": ("风险", "risk", "risks"),
}
_WIDEST = 46
_MOST = 15
"""Names shown of those who came."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it was understood.

    Attributes:
        kind: a key of the words above.
        id: of the item.
        text: its words.
        person: whom it names; empty when nobody is.
        is_known: whether that is one person on record.
        due: when; empty without a date.
    """

    kind: str
    id: str
    text: str
    person: str
    is_known: bool
    due: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A new meeting, as it is told.

    Attributes:
        title: of the meeting.
        kind: token of its kind.
        start: when it began.
        rows: its items.
        came: names of those who came.
        absent: how many did not.
        is_guess: whether the people are there by their roles only.
        as_last: keys of fields that are as they were last time.
        following: when the next one is.
        rest: lines that were not understood.
        carried: items of earlier meetings that are open.
        name: id of the meeting.
        inside: points of what was discussed that the client is not shown.
    """

    title: str
    kind: str
    start: str
    rows: tuple[Row, ...]
    came: tuple[str, ...]
    absent: int
    is_guess: bool
    as_last: tuple[str, ...]
    following: str | None
    rest: int
    carried: int
    name: str
    inside: int


def told(summary: Summary, *, lang: Lang) -> str:
    """The lines of the summary."""
    return "\n".join(_lines(summary, lang, is_zh=lang is Lang.ZH))


def _lines(summary: Summary, lang: Lang, *, is_zh: bool) -> Iterator[str]:
    kind = word("MeetingKind", summary.kind, lang=lang)
    title = one_line(summary.title)
    head = title if title == kind else f"{title}（{kind}）" if is_zh else f"{title} ({kind})"
    yield f"{head} · {summary.start}"
    yield ("已识别：" if is_zh else "understood: ") + _counts(summary, is_zh=is_zh)
    if summary.came:
        yield _people(summary, is_zh=is_zh)
    if summary.as_last:
        titles = [field_title("Meeting", key, lang=lang) for key in summary.as_last]
        yield (
            f"按上次会议预填，请核对：{'、'.join(titles)}"
            if is_zh
            else f"as in the last meeting, please check: {', '.join(titles)}"
        )
    if summary.rows:
        yield from (f"  {line}" for line in table(_table(summary.rows, is_zh=is_zh)))
    if summary.carried:
        yield (
            f"以往会议未完成的事项{summary.carried}项，已列入文件中的注释"
            if is_zh
            else f"open from earlier meetings: {summary.carried}; listed in the file's comments"
        )
    if summary.rest:
        yield (
            f"{summary.rest}行未能识别，原文写入“会议记录（待整理）”"
            if is_zh
            else _not_understood(summary.rest)
        )
    if summary.inside:
        yield _inside(summary, is_zh=is_zh)


def _people(summary: Summary, *, is_zh: bool) -> str:
    names = [one_line(name) for name in summary.came[:_MOST]]
    more = ("等" if is_zh else " …") if len(summary.came) > _MOST else ""
    if is_zh:
        guess = "（按项目角色预填，请核对）" if summary.is_guess else ""
        return f"参会：{'、'.join(names)}{more}{guess}"
    guess = " (by role in the project, please check)" if summary.is_guess else ""
    return f"present: {', '.join(names)}{more}{guess}"


def _inside(summary: Summary, *, is_zh: bool) -> str:
    """That the client is not shown what was discussed, and how to show it."""
    command = f"rdclient set {summary.name} notes.0.audience client"
    if is_zh:
        return f"{summary.inside}条讨论仅内部可见；要对客户公开：{command}"
    points = "1 point is" if summary.inside == 1 else f"{summary.inside} points are"
    them = "it" if summary.inside == 1 else "them"
    return f"{points} internal; to show {them} to the client: {command}"


def _not_understood(count: int) -> str:
    stand = (
        "line was not understood and stands"
        if count == 1
        else "lines were not understood and stand"
    )
    return f"{count} {stand} under “Notes as taken, to be sorted”"


def _counts(summary: Summary, *, is_zh: bool) -> str:
    parts: list[str] = []
    for kind, (zh, one, many) in _KINDS.items():
        count = sum(row.kind == kind for row in summary.rows)
        if count:
            parts.append(f"{zh}{count}项" if is_zh else f"{count} {one if count == 1 else many}")
    came, absent = len(summary.came), summary.absent
    if came:
        parts.append(f"参会{came}人" if is_zh else f"{came} present")
    if absent:
        parts.append(f"缺席{absent}人" if is_zh else f"{absent} absent")
    if summary.following:
        next_one = "下次会议" if is_zh else "next meeting"
        parts.append(f"{next_one} {summary.following}")
    return ("，" if is_zh else ", ").join(parts) or ("无" if is_zh else "nothing yet")


def _table(rows: Sequence[Row], *, is_zh: bool) -> list[tuple[str, ...]]:
    zh = ("类别", "编号", "内容", "责任人", "完成时间")
    en = ("kind", "id", "what", "who", "due")
    unknown = "{}（未找到）" if is_zh else "{} (not found)"
    return [
        zh if is_zh else en,
        *(
            (
                _KINDS[row.kind][0 if is_zh else 1],
                row.id,
                cut(one_line(row.text), _WIDEST),
                one_line(row.person if row.is_known else unknown.format(row.person))
                if row.person
                else "—",
                row.due or "—",
            )
            for row in rows
        ),
    ]
