"""Words for requirements of other tools: why they are not read, what is wrong or left out."""

from collections.abc import Mapping
from types import MappingProxyType

FOREIGN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "doorstop-needed": (
            "请写明 Doorstop 文档所在的文件夹",
            "name the folder the Doorstop documents lie in",
        ),
        "reqif-needed": (
            "请写明要导入的 .reqif 或 .reqifz 文件",
            "name the file to import, .reqif or .reqifz",
        ),
        "foreign-option": (
            "{0} 不能用于导入 {1}",
            "{0} means nothing when {1} is imported",
        ),
        "doorstop-missing": ("没有文件夹 {0}", "there is no folder {0}"),
        "doorstop-not-folder": (
            "{0} 不是文件夹，请指定 Doorstop 文档所在的文件夹",
            "{0} is no folder; name the one the Doorstop documents lie in",
        ),
        "doorstop-none": (
            "{0} 中没有 Doorstop 文档（{1}）",
            "there is no Doorstop document ({1}) in {0}",
        ),
        "doorstop-too-many": (
            "{0} 中的文件超过{1}个，请指定文档所在的文件夹",
            "{0} holds more than {1} files; name the folder the documents lie in",
        ),
        "needs-reqif": (
            '读取 ReqIF 需要安装附加组件：pip install "rdclient[reqif]"',
            'for ReqIF, install: pip install "rdclient[reqif]"',
        ),
        "reqif-missing": ("没有文件 {0}", "there is no file {0}"),
        "reqif-folder": (
            "{0} 是文件夹，请指定 .reqif 或 .reqifz 文件",
            "{0} is a folder; name a file, .reqif or .reqifz",
        ),
        "reqif-unreadable": ("无法读取 {0}：{1}", "{0} cannot be read: {1}"),
        "reqif-too-large": (
            "{0} 超过{1} MB，请分模块导出",
            "{0} has more than {1} MB; export it in parts",
        ),
        "reqif-bomb": (
            "{0} 解压后超过上限（约{1} MB，上限{2} MB），未打开。请确认文件来源，或分模块导出",
            (
                "{0} unpacks to about {1} MB (limit {2} MB) and was not opened. Make sure where it "
                "comes from, or export it in parts"
            ),
        ),
        "reqif-damaged": (
            "压缩文件 {0} 已损坏，请重新导出",
            "the archive {0} is damaged; export it again",
        ),
        "reqif-locked": (
            "压缩文件 {0} 设有密码，请解压后导入其中的 .reqif",
            "the archive {0} has a password; unpack it and import the .reqif in it",
        ),
        "reqif-no-text": (
            "压缩文件 {0} 中没有 .reqif",
            "there is no .reqif in the archive {0}",
        ),
        "reqif-xml": (
            "{0} 不是完好的 XML（第{1}行）",
            "{0} is no sound XML (line {1})",
        ),
        "reqif-encoding": (
            "{0} 的编码无法识别，请以 UTF-8 重新导出",
            "the encoding of {0} is not known; export it in UTF-8",
        ),
        "reqif-entities": (
            (
                "{0} 中有文档类型声明（DOCTYPE），可能借以读取其他文件，未打开。"
                "请用需求管理工具重新导出"
            ),
            (
                "{0} declares a document type (DOCTYPE), by which other files may be read, and was "
                "not opened. Export it again from the tool"
            ),
        ),
        "reqif-other": (
            "{0} 不是 ReqIF（缺少 REQ-IF 或 CORE-CONTENT）",
            "{0} is not ReqIF: it has no REQ-IF, or no CORE-CONTENT",
        ),
        "field-form": (
            "“{0}”应写成 属性=字段，例如 --field Rationale=background",
            "'{0}' should be ATTRIBUTE=FIELD, e.g. --field Rationale=background",
        ),
        "field-unknown": (
            "需求没有可导入的字段“{0}”。运行 rdclient explain requirement 查看字段",
            "requirements have no field '{0}' to import; see rdclient explain requirement",
        ),
        "field-of-parts": (
            "字段“{0}”之下有几个字段，请写明其中一个，例如 acceptance.criteria",
            "the field '{0}' has fields in it; name one of them, e.g. acceptance.criteria",
        ),
        "only-form": (
            "“{0}”应写成 属性=内容，例如 --only Type=Requirement",
            "'{0}' should be ATTRIBUTE=VALUE, e.g. --only Type=Requirement",
        ),
        "only-unknown": (
            "没有属性“{0}”。现有：{1}",
            "no item has an attribute '{0}'. There are: {1}",
        ),
        "default-value": (
            "字段 {0} 不能统一取值“{1}”",
            "the field {0} cannot have the value '{1}' throughout",
        ),
    }
)
"""Errors: Chinese and English by their key."""

