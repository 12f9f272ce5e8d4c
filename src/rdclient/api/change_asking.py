"""``change``: the size of a request and why, where each stands, the change log."""

from pathlib import Path

from rdclient.api.clock_scene import Look
from rdclient.api.control_scene import (
    ControlScene,
    ControlShown,
    answered,
    change_named,
    control_scene,
)
from rdclient.exchange import csv_file
from rdclient.render import change_log, change_table
from rdclient.reports.change_control import ChangeBoard, change_board, change_view
from rdclient.reports.search import find_scope

LOG_FORMATS = ("text", "md", "json", "csv")


def change_classified(root: Path, name: str, look: Look) -> ControlShown:
    """The size of a request with its reasons, what adds up, who may sign.

    Raises:
        UsageError: when there is no such request, or several.
        IncompleteError: when there is none and files could not be read.
    """

    def tell(scene: ControlScene) -> ControlShown:
        view = change_view(scene.matter, change_named(scene.matter, name))
        if look.form == "json":
            return scene.shown(scene.json("classification", view))
        return scene.shown(change_table.classified(view, lang=scene.lang))

    return answered(control_scene(root, look), tell)


def change_statuses(root: Path, project: str | None, look: Look) -> ControlShown:
    """Where each request stands and what it lacks.

    Raises:
        UsageError: when there is no such project.
    """

    def tell(scene: ControlScene) -> ControlShown:
        view = _board(scene, project)
        if look.form == "json":
            return scene.shown(scene.json("changes", view))
        return scene.shown(change_table.as_text(view, lang=scene.lang))

    return answered(control_scene(root, look), tell)


def change_logged(root: Path, project: str | None, look: Look) -> ControlShown:
    """The change log: every request, those that were rejected or deferred too.

    Raises:
        UsageError: when there is no such project.
    """

    def tell(scene: ControlScene) -> ControlShown:
        view = _board(scene, project)
        match look.form:
            case "json":
                return scene.shown(scene.json("change-log", view))
            case "csv":
                return scene.shown(csv_file.written(change_log.rows(view, lang=scene.lang)))
            case "md":
                return scene.shown(change_log.as_markdown(view, lang=scene.lang))
        return scene.shown(change_log.as_text(view, lang=scene.lang))

    return answered(control_scene(root, look), tell)


def _board(scene: ControlScene, name: str | None) -> ChangeBoard:
    project, _ = find_scope(scene.matter.portfolio, name, None)
    return change_board(scene.matter, project)
