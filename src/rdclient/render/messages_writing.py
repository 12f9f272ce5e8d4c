"""Words for what the writing verbs refuse: no such field, no such event, a value that cannot be."""

from collections.abc import Mapping
from types import MappingProxyType

_AIM = {
    "not-an-id": (
        "“{0}”不是编号，请改用编号，未作改动。名称相符的：{1}",
        "'{0}' is no id; nothing was written. Write the id of what is meant: {1}",
    ),
    "id-given-twice": (
        "编号“{0}”给了两条记录，无法确定是哪一条，未作改动：{1}。请先运行 rdclient check 并修正",
        "the id '{0}' was given twice, so nothing was written: {1}. Run rdclient check first",
    ),
    "record-unread": (
        "{0} 存在错误，未能读入，未作改动。请先运行 rdclient check 并修正",
        "{0} has errors and could not be read; nothing was written. Run rdclient check first",
    ),
    "unknown-reference": (
        "没有找到“{0}”，未作改动。现有：{1}",
        "there is no '{0}' to refer to; nothing was written. There are: {1}",
    ),
}

_FIELD = {
    "unknown-field": (
        "没有名为“{0}”的字段。可用的字段：{1}",
        "there is no field '{0}'. Fields of this kind: {1}",
    ),
    "unknown-field-near": (
        "没有名为“{0}”的字段，是否为 {1}？可用的字段：{2}",
        "there is no field '{0}'; did you mean {1}? Fields of this kind: {2}",
    ),
    "field-which": (
        "“{0}”可能指几个字段，请写明其中一个：{1}",
        "'{0}' may mean several fields; write one of: {1}",
    ),
    "field-is-state": (
        "没有字段“{0}”：状态由过程记录得出，请用 rdclient event 补一条",
        "there is no field '{0}': a state follows from the events; add one with rdclient event",
    ),
    "field-is-id": (
        "编号 {0} 不能用 set 修改：请用 rdclient renumber，文件名和引用会一并改（{1}）",
        (
            "the id {0} is not changed by set: use rdclient renumber, which changes the name of "
            "its file and every record that names it too ({1})"
        ),
    ),
    "field-is-events": (
        (
            "过程记录只加不改，请用 rdclient event 补一条；要更正某一条，写明序号和字段，"
            "从0数起，如 events.0.note"
        ),
        (
            "events are added, not replaced: use rdclient event. To correct one, name it and its "
            "field, counted from 0: events.0.note"
        ),
    ),
    "field-is-list": (
        (
            "{0} 是列表（现有{1}项），不能整个替换：改其中一项，写明序号，从0数起，如 {0}.0；"
            "增删请手工修改 {2}"
        ),
        (
            "{0} is a list ({1} on it) and is not replaced as a whole: change one item by its "
            "number, counted from 0, e.g. {0}.0; add and delete by hand in {2}"
        ),
    ),
    "field-index": (
        "{0} 没有第“{1}”项：现有{2}项，从0数起",
        "{0} has no item '{1}': there are {2}, counted from 0",
    ),
    "field-is-part": (
        "{0} 之下有几个字段，请写明其中一个：{1}",
        "{0} holds several fields; write one of: {1}",
    ),
    "field-parent-missing": (
        "这条记录还没有 {0}。请先在 {2} 中手工加上 {0}，下一行缩进写 {1}",
        "there is no {0} in this record yet; first add {0} by hand in {2}, with {1} below it",
    ),
    "field-has-none": (
        "{0} 是单个值，没有下一级“{1}”",
        "{0} is a single value and has no '{1}' in it",
    ),
    "field-by-hand": (
        "{0} 不能用 set 修改，请手工修改 {1}",
        "{0} is not changed by set; change {1} by hand",
    ),
    "text-is-plain": (
        "{0} 目前只有一种语言。要写两种，请在 {1} 中手工改为 zh 和 en 两行",
        "{0} is in one language so far. For two, write the lines zh and en below it by hand in {1}",
    ),
    "text-is-bilingual": (
        "{0} 有两种语言，请写明改哪一种：{0}.zh 或 {0}.en",
        "{0} is in two languages; write which one: {0}.zh or {0}.en",
    ),
}

_VALUE = {
    "value-empty": (
        "{0} 没有写内容。要删去这个字段，请手工修改文件",
        "there is no value for {0}. To take the field away, change the file by hand",
    ),
    "value-character": (
        "{0} 的内容含有不允许的字符 {1}（屏幕上看不见），未作改动。请删去后重试",
        (
            "the value for {0} holds a character that is not allowed, {1} (unseen); nothing was "
            "written. Delete it and try again"
        ),
    ),
    "value-refused": (
        "未作改动：{0}",
        "nothing was written: {0}",
    ),
}

_EVENT = {
    "no-events": (
        "{0} 没有过程记录（events），未作改动。请手工修改 {1}",
        "{0} has no events; nothing was written. Change {1} by hand",
    ),
    "no-events-but-days": (
        "{0} 没有过程记录（events），未作改动。日期用 rdclient set 填写：{2}。文件：{1}",
        (
            "{0} has no events; nothing was written. Its dates are fields, written with rdclient "
            "set: {2}. It stands in {1}"
        ),
    ),
    "no-events-but-lists": (
        "{0} 没有过程记录（events），未作改动。请在 {1} 的列表中手工加一条：{2}",
        "{0} has no events; nothing was written. Add an entry to its list by hand in {1}: {2}",
    ),
    "no-events-but-both": (
        (
            "{0} 没有过程记录（events），未作改动。日期用 rdclient set 填写：{2}；"
            "列表请在 {1} 中手工加一条：{3}"
        ),
        (
            "{0} has no events; nothing was written. Its dates are fields, written with rdclient "
            "set: {2}; to a list, add an entry by hand in {1}: {3}"
        ),
    ),
    "event-is-entry": (
        "“{0}”不写在 events 里，而是列表 {1} 的一项，未作改动。请在 {2} 中手工加一条",
        "'{0}' is no event but an entry of {1}; nothing was written. Add it by hand in {2}",
    ),
    "unknown-event": (
        "没有“{0}”这种过程记录。可用：{2}",
        "there is no event '{0}'. One of: {1}",
    ),
    "unknown-event-near": (
        "没有“{0}”这种过程记录，是否为{3}？可用：{4}",
        "there is no event '{0}'; did you mean {1}? One of: {2}",
    ),
    "event-lacks": (
        "“{0}”缺少内容，未作改动。请加上 {1}",
        "'{0}' says too little; nothing was written. Add {1}",
    ),
    "with-form": (
        "“{0}”应写成 字段=内容，例如 --with due=2026-12-01",
        "'{0}' should be FIELD=VALUE, e.g. --with due=2026-12-01",
    ),
    "with-twice": (
        "{0} 写了两次，请只写一次",
        "{0} stands there twice; write it once",
    ),
}

WRITING: Mapping[str, tuple[str, str]] = MappingProxyType({**_AIM, **_FIELD, **_VALUE, **_EVENT})
"""Chinese and English by the key of the error."""
