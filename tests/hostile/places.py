"""Hostile and unlucky places: links, pipes, folders and names among the requirements."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SOUND = "id: REQ-009\ntitle: 批量代付\ntype: functional\n"
"""A requirement that could stand there."""
OUTSIDE = "outside.yaml"
"""A file beside the workspace, to which links lead."""


class Place(NamedTuple):
    """What is put into a folder of requirements, and the code it must get.

    Attributes:
        name: of the case.
        code: that must be among the findings; empty when the place is harmless.
        arrange: puts it there; a file ``OUTSIDE`` stands beside the workspace then.
    """

    name: str
    code: str
    arrange: Callable[[Path], None]


def places() -> tuple[Place, ...]:
    """All places that this system and this user can have; names are unique."""
    always = (*_folders(), *_names())
    return (*always, *_special(), *_forbidden()) if os.name == "posix" else always


def _file(name: str, text: str = SOUND) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8") and None


def _both(*names: str) -> Callable[[Path], None]:
    def arrange(folder: Path) -> None:
        for name in names:
            (folder / name).write_text(SOUND, encoding="utf-8")

    return arrange


def _link(target: str, name: str = "REQ-009.yaml") -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(target)


def _folders() -> tuple[Place, ...]:
    return (
        Place("folder-named-like-a-record", "", lambda at: (at / "REQ-009.yaml").mkdir()),
        Place("folder-in-the-folder", "RD019", _inside("more", "REQ-009.yaml")),
        Place("many-folders-deep", "RD019", _inside(*["deep"] * 60, "REQ-009.yaml")),
        Place("empty-file", "RD007", _file("REQ-009.yaml", "")),
        Place("larger-than-the-memory", "RD001", _sparse),
    )


def _inside(*steps: str) -> Callable[[Path], None]:
    def arrange(folder: Path) -> None:
        file = folder.joinpath(*steps)
        file.parent.mkdir(parents=True)
        file.write_text(SOUND, encoding="utf-8")

    return arrange


def _sparse(folder: Path) -> None:
    with (folder / "REQ-009.yaml").open("wb") as stream:
        stream.truncate(1 << 40)


def _names() -> tuple[Place, ...]:
    return (
        Place("name-of-a-copy", "RD011", _file("REQ-009 副本.yaml")),
        Place("name-with-other-suffix", "RD019", _file("REQ-009.yml")),
        Place("name-with-two-suffixes", "RD019", _file("REQ-009.yaml.txt")),
        Place("name-of-a-device", "RD001", _file("con.yaml", "id: CON\ntitle: x\n")),
        Place("name-walks", "RD011", _file("REQ-009.yaml", "id: ../../REQ-009\ntitle: x\n")),
        Place("name-of-many-letters", "RD011", _file("R" * 240 + ".yaml")),
        Place("name-with-a-direction", "RD011", _file("REQ-\u202e900.yaml")),
        Place("name-with-an-emoji", "RD011", _file("REQ-009-👍🏽.yaml")),
    )


def _special() -> tuple[Place, ...]:
    return (
        Place("link-to-a-record", "RD001", _link("REQ-001.yaml")),
        Place("link-out-of-the-workspace", "RD001", _link("../" * 5 + OUTSIDE)),
        Place("link-to-the-passwords", "RD001", _link("/etc/passwd")),
        Place("link-to-a-device", "RD001", _link("/dev/zero")),
        Place("link-to-nothing", "RD001", _link("REQ-404.yaml")),
        Place("link-to-itself", "RD001", _link("REQ-009.yaml")),
        Place("link-to-the-folder-above", "RD001", _link("..", "more")),
        Place("pipe", "RD001", lambda folder: os.mkfifo(folder / "REQ-009.yaml")),
        Place("socket", "RD001", _socket),
        Place("names-that-differ-in-case", "RD010", _both("REQ-009.yaml", "req-009.yaml")),
        Place("names-of-two-forms", "RD010", _both("caf\u00e9.yaml", "cafe\u0301.yaml")),
        Place("name-with-a-line-end", "RD011", _file("REQ-009\n.yaml")),
        Place("name-with-a-terminal-escape", "RD011", _file("REQ-\x1b[2J.yaml")),
        Place("name-that-is-no-text", "RD011", _bytes_name),
        Place("name-of-a-record-without-an-id", "", _feedback),
        Place("name-with-a-workflow-command", "RD011", _file("::error::x%0A,line=1.yaml")),
    )


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("REQ-009.yaml")
    finally:
        os.chdir(here)


def _bytes_name(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/REQ-\xff\xfe.yaml", "wb") as stream:  # noqa: PTH123 - no text
        stream.write(SOUND.encode())


def _feedback(folder: Path) -> None:
    """A sound record, in a file whose name a terminal would obey."""
    (folder.parent / "feedback").mkdir()
    said = "- {at: 2026-11-19, by: ye.qiu, text: 回签页面请增加打印按钮}\n"
    (folder.parent / "feedback" / "a\x1b[31m\n\u202eb.yaml").write_text(said, encoding="utf-8")


def _forbidden() -> tuple[Place, ...]:
    """What only holds for a user who may not do everything."""
    if os.getuid() == 0:
        return ()
    return (
        Place("file-nobody-may-read", "RD001", _closed("REQ-009.yaml")),
        Place("folder-nobody-may-read", "RD001", _closed("more")),
    )


def _closed(name: str) -> Callable[[Path], None]:
    def arrange(folder: Path) -> None:
        if name.endswith(".yaml"):
            (folder / name).write_text(SOUND, encoding="utf-8")
        else:
            (folder / name).mkdir()
        (folder / name).chmod(0)

    return arrange
