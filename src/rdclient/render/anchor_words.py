"""What is told of a document that was compared with the records."""

import json
from datetime import datetime

from rdclient.lens import Lang
from rdclient.render.anchor import Anchor
from rdclient.render.columns import cut, one_line
from rdclient.render.terms import word

_TOLD = {
    "match": (
        "相符：数据版本 {stated}，文字与按记录重新生成的完全一致。",
        "match: data version {stated}, and the words are those made of these records",
    ),
    "altered": (
        (
            "不符：数据版本 {stated} 相同，但文字与按记录重新生成的不同。文件可能被改过，"
            "也可能由其他版本的程序或模板生成。"
        ),
        (
            "differs: the data version {stated} agrees, but the words are not those made of these "
            "records: the file was edited, or written by another version of the program or of "
            "the templates"
        ),
    ),
    "differs": (
        (
            "不符：文件的数据版本为 {stated}，按记录重新生成为 {made}。记录后来改过的，"
            "请用 --at 指明制作该文件时的提交或标签。"
        ),
        (
            "differs: the file states data version {stated}, these records make {made}. Where the "
            "records have changed since, name the commit or tag it was made of with --at"
        ),
    ),
    "absent": (
        "不符：记录中没有该文件所述的内容（{subject}）。请用 --at 指明制作该文件时的提交或标签。",
        (
            "differs: these records hold nothing the file speaks of ({subject}); name the commit "
            "or tag it was made of with --at"
        ),
    ),
    "foreign": (
        "该文件不是由本程序生成的文档，或其中的标识行已被删除，无法核对。",
        "this is no document of ours, or its anchor was taken out; there is nothing to compare",
    ),
}


_NAMES = {
    "weekly-report": ("项目周报", "weekly report"),
    "minutes": ("会议纪要", "minutes"),
    "change-form": ("变更申请单", "change request form"),
    "baseline-form": ("需求基线确认书", "baseline form"),
    "contract-annex": ("合同附件", "contract annex"),
}
_BEFORE = 12
"""Characters that are shown before the first one that differs."""
_PART = 72
"""Columns of a line at most."""


def anchor_told(
    outcome: str,
    anchor: Anchor | None,
    made: str | None,
    *,
    lang: Lang,
    as_of: datetime | None,
    apart: tuple[int, str, str] | None,
) -> str:
    """The answer for a person.

    Args:
        outcome: as ``Verified`` names it.
        anchor: what the document says it was made of.
        made: data version of the records.
        lang: of the words.
        as_of: the anchor's moment in the workspace's zone.
        apart: where the words part, as ``Verified`` says.
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
    name = _NAMES.get(anchor.report, (anchor.report, anchor.report))[0 if lang is Lang.ZH else 1]
    if apart is not None:
        text += f"\n{_apart(*apart, lang=lang)}"
    if lang is Lang.ZH:
        return f"{name} {anchor.subject}，{edition}，{told}，数据截至 {moment}\n{text}\n"
    return f"{name} {anchor.subject}, {edition.lower()}, {told}, as of {moment}\n{text}\n"


def _apart(line: int, theirs: str, ours: str, *, lang: Lang) -> str:
    """The first line that differs, from shortly before the first character that does."""
    pairs = enumerate(zip(theirs, ours, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(len(theirs), len(ours)))
    begin = max(0, same - _BEFORE)
    seen, wanted = (_part(text, begin) for text in (theirs, ours))
    if lang is Lang.ZH:
        return f"第一处不同在文件第{line}行：文件为“{seen}”，由记录生成的为“{wanted}”"
    return (
        f"they first part in line {line} of the file, which says '{seen}' where the records make "
        f"'{wanted}'"
    )


def _part(text: str, begin: int) -> str:
    return ("…" if begin else "") + cut(one_line(text[begin:]), _PART)


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
