"""Which id a record may get instead of its own: the one that was typed, or the next free one."""

import re
from datetime import date

from rdclient.api.target import Target, named
from rdclient.diagnostic import UsageError
from rdclient.model.policy import IdScheme
from rdclient.model.portfolio import Portfolio, folded, kind_of
from rdclient.reports.entry import natural
from rdclient.store.chinese import plain
from rdclient.store.layout import home
from rdclient.store.numbering import FIRST, next_id, random_id
from rdclient.store.tree import reserved_name

PEOPLE = ("person", "contact")
_PARTS = {"Action": "action", "ConfirmationItem": "confirmation", "Decision": "decision"}
_DIGITS = "0123456789"


def group_of(aim: Target) -> tuple[str | None, ...]:
    """What shares one set of ids: the kind, the client, the project."""
    origin = aim.record.origin
    if aim.part is not aim.record:
        return type(aim.part).__name__, origin.client, origin.project
    kind = kind_of(aim.record)
    return "person" if kind in PEOPLE else kind, origin.client, origin.project


def shares_ids(aim: Target, other: Target) -> bool:
    """Whether two must not have the same id; people of ours share them with every client."""
    mine, its = group_of(aim), group_of(other)
    if mine[0] == its[0] == "person":
        return mine[1] == its[1] or None in (mine[1], its[1])
    return mine == its


def typed_id(aim: Target, typed: str, *, path: str | None) -> str:
    """The id that was typed.

    Args:
        aim: what is to have it.
        typed: the words of the command line.
        path: of the file that bears it; with ``*`` in the place of the id.

    Raises:
        UsageError: when it has not the form of such an id.
    """
    text = plain(typed)
    rules = type(aim.part).model_fields["id"].metadata
    pattern = next(rule.pattern for rule in rules if getattr(rule, "pattern", None))
    forms = (text, text.upper(), text.lower())
    new = next((form for form in forms if re.fullmatch(pattern, form)), None)
    place = home(path.replace("*", new or "")) if path else None
    if new is None or (place and reserved_name(place)):
        raise UsageError("id-form", typed, aim.id)
    return new


def holders(portfolio: Portfolio, aim: Target, new: str) -> tuple[Target, ...]:
    """Those that have an id which the record may then not get."""
    return tuple(
        hit for hit in named(portfolio) if folded(hit.id) == folded(new) and shares_ids(aim, hit)
    )


def free_id(portfolio: Portfolio, aim: Target, on: date) -> str:
    """The next free id of its kind, in the form of its own; none that is referred to already.

    Raises:
        UsageError: when ids of the kind are not counted.
    """
    kind = _PARTS.get(type(aim.part).__name__) or kind_of(aim.record)
    given = sorted((hit.id for hit in named(portfolio) if shares_ids(aim, hit)), key=natural)
    head = aim.id.rstrip(_DIGITS)
    given.sort(key=lambda name: name.rstrip(_DIGITS) == head)  # those like it are counted on
    cited = {link.name.rpartition("/")[2] for link in portfolio.links if kind in link.kinds}
    if kind in FIRST:
        is_random = portfolio.policy(on).ids is IdScheme.RANDOM
        new = (
            random_id(kind, given, cited, on) if is_random else next_id(kind, given, (), cited, on)
        )
        if folded(new) not in {folded(name) for name in given}:
            return new
    raise UsageError("id-needed", aim.id)
