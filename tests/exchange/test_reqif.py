"""ReqIF as requirements: structure, words out of markup, and files that nobody should open."""

import io
import runpy
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree

from rdclient.diagnostic import RdclientError
from rdclient.exchange.foreign_item import ForeignSet
from rdclient.exchange.reqif_file import FIELDS, requirements
from rdclient.exchange.xhtml_text import xhtml_text

TEXT = SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "reqif_text.py")))
Thing, reqif = TEXT.Thing, TEXT.reqif


def read(path: Path, text: str | bytes) -> ForeignSet:
    content = text.encode() if isinstance(text, str) else text
    path.write_bytes(content)
    return requirements(path, FIELDS)


def refused(path: Path, text: str | bytes) -> str:
    with pytest.raises(RdclientError) as error:
        read(path, text)
    return str(error.value.args[0])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.reqif"


# ── what is understood ───────────────────────────────────────────────────────


def test_objects_come_in_the_order_of_the_specification_with_what_they_are_derived_from(
    file: Path,
) -> None:
    found = read(
        file,
        reqif(
            Thing("h", strings={"ReqIF.ChapterName": "Paying"}, below=(
                Thing("_b", "second", {"ReqIF.ForeignID": "SYS-2"}, below=(Thing("_c", "third"),)),
                Thing("_a", "fourth"),
            )),
            relations=(("_a", "_c"), ("_b", "h")),
        ),
    )  # fmt: skip
    assert [(one.key, one.name) for one in found.items] == [
        ("_b", "SYS-2"), ("_c", "_c"), ("_a", "_a"),
    ]  # fmt: skip
    links = {one.key: [link.key for link in one.links] for one in found.items}
    assert links == {"_b": ["h"], "_c": ["_b"], "_a": ["_c"]}
    assert [(one.key, one.reason) for one in found.skipped] == [("h", "heading")]
    assert found.through == "2026-11-20T09:00:00+08:00"
    assert all(one.place.line > 1 for one in found.items)


def test_a_value_to_choose_is_told_by_its_name(file: Path) -> None:
    [one] = read(file, reqif(Thing("_a", "text", level="v-must"))).items
    assert one.values["Level"] == "Must"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('THE-VALUE="why"', ""),
        ('<DATATYPE-DEFINITION-STRING IDENTIFIER="d-s"/>', "<!-- a comment -->"),
        ("<SPEC-OBJECTS>", "<SPEC-OBJECTS><!-- a comment --><?pi x?>"),
        ('LONG-NAME="Requirement"', ""),
        ("</CORE-CONTENT>", "</CORE-CONTENT><TOOL-EXTENSIONS><ANY/></TOOL-EXTENSIONS>"),
        (f' xmlns="{TEXT.NAMESPACE}"', ""),
        ('<SPECIFICATION IDENTIFIER="s">', '<SPECIFICATION IDENTIFIER="s"><VALUES/>'),
        (
            'LONG-NAME="Rationale">',
            'LONG-NAME="Rationale"><DEFAULT-VALUE><ODD/></DEFAULT-VALUE>',
        ),
    ],
)
def test_what_exports_leave_out_or_add_is_borne(file: Path, before: str, after: str) -> None:
    text = reqif(Thing("_a", "<xhtml:p>text</xhtml:p>", {"Rationale": "why"}))
    assert before in text
    found = read(file, text.replace(before, after))
    assert not found.faults
    assert [one.values.get("ReqIF.Text") for one in found.items] == ["text"]


def test_one_object_that_cannot_be_read_spoils_no_other(file: Path) -> None:
    text = reqif(
        Thing("_a", "text"),
        extra='<SPEC-OBJECT IDENTIFIER="_z"><VALUES/></SPEC-OBJECT>\n<SPEC-OBJECT/>',
    )
    found = read(file, text)
    assert [one.key for one in found.items] == ["_a"]
    lines = text.splitlines()
    assert [fault.key for fault in found.faults] == ["reqif-object", "reqif-object"]
    assert '"_z"' in lines[found.faults[0].place.line - 1]
    assert "<SPEC-OBJECT/>" in lines[found.faults[1].place.line - 1]


def test_a_relation_that_lacks_an_end_is_a_fault(file: Path) -> None:
    text = reqif(Thing("_a", "a"), Thing("_b", "b"), relations=(("_a", "_b"), ("_lost", "_a")))
    text = text.replace("<SOURCE><SPEC-OBJECT-REF>_a</SPEC-OBJECT-REF></SOURCE>", "", 1)
    assert [fault.key for fault in read(file, text).faults] == [
        "reqif-relation",
        "link-from-nowhere",
    ]


def test_cells_of_tables_are_no_requirements(file: Path) -> None:
    text = reqif(Thing("_a", "a"), Thing("_b", "b"))
    text = text.replace('IDENTIFIER="p-_b"', 'IDENTIFIER="p-_b" IS-TABLE-INTERNAL="true"')
    found = read(file, text)
    assert [one.key for one in found.items] == ["_a"]
    assert [one.reason for one in found.skipped] == ["table"]


