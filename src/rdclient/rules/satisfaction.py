"""Satisfaction: scores on the scale, improvement plans that can be verified."""

from collections.abc import Iterator
from datetime import date, datetime

from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Action
from rdclient.model.policy import SatisfactionPolicy
from rdclient.model.satisfaction import Criteria, Improvement, Indicator, Survey
from rdclient.rules.action import counts, lacking
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import happened, known, now


def _asked(case: Case, day: date | None) -> SatisfactionPolicy:
    return case.portfolio.policy(day or now(case).date()).satisfaction


# ── scores ───────────────────────────────────────────────────────────────────


def score_out_of_range(case: Case) -> Iterator[Finding]:
    """A score, or the one a plan aims at, lies outside the scale of the survey (RD311)."""
    for survey in known(case, Survey):
        for index, response in happened(survey.responses, "on", now(case)):
            scale = _asked(case, response.on)
            for indicator in Indicator:
                score = response.scores.of(indicator)
                if score is not None and not scale.least_score <= score <= scale.most_score:
                    at = where(survey, "responses", index, "scores", indicator.value)
                    facts = {**_scale(scale, score), "by": response.by}
                    yield finding("RD311", at, id=survey.id, indicator=indicator, **facts)
    for plan in known(case, Improvement):
        target = plan.criteria.target if plan.criteria else None
        scale = _asked(case, plan.created_on)
        if target is not None and not scale.least_score <= target <= scale.most_score:
            at = where(plan, "criteria", "target")
            yield finding("RD311", at, variant="target", id=plan.id, **_scale(scale, target))


def _scale(scale: SatisfactionPolicy, score: float) -> dict[str, str]:
    return {
        "score": f"{score:g}",
        "least": f"{scale.least_score:g}",
        "most": f"{scale.most_score:g}",
    }


# ── five whys ────────────────────────────────────────────────────────────────


def five_whys_incomplete(case: Case) -> Iterator[Finding]:
    """A plan asks too few whys without saying why, leaves one open, or names no cause (RD314)."""
    for plan in known(case, Improvement):
        limit, asked = _asked(case, plan.created_on).whys, len(plan.whys)
        if asked < limit and not plan.fewer_whys:
            variant = "few" if asked else "none"
            at = where(plan, "whys")
            yield finding("RD314", at, variant=variant, id=plan.id, asked=asked, limit=limit)
        for index, why in enumerate(plan.whys):
            if why.answer is None:
                at = where(plan, "whys", index)
                yield finding("RD314", at, variant="unanswered", id=plan.id, number=index + 1)
        if plan.root_cause is None or plan.root_cause.text is None:
            yield finding("RD314", where(plan, "root_cause"), variant="no-root-cause", id=plan.id)


# ── what is done, and how it will be seen ────────────────────────────────────


def without_owner_due_or_criteria(case: Case) -> Iterator[Finding]:
    """A plan lacks actions with owner and date, or criteria of the next survey (RD315)."""
    for plan in known(case, Improvement):
        yield from _actions(plan, now(case))
        yield from _criteria(case, plan)


def _actions(plan: Improvement, moment: datetime) -> Iterator[Finding]:
    agreed: list[tuple[int, Action]] = [
        (index, action) for index, action in enumerate(plan.actions) if counts(action, moment)
    ]
    if not agreed:
        yield finding("RD315", where(plan, "actions"), variant="no-action", id=plan.id)
    for index, action in agreed:
        if missing := lacking(action, moment):
            at = where(plan, "actions", index)
            yield finding("RD315", at, variant="action", id=action.id, missing=missing)


def _criteria(case: Case, plan: Improvement) -> Iterator[Finding]:
    criteria = plan.criteria or Criteria()
    stated = {
        "indicator": criteria.indicator,
        "target": criteria.target,
        "quarter": criteria.quarter,
    }
    missing = tuple(name for name, value in stated.items() if value is None)
    if missing:
        at = where(plan, "criteria")
        yield finding("RD315", at, variant="criteria", id=plan.id, missing=missing)
    survey = case.portfolio.find("survey", plan.survey, plan) if plan.survey else None
    if not isinstance(survey, Survey) or criteria.quarter is None:
        return
    if criteria.quarter <= survey.quarter:
        at = where(plan, "criteria", "quarter")
        quarters = {"quarter": criteria.quarter, "surveyed": survey.quarter}
        yield finding("RD315", at, variant="not-later", id=plan.id, **quarters)


RULES = (
    Rule("RD311", score_out_of_range, about=("survey",)),
    Rule("RD314", five_whys_incomplete, about=("improvement",)),
    Rule("RD315", without_owner_due_or_criteria, about=("improvement",)),
)
