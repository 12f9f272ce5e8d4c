"""ReqIF: objects, their place in the specifications, and their relations, read as requirements.

Format: OMG Requirements Interchange Format 1.2, and the conventions for ``ReqIF.*`` attributes.
The library reads one element after the other, so that one it cannot read spoils no other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rdclient.exchange.foreign_item import (
    FieldTable,
    ForeignError,
    ForeignSet,
    Item,
    Link,
    Place,
    Remark,
    Skipped,
    folded,
)
from rdclient.exchange.reqif_xml import Part, opened
from rdclient.exchange.xhtml_text import xhtml_text

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

LONG_NAME = "LONG-NAME"
"""Stands for the name that the object itself has, beside its attributes."""
TYPE = "SPEC-OBJECT-TYPE"
"""Stands for the name of the object's type."""
TEXT = "functions"
"""The field whose text tells a title when there is none."""
FIELDS = FieldTable(
    (
        ("ReqIF.Name", "title"),
        ("Object Short Text", "title"),
        ("Title", "title"),
        ("Name", "title"),
        ("Summary", "title"),
        ("标题", "title"),
        ("名称", "title"),
        ("需求名称", "title"),
        ("ReqIF.ChapterName", "title"),
        ("Object Heading", "title"),
        (LONG_NAME, "title"),
        ("ReqIF.Text", "functions"),
        ("Object Text", "functions"),
        ("Statement", "functions"),
        ("Description", "functions"),
        ("ReqIF.Description", "functions"),
        ("Text", "functions"),
        ("描述", "functions"),
        ("需求描述", "functions"),
        ("内容", "functions"),
        ("ReqIF.ForeignID", "id"),
        ("Object Identifier", "id"),
        ("UID", "id"),
        ("ID", "id"),
        ("编号", "id"),
        ("需求编号", "id"),
    )
)
"""What attributes are called in the exports of the usual tools, and what they are here."""
_QUIET = frozenset(
    folded(name)
    for name in (
        "ReqIF.ForeignCreatedBy", "ReqIF.ForeignCreatedOn", "ReqIF.ForeignCreatedThrough",
        "ReqIF.ForeignModifiedBy", "ReqIF.ForeignModifiedOn", "ReqIF.ForeignRevision",
        "ReqIF.ChangeDescription", "ReqIF.Revision", "ReqIF.Prefix", "ReqIF.Category",
    )
)  # fmt: skip
_HEADINGS = frozenset(map(folded, ("ReqIF.ChapterName", "Object Heading")))
_TRUE = frozenset({"true", "1"})
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an object stands in a specification: below which other one."""

    top: str | None
    place: Place


@dataclass(slots=True)
class _Ground:
    """What was read so far, of all parts of an exchange.

    Attributes:
        attributes: names of attribute definitions, by their id.
        words: names of enumeration values, by their id.
        types: names of object types, by their id.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    objects: dict[str, tuple[Item, str]] = field(default_factory=dict)
    twice: list[Item] = field(default_factory=list)
    order: dict[str, _Spot] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    links: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    through: str = ""


def requirements(path: Path, table: FieldTable) -> ForeignSet:
    """The objects of a file, in the order of its specifications.

    An object that stands below another one is derived from it, unless that one is a heading.

    Args:
        path: of the file, or of an archive of such files.
        table: what attributes are called, and what they are here.

    Raises:
        UsageError: when there is no such file.
        ForeignError: when it cannot be read as ReqIF.
        RdclientError: when the library is not installed.
    """
    file = opened(path)
    ground = _Ground()
    contents = [(part, _content_of(part)) for part in file.parts]
    for part, content in contents:
        _definitions(ground, part, content)
    for part, content in contents:
        _objects(ground, part, content, table)
        _hierarchies(ground, part, content)
    for part, content in contents:
        _relations(ground, part, content)
        ground.through = max(ground.through, _created(part))
    if file.attachments:
        ground.notes.append(Remark(Place(path.name), "attachments", (file.attachments,)))
    return _set(ground)


def quiet(attribute: str) -> bool:
    """Whether an attribute tells of the exchange only, so that nobody need hear it is left out."""
    return folded(attribute) in _QUIET or attribute in (LONG_NAME, TYPE)


