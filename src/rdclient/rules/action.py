"""Action items, wherever they stand: which of them count, and what they lack."""

from datetime import datetime

from rdclient.model.base import Action, ActionStep
from rdclient.model.replay import lies_after
from rdclient.rules.past import happened


def counts(action: Action, moment: datetime) -> bool:
    """Whether an action had been set up by a moment and not been cancelled."""
    if lies_after(action.recorded_on, moment) or lies_after(action.created_on, moment):
        return False
    return all(
        event.type is not ActionStep.CANCELLED for _, event in happened(action.events, "at", moment)
    )


def lacking(action: Action, moment: datetime) -> tuple[str, ...]:
    """Which of owner and date an action lacks; a date it was moved to is one."""
    moved = any(event.due for _, event in happened(action.events, "at", moment))
    missing = () if action.owner else ("owner",)
    return missing if action.due or moved else (*missing, "due")
