"""``rdclient list``: the records of a kind, with titles and derived states."""

from enum import StrEnum
from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, say
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.reports.card import Sought
    from rdclient.reports.listing import Wanted


class AnswerFormat(StrEnum):
    """The rows of ``render.answer.ANSWER_FORMATS``, named here so that ``--help`` stays fast."""

    TEXT = "text"
    JSON = "json"


def listing(
    folder: str | None,
    kind: str,
    *,
    project: str | None,
    client: str | None,
    person: str | None,
    is_open_only: bool,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
    form: AnswerFormat,
) -> int:
    """Print the records of a kind; exit 3 when some could not be read."""
    from rdclient.render.kind_names import kind_named, name_of, near_kinds
    from rdclient.reports.listing import Wanted

    name = kind_named(kind)
    if name is None:
        near = near_kinds(kind)
        known = say(", ".join(near), "、".join(name_of(each, lang=Lang.ZH) for each in near))
        raise UsageError("unknown-kind", kind, known)
    wanted = Wanted(name, project, client, person, is_open_only=is_open_only)
    return respond(folder, wanted, as_of=as_of, at=at, lang=lang, form=form)


def respond(
    folder: str | None,
    question: "Wanted | Sought",
    *,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
    form: AnswerFormat,
) -> int:
    """Print the answer to a question about the records; exit 3 when some could not be read."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    moment = options.moment(as_of)
    shown = api.answer(
        root,
        question,
        as_of=moment,
        lang=lang or chosen(),
        form=form.value,
        cache=options.cache_folder(is_wanted=True),
        at=at,
    )
    console.show(shown.text)
    return console.CLEAN if console.is_complete(shown.unread) else console.FAILED
