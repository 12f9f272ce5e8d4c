"""``rdclient save``: the workspace checked, committed, merged with others' work, and pushed."""

from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.words import chosen, spoken
from rdclient.diagnostic import CODES, Severity
from rdclient.lens import Lang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdclient.api import Saved, SaveWish

_MARKS = {"added": "A", "changed": "M", "deleted": "D"}


def save(folder: str | None, wish: "SaveWish", *, lang: Lang | None) -> int:
    """Save, or tell what would be saved; exit 1 when people have to mend or decide something."""
    from rdclient import api
    from rdclient.render.findings import printable
    from rdclient.render.save_words import conflict_lines

    root = api.find_root(options.folder(folder))
    speak = lang or chosen() or spoken()
    saved = api.save(
        root,
        wish,
        as_of=options.moment(None),
        cache=options.cache_folder(is_wanted=True),
        tell=lambda command: console.tell(printable(command)),
        lang=speak,
    )
    for path in saved.left_out:
        console.tell(printable(_left_out(path, speak)))
    if saved.is_blocked:
        _show_errors(saved, speak)
        return console.FINDINGS
    if saved.clashes:
        stems = {file.path: api.record_id(root, file.path) for file in saved.clashes}
        for line in conflict_lines(
            saved.clashes, remote=saved.remote or "", stems=stems, lang=speak
        ):
            console.tell(printable(line))
        return console.FINDINGS
    rows = (f"{_MARKS[change.what]} {printable(change.path)}\n" for change in saved.changes)
    console.show("".join(rows))
    for line in _told(saved, wish, speak):
        console.tell(printable(line))
    return console.CLEAN


def _left_out(path: str, lang: Lang) -> str:
    if lang is Lang.ZH:
        return f"提示：{path} 不属于工作区（自成仓库，或程序临时使用），不保存"
    return f"note: {path} is not saved: a repository of its own, or a file this program needs now"


def _show_errors(saved: "Saved", lang: Lang) -> None:
    """The errors in what was to be saved, as ``check`` shows them."""
    from rdclient.render.findings import FORMATS, Outcome, printable
    from rdclient.render.save_words import files

    checked = saved.checked
    if checked is None:
        return
    outcome = Outcome(
        saved.errors, (), checked.records, checked.files, (), lang, tuple(CODES),
        Severity.ERROR, "", statistics=False,
    )  # fmt: skip
    console.show(FORMATS["text"](outcome))
    count = files(len({found.location.path for found in saved.errors}), lang=lang)
    told = (
        f"未保存：{count}有错误。改正后重新运行 rdclient save；确需先保存的，加 --anyway"
        if lang is Lang.ZH
        else f"nothing was saved: errors in {count}. Mend them and run rdclient save again; to "
        "save all the same, add --anyway"
    )
    console.tell(printable(told))


# ── what was done ────────────────────────────────────────────────────────────


def _told(saved: "Saved", wish: "SaveWish", lang: Lang) -> "Iterator[str]":
    """What was done, line by line; the last one says what to do next, if there is something."""
    is_zh = lang is Lang.ZH
    yield _commit_line(saved, wish, lang)
    if saved.errors:
        yield (
            "提示：改动的文件中还有错误，按 --anyway 一并保存"
            if is_zh
            else "note: there are errors in what was saved, as --anyway allows"
        )
    yield from _remote_lines(saved, wish, lang)
    if saved.surrounding:
        yield (
            f"提示：本仓库是 {saved.surrounding} 的子模块，上级仓库的记录没有随之更新"
            if is_zh
            else f"note: this is a submodule of {saved.surrounding}, which names the old commit"
        )
    if saved.broken:
        yield (
            f"提示：合并后检查有{saved.broken}个错误。接下来：rdclient check"
            if is_zh
            else f"note: with what others did, check finds {saved.broken} "
            f"error{'' if saved.broken == 1 else 's'} · next: rdclient check"
        )


def _commit_line(saved: "Saved", wish: "SaveWish", lang: Lang) -> str:
    from rdclient.render.save_words import files

    is_zh = lang is Lang.ZH
    if not saved.changes:
        return "没有需要保存的改动" if is_zh else "there is nothing to save"
    count = files(len(saved.changes), lang=lang)
    if wish.is_dry_run:
        head = f"将保存{count}" if is_zh else f"would save {count}"
    elif saved.is_committed:
        head = f"已保存{count}" if is_zh else f"saved {count}"
    else:
        return "没有需要保存的改动" if is_zh else "there is nothing to save"
    return f"{head}：{saved.message}" if is_zh else f"{head}: {saved.message}"


def _remote_lines(saved: "Saved", wish: "SaveWish", lang: Lang) -> "Iterator[str]":
    from rdclient.render.save_words import commits

    is_zh = lang is Lang.ZH
    if saved.remote is None:
        if wish.is_pushed:
            yield (
                "提示：仓库没有远端，只保存在本机。要与他人共享，请添加：git remote add origin 地址"
                if is_zh
                else "note: the repository has no remote, so it is saved on this computer only; to "
                "share it: git remote add origin ADDRESS"
            )
        else:
            yield (
                "按 --no-push 只保存在本机" if is_zh else "saved on this computer only (--no-push)"
            )
        return
    if wish.is_dry_run:
        count = commits(saved.pushed, lang=lang)
        yield (
            f"将向 {saved.remote} 推送{count}，之前先取回他人的改动"
            if is_zh
            else f"would push {count} to {saved.remote}, after taking over what others did"
        )
        return
    pulled, pushed = (commits(n, lang=lang) for n in (saved.pulled, saved.pushed))
    if saved.pulled:
        yield (
            f"已并入 {saved.remote} 的{pulled}"
            if is_zh
            else f"took over {pulled} of {saved.remote}"
        )
    if saved.pushed:
        yield f"已向 {saved.remote} 推送{pushed}" if is_zh else f"pushed {pushed} to {saved.remote}"
    else:
        yield f"与 {saved.remote} 一致" if is_zh else f"up to date with {saved.remote}"


# ── the driver ───────────────────────────────────────────────────────────────


def merge_driver(files: tuple[str, str, str], path: str, *, lang: Lang | None) -> int:
    """Merge one file for Git; exit 1 when people have to decide."""
    from rdclient import api
    from rdclient.render.findings import printable
    from rdclient.render.save_words import clash_line

    clashes = api.merge_driver(options.folder(None), files, path)
    for clash in clashes:
        console.tell(printable(clash_line(path, clash, lang=lang or chosen() or spoken())))
    return console.FINDINGS if clashes else console.CLEAN
