"""Words for what is wrong with a file: RD001 to RD011, RD014 and RD019, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.render.messages_typed import TYPED
from rdclient.render.messages_value import VALUES, Wording

__all__ = ["LOADING", "Wording"]

_FILE = {
    "RD001": Wording(
        "文件无法读取",
        "the file cannot be read",
        "请检查文件是否完好、能否打开",
        "see whether the file is intact and can be opened",
    ),
    "RD001.missing": Wording(
        "文件不存在",
        "the file does not exist",
        "请检查路径；刚刚改名或移动的，请重新运行",
        "check the path; if it was just renamed or moved, run again",
    ),
    "RD001.permission": Wording(
        "没有读取权限",
        "no permission to read this",
        "请为当前用户开放读取权限",
        "give the current user permission to read it",
    ),
    "RD001.symlink": Wording(
        "这是符号链接，记录必须是普通文件",
        "this is a symbolic link; records must be regular files",
        "请用文件本身替换链接",
        "put the file itself in the place of the link",
    ),
    "RD001.submodule": Wording(
        "这是 Git 子模块，其中的文件不属于这次提交，没有读入",
        "this is a Git submodule; its files are no part of the commit and were not read",
        "请把记录直接放进工作区所在的仓库，不要用子模块",
        "keep the records in the repository of the workspace itself, not in a submodule",
    ),
    "RD001.special": Wording(
        "这不是普通文件（目录、管道或设备）",
        "this is not a regular file (a folder, pipe or device)",
        "请移出记录目录，或换成普通的 YAML 文件",
        "move it out of the records, or replace it with a regular YAML file",
    ),
    "RD001.size": Wording(
        "文件超过上限 {limit} 字节",
        "the file is larger than {limit} bytes",
        "请拆成几个文件，例如工单按月存放；附件不要写进记录",
        "split it, e.g. tickets by month; keep attachments out of records",
    ),
    "RD001.outside": Wording(
        "路径指向工作区之外",
        "the path leads out of the workspace",
        "请把文件放进工作区",
        "put the file inside the workspace",
    ),
    "RD001.system": Wording(
        "文件无法读取（系统提示：{reason}）",
        "the file cannot be read (the system says: {reason})",
        "请检查文件名和所在磁盘",
        "check the file name and the disk it lies on",
    ),
    "RD001.encoding": Wording(
        "文件编码是 {encoding}，不是 UTF-8",
        "the file is encoded in {encoding}, not UTF-8",
        "请用记事本或编辑器的“另存为”，编码选 UTF-8",
        "save it as UTF-8 (in Notepad: “Save as”, then the encoding)",
    ),
    "RD001.not-utf-8": Wording(
        "文件不是 UTF-8 编码：此处的字节 {byte} 无法识别",
        "the file is not UTF-8: byte {byte} here cannot be read",
        "请改存为 UTF-8；如果是图片或压缩包，请移出记录目录",
        "save it as UTF-8; if it is an image or an archive, move it out of the records",
    ),
    "RD001.directive": Wording(
        "文件含有 YAML 指令“{directive}”，它会改变取值的含义",
        "the file has a YAML directive, “{directive}”, which changes what values mean",
        "请删去这一行",
        "delete this line",
    ),
    "RD001.reserved": Wording(
        "“{name}”是 Windows 的保留名称，在部分电脑上无法打开",
        "“{name}” is a reserved name on Windows and cannot be opened there",
        "请换一个名称",
        "choose another name",
    ),
}

_SYNTAX = {
    "RD003": Wording(
        "YAML 格式有误，读到第{line}行无法继续（{problem}）",
        "not valid YAML: reading stopped at line {line} ({problem})",
        "请检查这一行和上一行的缩进、冒号和引号",
        "check indentation, colons and quotes of this line and the one above",
    ),
    "RD003.alias": Wording(
        "不支持 YAML 引用“*{name}”",
        "the YAML alias “*{name}” is not supported",
        "请直接写出内容；以 * 开头的文字请加引号",
        "write the content out; quote a text that starts with *",
    ),
    "RD003.anchor": Wording(
        "不支持 YAML 锚点“&{name}”",
        "the YAML anchor “&{name}” is not supported",
        "请删去“&{name}”；以 & 开头的文字请加引号",
        "delete “&{name}”; quote a text that starts with &",
    ),
    "RD003.tag": Wording(
        "不支持 YAML 类型标签（以 ! 开头的写法）",
        "YAML tags (words that start with !) are not supported",
        "请删去标签；以 ! 开头的文字请加引号",
        "delete the tag; quote a text that starts with !",
    ),
    "RD003.merge": Wording(
        "不支持合并写法“<<”",
        "the merge key “<<” is not supported",
        "请把要合并的字段逐个写出",
        "write the merged fields out",
    ),
    "RD003.depth": Wording(
        "嵌套超过 {limit} 层",
        "nested deeper than {limit} levels",
        "请检查括号和缩进；记录本身不会有这么多层",
        "check brackets and indentation; no record is that deep",
    ),
    "RD003.nodes": Wording(
        "一个文件的内容超过 {limit} 项",
        "more than {limit} values in one file",
        "请拆成几个文件，例如工单按月存放",
        "split the file, e.g. tickets by month",
    ),
    "RD003.documents": Wording(
        "一个文件里有多份 YAML 文档（又出现了“---”）",
        "more than one YAML document in the file (another “---”)",
        "请删去这一行“---”，或分成几个文件",
        "delete this “---”, or make it several files",
    ),
    "RD003.complex-key": Wording(
        "字段名不能是列表或另一组字段",
        "a list or a mapping cannot be the name of a field",
        "字段名写成一个词；文字里有方括号或花括号的，请加引号",
        "use one word as the name; quote a text that holds brackets or braces",
    ),
    "RD003.colon": Wording(
        "此处的冒号不能出现在这里",
        "there cannot be a colon here",
        "冒号属于文字的，给整段文字加引号：{suggestion}；属于字段的，请检查缩进",
        "quote a text that holds a colon: {suggestion}; if it ends a key, check the indentation",
    ),
    "RD003.colon-blank": Wording(
        "第{line}行第{column}列的冒号后面缺少空格",
        "a blank is missing after the colon at line {line}, column {column}",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD003.dash-blank": Wording(
        "第{line}行第{column}列的“-”后面缺少空格",
        "a blank is missing after the “-” at line {line}, column {column}",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD003.equals": Wording(
        "字段与内容之间用了等号",
        "a field and its value are joined by an equals sign",
        "请写成 {suggestion}",
        "write {suggestion}",
    ),
    "RD003.continued": Wording(
        "这一行没有字段名",
        "this line has no field name",
        "如果接着上一行的“{key}”，请在行首加两个空格；如果是新字段，请写成“字段: 内容”",
        "if it goes on with “{key}” above, indent it by two blanks; else write “name: value”",
    ),
    "RD003.comment": Wording(
        "从“#”起的内容会被当作注释，不会读入",
        "what follows the “#” is taken for a comment and is not read",
        "属于正文的，给整段文字加引号：{suggestion}；确是注释的，在“#”后面空一格",
        "if it is part of the text, quote it all: {suggestion}; in a comment, put a blank "
        "after “#”",
    ),
    "RD003.table": Wording(
        "此处是表格，不能直接粘贴",
        "a table cannot be pasted here",
        "请改为列表，每行以“- ”开头；要原样保留的，在字段名的冒号后写 |，表格整体缩进两格",
        "make it a list, each line after “- ”; to keep it as it is, write | after the "
        "colon of the field and indent the table by two blanks",
    ),
    "RD003.colon-lines": Wording(
        "“{key}”的文字分成了几行，行末的冒号会被当作字段",
        "the text of “{key}” goes over several lines, and its colon is taken for a field",
        "请在“{key}:”后面写 |，全部文字另起一行，缩进两格",
        "write | after “{key}:” and put the whole text below it, indented by two blanks",
    ),
    "RD003.at-sign": Wording(
        "内容不能以“@”开头",
        "a value cannot start with “@”",
        "人名前不写 @；属于正文的，给整段文字加引号：{suggestion}",
        "names go without @; in a text, quote it all: {suggestion}",
    ),
    "RD003.no-colon": Wording(
        "这一行缺少冒号",
        "a colon is missing on this line",
        "字段写成“名称: 内容”，冒号用半角，后面空一格",
        "write a field as “name: value”, with a blank after the colon",
    ),
    "RD003.list": Wording(
        "列表不能从这里开始",
        "a list cannot start here",
        "请另起一行写“- ”，并检查缩进；文字以“- ”开头的，请加引号",
        "start “- ” on a new line and check the indentation; quote a text that starts with “- ”",
    ),
    "RD003.bracket": Wording(
        "括号没有配对，读到第{line}行仍未结束",
        "this bracket is not closed; reading stopped at line {line}",
        "请补上右括号，或检查各项之间的逗号；括号属于文字的，给整段文字加引号",
        "close it, or check the commas between the items; quote a text that starts with a bracket",
    ),
    "RD003.quote": Wording(
        "引号没有配对，读到第{line}行仍未结束",
        "this quote is not closed; reading stopped at line {line}",
        "请补上右引号，例如 {suggestion}",
        "close the quote, e.g. {suggestion}",
    ),
    "RD003.escape": Wording(
        "双引号里的反斜杠写法无法识别",
        "unknown escape: a backslash in double quotes has a meaning of its own",
        "请改用单引号：{suggestion}",
        "use single quotes: {suggestion}",
    ),
    "RD003.tab": Wording(
        "缩进用了制表符（Tab）",
        "a tab is used for indentation",
        "请改用空格，每级两个",
        "use blanks, two for each level",
    ),
    "RD003.indent-unsure": Wording(
        "这一行的缩进与上文对不齐",
        "the indentation of this line does not fit what stands above",
        "同一级的字段左对齐，下一级多缩进两个空格",
        "align fields of one level; indent the next level by two blanks",
    ),
    "RD003.indent": Wording(
        "“{key}”的缩进与上文对不齐",
        "the indentation of “{key}” does not fit what stands above",
        "与第{above}行的“{other}”同级的，从第{start}列写起",
        "to stand beside “{other}” of line {above}, start it at column {start}",
    ),
    "RD003.indent-more": Wording(
        "“{key}”比上一行的“{other}”多缩进了，成了上一行的续文",
        "“{key}” is indented more than “{other}” above, as if it went on with it",
        "请与“{other}”左对齐，从第{start}列写起",
        "align it with “{other}”, at column {start}",
    ),
    "RD003.after": Wording(
        "引号或括号之后还有内容",
        "something follows a closing quote or bracket",
        "请给整段文字加引号：{suggestion}",
        "quote the whole text: {suggestion}",
    ),
    "RD003.character": Wording(
        "内容不能以“{character}”开头",
        "a value cannot start with “{character}”",
        "请给整段文字加引号：{suggestion}",
        "quote the whole text: {suggestion}",
    ),
    "RD004": Wording(
        "字段“{key}”写了两次：第{first}行和第{line}行",
        "the field “{key}” is written twice: on line {first} and on line {line}",
        "请合并成一个，或删去其中之一",
        "merge the two, or delete one of them",
    ),
}

_PLACE = {
    "RD010": Wording(
        "编号“{id}”与另一条记录重复（{other}）",
        "“{id}” is already the id of another record ({other})",
        "请为其中一条换一个编号：rdclient renumber",
        "give one of the two another id: rdclient renumber",
    ),
    "RD011": Wording(
        "记录中的编号是“{id}”，文件名是“{stem}”",
        "the id in the record is “{id}”, the file is called “{stem}”",
        "请改成一致；文件名就是编号，也可以删去记录中的 id",
        "make them the same; the file name is the id, so the field may be deleted",
    ),
    "RD014": Wording(
        "第{line}行至第{last}行是未处理完的合并冲突：一方是“{ours}”，另一方是“{theirs}”",
        "lines {line} to {last} are an unfinished merge: “{ours}” against “{theirs}”",
        "请保留正确的内容，并删去 <<<<<<<、======= 和 >>>>>>> 三行",
        "keep what is right and delete the lines <<<<<<<, ======= and >>>>>>>",
    ),
    "RD014.partial": Wording(
        "第{line}行留有合并冲突的标记“{marker}”",
        "line {line} is a left-over conflict marker, “{marker}”",
        "请核对上下文后删去这一行",
        "check what stands around it, then delete the line",
    ),
    "RD019": Wording(
        "此文件未读取：此处不放名为“{name}”的目录或文件",
        "this file was not read: nothing called “{name}” belongs here",
        "请按工作区的目录约定存放",
        "put it where the layout of the workspace has its kind",
    ),
    "RD019.known": Wording(
        "此文件未读取：此处不放名为“{name}”的目录或文件",
        "this file was not read: nothing called “{name}” belongs here",
        "此处可用的目录或文件名：{known}",
        "names that belong here: {known}",
    ),
    "RD019.near": Wording(
        "此文件未读取：此处不放名为“{name}”的目录或文件",
        "this file was not read: nothing called “{name}” belongs here",
        "是否应为 {known}（目录名或文件名）",
        "did you mean {known} (the folder or the file)?",
    ),
    "RD019.suffix-taken": Wording(
        "记录文件的扩展名应为小写的 .yaml，此文件未读取；{name}已经存在",
        "record files end in .yaml, in lower case; this file was not read, and {name} exists",
        "请核对两个文件的内容，只保留一个",
        "compare the two and keep one",
    ),
    "RD019.suffix": Wording(
        "记录文件的扩展名应为小写的 .yaml，此文件未读取",
        "record files end in .yaml, in lower case; this file was not read",
        "请改名为 {name}",
        "rename it to {name}",
    ),
}

LOADING: Mapping[str, Wording] = MappingProxyType({**_FILE, **VALUES, **_SYNTAX, **TYPED, **_PLACE})
"""By code, or by code and variant: ``RD005``, ``RD005.near``."""
