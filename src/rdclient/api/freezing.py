"""``freeze status``: which iterations take no more requirements, and what may still be done."""

from pathlib import Path

from rdclient.api.clock_scene import Look
from rdclient.api.control_scene import ControlScene, ControlShown, answered, control_scene
from rdclient.render import freeze_page
from rdclient.reports.freezes import freezes_of
from rdclient.reports.project_status import wanted_projects


def freeze_status(root: Path, project: str | None, look: Look) -> ControlShown:
    """The iterations of a project that have not ended, or of all projects.

    Raises:
        UsageError: when there is no such project, or several are called so.
        IncompleteError: when it is not there and files could not be read, or the policy could not.
    """

    def tell(scene: ControlScene) -> ControlShown:
        portfolio = scene.matter.portfolio
        projects = wanted_projects(portfolio, project, is_all=project is None)
        view = freezes_of(portfolio, projects, as_of=scene.as_of)
        if look.form == "json":
            return scene.shown(freeze_page.as_json(view, scene.unread))
        return scene.shown(freeze_page.as_text(view, lang=scene.lang))

    return answered(control_scene(root, look), tell)
