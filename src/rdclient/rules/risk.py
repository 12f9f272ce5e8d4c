"""Risks: a heavy risk has a response and somebody who carries it out."""

from collections.abc import Iterator

from rdclient.diagnostic import Finding, finding
from rdclient.model.risk import Risk, RiskStep
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, now


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
    owner = ("owner",) if response is None or response.owner is None else ()
    return text + owner


RULES = (Rule("RD431", risk_without_response),)
