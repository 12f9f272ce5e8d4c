"""Which fields a counterpart reads and signs: a table per class, each field on one side of it."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.model.base import Action, Part
from rdclient.model.baseline import Baseline, BaselineEntry
from rdclient.model.change import (
    Change,
    ChangeItem,
    Impact,
    ItemText,
    MilestoneMove,
    SizeOverride,
)
from rdclient.model.meeting import Decision, Meeting
from rdclient.model.requirement import (
    Acceptance,
    Compatibility,
    Delivery,
    Interface,
    Performance,
    Requirement,
    UiSample,
)

CANON: Mapping[str, int] = MappingProxyType(
    {"requirement": 1, "change": 1, "meeting": 1, "baseline": 1}
)
"""Version of the columns below, by kind; a new governed field does not raise it, for only fields
that a record holds are signed. Whatever changes the digest of a record that stays as it is does."""

_FACT = ("recorded_on", "note", "audience")
_TEXT = (
    "title", "background", "goal", "functions", "rules", "inputs_outputs", "exceptions",
    "delivery", "acceptance", "interfaces", "data",
)  # fmt: skip

GOVERNED: Mapping[type[Part], tuple[str, ...]] = MappingProxyType(
    {
        Requirement: _TEXT,
        ItemText: _TEXT,
        Delivery: ("performance", "ui_samples", "compatibility", "security", "reliability"),
        Performance: ("metric", "target", "condition"),
        UiSample: ("file", "url"),
        Compatibility: ("kind", "versions"),
        Acceptance: ("method", "cases", "procedure", "criteria", "signatory"),
        Interface: ("kind", "counterpart", "protocol"),
        Change: (
            "title", "category", "reason", "items", "impact", "conditions", "urgency",
            "editorial", "size_override",
        ),
        ChangeItem: ("op", "requirement", "set"),
        Impact: (
            "schedule_wd", "milestones", "fee_delta", "tax", "quality", "if_not_done",
            "contract_clauses",
        ),
        MilestoneMove: ("milestone", "due"),
        SizeOverride: ("size", "by", "reason"),
        Meeting: ("title", "kind", "started_at", "decisions", "actions"),
        Decision: (
            "id", "text", "basis", "alternatives", "owner", "due", "needs_signature", "change",
            "disposition",
        ),
        Action: ("id", "text", "owner", "due", "if_overdue"),
        Baseline: ("title", "version", "created_on", "entries"),
        BaselineEntry: ("requirement", "fingerprint"),
    }
)  # fmt: skip
"""What is signed of each class; everything else a record holds may change at any time."""

FREE: Mapping[type[Part], tuple[str, ...]] = MappingProxyType(
    {
        Requirement: (
            *_FACT, "id", "type", "priority", "priority_reason", "source", "stated_need",
            "real_need", "elicitation", "analysis", "value", "parents", "tests",
            "open_questions", "external_source", "external_id", "events",
        ),
        ItemText: (),
        Delivery: (),
        Performance: (),
        UiSample: (),
        Compatibility: (),
        Acceptance: (),
        Interface: ("owner",),
        Change: (
            *_FACT, "id", "raised_by", "raised_on", "channel", "internal", "options", "meeting",
            "target_iteration", "notified", "events",
        ),
        ChangeItem: (),
        Impact: ("risks",),
        MilestoneMove: (),
        SizeOverride: (),
        Meeting: (
            *_FACT, "id", "formality", "phase", "planned_at", "ended_at", "cancelled_on", "place",
            "mode", "chair", "recorder", "reviewed_by", "attendees", "observers", "agenda",
            "notes", "disagreements", "confirmations", "value_items", "risks", "concerns",
            "expectations", "next", "distribution", "sent_at", "feedback_due", "follows",
        ),
        Decision: _FACT,
        Action: (*_FACT, "support", "priority", "created_on", "events"),
        Baseline: (*_FACT, "id", "by"),
        BaselineEntry: ("content",),
    }
)  # fmt: skip
"""The other column: a field of a class above stands in one of the two (a test sees to it)."""
