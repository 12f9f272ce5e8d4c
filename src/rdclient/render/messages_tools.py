"""Words for what ``renumber`` refuses: ids that cannot be given, records that cannot be told."""

from collections.abc import Mapping
from types import MappingProxyType

TOOLS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "id-of-two": (
            "编号“{0}”给了两条记录，请用 --file 指明改哪一条，未作改动：{1}",
            "two records have the id '{0}'; say which one with --file, nothing was written: {1}",
        ),
        "id-not-there": (
            "“{0}”不在 {1} 中，未作改动。它的位置：{2}",
            "'{0}' does not stand in {1}; nothing was written. It stands in {2}",
        ),
        "id-is-folder": (
            (
                "编号 {0} 即文件夹的名称，不能用 renumber 修改：请把文件夹 {1} 改名，"
                "再运行 rdclient check 查看哪些引用要改"
            ),
            (
                "the id {0} is the name of a folder and is not changed by renumber: rename the "
                "folder {1}, then rdclient check tells which references to change"
            ),
        ),
        "id-form": (
            "“{0}”不能用作编号，未作改动。请写成 {1} 这样的形式",
            "'{0}' cannot be an id; nothing was written. Write it in the form of {1}",
        ),
        "id-same": (
            "编号已是 {0}，未作改动",
            "the id is {0} already; nothing was written",
        ),
        "id-taken": (
            "编号 {0} 已被使用（{1}），未作改动。请换一个编号，或不写新编号，由工具顺延",
            (
                "the id {0} is taken ({1}); nothing was written. Choose another one, or none: the "
                "next free one is given then"
            ),
        ),
        "id-needed": (
            "{0} 不是顺序编号，请写明新编号：rdclient renumber {0} 新编号",
            "{0} is not counted on; write the new id: rdclient renumber {0} NEW",
        ),
        "no-references": (
            "{1} 中没有引用 {0} 的内容，未作改动",
            "nothing in {1} refers to {0}; nothing was written",
        ),
        "references-unread": (
            (
                "有{1}个文件存在错误，未能读入，其中可能有要改的引用，因此未作改动：{0}。"
                "请先运行 rdclient check 并修正"
            ),
            (
                "nothing was written: some files have errors ({1}) and may name the record: {0}. "
                "Run rdclient check first"
            ),
        ),
        "edit-not-moved": (
            (
                "{0} 未能改名为 {1}（系统提示：{2}），其余改动已写入。"
                "请查明原因后重新运行同一命令，即可完成"
            ),
            (
                "{0} could not be renamed to {1} (the system says: {2}); everything else was "
                "written. Mend that and run the same command again: it completes"
            ),
        ),
    }
)
"""Chinese and English by the key of the error."""
