"""Three versions of a record file merged by what they say: a text, or what people must decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from rdclient.store.content import BOM, Refusal, decoded
from rdclient.store.merge_data import ABSENT, Clash, Joined, Keep, Step, merged_data
from rdclient.store.merge_text import Assembly, NoPlaceError, is_sound
from rdclient.store.position import BREAK
from rdclient.store.yamlfile import LIST_LIMIT, parse

__all__ = ["ABSENT", "Clash", "Keep", "Merged", "Step", "data_of", "merged"]

_UTC = ZoneInfo("UTC")
_NAMES: Mapping[int, str] = MappingProxyType({0: "base", 1: "ours", 2: "theirs"})


@dataclass(frozen=True, slots=True)
class Merged:
    """What came out of a merge.

    Attributes:
        content: the merged bytes; None when there is something to decide.
        clashes: what there is to decide; of the kinds of ``Clash``, and also ``unreadable`` (the
            way names the version) and ``unsafe`` (the text cannot hold the merged data).
    """

    content: bytes | None
    clashes: tuple[Clash, ...]


def merged(
    base: bytes | None,
    ours: bytes,
    theirs: bytes,
    *,
    zone: ZoneInfo = _UTC,
    keep: Keep | None = None,
    is_record: bool = False,
) -> Merged:
    """Merge two versions of a record file that come from one.

    The result is our text with what theirs changed; every other byte of it stays, and it is
    read again: a text that would not say exactly what was merged is never handed out.

    Args:
        base: the common ancestor; None when both sides made the file.
        ours: our version.
        theirs: the other version.
        zone: of the workspace; it puts entries in order whose times have no offset.
        keep: settles values that both sides changed for one of them.
        is_record: whether the file is one record that is known by its name: two new ones that
            differ are two records then, whatever ``keep`` says.
    """
    if theirs in {ours, base}:
        return Merged(ours, ())
    if base == ours:
        return Merged(theirs, ())
    texts, unread = _texts((base, ours, theirs))
    data = [parse("", text) for text in texts]
    unread += tuple(_unreadable(n) for n, one in enumerate(data) if one.findings)
    if unread:
        return Merged(None, unread)
    start = ABSENT if base is None else data[0].data
    sides = data[1].data, data[2].data
    is_new = base is None and is_record and all(isinstance(side, dict) for side in sides)
    found = merged_data(start, *sides, zone=zone, keep=None if is_new else keep)
    if found.clashes:
        return Merged(None, (Clash("both-new", (), *sides),) if is_new else found.clashes)
    return _written(texts, ours, found.value)


def _texts(versions: tuple[bytes | None, ...]) -> tuple[list[str], tuple[Clash, ...]]:
    texts: list[str] = []
    for number, content in enumerate(versions):
        text = decoded(content or b"") if len(content or b"") <= LIST_LIMIT else Refusal("size")
        if isinstance(text, Refusal):
            return [], (_unreadable(number),)
        texts.append(text.removeprefix(BOM))
    return texts, ()


def _unreadable(number: int) -> Clash:
    return Clash("unreadable", (Step(_NAMES[number]),), ABSENT, ABSENT)


def _written(texts: list[str], ours: bytes, value: Joined) -> Merged:
    """The merged value in the text of ours."""
    try:
        lines = Assembly(*texts).lines(value)
    except NoPlaceError:
        return Merged(None, (Clash("unsafe", (), ABSENT, ABSENT),))
    first = BREAK.search(texts[1])
    text = (first.group() if first else "\n").join(lines)
    again = parse("", text)
    if again.findings or not is_sound(again.data, value):
        return Merged(None, (Clash("unsafe", (), ABSENT, ABSENT),))
    mark = BOM if ours.startswith(BOM.encode()) else ""
    return Merged((mark + text).encode(), ())


def data_of(content: bytes) -> object:
    """The data of a record file; None when it cannot be read."""
    text = decoded(content)
    return None if isinstance(text, Refusal) else parse("", text).data
