"""Whom notes mean: by id, by name, by surname and title, by a first name that only one has."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdclient.model.base import Record
from rdclient.model.client import Contact, Person
from rdclient.model.portfolio import Portfolio
from rdclient.reports.entry import languages
from rdclient.reports.search import fold

_TITLES = (
    "总经理|副总经理|副总|总监|总|项目经理|经理|副主任|主任|工程师|工|老师|副处长|处长|处|副行长|行长"
    "|副局长|局长|局|副科长|科长|科|副部长|部长|院长|主管|博士|先生|女士|姐|哥"
)
_CALLED = re.compile(rf"(?:老|小)?(?P<name>[\u4e00-\u9fff]{{1,4}}?)(?P<title>{_TITLES})\Z")
_FAMILIAR = re.compile(r"[老小](?P<name>[\u4e00-\u9fff])\Z")
_HONORIFIC = re.compile(r"(?:mr|mrs|ms|miss|dr|prof)\.?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom a name means.

    Attributes:
        typed: as it was written.
        ids: of everybody it may mean; one when it is certain.
        name: of the one person; as it was written when it is not certain.
    """

    typed: str
    ids: tuple[str, ...]
    name: str

    @property
    def id(self) -> str | None:
        """Of the one person it means."""
        return self.ids[0] if len(self.ids) == 1 else None


def people_near(portfolio: Portfolio, near: Record) -> tuple[Person | Contact, ...]:
    """Everybody who can be named from a place: our people, and those of its client."""
    client = near.origin.client
    contacts = (c for c in portfolio.all(Contact) if c.origin.client == client)
    return (*portfolio.all(Person), *contacts)


def names_near(portfolio: Portfolio, near: Record) -> tuple[str, ...]:
    """Ids and names of all of them."""
    return tuple(name for one in people_near(portfolio, near) for name in _names(one))


def first_names(portfolio: Portfolio, near: Record) -> tuple[str, ...]:
    """The English first names that only one of them has."""
    counts = Counter(_first_names(portfolio, near))
    return tuple(name for name, count in counts.items() if count == 1)


def _first_names(portfolio: Portfolio, near: Record) -> Iterator[str]:
    for one in people_near(portfolio, near):
        yield from {
            name.split()[0] for name in languages(one.name) if name.isascii() and " " in name
        }


def _names(one: Person | Contact) -> tuple[str, ...]:
    return (one.id, *languages(one.name))


def somebody(portfolio: Portfolio, near: Record, typed: str, on: date) -> Somebody:
    """Whom a name means as people write it on a day: ``张敏``, ``张总``, ``陈主任``, ``Graham``."""
    bare = _HONORIFIC.sub("", typed.strip().lstrip("@＠").strip())
    people = people_near(portfolio, near)
    for found in (
        [one for one in people if one.id == bare],
        [one for one in people if fold(bare) in map(fold, _names(one))],
        [one for one in people if _is_called(one, bare)],
        [one for one in people if _is_part_of_name(one, bare)],
    ):
        if found:
            here = [one for one in found if _is_here(one, on)] or found
            ids = tuple(dict.fromkeys(one.id for one in here))
            name = languages(here[0].name)[0] if len(ids) == 1 else typed
            return Somebody(typed, ids, name)
    return Somebody(typed, (), typed)


def _is_called(one: Person | Contact, typed: str) -> bool:
    """Whether surname or name with a title fits; a title that says something must be theirs."""
    match = _CALLED.match(typed) or _FAMILIAR.match(typed)
    if match is None:
        return False
    name, title = match["name"], match.groupdict().get("title")
    fits = any(
        full == name or (len(name) == 1 and full.startswith(name) and 1 < len(full) <= 4)  # noqa: PLR2004 - a Chinese name
        for full in languages(one.name)
        if not full.isascii()
    )
    held = str(one.title or "")
    if title in ("工", "工程师"):
        return fits and (not held or any(word in held for word in _OF_ENGINEERS))
    return fits and (title is None or title not in _CERTAIN or title in held)


_CERTAIN = frozenset({"主任", "副主任", "处长", "副处长", "行长", "副行长", "局长", "副局长",
                      "科长", "副科长", "部长", "副部长", "院长", "总监", "项目经理"})  # fmt: skip
"""Titles that only those have who hold them; 总 or 老师 anybody may be called."""
_OF_ENGINEERS = ("工", "技术", "开发", "测试", "架构", "研发", "运维", "运行")
"""What stands in the title of somebody who is called 工."""


def _is_part_of_name(one: Person | Contact, typed: str) -> bool:
    """Whether an English word is one of the words of a name."""
    return typed.isascii() and any(
        typed.casefold() in full.casefold().split() for full in languages(one.name)
    )


def _is_here(one: Person | Contact, on: date) -> bool:
    return (one.start is None or one.start <= on) and (one.end is None or on <= one.end)