def _content_of(part: Part) -> "_Element":
    """The element that holds types, objects, specifications and relations.

    Raises:
        ForeignError: when the text is not ReqIF.
    """
    from reqif.helpers.lxml import lxml_strip_namespace_from_xml  # type: ignore[import-untyped]

    tree = lxml_strip_namespace_from_xml(part.tree)
    content = tree.find("CORE-CONTENT/REQ-IF-CONTENT")
    if tree.getroot().tag != "REQ-IF" or content is None:
        raise ForeignError("reqif-other", part.name)
    _mended(content)
    found: _Element = content
    return found


def _mended(content: "_Element") -> None:
    """Put right what exports are known to leave out, and take off what is not needed."""
    for default in tuple(content.iter("DEFAULT-VALUE")):
        default.getparent().remove(default)
    kinds = ("STRING", "INTEGER", "REAL", "BOOLEAN", "DATE")
    for value in content.iter(*(f"ATTRIBUTE-VALUE-{kind}" for kind in kinds)):
        if "THE-VALUE" not in value.attrib:
            value.set("THE-VALUE", "")
    for value in tuple(content.iter("ATTRIBUTE-VALUE-XHTML")):
        if value.find("THE-VALUE") is None:
            value.getparent().remove(value)


def _read(
    ground: _Ground, part: Part, node: "_Element", parse: Callable[[Any], Read], key: str
) -> Read | None:
    """What the library makes of an element; a fault when it makes nothing of it."""
    try:
        return parse(node)
    except Exception:  # noqa: BLE001 - the library meets surprises with whatever Python raises
        name = node.get("IDENTIFIER") or ""
        ground.faults.append(Remark(_place(part, node), key, (node.tag,), name))
        return None


def _place(part: Part, node: "_Element") -> Place:
    return Place(part.name, node.sourceline or 0)


def _created(part: Part) -> str:
    found = part.tree.find("THE-HEADER/REQ-IF-HEADER/CREATION-TIME")
    return (found.text or "").strip() if found is not None else ""


# ── definitions ──────────────────────────────────────────────────────────────


def _definitions(ground: _Ground, part: Part, content: "_Element") -> None:
    """The names of attributes, of values to choose from and of types."""
    from reqif.parsers.data_type_parser import DataTypeParser  # type: ignore[import-untyped]
    from reqif.parsers.spec_types.spec_object_type_parser import SpecObjectTypeParser  # type: ignore[import-untyped]

    for node in content.iterfind("DATATYPES/DATATYPE-DEFINITION-ENUMERATION"):
        found = _read(ground, part, node, DataTypeParser.parse, "reqif-definition")
        for value in getattr(found, "values", None) or ():
            name = value.long_name or value.other_content or value.key or value.identifier
            ground.words[value.identifier] = name
    for node in content.iterfind("SPEC-TYPES/SPEC-OBJECT-TYPE"):
        kind = _read(ground, part, node, SpecObjectTypeParser.parse, "reqif-definition")
        if kind is not None:
            ground.types[kind.identifier] = kind.long_name or kind.identifier
            for one in kind.attribute_definitions or ():
                ground.attributes[one.identifier] = one.long_name or one.identifier


# ── objects ──────────────────────────────────────────────────────────────────


def _objects(ground: _Ground, part: Part, content: "_Element", table: FieldTable) -> None:
    from reqif.parsers.spec_object_parser import SpecObjectParser  # type: ignore[import-untyped]

    for node in content.iterfind("SPEC-OBJECTS/SPEC-OBJECT"):
        found = _read(ground, part, node, SpecObjectParser.parse, "reqif-object")
        if found is None:
            continue
        key = found.identifier
        values: dict[str, str] = {}
        for attribute in found.attributes:
            name = ground.attributes.get(attribute.definition_ref, attribute.definition_ref)
            if text := _text(ground, attribute):
                values.setdefault(name, text)
        values[TYPE] = ground.types.get(found.spec_object_type, found.spec_object_type or "")
        named = table.named(values)
        name = values[named["id"]].strip() if "id" in named else ""
        long_name = (found.long_name or "").strip()
        if long_name and long_name not in (key, name, values[TYPE]):
            values[LONG_NAME] = long_name
        item = Item(
            key, key, name or key, _place(part, node), values, changed=found.last_change or ""
        )
        if key in ground.objects:
            ground.twice.append(item)
        else:
            ground.objects[key] = (item, _reason(values, table))


