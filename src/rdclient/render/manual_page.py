"""Manual pages: one Markdown file per code and language."""

from pathlib import Path

from rdclient.diagnostic import CODES
from rdclient.lens import Lang
from rdclient.render.messages import severity_word

_FOLDER = Path(__file__).resolve().parent / "manual"


def page(code: str, *, lang: Lang) -> str:
    """The manual page of a code, under its code, name and shipped severity.

    Raises:
        KeyError: when there is no such code.
    """
    row = CODES[code]
    text = (_FOLDER / lang.value / f"{code}.md").read_text(encoding="utf-8")
    return f"{code} · {row.name} · {severity_word(row.severity, lang=lang)}\n\n{text}"
