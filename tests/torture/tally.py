"""What a harness counted, and what was not as it must be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome of one harness.

    Attributes:
        label: what was tried.
        counts: a number and its word each, in the order printed: ``(0, "damaged")``. A number
            without a word stands alone; a word that begins with ``/`` follows it at once.
        failures: what was not as it must be, one line each; empty when all is well.
    """

    label: str
    counts: tuple[tuple[int, str], ...]
    failures: tuple[str, ...]


def line(tally: Tally) -> str:
    """The tally as it is printed.

    >>> line(Tally("concurrent writes", ((200, "/200"), (0, "lost")), ()))
    'concurrent writes: 200/200 · 0 lost'
    """
    return f"{tally.label}: " + " · ".join(_counted(*count) for count in tally.counts)


def _counted(number: int, word: str) -> str:
    blank = " " if word and not word.startswith("/") else ""
    return f"{number:,}{blank}{word}"
