"""The how-to of a packet: on paper with a seal, or by an SSH key; in the reader's language."""

from collections.abc import Iterator

from rdclient.control.fingerprint import short
from rdclient.lens import Lang
from rdclient.model.base import Bilingual, in_lang
from rdclient.model.client import Side
from rdclient.render.html import to_html
from rdclient.render.page import escape_markdown
from rdclient.render.terms import word
from rdclient.reports.signing import SideView
from rdclient.reports.signing_guide import Recipient, SigningGuide


def guide(view: SigningGuide, *, lang: Lang) -> str:
    """The guide as Markdown."""
    lines = _chinese(view) if lang is Lang.ZH else _english(view)
    return "\n".join(lines) + "\n"


def guide_page(markdown: str, *, lang: Lang) -> str:
    """The guide as a page of its own."""
    title = markdown.partition("\n")[0].removeprefix("# ")
    return to_html(markdown, title=title, lang=lang, charts={})


def _name(words: object, lang: Lang) -> str:
    text = in_lang(words, lang=lang) if isinstance(words, str | Bilingual) else str(words or "")
    return escape_markdown(text)


def _people(view: SigningGuide, lang: Lang) -> Iterator[str]:
    """The rows of the table of signers below its heads, and the line that ends it."""
    yield "|---|---|---|---|"
    for one in view.recipients:
        cells = (_name(one.name, lang), _name(one.unit, lang), _name(one.title, lang))
        yield f"| {' | '.join(cells)} | statement.{one.id}.json |"
    yield ""


def _wanted(view: SigningGuide) -> SideView:
    """What the side of the first recipient has to give."""
    side = view.recipients[0].side
    return next(one for one in view.subject.sides if one.side is side)


def _command(view: SigningGuide, one: Recipient) -> str:
    key = "~/.ssh/id_ed25519"
    return f"ssh-keygen -Y sign -f {key} -n {view.namespace} statement.{one.id}.json"


def _reply(view: SigningGuide, lang: Lang) -> str:
    if view.reply_to is None:
        return _name(view.vendor, lang)
    name, mail = _name(view.reply_to.name, lang), view.reply_to.email
    vendor = _name(view.vendor, lang)
    if lang is Lang.ZH:
        return f"{vendor}{name}" + (f"（{mail}）" if mail else "")
    return f"{name}, {vendor}" + (f" ({mail})" if mail else "")


# ── in Chinese ───────────────────────────────────────────────────────────────


def _chinese(view: SigningGuide) -> Iterator[str]:
    subject, lang = view.subject, Lang.ZH
    kind = word("SubjectKind", subject.kind.value, lang=lang)
    digits = short(subject.fingerprint)
    title = _name(subject.title, lang)
    what = f"{kind}“{title}”（{subject.id}）" if title else f"{kind}{subject.id}"
    yield f"# 签字确认说明：{title or kind}（{subject.id}）"
    yield ""
    yield f"确认内容：{what}，见 {subject.id}.html；"
    yield f"{subject.id}.md 与其内容相同。"
    yield ""
    yield f"内容指纹前12位：**{digits}**。文件内容如有改动，指纹随之改变，须重新确认。"
    yield ""
    yield "## 一、由谁确认"
    yield ""
    yield "| 姓名 | 部门 | 职务 | 声明文件 |"
    yield from _people(view, lang)
    yield from _paper_zh(view)
    yield from _key_zh(view)
    yield "## 四、如有不同意见"
    yield ""
    yield f"请将意见书面答复{_reply(view, lang)}，不必签字。双方商定修改后，将另行提请确认。"


def _paper_zh(view: SigningGuide) -> Iterator[str]:
    wanted, who = _wanted(view), "甲方" if view.recipients[0].side is Side.CLIENT else "乙方"
    seal = "，并加盖公章或合同专用章" if wanted.seal else "；单位规定需要盖章的，请一并盖章"
    yield "## 二、方式一：纸质签字"
    yield ""
    yield f"1. 打印 {view.subject.id}.html，核对内容和内容指纹。"
    yield f"2. 在“{who}（签字、盖章）”处签字并写明日期{seal}。"
    yield f"3. 将全部页面扫描成一个 PDF 文件，发给{_reply(view, Lang.ZH)}。原件请留存。"
    yield ""


