"""Steps of a change request: none skipped, and nothing done before both sides signed."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rdclient.control.signoff import verdict
from rdclient.diagnostic import Fact, Finding, finding
from rdclient.model.change import ChangeEvent, ChangeStep
from rdclient.model.client import Side
from rdclient.model.policy import DecisionClass
from rdclient.rules.base import Case, Rule
from rdclient.rules.change_board import has_word
from rdclient.rules.change_request import (
    DOING,
    KINDS_OF_BACKING,
    SIDE_WORDS,
    Claim,
    Request,
    every_request,
    requests,
    unmet,
)
from rdclient.rules.past import label, matter

_PATH = (
    ChangeStep.SUBMITTED, ChangeStep.PM_REVIEW, ChangeStep.ASSESSED, ChangeStep.CCB_REVIEW,
    ChangeStep.CLIENT_CONFIRMED, ChangeStep.SCHEDULED, ChangeStep.IMPLEMENTED,
    ChangeStep.VERIFIED, ChangeStep.CLOSED,
)  # fmt: skip
"""The steps in their order (CHG-04)."""
_ENDING = frozenset({ChangeStep.REJECTED, ChangeStep.WITHDRAWN, ChangeStep.CLOSED})
"""Steps after which none follows; what was deferred may go on where it stood."""
_OF_MEANING = frozenset(
    {
        ChangeStep.ASSESSED, ChangeStep.CCB_REVIEW, ChangeStep.CLIENT_CONFIRMED,
        ChangeStep.SCHEDULED, ChangeStep.VERIFIED,
    }
)  # fmt: skip
"""Steps that a change of wording does without."""
_LATER_IN_EMERGENCY: Mapping[ChangeStep, frozenset[ChangeStep]] = MappingProxyType(
    {
        **dict.fromkeys(_PATH, frozenset({ChangeStep.CCB_REVIEW})),
        **dict.fromkeys(
            (ChangeStep.IMPLEMENTED, ChangeStep.VERIFIED),
            frozenset({ChangeStep.CCB_REVIEW, ChangeStep.CLIENT_CONFIRMED, ChangeStep.SCHEDULED}),
        ),
        ChangeStep.CLOSED: frozenset({ChangeStep.SCHEDULED}),
    }
)
"""What an emergency may do after a step instead of before it (ADD-04)."""

_MORE_THAN_WORDING: Mapping[str, str] = MappingProxyType(
    {
        "operation": "add_or_delete",
        "impact": "schedule_or_fee",
        "figures": "figures",
        "sense": "sense",
    }
)
"""What makes a change more than wording, as facts name it."""


# ── the order of the steps ───────────────────────────────────────────────────


def step_out_of_order(case: Case) -> Iterator[Finding]:
    """A step of a change request was skipped, comes too late, or follows its end (RD227)."""
    for request in every_request(case):
        asks_for_board = request.is_large and has_word(case, request)
        yield from _gaps(request, asks_for_board=asks_for_board)


def _gaps(request: Request, *, asks_for_board: bool) -> Iterator[Finding]:
    """Each step that is missing, at the first step that needs it."""
    recorded = {event.type for _, event in request.events}
    settled: set[ChangeStep] = set()
    ended: ChangeEvent | None = None
    for index, event in sorted(request.events, key=_time):
        if ended is not None and ended.at.is_before(event.at):
            facts = {"id": request.id, "step": event.type, "other": ended.type}
            yield finding("RD227", request.at(index), variant="ended", **facts)
            return
        before = {other.type for _, other in request.events if not event.at.is_before(other.at)}
        wanted = _wanted(request, event.type, asks_for_board=asks_for_board)
        missing = [step for step in wanted if step not in before | settled]
        settled.update(missing)
        if request.is_asked(event):
            skipped = tuple(step for step in missing if step not in recorded)
            late = tuple(step for step in missing if step in recorded)
            for variant, steps in (("", skipped), ("late", late)):
                if steps:
                    yield _gap(request, index, event, variant, steps)
        if ended is None and event.type in _ENDING:
            ended = event


def _time(pair: Claim) -> float:
    return pair[1].at.instant.timestamp()


def _gap(
    request: Request, index: int, event: ChangeEvent, variant: str, missing: tuple[ChangeStep, ...]
) -> Finding:
    facts: dict[str, Fact] = {"id": request.id, "step": event.type, "missing": missing}
    tokens = tuple(step.value for step in missing)
    return finding("RD227", request.at(index), variant=variant, tokens=tokens, **facts)


def _wanted(request: Request, step: ChangeStep, *, asks_for_board: bool) -> Iterator[ChangeStep]:
    """The steps that come before another; none before those by which a request leaves the path."""
    earlier = _PATH[: _PATH.index(step)] if step in _PATH else ()
    for other in earlier:
        if other is ChangeStep.CCB_REVIEW and not asks_for_board:
            continue
        if other in _OF_MEANING and request.standing.classification.is_editorial:
            continue
        if request.is_emergency and _comes_later(other, step):
            continue
        yield other


def _comes_later(other: ChangeStep, step: ChangeStep) -> bool:
    return other in _LATER_IN_EMERGENCY[step]


# ── nothing is done before it is signed ──────────────────────────────────────


def scheduled_before_sign_off(case: Case) -> Iterator[Finding]:
    """A change was scheduled or done before it was approved (RD228)."""
    for request in requests(case):
        claim = request.claim(DOING)
        if claim is None:
            continue
        (index, event), told = claim, request.told(claim)
        stands = request.standing
        if not stands.is_approved:
            if _one_sided(request) is None:
                variant, facts = _lack(case, request)
                yield finding("RD228", request.at(index), variant=variant, **told, **facts)
        elif stands.approved_at and event.at.is_before(stands.approved_at):
            approved = label(stands.approved_at)
            at = request.at(index)
            yield finding("RD228", at, variant="late", approved=approved, **told)


def _lack(case: Case, request: Request) -> tuple[str, dict[str, Fact]]:
    """Why a request is not approved, with what says so."""
    stands = request.standing
    for side in stands.verdict.sides:
        if side.objection is not None:
            act = side.objection.act
            facts: dict[str, Fact] = {"person": act.signer, "decision": act.decision}
            return "objection", {**facts, "objected": label(act.declared_at)}
    if not_editorial := stands.classification.not_editorial:
        return "editorial", {"other": tuple(_MORE_THAN_WORDING[name] for name in not_editorial)}
    if request.is_emergency:
        word = verdict(matter(case), request.change, DecisionClass.EMERGENCY)
        return "emergency", {"missing": unmet(word)}
    return "", {"missing": unmet(stands.verdict)}


def one_side_only(case: Case) -> Iterator[Finding]:
    """A large change was scheduled on the signature of one side (RD229)."""
    for request in requests(case):
        claim = request.claim(DOING)
        side = _one_sided(request)
        if claim is None or side is None:
            continue
        missing = next(other for other in Side if other is not side)
        sides = {"other": SIDE_WORDS[side], "missing": SIDE_WORDS[missing]}
        yield finding("RD229", request.at(claim[0]), **request.told(claim), **sides)


def _one_sided(request: Request) -> Side | None:
    """The side that alone signed a large change; None when it is another case."""
    stands = request.standing
    if stands.is_approved or stands.decision is not DecisionClass.LARGE_CHANGE:
        return None
    if any(side.objection for side in stands.verdict.sides):
        return None
    given = [side for side in stands.verdict.sides if side.is_met]
    return given[0].side if len(given) == 1 and given[0].approvals else None


RULES = (
    Rule("RD227", step_out_of_order, about=("change",)),
    Rule("RD228", scheduled_before_sign_off, about=("change", "signoff"), needs=KINDS_OF_BACKING),
    Rule("RD229", one_side_only, about=("change", "signoff"), needs=KINDS_OF_BACKING),
)
