"""Phases: they follow each other, and each begins and ends with its evidence."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from rdclient.diagnostic import Finding, finding
from rdclient.model.plan import Deliverable, DeliverableKind, TestLevel
from rdclient.model.policy import Evidence
from rdclient.model.project import Phase, PhaseEntry, Project, ProjectType
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.evidence import KINDS_OF_EVIDENCE, is_on_record, was_tested
from rdclient.rules.past import happened, known, label, now
from rdclient.worktime import months_later

_ORDER = tuple(Phase)
_OPTIONAL = frozenset({Phase.PRESALES, Phase.PLANNING})
_BUILDING = frozenset({Phase.DEVELOPMENT, Phase.TEST, Phase.ACCEPTANCE})
_TECHNICAL = frozenset({DeliverableKind.DEV_LOG, DeliverableKind.TEST_REPORT})


def _entries(case: Case, project: Project) -> tuple[tuple[int, PhaseEntry], ...]:
    """The phases entered by ``as_of`` in the order of their days, each with its index."""
    entered = happened(project.phases, "entered_on", now(case))
    return tuple(sorted(entered, key=lambda pair: pair[1].entered_on))


def _only_supports(case: Case, project: Project) -> bool:
    """Whether the project gives technical support and builds nothing of its own."""
    phases = {entry.phase for _, entry in _entries(case, project)}
    return project.type is ProjectType.TECH_SUPPORT and not phases & _BUILDING


# ── the order of the phases ──────────────────────────────────────────────────


def phase_jump(case: Case) -> Iterator[Finding]:
    """A phase was skipped, or the project went back or ended early without a reason (RD450)."""
    for project in known(case, Project):
        before: Phase | None = None
        for index, entry in _entries(case, project):
            skipped = _skipped(case, project, before, entry.phase)
            variant = _jump(before, entry, is_skipping=bool(skipped))
            if variant is not None:
                yield finding(
                    "RD450",
                    where(project, "phases", index, "phase"),
                    variant=variant,
                    on=label(entry.entered_on),
                    before=before or "",
                    phase=entry.phase,
                    skipped=skipped,
                )
            before = entry.phase


def _jump(before: Phase | None, entry: PhaseEntry, *, is_skipping: bool) -> str | None:
    """How the step from one phase to the next is wrong; None when it is not."""
    if before is not None and _ORDER.index(entry.phase) < _ORDER.index(before):
        return "back" if entry.note is None else None
    if entry.phase is Phase.CLOSED:
        is_early = before not in (Phase.OPERATE, Phase.CLOSED)
        return "closed" if is_early and entry.note is None else None
    return "skipped" if is_skipping else None


def _skipped(case: Case, project: Project, before: Phase | None, phase: Phase) -> tuple[Phase, ...]:
    """Phases between two that a project does not go without."""
    if phase is Phase.OPERATE and _only_supports(case, project):
        return ()
    first = 0 if before is None else _ORDER.index(before) + 1
    between = _ORDER[first : _ORDER.index(phase)]
    return tuple(missed for missed in between if missed not in _OPTIONAL)


# ── what a phase begins and ends with ────────────────────────────────────────


def gate_without_evidence(case: Case) -> Iterator[Finding]:
    """A phase was entered before what it builds on was there (RD251)."""
    for project in known(case, Project):
        for index, entry in _entries(case, project):
            if entry.phase is Phase.OPERATE and _only_supports(case, project):
                continue
            day = entry.entered_on
            asked = case.portfolio.policy(day).phases.entry.get(entry.phase, ())
            if missing := _missing(case, project, asked, day):
                at = where(project, "phases", index, "phase")
                yield finding("RD251", at, on=label(day), phase=entry.phase, missing=missing)


def _missing(
    case: Case, project: Project, asked: tuple[Evidence, ...], day: date
) -> tuple[Evidence, ...]:
    return tuple(item for item in asked if not is_on_record(case, project, item, day))


def _has_ended(phase: Phase, entered: Phase) -> bool:
    """Whether entering the other phase ends this one: not on going back or giving up."""
    is_given_up = entered is Phase.CLOSED and phase in _ORDER[: _ORDER.index(Phase.ACCEPTANCE)]
    return _ORDER.index(entered) > _ORDER.index(phase) and not is_given_up


def phase_document_missing(case: Case) -> Iterator[Finding]:
    """A phase ended without the documents it leaves behind (RD451)."""
    for project in known(case, Project):
        for (index, ended), (_, entered) in pairwise(_entries(case, project)):
            if not _has_ended(ended.phase, entered.phase):
                continue
            day = entered.entered_on
            asked = case.portfolio.policy(day).phases.documents.get(ended.phase, ())
            if missing := _missing(case, project, asked, day):
                at = where(project, "phases", index, "phase")
                yield finding("RD451", at, on=label(day), phase=ended.phase, missing=missing)


def level_not_tested(case: Case) -> Iterator[Finding]:
    """A level of testing had no figures before acceptance (RD250); each is named once."""
    for project in known(case, Project):
        if _only_supports(case, project):
            continue
        named: set[TestLevel] = set()
        for pointer, variant, day in _acceptance(case, project):
            levels = case.portfolio.policy(day).phases.test_levels
            missing = tuple(
                level
                for level in levels
                if level not in named
                and not (variant == "acceptance" and level is TestLevel.UAT)
                and not was_tested(case, project, day, level)
            )
            named.update(missing)
            if missing:
                at = where(project, *pointer)
                yield finding("RD250", at, variant=variant, on=label(day), missing=missing)


def _acceptance(case: Case, project: Project) -> Iterator[tuple[tuple[str | int, ...], str, date]]:
    """When acceptance began and when it was done: place, wording and day of each."""
    last = {entry.phase: (index, entry) for index, entry in _entries(case, project)}
    if Phase.ACCEPTANCE in last:
        index, entry = last[Phase.ACCEPTANCE]
        yield ("phases", index, "phase"), "acceptance", entry.entered_on
    accepted = project.accepted_on
    if accepted is not None and accepted <= now(case).date():
        yield ("accepted_on",), "accepted", accepted
    elif Phase.OPERATE in last:
        index, entry = last[Phase.OPERATE]
        yield ("phases", index, "phase"), "operate", entry.entered_on


# ── what the client is given and how long it is looked after ─────────────────


def technical_document_without_summary(case: Case) -> Iterator[Finding]:
    """A technical document went to the client without a summary in plain words (RD131)."""
    today = now(case).date()
    for item in known(case, Deliverable):
        is_sent = item.sent_on is not None and item.sent_on <= today
        if is_sent and item.kind in _TECHNICAL and item.plain_summary is None:
            yield finding("RD131", where(item, "sent_on"), id=item.id, kind=item.kind)


def touchpoints_end_too_early(case: Case) -> Iterator[Finding]:
    """Contact with the client is planned for too short a time after acceptance (RD401)."""
    today = now(case).date()
    for project in known(case, Project):
        accepted, until = project.accepted_on, project.touchpoint_until
        if accepted is None or until is None or accepted > today:
            continue
        months = case.portfolio.policy(accepted).iron_triangle.months_after_acceptance
        needed = months_later(accepted, months)
        if until < needed:
            yield finding(
                "RD401",
                where(project, "touchpoint_until"),
                until=label(until),
                accepted=label(accepted),
                needed=label(needed),
                months=months,
            )


RULES = (
    Rule("RD131", technical_document_without_summary, about=("deliverable",)),
    Rule("RD250", level_not_tested, about=("project", "quality"), needs=frozenset({"quality"})),
    Rule("RD251", gate_without_evidence, about=("project",), needs=KINDS_OF_EVIDENCE),
    Rule("RD401", touchpoints_end_too_early, about=("project",)),
    Rule("RD450", phase_jump, about=("project",)),
    Rule(
        "RD451", phase_document_missing, about=("project", "deliverable"), needs=KINDS_OF_EVIDENCE
    ),
)
