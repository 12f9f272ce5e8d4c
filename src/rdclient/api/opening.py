"""What a new record of each kind begins with: today's dates, its first step, fields to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from rdclient.model.base import Dated, Moment, Record
from rdclient.model.portfolio import KINDS
from rdclient.model.walk import made_of
from rdclient.store.position import Pointer
from rdclient.store.typed import moment_text

_NONE: Mapping[str, Pointer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Opening:
    """One row of ``OPENINGS``.

    Attributes:
        title: the field that ``--title`` gives; empty for a kind without words of its own.
        today: dates that are today's, or the time that it is.
        step: type of the first event; empty for a kind without events.
        shown: fields a person usually fills in, beside the required ones.
        short: names by which a value of a first entry may be given, and where it stands.
    """

    title: str = ""
    today: tuple[str, ...] = ()
    step: str = ""
    shown: tuple[str, ...] = ()
    short: Mapping[str, Pointer] = field(default_factory=lambda: _NONE)


def _fields(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_PLAN = MappingProxyType({"due": ("plans", 0, "due")})
_SPAN = MappingProxyType({name: ("plans", 0, name) for name in ("start", "finish", "effort_pd")})

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {"action": "new-part", "confirmation": "new-part",
     "signoff": "new-signoff", "baseline": "new-baseline"}
)  # fmt: skip
"""Kinds that another verb makes: the key of the error that says which."""

OPENINGS: Mapping[str, Opening] = MappingProxyType(
    {
        "person": Opening("name", shown=_fields("title unit phone email languages start")),
        "waiver": Opening("reason", shown=_fields("reason approvers until")),
        "client": Opening(
            "name",
            shown=_fields("short_name code address_form industry tier lang first_contact_on"),
        ),
        "contact": Opening(
            "name", shown=_fields("title unit rank role authority influence phone email start")
        ),
        "contract": Opening(
            "title",
            shown=_fields("signed_on amount currency tax change_rule deemed_clause warranty_until"),
        ),
        "ticket": Opening("title", step="opened", shown=_fields("project priority kind raised_by")),
        "incident": Opening(
            "title",
            step="detected",
            shown=_fields("project core_business outage_min category scope cause"),
        ),
        "source": Opening(shown=_fields("project records")),
        "survey": Opening(shown=_fields("project sent closed_on responses")),
        "improvement": Opening(
            "statement",
            ("created_on",),
            shown=_fields("survey indicator meeting whys root_cause actions criteria"),
        ),
        "complaint": Opening("title", step="received", shown=_fields("project severity")),
        "plan": Opening(shown=_fields("steps owner reviewed_on")),
        "drill": Opening("title", ("on",), shown=_fields("participants rto_min findings actions")),
        "inspection": Opening(today=("on",), shown=_fields("by items")),
        "release": Opening("version", ("on",), shown=_fields("project text")),
        "interaction": Opening("text", ("at",), shown=_fields("people by")),
        "followup": Opening(
            "text", ("created_on",), shown=_fields("owner support due priority if_overdue")
        ),
        "brief": Opening("title", shown=_fields("issue project sent_on topics")),
        "project": Opening(
            "name", shown=_fields("code purpose phases team counterparts contract goals")
        ),
        "requirement": Opening(
            "title",
            step="collected",
            shown=_fields(
                "priority priority_reason source stated_need real_need background goal functions "
                "value delivery acceptance"
            ),
        ),
        "change": Opening(
            "title",
            ("raised_on",),
            "submitted",
            _fields("raised_by channel urgency category reason items impact"),
        ),
        "milestone": Opening("name", shown=_fields("kind key standard plans"), short=_PLAN),
        "iteration": Opening("goal", shown=_fields("goal")),
        "task": Opening(
            "title",
            ("created_on",),
            shown=_fields("requirements milestone owner plans"),
            short=_SPAN,
        ),
        "risk": Opening(
            "event",
            step="identified",
            shown=_fields("owner cause effect assessments response trigger"),
        ),
        "issue": Opening("title", step="raised", shown=_fields("owner severity due")),
        "deliverable": Opening("name", shown=_fields("due sent_on plain_summary")),
        "raci": Opening("activity", shown=_fields("side parties")),
        "feedback": Opening("text", ("at",), shown=_fields("answer answered_on requirement")),
        "quality": Opening(
            today=("on",), shown=_fields("level planned executed passed defects kloc")
        ),
        "report": Opening("summary", shown=_fields("summary highlights internal_note approvals")),
        "meeting": Opening("title"),
    }
)
"""By kind; a kind that is not here is not made by ``new``."""
_TIMED = frozenset({"ticket", "incident", "change", "complaint", "interaction"})
"""Kinds whose first date says the time too: something is counted from it."""


def begun(kind: str, now: datetime) -> dict[str, object]:
    """The fields a new record has without anybody's doing."""
    opening, model = OPENINGS[kind], KINDS[kind]
    moment = moment_text(now) if kind in _TIMED else f"{now:%Y-%m-%d}"
    data: dict[str, object] = {
        name: moment if _takes_time(model, name) else f"{now:%Y-%m-%d}" for name in opening.today
    }
    if opening.step:
        data["events"] = [{"at": moment, "type": opening.step}]
    if kind == "survey":
        data["quarter"] = f"{now.year}-Q{(now.month + 2) // 3}"
    return data


def entry_begun(way: Pointer, now: datetime) -> dict[str, object]:
    """The first entry of a list in which a value of its own name is to stand."""
    return {"on": f"{now:%Y-%m-%d}"} if way[0] == "plans" else {}


def _takes_time(model: type[Record], name: str) -> bool:
    info = model.model_fields[name]
    facts = tuple(made_of(info.annotation, tuple(info.metadata)))
    return Moment in facts and Dated.FACT in facts
