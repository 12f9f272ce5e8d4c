"""Which path holds which record: the one place that knows the folders of a workspace."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SUFFIX = ".yaml"
ROOT_FILE = "rdclient.yaml"
POLICY_FILE = "policy.yaml"
CALENDAR_FOLDER = "calendars"
STATEMENT_SUFFIX = ".json"
"""Of sign-offs: one file each, in canonical JSON."""
SIGNATURE_SUFFIX = ".sig"
"""Of the signature that lies beside a statement."""
_STATEMENT = 2
"""Steps from the folder of sign-offs down to a statement: the subject, and the file."""


@dataclass(frozen=True, slots=True)
class Home:
    """What a file holds, as its path says.

    Attributes:
        kind: kind of record.
        client: slug of the client whose folder it lies in.
        project: slug of the project.
        stem: the id when the file holds one record; None for a list file beside its folder.
        single: True when exactly one record may stand in it (``client.yaml``).
    """

    kind: str
    client: str | None = None
    project: str | None = None
    stem: str | None = None
    single: bool = False


_ROOT = MappingProxyType({"people": "person", "waivers": "waiver"})
_CLIENT = MappingProxyType(
    {
        "contacts": "contact",
        "contracts": "contract",
        "tickets": "ticket",
        "incidents": "incident",
        "sources": "source",
        "surveys": "survey",
        "complaints": "complaint",
        "interactions": "interaction",
        "improvements": "improvement",
        "plans": "plan",
        "drills": "drill",
        "inspections": "inspection",
        "releases": "release",
        "followups": "followup",
        "briefs": "brief",
        "reports": "report",
        "waivers": "waiver",
    }
)
_PROJECT = MappingProxyType(
    {
        "requirements": "requirement",
        "changes": "change",
        "baselines": "baseline",
        "meetings": "meeting",
        "milestones": "milestone",
        "iterations": "iteration",
        "tasks": "task",
        "risks": "risk",
        "issues": "issue",
        "feedback": "feedback",
        "deliverables": "deliverable",
        "raci": "raci",
        "quality": "quality",
        "reports": "report",
    }
)
_OTHER_FOLDERS = ("templates", CALENDAR_FOLDER, "evidence", "attachments", "docs")
"""Folders of a workspace in which YAML files are not records."""

WITHOUT_ID = frozenset(
    {
        "workspace", "source", "release", "interaction", "feedback", "quality", "raci", "waiver",
        "signoff",
    }
)  # fmt: skip
"""Kinds whose records carry no id."""


def home(path: str) -> Home | None:
    """What the file at a path (relative, with ``/``) holds; None when it is no record file.

    >>> home("clients/northbank/projects/settlement/requirements/REQ-012.yaml").kind
    'requirement'
    """
    found: Home | None = None
    if is_of_signoffs(path):
        _, client, _, project, _, *rest = path.split("/")
        is_statement = len(rest) == _STATEMENT and path.endswith(STATEMENT_SUFFIX)
        return Home("signoff", client, project, single=True) if is_statement else None
    if not path.endswith(SUFFIX):
        return found
    match path.removesuffix(SUFFIX).split("/"):
        case ["rdclient"]:
            found = Home("workspace", single=True)
        case [name] if name in _ROOT:
            found = Home(_ROOT[name])
        case ["clients", client, "client"]:
            found = Home("client", client, stem=client, single=True)
        case ["clients", client, "projects", project, "project"]:
            found = Home("project", client, project, stem=project, single=True)
        case ["clients", client, "projects", project, *rest]:
            found = _collected(_PROJECT, client, project, rest)
        case ["clients", client, *rest]:
            found = _collected(_CLIENT, client, None, rest)
    return found


def is_of_signoffs(path: str) -> bool:
    """Whether a file lies where a project keeps sign-offs: statements, signatures, evidence."""
    match path.split("/"):
        case ["clients", _, "projects", _, "signoffs", _, *_]:
            return True
    return False


def signature_beside(statement: str) -> str:
    """Where the signature of a statement lies, if there is one."""
    return statement.removesuffix(STATEMENT_SUFFIX) + SIGNATURE_SUFFIX


def signoff_folder(client: str, project: str, subject: str) -> str:
    """Where the sign-offs of a subject lie; its evidence in ``evidence`` below."""
    return f"clients/{client}/projects/{project}/signoffs/{subject}"


def _collected(
    table: Mapping[str, str], client: str, project: str | None, rest: list[str]
) -> Home | None:
    match rest:
        case [name] if name in table:
            return Home(table[name], client, project)
        case [name, stem] if name in table:
            return Home(table[name], client, project, stem=stem)
    return None


def is_calendar(path: str) -> bool:
    """Whether one of the workspace's own calendars stands at a path."""
    folder, _, name = path.rpartition("/")
    return folder == CALENDAR_FOLDER and name.endswith(SUFFIX)


