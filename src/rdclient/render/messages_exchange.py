"""Words for tables: why one is not read, what is wrong with a row or a cell, what was done."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.diagnostic import Finding, family_of
from rdclient.lens import Lang
from rdclient.render.messages_foreign import FOREIGN, REMARKS

_TABLE = {
    "table-needed": (
        "请写明导入什么和表格文件，例如 rdclient import tickets 文件",
        "name what is imported and its table, e.g. rdclient import tickets FILE",
    ),
    "table-format": (
        "没有格式“{0}”。可用：{1}",
        "there is no format '{0}'; use one of: {1}",
    ),
    "unknown-table-kind": (
        "不能导入、导出“{0}”。可用：{1}",
        "there are no tables of '{0}'; use one of: {1}",
    ),
    "table-missing": (
        "没有文件 {0}",
        "there is no file {0}",
    ),
    "table-folder": (
        "{0} 是文件夹，请指定一个表格文件（csv 或 xlsx）",
        "{0} is a folder; name a file (csv or xlsx)",
    ),
    "table-in-use": (
        "无法打开 {0}：可能正在 Excel 中打开，或没有读取权限。请关闭该文件后重试",
        (
            "{0} cannot be opened: it may be open in Excel, or you may not read it. Close it and "
            "try again"
        ),
    ),
    "table-unreadable": (
        "无法读取 {0}：{1}",
        "{0} cannot be read: {1}",
    ),
    "table-too-large": (
        "{0} 超过{1} MB，请拆成几个文件导入",
        "{0} has more than {1} MB; split it into several files",
    ),
    "table-bomb": (
        "{0} 解压后约{1} MB，超过上限{2} MB，未打开。请确认文件来源，或另存为 csv 后导入",
        (
            "{0} unpacks to about {1} MB, more than the limit of {2} MB, and was not opened. Make "
            "sure where it comes from, or save it as csv"
        ),
    ),
    "table-damaged": (
        "{0} 已损坏，或不是 Excel 工作簿。请在 Excel 中打开并另存为 xlsx 或 csv",
        "{0} is damaged or no workbook. Open it in Excel and save it as xlsx or csv",
    ),
    "table-not-xlsx": (
        "{0} 是压缩文件，但不是 Excel 工作簿（xlsx），或已加密",
        "{0} is an archive but no Excel workbook (xlsx), or it is encrypted",
    ),
    "table-old-or-locked": (
        "{0} 是旧格式（xls）或设有密码。请在 Excel 中去掉密码，另存为 xlsx",
        "{0} is in the old format (xls) or has a password. Save it as xlsx, without a password",
    ),
    "table-is-page": (
        "{0} 是网页或 XML，不是表格。请在 Excel 中打开并另存为 xlsx 或 csv",
        "{0} is a web page or XML, no table. Open it in Excel and save it as xlsx or csv",
    ),
    "table-not-a-table": (
        "{0} 不是表格。可导入 csv 和 xlsx",
        "{0} is no table; csv and xlsx can be imported",
    ),
    "table-empty": (
        "{0} 中没有内容",
        "{0} is empty",
    ),
    "table-encoding": (
        "{0} 第{1}行附近的编码无法识别。请另存为 UTF-8 编码的 csv",
        "the encoding of {0} is not known (near line {1}). Save it as csv in UTF-8",
    ),
    "table-quotes": (
        "{0} 从第{1}行起引号不成对，之后的内容无法分列。请检查该行的引号",
        "from line {1} on, the quotes in {0} do not match and its cells cannot be told apart",
    ),
    "table-no-sheets": (
        "{0} 是文本表格，没有工作表，请去掉 --sheet",
        "{0} is a text file and has no sheets; leave out --sheet",
    ),
    "table-which-sheet": (
        "{0} 中没有工作表“{1}”。现有：{2}",
        "{0} has no sheet '{1}'; there are: {2}",
    ),
    "needs-office": (
        '读写 xlsx 需要安装附加组件：pip install "rdclient[office]"。也可以用 csv',
        'for xlsx, install: pip install "rdclient[office]". Or use csv',
    ),
    "needs-calendar": (
        '生成日历文件（ics）需要安装附加组件：pip install "rdclient[calendar]"',
        'for calendar files, install: pip install "rdclient[calendar]"',
    ),
    "list-full": (
        "{0} 放不下这么多记录。请分批导入到不同的项目，或改为一条记录一个文件",
        "{0} cannot hold that many records; import them in parts, or keep a file for each record",
    ),
    "cell-too-long": (
        "单元格 {0} 有{1}个字符，超过 Excel 的上限{2}。请导出为 csv",
        "cell {0} has {1} characters, more than the {2} a workbook holds. Export as csv",
    ),
    "export-unread": (
        "{0} 存在错误，未能读入，导出会不完整。请先运行 rdclient check 并修正",
        "{0} has errors and could not be read, so the table would lack records. Run rdclient check",
    ),
    "output-in-use": (
        "无法写入 {0}：可能正在 Excel 中打开，或没有写入权限。请关闭该文件后重试",
        (
            "{0} cannot be written: it may be open in Excel, or you may not write there. Close it "
            "and try again"
        ),
    ),
    "output-needed": (
        "xlsx 不能显示在屏幕上，请用 -o 写明文件名",
        "a workbook cannot be shown here; name a file with -o",
    ),
}

_MAPPING = {
    "mapping-missing": (
        "没有映射“{0}”。自带的：{1}；自己写的请给出文件路径（.yaml）",
        "there is no mapping '{0}'. Shipped: {1}; for one of your own give its path (.yaml)",
    ),
    "mapping-unreadable": (
        "映射文件 {0} 无法读取：{1}",
        "the mapping {0} cannot be read: {1}",
    ),
    "mapping-none": (
        (
            "{0} 的表头与映射不符。最接近的是 {1}，缺少列：{2}。表头为：{3}。"
            "可用 --mapping 指定映射；--show-mapping {1} 可得到一份样本"
        ),
        (
            "the head of {0} fits no mapping. The nearest is {1}, which lacks: {2}. The head is: "
            "{3}. Name a mapping with --mapping; start one from --show-mapping {1}"
        ),
    ),
    "mapping-which": (
        "{0} 的表头同时符合几个映射：{1}。请用 --mapping 指明其中一个",
        "the head of {0} fits several mappings: {1}. Say which with --mapping",
    ),
    "mapping-no-kind": (
        "映射 {0} 没有 {1} 部分",
        "the mapping {0} has no part for {1}",
    ),
    "mapping-empty": (
        "映射 {0} 中没有任何一种表格。可写：{1}",
        "the mapping {0} has no kind of table in it. It may have: {1}",
    ),
    "mapping-wrong": (
        "映射 {0} 的 {1} 写法不对。写法见 docs/zh/import.md",
        "in the mapping {0}, {1} is not written as it should be; see docs/en/import.md",
    ),
    "mapping-unknown": (
        "映射 {0} 中的 {1} 无法识别。可写：{2}",
        "in the mapping {0}, {1} means nothing. It may be: {2}",
    ),
    "mapping-date": (
        "映射 {0} 的 {1} 中，日期格式“{2}”无法识别，请写成 YYYY-MM-DD hh:mm 这样的形式",
        "in the mapping {0}, {1}: '{2}' is no pattern of dates; write one like YYYY-MM-DD hh:mm",
    ),
    "mapping-field": (
        "映射 {0} 中的字段 {1} 不存在（{2}）。运行 rdclient explain 查看字段",
        "the mapping {0} names a field {1} that {2} do not have; see rdclient explain",
    ),
    "mapping-step": (
        "映射 {0} 中没有“{1}”这种过程记录",
        "the mapping {0} names an event '{1}' that does not exist",
    ),
    "mapping-value": (
        "{0}：字段 {1} 不能取值“{2}”",
        "{0}: the field {1} cannot have the value '{2}'",
    ),
    "source-needed": (
        "映射 {0} 没有写来源系统的名称（source），外部编号无从区分。请用 --source 写明",
        "the mapping {0} does not name the system (source) the ids come from; give --source",
    ),
    "through-is-future": (
        "--through {0} 在将来：数据最多截至现在",
        "--through {0} lies in the future; data reach no further than now",
    ),
}

EXCHANGE: Mapping[str, tuple[str, str]] = MappingProxyType({**_TABLE, **_MAPPING, **FOREIGN})
"""Errors: Chinese and English by their key."""

_CELLS = {
    "cell-character": (
        "含有不允许的字符 {0}（屏幕上看不见），请删去",
        "holds a character that is not allowed, {0} (unseen); delete it",
    ),
    "cell-formula": (
        "是公式，文件中没有算出的值。请在 Excel 中打开、保存后再导入，或粘贴为数值",
        "is a formula without a computed value; open and save it in Excel, or paste the value",
    ),
    "cell-error": (
        "是公式错误“{0}”，请在 Excel 中改正",
        "is an error of a formula, '{0}'; mend it in Excel",
    ),
    "cell-date": (
        "日期“{0}”无法识别，请写成 2026-11-20 14:00，或在映射的 dates 中写明格式",
        "'{0}' is no date that is known; write 2026-11-20 14:00, or name the pattern in dates",
    ),
    "cell-no-year": (
        "日期“{0}”没有写年份",
        "the date '{0}' has no year",
    ),
    "cell-number": (
        "“{0}”不是数字",
        "'{0}' is no number",
    ),
    "cell-word": (
        "“{0}”无法识别。可用：{1}；也可在映射的 words 中对应",
        "'{0}' is not known. It may be: {1}; or give it a meaning in the mapping's words",
    ),
    "cell-word-near": (
        "“{0}”无法识别，是否为 {1}？也可在映射的 words 中对应",
        "'{0}' is not known; did you mean {1}? Or give it a meaning in the mapping's words",
    ),
    "cell-priority": (
        "没有优先级“{0}”。现有：{1}；也可在 policy.yaml 中增加，或在映射的 words 中对应",
        (
            "there is no priority '{0}'. There are: {1}; add it in policy.yaml, or give it a "
            "meaning in the mapping's words"
        ),
    ),
    "cell-person": (
        "没有叫“{0}”的人员。请先登记，或在映射的 words 中对应",
        "nobody is called '{0}'; record the person first, or name one in the mapping's words",
    ),
    "cell-person-near": (
        "没有叫“{0}”的人员，是否为：{1}？也可在映射的 words 中对应",
        "nobody is called '{0}'; did you mean {1}? Or name one in the mapping's words",
    ),
    "cell-people": (
        "“{0}”对应几个人：{1}。请写编号",
        "'{0}' may be several people: {1}; write an id",
    ),
    "cell-reference": (
        "没有找到“{0}”",
        "there is no '{0}' to refer to",
    ),
    "cell-reference-near": (
        "没有找到“{0}”，是否为：{1}？",
        "there is no '{0}' to refer to; did you mean {1}?",
    ),
    "cell-form": (
        "“{0}”的写法不对",
        "'{0}' does not have the form it should have",
    ),
    "cell-entry": (
        "第{0}项“{1}”无法识别。一行一项，如 2026-11-17 09:40 responded zhang.min; note=已电话说明",
        "entry {0}, '{1}', cannot be read; write 2026-11-17 09:40 responded kim; note=by phone",
    ),
    "cell-entry-field": (
        "没有字段“{0}”",
        "there is no field '{0}'",
    ),
    "cell-part": (
        "这个字段之下有几个字段，映射中请写明其中一个",
        "the field has fields in it; the mapping must name one of them",
    ),
    "cell-bilingual": (
        "记录中这段文字有中英文两种，不能用“{0}”整个替换。请用“（中文）”“（英文）”两列",
        "the record has this text in two languages; '{0}' cannot replace both. Use (zh) and (en)",
    ),
    "cell-one-language": (
        "记录中这段文字只有一种语言，请先在文件中改为 zh 和 en 两行，再填“{0}”",
        "the record has this text in one language; write zh and en in the file before '{0}'",
    ),
    "cell-empty": (
        "{0} 不能为空",
        "{0} must not be empty",
    ),
    "cell-refused": ("{0}", "{0}"),
    "cell-stale": (
        (
            "未改：“{0}”可能早于记录中的“{1}”。该行最后变动于 {2}，当时的数据已经导入过，"
            "之后记录有人改过。以表格为准请加 --overwrite"
        ),
        (
            "left as it is: '{0}' may be older than '{1}' in the record. The row last changed at "
            "{2}, which was imported before; somebody changed the record since. With --overwrite "
            "the table wins"
        ),
    ),
}

_ROWS = {
    "row-no-id": (
        "没有编号。如为合并单元格，请取消合并并逐行填写",
        "has no id; if cells are merged, part them and fill each row",
    ),
    "row-twice": (
        "编号“{0}”重复，第{1}行已有",
        "the id '{0}' stands in line {1} already",
    ),
    "row-id-form": (
        "编号“{0}”的写法不对：由大写字母、数字和连字符组成，如 REQ-012；人员用小写，如 zhang.min",
        "'{0}' cannot be an id; write capitals, digits, hyphens (REQ-012), people in small letters",
    ),
    "row-id-taken": (
        "编号“{0}”已被其他记录占用",
        "the id '{0}' is another record's",
    ),
    "row-other-id": (
        "外部编号相同的记录是 {1}，与“{0}”不符",
        "the record of that external id is {1}, not '{0}'",
    ),
    "row-other-source": (
        "记录 {0} 的来源是“{1}”。是同一条的，请加 --source {1}",
        "the record {0} came from '{1}'; if it is the same, say --source '{1}'",
    ),
    "row-contact-id": (
        "无法为联系人取编号，请加一列“编号”，如 zhang.min",
        "no id can be made for this contact; add a column Id, e.g. zhang.min",
    ),
    "survey-no-quarter": (
        "没有写是哪个季度的调查。请加一列“季度”（如 2026-Q4），或用 --with survey.quarter=2026-Q4",
        "the quarter of the survey is missing; add a column, or --with survey.quarter=2026-Q4",
    ),
    "column-unknown": (
        "列“{0}”不在映射中",
        "the column '{0}' is not in the mapping",
    ),
    "column-twice": (
        "列“{0}”重复，无法确定以哪一列为准",
        "the column '{0}' stands there twice, and nobody knows which counts",
    ),
    "entry-kept": (
        "过程记录 {0} {1} 已有，内容与表格不同，保持原样；要更正请用 rdclient set",
        "the entry {0} {1} is there already and says otherwise; it stays. To mend it: rdclient set",
    ),
}

FAULTS: Mapping[str, tuple[str, str]] = MappingProxyType({**_CELLS, **_ROWS, **REMARKS})
"""What is wrong with cells, rows and columns: Chinese and English by the key."""


def fault_words(key: str, details: tuple[object, ...], *, lang: Lang) -> str:
    """The words for a fault."""
    words = FAULTS[key][0 if lang is Lang.ZH else 1]
    return words.format(*(_detail(detail, lang) for detail in details))


def _detail(detail: object, lang: Lang) -> str:
    if isinstance(detail, tuple):
        return ("、" if lang is Lang.ZH else ", ").join(_detail(item, lang) for item in detail)
    if isinstance(detail, Finding):
        from rdclient.render.messages import message

        told = message(detail, lang=lang)
        return f"{told.headline}{'；' if lang is Lang.ZH else '; '}{told.help}"
    family = family_of(detail)
    if family and lang is Lang.ZH:
        from rdclient.render.terms import word

        return f"{detail}（{word(family, str(detail), lang=lang)}）"
    return str(detail)
