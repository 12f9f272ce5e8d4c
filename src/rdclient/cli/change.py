"""``rdclient change``: the size of a request, where each stands, the log."""

from rdclient.cli import console
from rdclient.cli.control_look import Asked, shown


def classify(asked: Asked, name: str) -> int:
    """Print the size of a request and why; exit 3 when files could not be read."""
    from rdclient import api

    return shown(api.change_classified(asked.root(), name, asked.look()))


def status(asked: Asked, project: str | None) -> int:
    """Print where each request stands; exit 3 when files could not be read."""
    from rdclient import api

    return shown(api.change_statuses(asked.root(), project, asked.look()))


def log(asked: Asked, project: str | None, output: str) -> int:
    """Print or write the change log; exit 3 when files could not be read."""
    from rdclient import api

    root = asked.root()
    answer = api.change_logged(root, project, asked.look())
    is_for_excel = asked.form == "csv" and output != "-"
    content = console.UTF_8_MARK + answer.content if is_for_excel else answer.content
    console.deliver(content, output, root=root)
    return console.CLEAN if console.is_complete(answer.unread) else console.FAILED
