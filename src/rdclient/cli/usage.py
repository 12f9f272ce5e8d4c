"""Mistakes in the command line, told in the language of the environment."""

import re
from collections.abc import Callable
from typing import Any

from rdclient.cli import console
from rdclient.cli.words import say, spoken
from rdclient.lens import Lang

_CHINESE = (
    (r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", "没有命令“{0}”{1}", "，是否为 {0}"),
    (
        r"No such option: (\S+?)(?: \(Possible options: (.+)\))?",
        "没有选项 {0}{1}",
        "，相近的有：{0}",
    ),
    (r"Missing (?:argument|option|parameter) '(.+?)'\.(.*)", "缺少参数 {0}", ""),
    (
        r"Invalid value for '(.+?)': '(.*)' is not one of (.+?)\.?",
        "{0} 的取值“{1}”无效，可选：{2}",
        "",
    ),
    (r"Option '(.+?)' requires an argument\.", "选项 {0} 缺少取值", ""),
    (r"Option '(.+?)' does not take a value\.", "选项 {0} 不带取值", ""),
    (r"Got unexpected extra argument\(?s?\)? \((.+)\)", "多余的参数：{0}", ""),
)
"""What the parser says, how it is said in Chinese, and what its last part adds when it is there."""


def explain(error: Exception) -> int:
    """Say what is wrong with the command line; anything else goes on."""
    show: Callable[[], None] | None = getattr(error, "show", None)
    if show is None:
        raise error
    message: str = getattr(error, "format_message", lambda: "")()
    if message.startswith("No such option: -C"):
        console.tell(
            say("-C stands before the command: ", "-C 写在命令之前：") + "rdclient -C DIR check"
        )
    chinese = in_chinese(message) if spoken() is Lang.ZH else None
    if chinese is None:
        show()
        return console.USAGE
    context: Any = getattr(error, "ctx", None)
    command = context.command_path if context else "rdclient"
    usage = f"{context.get_usage()}\n\n" if context else ""
    console.tell(f"{usage}错误：{chinese}。")
    console.tell(f"运行 {command} --help 查看用法。")
    return console.USAGE


def in_chinese(message: str) -> str | None:
    """The parser's message in Chinese; None for one that has no words."""
    for pattern, words, last in _CHINESE:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            *parts, rest = match.groups()
            if not last:
                return words.format(*parts, rest)
            return words.format(*parts, last.format(rest) if rest else "")
    return None
