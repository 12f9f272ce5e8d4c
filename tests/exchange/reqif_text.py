"""Small ReqIF texts, put together from a few rows."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"
XHTML = "http://www.w3.org/1999/xhtml"
STRINGS = ("ReqIF.ForeignID", "ReqIF.Name", "ReqIF.ChapterName", "Rationale")


@dataclass(frozen=True)
class Thing:
    """An object: texts by attribute, formatted text, a value to choose, what stands below it."""

    key: str
    text: str = ""
    strings: dict[str, str] = field(default_factory=dict)
    level: str = ""
    below: tuple[Any, ...] = ()
    changed: str = "2026-11-01T10:00:00.000+08:00"


def reqif(
    *things: Thing,
    relations: tuple[tuple[str, str], ...] = (),
    created: str = "2026-11-20T09:00:00+08:00",
    extra: str = "",
) -> str:
    """A ReqIF of one specification; ``relations`` are pairs of source and target."""
    every = tuple(_walk(things))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<REQ-IF xmlns="{NAMESPACE}" xmlns:xhtml="{XHTML}">
  <THE-HEADER><REQ-IF-HEADER IDENTIFIER="h">
    <CREATION-TIME>{created}</CREATION-TIME><TITLE>t</TITLE>
  </REQ-IF-HEADER></THE-HEADER>
  <CORE-CONTENT><REQ-IF-CONTENT>
    <DATATYPES>
      <DATATYPE-DEFINITION-STRING IDENTIFIER="d-s"/>
      <DATATYPE-DEFINITION-XHTML IDENTIFIER="d-x"/>
      <DATATYPE-DEFINITION-ENUMERATION IDENTIFIER="d-e" LONG-NAME="Level">
        <SPECIFIED-VALUES>
          <ENUM-VALUE IDENTIFIER="v-must" LONG-NAME="Must"/>
          <ENUM-VALUE IDENTIFIER="v-high" LONG-NAME="high">
            <PROPERTIES><EMBEDDED-VALUE KEY="1" OTHER-CONTENT=""/></PROPERTIES>
          </ENUM-VALUE>
        </SPECIFIED-VALUES>
      </DATATYPE-DEFINITION-ENUMERATION>
    </DATATYPES>
    <SPEC-TYPES>
      <SPEC-OBJECT-TYPE IDENTIFIER="t" LONG-NAME="Requirement"><SPEC-ATTRIBUTES>
{_definitions()}
      </SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE>
      <SPEC-RELATION-TYPE IDENTIFIER="r" LONG-NAME="derives"/>
    </SPEC-TYPES>
    <SPEC-OBJECTS>
{"".join(map(_object, every))}{extra}
    </SPEC-OBJECTS>
    <SPEC-RELATIONS>
{"".join(_relation(n, *ends) for n, ends in enumerate(relations))}
    </SPEC-RELATIONS>
    <SPECIFICATIONS><SPECIFICATION IDENTIFIER="s"><CHILDREN>
{"".join(map(_place, things))}
    </CHILDREN></SPECIFICATION></SPECIFICATIONS>
  </REQ-IF-CONTENT></CORE-CONTENT>
</REQ-IF>
"""


def _walk(things: tuple[Thing, ...]) -> list[Thing]:
    return [one for thing in things for one in (thing, *_walk(thing.below))]


def _definitions() -> str:
    rows = [
        f'<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="a-{name}" LONG-NAME="{name}"><TYPE>'
        "<DATATYPE-DEFINITION-STRING-REF>d-s</DATATYPE-DEFINITION-STRING-REF></TYPE>"
        "</ATTRIBUTE-DEFINITION-STRING>"
        for name in STRINGS
    ]
    rows.append(
        '<ATTRIBUTE-DEFINITION-XHTML IDENTIFIER="a-text" LONG-NAME="ReqIF.Text"><TYPE>'
        "<DATATYPE-DEFINITION-XHTML-REF>d-x</DATATYPE-DEFINITION-XHTML-REF></TYPE>"
        "</ATTRIBUTE-DEFINITION-XHTML>"
    )
    rows.append(
        '<ATTRIBUTE-DEFINITION-ENUMERATION IDENTIFIER="a-level" LONG-NAME="Level"><TYPE>'
        "<DATATYPE-DEFINITION-ENUMERATION-REF>d-e</DATATYPE-DEFINITION-ENUMERATION-REF></TYPE>"
        "</ATTRIBUTE-DEFINITION-ENUMERATION>"
    )
    return "\n".join(rows)


def _object(thing: Thing) -> str:
    values = [
        f'<ATTRIBUTE-VALUE-STRING THE-VALUE="{escape(value)}"><DEFINITION>'
        f"<ATTRIBUTE-DEFINITION-STRING-REF>a-{name}</ATTRIBUTE-DEFINITION-STRING-REF>"
        "</DEFINITION></ATTRIBUTE-VALUE-STRING>"
        for name, value in thing.strings.items()
    ]
    if thing.text:
        values.append(
            "<ATTRIBUTE-VALUE-XHTML><DEFINITION><ATTRIBUTE-DEFINITION-XHTML-REF>a-text"
            f"</ATTRIBUTE-DEFINITION-XHTML-REF></DEFINITION><THE-VALUE>{thing.text}</THE-VALUE>"
            "</ATTRIBUTE-VALUE-XHTML>"
        )
    if thing.level:
        values.append(
            f"<ATTRIBUTE-VALUE-ENUMERATION><VALUES><ENUM-VALUE-REF>{thing.level}</ENUM-VALUE-REF>"
            "</VALUES><DEFINITION><ATTRIBUTE-DEFINITION-ENUMERATION-REF>a-level"
            "</ATTRIBUTE-DEFINITION-ENUMERATION-REF></DEFINITION></ATTRIBUTE-VALUE-ENUMERATION>"
        )
    return (
        f'<SPEC-OBJECT IDENTIFIER="{thing.key}" LAST-CHANGE="{thing.changed}">\n'
        f"<VALUES>{''.join(values)}</VALUES>\n"
        "<TYPE><SPEC-OBJECT-TYPE-REF>t</SPEC-OBJECT-TYPE-REF></TYPE></SPEC-OBJECT>\n"
    )


def _relation(number: int, source: str, target: str) -> str:
    return (
        f'<SPEC-RELATION IDENTIFIER="rel-{number}">'
        "<TYPE><SPEC-RELATION-TYPE-REF>r</SPEC-RELATION-TYPE-REF></TYPE>"
        f"<SOURCE><SPEC-OBJECT-REF>{source}</SPEC-OBJECT-REF></SOURCE>"
        f"<TARGET><SPEC-OBJECT-REF>{target}</SPEC-OBJECT-REF></TARGET></SPEC-RELATION>\n"
    )


def _place(thing: Thing) -> str:
    below = f"<CHILDREN>{''.join(map(_place, thing.below))}</CHILDREN>" if thing.below else ""
    return (
        f'<SPEC-HIERARCHY IDENTIFIER="p-{thing.key}"><OBJECT><SPEC-OBJECT-REF>{thing.key}'
        f"</SPEC-OBJECT-REF></OBJECT>{below}</SPEC-HIERARCHY>\n"
    )
