"""Traffic lights of a project and of its client, by the rules of the weekly report (D4).

Every function sees a portfolio that is already replayed and cut to one audience, so each
edition is coloured by what its readers may see. Where the records do not say, it is grey.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from rdclient.control.agreed_plan import approved_plan
from rdclient.control.base import Matter
from rdclient.control.baseline import fits, signed_requirements, text_of
from rdclient.control.board import amended_changes
from rdclient.control.change import Standing, standing
from rdclient.control.classify import fee_of
from rdclient.lens import Audience
from rdclient.model.change import Change
from rdclient.model.plan import Milestone, Quality
from rdclient.model.policy import Policy
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Dimension, Project, Rag
from rdclient.model.requirement import Requirement, RequirementStep
from rdclient.model.risk import Issue, Risk
from rdclient.model.service import (
    Incident,
    IncidentLevel,
    SourceSubject,
)
from rdclient.obligations.base import State
from rdclient.obligations.ledger import Judged
from rdclient.reports.base import Reason, contract_of
from rdclient.reports.earned import earned_value
from rdclient.reports.known import Known, known
from rdclient.reports.milestone import lateness
from rdclient.reports.period import cutoff_before
from rdclient.reports.promise import (
    SERVICE,
    is_measured,
    is_of_period,
    is_overdue,
    is_settled,
    limit_of,
    promises,
)

_ORDER = (Rag.GREEN, Rag.YELLOW, Rag.RED)


@dataclass(frozen=True, slots=True)
class Light:
    """One dimension's colour and why.

    ``is_override`` tells a colour set by hand, which the rule's own colour ``rule`` contradicts.
    """

    dimension: Dimension
    rag: Rag
    reasons: tuple[Reason, ...]
    is_override: bool = False
    rule: Rag | None = None


@dataclass(frozen=True)
class View:
    """What the lights are computed from.

    Attributes:
        portfolio: replayed to ``as_of`` and cut to the audience.
        project: as it stands there.
        matter: the whole records of that moment, by which signatures are judged.
        audience: whose lights they are.
        since: since when breached clocks of service count, beside those still open; None for the
            time since the last cutoff of weekly reports.
    """

    portfolio: Portfolio
    project: Project
    matter: Matter
    audience: Audience
    since: datetime | None = None

    @property
    def as_of(self) -> datetime:
        """The moment, in the workspace's zone."""
        return self.matter.as_of

    @property
    def today(self) -> date:
        """The local date of ``as_of``."""
        return self.matter.today

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.matter.policy

    @cached_property
    def start(self) -> datetime:
        """The beginning of the window in which clocks of service count."""
        return self.since or cutoff_before(self.portfolio, self.as_of)

    @cached_property
    def service(self) -> tuple[Judged, ...]:
        """The clocks of tickets and incidents, of the project and of its client as a whole."""
        return promises(self.portfolio, self.project, as_of=self.as_of, codes=SERVICE)


def worst(colours: Iterable[Rag]) -> Rag:
    """The worst of the colours that are known; grey when none is."""
    known = [colour for colour in colours if colour is not Rag.GREY]
    return max(known, key=_ORDER.index) if known else Rag.GREY


def lights(view: View) -> tuple[Light, ...]:
    """The six dimensions in their order, with what was set by hand laid over the rules."""
    rules = (_schedule, _cost, _scope, _quality, _risk, _service)
    return tuple(_overridden(rule(view), view) for rule in rules)


def _overridden(light: Light, view: View) -> Light:
    set_by_hand = [
        assessment
        for assessment in view.project.assessments
        if assessment.dimension is light.dimension
        and assessment.on <= view.today <= assessment.until
    ]
    if not set_by_hand:
        return light
    last = set_by_hand[-1]
    facts = {"reason": last.reason, "until": last.until}
    return Light(
        light.dimension,
        last.rag,
        (Reason("override", facts), *light.reasons),
        is_override=True,
        rule=light.rag,
    )


def _schedule(view: View) -> Light:
    policy = view.policy.rag.schedule
    milestones = [
        milestone
        for milestone in view.portfolio.of_project(Milestone, view.project)
        if approved_plan(view.matter, milestone)
    ]
    if not milestones:
        return Light(Dimension.SCHEDULE, Rag.GREY, (Reason("no_milestones", {}),))
    colours, reasons = [Rag.GREEN], []
    for milestone in milestones:
        late = lateness(milestone, view.matter, view.today)
        if late is None or late.days <= 0:
            continue
        is_passed = milestone.key and late.due < view.today
        if is_passed or late.days > policy.yellow_days:
            colours.append(Rag.RED)
        elif milestone.key or late.days > policy.green_days:
            colours.append(Rag.YELLOW)
        is_tolerated = not (is_passed or milestone.key or late.days > policy.green_days)
        code = "milestone_passed" if is_passed else "milestone_late"
        code = "milestone_tolerated" if is_tolerated else code
        facts = {
            "id": milestone.id,
            "name": milestone.name,
            "days": late.days,
            "due": late.due,
            "forecast": late.expected,
        }
        reasons.append(Reason(code, facts))
    return Light(Dimension.SCHEDULE, worst(colours), tuple(reasons))


