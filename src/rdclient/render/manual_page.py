"""Manual pages: one Markdown file per code and language, with the messages of a rule in it."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rdclient.lens import Lang

_FOLDER = Path(__file__).resolve().parent / "manual"
_ROW = re.compile(r"^\| *(?:`([\w-]+)`)? *\| (.+?) \| (.+?) \|$", re.MULTILINE)
_CODE = re.compile(r"\s*[（(]RD\d+[）)]\s*$")
_HEADS = MappingProxyType({Lang.ZH: "## 提示信息", Lang.EN: "## Messages"})


def source(code: str, *, lang: Lang) -> str:
    """The Markdown of a code's page.

    Raises:
        OSError: when there is no page of that code.
    """
    return (_FOLDER / lang.value / f"{code}.md").read_text(encoding="utf-8")


def title(code: str, *, lang: Lang) -> str:
    """The title of a code's page, without the code."""
    first = source(code, lang=lang).partition("\n")[0].removeprefix("# ")
    return _CODE.sub("", first)


@cache
def wordings(code: str, *, lang: Lang) -> Mapping[str, tuple[str, str]]:
    """What ``check`` prints of a rule: by variant (empty for the plain one) message and help.

    They are the rows of the table under the page's last heading.
    """
    _, found, table = source(code, lang=lang).partition(f"\n{_HEADS[lang]}\n")
    rows = _ROW.findall(table) if found else []
    return MappingProxyType({variant: (told, mend) for variant, told, mend in rows})