_ITEMS = {
    "file-unreadable": ("{0}", "{0}"),
    "item-form": ("不是“字段: 内容”的形式", "is no mapping of fields"),
    "item-empty": ("没有标题，也没有正文", "has neither a title nor a text"),
    "item-twice": ("编号“{0}”重复，{1} 也是", "the id '{0}' stands twice, also at {1}"),
    "item-prefix": (
        "编号“{0}”与文档的前缀 {1} 不符，仍已导入",
        "the id '{0}' does not begin with the document's prefix {1}; it is brought in all the same",
    ),
    "item-outside": (
        "看似 Doorstop 条目，但不在任何文档的文件夹中，未导入",
        "looks like an item and lies in no document; it is left out",
    ),
    "document-prefix": (
        "文档没有前缀（settings.prefix）",
        "the document has no prefix (settings.prefix)",
    ),
    "document-twice": ("前缀 {0} 重复，{1} 也是", "the prefix {0} stands twice, also at {1}"),
    "document-parent": (
        "上级文档 {0} 不在此文件夹中",
        "the parent document {0} is not in this folder",
    ),
    "document-skipped": (
        "有 .doorstop.skip，整个文档未导入",
        "has a .doorstop.skip; the whole document is left out",
    ),
    "reqif-definition": (
        "元素 {0} 缺少必需的内容，其中的属性名称或可选值未能读取",
        "the element {0} lacks something it must have; its names were not read",
    ),
    "reqif-object": (
        "元素 {0} 缺少必需的内容，未能读取",
        "the element {0} lacks something it must have and was not read",
    ),
    "reqif-relation": (
        "元素 {0} 缺少来源、目标或类型，未能读取",
        "the element {0} lacks its source, its target or its type and was not read",
    ),
    "reqif-hierarchy": (
        "规格中的这一处没有对应的对象",
        "this place of a specification holds no object",
    ),
    "attachments": ("压缩文件中的附件未导入：{0}", "files in the archive were left out: {0}"),
}

_LINKS = {
    "links-form": (
        "链接的写法不对，应为 - 编号: 指纹",
        "the link is not written as - UID: stamp",
    ),
    "link-lost": (
        "链接到“{0}”，没有这一条，以前也未导入过",
        "links to '{0}', which is not there and was not imported before",
    ),
    "link-self": ("链接到自己", "links to itself"),
    "link-round": ("上下级关系成环：{0}", "the links go round in a circle: {0}"),
    "link-refused": (
        "上级需求“{0}”未能导入，本条也未导入",
        "'{0}', which it is derived from, was refused; so this one is not imported either",
    ),
    "link-heading": (
        "链接到“{0}”，该条是标题或说明，未作为上级需求",
        "links to '{0}', a heading or a remark; no parent was made of it",
    ),
    "link-inactive": (
        "链接到“{0}”，该条已停用，未作为上级需求",
        "links to '{0}', which is not active; no parent was made of it",
    ),
    "link-table": (
        "链接到“{0}”，该条是表格中的单元格，未作为上级需求",
        "links to '{0}', a cell of a table; no parent was made of it",
    ),
    "link-unwanted": (
        "链接到“{0}”，该条不符合 --only，未作为上级需求",
        "links to '{0}', which --only leaves out; no parent was made of it",
    ),
    "link-stale": (
        "链接之后“{0}”已有改动，尚未在 Doorstop 中复核",
        "'{0}' changed since the link was reviewed in Doorstop",
    ),
    "link-from-nowhere": (
        "关系的来源“{0}”不在文件中",
        "the source '{0}' of the relation is not in the file",
    ),
}

_WHOLE = {
    "skipped-heading": (
        "标题和说明共{0}条，不是需求，未导入",
        "headings and remarks are no requirements and were left out: {0}",
    ),
    "skipped-inactive": (
        "停用的共{0}条，未导入",
        "items that are not active were left out: {0}",
    ),
    "skipped-table": (
        "表格中的单元格共{0}个，未导入",
        "cells of tables were left out: {0}",
    ),
    "skipped-unwanted": (
        "不符合 --only 的共{0}条，未导入",
        "items left out because of --only: {0}",
    ),
    "attribute-unmapped": (
        "属性“{0}”未导入（{1}条有内容）。要导入请加 --field '{0}=字段'",
        "attribute '{0}' was left out (items that have it: {1}); to bring it in: --field '{0}=…'",
    ),
    "default-type": (
        "{0}条新需求的类型按 functional（功能需求）记录，可用 --type 指定",
        "new requirements recorded as functional: {0}; --type says otherwise",
    ),
    "no-priority": (
        "{0}条新需求没有优先级，可用 --priority 指定",
        "new requirements without a priority: {0}; --priority gives one",
    ),
    "inactive-standing": (
        "已停用，但需求 {0} 仍在进行。如已撤回，请补记：rdclient event {0} withdrawn",
        "is not active, but {0} stands. If it was withdrawn: rdclient event {0} withdrawn",
    ),
    "gone": (
        "以前导入过、现在已不存在的{1}条：{0}。如已撤回，请逐条补记 withdrawn",
        "imported before and not there any more ({1}): {0}. If withdrawn, say so by an event",
    ),
}

_OF_ITEMS = {
    "item-cell-word": (
        "“{0}”无法识别。可用：{1}",
        "'{0}' is not known. It may be: {1}",
    ),
    "item-cell-word-near": (
        "“{0}”无法识别，是否为 {1}？",
        "'{0}' is not known; did you mean {1}?",
    ),
    "item-cell-priority": (
        "没有优先级“{0}”。现有：{1}；也可在 policy.yaml 中增加",
        "there is no priority '{0}'. There are: {1}; or add it in policy.yaml",
    ),
    "item-cell-person": (
        "没有叫“{0}”的人员，请先登记",
        "nobody is called '{0}'; record the person first",
    ),
    "item-cell-person-near": (
        "没有叫“{0}”的人员，是否为：{1}？",
        "nobody is called '{0}'; did you mean {1}?",
    ),
    "item-cell-stale": (
        (
            "未改：“{0}”可能早于记录中的“{1}”。该条最后变动于 {2}，当时的内容已经导入过，"
            "之后记录有人改过。以来源为准请加 --overwrite"
        ),
        (
            "left as it is: '{0}' may be older than '{1}' in the record. It last changed at {2}, "
            "which was imported before; somebody changed the record since. With --overwrite the "
            "file wins"
        ),
    ),
}

REMARKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**_ITEMS, **_LINKS, **_WHOLE, **_OF_ITEMS}
)
"""What is told of items: Chinese and English by the key."""
