"""What a made-up workspace is built with: templates and their words, choices, and YAML text."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

AS_OF = date(2026, 11, 20)
WORDS: Mapping[str, Any] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)
Values = Mapping[str, Any]

# ── writing YAML ─────────────────────────────────────────────────────────────

_WORD = r"[A-Za-z\u4e00-\u9fff][^:#,\[\]{}'\"\n]*[^:#,\[\]{}'\"\s]"
_PLAIN = re.compile(rf"{_WORD}|\d{{4}}-\d\d-\d\d(?: \d\d:\d\d)?")
_WIDTH = 96


def _flow(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
        case Mapping():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _block(value: object, depth: int = 0) -> Iterator[str]:
    """The lines of a value; what fits on one line is written in flow style."""
    pad = "  " * depth
    if isinstance(value, Mapping):
        for key, item in value.items():
            line = f"{pad}{key}: {_flow(item)}"
            if isinstance(item, (Mapping, list)) and len(line) > _WIDTH:
                yield f"{pad}{key}:"
                yield from _block(item, depth + 1)
            else:
                yield line
    elif isinstance(value, list):
        for item in value:
            line = f"{pad}- {_flow(item)}"
            if isinstance(item, Mapping) and len(line) > _WIDTH:
                first, *rest = _block(item, depth + 1)
                yield f"{pad}- {first.strip()}"
                yield from rest
            else:
                yield line


@dataclass(slots=True)
class Corpus:
    """What is to be written.

    Attributes:
        chance: where every choice comes from.
        limit: how many records there will be.
        files: texts by path.
        counts: records by kind.
    """

    chance: Random
    limit: int
    files: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def uuid(self) -> str:
        """Of the workspace."""
        return str(WORDS["workspace"]["uuid"])

    def left(self) -> int:
        """How many records are still wanted."""
        return self.limit - self.counts.total()

    def one(self, path: str, kind: str, record: object) -> None:
        """Add a file of one record."""
        self.files[f"{path}.yaml"] = "\n".join((*_block(record), ""))
        self.counts[kind] += 1

    def many(self, path: str, kind: str, records: object) -> None:
        """Add a file that lists records; nothing when there are none."""
        if isinstance(records, list) and records:
            self.files[f"{path}.yaml"] = "\n".join((*_block(records), ""))
            self.counts[kind] += len(records)


# ── filling templates ────────────────────────────────────────────────────────

_WHOLE = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"([DF])(-?\d+(?:[+-]\d+)*)( \d\d:\d\d)?")
_DATES_ITS_ENTRY = ("at", "on", "entered_on")


def workday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


@dataclass(frozen=True, slots=True)
class Scope:
    """A client or a project: where it lies, its language, its first day, and what it knows."""

    corpus: Corpus
    folder: str
    zh: bool
    start: date
    values: Values

    @property
    def chance(self) -> Random:
        """The corpus's source of choices."""
        return self.corpus.chance

    def is_likely(self, percent: int) -> bool:
        """A choice that is true so often."""
        return self.chance.randrange(100) < percent

    def day(self, number: int) -> date:
        """A day after the first; never on a weekend."""
        return workday(self.start + timedelta(days=number))

    def know(self, **more: object) -> Values:
        """What templates are filled with: what is known, figures, and what is added."""
        chance = self.chance
        figures: dict[str, object] = {
            "few": chance.randint(2, 9),
            "some": chance.randint(11, 39),
            "many": chance.randint(41, 98),
        }
        thing = self.fill(chance.choice(WORDS["things"]), {})
        return {"thing": thing, **figures, **self.values, **more}

    def row(self, template: str, /, **more: object) -> object:
        """A template, filled."""
        return self.fill(WORDS[template], self.know(**more))

    def fill(self, template: object, values: Values) -> object:
        """A template with its values; None for a fact that lies ahead."""
        if isinstance(template, str):
            return self._text(template, values)
        if isinstance(template, list):
            return [x for item in template if (x := self.fill(item, values)) is not None]
        if isinstance(template, Mapping):
            row = {key: self.fill(item, values) for key, item in template.items()}
            if any(row.get(key, "") is None for key in _DATES_ITS_ENTRY):
                return None
            return {key: item for key, item in row.items() if item not in (None, [])}
        return template

    def _text(self, template: str, values: Values) -> object:
        if whole := _WHOLE.fullmatch(template):
            return values[whole[1]]
        zh, _, en = template.partition(" | ")
        text = (zh if self.zh or not en else en).format_map(values)
        found = _DAY.fullmatch(text)
        if found is None:
            return text
        day = self.day(sum(map(int, re.findall(r"-?\d+", found[2]))))
        return f"{day}{found[3] or ''}" if found[1] == "D" or day <= AS_OF else None
