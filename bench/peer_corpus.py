"""The requirements that every tool is given, whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from bench.corpus import AS_OF, WORDS, Corpus, Scope

PER_CLIENT = 5
"""Projects of a client."""
LEVELS = (("N", "Needs", 10), ("S", "System", 30), ("D", "Details", 60))
"""The documents of a project: letter, heading, percent of the requirements."""
FIELDS = (
    *("title", "type", "priority", "priority_reason", "stated_need", "real_need", "background"),
    *("goal", "functions", "analysis", "value", "parents", "events"),
)
"""What is known of each; the fields of rdclient, in its order."""
_SORTS = ("functional", "functional", "functional", "interface", "data", "quality")
_OURS = ("project_manager", "technical_lead")
_THEIRS = ("signatory", "client_owner", "client_counterpart")
_GIVEN = tuple(word.split("/")[1] for word in WORDS["given"])
STAFF = tuple(f"{word.split('/')[1]}.{given}" for word in WORDS["ours"] for given in _GIVEN[:4])
"""People who work for the clients."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement.

    Attributes:
        identifier: unique over everything.
        record: its fields as rdclient keeps them.
    """

    identifier: str
    record: Mapping[str, Any]

    @property
    def parents(self) -> tuple[str, ...]:
        """Identifiers of one or two in the document above; none in the first document."""
        return tuple(self.record.get("parents", ()))


@dataclass(frozen=True, slots=True)
class Document:
    """Requirements of one level: needs, what the system does, details.

    Attributes:
        prefix: what the identifiers begin with.
        heading: what the level is called.
        requirements: each of the level above is a parent of some of them.
    """

    prefix: str
    heading: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its identifier, the client it is done for, its documents from the top."""

    name: str
    client: str
    documents: tuple[Document, ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Those of all documents."""
        return tuple(each for document in self.documents for each in document.requirements)


def projects(count: int, per_project: int, seed: int = 1) -> tuple[Project, ...]:
    """Projects with so many requirements altogether; the same each time."""
    chance = Random(seed)  # noqa: S311 - chosen anew from the same seed
    sizes = [min(per_project, count - done) for done in range(0, count, per_project)]
    return tuple(_project(number, size, chance) for number, size in enumerate(sizes, 1))


def with_dangling_link(found: tuple[Project, ...], unknown: str) -> tuple[Project, ...]:
    """The same, but the very last requirement names a parent that is nowhere."""
    *earlier, project = found
    *upper, document = project.documents
    *others, last = document.requirements
    record = {**last.record, "parents": [*last.parents, unknown]}
    lower = replace(document, requirements=(*others, replace(last, record=record)))
    return (*earlier, replace(project, documents=(*upper, lower)))


def contacts(client: str) -> tuple[str, ...]:
    """The people of a client: who signs, who owns the need, who is asked."""
    family = WORDS["theirs"][int(client[1:]) % len(WORDS["theirs"])].split("/")[1]
    return tuple(f"{family}.{given}" for given in _GIVEN[: len(_THEIRS)])


def _project(number: int, size: int, chance: Random) -> Project:
    name, client = f"P{number:03}", f"c{(number - 1) // PER_CLIENT + 1:03}"
    zh = int(client[1:]) % 2 == 1
    people = dict(zip(_OURS, chance.sample(STAFF, len(_OURS)), strict=True))
    people |= zip(_THEIRS, contacts(client), strict=True)
    start = AS_OF - timedelta(days=chance.randint(40, 90))
    scope = Scope(Corpus(chance, size), "", zh, start, people)
    documents: list[Document] = []
    above: tuple[Requirement, ...] = ()
    for letter, heading, percent in LEVELS:
        left = size - sum(len(each.requirements) for each in documents)
        share = left if letter == LEVELS[-1][0] else max(1, size * percent // 100)
        names = (f"{name}{letter}-{each:03}" for each in range(1, min(left, share) + 1))
        made = tuple(_requirement(scope, each, above) for each in names)
        if made:
            documents.append(Document(f"{name}{letter}", heading, made))
            above = made
    return Project(name, client, tuple(documents))


def _requirement(scope: Scope, name: str, above: tuple[Requirement, ...]) -> Requirement:
    chance, number = scope.chance, int(name.partition("-")[2])
    thing = scope.fill(WORDS["things"][number % len(WORDS["things"])], {})
    deed = WORDS["deeds"][(number * 3 + number // 13) % len(WORDS["deeds"])]
    values = scope.know(thing=thing, early=chance.randint(1, 8))
    parents = {above[(number - 1) % len(above)].identifier} if above else set[str]()
    parents |= {chance.choice(above).identifier for _ in range(chance.randint(0, 1)) if above}
    facts = chance.sample(WORDS["backgrounds"], chance.choice((1, 1, 2)))
    duties = chance.sample(WORDS["functions"], chance.choice((1, 2, 2, 3)))
    blocks: dict[str, object] = {
        "title": scope.fill(deed, values),
        "type": chance.choice(_SORTS),
        "priority": chance.choice(("high", "medium", "medium", "low")),
        "background": ("" if scope.zh else " ").join(
            str(scope.fill(fact, values)) for fact in facts
        ),
        "functions": scope.fill(duties, values),
        "parents": sorted(parents),
        "events": scope.fill(WORDS["events"][:2], values),
    }
    template = {key: WORDS["requirement"][key] for key in FIELDS}
    record = scope.fill(template, {**values, **blocks})
    if not isinstance(record, Mapping):  # a requirement is never a fact that lies ahead
        raise TypeError(name)
    return Requirement(name, record)
