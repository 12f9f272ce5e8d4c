"""The program: answers ``--version`` and ``--help`` at once, else hands over to the verbs."""

import sys
from pathlib import Path

from rdclient import __version__
from rdclient.cli import console
from rdclient.cli.words import is_set, spoken

_COMPLETION = "_RDCLIENT_COMPLETE"


def main() -> None:
    """Entry point of the ``rdclient`` command; ends the process."""
    words = sys.argv[1:]
    if words in (["--version"], ["--help"]) and not is_set(_COMPLETION):
        console.run(lambda: _answer(words[0]))
    console.run(lambda: _verb(words))


def _answer(flag: str) -> int:
    """The two answers that need nothing else; the help is kept in a file and tested against."""
    if flag == "--version":
        console.show(f"rdclient {__version__}\n")
    else:
        name = f"help.{spoken().value}.txt"
        console.show((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return console.CLEAN


def _verb(words: list[str]) -> int:
    from rdclient.cli.app import run

    return run(words)


if __name__ == "__main__":
    main()
