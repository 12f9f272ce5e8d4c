"""Words for what is wrong with a field or a value: RD005, RD006 and RD007."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Wording:
    """What a finding says, and how to mend it; each ``{fact}`` in it is replaced."""

    zh: str
    en: str
    help_zh: str
    help_en: str


_FIELD = {
    "RD005": Wording(
        "没有名为“{field}”的字段",
        "there is no field “{field}” here",
        "此处可用的字段：{known}",
        "fields that belong here: {known}",
    ),
    "RD005.state": Wording(
        "没有字段“{field}”：状态不单独填写",
        "there is no field “{field}”: a state is never written down",
        "状态由过程记录得出，请在 events 中补一条，如 - {at: 2026-11-20, type: started}",
        "it follows from the events; add one, e.g. - {at: 2026-11-20, type: started}",
    ),
    "RD005.near": Wording(
        "没有名为“{field}”的字段，是否为“{suggestion}”",
        "there is no field “{field}” here; did you mean “{suggestion}”?",
        "请改为 {suggestion}",
        "write {suggestion}",
    ),
    "RD007": Wording(
        "缺少字段“{field}”",
        "the field “{field}” is missing",
        "请补上“{field}: …”",
        "add “{field}: …”",
    ),
}

_VALUE = {
    "RD006": Wording(
        "取值“{value}”不符合要求（{expected}）",
        "the value “{value}” does not fit ({expected})",
        "请对照示例核对这个字段的写法",
        "compare the field with an example",
    ),
    "RD006.text": Wording(
        "此处应填文字",
        "a text belongs here",
        "请写成一段文字；两种语言都有的，写成 zh: 和 en: 两行",
        "write one text; for two languages, the two keys zh: and en:",
    ),
    "RD006.empty": Wording(
        "此处没有填写内容",
        "there is no value here",
        "请补上内容；暂时没有的，删去这个字段",
        "add the value; if there is none yet, delete the field",
    ),
    "RD006.quote": Wording(
        "“{value}”没有加引号，会被当作数值、真假或空值，写法可能改变",
        "“{value}” is not quoted, so YAML reads it as something else and may change it",
        "请加引号：{suggestion}",
        "quote it: {suggestion}",
    ),
    "RD006.list": Wording(
        "此处应为列表",
        "a list belongs here",
        "每项一行，以“- ”开头，或写成 [甲, 乙]",
        "one item a line, each after “- ”, or [one, two]",
    ),
    "RD006.list-near": Wording(
        "此处应为列表，“{value}”只是一段文字",
        "a list belongs here; “{value}” is one text",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD006.empty-list": Wording(
        "列表没有内容",
        "the list has no items",
        "请补上各项；确实没有的，写 [] 或删去这个字段",
        "add the items; if there are none, write [] or delete the field",
    ),
    "RD006.mapping": Wording(
        "此处应为“字段: 内容”的形式",
        "fields belong here, each as “name: value”",
        "请逐行填写字段，例如：{known}",
        "write the fields line by line, e.g.: {known}",
    ),
    "RD006.dict": Wording(
        "此处应为“名称: 内容”的形式",
        "names with values belong here, each as “name: value”",
        "请逐行写成“名称: 内容”",
        "write one “name: value” a line",
    ),
    "RD006.boolean": Wording(
        "此处应填 true 或 false，现为“{value}”",
        "true or false belongs here, not “{value}”",
        "是写 true，否写 false，不加引号",
        "write true or false, without quotes",
    ),
    "RD006.boolean-near": Wording(
        "此处应填 true 或 false，现为“{value}”",
        "true or false belongs here, not “{value}”",
        "请写成 {suggestion}，不加引号",
        "write {suggestion}, without quotes",
    ),
    "RD006.integer": Wording(
        "此处应填整数，现为“{value}”",
        "a whole number belongs here, not “{value}”",
        "请写成整数，例如 3，不带单位和引号",
        "write a whole number such as 3, without unit or quotes",
    ),
    "RD006.number": Wording(
        "此处应填数字，现为“{value}”",
        "a number belongs here, not “{value}”",
        "请写成数字，例如 3 或 2.5，不带单位和引号",
        "write a number such as 3 or 2.5, without unit or quotes",
    ),
    "RD006.unquote": Wording(
        "数字“{value}”加了引号或分隔符，会被当作文字",
        "the number “{value}” has quotes or separators, so it is read as a text",
        "请写成 {suggestion}，不加引号",
        "write {suggestion}, without quotes",
    ),
    "RD006.amount": Wording(
        "金额“{value}”无法识别",
        "“{value}” is not an amount",
        '整数直接写，例如 86000；有小数的加引号，例如 "86000.50"；不带币种和千分位',
        'write 86000, or with decimals "86000.50" in quotes; no currency, no separators',
    ),
    "RD006.amount-near": Wording(
        "金额“{value}”无法识别",
        "“{value}” is not written as an amount",
        "请写成 {suggestion}，不带单位、币种和千分位",
        "write {suggestion}, without unit, currency and separators",
    ),
    "RD006.finite": Wording(
        "“{value}”不是确定的数",
        "“{value}” is not a definite number",
        "请填实际数字；未采集的，删去这个字段",
        "write the number; if it was not recorded, delete the field",
    ),
    "RD006.unit": Wording(
        "“{value}”带有单位或其他文字，此处只填数字",
        "“{value}” has a unit or a word in it; only a number belongs here",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD006.scale": Wording(
        "此处填 {low} 到 {high} 的整数，现为“{value}”",
        "a whole number from {low} to {high} belongs here, not “{value}”",
        "请写成 {low}（最低）到 {high}（最高）之间的数字",
        "write a number from {low} (lowest) to {high} (highest)",
    ),
    "RD006.pending": Wording(
        "“{value}”不能作为内容",
        "“{value}” is not a value",
        "尚未确定的，删去“{field}”，定了再补",
        "if it is not known yet, delete “{field}” and add it later",
    ),
    "RD006.pending-number": Wording(
        "“{value}”不是数字，而“{field}”必须填写",
        "“{value}” is not a number, and “{field}” cannot be left out",
        "请先填暂定的数字，定了再改",
        "write a preliminary number and change it later",
    ),
    "RD006.minimum": Wording(
        "“{value}”小于允许的最小值 {limit}",
        "“{value}” is below the least value, {limit}",
        "请核对数字，不小于 {limit}",
        "check the number: {limit} or more",
    ),
    "RD006.maximum": Wording(
        "“{value}”大于允许的最大值 {limit}",
        "“{value}” is above the greatest value, {limit}",
        "请核对数字，不大于 {limit}",
        "check the number: {limit} or less",
    ),
    "RD006.long-number": Wording(
        "数字过长",
        "the number is too long",
        "如果是编号，请加引号",
        "if it is a number in name only, quote it",
    ),
    "RD006.enum": Wording(
        "取值“{value}”不在允许的范围内",
        "“{value}” is not one of the allowed values",
        "可用的取值：{known}",
        "allowed values: {known}",
    ),
    "RD006.enum-near": Wording(
        "取值“{value}”不在允许的范围内，是否为“{suggestion}”",
        "“{value}” is not one of the allowed values; did you mean “{suggestion}”?",
        "请改为 {suggestion}；可用的取值：{known}",
        "write {suggestion}; allowed values: {known}",
    ),
    "RD006.form": Wording(
        "“{value}”的写法不符合要求",
        "“{value}” is not in the form wanted here",
        "请参照 {example} 的写法",
        "write it like {example}",
    ),
    "RD006.form-near": Wording(
        "“{value}”的写法不符合要求",
        "“{value}” is not in the form wanted here",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD006.id": Wording(
        "“{value}”不能作编号：只能用大写英文字母、数字和连字符",
        "“{value}” cannot be an id: capital letters, digits and hyphens only",
        "请参照 {example} 的写法；名称写在 title 或 name 中",
        "write it like {example}; the name goes into title or name",
    ),
    "RD006.rule-code": Wording(
        "“{value}”不是规则编码",
        "“{value}” is not the code of a rule",
        "请写一个编码，例如 RD422；rdclient explain 列出全部编码",
        "write one code, e.g. RD422; rdclient explain lists them",
    ),
    "RD006.titled": Wording(
        "编号“{value}”后面多了文字",
        "there is more than an id in “{value}”",
        "请写成 {suggestion}，名称写在 title 或 name 中",
        "write {suggestion}; the name goes into title or name",
    ),
    "RD006.slug": Wording(
        "“{value}”不能作编号：只能用小写英文字母、数字、点和连字符",
        "“{value}” cannot be an id: lower-case letters, digits, dots and hyphens only",
        "请写成拼音，例如 {example}；姓名写在 name 中",
        "write it in Latin letters, e.g. {example}; the name goes into name",
    ),
    "RD006.file": Wording(
        "文件名“{name}”不能作编号",
        "the file name “{name}” cannot be an id",
        "文件名就是编号，请改名，例如 {suggestion}；标题写在文件里",
        "the file name is the id; rename it, e.g. {suggestion}; the title goes into the file",
    ),
    "RD006.file-near": Wording(
        "文件名“{name}”不能作编号",
        "the file name “{name}” cannot be an id",
        "请改名为 {suggestion}",
        "rename it to {suggestion}",
    ),
    "RD006.file-taken": Wording(
        "文件名“{name}”不能作编号，{suggestion}已经存在",
        "the file name “{name}” cannot be an id, and {suggestion} exists",
        "是副本的，请删除；是另一条记录的，请换一个编号",
        "delete it if it is a copy; give another record an id of its own",
    ),
    "RD006.folder": Wording(
        "文件夹名“{name}”不能作编号",
        "the folder name “{name}” cannot be an id",
        "请改为拼音或英文，例如 {suggestion}；中文名称写在 name 中",
        "rename it in Latin letters, e.g. {suggestion}; the name goes into name",
    ),
    "RD006.folder-near": Wording(
        "文件夹名“{name}”不能作编号",
        "the folder name “{name}” cannot be an id",
        "请改名为 {suggestion}",
        "rename it to {suggestion}",
    ),
    "RD006.key": Wording(
        "字段名“{value}”不是文字",
        "the field name “{value}” is not a text",
        "请给字段名加引号",
        "quote the name",
    ),
    "RD006.timezone": Wording(
        "没有名为“{value}”的时区",
        "there is no time zone “{value}”",
        "请写成“洲/城市”的形式，例如 Asia/Shanghai",
        "write it as Area/City, e.g. Asia/Shanghai",
    ),
    "RD006.calendar": Wording(
        "没有名为“{value}”的日历",
        "there is no calendar “{value}”",
        "可用的日历：{known}；自己的日历写在 calendars/ 文件夹，文件名即日历名",
        "calendars: {known}; one of your own is a file in the folder calendars/, called as it is",
    ),
    "RD006.calendar-near": Wording(
        "没有名为“{value}”的日历，是否为“{suggestion}”",
        "there is no calendar “{value}”; did you mean “{suggestion}”?",
        "请改为 {suggestion}；可用的日历：{known}",
        "write {suggestion}; calendars: {known}",
    ),
    "RD006.document-number": Wording(
        "文档编号的格式“{value}”有误",
        "“{value}” is not a pattern for document numbers",
        "花括号中可写：{known}；流水号的写法如 {week:03d}",
        "braces may hold: {known}; with leading zeros e.g. {week:03d}",
    ),
    "RD006.code": Wording(
        "没有编码“{value}”",
        "there is no code “{value}”",
        "相近的编码：{known}；写法如 RD430: info",
        "the nearest code: {known}; write e.g. RD430: info",
    ),
    "RD006.fixed-code": Wording(
        "{value}的级别不能调整：出现这类问题的记录没有读入",
        "the severity of {value} is fixed: a record with that fault is not read",
        "请删除这一行，并改正相应的记录",
        "delete this line and mend the records",
    ),
    "RD006.signed-code": Wording(
        "{value}的级别不能调低：它守护双方已签字的内容，也不能豁免",
        "the severity of {value} is fixed: it guards what both sides signed, and is never waived",
        "请删除这一行；签字内容确需修改的，按变更流程办理",
        "delete this line; signed text changes by an approved change request",
    ),
    "RD006.duration": Wording(
        "“{value}”不是时限",
        "“{value}” is not a length of time",
        "请写成 30m（分钟）、2h（小时）、5wd（工作日）或 3cd（自然日）；不约定时限的写 null",
        "write 30m, 2h, 5wd (working days) or 3cd (calendar days); null where none is agreed",
    ),
    "RD006.duration-near": Wording(
        "“{value}”不是时限",
        "“{value}” is not a length of time",
        "请改为 {suggestion}",
        "write {suggestion}",
    ),
    "RD006.duration-days": Wording(
        "“{value}”没有写明是工作日还是自然日",
        "“{value}” does not say whether working days or calendar days are meant",
        "工作日写 {working}，自然日写 {natural}",
        "write {working} for working days, {natural} for calendar days",
    ),
    "RD006.later-date": Wording(
        "生效日期“{value}”不晚于上一版",
        "“{value}” is not later than the version before",
        "各版按生效日期（effective_on）从早到晚排列，每版都要写明",
        "put the versions in the order of effective_on; each later one has its own",
    ),
}

VALUES: Mapping[str, Wording] = MappingProxyType(_FIELD | _VALUE)
"""By code, or by code and variant; part of ``LOADING``."""
