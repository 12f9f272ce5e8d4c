"""``rdclient status``: where a project stands, or all of them, one line each."""

from rdclient.cli import console, options
from rdclient.cli.clock_look import ClockFormat, look
from rdclient.lens import Lang


def status(
    folder: str | None,
    name: str | None,
    *,
    is_all: bool,
    form: ClockFormat,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
    no_cache: bool,
) -> int:
    """Print the line of a project, or of each of them; exit 3 when files could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    manner = look(as_of, lang, form.value, no_cache=no_cache, at=at)
    shown = api.project_status(root, name, manner, is_all=is_all)
    console.show(str(shown.content))
    return console.CLEAN if console.is_complete(shown.unread) else console.FAILED
