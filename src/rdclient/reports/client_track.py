"""The client's track beside the project's: the last survey and the complaints."""

from rdclient.model.project import Rag
from rdclient.model.satisfaction import Indicator, Survey
from rdclient.model.service import Complaint, ComplaintStep
from rdclient.reports.base import Reason, about
from rdclient.reports.rag import View, worst


def last_survey(view: View) -> Survey | None:
    """The latest survey with answers, of the project or of the client as a whole."""
    client = view.project.origin.client or ""
    surveys = [
        survey
        for survey in view.portfolio.of_client(Survey, client)
        if survey.responses and about(survey.project) in (None, view.project.id)
    ]
    return max(surveys, key=lambda survey: survey.quarter, default=None)


def client_light(view: View) -> tuple[Rag, tuple[Reason, ...]]:
    """The client track: last survey and open complaints."""
    policy, colours, reasons = view.policy.rag.client, [Rag.GREEN], []
    survey = last_survey(view)
    for indicator in Indicator if survey else ():
        mean = survey.mean(indicator) if survey else None
        if mean is not None and mean < policy.yellow_below:
            colours.append(Rag.RED if mean < policy.red_below else Rag.YELLOW)
            facts = {"indicator": indicator, "mean": f"{mean:.2f}", "quarter": survey.quarter}  # type: ignore[union-attr]
            reasons.append(Reason("indicator_low", facts))
    for complaint in view.portfolio.of_client(Complaint, view.project.origin.client or ""):
        if about(complaint.project) not in (None, view.project.id):
            continue
        if complaint.step_now() not in (None, ComplaintStep.CLOSED):
            is_red = any(e.type is ComplaintStep.ESCALATED for e in complaint.events)
            colours.append(Rag.RED if is_red else Rag.YELLOW)
            facts = {"id": complaint.id, "title": complaint.title}
            reasons.append(Reason("complaint_escalated" if is_red else "complaint_open", facts))
    if survey is None and not reasons:
        return Rag.GREY, (Reason("no_survey", {}),)
    return worst(colours), tuple(reasons)
