"""What is signed of each requirement, and what it may say now."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from rdclient.control.base import Matter
from rdclient.control.canon import Content, content, plain
from rdclient.control.change import Standing, is_done, standing
from rdclient.control.fingerprint import fingerprint_of
from rdclient.control.patch import applied, differences
from rdclient.control.signoff import Verdict, verdict
from rdclient.lens import Lang
from rdclient.model.base import Moment
from rdclient.model.baseline import Baseline, BaselineEntry
from rdclient.model.change import Change, ChangeItem, Operation
from rdclient.model.policy import DecisionClass
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement, RequirementStep

_DAY = timedelta(days=1)
_MOST_OPEN = 10
"""Open requests on one requirement whose every combination is tried; more are taken in order."""

GIVEN_UP = frozenset({RequirementStep.WITHDRAWN, RequirementStep.DECLINED})
"""Steps by which a requirement is given up; one that was signed takes a request for that."""


@dataclass(frozen=True, slots=True)
class Step:
    """An approved request that changes a requirement."""

    change: Change
    item: ChangeItem
    is_done: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """What both sides signed of one requirement.

    Attributes:
        requirement: its id.
        baseline: the last signed one that holds it; None when an approved request added it.
        text: governed content there.
        steps: approved requests on it since, in the order of their approval; of one that no
            baseline holds at least the one that added it.
    """

    requirement: str
    baseline: Baseline | None
    text: Content | None
    steps: tuple[Step, ...]

    @property
    def source(self) -> Baseline | Change:
        """What was signed: the baseline, else the first of the requests."""
        return self.baseline or self.steps[0].change


@dataclass(frozen=True, slots=True)
class Allowed:
    """A text that a requirement may have, and the requests that make it so."""

    text: Content | None
    by: tuple[Change, ...]


def specification_verdict(matter: Matter, baseline: Baseline) -> Verdict:
    """Whether both sides signed a baseline."""
    return verdict(matter, baseline, DecisionClass.SPECIFICATION)


def proves_itself(entry: BaselineEntry) -> bool:
    """Whether the content of an entry has the fingerprint that was signed."""
    return entry_text(entry) is not None


def entry_text(entry: BaselineEntry) -> Content | None:
    """The content of an entry as it was signed; None when it is not what was signed.

    However the file spells it: a text in its canonical form stays as it is.
    """
    try:
        # Plain data has no second language, so it does not matter which is asked for.
        text = {str(name): plain(value, Lang.ZH) for name, value in entry.content.items()}
        is_signed = fingerprint_of("requirement", entry.requirement, text) == entry.fingerprint
    except (TypeError, ValueError):  # a float, or what cannot be written as UTF-8
        return None
    return text if is_signed else None


def own_requirement(change: Change, name: str) -> str | None:
    """The id that an item means; None when it lies in another project, where others sign."""
    *way, own = name.split("/")
    client, project = change.origin.client or "", change.origin.project or ""
    return own if way in ([], [project], [client, project]) else None


def items_on(change: Change, requirement: str) -> tuple[ChangeItem, ...]:
    """The items of a request about a requirement of its project, with or without a way to it."""
    return tuple(
        item for item in change.items if own_requirement(change, item.requirement) == requirement
    )


def signed_baselines(matter: Matter, project: Project) -> tuple[tuple[Baseline, Moment], ...]:
    """The signed baselines of a project with the time of the last signature, the latest last."""
    found = []
    for baseline in matter.portfolio.of_project(Baseline, project):
        told = specification_verdict(matter, baseline)
        if told.is_met and told.met_at:
            found.append((baseline, told.met_at))
    return tuple(sorted(found, key=lambda pair: (pair[1].instant, pair[0].id)))


def signed_requirements(matter: Matter, project: Project) -> Mapping[str, Signed]:
    """What is signed of a project's requirements, by id."""
    key = ("signed", id(project))
    kept = matter.memo.get(key)
    if isinstance(kept, dict):
        return kept
    last: dict[str, tuple[Baseline, Content]] = {}
    for baseline, _ in signed_baselines(matter, project):
        for entry in reversed(baseline.entries):  # of two of the same the first is meant
            if (text := entry_text(entry)) is not None:
                last[entry.requirement] = (baseline, text)
    steps = approved_steps(matter, project)
    found: dict[str, Signed] = {}
    for name in dict.fromkeys((*last, *steps)):
        signed = _signed(matter, name, last.get(name), steps.get(name, ()))
        if signed.baseline or any(step.item.op is Operation.ADD for step in signed.steps):
            found[name] = signed
    matter.memo[key] = found
    return found


