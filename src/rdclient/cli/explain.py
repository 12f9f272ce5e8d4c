"""``rdclient explain CODE``: the manual page of a rule."""

import difflib

from rdclient.cli import console
from rdclient.cli.words import spoken
from rdclient.diagnostic import CODES, UsageError
from rdclient.lens import Lang


def explain(code: str, *, lang: Lang | None) -> int:
    """Print the page of a code, given as ``RD212`` or by its name."""
    from rdclient.render.manual_page import page

    names = {row.name: row.code for row in CODES.values()}
    wanted = names.get(code.lower(), code.upper())
    if wanted not in CODES:
        near = difflib.get_close_matches(wanted, CODES, 3, 0.5) or difflib.get_close_matches(
            code.lower(), names, 3, 0.4
        )
        raise UsageError("unknown-code", code, ", ".join(near or sorted(CODES)[:3]))
    console.show(page(wanted, lang=lang or spoken()))
    return console.CLEAN
