"""What people write before a line of their notes: 决议, 待办, Action, To confirm, and the like."""

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Sort(Enum):
    """What a line of notes tells."""

    DECISION = "decision"
    ACTION = "action"
    CONFIRMATION = "confirmation"
    RISK = "risk"
    NEXT = "next meeting"
    PRESENT = "who came"
    ABSENT = "who did not"
    OBSERVERS = "who listened"
    WHEN = "when it was"
    PLACE = "where"
    CHAIR = "who led it"
    RECORDER = "who wrote"
    AGENDA = "topics"
    POINT = "what was said"
    TITLE = "what it is called"


LISTS = frozenset({Sort.DECISION, Sort.ACTION, Sort.CONFIRMATION, Sort.RISK, Sort.AGENDA,
                   Sort.POINT, Sort.PRESENT, Sort.ABSENT})  # fmt: skip
"""Sorts of which several lines may stand below one word."""

_WORDS: Mapping[Sort, str] = MappingProxyType(
    {
        Sort.DECISION: "决议 决定 会议决定 会议决议 决议事项 决策 decision decisions decided "
        "resolved resolution agreed",
        Sort.ACTION: "待办 待办事项 待办项 代办 任务 行动 行动项 后续工作 后续安排 跟进 跟进事项 "
        "todo to_do todos action actions action_item action_items task tasks follow-up follow_up "
        "next_step next_steps",
        Sort.CONFIRMATION: "待确认 需确认 待确认事项 需确认事项 确认事项 请确认 需客户确认 "
        "待客户确认 to_confirm to_be_confirmed confirm confirmation confirmations tbc "
        "please_confirm",
        Sort.RISK: "风险 风险提示 新增风险 risk risks",
        Sort.NEXT: "下次会议 下次例会 下次时间 下次会议时间 下次 下期会议 next_meeting next "
        "next_time",
        Sort.PRESENT: "参会 参会人 参会人员 参会者 与会 与会人 与会人员 出席 出席人 出席人员 参加 "
        "参加人员 到会 人员 attendees attendee attending present participants who",
        Sort.ABSENT: "缺席 缺席人员 请假 未到 未参加 absent apologies regrets",
        Sort.OBSERVERS: "列席 列席人员 旁听 observers",
        Sort.WHEN: "时间 会议时间 日期 开会时间 time date when",
        Sort.PLACE: "地点 会议地点 会议室 place location venue where",
        Sort.CHAIR: "主持 主持人 chair chaired_by host",
        Sort.RECORDER: "记录 记录人 纪要人 recorder minutes_by notes_by scribe",
        Sort.AGENDA: "议题 会议议题 议程 会议议程 agenda topics topic",
        Sort.POINT: "结论 讨论 讨论要点 讨论内容 要点 情况 进展 通报 会议内容 discussion discussed "
        "notes note conclusion conclusions summary progress status",
        Sort.TITLE: "标题 会议名称 会议主题 主题 会议 title subject meeting",
    }
)
_SORT_OF: Mapping[str, Sort] = MappingProxyType(
    {word.replace("_", " "): sort for sort, words in _WORDS.items() for word in words.split()}
)
_ALL = "|".join(
    re.escape(word).replace(r"\ ", " +") for word in sorted(_SORT_OF, key=len, reverse=True)
)
_NUMBER = r"(?: *(?:\d{1,3}|[一二三四五六七八九十]{1,2}|\(\d{1,2}\)))?"
_SIDE = r"(?: *\((?:甲方|乙方|客户方?|我方|client|vendor)\))?"
_MARKED = re.compile(
    rf"(?:\[(?P<boxed>{_ALL}){_NUMBER} *\] *:?"
    rf"|(?P<word>{_ALL}){_NUMBER}(?:如下)?{_SIDE}(?: *:| - ))",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"(?P<word>{_ALL}){_NUMBER}(?:如下)?\.?", re.IGNORECASE)
_BLANK_AFTER = re.compile(r"(?P<word>todo|待办|待确认|需确认)\s+", re.IGNORECASE)
_TELLING = re.compile(
    r"(?:会议|双方|各方|与会各方)一?致?(?:决定|议定|同意|明确|要求)|(?:一致)?(?:决定|议定)|一致同意"
    r"|(?:it was |we |we have |both sides )?(?:decided|agreed|resolved)\b",
    re.IGNORECASE,
)
_NAMELESS = re.sub(r"\?P<\w+>", "?:", _MARKED.pattern)
_INSIDE = re.compile(rf"(?<=[;.!])\s*(?={_NAMELESS})", re.IGNORECASE)


def marked(text: str) -> tuple[Sort, str, int] | None:
    """What the word at the start of a line says, the word, and the offset after it.

    Args:
        text: half-width, without bullets.
    """
    match = _MARKED.match(text) or _BLANK_AFTER.match(text)
    if match is None:
        return None
    groups = match.groupdict()
    word = groups.get("boxed") or groups["word"]
    return _sort(word), word, match.end()


def alone(text: str) -> tuple[Sort, str] | None:
    """What a line that is nothing but such a word says of those below it."""
    match = _ALONE.fullmatch(text.strip().rstrip(":").strip())
    return (_sort(match["word"]), match["word"]) if match else None


def is_decision(text: str) -> bool:
    """Whether a sentence itself says that something was decided."""
    return _TELLING.match(text) is not None


def breaks(text: str) -> tuple[int, ...]:
    """Offsets within a line at which another such word begins after the end of a sentence."""
    return tuple(match.end() for match in _INSIDE.finditer(text))


def _sort(word: str) -> Sort:
    return _SORT_OF[" ".join(word.lower().split())]