def _signed(
    matter: Matter,
    name: str,
    last: tuple[Baseline, Content] | None,
    steps: tuple[Step, ...],
) -> Signed:
    if last is None:
        return Signed(name, None, None, steps)
    baseline, text = last
    return Signed(name, baseline, text, steps_since(matter, baseline, text, steps))


def approved_steps(matter: Matter, project: Project) -> Mapping[str, tuple[Step, ...]]:
    """The approved requests on each requirement, in the order of their approval."""
    standings = [
        found
        for change in matter.portfolio.of_project(Change, project)
        if (found := standing(matter, change)).is_approved
    ]
    standings.sort(key=_since)
    steps: dict[str, list[Step]] = defaultdict(list)
    for found in standings:
        for item in found.change.items:
            if name := own_requirement(found.change, item.requirement):
                steps[name].append(Step(found.change, item, is_done(found.change)))
    return {name: tuple(items) for name, items in steps.items()}


def _since(found: Standing) -> tuple[float, str]:
    at = found.approved_at
    return (at.instant.timestamp() if at else 0.0, found.change.id)


def steps_since(
    matter: Matter, baseline: Baseline, text: Content | None, steps: tuple[Step, ...]
) -> tuple[Step, ...]:
    """Of the approved requests on a requirement those that a baseline does not hold yet.

    A baseline has a day and no hour: of what was done on that very day its text tells.
    """
    day = baseline.created_on
    agreed = [step for step in steps if _is_approved_by(matter, step, day)]
    done = [step for step in agreed if is_done(step.change, by=day)]
    of_the_day = [step for step in done if not is_done(step.change, by=day - _DAY)]
    if of_the_day and _laid_over(matter, text, of_the_day) != text:
        done = [step for step in done if step not in of_the_day]
    return tuple(
        step
        for step in steps
        if step not in done and not (step in agreed and _laid_over(matter, text, [step]) == text)
    )


def _is_approved_by(matter: Matter, step: Step, day: date) -> bool:
    since = standing(matter, step.change).approved_at
    return since is not None and since.day <= day


def _laid_over(matter: Matter, text: Content | None, steps: list[Step]) -> Content | None:
    """A text with what some requests make of it, one after the other."""
    for step in steps:
        text = applied(text, step.item, matter.binding(step.change))
    return text


def allowed(matter: Matter, signed: Signed) -> tuple[Allowed, ...]:
    """Every text that a requirement may have now.

    What was signed, with every request that claims to be done and any of those that are approved
    and still open, in the order of their approval. The first one is the text with all that is
    done and nothing more.
    """
    done = tuple(index for index, step in enumerate(signed.steps) if step.is_done)
    still = tuple(index for index, step in enumerate(signed.steps) if not step.is_done)
    if len(still) <= _MOST_OPEN:
        choices = [c for count in range(len(still) + 1) for c in combinations(still, count)]
    else:
        choices = [still[:count] for count in range(len(still) + 1)]
    found: list[Allowed] = []
    for choice in choices:
        taken = [signed.steps[index] for index in sorted((*done, *choice))]
        found.append(_with(matter, signed, taken))
    return tuple(found)


def nearest(matter: Matter, signed: Signed, text: Content | None) -> Allowed:
    """Of the texts that a requirement may have, the one that differs least from some text."""
    ways = allowed(matter, signed)
    return min(ways, key=lambda way: len(tuple(differences(way.text, text))))


def _with(matter: Matter, signed: Signed, taken: list[Step]) -> Allowed:
    text = _laid_over(matter, signed.text, taken)
    return Allowed(text, tuple(dict.fromkeys(step.change for step in taken)))


def text_of(matter: Matter, requirement: Requirement | None) -> Content | None:
    """The governed content of a requirement as it stands; None when there is none."""
    return None if requirement is None else content(requirement, matter.binding(requirement))


def text_in_force(matter: Matter, requirement: Requirement | None) -> Content | None:
    """The same; None of a requirement that was given up: it is gone as if it were deleted."""
    is_given_up = requirement is not None and requirement.step_now() in GIVEN_UP
    return None if is_given_up else text_of(matter, requirement)


def fits(matter: Matter, signed: Signed, text: Content | None) -> Allowed | None:
    """What allows a text; None when nothing does."""
    return next((way for way in allowed(matter, signed) if way.text == text), None)
