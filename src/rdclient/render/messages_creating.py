"""Words for what ``new`` refuses: too little said, an id that is given, notes that are no text."""

from collections.abc import Mapping
from types import MappingProxyType

CREATING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "new-lacks": (
            "新建 {0} 还缺必填内容，未写入。请加上：{1}。各字段的含义：rdclient explain {0}",
            (
                "a new {0} needs more; nothing was written. Add: {1}. What they mean: "
                "rdclient explain {0}"
            ),
        ),
        "new-part": (
            (
                "{0} 写在会议纪要等记录里，不单独新建。请在会议文件中添加，或用 "
                "rdclient new meeting --from 随会议记录一起录入"
            ),
            (
                "a {0} stands in a meeting or another record and is not made alone. Add it there, "
                "or give it with the notes: rdclient new meeting --from FILE"
            ),
        ),
        "new-workspace": (
            "{0} 不用 new 新建；新建工作区请运行 rdclient init",
            "new makes no {0}; a new workspace is made with rdclient init",
        ),
        "new-no-client": (
            "工作区中还没有客户。请先运行 rdclient new client --id 客户代号 --title 名称",
            "the workspace holds no client yet; first run rdclient new client --title NAME",
        ),
        "new-which-client": (
            "有多家客户，请用 --client 指明：{0}",
            "there are several clients; name one with --client: {0}",
        ),
        "new-no-project": (
            (
                "还没有项目。请先运行 rdclient new project --id 项目代号 --title 名称 "
                "--set type=custom_dev"
            ),
            (
                "there is no project yet; first run rdclient new project --title NAME "
                "--set type=custom_dev"
            ),
        ),
        "new-which-project": (
            "有多个项目，请用 --project 指明：{0}",
            "there are several projects; name one with --project: {0}",
        ),
        "new-untitled": (
            "{0} 没有标题，请不要写 --title",
            "a {0} has no title; leave --title out",
        ),
        "new-undated": (
            "{0} 没有登记时间，请用 --set 填写相应的日期",
            "a {0} does not begin at a time; give its dates with --set",
        ),
        "new-taken": (
            "编号 {0} 已被占用（{1}），未写入。不写 --id 即自动取下一个编号",
            (
                "the id {0} is given already ({1}); nothing was written. Without --id the next one "
                "is taken"
            ),
        ),
        "new-taken-unread": (
            "编号 {0} 已被占用，但所在的文件存在错误、未能读入，未写入。请先运行 rdclient check",
            (
                "the id {0} is given in a file that has errors; nothing was written. Run "
                "rdclient check first"
            ),
        ),
        "new-reserved": (
            "“{0}”是 Windows 的保留名称，不能作文件夹或文件名，请换一个",
            "'{0}' is a name that Windows keeps for itself; choose another",
        ),
        "new-only-meeting": (
            "{0} 只用于 rdclient new meeting",
            "{0} is for rdclient new meeting only",
        ),
        "notes-missing": (
            "读不到会议记录 {0}：{1}",
            "the notes {0} cannot be read: {1}",
        ),
        "notes-encoding": (
            "{0} 不是文本文件，或编码无法识别，未写入。请另存为 UTF-8 文本",
            "{0} is no text, or its encoding is not known; nothing was written. Save it as UTF-8",
        ),
        "notes-empty": (
            "{0} 中没有内容，未写入",
            "there is nothing in {0}; nothing was written",
        ),
        "notes-size": (
            "{0} 过大（上限{1}字节），未写入。会议记录请只保留文字",
            "{0} is too large (at most {1} bytes); nothing was written",
        ),
        "meeting-there": (
            (
                "这次会议已有记录：{0}（{1}），未写入。请在其中补充；确是另一次会议，"
                "请用 --id 给出编号，如 --id {2}"
            ),
            (
                "this meeting is on record already: {0} ({1}); nothing was written. Add to it; "
                "if it is another one, give an id: --id {2}"
            ),
        ),
        "meeting-kind": (
            "没有“{0}”这种会议。可用：{1}",
            "there is no kind of meeting '{0}'. One of: {1}",
        ),
        "minutes-sent": (
            "{0} 的纪要已登记于 {1} 发出，未作改动。要更正时间：rdclient set {0} sent_at …",
            (
                "the minutes of {0} are on record as sent on {1}; nothing was written. To correct "
                "that: rdclient set {0} sent_at …"
            ),
        ),
        "minutes-sent-with": (
            "登记纪要发出只用 --at 和 --to，不用 {0}",
            "that minutes were sent is recorded with --at and --to only, not {0}",
        ),
        "to-not-here": (
            "--to 只用于登记纪要发出：rdclient event 会议编号 已发出 --to 收件方",
            "--to is for minutes that were sent: rdclient event MTG-012 sent --to WHO",
        ),
    }
)
"""Chinese and English by the key of the error."""
