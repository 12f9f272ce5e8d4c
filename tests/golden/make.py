"""The golden documents: what each is made from; run as a program it writes them anew."""

from datetime import datetime
from pathlib import Path

from rdclient import api
from rdclient.lens import Audience, Lang
from rdclient.model.plan import ReportRecord
from rdclient.store.workspace import read

FOLDER = Path(__file__).resolve().parent
EXAMPLES = FOLDER.parent.parent / "examples"
AS_OF = datetime.fromisoformat("2026-11-20T18:00")

SUBJECTS = (
    ("northbank", "weekly-report", "settlement"),
    ("northbank", "minutes", "MTG-0119"),
    ("northbank", "change-form", "settlement/CR-007"),
    ("northbank", "change-form", "settlement/CR-001"),
    ("northbank", "contract-annex", "settlement"),
    ("kestrel", "weekly-report", "flight-log"),
    ("kestrel", "baseline-form", "V1"),
)
"""Workspace, report and what it is about."""


def names() -> tuple[tuple[str, str, str, Audience, Lang], ...]:
    """Workspace, report, subject, edition and language of every golden document."""
    return tuple(
        (*subject, audience, lang) for subject in SUBJECTS for audience in Audience for lang in Lang
    )


def path(workspace: str, report: str, subject: str, audience: Audience, lang: Lang) -> Path:
    """Where a golden document lies; of a report with several the subject stands in the name."""
    several = sum(row[:2] == (workspace, report) for row in SUBJECTS) > 1
    name = f"{report}.{subject.rpartition('/')[2]}" if several else report
    return FOLDER / f"{workspace}.{name}.{audience}.{lang}.md"


def text(workspace: str, report: str, subject: str, audience: Audience, lang: Lang) -> str:
    """The document as it is made today, at the fixed moment."""
    request = api.Request(as_of=AS_OF, audience=audience, lang=lang)
    return api.report(EXAMPLES / workspace, report, subject, request).text


def issued(workspace: str) -> tuple[tuple[Path, str, str], ...]:
    """What the example says it issued: the file, the data version on record, and today's."""
    found = []
    portfolio = read(EXAMPLES / workspace).portfolio
    for record in portfolio.all(ReportRecord):
        project = record.origin.project or ""
        for entry in record.issued:
            request = api.Request(
                as_of=AS_OF,
                audience=entry.edition,
                lang=entry.lang,
                week=api.parse_week(record.id.removeprefix("weekly-")),
            )
            made = api.report(EXAMPLES / workspace, "weekly-report", project, request)
            file = EXAMPLES / workspace / record.origin.path
            found.append((file, entry.data_version, made.data_version))
    return tuple(found)


if __name__ == "__main__":
    for example in dict.fromkeys(subject[0] for subject in SUBJECTS):
        for file, stated, today in issued(example):
            text_of = file.read_text(encoding="utf-8").replace(stated, today)
            file.write_text(text_of, encoding="utf-8", newline="\n")
    for workspace, report, subject, audience, lang in names():
        made = text(workspace, report, subject, audience, lang)
        place = path(workspace, report, subject, audience, lang)
        place.write_text(made, encoding="utf-8", newline="\n")
