"""The program: answers ``--version`` and ``--help`` at once, else hands over to the verbs."""

import gc
import sys
from pathlib import Path

from rdclient import __version__
from rdclient.cli.words import is_set, spoken

_COMPLETION = "_RDCLIENT_COMPLETE"


def main() -> None:
    """Entry point of the ``rdclient`` command; ends the process."""
    words = sys.argv[1:]
    if words in (["--version"], ["--help"]) and not is_set(_COMPLETION):
        _answer(words[0])
        return
    from rdclient.cli import console

    gc.disable()  # a verb is over in seconds, and what it reads forms no cycles
    console.run(lambda: _verb(words))


def _verb(words: list[str]) -> int:
    from rdclient.cli.app import run

    return run(words)


def _answer(flag: str) -> None:
    """The two answers that need nothing else; the help is kept in a file and tested against."""
    text = f"rdclient {__version__}\n"
    if flag == "--help":
        name = f"help.{spoken().value}.txt"
        text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace", newline="\n")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
