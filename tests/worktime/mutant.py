"""What a fault is that is put into the source to see whether the tests notice it."""

from typing import NamedTuple

OWN_TESTS = tuple(
    f"tests/worktime/test_{name}.py"
    for name in ("elsewhere", "spent", "zones", "years", "dates", "vectors", "properties")
)
"""Quick ones first: the first that fails ends a run."""


class Mutant(NamedTuple):
    """One fault.

    Attributes:
        name: to name it on the command line.
        file: in ``src/rdclient``.
        old: text that stands there exactly once.
        new: what is put in its place.
        fault: what it stands for.
        tests: the files or folders of tests that must notice it.
    """

    name: str
    file: str
    old: str
    new: str
    fault: str
    tests: tuple[str, ...] = OWN_TESTS
