"""The generated pages: rules, command line, kept help; run as a program it writes them anew."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from rdclient.diagnostic import CODES
from rdclient.lens import Lang
from rdclient.render.manual_page import source, title
from rdclient.render.messages import severity_word

ROOT = Path(__file__).resolve().parent.parent
READMES = MappingProxyType({Lang.EN: "README.md", Lang.ZH: "README.zh-CN.md"})
_FAMILIES = (
    ("RD0", "读取、引用与时间", "Reading, references and time"),
    ("RD1", "人员与职责", "People and responsibility"),
    ("RD2", "需求、变更与计划", "Requirements, changes and plan"),
    ("RD3", "满意度与改进", "Satisfaction and improvement"),
    ("RD4", "沟通、风险与阶段", "Communication, risks and phases"),
    ("RD5", "运维与服务", "Operation and service"),
)


def files() -> dict[Path, str]:
    """Every generated file and what it must hold."""
    found: dict[Path, str] = {}
    for lang in Lang:
        helps = dict(_helps(lang))
        found[ROOT / "src" / "rdclient" / "cli" / f"help.{lang.value}.txt"] = helps[""]
        found[ROOT / "docs" / lang.value / "cli.md"] = _command_line(helps, lang)
        readme = ROOT / READMES[lang]
        found[readme] = _with_help(readme.read_text(encoding="utf-8"), helps[""])
        folder = ROOT / "docs" / lang.value / "rules"
        found[folder / "README.md"] = _index(lang)
        for code in CODES:
            found[folder / f"{code}.md"] = _page(code, lang)
    return found


# ── command line ─────────────────────────────────────────────────────────────


def _helps(lang: Lang) -> Iterator[tuple[str, str]]:
    """The help of the program (empty name), then that of each command."""
    whole = _help((), lang)
    yield "", whole
    commands = whole.partition("\nCommands:\n")[2]
    for name in re.findall(r"^  ([a-z][a-z-]*)\s", commands, re.MULTILINE):
        yield name, _help((name,), lang)


def _help(words: tuple[str, ...], lang: Lang) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "rdclient", *words, "-h"],
        env={**kept, "RDCLIENT_LANG": lang.value, "COLUMNS": "80", "PYTHONUTF8": "1",
             "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def _command_line(helps: dict[str, str], lang: Lang) -> str:
    title, told = {
        Lang.ZH: ("命令行参考", "由 `make docs` 生成，请勿手工修改。"),
        Lang.EN: ("Command line", "Made by `make docs`; not to be edited by hand."),
    }[lang]
    parts = [f"# {title}\n\n{told}\n"]
    for name, text in helps.items():
        parts.append(f"## {f'rdclient {name}'.strip()}\n\n```text\n{text.rstrip()}\n```\n")
    return "\n".join(parts)


def _with_help(readme: str, text: str) -> str:
    """The README with the block that begins with ``Usage: rdclient [OPTIONS]`` brought up to date.

    Raises:
        ValueError: when there is no such block.
    """
    block = re.compile(r"(?<=```text\n)Usage: rdclient \[OPTIONS\].*?(?=```)", re.DOTALL)
    made, count = block.subn(lambda _: text, readme)
    if count != 1:
        raise ValueError("README", count)
    return made


# ── rules ────────────────────────────────────────────────────────────────────


def _index(lang: Lang) -> str:
    is_zh = lang is Lang.ZH
    told = (
        "# 规则一览\n\n由 `make docs` 生成，请勿手工修改。`rdclient explain 编码` 显示同样的内容；"
        "级别可在 `policy.yaml` 的 `severity` 中调整，个别记录的例外写入 `waivers.yaml`。\n"
        if is_zh
        else "# Rules\n\nMade by `make docs`; not to be edited by hand. `rdclient explain CODE` "
        "prints the same. Severities can be changed in `policy.yaml` (`severity`); exceptions for "
        "single records go into `waivers.yaml`.\n"
    )
    heads = "| 编码 | 级别 | 问题 | 名称 |" if is_zh else "| code | severity | fault | name |"
    parts = [told]
    for prefix, zh, en in _FAMILIES:
        rows = [
            f"| [{row.code}]({row.code}.md) | {severity_word(row.severity, lang=lang)} "
            f"| {title(row.code, lang=lang)} | `{row.name}` |"
            for row in CODES.values()
            if row.code.startswith(prefix)
        ]
        parts.append("\n".join([f"## {zh if is_zh else en}\n", heads, "|---|---|---|---|", *rows]))
    return "\n".join([parts[0], "\n\n".join(parts[1:])]) + "\n"


def _page(code: str, lang: Lang) -> str:
    row = CODES[code]
    head, _, body = source(code, lang=lang).partition("\n")
    back = "规则一览" if lang is Lang.ZH else "Rules"
    line = f"`{row.code}` · `{row.name}` · {severity_word(row.severity, lang=lang)}"
    return f"{head}\n\n{line} · [{back}](README.md)\n{body}"


def main() -> None:
    """Write what is out of date; delete pages of codes that are gone."""
    made = files()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in left_over(made):
        path.unlink()


def left_over(made: dict[Path, str]) -> set[Path]:
    """Pages of codes that are gone."""
    return set((ROOT / "docs").rglob("RD*.md")) - set(made)


if __name__ == "__main__":
    main()
