"""``rdclient config show``: every setting in force, and where it comes from."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient import __version__
from rdclient.cli import console, options
from rdclient.cli.words import chosen, is_set, say, spoken, spoken_by
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Settings
    from rdclient.render.settings import Shown

_NO_CACHE = "RDCLIENT_NO_CACHE"


class ConfigFormat(StrEnum):
    """How settings are told, named here so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"


def show_config(
    folder: str | None,
    *,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
    form: ConfigFormat,
    origin: bool,
) -> int:
    """Print the settings; exit 3 when one of the two files could not be read."""
    from rdclient import api
    from rdclient.render.settings import as_json, as_text

    root = api.find_root(options.folder(folder))
    cache = options.cache_folder(is_wanted=True)
    found = api.settings_in_force(root, as_of=options.moment(as_of), cache=cache, at=at)
    rows = tuple(_rows(root, cache, found, lang))
    if form is ConfigFormat.JSON:
        console.show(as_json(rows))
    else:
        words = lang or chosen() or spoken()
        console.show(as_text(rows, lang=words, has_origin=origin))
    if not found.unread:
        return console.CLEAN
    files = ", ".join(found.unread)
    console.tell(
        say(
            f"incomplete: {files} could not be read, shipped values are shown. Run rdclient check",
            f"结果不全：{files} 存在错误，未能读入，所列为内置值。请运行 rdclient check 查看",
        )
    )
    return console.FAILED


def _rows(
    root: Path, cache: Path | None, found: "Settings", lang: Lang | None
) -> "Iterator[Shown]":
    """First what the environment says, then the workspace, then the policy."""
    from rdclient.render.settings import Shown

    yield Shown("program.version", __version__, "")
    yield Shown("workspace.folder", str(root), "")
    yield Shown("as_of", f"{found.as_of:%Y-%m-%dT%H:%M%z}", "")
    own = next((row for row in found.workspace if row.key == ("lang",)), None)
    line = f"{own.path}:{own.line}" if own and own.path else None
    if lang:
        yield Shown("language.documents", lang.value, "--lang")
    elif asked := chosen():
        yield Shown("language.documents", asked.value, spoken_by())
    else:
        yield Shown("language.documents", found.lang.value, line)
    yield Shown("language.messages", spoken().value, spoken_by())
    yield Shown("calendar.years", list(found.years))
    off = _NO_CACHE if is_set(_NO_CACHE) else ""
    yield Shown("cache.folder", str(root / found.cache) if cache else None, off)
    yield Shown("cache.key", str(cache) if cache else None, off)
    for group, rows in (("workspace", found.workspace), ("policy", found.policy)):
        for row in rows:
            place = f"{row.path}:{row.line}" if row.path else None
            yield Shown(".".join((group, *row.key)), row.value, place, row.since)
