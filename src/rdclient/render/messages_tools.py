"""Words for what ``renumber`` and ``calendar`` refuse: ids, records, calendars, lengths of time."""

from collections.abc import Mapping
from types import MappingProxyType

TOOLS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "diff-span": (
            "“{0}”无法识别，请写成 A..B，例如 V1..V2、main..WORKTREE",
            "'{0}' is not understood; write A..B, for example V1..V2 or main..WORKTREE",
        ),
        "diff-two-projects": (
            "没有同时有基线 {0} 和 {1} 的项目，不能比较",
            "no project has both baselines {0} and {1}; they cannot be compared",
        ),
        "log-unknown": (
            "没有编号为“{0}”的需求、变更申请、基线或会议",
            "there is no requirement, request, baseline or meeting '{0}'",
        ),
        "log-unknown-near": (
            "没有编号为“{0}”的需求、变更申请、基线或会议，是不是 {1}？",
            "there is no requirement, request, baseline or meeting '{0}'; did you mean {1}?",
        ),
        "log-several": (
            "编号“{0}”有多条记录，请加上项目：{1}",
            "several records have the id '{0}'; write the project before it: {1}",
        ),
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
        "unknown-calendar": (
            "没有名为“{0}”的日历。现有：{1}。",
            "no calendar '{0}'; there are: {1}",
        ),
        "calendar-unsound": (
            "日历“{0}”的文件有误，无法使用。请先运行 rdclient check 并修正。",
            "the file of the calendar '{0}' has errors and is not used. Run rdclient check first",
        ),
        "calendar-unread": (
            (
                "{0} 存在错误，未能读入，无法确定工作区采用哪个日历。"
                "请先运行 rdclient check 并修正，或用 --calendar 指定。"
            ),
            (
                "{0} has errors, so that nobody knows which calendar the workspace has. Run "
                "rdclient check first, or name one with --calendar"
            ),
        ),
        "calendar-year": (
            (
                "日历“{0}”没有收录{1}年的放假安排，无法推算。安排公布后，请在 "
                "calendars/{0}.yaml 的 years 中补上该年（新建该文件，先写 base: {0}）；"
                "在此之前可写 beyond: weekly，按每周的工作时间推算，结果为暂定。"
            ),
            (
                "the calendar '{0}' does not know the days off of {1}, so this cannot be told. "
                "Once they are announced, make calendars/{0}.yaml with base: {0} and {1} in its "
                "years; until then beyond: weekly there gives provisional figures"
            ),
        ),
        "calendar-year-own": (
            (
                "日历“{0}”没有收录{1}年的放假安排，无法推算。安排公布后，请在 "
                "calendars/{0}.yaml 的 years 中补上该年；在此之前可在其中写 beyond: weekly，"
                "按每周的工作时间推算，结果为暂定。"
            ),
            (
                "the calendar '{0}' does not know the days off of {1}, so this cannot be told. "
                "Once they are announced, add {1} to years in calendars/{0}.yaml; until then "
                "beyond: weekly there gives provisional figures"
            ),
        ),
        "calendar-backwards": (
            "结束时间早于开始时间：{0} 至 {1}。请核对先后。",
            "the end comes before the start: {0} to {1}; look at which comes first",
        ),
        "calendar-empty": (
            "开始和结束是同一时刻：{0} 至 {1}。请核对。",
            "{0} to {1} holds no time; look at which comes first",
        ),
        "calendar-too-far": (
            "时限 {0} 过长，超出日历可推算的范围。",
            "{0} leads further than calendars reach",
        ),
        "not-a-year": (
            "“{0}”不是年份，请写成 2026。",
            "'{0}' is not a year; write 2026",
        ),
        "not-a-length": (
            "“{0}”不是时限，请写成 30m（分钟）、10h（小时）、5wd（工作日）或 3cd（自然日）。",
            (
                "'{0}' is not a length of time; write 30m, 10h, 5wd (working days) or 3cd "
                "(calendar days)"
            ),
        ),
        "needs-notify": (
            '发送提醒需要安装附加组件：pip install "rdclient[notify]"。--dry-run 不需要',
            'to send notices, install: pip install "rdclient[notify]". --dry-run does without',
        ),
        "no-notify-address": (
            (
                "没有接收地址，未发送。请在环境变量 RDCLIENT_NOTIFY 中写明（apprise 地址，"
                "多个以空格分隔）；只看内容，加 --dry-run。"
            ),
            (
                "no address, nothing was sent. Put it into the environment variable "
                "RDCLIENT_NOTIFY (apprise addresses, blanks between several); to see the "
                "message only, add --dry-run"
            ),
        ),
        "notify-address": (
            (
                "环境变量 RDCLIENT_NOTIFY 中有地址无法识别，未发送。请按 apprise 的写法填写，"
                "如 feishu://、dingtalk://、wecombot://、mailtos:// 开头的地址。"
            ),
            (
                "an address in the environment variable RDCLIENT_NOTIFY is not understood; nothing "
                "was sent. Write it as apprise does: feishu://…, dingtalk://…, mailtos://…"
            ),
        ),
        "notify-failed": (
            (
                "提醒未能发出（共{0}个地址，至少一个没有接收），未登记为已发送。请检查网络和 "
                "RDCLIENT_NOTIFY 后重新运行。"
            ),
            (
                "the notice could not be sent (addresses: {0}; one or more did not take it), and "
                "is not on record as sent. Look at the network and at RDCLIENT_NOTIFY, then run "
                "it again"
            ),
        ),
        "no-state-folder": (
            "没有存放发送记录的位置，未发送。请用 --state 指定文件。",
            "no place to remember what was sent; nothing was sent. Name a file with --state",
        ),
        "state-failed": (
            "记录已发送内容的文件 {0} 无法使用（系统提示：{1}），未发送。请用 --state 另选文件。",
            (
                "the file that remembers what was sent, {0}, cannot be used (the system says: "
                "{1}); nothing was sent. Choose another one with --state"
            ),
        ),
        "state-not-kept": (
            "提醒已发出，但未能写入 {0}，下次会重复发送。请检查权限和磁盘空间。",
            (
                "the notice was sent but could not be remembered in {0}, so that it will be sent "
                "again. Look at permissions and disk space"
            ),
        ),
        "state-damaged": (
            (
                "{0} 不是已发送记录，或内容已损坏，未发送。请用 --state 另选文件，或删除它："
                "删除后，发送过的会再发一次。"
            ),
            (
                "{0} does not hold what was sent, or is damaged; nothing was sent. Choose another "
                "file with --state, or delete it: what was sent before is sent once more then"
            ),
        ),
        "state-of-another": (
            "{0} 记录的是另一个工作区的发送情况，未发送。请用 --state 另选文件。",
            (
                "{0} remembers what was sent for another workspace; nothing was sent. Choose "
                "another file with --state"
            ),
        ),
    }
)
"""Chinese and English by the key of the error."""
