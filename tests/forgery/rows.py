"""What a row of the tables is: a forgery with the codes it must raise, or an honest history."""

from dataclasses import dataclass

from stage import NOW, Move


@dataclass(frozen=True)
class Forgery:
    """Something done to signed records that must not pass.

    Attributes:
        name: what is done.
        codes: what the gate must say, the code it is about first; it says no other.
        story: the moves.
        fails: whether the gate is to end with 1; a warning alone does not.
    """

    name: str
    codes: tuple[str, ...]
    story: tuple[Move, ...]
    fails: bool = True


@dataclass(frozen=True)
class Honest:
    """A history that is in order; the gate has nothing to say about it.

    Attributes:
        name: what is done.
        story: the moves.
        as_of: the moment at which the gate judges.
    """

    name: str
    story: tuple[Move, ...]
    as_of: str = NOW
