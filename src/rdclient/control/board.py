"""What the control board and the contracts say of change requests: decisions, amendments."""

from collections.abc import Iterator

from rdclient.control.base import Matter
from rdclient.model.base import Moment
from rdclient.model.change import Change
from rdclient.model.client import Amendment, Contract
from rdclient.model.meeting import Decision, Disposition, Meeting, MeetingKind
from rdclient.model.portfolio import Portfolio

DECIDED = frozenset({Disposition.APPROVED, Disposition.DEFERRED, Disposition.REJECTED})
"""Dispositions by which the board takes a stand."""


def decided_change(portfolio: Portfolio, decision: Decision, meeting: Meeting) -> Change | None:
    """The request that a decision of a meeting names."""
    found = portfolio.find("change", decision.change, meeting) if decision.change else None
    return found if isinstance(found, Change) else None


def board_decision(matter: Matter, change: Change) -> Disposition | None:
    """What the control board decided last about a request, in a meeting that was held.

    A board may speak of several projects of its client.
    """
    words = sorted(_words(matter, change), key=lambda word: word[0].instant)
    return words[-1][1] if words else None


def _words(matter: Matter, change: Change) -> Iterator[tuple[Moment, Disposition]]:
    for meeting in matter.portfolio.all(Meeting):
        begun = meeting.started_at or meeting.ended_at
        is_board = meeting.kind is MeetingKind.CCB and meeting.origin.client == change.origin.client
        if not is_board or begun is None or meeting.cancelled_on:
            continue
        for decision in meeting.decisions:
            said = decision.disposition
            if said in DECIDED and decided_change(matter.portfolio, decision, meeting) is change:
                yield begun, said


def amended_changes(
    portfolio: Portfolio, contract: Contract, amendment: Amendment
) -> tuple[Change, ...]:
    """The requests that an amendment of a contract carries, as it names them."""
    found = (portfolio.find("change", name, contract) for name in amendment.changes)
    return tuple(change for change in found if isinstance(change, Change))


def is_amended(matter: Matter, change: Change) -> bool:
    """Whether an amendment of a contract of the client carries a request."""
    portfolio = matter.portfolio
    return any(
        change is one
        for contract in portfolio.of_client(Contract, change.origin.client or "")
        for amendment in contract.amendments
        for one in amended_changes(portfolio, contract, amendment)
    )