def test_an_archive_is_read_and_its_pictures_are_named(tmp_path: Path) -> None:
    path = tmp_path / "export.reqifz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.reqif", reqif(Thing("_a", "a")))
        archive.writestr("two.reqif", reqif(Thing("_b", "b"), relations=(("_b", "_a"),)))
        archive.writestr("pictures/ui.png", b"x")
    found = requirements(path, FIELDS)
    assert [(one.key, one.place.path) for one in found.items] == [
        ("_a", "export.reqifz/one.reqif"),
        ("_b", "export.reqifz/two.reqif"),
    ]
    assert [link.key for link in found.items[1].links] == ["_a"]
    assert [note.details for note in found.notes] == [(("pictures/ui.png",),)]


# ── what is not opened ───────────────────────────────────────────────────────

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{_LAUGHS}]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE r>",
        "<!-- harmless --><!DOCTYPE r>",
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_text_that_declares_a_document_type_is_not_opened(
    file: Path, doctype: str, codec: str
) -> None:
    body = reqif(Thing("_a", "&l11;")).partition("?>")[2]
    head = f'<?xml version="1.0" encoding="{codec}"?>'
    assert refused(file, (head + doctype + body).encode(codec)) == "reqif-entities"


def test_a_text_in_utf_16_is_read(file: Path) -> None:
    text = reqif(Thing("_a", "对账")).replace("UTF-8", "UTF-16")
    [one] = read(file, text.encode("utf-16")).items
    assert one.values["ReqIF.Text"] == "对账"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "reqif-xml"),
        (b"not XML", "reqif-xml"),
        (b"<REQ-IF>", "reqif-xml"),
        (b"<html/>", "reqif-other"),
        (b"<REQ-IF/>", "reqif-other"),
        (b"<REQ-IF><CORE-CONTENT/></REQ-IF>", "reqif-other"),
        (b'<?xml version="1.0" encoding="gbk"?><REQ-IF/>', "reqif-encoding"),
        (b'<?xml version="1.0" encoding="odd"?><REQ-IF/>', "reqif-encoding"),
        (b"PK\x03\x04 no archive", "reqif-damaged"),
        (b"<a>" * 100_000, "reqif-xml"),
        (b"<a>&x;</a>", "reqif-xml"),
    ],
)
def test_what_is_no_reqif_is_refused_with_its_reason(file: Path, content: bytes, key: str) -> None:
    assert refused(file, content) == key


def test_a_text_that_is_nested_without_end_is_refused(file: Path) -> None:
    deep = "<xhtml:div>" * 5000 + "x" + "</xhtml:div>" * 5000
    assert refused(file, reqif(Thing("_a", deep))) == "reqif-xml"


def _packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_a_bomb_is_not_unpacked(file: Path) -> None:
    bomb = _packed("a.reqif", b" " * (65 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert refused(file, bomb) == "reqif-bomb"


def test_an_archive_that_lies_about_its_sizes_is_not_unpacked(file: Path) -> None:
    bomb = bytearray(_packed("a.reqif", b" " * (65 * 1024 * 1024)))
    size = (65 * 1024 * 1024).to_bytes(4, "little")
    for start in (bomb.find(size), bomb.rfind(size)):
        bomb[start : start + 4] = (1000).to_bytes(4, "little")
    assert refused(file, bytes(bomb)) in {"reqif-damaged", "reqif-bomb", "reqif-xml"}


def test_an_archive_without_reqif_is_refused(file: Path) -> None:
    assert refused(file, _packed("a.txt", b"x")) == "reqif-no-text"


@pytest.mark.parametrize("part", [10, 100, -30])
def test_an_archive_that_is_cut_off_is_refused(file: Path, part: int) -> None:
    whole = _packed("a.reqif", reqif(Thing("_a", "a")).encode())
    assert refused(file, whole[:part]) == "reqif-damaged"


# ── words out of markup ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one  <b>two</b>\n three</p>", "one two three"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br/>two<br/><br/>three", "one\ntwo\nthree"),
        ("<ul><li>a</li><li><p>b</p></li><li>c<ul><li>d</li></ul></li></ul>", "- a\n- b\n- c\n- d"),
        ("<table><tr><td>a | b</td><td>c</td></tr><tr><td>d</td></tr></table>", "a | b | c\nd"),
        ("<pre>x  =  1\n  y</pre>", "x  =  1\n  y"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ('see <object data="p.png">the picture</object> here', "see the picture here"),
        ("<script>alert(1)</script><style>p {}</style>kept", "kept"),
        ("系统应<b>支持</b>批量代付", "系统应支持批量代付"),
        ("a\u00a0b", "a b"),
        ("<div><div><div> deep </div></div></div>", "deep"),
        ("", ""),
    ],
)
def test_formatted_text_becomes_plain(markup: str, text: str) -> None:
    node = etree.fromstring(f"<THE-VALUE xmlns='{TEXT.XHTML}'>{markup}</THE-VALUE>")
    assert xhtml_text(node) == text
