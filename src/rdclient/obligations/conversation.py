"""Conversations: the meetings and contacts of a project in which those took part who have to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rdclient.model.base import Moment
from rdclient.model.client import Interaction, InteractionKind
from rdclient.model.clock_policy import MeetingClock, RollingClock
from rdclient.model.meeting import Formality, Meeting, MeetingKind
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.obligations.base import ends
from rdclient.obligations.period import Evidence
from rdclient.obligations.presence import Party, has_roles, held_at, of_interaction, of_meeting

Terms = MeetingClock | RollingClock


@dataclass(frozen=True, slots=True)
class Sort:
    """Which conversations count: meetings of a formality (None: either), kinds of contacts."""

    formality: Formality | None = None
    contacts: frozenset[InteractionKind] = field(default_factory=frozenset)


class Conversation(NamedTuple):
    """When it took place, and its id; empty for a contact, which has none."""

    at: Moment
    id: str

    def evidence(self, portfolio: Portfolio) -> Evidence:
        """What it shows."""
        return Evidence(ends(self.at, portfolio), self.id)


def conversations(
    portfolio: Portfolio, project: Project, pick: Callable[[Policy], Terms], sort: Sort
) -> Iterator[Conversation]:
    """The meetings and contacts of a project in which everybody took part who has to.

    Who has to is what the policy says that is in force on the day. Where it names no kinds of
    meetings, those among ourselves do not count.
    """
    for meeting in portfolio.of_project(Meeting, project):
        at = held_at(meeting)
        if at is None or (sort.formality and meeting.formality is not sort.formality):
            continue
        policy = portfolio.policy(at.day)
        terms = pick(policy)
        if _counts(meeting.kind, terms, policy):
            party = of_meeting(portfolio, meeting)
            if _was_complete(portfolio, project, party, at, terms):
                yield Conversation(at, meeting.id)
    for contact in portfolio.of_client(Interaction, project.origin.client or ""):
        if contact.kind in sort.contacts:
            terms = pick(portfolio.policy(contact.at.day))
            party = of_interaction(portfolio, contact)
            if _was_complete(portfolio, project, party, contact.at, terms):
                yield Conversation(contact.at, "")


def _counts(kind: MeetingKind, terms: Terms, policy: Policy) -> bool:
    if terms.kinds:
        return kind in terms.kinds
    return kind not in policy.audience.internal_meetings


def _was_complete(
    portfolio: Portfolio, project: Project, party: Party, at: Moment, terms: Terms
) -> bool:
    return has_roles(portfolio, project, party, at.day, vendor=terms.vendor, client=terms.client)