def is_other(path: str) -> bool:
    """Whether a YAML file there is known to be no record (policy, calendars, templates …)."""
    first = path.split("/", 1)[0]
    if is_of_signoffs(path) and home(path) is None:
        return True
    return path == POLICY_FILE or first in _OTHER_FOLDERS or first.startswith(".")


_CHINESE = MappingProxyType(
    {
        "项目": "projects", "联系人": "contacts", "合同": "contracts", "工单": "tickets",
        "故障": "incidents", "调查": "surveys", "投诉": "complaints", "沟通": "interactions",
        "需求": "requirements", "变更": "changes", "会议": "meetings", "里程碑": "milestones",
        "迭代": "iterations", "任务": "tasks", "风险": "risks", "问题": "issues",
        "反馈": "feedback", "质量": "quality", "周报": "reports", "报告": "reports",
        "客户": "clients", "人员": "people", "豁免": "waivers", "改进": "improvements",
        "应急预案": "plans", "预案": "plans", "巡检": "inspections", "交付物": "deliverables",
        "责任矩阵": "raci", "应急演练": "drills", "演练": "drills", "版本发布": "releases",
        "发布": "releases", "版本": "releases", "跟进": "followups", "跟进事项": "followups",
        "技术简报": "briefs", "简报": "briefs", "基线": "baselines",
    }
)  # fmt: skip
"""What people call a folder in Chinese."""


def meant(path: str) -> tuple[str, tuple[str, ...]]:
    """For a file where no records stand: the step that is off, and the names known there.

    The nearest name comes alone when there is one.

    >>> meant("clients/northbank/ticket/2026-11.yaml")
    ('ticket', ('tickets',))
    """
    match path.removesuffix(SUFFIX).split("/"):
        case ["clients", _, "projects", _, step, *_]:
            known = (*_PROJECT, "project")
        case ["clients", _, step, *_]:
            known = (*_CLIENT, "projects", "client")
        case [step, *_]:
            known = ("clients", *_ROOT, "policy", "rdclient")
        case _:
            return path, ()
    near = [name for name in known if name == _CHINESE.get(step)]
    near = near or difflib.get_close_matches(step, known, 1)
    return step, tuple(near) or known


def places(kind: str) -> tuple[str, ...]:
    """Where records of a kind may stand: the folder form first, then the list file.

    >>> places("risk")[1]
    'clients/<client>/projects/<project>/risks.yaml'
    """
    singles = {
        "workspace": ROOT_FILE,
        "client": "clients/<client>/client.yaml",
        "project": "clients/<client>/projects/<project>/project.yaml",
    }
    if kind in singles:
        return (singles[kind],)
    if kind == "signoff":
        return (f"{signoff_folder('<client>', '<project>', '<subject>')}/<name>{STATEMENT_SUFFIX}",)
    own = tuple(f"{name}{SUFFIX}" for name, held in _ROOT.items() if held == kind)
    roots = {"clients/<client>": _CLIENT, "clients/<client>/projects/<project>": _PROJECT}
    name = "<id>" if kind not in WITHOUT_ID else "<name>"
    return own + tuple(
        path
        for root, table in roots.items()
        for folder, held in table.items()
        if held == kind
        for path in (f"{root}/{folder}/{name}{SUFFIX}", f"{root}/{folder}{SUFFIX}")
    )
