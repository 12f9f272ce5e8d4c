"""The example with a mark of its own before every text, so that it is seen where each text goes.

Loaded by path (``runpy``), as folders of tests are no packages.
"""

import hashlib
import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from rdclient.control.base import Matter
from rdclient.control.baseline import text_of
from rdclient.control.fingerprint import fingerprint, fingerprint_of, short
from rdclient.model.base import Bilingual, Dated, Moment, Ref
from rdclient.model.baseline import Baseline
from rdclient.model.policy import Policy
from rdclient.model.portfolio import KINDS
from rdclient.model.requirement import Requirement
from rdclient.store.layout import POLICY_FILE, SUFFIX, home, is_other
from rdclient.store.proof import statement_bytes
from rdclient.store.workspace import read
from rdclient.store.yamlfile import LIST_LIMIT, load

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "northbank"
SHIPPED_POLICY = ROOT / "src" / "rdclient" / "data"
LATER = datetime.fromisoformat("2026-12-31T00:00+08:00")
Data: TypeAlias = Any
"""What YAML holds, and what annotations are made of."""

# ── the model's texts ────────────────────────────────────────────────────────

NAMES_NOT_TEXTS = frozenset(
    {
        "workspace.timezone", "workspace.calendar", "client.timezone", "client.calendar",
        "policy.audience.client_kinds[]", "signoff.workspace", "signoff.evidence[]",
    }
)  # fmt: skip
"""What names something outside the records; a mark, or a part more, would make it invalid."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds.

    Attributes:
        key: name in YAML.
        many: whether it is a list.
        is_text: whether a person writes it in words of their own.
        part: the class of the part or parts it holds, or of the values of its mapping.
        is_map: whether it is a mapping with free keys.
        is_bilingual: whether ``{zh, en}`` may be written.
        is_required: whether it must be there.
        kinds: everything its annotation is made of.
    """

    key: str
    many: bool
    is_text: bool
    part: type[BaseModel] | None
    is_map: bool
    is_bilingual: bool
    is_required: bool
    kinds: tuple[Any, ...]


