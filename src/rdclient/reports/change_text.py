"""Change form, text: what each item does to a requirement, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from rdclient.control.base import Matter
from rdclient.control.baseline import items_on, signed_requirements, text_of
from rdclient.control.canon import Content, content
from rdclient.control.change import Standing, is_done, standing
from rdclient.control.patch import applied
from rdclient.model.base import Words
from rdclient.model.change import Change, ChangeItem, Operation
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement
from rdclient.reports.base import Brief
from rdclient.reports.governed_text import ChangedView, FieldView, changed, fields, naming

_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ItemView:
    """One requirement of the request, in the words that are signed.

    Attributes:
        title: what the requirement is called; None when nobody said.
        source: where the text before comes from: ``signed`` by both sides, ``record`` as it
            stands and was not signed, ``unknown`` when it was changed and nobody kept it.
        baseline: id of the signed baseline that holds it.
        rows: of a requirement that is modified: what differs.
        fields: of one that is added: its text; of one that is deleted: the text that goes.
    """

    op: Operation
    requirement: str
    title: Words | None
    source: str
    baseline: str | None
    rows: tuple[ChangedView, ...]
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What a requirement said before the request.

    Attributes:
        text: None when there was no such requirement, or nobody kept its text.
        source: as in ``ItemView``.
        baseline: id of the signed baseline that holds it.
    """

    text: Content | None
    source: str
    baseline: str | None = None


def items(
    brief: Brief, seen: Portfolio, change: Change, before: Mapping[str, Before]
) -> tuple[ItemView, ...]:
    """The items of a request.

    Args:
        brief: of the form.
        seen: the records whose titles may be printed.
        change: as it is on record, whole.
        before: the texts before it, by requirement.
    """
    return tuple(
        _item(brief, seen, change, item, before[item.requirement]) for item in change.items
    )


def _item(
    brief: Brief, seen: Portfolio, change: Change, item: ChangeItem, before: Before
) -> ItemView:
    binding = brief.matter.binding(change)
    after, name = applied(before.text, item, binding), naming(seen, change)
    rows: tuple[ChangedView, ...] = ()
    shown: tuple[FieldView, ...] = ()
    if item.op is Operation.MODIFY:
        new = after if before.text is not None else content(item.set, binding) if item.set else {}
        rows = changed(before.text or {}, new or {}, name)
    else:
        text = after if item.op is Operation.ADD else before.text
        shown = fields(text or {}, name, besides=("title",))
    return ItemView(
        op=item.op,
        requirement=item.requirement,
        title=_title(seen, change, item, before.text),
        source=before.source,
        baseline=before.baseline,
        rows=rows,
        fields=shown,
    )


def _title(
    seen: Portfolio, change: Change, item: ChangeItem, before: Content | None
) -> Words | None:
    found = seen.find("requirement", item.requirement, change)
    if isinstance(found, Requirement):
        return found.title
    if item.set and item.set.title:
        return item.set.title
    signed = (before or {}).get("title")
    return signed if isinstance(signed, str) else None


def texts_before(brief: Brief, seen: Portfolio, change: Change) -> Mapping[str, Before]:
    """What each requirement said before a request, as far as anybody can tell.

    What both sides signed goes before what the record says; of a request that is approved it is
    what was signed just before the approval, so that a later baseline changes nothing.

    Args:
        brief: of the form.
        seen: the records of which readers may know what was not signed.
        change: as it is on record, whole.
    """
    found = standing(brief.matter, change)
    moment = found.approved_at.instant - _A_MOMENT if found.approved_at else brief.as_of
    matter = brief.matter_at(moment) if found.approved_at else brief.matter
    return {
        item.requirement: _before(brief, seen, matter, found, item.requirement)
        for item in change.items
    }


def _before(
    brief: Brief, seen: Portfolio, matter: Matter, found: Standing, requirement: str
) -> Before:
    change = found.change
    signed = _signed(matter, brief.project, change, requirement)
    if signed is not None:
        return signed
    record = seen.find("requirement", requirement, change)  # unsigned, so only what readers see
    text = text_of(brief.matter, record if isinstance(record, Requirement) else None)
    if text is None:
        return Before(None, "record")
    if is_done(change) or (found.is_approved and _is_in(brief, change, requirement, text)):
        return Before(None, "unknown")
    return Before(text, "record")


def _signed(matter: Matter, project: Project, change: Change, requirement: str) -> Before | None:
    """What is signed of a requirement, with the approved requests on it but this one."""
    found = signed_requirements(matter, project).get(requirement)
    if found is None:
        return None
    text = found.text
    steps = [step for step in found.steps if step.change.id != change.id]
    if found.baseline is None and not steps:  # this very request adds it
        return None
    for step in steps:
        text = applied(text, step.item, matter.binding(step.change))
    return Before(text, "signed", found.baseline.id if found.baseline else None)


def _is_in(brief: Brief, change: Change, requirement: str, text: Content) -> bool:
    """Whether the text of a request stands in the requirement already."""
    return any(
        applied(text, item, brief.matter.binding(change)) == text
        for item in items_on(change, requirement)
    )
