"""Words for what people type out of habit: times (RD002), characters (RD008, RD009)."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.render.messages_value import Wording

_TIME = {
    "RD002": Wording(
        "时间“{value}”无法识别",
        "“{value}” is not a date or a time",
        "日期写成 2026-11-20，时间写成 2026-11-20 14:00",
        "write a date as 2026-11-20, a time as 2026-11-20 14:00",
    ),
    "RD002.suggestion": Wording(
        "时间“{value}”无法识别",
        "“{value}” is not written as a date or a time",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD002.day": Wording(
        "此处只填日期，“{value}”多了时刻",
        "only a date belongs here; “{value}” has a time of day",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD002.year": Wording(
        "日期“{value}”缺少年份",
        "the date “{value}” has no year",
        "请在前面补上年份，写成“年份-{rest}”，例如 2026-{rest}",
        "put the year in front: YYYY-{rest}, e.g. 2026-{rest}",
    ),
    "RD002.year-near": Wording(
        "日期“{value}”缺少年份",
        "the date “{value}” has no year",
        "请写成 {suggestion}（本文件的其他日期都在这一年）",
        "write {suggestion} (the year of the other dates in this file)",
    ),
    "RD002.short-year": Wording(
        "日期“{value}”的年份不足四位",
        "the year of “{value}” has only two digits",
        "按年、月、日的顺序，请写成 {suggestion}",
        "if it is year, month and day, write {suggestion}",
    ),
    "RD002.month": Wording(
        "“{value}”没有写到日",
        "“{value}” names no day",
        "请写明是哪一天，例如 2026-11-30",
        "write which day, e.g. 2026-11-30",
    ),
    "RD002.relative": Wording(
        "“{value}”过几天就看不出是哪一天",
        "nobody can tell in a few days which day “{value}” was",
        "请写出日期，例如 2026-11-20；有时刻的，写成 2026-11-20 14:00",
        "write the date, e.g. 2026-11-20, or with the time 2026-11-20 14:00",
    ),
    "RD002.serial": Wording(
        "“{value}”是 Excel 内部的日期序号",
        "“{value}” is the number a spreadsheet keeps for a date",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD002.range": Wording(
        "“{value}”是一段时间，此处只能填一个日期或时间",
        "“{value}” is a span; one date or time belongs here",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD002.no-date": Wording(
        "“{value}”只有时刻，没有日期",
        "“{value}” has a time of day but no date",
        "请在前面补上日期，例如 2026-11-20 {suggestion}",
        "put the date in front, e.g. 2026-11-20 {suggestion}",
    ),
    "RD002.midnight": Wording(
        "没有“{value}”这个时刻：一天到 23:59 为止",
        "there is no such time as “{value}”: a day ends at 23:59",
        "请写成次日零点：{suggestion}",
        "write 00:00 of the next day: {suggestion}",
    ),
    "RD002.pending": Wording(
        "“{value}”不是日期",
        "“{value}” is not a date",
        "日期未定的，删去“{field}”，定了再补",
        "if it is not known yet, delete “{field}” and add it later",
    ),
    "RD002.pending-required": Wording(
        "“{value}”不是日期，而“{field}”必须填写",
        "“{value}” is not a date, and “{field}” cannot be left out",
        "请先填计划的日期，变了再改；还没有发生的事，整条删去",
        "write the planned date and change it later; delete an entry that has not happened",
    ),
    "RD002.nonexistent": Wording(
        "没有“{value}”这个日期或时刻",
        "there is no such date or time as “{value}”",
        "请核对月份、日期和时刻",
        "check the month, the day and the time of day",
    ),
    "RD002.shape": Wording(
        "此处应填一个日期或时间，现为列表或多个字段",
        "one date or time belongs here, not a list or a mapping",
        "日期写成 2026-11-20，时间写成 2026-11-20 14:00",
        "write a date as 2026-11-20, a time as 2026-11-20 14:00",
    ),
    "RD002.empty": Wording(
        "此处缺少日期",
        "the date is missing here",
        "请补上日期，例如 2026-11-20；日期未定的，删去这一行",
        "add it, e.g. 2026-11-20; if it is not known yet, delete the line",
    ),
    "RD002.gap": Wording(
        "{zone} 当天拨快时钟，没有“{value}”这个时刻",
        "“{value}” does not exist in {zone}: the clock was put forward over it",
        "请核对时刻，或写明时差，例如 {early}",
        "check the time, or write the offset too, e.g. {early}",
    ),
    "RD002.overlap": Wording(
        "{zone} 当天拨慢时钟，“{value}”出现两次，无法确定是哪一次",
        "“{value}” happened twice in {zone}: the clock was put back over it",
        "请写明时差：第一次是 {early}，第二次是 {late}",
        "write the offset: the first is {early}, the second {late}",
    ),
}

_CHARACTER = {
    "RD008": Wording(
        "第{line}行第{column}列有不允许的字符 {character}（屏幕上看不见）",
        "line {line}, column {column} holds a character that is not allowed, {character} (unseen)",
        "多半是从网页、微信或 Word 粘贴带入的：光标移到第{column}列，按 Delete 键删去",
        "most often it was pasted: go to column {column} and press Delete",
    ),
    "RD008.escape": Wording(
        "这段文字用反斜杠写入了不允许的字符 {character}",
        "this text holds a character that is not allowed, {character}, written as an escape",
        "请删去这个写法",
        "delete the escape",
    ),
    "RD009.colon": Wording(
        "第{line}行第{column}列的冒号是全角“{character}”",
        "the colon at line {line}, column {column} is full-width, “{character}”",
        "请改为半角“{write}”，后面空一格",
        "write “{write}” and a blank",
    ),
    "RD009.colon-key": Wording(
        "第{line}行第{column}列的冒号是全角“{character}”，字段名“{key}”也要换成英文",
        "the colon at line {line}, column {column} is full-width, “{character}”, and "
        "“{key}” is a field name in Chinese",
        "请写成“{write}”，后面空一格",
        "write “{write}” and a blank",
    ),
    "RD009.field": Wording(
        "字段名要用英文，此处写的是“{character}”",
        "field names are in English; “{character}” stands here",
        "请改为 {write}",
        "write {write}",
    ),
    "RD009.blank": Wording(
        "第{line}行第{column}列是全角空格",
        "the blank at line {line}, column {column} is full-width (U+3000)",
        "请改为半角空格",
        "write a plain blank",
    ),
    "RD009.blank-other": Wording(
        "第{line}行第{column}列是特殊空格 {character}，看上去与普通空格一样",
        "the blank at line {line}, column {column} is not a plain one ({character})",
        "请删去，改按空格键输入；多半是从网页或 Word 粘贴带入的",
        "delete it and type a plain blank; most often it was pasted",
    ),
    "RD009.extra": Wording(
        "第{line}行第{column}列多了“{character}”",
        "“{character}” at line {line}, column {column} is one too many",
        "请删去",
        "delete it",
    ),
    "RD009.number": Wording(
        "第{line}行第{column}列的序号“{character}”不是列表符号",
        "the number “{character}” at line {line}, column {column} does not start a list item",
        "请改为“- ”，不写序号",
        "write “- ” in its place; items are not numbered",
    ),
    "RD009.wrapped": Wording(
        "内容前后多了标点：{character}",
        "there are marks around the value that do not belong to it: {character}",
        "请写成 {write}",
        "write {write}",
    ),
    "RD009.numeral": Wording(
        "数字“{character}”是中文数字",
        "the number “{character}” is written in Chinese",
        "请写成 {write}",
        "write {write}",
    ),
    "RD009.comma": Wording(
        "第{line}行第{column}列的“{character}”是中文标点",
        "the separator at line {line}, column {column} is full-width, “{character}”",
        "各项之间请用半角逗号“{write}”",
        "write “{write}” between the items",
    ),
    "RD009.quote": Wording(
        "第{line}行第{column}列用了中文引号 {character}",
        "the quote at line {line}, column {column} is a curly one: {character}",
        "请改为半角引号 {write}",
        "write {write}",
    ),
    "RD009.bracket": Wording(
        "第{line}行第{column}列的括号是全角“{character}”",
        "the bracket at line {line}, column {column} is full-width, “{character}”",
        "请改为半角“{write}”",
        "write “{write}”",
    ),
    "RD009.dash": Wording(
        "第{line}行第{column}列的“{character}”不是列表符号",
        "“{character}” at line {line}, column {column} does not start a list item",
        "请改为半角“{write}”，后面空一格",
        "write “{write}” and a blank",
    ),
    "RD009.indent": Wording(
        "第{line}行用全角空格缩进",
        "line {line} is indented with a full-width blank (U+3000)",
        "请改用半角空格，并与同级字段对齐",
        "use plain blanks and align the line with its level",
    ),
    "RD009.indent-other": Wording(
        "第{line}行用特殊空格 {character} 缩进，看上去与普通空格一样",
        "line {line} is indented with a blank that is not a plain one ({character})",
        "请删去，改按空格键输入，并与同级字段对齐；多半是从网页或 Word 粘贴带入的",
        "delete it and type plain blanks, aligned with its level; most often it was pasted",
    ),
    "RD009.digit": Wording(
        "“{character}”是全角数字",
        "“{character}” is written in full-width digits",
        "请写成 {write}",
        "write {write}",
    ),
    "RD009.text": Wording(
        "“{character}”含有全角字符",
        "“{character}” holds full-width characters",
        "请写成 {write}",
        "write {write}",
    ),
    "RD009.word": Wording(
        "此处不能写中文“{character}”，要写对应的英文词",
        "the Chinese word “{character}” stands where a token belongs",
        "请写成 {write}",
        "write {write}",
    ),
    "RD009.word-near": Wording(
        "此处不能写“{character}”，意思最接近的取值是 {write}",
        "“{character}” is not one of the allowed values; the nearest in meaning is {write}",
        "请写成 {write}；可用的取值：{known}",
        "write {write}; allowed values: {known}",
    ),
}

TYPED: Mapping[str, Wording] = MappingProxyType(_TIME | _CHARACTER)
"""By code, or by code and variant; part of ``LOADING``."""