def shapes(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields of a model in order."""
    found = []
    for name, info in model.model_fields.items():
        kinds = tuple(_facts(info.annotation, tuple(info.metadata)))
        part = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
        is_map = dict in kinds
        is_bilingual = Bilingual in kinds
        is_closed = any(isinstance(k, Ref) or _has_pattern(k) for k in kinds)
        is_text = part is None and not is_map and str in kinds and not is_closed
        found.append(
            Shape(
                info.alias or name, tuple in kinds and not is_map, is_text, part, is_map,
                is_bilingual, info.is_required(), kinds,
            )
        )  # fmt: skip
    return tuple(found)


def _facts(annotation: Data, metadata: tuple[object, ...]) -> Iterator[Data]:
    yield from metadata
    origin: Data = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        yield from _facts(inner, tuple(more))
    elif origin in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from _facts(option, ())
    elif origin is tuple:
        yield tuple
        yield from _facts(get_args(annotation)[0], ())
    elif origin is dict:
        yield dict
        yield from _facts(get_args(annotation)[1], ())
    else:
        yield annotation


def _has_pattern(fact: object) -> bool:
    inner = getattr(fact, "metadata", ())
    return bool(getattr(fact, "pattern", None)) or any(
        getattr(item, "pattern", None) for item in inner or ()
    )


def text_fields(model: type[BaseModel], way: str) -> Iterator[str]:
    """The way down to each text of a model: ``meeting.decisions[].text``."""
    for shape in shapes(model):
        here = way_to(way, shape)
        if shape.part is not None:
            yield from text_fields(shape.part, here)
        elif (shape.is_text or object in shape.kinds) and here not in NAMES_NOT_TEXTS:
            yield here


def all_fields() -> frozenset[str]:
    """The way down to every field of every kind of record."""
    return frozenset(way for kind, model in KINDS.items() for way in _fields(model, kind))


def _fields(model: type[BaseModel], way: str) -> Iterator[str]:
    for shape in shapes(model):
        here = way_to(way, shape)
        yield here
        if shape.part is not None:
            yield from _fields(shape.part, here)


def all_text_fields() -> frozenset[str]:
    """Every text of every kind of record, and of the policy."""
    models: dict[str, type[BaseModel]] = {**KINDS, "policy": Policy}
    return frozenset(way for kind, model in models.items() for way in text_fields(model, kind))


def way_to(way: str, shape: Shape) -> str:
    """The way down to a field: ``[]`` for a list, ``*`` for a key of a mapping."""
    return f"{way}.{shape.key}{'[]' if shape.many else ''}{'.*' if shape.is_map else ''}"


# ── marking ──────────────────────────────────────────────────────────────────

VARIANTS = ("as written", "all texts", "all parts", "required texts only")
"""How the marked records differ from the example's: not; with a text wherever one may stand; with
every part that may stand there, too, of each audience; without the texts that may be left out."""
INTERNAL_KINDS = frozenset({"task", "issue", "interaction", "drill", "followup"})
INTERNAL_MEETINGS = frozenset({"internal_sync", "standup", "retro", "satisfaction_review"})
INTERNAL = "internal "
"""Before the way of a text that stands in a record or part which is not for the client."""


@dataclass(slots=True)
class Marker:
    """Puts a mark of its own before every text it meets, and remembers where.

    ``variant`` tells what else is done to the records: one of ``VARIANTS``.
    """

    variant: str = "as written"
    marks: dict[str, str] = field(default_factory=dict)
    ids: int = 0

    def record(self, kind: str, data: Data) -> Data:
        """The data of a record with every text marked."""
        model = Policy if kind == "policy" else KINDS[kind]
        return self._part(model, data, kind, kind, is_internal=False)

    def _part(
        self,
        model: type[BaseModel],
        data: Data,
        way: str,
        kind: str,
        *,
        is_internal: bool,
    ) -> Data:
        is_internal = is_internal or is_internal_part(kind, way, data)
        out = dict(data)
        for shape in shapes(model):
            here = way_to(way, shape)
            self._change(out, shape, here)
            value = out.get(shape.key)
            if value is None or value == []:
                continue
            items = value if shape.many else [value]
            done = [self._value(shape, item, here, kind, is_internal=is_internal) for item in items]
            out[shape.key] = done if shape.many else done[0]
        return out

    def _value(self, shape: Shape, value: Data, way: str, kind: str, *, is_internal: bool) -> Data:
        if shape.part is not None and shape.is_map:
            part = shape.part
            return {
                key: self._part(part, item, way, kind, is_internal=is_internal)
                for key, item in value.items()
            }
        if shape.part is not None:
            return self._part(shape.part, value, way, kind, is_internal=is_internal)
        is_open = shape.is_text or object in shape.kinds
        if not is_open or way in NAMES_NOT_TEXTS:
            return value
        return self._marked(value, f"{INTERNAL if is_internal else ''}{way}")

    def _marked(self, value: Data, way: str) -> Data:
        if isinstance(value, dict):
            return {key: self._marked(item, way) for key, item in value.items()}
        if isinstance(value, list):
            return [self._marked(item, way) for item in value]
        if not isinstance(value, str):
            return value
        mark = f"zq{len(self.marks):05d}zq"
        self.marks[mark] = way
        return mark + value

    # ── variants ─────────────────────────────────────────────────────────────

    def _change(self, out: dict[str, Any], shape: Shape, way: str) -> None:
        """Add or take away what the variant says."""
        if shape.is_map or way in NAMES_NOT_TEXTS or shape.is_required:
            return
        if self.variant == "required texts only" and shape.is_text:
            out.pop(shape.key, None)
        elif out.get(shape.key) not in (None, []):
            return
        elif self.variant in ("all texts", "all parts") and shape.is_text:
            text: Any = {"zh": "字", "en": "text"} if shape.is_bilingual else "text"
            out[shape.key] = [text] if shape.many else text
        elif self.variant == "all parts" and shape.part is not None:
            out[shape.key] = self._all_made(shape.part) if shape.many else self._made(shape.part)

    def _all_made(self, model: type[BaseModel]) -> list[dict[str, Any]]:
        """One part; of facts one of each audience."""
        if "audience" not in model.model_fields:
            return [self._made(model)]
        return [
            self._made(model),
            {**self._made(model), "audience": "client"},
            {**self._made(model), "audience": "internal"},
        ]

    def _made(self, model: type[BaseModel]) -> dict[str, Any]:
        """The least a part may be."""
        return {s.key: self._least(s) for s in shapes(model) if s.is_required}

    def _least(self, shape: Shape) -> Data:
        if shape.part is not None:
            made = self._made(shape.part)
            return [made] if shape.many else made
        found = [least for kind in shape.kinds if (least := _least(kind)) is not None]
        if found or shape.is_text:
            return found[0] if found else "字"
        self.ids += 1
        return f"ZQ-{self.ids}"


_LEAST: Mapping[Any, object] = {
    bool: False, int: 1, float: 1, Decimal: 1, Moment: "2026-11-18", date: "2026-11-18",
    Dated.PLAN: "2026-12-31",
}  # fmt: skip


def _least(kind: Data) -> object:
    """What a field of that kind may hold; None for texts and ids."""
    if isinstance(kind, Ref):
        return "zhang.min" if kind.kinds == ("person",) else "REQ-018"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind)).value
    return _LEAST.get(kind)


def is_internal_part(kind: str, way: str, data: Mapping[str, Any]) -> bool:
    """Whether a record or part is not for the client, by what is written in it."""
    audience = data.get("audience")
    if kind in INTERNAL_KINDS or audience == "internal":
        return True
    if way == "risk":
        return "disclosed_on" not in data
    if way == "meeting":
        return audience is None and data["kind"] in INTERNAL_MEETINGS
    return way in ("meeting.notes[]", "project.assessments[]") and audience != "client"


def marked_example(target: Path, *, variant: str = "as written") -> Marker:
    """Write the example with every text marked below ``target``; what mark stands where.

    The files are written as JSON, which is YAML. What was signed is signed again as it reads now.
    """
    marker = Marker(variant)
    for path in sorted(EXAMPLE.rglob(f"*{SUFFIX}")):
        name = path.relative_to(EXAMPLE).as_posix()
        data = load(EXAMPLE, name, limit=LIST_LIMIT).data
        place = home(name)
        if place is not None:
            data = _marked_file(marker, place.kind, data)
        elif name == POLICY_FILE:
            data = marker.record("policy", whole_policy(data))
        elif is_other(name):
            continue
        out = target / name
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    _sign_again(marker, target)
    return marker


def _sign_again(marker: Marker, target: Path) -> None:
    """Let baselines hold the marked words, and statements the fingerprints of what is marked."""
    matter = Matter(read(target).portfolio, LATER)
    for baseline in matter.portfolio.all(Baseline):
        file = target / baseline.origin.path
        data = json.loads(file.read_text(encoding="utf-8"))
        for entry in data["entries"]:
            found = matter.portfolio.find("requirement", entry["requirement"], baseline)
            assert isinstance(found, Requirement)
            entry["content"] = text_of(matter, found)
            words = fingerprint_of("requirement", found.id, entry["content"])
            entry["fingerprint"] = words
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    matter, made = Matter(read(target).portfolio, LATER), {}
    for path in sorted(EXAMPLE.rglob("signoffs/*/*.json"), key=_time_of_statement):
        statement = marker.record("signoff", json.loads(path.read_text(encoding="utf-8")))
        old = hashlib.sha256(path.read_bytes()).hexdigest()
        made[old] = _signed_again(matter, target, path, statement, made)
    for path in EXAMPLE.rglob("signoffs/*/evidence/*"):
        out = target / path.relative_to(EXAMPLE)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(path.read_bytes())


def _time_of_statement(path: Path) -> tuple[str, bool, str]:
    """The first act on a subject has none before it; the others follow by time."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return (data["declared_at"], data["previous"] is not None, data["side"])


def _signed_again(
    matter: Matter, target: Path, path: Path, statement: Data, made: Mapping[str, str]
) -> str:
    """Write a statement over what its subject says now; the digest of it."""
    client, project = statement["project"].split("/")
    subject = next(
        record
        for record in matter.portfolio.all(KINDS[statement["kind"]])
        if getattr(record, "id", None) == statement["subject"]
        and (record.origin.client, record.origin.project) == (client, project)
    )
    words = fingerprint(subject, matter.binding(subject))
    previous = made[statement["previous"]] if statement["previous"] else None
    uuid = matter.portfolio.workspace.uuid
    data = {**statement, "workspace": uuid, "fingerprint": words, "previous": previous}
    content = statement_bytes(data)
    name = f"{short(words)}.{path.name.split('.', 1)[1]}"
    out = (target / path.relative_to(EXAMPLE)).with_name(name)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _marked_file(marker: Marker, kind: str, data: Data) -> Data:
    if isinstance(data, list):
        return [marker.record(kind, item) for item in data]
    return marker.record(kind, data)


def whole_policy(own: Data) -> dict[str, Any]:
    """The shipped policy with a workspace's own lines laid over it, without empty ones."""
    shipped = load(SHIPPED_POLICY, POLICY_FILE, limit=LIST_LIMIT).data
    assert isinstance(shipped, dict)
    return {
        group: _without_none({**value, **own.get(group, {})}) if isinstance(value, dict) else value
        for group, value in shipped.items()
    }


def _without_none(group: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in group.items() if value is not None}
