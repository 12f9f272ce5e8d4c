"""Risks: a heavy one has a response, one that occurred an issue and a client who knew before."""

from collections.abc import Iterator
from datetime import datetime

from rdclient.diagnostic import Finding, finding
from rdclient.lens import Audience
from rdclient.model.replay import lies_after
from rdclient.model.risk import Issue, Risk, RiskEvent, RiskStep
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, label, now


def risk_without_response(case: Case) -> Iterator[Finding]:
    """An open risk at or above the threshold has no response, or nobody for it (RD431)."""
    moment = now(case)
    limit = case.portfolio.policy(moment.date()).risk.response_score
    for risk in known(case, Risk):
        if any(e.type is RiskStep.CLOSED for _, e in happened(risk.events, "at", moment)):
            continue
        past = list(happened(risk.assessments, "at", moment))
        missing = _missing(risk)
        if not past or past[-1][1].score < limit or not missing:
            continue
        index, assessment = past[-1]
        at = where(risk, "response") if risk.response else where(risk, "assessments", index)
        yield finding("RD431", at, id=risk.id, score=assessment.score, limit=limit, missing=missing)


def _missing(risk: Risk) -> tuple[str, ...]:
    response = risk.response
    text = ("response",) if response is None or response.text is None else ()
    owner = ("response_owner",) if response is None or response.owner is None else ()
    return text + owner


def occurred_risk_without_issue(case: Case) -> Iterator[Finding]:
    """A risk occurred, and no issue says what was done then (RD433)."""
    moment = now(case)
    issues = tuple(issue for issue in known(case, Issue) if _was_raised(issue, moment))
    there = {id(issue) for issue in issues}
    followed = {
        id(case.portfolio.find("risk", issue.risk, issue)) for issue in issues if issue.risk
    }
    for risk, index, event in _occurred(case):
        named = case.portfolio.find("issue", risk.issue, risk) if risk.issue else None
        is_named = risk.issue is not None and (named is None or id(named) in there)
        if not is_named and id(risk) not in followed:
            at = where(risk, "events", index)
            yield finding("RD433", at, id=risk.id, date=label(event.at.day))


def _was_raised(issue: Issue, moment: datetime) -> bool:
    return not issue.events or any(happened(issue.events, "at", moment))


def risk_not_disclosed(case: Case) -> Iterator[Finding]:
    """A risk that concerns the client occurred before the client was told of it (RD434)."""
    moment = now(case)
    for risk, index, event in _occurred(case):
        if not _concerns_client(case, risk, moment):
            continue
        told, day = risk.disclosed_on, event.at.day
        if told is None or lies_after(told, moment):
            if risk.audience is not Audience.CLIENT:
                at = where(risk, "events", index)
                yield finding("RD434", at, variant="never", id=risk.id, date=label(day))
        elif told > day:
            at = where(risk, "disclosed_on")
            facts = {"id": risk.id, "date": label(day), "told": label(told)}
            yield finding("RD434", at, variant="late", **facts)


def _occurred(case: Case) -> Iterator[tuple[Risk, int, RiskEvent]]:
    """Each risk that became real, with the event that says so first."""
    for risk in known(case, Risk):
        events = happened(risk.events, "at", now(case))
        became = [(index, event) for index, event in events if event.type is RiskStep.OCCURRED]
        if became:
            index, event = min(became, key=lambda item: item[1].at)
            yield risk, index, event


def _concerns_client(case: Case, risk: Risk, moment: datetime) -> bool:
    """Whether a requirement or milestone that the client may see depends on it."""
    policy = case.portfolio.policy(moment.date())
    for kind, names in (("requirement", risk.requirements), ("milestone", risk.milestones)):
        for name in names:
            found = case.portfolio.find(kind, name, risk)
            stated = found.audience if found is not None else None
            if (stated or policy.default_audience(kind)) is Audience.CLIENT:
                return True
    return False


RULES = (
    Rule("RD431", risk_without_response, about=("risk",)),
    Rule("RD433", occurred_risk_without_issue, about=("risk",), needs=frozenset({"issue"})),
    Rule("RD434", risk_not_disclosed, about=("risk",)),
)
