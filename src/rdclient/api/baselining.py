"""``baseline``: the specification as it is now written down, listed, shown, compared."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from rdclient.api.clock_scene import Look
from rdclient.api.comparing import WORKTREE, Manner
from rdclient.api.comparing import diff as compared
from rdclient.api.control_scene import (
    ControlScene,
    ControlShown,
    answered,
    baseline_named,
    control_scene,
    matter_with_acts,
)
from rdclient.api.naming import refuse_taken
from rdclient.api.scoping import Scope, scope_for
from rdclient.api.target import referred
from rdclient.api.writing import Clock, read_with_speech
from rdclient.control.base import Matter
from rdclient.control.canon import content
from rdclient.control.fingerprint import fingerprint
from rdclient.diagnostic import UsageError
from rdclient.model.base import Origin, Record, Ref
from rdclient.model.baseline import Baseline
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement, RequirementEvent, RequirementStep
from rdclient.render import baseline_table
from rdclient.reports.entry import natural
from rdclient.reports.search import find_scope
from rdclient.reports.specification import baseline_board, baseline_view
from rdclient.rules.base import Case
from rdclient.rules.requirement import RULES
from rdclient.store import blank, tree
from rdclient.store.chinese import half_width
from rdclient.store.edits import Edit
from rdclient.store.modeline import modeline_for
from rdclient.store.typed import Speech
from rdclient.store.validate import validate
from rdclient.store.workspace import Read

_COMPLETE = frozenset({"RD211", "RD212", "RD213"})
"""What a specification that is signed has to hold: description, delivery standard, acceptance."""
_SEPARATOR = re.compile(r"[,，、\s]+")
_NUMBERED = re.compile(r"(.*?)(\d+)\Z", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class BaselineWish:
    """A baseline as it was asked for.

    Attributes:
        project: as typed; None for the only one.
        id: as typed; None for the next one.
        title: what it is called.
        by: who made it, by id or name.
        only: ids of requirements; empty for all that were reviewed or confirmed.
        allow_incomplete: also those whose specification lacks a block.
    """

    project: str | None = None
    id: str | None = None
    title: str | None = None
    by: str | None = None
    only: tuple[str, ...] = ()
    allow_incomplete: bool = False


@dataclass(frozen=True, slots=True)
class BaselineMade:
    """A baseline before it is written.

    Attributes:
        edits: the one that makes its file.
        name: ``client/project/ID``.
        called: what commands call it; the id, with the project before it where others have it too.
        baseline: as it will be read.
        fingerprint: of it.
        incomplete: requirements that lack a block of their specification.
        left_out: active requirements that are not in it.
    """

    edits: tuple[Edit, ...]
    name: str
    called: str
    baseline: Baseline
    fingerprint: str
    incomplete: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def path(self) -> str:
        """Of the file."""
        return self.edits[0].path


def new_baseline(
    root: Path, wish: BaselineWish, *, clock: Clock, cache: Path | None = None
) -> BaselineMade:
    """The baseline that was asked for; nothing is written yet.

    Raises:
        UsageError: when something does not fit, there is nothing to hold, or a specification is
            not complete.
        IncompleteError: when its project could not be read.
    """
    loaded, speech = read_with_speech(root, clock, cache)
    scope = _scope(loaded, wish)
    matter = matter_with_acts(loaded.portfolio, speech.now)
    project = _project(matter.portfolio, scope)
    bench = _Bench(root, loaded, speech, scope, matter, project, wish)
    active = _active(bench)
    chosen = _chosen(bench, active)
    short = _incomplete(bench, chosen)
    if short and not wish.allow_incomplete:
        raise UsageError("baseline-incomplete", ", ".join(short))
    name = _id(bench)
    baseline, edit = _written(bench, name, _data(bench, chosen))
    names = {one.id for one in chosen}
    is_shared = any(one.id == name for one in matter.portfolio.all(Baseline))
    return BaselineMade(
        edits=(edit,),
        name=f"{scope.client}/{scope.project}/{name}",
        called=f"{scope.project}/{name}" if is_shared else name,
        baseline=baseline,
        fingerprint=fingerprint(baseline, matter.binding(project)),
        incomplete=short,
        left_out=tuple(one.id for one in active if one.id not in names),
    )


def _scope(loaded: Read, wish: BaselineWish) -> Scope:
    """The project that was named, or the only one.

    Raises:
        UsageError: when there is none, or several; here it is an argument that names one.
    """
    try:
        return scope_for(loaded, "baseline", project=wish.project, client=None)
    except UsageError as error:
        if error.args[0] != "new-which-project":
            raise
        raise UsageError("baseline-which-project", *error.args[1:]) from error


@dataclass(frozen=True, slots=True)
class _Bench:
    """What is known while a baseline is made."""

    root: Path
    loaded: Read
    speech: Speech
    scope: Scope
    matter: Matter
    project: Project
    wish: BaselineWish

    @property
    def near(self) -> Record:
        """Something that lies in the project, from where references are looked up."""
        where = Origin("", (), self.project.origin.client, self.project.id)
        return Record.model_construct().placed(where)


def _project(portfolio: Portfolio, scope: Scope) -> Project:
    return next(
        one
        for one in portfolio.all(Project)
        if (one.origin.client, one.id) == (scope.client, scope.project)
    )


# ── which requirements ───────────────────────────────────────────────────────


def _active(bench: _Bench) -> tuple[Requirement, ...]:
    """The requirements that nobody gave up, by their numbers."""
    records = bench.matter.portfolio.of_project(Requirement, bench.project)
    return tuple(
        sorted((one for one in records if one.is_active()), key=lambda one: natural(one.id))
    )


def _chosen(bench: _Bench, active: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Those that were named; else those that were reviewed or came further.

    Raises:
        UsageError: when one is not there, or there are none.
    """
    if not bench.wish.only:
        found = tuple(one for one in active if one.has_reached(RequirementStep.REVIEWED))
        if not found:
            raise UsageError("baseline-nothing", bench.project.id)
        return found
    known = {one.id.casefold() for one in active}
    wanted = set()
    for name in _SEPARATOR.split(",".join(bench.wish.only)):
        bare = half_width(name)
        if bare and bare.casefold() not in known:
            referred(bench.loaded, bench.near, Ref(("requirement",)), bare.upper())
            raise UsageError("baseline-not-there", bare, bench.project.id)
        wanted.add(bare.casefold())
    return tuple(one for one in active if one.id.casefold() in wanted)


