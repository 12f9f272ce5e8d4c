"""Text in columns for a terminal: Chinese takes two, nothing hidden gets through."""

from collections.abc import Iterator, Sequence

from rdclient.render.findings import printable, width

GAP = "  "


def one_line(text: str) -> str:
    """A text on one line, with control and direction characters made visible."""
    return printable(" ".join(text.split()))


def cut(text: str, limit: int) -> str:
    """At most ``limit`` columns of a text; an ellipsis for the rest."""
    if width(text) <= limit:
        return text
    kept, used = [], 1  # the ellipsis
    for char in text:
        used += width(char)
        if used > limit:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def padded(text: str, columns: int) -> str:
    """The text with blanks up to so many columns."""
    return text + " " * max(0, columns - width(text))


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Aligned lines, the first one the heads; columns with nothing under their head are left out.

    Args:
        rows: of equal length.
    """
    body = rows[1:]
    kept = [n for n in range(len(rows[0])) if any(row[n] for row in body)]
    widths = {n: max(width(row[n]) for row in rows) for n in kept}
    for row in rows:
        yield GAP.join(padded(row[n], widths[n]) for n in kept).rstrip()
