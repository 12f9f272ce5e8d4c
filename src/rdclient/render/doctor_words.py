"""What ``doctor`` tells: one line for each thing, with what to do; or the same as JSON."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from rdclient.lens import Lang
from rdclient.render.findings import printable, width


class Check(Protocol):
    """One thing that was looked at."""

    @property
    def topic(self) -> str:
        """What it is about."""

    @property
    def state(self) -> str:
        """How it is."""

    @property
    def variant(self) -> str:
        """What was found."""

    @property
    def facts(self) -> tuple[str, ...]:
        """To be put into words."""


_STATES = {"ok": ("正常", "ok"), "note": ("提示", "note"), "problem": ("问题", "problem")}
_TOPICS = {
    "program": ("程序", "program"),
    "yaml": ("YAML解析", "YAML parser"),
    "console": ("终端编码", "console"),
    "office": ("电子表格", "spreadsheets"),
    "reqif": ("ReqIF", "ReqIF"),
    "ics": ("日历文件", "calendar files"),
    "notify": ("消息提醒", "notices"),
    "fonts": ("中文字体", "fonts"),
    "workspace": ("工作区", "workspace"),
    "timezone": ("时区", "time zone"),
    "calendar": ("工作日历", "calendar"),
    "cache": ("缓存", "cache"),
    "lock": ("写入锁", "lock"),
    "git": ("Git", "Git"),
    "repository": ("仓库", "repository"),
    "identity": ("提交人", "identity"),
    "merge-driver": ("按记录合并", "merge driver"),
    "unsaved": ("未保存的工作", "unsaved work"),
}

_WORDS: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "program.version": ("rdclient {0}，Python {1}", "rdclient {0}, Python {1}", "", ""),
        "yaml.fast": ("使用编译的解析器", "the compiled one", "", ""),
        "yaml.slow": (
            "没有编译的解析器，读取会慢很多",
            "only the one without compiled parts: reading is much slower",
            "重新安装 PyYAML 的预编译包",
            "install PyYAML again, as a wheel",
        ),
        "console.wide": ("{0}，可显示中文", "{0}, shows Chinese", "", ""),
        "console.narrow": (
            "{0} 不能显示全部中文",
            "{0} cannot show every Chinese character",
            "设置环境变量 PYTHONUTF8=1，或用 -o 写入文件",
            "set PYTHONUTF8=1, or write to a file with -o",
        ),
        "office.there": ("可读写 xlsx", "reads and writes xlsx", "", ""),
        "office.missing": (
            "未安装，不能读写 xlsx（csv 可用）",
            "not installed: no xlsx (csv works)",
            'pip install "rdclient[office]"',
            'pip install "rdclient[office]"',
        ),
        "reqif.there": ("可导入 ReqIF", "reads ReqIF", "", ""),
        "reqif.missing": (
            "未安装，不能导入 ReqIF",
            "not installed: no ReqIF",
            'pip install "rdclient[reqif]"',
            'pip install "rdclient[reqif]"',
        ),
        "ics.there": ("可导出 ics", "writes ics", "", ""),
        "ics.missing": (
            "未安装，不能导出 ics",
            "not installed: no ics",
            'pip install "rdclient[calendar]"',
            'pip install "rdclient[calendar]"',
        ),
        "notify.there": ("可发送提醒", "sends notices", "", ""),
        "notify.missing": (
            "未安装，不能发送提醒（--dry-run 可用）",
            "not installed: nothing is sent (--dry-run works)",
            'pip install "rdclient[notify]"',
            'pip install "rdclient[notify]"',
        ),
        "fonts.there": ("{0} 等{1}种", "{0}, {1} in all", "", ""),
        "fonts.missing": (
            "没有中文字体，文档中的中文会显示为方框",
            "no Chinese font: Chinese text in documents shows as boxes",
            "安装一种中文字体，例如思源黑体（Noto Sans CJK SC）",
            "install one, e.g. Noto Sans CJK SC",
        ),
        "workspace.none": (
            "当前文件夹不在工作区中，有关工作区的项目未检查",
            "this folder lies in no workspace; what concerns one was not looked at",
            "进入工作区再运行，或用 -C 指定",
            "run it in a workspace, or name one with -C",
        ),
        "workspace.there": ("{0}", "{0}", "", ""),
        "workspace.unreadable": (
            "{0} 无法读取",
            "{0} cannot be read",
            "rdclient check",
            "rdclient check",
        ),
        "timezone.known": ("{0}", "{0}", "", ""),
        "timezone.unknown": (
            "没有名为“{0}”的时区",
            "there is no time zone '{0}'",
            "改正 rdclient.yaml 的 timezone；名称无误的，重新安装 tzdata",
            "mend timezone in rdclient.yaml; if it is right, install tzdata again",
        ),
        "calendar.covered": ("{0}：{1}年、{2}年的安排齐全", "{0}: {1} and {2} are known", "", ""),
        "calendar.next": (
            "{0}：还没有{1}年的放假安排，涉及{1}年的工作日可能不准",
            "{0}: the holidays of {1} are not known, so working days then are a guess",
            "国务院公布后升级 rdclient",
            "upgrade rdclient once they are published",
        ),
        "calendar.this": (
            "{0}：没有{1}年的放假安排，工作日不准",
            "{0}: the holidays of {1} are not known, so working days are wrong",
            "升级 rdclient",
            "upgrade rdclient",
        ),
        "calendar.unknown": (
            "没有名为“{0}”的工作日历",
            "there is no calendar '{0}'",
            "改正 rdclient.yaml 的 calendar",
            "mend calendar in rdclient.yaml",
        ),
        "calendar.unsound": (
            "{0}：日历文件有误，无法使用",
            "{0}: its file has errors and is not used",
            "rdclient check",
            "rdclient check",
        ),
        "cache.writable": ("{0} 可写", "{0} can be written", "", ""),
        "cache.off": ("未启用，每次都全部重新读取", "off: every file is read each time", "", ""),
        "cache.read-only": (
            "{0} 不可写，每次都全部重新读取",
            "{0} cannot be written: every file is read each time",
            "检查该文件夹的权限",
            "look at the permissions of that folder",
        ),
        "lock.there": (
            "有进程正在写入，或上次中断：{0}（进程 {1}，{2}）",
            "something is writing, or was killed while it did: {0} (process {1} on {2})",
            "进程已不在的，下一次写入会自动清除；仍报错的，删除该文件",
            "if that process is gone, the next write takes it away; if it does not, delete it",
        ),
        "git.there": ("{0}", "{0}", "", ""),
        "git.missing": (
            "没有找到 Git，不能使用 save",
            "not found: save does not work",
            "安装 Git，再重新打开终端",
            "install Git and open a new terminal",
        ),
        "git.old": (
            "{0}，版本过低，不能使用 save",
            "{0} is too old: save does not work",
            "升级到 {1} 或更新的版本",
            "install {1} or newer",
        ),
        "repository.there": ("分支 {0}", "on branch {0}", "", ""),
        "repository.none": (
            "工作区不在 Git 仓库中，只存在本机",
            "the workspace lies in none: it exists on this computer only",
            "git init，或用 git clone 取得已有的仓库",
            "git init, or get the one you have with git clone",
        ),
        "repository.owner": (
            "{0} 属于另一个用户，Git 不予使用",
            "{0} belongs to another user, and Git refuses it",
            "确认可信后：git config --global --add safe.directory {0}",
            "if you trust it: git config --global --add safe.directory {0}",
        ),
        "repository.unusable": (
            "无法使用：{0}",
            "cannot be used: {0}",
            "在工作区运行 git status 查看原因",
            "see why with git status",
        ),
        "repository.busy": (
            "有一次 git {0} 尚未完成，不能保存",
            "a git {0} was begun and not ended: save does not work",
            "先完成，或运行 git {0} --abort 放弃",
            "end it, or give it up with git {0} --abort",
        ),
        "repository.detached": (
            "当前不在任何分支上，不能保存",
            "no branch is checked out: save does not work",
            "git switch main（或其他分支）",
            "git switch main, or another branch",
        ),
        "identity.known": ("{0}", "{0}", "", ""),
        "identity.unknown": (
            "没有设置姓名和邮箱，不能保存",
            "neither name nor mail address is set: save does not work",
            "git config --global user.name 姓名；git config --global user.email 邮箱",
            "git config --global user.name NAME; git config --global user.email ADDRESS",
        ),
        "merge-driver.set": ("已设置", "set up", "", ""),
        "merge-driver.unset": (
            "未设置：git merge 按行合并记录，容易冲突（save 不受影响）",
            "not set up: git merge takes records line by line (save does not)",
            "rdclient doctor --fix",
            "rdclient doctor --fix",
        ),
        "unsaved.none": ("没有", "none", "", ""),
        "unsaved.local": (
            "没有（仓库没有远端，只在本机）",
            "none (no remote: on this computer only)",
            "",
            "",
        ),
        "unsaved.files": (
            "{0}个文件未保存",
            "files not saved: {0}",
            "rdclient save",
            "rdclient save",
        ),
        "unsaved.commits": (
            "{1}次提交未推送",
            "commits not pushed: {1}",
            "rdclient save",
            "rdclient save",
        ),
        "unsaved.both": (
            "{0}个文件未保存，{1}次提交未推送",
            "files not saved: {0}, commits not pushed: {1}",
            "rdclient save",
            "rdclient save",
        ),
    }
)  # fmt: skip


def as_text(checks: Sequence[Check], *, lang: Lang) -> str:
    """One line for each thing looked at; what to do stands below it."""
    column = 0 if lang is Lang.ZH else 1
    states = {key: words[column] for key, words in _STATES.items()}
    topics = {key: words[column] for key, words in _TOPICS.items()}
    wide = max(map(width, states.values())), max(map(width, topics.values()))
    lines = []
    for check in checks:
        told, fix = _told(check, lang=lang)
        head = f"{_padded(states[check.state], wide[0])}  {_padded(topics[check.topic], wide[1])}"
        lines.append(f"{head}  {told}")
        if fix:
            lines.append(f"{' ' * (sum(wide) + 4)}→ {fix}")
    return "".join(f"{printable(line)}\n" for line in lines)


def as_json(checks: Sequence[Check], *, lang: Lang) -> str:
    """The same for scripts; ``topic``, ``state`` and ``variant`` do not change."""
    rows = []
    for check in checks:
        told, fix = _told(check, lang=lang)
        rows.append(
            {
                "topic": check.topic, "state": check.state, "variant": check.variant,
                "text": told, "fix": fix or None,
            }
        )  # fmt: skip
    problems, notes = (
        sum(check.state == state for check in checks) for state in ("problem", "note")
    )
    whole = {"schema_version": 1, "problems": problems, "notes": notes, "checks": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _told(check: Check, *, lang: Lang) -> tuple[str, str]:
    """What was found, and what to do about it."""
    zh, en, fix_zh, fix_en = _WORDS[f"{check.topic}.{check.variant}"]
    told, fix = (zh, fix_zh) if lang is Lang.ZH else (en, fix_en)
    return told.format(*check.facts), fix.format(*check.facts)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
