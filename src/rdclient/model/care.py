"""Looking after a client from day to day: follow-ups, and the technical briefs it is sent."""

from typing import ClassVar

from rdclient.model.base import Action, FactDay, Id, Many, Part, ProjectRef, Record, Text


class FollowUp(Action, Record):
    """An action item of no meeting, kept for itself (``followups.yaml``). Internal."""

    life: ClassVar[str | None] = "created_on"


class BriefTopic(Part):
    """One topic of a brief, in plain words; ``source`` says where it was taken from."""

    title: Text
    summary: Text
    source: Text | None = None


class TechnicalBrief(Record):
    """A technical brief for the client (``briefs/``).

    Attributes:
        issue: its number in the series, as printed.
        sent_on: left out until it was sent.
    """

    id: Id
    issue: str | None = None
    title: Text | None = None
    project: ProjectRef | None = None
    sent_on: FactDay | None = None
    topics: Many[BriefTopic] = ()
