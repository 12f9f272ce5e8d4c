"""``rdclient show``: the card of one record, found by id, name or words of its title."""

from rdclient.cli.listing import AnswerFormat, respond
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang


def show(
    folder: str | None,
    words: list[str],
    *,
    as_of: str | None,
    at: str | None,
    lang: Lang | None,
    form: AnswerFormat,
) -> int:
    """Print the card of what the words mean; a list when they fit several records.

    A kind may stand first: ``show risk RISK-001``, ``show 需求 对账``.
    """
    from rdclient.render.kind_names import kind_named
    from rdclient.reports.card import Sought

    typed = tuple(step for word in words for step in word.split())
    if not typed:
        raise UsageError("nothing-sought")
    kind = kind_named(typed[0]) if len(typed) > 1 else None
    question = Sought(typed, kind)
    return respond(folder, question, as_of=as_of, at=at, lang=lang, form=form)
