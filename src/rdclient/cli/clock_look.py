"""What ``sla``, ``agenda`` and ``status`` share: how an answer is shown, and how it ends."""

from enum import StrEnum
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Look


class ClockFormat(StrEnum):
    """The names in ``api.CLOCK_FORMATS``, told here so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class AgendaFormat(StrEnum):
    """The names in ``api.AGENDA_FORMATS``, told here so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


class Grouped(StrEnum):
    """The members of ``reports.compliance.Grouping``, told here so that ``--help`` stays fast."""

    CLIENT = "client"
    PROJECT = "project"
    KIND = "kind"
    PERSON = "person"
    PRIORITY = "priority"


class EachPeriod(StrEnum):
    """The members of ``reports.compliance.Per``, told here for the same reason."""

    WEEK = "week"
    MONTH = "month"


class Owing(StrEnum):
    """The members of ``model.client.Side``, told here for the same reason."""

    VENDOR = "vendor"
    CLIENT = "client"


def look(
    as_of: str | None, lang: Lang | None, form: str, *, no_cache: bool, at: str | None = None
) -> "Look":
    """How an answer is to be shown here."""
    from rdclient import api

    return api.Look(
        as_of=options.moment(as_of),
        lang=lang or chosen(),
        form=form,
        columns=console.columns(),
        has_place=console.has_place,
        cache=options.cache_folder(is_wanted=not no_cache),
        at=at,
    )
