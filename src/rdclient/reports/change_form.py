"""The change request form (D2): its view; what both editions share stands outside ``internal``."""

from dataclasses import dataclass
from datetime import date, datetime

from rdclient.control.change import Basis, ChangeState, Standing, standing
from rdclient.diagnostic import UsageError
from rdclient.lens import Audience, Lang
from rdclient.model.base import Moment, Words
from rdclient.model.change import Change, ChangeCategory, ChangeStep, Channel, Urgency
from rdclient.model.portfolio import Portfolio
from rdclient.reports import change_impact as impact_part
from rdclient.reports import change_path as path_part
from rdclient.reports.base import Brief, PersonView, Report, is_for_client, person_view
from rdclient.reports.change_internal import Internal, internal
from rdclient.reports.change_text import ItemView, items, texts_before
from rdclient.reports.document import Control, control
from rdclient.reports.signature import Signatures, signatures


@dataclass(frozen=True, slots=True)
class Head:
    """What is asked, by whom, how.

    Attributes:
        state: derived.
        basis: why it counts as approved; None when it does not.
        approved_at: since when.
        submitted: the first written request.
        ended: the step by which it left the path for now.
    """

    id: str
    title: Words
    state: ChangeState
    basis: Basis | None
    approved_at: Moment | None
    raised_by: PersonView | None
    raised_on: date | None
    channel: Channel | None
    urgency: Urgency
    category: ChangeCategory | None
    submitted: path_part.OpinionView | None
    ended: path_part.OpinionView | None


@dataclass(frozen=True, slots=True)
class Emergency:
    """How an emergency is put into writing.

    Attributes:
        within: time for the full sign-off, as policy writes it; None where none was agreed.
        agreed_at: when both sides had given their word; None before.
        signed_at: when the full sign-off was complete.
    """

    within: str | None
    agreed_at: Moment | None
    signed_at: Moment | None


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """Everything a change request form states. ``internal`` is None in a client edition.

    ``binding`` is the language whose words are signed; the texts of the items stand in it.
    """

    document: Control
    as_of: datetime
    binding: Lang
    head: Head
    items: tuple[ItemView, ...]
    reason: Words | None
    impact: impact_part.ImpactView
    size: impact_part.SizeView
    options: tuple[impact_part.OptionView, ...]
    reviews: tuple[path_part.OpinionView, ...]
    assessment: path_part.AssessmentView
    board: path_part.BoardView
    conditions: Words | None
    emergency: Emergency | None
    signatures: Signatures
    contract: path_part.ContractView
    doing: path_part.DoingView
    log: tuple[path_part.LogView, ...]
    internal: Internal | None


def build(brief: Brief) -> ChangeForm:
    """The form of the change request that is the brief's subject.

    Raises:
        UsageError: when there is no such request, or none for the client.
    """
    seen = brief.seen()
    change, released = _change(brief, seen)
    found, before = standing(brief.matter, change), texts_before(brief, seen, change)
    return ChangeForm(
        document=_control(brief, change),
        as_of=brief.as_of,
        binding=brief.matter.binding(change),
        head=_head(seen, released, found),
        items=items(brief, seen, change, before),
        reason=released.reason,
        impact=impact_part.impact(brief, seen, change, released, before),
        size=impact_part.size(brief, seen, change),
        options=impact_part.options(brief, seen, released),
        reviews=path_part.opinions(seen, released, ChangeStep.PM_REVIEW),
        assessment=path_part.assessment(brief, seen, released),
        board=path_part.board(brief, seen, released),
        conditions=released.conditions,
        emergency=_emergency(brief, found),
        signatures=signatures(seen, found.verdict, audience=brief.audience),
        contract=path_part.contract(brief, seen, released),
        doing=path_part.doing(brief, seen, change, released, before),
        log=path_part.log(brief, seen, change, released),
        internal=internal(brief, seen, change) if brief.audience is Audience.INTERNAL else None,
    )


def _change(brief: Brief, seen: Portfolio) -> tuple[Change, Change]:
    """The request as it is on record, and as the readers may see it."""
    found = brief.matter.portfolio.find("change", brief.subject or "", brief.project)
    if not isinstance(found, Change):
        raise UsageError("nothing-found", brief.subject or "")
    if brief.audience is Audience.CLIENT and not is_for_client(found, brief.policy):
        raise UsageError("not-for-client", found.id)
    released = seen.find("change", found.id, found)
    return found, released if isinstance(released, Change) else found


def _control(brief: Brief, change: Change) -> Control:
    submitted = change.first(ChangeStep.SUBMITTED)
    year = submitted.at.day.year if submitted else brief.as_of.year
    fields = {"year": year, "id": change.id}
    return control(brief, brief.policy.documents.change_number, fields, ())


def _head(seen: Portfolio, released: Change, found: Standing) -> Head:
    submitted = path_part.opinions(seen, released, ChangeStep.SUBMITTED)
    last = released.step_now() if released.is_ended() else None
    ended = path_part.opinions(seen, released, last) if last else ()
    return Head(
        id=released.id,
        title=released.title,
        state=found.state,
        basis=found.basis,
        approved_at=found.approved_at,
        raised_by=person_view(seen, released.raised_by, released),
        raised_on=released.raised_on,
        channel=released.channel,
        urgency=released.urgency,
        category=released.category,
        submitted=submitted[0] if submitted else None,
        ended=ended[-1] if ended else None,
    )


def _emergency(brief: Brief, found: Standing) -> Emergency | None:
    if found.change.urgency is not Urgency.EMERGENCY:
        return None
    within = brief.policy.clocks.emergency_sign_off.within
    word = path_part.first_word(brief, found)
    return Emergency(str(within) if within else None, word, found.verdict.met_at)


REPORT = Report("change-form", "", "change", build)
