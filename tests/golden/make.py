"""The golden documents: what each is made from; run as a program it writes them anew."""

from datetime import datetime
from pathlib import Path

from rdclient import api
from rdclient.lens import Audience, Lang

FOLDER = Path(__file__).resolve().parent
EXAMPLES = FOLDER.parent.parent / "examples"
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")

SUBJECTS = (
    ("northbank", "weekly-report", "settlement"),
    ("northbank", "minutes", "MTG-0119"),
    ("kestrel", "weekly-report", "flight-log"),
)
"""Workspace, report and what it is about."""


def names() -> tuple[tuple[str, str, str, Audience, Lang], ...]:
    """Workspace, report, subject, edition and language of every golden document."""
    return tuple(
        (*subject, audience, lang) for subject in SUBJECTS for audience in Audience for lang in Lang
    )


def path(workspace: str, report: str, audience: Audience, lang: Lang) -> Path:
    """Where a golden document lies."""
    return FOLDER / f"{workspace}.{report}.{audience}.{lang}.md"


def text(workspace: str, report: str, subject: str, audience: Audience, lang: Lang) -> str:
    """The document as it is made today, at the fixed moment."""
    request = api.Request(as_of=AS_OF, audience=audience, lang=lang)
    return api.report(EXAMPLES / workspace, report, subject, request).text


if __name__ == "__main__":
    for workspace, report, subject, audience, lang in names():
        made = text(workspace, report, subject, audience, lang)
        path(workspace, report, audience, lang).write_text(made, encoding="utf-8", newline="\n")
