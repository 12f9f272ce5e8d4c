"""Meetings: every decision and action item has an owner and a date."""

from collections.abc import Iterator

from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Action, ActionStep
from rdclient.model.meeting import Decision, Meeting
from rdclient.model.replay import lies_after
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, held_on, known, now


def without_owner_or_due(case: Case) -> Iterator[Finding]:
    """A decision or an action of a held meeting lacks its owner or its date (RD421)."""
    moment = now(case)
    for meeting in known(case, Meeting):
        if held_on(case, meeting) is None:
            continue
        for index, decision in enumerate(meeting.decisions):
            if not lies_after(decision.recorded_on, moment):
                yield from _stated(meeting, "decisions", index, decision, _decision(decision))
        for index, action in enumerate(meeting.actions):
            past = tuple(event for _, event in happened(action.events, "at", moment))
            if any(event.type is ActionStep.CANCELLED for event in past):
                continue
            if not lies_after(action.recorded_on, moment):
                yield from _stated(meeting, "actions", index, action, _action(action))


def _stated(
    meeting: Meeting, name: str, index: int, item: Decision | Action, missing: tuple[str, ...]
) -> Iterator[Finding]:
    if missing:
        at = where(meeting, name, index)
        yield finding("RD421", at, variant=name, id=item.id, missing=missing)


def _decision(decision: Decision) -> tuple[str, ...]:
    """A board's word on a change takes effect at once, so it needs no date."""
    missing = () if decision.owner else ("owner",)
    is_due = decision.due or (decision.change and decision.disposition)
    return missing if is_due else (*missing, "due")


def _action(action: Action) -> tuple[str, ...]:
    missing = () if action.owner else ("owner",)
    return missing if action.due_now() else (*missing, "due")


RULES = (Rule("RD421", without_owner_or_due),)
