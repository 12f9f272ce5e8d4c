"""Finding what somebody typed: a client, a person, or records by id, name or words of the title."""

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from rdclient.diagnostic import UsageError
from rdclient.model.client import Client, Contact, Person
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.reports.entry import Entry, entries, languages, place_in_order, title_of
from rdclient.reports.subject import find_project

Somebody: TypeAlias = Person | Contact


KIND_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType({"people": ("person", "contact")})
"""Names that stand for several kinds."""


_SOME = 8
"""People named where nobody's name is near."""


def fold(text: str) -> str:
    """A text as it is compared: full-width forms, case and blanks do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


# ── one client, one project ──────────────────────────────────────────────────


def find_client(portfolio: Portfolio, name: str) -> Client:
    """The client of a slug, code or name.

    Raises:
        UsageError: when none or several fit.
    """
    clients = portfolio.all(Client)
    wanted = fold(name)
    fitting = [c for c in clients if fold(c.id) == wanted]
    fitting = fitting or [c for c in clients if wanted in map(fold, _names(c))]
    if not fitting:
        raise UsageError("unknown-client", name, ", ".join(sorted(c.id for c in clients)))
    if len(fitting) > 1:
        raise UsageError("which-record", name, ", ".join(sorted(c.id for c in fitting)))
    return fitting[0]


def find_scope(
    portfolio: Portfolio, project: str | None, client: str | None
) -> tuple[Project | None, Client | None]:
    """The project and the client a list is restricted to; None for all of them.

    Raises:
        UsageError: when none or several fit, or the project is not the client's.
    """
    found_client = find_client(portfolio, client) if client is not None else None
    if project is None:
        return None, found_client
    wanted = fold(project)
    fitting = [
        each
        for each in portfolio.all(Project)
        if wanted in map(fold, (each.id, f"{each.origin.client}/{each.id}", *_names(each)))
        and (found_client is None or each.origin.client == found_client.id)
    ]
    if len(fitting) == 1:
        return fitting[0], found_client
    if found_client is not None and fitting:
        raise UsageError("which-record", project, ", ".join(sorted(p.id for p in fitting)))
    if found_client is not None:
        near = sorted(p.id for p in portfolio.all(Project) if p.origin.client == found_client.id)
        raise UsageError("unknown-project", project, ", ".join(near))
    return find_project(portfolio, project), None


def _names(record: Client | Project | Somebody) -> tuple[str, ...]:
    more = (getattr(record, "short_name", None), getattr(record, "code", None))
    return tuple(
        text for words in (record.name, *more) if words is not None for text in languages(words)
    )


# ── people ───────────────────────────────────────────────────────────────────


def find_people(portfolio: Portfolio, name: str) -> tuple[Somebody, ...]:
    """Everybody whom an id, a name or a part of one name means.

    A name that no list of people holds, but a record uses, finds nobody and is no mistake.

    Raises:
        UsageError: when nobody fits, or a part of a name fits several.
    """
    people: tuple[Somebody, ...] = (*portfolio.all(Person), *portfolio.all(Contact))
    wanted = fold(name)
    exact = tuple(p for p in people if wanted in map(fold, (p.id, *languages(p.name))))
    if exact or _is_used(portfolio, wanted):
        return exact
    partly = tuple(
        p for p in people if wanted and any(wanted in fold(n) for n in (p.id, *languages(p.name)))
    )
    if not partly:
        known = {fold(n): p.id for p in people for n in (p.id, *languages(p.name))}
        near = _near(wanted, known, 5) or tuple(dict.fromkeys(known.values()))[:_SOME]
        raise UsageError("unknown-person", name, ", ".join(near))
    if len(partly) > 1:
        told = (f"{p.name} ({p.id})" for p in partly)
        raise UsageError("which-record", name, ", ".join(told))
    return partly


def _is_used(portfolio: Portfolio, wanted: str) -> bool:
    return any("person" in link.kinds and fold(link.name) == wanted for link in portfolio.links)


# ── records ──────────────────────────────────────────────────────────────────


def find(portfolio: Portfolio, words: tuple[str, ...], kind: str | None) -> tuple[Entry, ...]:
    """The entries of an id, else of a name, else with all the words in their titles.

    Args:
        portfolio: what is searched.
        words: as typed; an id may have its project and client in front (``settlement/REQ-012``).
        kind: the only kind to look at; None for all.

    Raises:
        UsageError: when nothing fits, or one id means several records.
    """
    wanted = tuple(fold(word) for text in words for word in text.split())
    held = None if kind is None else KIND_GROUPS.get(kind, (kind,))
    pool = tuple(e for e in entries(portfolio) if held is None or e.kind in held)
    if not wanted:
        raise UsageError("nothing-sought")
    found = _by_id(pool, "".join(wanted))
    if len(found) > 1:
        raise UsageError("which-record", " ".join(words), ", ".join(_full_names(found)))
    if found:
        return found
    found = _ordered(e for e in pool if "".join(wanted) in map(fold, _called(e)))
    if found:
        return found
    found = _ordered(e for e in pool if _holds(e, wanted))
    if not found:
        near = _suggestions(pool, "".join(wanted))
        if near:
            raise UsageError("nothing-like", " ".join(words), near)
        raise UsageError("nothing-found", " ".join(words))
    return found


def _by_id(pool: Iterable[Entry], typed: str) -> tuple[Entry, ...]:
    return tuple(
        entry for entry in pool if entry.id and any(ends_in(way, typed) for way in _ways(entry))
    )


def _ways(entry: Entry) -> Iterator[tuple[str, ...]]:
    """The full names of an entry: by its place, and by the project that its own words name."""
    yield entry.way
    if entry.record.origin.project is None and entry.project and entry.client:
        yield (entry.client, entry.project, entry.id)


def ends_in(way: tuple[str, ...], typed: str) -> bool:
    """Whether a full name ends in the steps that were typed (``settlement/TCK-0035``), folded."""
    steps = tuple(typed.split("/"))
    return tuple(map(fold, way))[-len(steps) :] == steps


def _called(entry: Entry) -> tuple[str, ...]:
    if isinstance(entry.part, Client | Project):
        return _names(entry.part)
    return languages(title_of(entry.part))


def _holds(entry: Entry, wanted: tuple[str, ...]) -> bool:
    text = fold("\n".join((entry.id, *_called(entry))))
    return all(word in text for word in wanted)


def _ordered(found: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(found, key=lambda entry: place_in_order(entry, None)))


def _full_names(found: tuple[Entry, ...]) -> tuple[str, ...]:
    """How each can be typed so that it alone is meant."""
    several = len({entry.kind for entry in found}) > 1
    size = next(n for n in (2, 3) if n == 3 or len({e.way[-n:] for e in found}) == len(found))  # noqa: PLR2004 - project/ID, else client/project/ID
    return tuple(
        f"{entry.kind} {'/'.join(entry.way[-size:])}" if several else "/".join(entry.way[-size:])
        for entry in found
    )


# ── what may have been meant ─────────────────────────────────────────────────


def _suggestions(pool: tuple[Entry, ...], typed: str) -> str:
    """The nearest ids, then the nearest titles."""
    known = {fold(entry.id): entry.id for entry in pool if entry.id}
    names = {fold(name): entry.id or name for entry in pool for name in _called(entry)}
    last = typed.rsplit("/", 1)[-1]
    near = (*_near(last, known, 3), *_near(typed, names, 3))
    return ", ".join(dict.fromkeys(near))


def _near(typed: str, known: dict[str, str], count: int) -> tuple[str, ...]:
    found = difflib.get_close_matches(typed, known, count, 0.6)
    return tuple(dict.fromkeys(known[name] for name in found))