def _incomplete(bench: _Bench, chosen: tuple[Requirement, ...]) -> tuple[str, ...]:
    """Those that lack a block of their specification, each with the codes that ``check`` states.

    A requirement that was not reviewed yet is looked at as if it had been today.
    """
    speech = bench.speech
    seen = tuple(one if one.has_reached(RequirementStep.REVIEWED) else _reviewed(one, speech)
                 for one in chosen)  # fmt: skip
    case = Case(replace(bench.matter.portfolio, records=seen), speech.now)
    found: dict[str, list[str]] = {}
    for rule in RULES:
        if rule.code in _COMPLETE:
            for each in rule.check(case):
                found.setdefault(str(each.fact("id")), []).append(each.code)
    return tuple(f"{name} ({', '.join(codes)})" for name, codes in found.items())


def _reviewed(requirement: Requirement, speech: Speech) -> Requirement:
    at = {"at": f"{speech.now:%Y-%m-%d}", "type": RequirementStep.REVIEWED.value}
    event = RequirementEvent.model_validate(at, context={"zone": speech.now.tzinfo})
    whole = requirement.model_copy(update={"events": (*requirement.events, event)})
    return whole.placed(requirement.origin)


# ── the record ───────────────────────────────────────────────────────────────


def _id(bench: _Bench) -> str:
    """The id that was typed, else the one after the last: V1, then V2.

    Raises:
        UsageError: when it is given already.
    """
    if bench.wish.id is not None:
        name = half_width(bench.wish.id).upper()
    else:
        records = bench.matter.portfolio.of_project(Baseline, bench.project)
        given = sorted((one.id for one in records), key=natural)
        match = _NUMBERED.match(given[-1]) if given else None
        name = f"{match[1]}{int(match[2]) + 1}" if match else "V1"
    refuse_taken(bench.loaded, tree.walk(bench.root).files, "baseline", bench.scope, name)
    return name


