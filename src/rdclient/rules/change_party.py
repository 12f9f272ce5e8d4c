"""What a change owes the parties: an amendment of the contract, and word of it."""

from collections.abc import Iterator

from rdclient.control.board import amended_changes
from rdclient.control.classify import SizeReason
from rdclient.diagnostic import Finding, finding
from rdclient.model.client import Contract, Side
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.change_request import (
    DOING,
    KINDS_OF_BACKING,
    LAST,
    SIDE_WORDS,
    Request,
    requests,
)
from rdclient.rules.past import happened, known, label, now

_OF_CONTRACT = frozenset({SizeReason.FEE, SizeReason.CONTRACT_CLAUSE})


def change_without_amendment(case: Case) -> Iterator[Finding]:
    """A change of price or clauses was scheduled, and no amendment lists it (RD226)."""
    amended = _amended(case)
    for request in requests(case):
        reasons = request.standing.classification.reasons
        of_contract = tuple(reason.code for reason in reasons if reason.code in _OF_CONTRACT)
        claim = request.claim(LAST if request.is_emergency else DOING)
        if not of_contract or claim is None or id(request.record) in amended:
            continue
        told = request.told(claim)
        yield finding("RD226", request.at(claim[0]), **told, reasons=of_contract)


def _amended(case: Case) -> frozenset[int]:
    """The changes that an amendment signed by ``as_of`` lists."""
    return frozenset(
        id(change)
        for contract in known(case, Contract)
        for _, amendment in happened(contract.amendments, "signed_on", now(case))
        for change in amended_changes(case.portfolio, contract, amendment)
    )


def parties_not_notified(case: Case) -> Iterator[Finding]:
    """A change was approved and scheduled, and nobody of a side was told since (RD224)."""
    for request in requests(case):
        claim = request.claim(DOING)
        is_due = claim is not None and request.standing.is_approved
        if not is_due or request.standing.classification.is_editorial:
            continue
        told = _told(case, request)
        missing = tuple(SIDE_WORDS[side] for side in (Side.CLIENT, Side.VENDOR) if side not in told)
        if missing and claim is not None:
            at = where(request.record, "notified") if request.record.notified else None
            approved = request.standing.approved_at
            yield finding(
                "RD224",
                at or request.at(claim[0]),
                id=request.id,
                approved=label(approved) if approved else "",
                missing=missing,
            )


def _told(case: Case, request: Request) -> frozenset[Side | None]:
    """The sides of which somebody was told on the day of the approval or later."""
    approved = request.standing.approved_at
    return frozenset(
        case.portfolio.side(notice.person, request.record)
        for notice in request.change.notified
        if approved is None or notice.on >= approved.day
    )


RULES = (
    Rule("RD224", parties_not_notified, about=("change",), needs=KINDS_OF_BACKING),
    Rule(
        "RD226",
        change_without_amendment,
        about=("change", "contract"),
        needs=frozenset({"contract"}),
    ),
)
