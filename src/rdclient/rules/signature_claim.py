"""Claims: a request that says the client agreed has an act of the client behind it."""

from collections.abc import Iterator

from rdclient.control.base import Matter
from rdclient.control.signoff import SideVerdict, verdict
from rdclient.diagnostic import Fact, Finding, finding
from rdclient.model.change import ChangeStep
from rdclient.model.client import Side
from rdclient.model.policy import DecisionClass
from rdclient.rules.base import Case, Rule
from rdclient.rules.change_request import Request, requests
from rdclient.rules.past import label, matter
from rdclient.rules.signature import NEEDED, faults
from rdclient.rules.signer import name_of

_CONFIRMED = frozenset({ChangeStep.CLIENT_CONFIRMED})


def claim_without_backing(case: Case) -> Iterator[Finding]:
    """A request claims that the client agreed, and no act of the client says so (RD239)."""
    for request in requests(case):
        claim = request.claim(_CONFIRMED)
        if claim is None or request.standing.is_approved:
            continue
        found, (index, event) = matter(case), claim
        variant = _unbacked(found, request)
        if variant is not None:
            told = _lack(found, request.standing.verdict.client)
            at = request.at(index)
            yield finding("RD239", at, variant=variant, id=request.id, on=label(event.at), **told)


def _unbacked(found: Matter, request: Request) -> str | None:
    """How a claim lacks its backing; None when it has it, or another code says why not."""
    client = request.standing.verdict.client
    is_word = request.is_emergency and _has_word(found, request)
    if client.is_met or is_word:
        return None
    if client.objection:
        return "objection"
    if any(fault.one.act.side is Side.CLIENT for fault in faults(found, request.change)):
        return None
    return "too_few" if client.approvals else ""


def _has_word(found: Matter, request: Request) -> bool:
    return verdict(found, request.change, DecisionClass.EMERGENCY).client.is_met


def _lack(found: Matter, client: SideVerdict) -> dict[str, Fact]:
    """What there is, and what there should be."""
    told: dict[str, Fact] = {"given": len(client.approvals), "people": client.wanted.people}
    if client.wanted.level:
        told["level"] = client.wanted.level
    if client.objection:
        act = client.objection.act
        told |= {
            "person": name_of(found, act),
            "decision": act.decision,
            "objected": label(act.declared_at),
        }
    return told


RULES = (Rule("RD239", claim_without_backing, about=("change", "signoff"), needs=NEEDED),)