def _text(ground: _Ground, attribute: Any) -> str:  # noqa: ANN401 - a class of the library
    """The value of an attribute as text."""
    node = attribute.xml_node
    the_value = node.find("THE-VALUE") if node is not None else None
    if the_value is not None:
        return xhtml_text(the_value)
    if isinstance(attribute.value, list):
        return ", ".join(str(ground.words.get(ref, ref)) for ref in attribute.value if ref)
    return (attribute.value or "").replace("\r\n", "\n").replace("\u00a0", " ").strip()


def _reason(values: Mapping[str, str], table: FieldTable) -> str:
    """Why an object is no requirement; empty when it is one."""
    names = {folded(name) for name in values}
    texts = {target for target in table.named(values) if target not in ("title", "id")}
    return "heading" if names & _HEADINGS and not texts else ""


# ── where they stand ─────────────────────────────────────────────────────────


def _hierarchies(ground: _Ground, part: Part, content: "_Element") -> None:
    """The order of objects, and what each stands below."""
    above: dict[Any, str | None] = {}
    for node in content.iterfind("SPECIFICATIONS/SPECIFICATION//SPEC-HIERARCHY"):
        ref = node.findtext("OBJECT/SPEC-OBJECT-REF")
        parent = node.getparent().getparent()
        top = above.get(parent)
        key = (ref or "").strip()
        above[node] = key or top
        if not key:
            told = Remark(_place(part, node), "reqif-hierarchy", (), node.get("IDENTIFIER") or "")
            ground.notes.append(told)
            continue
        if (node.get("IS-TABLE-INTERNAL") or "").lower() in _TRUE:
            ground.tables.add(key)
        ground.order.setdefault(key, _Spot(top, _place(part, node)))


def _relations(ground: _Ground, part: Part, content: "_Element") -> None:
    """Relations: the source is derived from the target."""
    from reqif.parsers.spec_relation_parser import SpecRelationParser  # type: ignore[import-untyped]

    for node in content.iterfind("SPEC-RELATIONS/SPEC-RELATION"):
        found = _read(ground, part, node, SpecRelationParser.parse, "reqif-relation")
        if found is None:
            continue
        source, target = (found.source or "").strip(), (found.target or "").strip()
        if source not in ground.objects:
            place = _place(part, node)
            ground.faults.append(Remark(place, "link-from-nowhere", (source,), found.identifier))
        else:
            told = ground.objects[target][0].name if target in ground.objects else target
            ground.links[source].append(Link(target, told, _place(part, node)))


def _set(ground: _Ground) -> ForeignSet:
    """Objects in order: those of the specifications first."""
    for key, spot in ground.order.items():
        if key not in ground.objects:
            ground.notes.append(Remark(spot.place, "reqif-hierarchy", (), key))
    keys = dict.fromkeys(chain((k for k in ground.order if k in ground.objects), ground.objects))
    reasons = {key: "table" if key in ground.tables else ground.objects[key][1] for key in keys}
    items, skipped = [], []
    for key in keys:
        item, _ = ground.objects[key]
        links = (*_link_upwards(ground, key, reasons), *ground.links[key])
        made = replace(item, links=links)
        if reasons[key]:
            skipped.append(Skipped(key, reasons[key], made))
        else:
            items.append(made)
    return ForeignSet(
        (*items, *ground.twice), tuple(skipped), tuple(ground.faults), tuple(ground.notes),
        ground.through,
    )  # fmt: skip


def _link_upwards(ground: _Ground, key: str, reasons: Mapping[str, str]) -> Iterator[Link]:
    """A link to the requirement that an object stands below, headings in between left out."""
    spot = ground.order.get(key)
    top = spot.top if spot else None
    while top and reasons.get(top, "lost"):
        top = ground.order[top].top
    if spot and top:
        yield Link(top, ground.objects[top][0].name, spot.place)
