"""What is told of a document that was compared with the records."""

import json
from datetime import datetime

from rdclient.lens import Lang
from rdclient.render.anchor import Anchor
from rdclient.render.terms import word

_TOLD = {
    "match": (
        "相符：数据版本 {stated}，文字与由这些记录生成的完全一致。",
        "match: data version {stated}, and the words are those made of these records",
    ),
    "altered": (
        (
            "数据版本 {stated} 相符，但文字与由这些记录生成的不同：文件可能被改过，"
            "也可能由另一版本的程序或模板生成。请重新生成后逐行比对。"
        ),
        (
            "the data version {stated} agrees, but the words are not those made of these records: "
            "the file was edited, or written by another version of the program or of the "
            "templates. Make the document again and compare line by line"
        ),
    ),
    "differs": (
        "不符：文件的数据版本为 {stated}，这些记录为 {made}。请核对 --at 所指的版本。",
        "differs: the file states data version {stated}, these records make {made}; look at --at",
    ),
    "absent": (
        "不符：这些记录中没有文件所说的内容（{subject}）。请核对 --at 所指的版本。",
        "differs: these records hold nothing the file speaks of ({subject}); look at --at",
    ),
    "foreign": (
        "该文件不是由本程序生成的文档，或其中的标识行已被删除，无法核对。",
        "this is no document of ours, or its anchor was taken out; there is nothing to compare",
    ),
}


def anchor_told(
    outcome: str, anchor: Anchor | None, made: str | None, *, lang: Lang, as_of: datetime | None
) -> str:
    """The answer for a person.

    Args:
        outcome: as ``Verified`` names it.
        anchor: what the document says it was made of.
        made: data version of the records.
        lang: of the words.
        as_of: the anchor's moment in the workspace's zone.
    """
    text = _TOLD[outcome][0 if lang is Lang.ZH else 1].format(
        stated=anchor.data_version if anchor else "",
        made=made or "",
        subject=anchor.subject if anchor else "",
    )
    if anchor is None or as_of is None:
        return f"{text}\n"
    moment = f"{as_of:%Y-%m-%d %H:%M}"
    edition = word("Audience", anchor.edition.value, lang=lang)
    told = word("Lang", anchor.lang.value, lang=lang)
    if lang is Lang.ZH:
        return f"{anchor.report} {anchor.subject}，{edition}，{told}，数据截至 {moment}\n{text}\n"
    return f"{anchor.report} {anchor.subject}, {edition.lower()}, {told}, as of {moment}\n{text}\n"


def anchor_json(outcome: str, anchor: Anchor | None, made: str | None) -> str:
    """The answer for a program."""
    data: dict[str, object] = {"schema_version": 1, "outcome": outcome}
    if anchor is not None:
        data |= {
            "report": anchor.report,
            "subject": anchor.subject,
            "edition": anchor.edition.value,
            "lang": anchor.lang.value,
            "as_of": anchor.as_of.isoformat(),
            "stated": anchor.data_version,
            "made": made,
        }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