def _data(bench: _Bench, chosen: tuple[Requirement, ...]) -> dict[str, object]:
    """The fields, in the order of the model."""
    wish, matter = bench.wish, bench.matter
    person = Ref(("person",))
    by = referred(bench.loaded, bench.near, person, wish.by, on=matter.today) if wish.by else None
    entries = [
        {
            "requirement": one.id,
            "fingerprint": matter.fingerprint(one),
            "content": content(one, matter.binding(one)),
        }
        for one in chosen
    ]
    fields = {"title": wish.title, "created_on": f"{bench.speech.now:%Y-%m-%d}", "by": by}
    return {**{key: value for key, value in fields.items() if value}, "entries": entries}


def _written(bench: _Bench, name: str, data: dict[str, object]) -> tuple[Baseline, Edit]:
    """The record as it will be read, and the edit that makes its file.

    Raises:
        UsageError: when it could not be read back.
    """
    scope = bench.scope
    path = f"clients/{scope.client}/projects/{scope.project}/baselines/{name}.yaml"
    text = f"{modeline_for(bench.root, path)}{blank.record_text(path, data)}"
    made = validate(
        Baseline,
        {"id": name, **data},
        path=path,
        text=text,
        pointer=(),
        zone=bench.loaded.portfolio.zone,
    )
    if isinstance(made, tuple):
        raise UsageError("value-refused", made[0])
    placed = made.placed(Origin(path, (), scope.client, scope.project))
    return placed, Edit(path, None, text.encode())


# ── asking ───────────────────────────────────────────────────────────────────


def baselines(root: Path, project: str | None, look: Look) -> ControlShown:
    """The baselines of a project, or of all.

    Raises:
        UsageError: when there is no such project.
    """

    def tell(scene: ControlScene) -> ControlShown:
        found, _ = find_scope(scene.matter.portfolio, project, None)
        view = baseline_board(scene.matter, found)
        if look.form == "json":
            return scene.shown(scene.json("baselines", view))
        return scene.shown(baseline_table.as_text(view, lang=scene.lang))

    return answered(control_scene(root, look), tell)


def baseline_shown(root: Path, name: str, project: str | None, look: Look) -> ControlShown:
    """One baseline: its entries, whether each is still so, who signed.

    Raises:
        UsageError: when there is no such baseline, or several.
    """

    def tell(scene: ControlScene) -> ControlShown:
        scope, _ = find_scope(scene.matter.portfolio, project, None)
        found = baseline_named(scene.matter, name, scope)
        view = baseline_view(scene.matter, found)
        if look.form == "json":
            return scene.shown(scene.json("baseline", view))
        has_history = scene.matter.has_history
        text = baseline_table.detail(view, lang=scene.lang, has_history=has_history)
        return scene.shown(text)

    return answered(control_scene(root, look, with_history=True), tell)


def baseline_difference(
    root: Path, first: str, second: str | None, project: str | None, look: Look
) -> ControlShown:
    """What differs between two baselines, or between one and the records as they are.

    Raises:
        UsageError: when there is no such baseline, or several.
    """

    def tell(scene: ControlScene) -> ControlShown:
        scope, _ = find_scope(scene.matter.portfolio, project, None)
        old = baseline_named(scene.matter, first, scope)
        own = scene.matter.project(old)
        new = baseline_named(scene.matter, second, own).id if second else WORKTREE
        manner = Manner(look.as_of, look.lang, look.form, cache=look.cache)
        found = compared(root, f"{old.id}..{new}", manner, project=old.origin.project)
        return ControlShown(found.text, found.unread, scene.lang)

    return answered(control_scene(root, look), tell)
