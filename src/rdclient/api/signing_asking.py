"""``signoff status`` and ``signoff verify``: what subjects need and have; whether acts hold."""

from dataclasses import replace
from pathlib import Path

from rdclient.api.clock_scene import Look
from rdclient.api.control_scene import (
    ControlScene,
    ControlShown,
    answered,
    control_scene,
    subject_named,
)
from rdclient.control.base import Subject
from rdclient.diagnostic import UsageError
from rdclient.model.project import Project
from rdclient.render import signing_table
from rdclient.reports.search import find_scope, fold
from rdclient.reports.signing import SigningBoard, lost_acts, signing_board, subjects_of
from rdclient.store import history, tree


def signing_status(root: Path, name: str | None, look: Look) -> ControlShown:
    """What a subject, or each of a project, needs of both sides and has.

    Args:
        root: of the workspace.
        name: a subject or a project; None for every project.
        look: how to show it.

    Raises:
        UsageError: when nothing is called so.
        IncompleteError: when nothing is and files could not be read.
    """

    def tell(scene: ControlScene) -> ControlShown:
        found, is_one = _meant(scene, name)
        view = signing_board(scene.matter, found)
        if look.form == "json":
            return scene.shown(scene.json("signatures", view))
        text = signing_table.as_text(view, lang=scene.lang, is_detailed=is_one)
        return scene.shown(text)

    return answered(control_scene(root, look, with_history=True), tell)


def signing_verify(root: Path, name: str | None, look: Look) -> ControlShown:
    """Every act on a subject, on those of a project, or anywhere, verified anew.

    The bytes of evidence and the signatures are read from the disk, whatever the cache knows.

    Raises:
        UsageError: when nothing is called so.
        IncompleteError: when nothing is and files could not be read.
        GitError: when history was cut off, so that nobody knows when an act landed.
        SshKeyError: when there is a signature and no ``ssh-keygen``.
    """
    if tree.is_in_repository(root):
        history.require_whole(history.repository_of(root))

    def tell(scene: ControlScene) -> ControlShown:
        found, _ = _meant(scene, name)
        whole = signing_board(scene.matter, tuple(one for one in found if scene.matter.acts(one)))
        lost = lost_acts(scene.matter) if name is None else ()
        view = SigningBoard(whole.as_of, whole.has_history, whole.subjects, lost)
        acts = [act for subject in view.subjects for act in subject.acts] + [*view.lost]
        is_bad = not all(act.does_hold for act in acts)
        lacks = None
        if not view.has_history and any(act.is_keyed for act in acts):
            lacks = "verify-no-history"
        if look.form == "json":
            return scene.shown(scene.json("verification", view), is_bad=is_bad, lacks=lacks)
        text = signing_table.verified_as_text(view, lang=scene.lang)
        return scene.shown(text, is_bad=is_bad, lacks=lacks)

    fresh = replace(look, cache=None)
    return answered(control_scene(root, fresh, with_history=True), tell)


def _meant(scene: ControlScene, name: str | None) -> tuple[tuple[Subject, ...], bool]:
    """The subjects that are meant, and whether it is one that was named.

    Raises:
        UsageError: when nothing is called so.
    """
    if name is None:
        return subjects_of(scene.matter, None), False
    if project := _project(scene, name):
        return subjects_of(scene.matter, project), False
    return (subject_named(scene.matter, name),), True


def _project(scene: ControlScene, name: str) -> Project | None:
    """The project that is called so; None when none is."""
    wanted = fold(name)
    for one in scene.matter.portfolio.all(Project):
        if wanted in map(fold, (one.id, f"{one.origin.client}/{one.id}", one.code or one.id)):
            return one
    try:
        return find_scope(scene.matter.portfolio, name, None)[0]
    except UsageError:
        return None