def _cost(view: View) -> Light:
    if view.audience is Audience.CLIENT:
        return _fee(view)
    value = earned_value(view.portfolio, view.project, view.today)
    if value is None or value.cost_variance is None:
        return Light(Dimension.COST, Rag.GREY, (Reason("hours_not_recorded", {}),))
    policy, percent = view.policy.rag.cost, value.cost_variance * 100
    if percent >= policy.green_percent:
        return Light(Dimension.COST, Rag.GREEN, ())
    rag = Rag.YELLOW if percent >= policy.yellow_percent else Rag.RED
    return Light(Dimension.COST, rag, (Reason("over_plan", {"percent": round(percent, 1)}),))


def _fee(view: View) -> Light:
    """Cost as the client sees it: contract price only."""
    contract = contract_of(view.portfolio, view.project)
    if contract is None:
        return Light(Dimension.COST, Rag.GREY, (Reason("no_contract", {}),))
    amended = {
        id(change)
        for amendment in contract.amendments
        for change in amended_changes(view.portfolio, contract, amendment)
    }
    open_fees = [
        change
        for change in view.portfolio.of_project(Change, view.project)
        if fee_of(change)
        and id(change) not in amended
        and standing(view.matter, view.matter.own(change)).is_approved
    ]
    reasons = tuple(Reason("fee_without_amendment", {"id": c.id}) for c in open_fees)
    return Light(Dimension.COST, Rag.YELLOW if reasons else Rag.GREEN, reasons)


def _scope(view: View) -> Light:
    requirements = view.portfolio.of_project(Requirement, view.project)
    if not requirements:
        return Light(Dimension.SCOPE, Rag.GREY, (Reason("no_requirements", {}),))
    signed = signed_requirements(view.matter, view.matter.own(view.project))
    changed = [
        Reason("signed_text_changed", {"id": item.id, "title": item.title})
        for item in requirements
        if item.id in signed and not _is_as_signed(view, item)
    ]
    reasons = [
        Reason("unsigned_in_development", {"id": item.id, "title": item.title})
        for item in requirements
        if _is_in_development(item) and item.id not in signed and not _is_older(view, item)
    ]
    limit = timedelta(days=view.policy.rag.scope.undecided_days)
    for change in view.portfolio.of_project(Change, view.project):
        stands = standing(view.matter, view.matter.own(change))
        if is_undecided(change, stands) and view.as_of - change.events[0].at.instant > limit:
            days = (view.as_of - change.events[0].at.instant).days
            facts = {"id": change.id, "title": change.title, "days": days}
            reasons.append(Reason("change_undecided", facts))
    colour = Rag.RED if changed else Rag.YELLOW if reasons else Rag.GREEN
    return Light(Dimension.SCOPE, colour, (*changed, *reasons))


def is_undecided(change: Change, stands: Standing) -> bool:
    """Whether a request was submitted and is neither approved nor ended, whatever it claims."""
    return bool(change.events) and not change.is_ended() and not stands.is_approved


def _is_in_development(requirement: Requirement) -> bool:
    return requirement.is_active() and requirement.has_reached(RequirementStep.STARTED)


def _is_older(view: View, requirement: Requirement) -> bool:
    """Whether it was confirmed before the parties agreed on sign-offs."""
    since, event = view.policy.control.since, requirement.first(RequirementStep.CONFIRMED)
    return since is not None and event is not None and event.at.day < since


def _is_as_signed(view: View, requirement: Requirement) -> bool:
    """Whether its words are those signed by then, or signed since: words have no dates."""
    project = view.matter.own(view.project)
    for matter in (view.matter, view.matter.recorded):
        signed = signed_requirements(matter, project).get(requirement.id)
        text = text_of(matter, matter.own(requirement))
        if signed and fits(matter, signed, text):
            return True
    return False


def latest_quality(view: View) -> tuple[Quality, ...]:
    """The newest figures of each test level that are still valid."""
    oldest = view.today - timedelta(days=view.policy.rag.quality.valid_days)
    newest: dict[object, Quality] = {}
    for record in view.portfolio.of_project(Quality, view.project):
        if record.on >= oldest and (
            record.level not in newest or newest[record.level].on <= record.on
        ):
            newest[record.level] = record
    return tuple(newest.values())


