"""New workspaces: a blank one with guidance, and the shipped sample."""

import uuid
from collections.abc import Mapping
from pathlib import Path

from rdclient.diagnostic import IncompleteError
from rdclient.lens import Lang
from rdclient.store.modeline import modeline
from rdclient.store.tree import CACHE

_PACKAGE = Path(__file__).resolve().parent.parent
ABOUT_THE_REPOSITORY = ("README.md", ".gitattributes", ".gitignore")
"""Files that a repository may hold before it becomes a workspace."""
_SAMPLES = {Lang.ZH: "northbank", Lang.EN: "kestrel"}

_ROOT = {
    Lang.ZH: """\
# 工作区：对本仓库所有记录都有效的设置
name: 客户项目记录
vendor: {{name: 本公司, short_name: 我方}}   # 文档中印的公司全称和简称，请改成自己的
uuid: {uuid}
lang: zh
timezone: Asia/Shanghai
calendar: cn            # 工作日历：cn 为国务院放假安排（含调休），24x7 为自然日
schema_version: 1
""",
    Lang.EN: """\
# The workspace: what holds for every record of this repository
name: Client project records
vendor: {{name: Our company, short_name: We}}   # as printed in documents; make them yours
uuid: {uuid}
lang: en
timezone: UTC           # e.g. Europe/Berlin
calendar: 24x7          # working days: cn (mainland China, with make-up days) or 24x7
schema_version: 1
""",
}

_PEOPLE = {
    Lang.ZH: """\
# 我方人员，每人一条，例如：
# - {id: zhang.min, name: 张敏, title: 项目经理, unit: 交付一部, languages: [zh, en]}
""",
    Lang.EN: """\
# Our people, one entry each, for example:
# - {id: zhang.min, name: Zhang Min, title: Project manager, unit: Delivery, languages: [zh, en]}
""",
}

_POLICY = {
    Lang.ZH: """\
# 规则中的数字都有默认值；只在需要时改写个别行，例如：
# weekly: {cutoff: {weekday: friday, time: "17:00"}}
# risk: {response_score: 10}
# control: {since: 2027-01-01}   # 签字确认办法自该日起执行，此前的确认以记录为准
""",
    Lang.EN: """\
# Every number of the rule book has a shipped value; override single lines, for example:
# weekly: {cutoff: {weekday: friday, time: "17:00"}}
# risk: {response_score: 10}
# control: {since: 2027-01-01}   # claims made before that day need no sign-off

documents:
  weekly_number: "{client}-{project}-WR-{year}-{week:02d}"
  minutes_number: "{client}-{project}-MIN-{year}-{id}"
  change_number: "{client}-{project}-CHG-{year}-{id}"
  baseline_number: "{client}-{project}-BL-{year}-{id}"
  annex_number: "{client}-{project}-SGN-{year}"
""",
}

_README = {
    Lang.ZH: """\
# 客户项目记录

用 rdclient 管理：事实写成 YAML，检查、时限和文档由工具得出。

```
rdclient check                                  检查全部记录
rdclient weekly-report 项目 --audience client   生成客户版周报
rdclient minutes MTG-001                        生成会议纪要
```

文件夹：

```
people.yaml                                     我方人员
clients/<客户>/client.yaml contacts.yaml        客户与联系人
clients/<客户>/tickets/2026-11.yaml             工单（一个月一个文件）
clients/<客户>/projects/<项目>/project.yaml     项目、团队、阶段
clients/<客户>/projects/<项目>/requirements/REQ-001.yaml
clients/<客户>/projects/<项目>/meetings/MTG-001.yaml
clients/<客户>/projects/<项目>/milestones.yaml risks.yaml tasks.yaml
```

完整的样例：`rdclient init 样例 --sample`。
""",
    Lang.EN: """\
# Client project records

Kept with rdclient: facts are YAML; checks, deadlines and documents are derived from them.

```
rdclient check                                   check all records
rdclient weekly-report PROJECT --audience client the week's report for the client
rdclient minutes MTG-001                         minutes of a meeting
```

Folders:

```
people.yaml                                      our people
clients/<client>/client.yaml contacts.yaml       the client and its people
clients/<client>/tickets/2026-11.yaml            tickets, one file a month
clients/<client>/projects/<project>/project.yaml project, team, phases
clients/<client>/projects/<project>/requirements/REQ-001.yaml
clients/<client>/projects/<project>/meetings/MTG-001.yaml
clients/<client>/projects/<project>/milestones.yaml risks.yaml tasks.yaml
```

A whole example: `rdclient init example --sample`.
""",
}

OF_SIGNOFFS = (
    "clients/**/signoffs/**/*.json text eol=lf",
    "clients/**/signoffs/**/*.sig text eol=lf",
    "clients/**/signoffs/**/evidence/** -text",
)
"""What Git is told of sign-offs: lines end as they were signed, evidence is left as it is."""
_ATTRIBUTES = "\n".join(("*.yaml text eol=lf merge=rdclient", *OF_SIGNOFFS, ""))
_IGNORE = ".rdclient.lock\n.rdclient-cache/\n.*.rdclient-*.tmp\n"


def blank(lang: Lang) -> Mapping[str, bytes]:
    """The files of an empty workspace, by path."""
    records = {
        "rdclient.yaml": _ROOT[lang].format(uuid=uuid.uuid4()),
        "people.yaml": _PEOPLE[lang],
        "policy.yaml": _POLICY[lang],
    }
    return _encoded(
        {
            **{path: modeline(path) + text for path, text in records.items()},
            "README.md": _README[lang],
            ".gitattributes": _ATTRIBUTES,
            ".gitignore": _IGNORE,
        }
    )


def sample(lang: Lang) -> Mapping[str, bytes]:
    """The files of the shipped example in a language, by path.

    Raises:
        IncompleteError: when the installation holds no example.
    """
    name = _SAMPLES[lang]
    for folder in (_PACKAGE / "examples" / name, _PACKAGE.parent.parent / "examples" / name):
        if folder.is_dir():
            files = {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                if path.is_file() and CACHE not in path.parts
            }
            return {**_encoded({".gitattributes": _ATTRIBUTES, ".gitignore": _IGNORE}), **files}
    raise IncompleteError("no-sample", name)


def _encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}
