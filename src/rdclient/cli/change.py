"""``rdclient change``: the size of a request, where each stands, the log."""

from rdclient.cli import console, options
from rdclient.cli.baseline import shown
from rdclient.cli.clock_look import look
from rdclient.lens import Lang


def classify(
    folder: str | None,
    name: str,
    *,
    form: str,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
) -> int:
    """Print the size of a request and why; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    return shown(api.change_classified(root, name, look(as_of, lang, form, no_cache=False, at=at)))


def status(
    folder: str | None,
    project: str | None,
    *,
    form: str,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
) -> int:
    """Print where each request stands; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    return shown(api.change_statuses(root, project, look(as_of, lang, form, no_cache=False, at=at)))


def log(
    folder: str | None,
    project: str | None,
    *,
    form: str,
    output: str,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
) -> int:
    """Print or write the change log; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    answer = api.change_logged(root, project, look(as_of, lang, form, no_cache=False, at=at))
    console.deliver(answer.content, output, root=root)
    return console.CLEAN if console.is_complete(answer.unread) else console.FAILED