def _quality(view: View) -> Light:
    policy = view.policy.rag.quality
    figures = latest_quality(view)
    records = [r for r in figures if r.executed and r.passed is not None]
    severe = sum(
        count.open
        for record in figures
        for count in record.defects
        if count.severity in ("critical", "major")
    )
    if not records and not severe:
        return Light(Dimension.QUALITY, Rag.GREY, (Reason("quality_not_recorded", {}),))
    executed, passed = sum(r.executed or 0 for r in records), sum(r.passed or 0 for r in records)
    rate = passed / executed * 100 if executed else policy.green_pass_rate
    if rate >= policy.green_pass_rate and not severe:
        return Light(Dimension.QUALITY, Rag.GREEN, ())
    is_fair = rate >= policy.yellow_pass_rate and severe <= policy.yellow_open_defects
    reasons = []
    if rate < policy.green_pass_rate:
        reasons.append(Reason("pass_rate_low", {"rate": round(rate, 1)}))
    if severe:
        reasons.append(Reason("severe_defects_open", {"count": severe}))
    return Light(Dimension.QUALITY, Rag.YELLOW if is_fair else Rag.RED, tuple(reasons))


def _risk(view: View) -> Light:
    policy = view.policy.rag.risk
    risks = view.portfolio.of_project(Risk, view.project)
    if not risks:
        return Light(Dimension.RISK, Rag.GREY, (Reason("no_risks_recorded", {}),))
    tracked = {issue.risk for issue in view.portfolio.of_project(Issue, view.project)}
    colours, reasons = [Rag.GREEN], []
    for risk in (risk for risk in risks if risk.is_open()):
        score = risk.score() or 0
        facts = {"id": risk.id, "title": risk.title or risk.event, "score": score}
        if risk.score() is None:
            reasons.append(Reason("risk_not_assessed", facts))
        if risk.has_occurred() and not (risk.issue or risk.id in tracked):
            colours.append(Rag.RED)
            reasons.append(Reason("risk_occurred_without_issue", facts))
        elif score >= policy.yellow_score:
            colours.append(Rag.RED if score >= policy.red_score else Rag.YELLOW)
            reasons.append(Reason("risk_high", facts))
    colour = worst(colours)
    is_unknown = any(reason.code == "risk_not_assessed" for reason in reasons)
    colour = Rag.GREY if is_unknown and colour is Rag.GREEN else colour
    return Light(Dimension.RISK, colour, tuple(reasons))


def _service(view: View) -> Light:
    """Clocks of tickets and incidents in the window; what was not collected is never green."""
    touched = [one for one in view.service if is_of_period(one, view.start, view.as_of)]
    late = [one for one in touched if is_overdue(one) or _is_missed(one, view)]
    if late:
        is_red = any(_is_worst_incident(one) for one in late)
        reasons = tuple(_late_service(one, view) for one in late)
        return Light(Dimension.SERVICE, Rag.RED if is_red else Rag.YELLOW, reasons)
    reaches = [
        (subject, known(view.portfolio, view.project, subject, as_of=view.as_of))
        for subject in (SourceSubject.TICKET, SourceSubject.INCIDENT)
    ]
    gaps = tuple(_gap(subject, reach) for subject, reach in reaches if reach.state != "complete")
    if all(reach.through is None for _, reach in reaches):
        gaps = (Reason("service_not_collected", {}),)
    if any(reach.through is None or reach.through.instant <= view.start for _, reach in reaches):
        return Light(Dimension.SERVICE, Rag.GREY, gaps)
    if not any(is_measured(one) and one.standing.state is not State.BREACHED for one in touched):
        return Light(Dimension.SERVICE, Rag.GREY, (*gaps, Reason("no_service_clock", {})))
    return Light(Dimension.SERVICE, Rag.GREEN, gaps)


def _is_missed(one: Judged, view: View) -> bool:
    is_late = one.standing.state is State.BREACHED
    return is_late and is_settled(one, view.start, view.as_of)


def _is_worst_incident(one: Judged) -> bool:
    record = one.obligation.record
    return isinstance(record, Incident) and record.level is IncidentLevel.P1


def _late_service(one: Judged, view: View) -> Reason:
    facts: dict[str, object] = {
        "id": one.obligation.item,
        "title": one.obligation.title,
        "clock": one.obligation.code,
        "limit": limit_of(one, as_of=view.as_of),
        "seconds": one.standing.elapsed,
        "is_open": one.standing.is_open,
    }
    return Reason("service_late", facts)


def _gap(subject: SourceSubject, reach: Known) -> Reason:
    facts = {"through": reach.through} if reach.through else {}
    return Reason(f"{subject.value}_{reach.state}", facts)
