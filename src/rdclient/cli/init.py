"""``rdclient init``: a workspace that passes ``check`` at once."""

from pathlib import Path

from rdclient.cli import console
from rdclient.cli.words import say, spoken
from rdclient.lens import Lang


def init(folder: str | None, target: str, *, lang: Lang | None, sample: bool) -> int:
    """Write the files and say what to do next."""
    from rdclient import api

    place = Path(folder or ".") / target
    written = api.init(place, lang=lang or spoken(), sample=sample)
    # The files of an editor are named by their folder.
    shown = tuple(dict.fromkeys(_shown(path) for path in written))
    for path in shown if len(shown) < 10 else ():  # noqa: PLR2004 - a screenful
        console.show(f"{(place / path).as_posix()}\n")
    console.tell(
        say(
            f"{len(written)} files in {place}. Next: rdclient -C {place} check",
            f"已在 {place} 写入{len(written)}个文件。接下来：rdclient -C {place} check",
        )
    )
    return console.CLEAN


def _shown(path: str) -> str:
    return path.rpartition("/")[0] if path.startswith(".rdclient/") else path