def _key_zh(view: SigningGuide) -> Iterator[str]:
    yield "## 三、方式二：用 SSH 密钥签名"
    yield ""
    keyed = [one for one in view.recipients if one.has_key]
    if not keyed:
        yield (
            "以上人员均未登记公钥，目前只能采用方式一。如需采用本方式，请先将公钥"
            f"（扩展名为 .pub 的文件，不是私钥）当面或经电话核对后交给{_reply(view, Lang.ZH)}登记。"
        )
        yield ""
        return
    yield "适用于公钥已登记的人员。声明文件请勿修改，也不要用文字处理软件另存。"
    yield ""
    yield "1. 在本文件夹中打开命令行，运行本人对应的一条命令（私钥不在默认位置的，改为实际位置）："
    yield ""
    yield "```"
    for one in keyed:
        yield _command(view, one)
    yield "```"
    yield ""
    yield (
        "   Windows 10 及以上版本自带 ssh-keygen，私钥默认位于 "
        "`%USERPROFILE%\\.ssh\\id_ed25519`，请在命令中写成该路径。"
    )
    names = "、".join(f"statement.{one.id}.json.sig" for one in keyed)
    yield f"2. 命令会生成签名文件（{names}）。"
    yield f"   请将声明文件和签名文件一并发给{_reply(view, Lang.ZH)}。"
    yield ""


# ── in English ───────────────────────────────────────────────────────────────


def _english(view: SigningGuide) -> Iterator[str]:
    subject, lang = view.subject, Lang.EN
    kind = word("SubjectKind", subject.kind.value, lang=lang)
    digits = short(subject.fingerprint)
    title = _name(subject.title, lang) or kind
    yield f"# How to sign: {title} ({subject.id})"
    yield ""
    yield f"What is signed: {kind.lower()} {subject.id}, as in {subject.id}.html;"
    yield f"{subject.id}.md says the same."
    yield ""
    yield f"First 12 digits of its fingerprint: **{digits}**. Whoever changes the text changes the"
    yield "fingerprint, and the text has to be signed anew."
    yield ""
    yield "## 1 Who signs"
    yield ""
    yield "| Name | Unit | Position | Statement |"
    yield from _people(view, lang)
    yield from _paper_en(view)
    yield from _key_en(view)
    yield "## 4 If you do not agree"
    yield ""
    yield f"Answer {_reply(view, lang)} in writing; no signature is needed. Once both parties have"
    yield "settled on other words, you will be asked again."


def _paper_en(view: SigningGuide) -> Iterator[str]:
    wanted, who = _wanted(view), word("Side", view.recipients[0].side.value, lang=Lang.EN)
    seal = " and put the company seal beside it" if wanted.seal else ""
    yield "## 2 First way: on paper"
    yield ""
    yield f"1. Print {view.subject.id}.html; compare the text and the fingerprint."
    yield f"2. Sign and date it in the {who.lower()}'s signature block{seal}."
    yield f"3. Scan all pages into one PDF for {_reply(view, Lang.EN)}. Keep the original."
    yield ""


def _key_en(view: SigningGuide) -> Iterator[str]:
    yield "## 3 Second way: with an SSH key"
    yield ""
    keyed = [one for one in view.recipients if one.has_key]
    if not keyed:
        yield (
            "None of them has a public key on record, so that only the first way is open. To use "
            "this one, hand the public key (the file that ends in .pub, never the private one) to "
            f"{_reply(view, Lang.EN)}, and compare it in person or on the phone."
        )
        yield ""
        return
    yield "For those whose public key is on record. Leave the statement as it is."
    yield ""
    yield "1. In this folder, run your command (name your private key if it lies elsewhere):"
    yield ""
    yield "```"
    for one in keyed:
        yield _command(view, one)
    yield "```"
    yield ""
    yield (
        "   Windows 10 and later bring ssh-keygen along; the key lies in "
        "`%USERPROFILE%\\.ssh\\id_ed25519` there, so write that path."
    )
    names = ", ".join(f"statement.{one.id}.json.sig" for one in keyed)
    yield f"2. It writes a signature ({names}). Send the statement and the signature to"
    yield f"   {_reply(view, Lang.EN)}."
    yield ""
