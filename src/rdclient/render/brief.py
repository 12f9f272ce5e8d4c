"""The group message: a weekly report in so few characters that people read it on a phone."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from rdclient.lens import Lang
from rdclient.render.terms import word
from rdclient.render.when import day, moment_day

_ELLIPSIS = "…"


def weekly(data: Mapping[str, Any], *, lang: Lang) -> str:
    """The week in one message of at most ``brief_characters`` characters.

    What matters most comes first when there is not room for all: state, what is late, what the
    client is asked for, what was done; details shorten before a subject is left out.
    """
    limit: int = data["brief_characters"]
    for size in _sizes():
        text = _message(data, lang, size)
        if len(text) <= limit:
            return text
    return _message(data, lang, (0, 0, 0, 0))[: limit - 1] + _ELLIPSIS


def _sizes() -> Iterator[tuple[int, int, int, int]]:
    """How many of done, late and asked items, and how long their texts, most generous first."""
    yield from (
        (4, 3, 2, 40), (3, 2, 2, 30), (3, 2, 1, 24), (2, 1, 1, 24), (2, 1, 1, 16),
        (1, 1, 1, 16), (1, 1, 1, 12), (1, 1, 1, 8), (0, 1, 1, 8), (0, 1, 0, 8), (0, 0, 0, 8),
    )  # fmt: skip


def _message(data: Mapping[str, Any], lang: Lang, size: tuple[int, int, int, int]) -> str:
    done, late, asked, length = size
    write = _ZH if lang is Lang.ZH else _EN
    name = _short(data["document"]["project"], max(length, 12))
    parts = [write["head"](name, data["week"])]
    if lost := data["document"]["unread_count"]:
        parts.append(write["incomplete"](lost))
    parts.append(write["state"](word("Rag", data["overall"], lang=lang)))
    if done and data["done"]:
        titles = [_short(item["title"], length) for item in data["done"][:done]]
        parts.append(write["done"](titles, len(data["done"])))
    if late and data["unfinished"]:
        parts += [write["late"](item, length, lang) for item in data["unfinished"][:late]]
        if len(data["unfinished"]) > late:
            parts.append(write["more_late"](len(data["unfinished"]) - late))
    if asked and data["requests"]:
        parts += [write["ask"](item, length, lang) for item in data["requests"][:asked]]
        if len(data["requests"]) > asked:
            client = word("AddressForm", data["document"]["address_form"], lang=lang)
            parts.append(write["more"](len(data["requests"]) - asked, client))
    return str(write["joint"].join(parts))


def _short(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: max(1, length - 1)] + _ELLIPSIS


def _late_zh(item: Mapping[str, Any], length: int, lang: Lang) -> str:
    title = _short(item["title"], length)
    if not item["eta"]:
        return f"推迟：{title}，新的完成时间待定。"
    reason = f"（{_short(item['reason'], length)}）" if item["reason"] and length >= 24 else ""  # noqa: PLR2004
    return f"推迟：{title}改至{day(item['eta'], lang=lang)}{reason}。"


def _ask_zh(item: Mapping[str, Any], length: int, lang: Lang) -> str:
    who = f"@{item['owner']['name']} " if item["owner"] else ""
    text = _short(item["text"], length)
    if item["is_overdue"]:
        return f"{who}请处理：{text}（原定{day(item['due'], lang=lang)}，已逾期）。"
    when = f"于{moment_day(item['due'], lang=lang)}前处理" if item["due"] else "处理"
    return f"{who}请{when}：{text}。"


def _late_en(item: Mapping[str, Any], length: int, lang: Lang) -> str:
    title = _short(item["title"], length)
    if not item["eta"]:
        return f"Late: {title}, new date to follow."
    return f"Late: {title}, now {day(item['eta'], lang=lang)}."


def _ask_en(item: Mapping[str, Any], length: int, lang: Lang) -> str:
    who = f"@{item['owner']['name']}: " if item["owner"] else ""
    when = f" by {moment_day(item['due'], lang=lang)}" if item["due"] else ""
    return f"{who}{_short(item['text'], length)}{when}."


_ZH: Mapping[str, Any] = MappingProxyType(
    {
        "joint": "",
        "head": lambda name, week: f"【{name}·第{week}周】",
        "incomplete": lambda count: f"内容不全，有{count}个记录文件未读入。",
        "state": lambda colour: f"总体：{colour}。",
        "done": lambda titles, count: (
            f"完成：{'、'.join(titles)}{f'等{count}项' if count > len(titles) else ''}。"
        ),
        "late": _late_zh,
        "more_late": lambda count: f"另有{count}项推迟。",
        "ask": _ask_zh,
        "more": lambda count, client: f"另有{count}项待{client}处理。",
    }
)
_EN: Mapping[str, Any] = MappingProxyType(
    {
        "joint": " ",
        "head": lambda name, week: f"[{name} · week {week}]",
        "incomplete": lambda count: (
            f"Incomplete: {count} file{'' if count == 1 else 's'} of records not read."
        ),
        "state": lambda colour: f"Overall: {colour}.",
        "done": lambda titles, count: (
            f"Done: {', '.join(titles)}"
            f"{f' and {count - len(titles)} more' if count > len(titles) else ''}."
        ),
        "late": _late_en,
        "more_late": lambda count: f"{count} more late.",
        "ask": _ask_en,
        "more": lambda count, client: f"{count} more for {client}.",
    }
)

BRIEFS: Mapping[str, Callable[..., str]] = MappingProxyType({"weekly-report": weekly})
"""Reports that have a group message."""
