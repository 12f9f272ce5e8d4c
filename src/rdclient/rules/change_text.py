"""The text of a change: what a request says it does, and whether the requirements say it too."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rdclient.control.base import Matter
from rdclient.control.baseline import (
    Allowed,
    Signed,
    Step,
    approved_steps,
    nearest,
    signed_requirements,
    text_of,
)
from rdclient.control.canon import Content, Plain, content
from rdclient.control.change import Basis, is_done, standing
from rdclient.control.patch import Difference, differences
from rdclient.diagnostic import Finding, finding
from rdclient.model.change import ChangeStep, Impact, Operation
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.change_request import (
    DOING,
    KINDS_OF_BACKING,
    Request,
    every_request,
    requests,
)
from rdclient.rules.difference import values
from rdclient.rules.past import known, matter
from rdclient.rules.requirement import DROPPED, last_event

_JUDGED = DOING | {ChangeStep.ASSESSED, ChangeStep.CCB_REVIEW, ChangeStep.CLIENT_CONFIRMED}
_DIMENSIONS = ("schedule_wd", "fee_delta", "quality", "if_not_done")
"""What an impact says in any case (CHG-08)."""

_OF_PARTS = frozenset({"delivery", "acceptance"})
"""Fields whose parts are named one by one."""


# ── what a request says ──────────────────────────────────────────────────────


def impact_missing(case: Case) -> Iterator[Finding]:
    """An assessed change lacks its impact, what it is about, or the new text (RD231)."""
    for request in requests(case):
        claim = request.claim(_JUDGED)
        if claim is None:
            continue
        change, told = request.change, {"id": request.id, "step": claim[1].type}
        missing = tuple(_unsaid(change.impact)) if not change.editorial else ()
        if missing:
            at = where(request.record, "impact") if change.impact else request.at(claim[0])
            yield finding("RD231", at, missing=missing, **told)
        only_moves = change.impact is not None and bool(change.impact.milestones)
        if not (change.items or change.editorial or only_moves):
            yield finding("RD231", request.at(claim[0]), variant="items", **told)
        yield from _without_text(request)


def _unsaid(impact: Impact | None) -> Iterator[str]:
    for name in _DIMENSIONS:
        if impact is None or getattr(impact, name) is None:
            yield name


def _without_text(request: Request) -> Iterator[Finding]:
    """Items that do not say what the requirement is to say."""
    for index, item in enumerate(request.change.items):
        is_said = item.set is not None and bool(item.set.model_fields_set)
        if not is_said and item.op is not Operation.DELETE:
            facts = {"id": request.id, "requirement": item.requirement, "op": item.op}
            yield finding("RD231", where(request.record, "items", index), variant="text", **facts)


# ── what the requirement says ────────────────────────────────────────────────


def specification_not_updated(case: Case) -> Iterator[Finding]:
    """A change counts as implemented, and its text is not in the requirement (RD223).

    The words of a requirement have no dates: they are held against all that was ever approved,
    and only the claim that it is done has to be made by ``as_of``.
    """
    if not any(request.claim(DOING) for request in requests(case)):
        return
    found = matter(case).recorded
    for project in case.portfolio.all(Project):
        signed = signed_requirements(found, project)
        records = {record.id: record for record in _here(case, project)}
        for name, steps in approved_steps(found, project).items():
            record = records.get(name)
            if record is not None and any(step.is_done for step in steps):
                text = text_of(found, record)
                one = signed.get(name) or Signed(name, None, text, steps)
                yield from _outdated(found, record, by_now(case, one), text)


def by_now(case: Case, signed: Signed) -> Signed:
    """The same with those requests done that claim so by ``as_of``."""
    if not signed.steps:
        return signed
    done = {id(request.record) for request in every_request(case) if is_done(request.change)}
    steps = tuple(replace(step, is_done=id(step.change) in done) for step in signed.steps)
    return replace(signed, steps=steps)


def _here(case: Case, project: Project) -> Iterator[Requirement]:
    """The requirements of a project as recorded that are still wanted."""
    for record in known(case, Requirement):
        if (record.origin.client, record.origin.project) == (project.origin.client, project.id):
            last = last_event(case, record)
            if last is None or last[1].type not in DROPPED:
                yield record


def _outdated(
    found: Matter, record: Requirement, signed: Signed, text: Content | None
) -> Iterator[Finding]:
    """Where a requirement lacks the text of requests that claim to be done, field by field."""
    near = nearest(found, signed, text)
    told: set[tuple[str, str]] = set()
    for gap in differences(near.text, text):
        step = _setter(found, signed, near, gap)
        if step is None or standing(found, step.change).basis is Basis.BEFORE_METHOD:
            continue
        name = str(gap.way[0]) if gap.way else ""
        if (step.change.id, name) not in told:
            told.add((step.change.id, name))
            yield _unlike(record, step, gap)


def _setter(found: Matter, signed: Signed, way: Allowed, gap: Difference) -> Step | None:
    """The last request, of those that claim to be done, that says what a value should be."""
    for step in reversed(signed.steps):
        if step.change in way.by and _sets(found, step, gap.way):
            return step if step.is_done else None
    return None


def _sets(found: Matter, step: Step, way: tuple[str | int, ...]) -> bool:
    if step.item.op is not Operation.MODIFY or not way:
        return True
    named: Plain = content(step.item.set, found.binding(step.change)) if step.item.set else {}
    for name in way:
        if not isinstance(named, Mapping):
            return True
        if name not in named:
            return False
        named = named[str(name)]
    return True


def _unlike(record: Requirement, step: Step, gap: Difference) -> Finding:
    told = {"id": record.id, "change": step.change.id}
    if not gap.way:
        return finding("RD223", where(record), variant="delete", **told)
    names = tuple(name for name in gap.way if isinstance(name, str))
    expected, written = values(gap)
    variant = "absent" if gap.new is None else "surplus" if gap.old is None else ""
    return finding(
        "RD223",
        where(record, *names),
        variant=variant,
        block=names[1] if names[0] in _OF_PARTS and names[1:] else names[0],
        expected=expected,
        written=written,
        **told,
    )


RULES = (
    Rule(
        "RD223",
        specification_not_updated,
        about=("requirement", "change"),
        needs=KINDS_OF_BACKING | {"baseline"},
    ),
    Rule("RD231", impact_missing, about=("change",)),
)
