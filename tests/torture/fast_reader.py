"""The fast reader beside ruamel's pure ``safe`` loader, over generated texts.

Where the project reads otherwise by design, the oracle is built so, and says why.
"""

import multiprocessing
import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeAlias

from documents import document
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from tally import Tally

from rdclient.store.content import BOM
from rdclient.store.scalar import PARSER_FAULTS, events
from rdclient.store.yamlfile import construct, parse

FULL = 23_000
"""Documents of the full size; more than 20,000 of them hold nothing that is refused."""
REFUSED = object()
"""What a reader gives that does not read a text."""
Reader: TypeAlias = Callable[[str], object]
"""From a text to its data, or to ``REFUSED``."""


class TextTimes(SafeConstructor):
    """The oracle with the design of this project.

    Dates and times stay text: the model knows the zone, YAML does not. Text stays text also where
    the loader falls over what only looks like a number (``_1``, ``0x_``), and ``=`` is no type.
    """


def _integer(loader: SafeConstructor, node: ScalarNode) -> object:
    try:
        return loader.construct_yaml_int(node)
    except (ValueError, IndexError):
        return node.value


def _float(loader: SafeConstructor, node: ScalarNode) -> object:
    try:
        return loader.construct_yaml_float(node)
    except (ValueError, IndexError):
        return node.value


for _name in ("timestamp", "value", "merge"):
    TextTimes.add_constructor(f"tag:yaml.org,2002:{_name}", lambda _, node: node.value)
TextTimes.add_constructor("tag:yaml.org,2002:int", _integer)
TextTimes.add_constructor("tag:yaml.org,2002:float", _float)


def oracle(text: str) -> object:
    """The data by ruamel's pure safe loader.

    Tabs after a colon and before a comment or a line's end are given to it as blanks: YAML
    allows them there, that loader does not.

    Raises:
        Exception: whatever that loader raises.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = TextTimes
    return yaml.load(blanks_for_tabs(text))


_TABS = re.compile(r"(?<=:)\t|\t(?=[ \t]*(?:#|[\r\n]|\Z))")


def blanks_for_tabs(text: str) -> str:
    """The text with a blank for each tab that only separates; nothing moves."""
    return _TABS.sub(" ", text)


def fast(text: str) -> object:
    """The data by the reader of this project."""
    loaded = parse("f", text)
    return REFUSED if loaded.findings else loaded.data


def measure(
    folder: Path,
    *,
    size: int = FULL,
    seed: int = 20261120,
    processes: int = 2,
    reader: Reader = fast,
) -> Tally:
    """Compare the readers on ``size`` documents.

    Args:
        folder: not needed; nothing is written.
        size: number of documents.
        seed: of the generator; the same seed gives the same documents.
        processes: that share the work.
        reader: what is compared with the oracle.
    """
    del folder
    parts = [range(first, size, processes) for first in range(processes)]
    if processes == 1:
        compared = [compared_all(parts[0], seed, reader)]
    else:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            waiting = [pool.submit(compared_all, part, seed, reader) for part in parts]
            compared = [part.result() for part in waiting]
    count = sum((kinds for kinds, _ in compared), Counter[str]())
    counts = (
        (size, "documents"),
        (count["equal"] + count["only with libyaml"], "equal"),
        (count["only with libyaml"], "of them only with libyaml"),
        (count["refused by both"], "refused by both"),
        (count["refused by us"], "refused as they must be"),
        (count["different"], "different"),
    )
    return Tally("fast reader", counts, tuple(line for _, lines in compared for line in lines))


def compared_all(
    numbers: Sequence[int], seed: int, reader: Reader
) -> tuple[Counter[str], tuple[str, ...]]:
    """How many documents went which way, and a line for each that went wrong."""
    count: Counter[str] = Counter()
    lines = []
    for number in numbers:
        generated = document(number, seed)
        verdict, detail = compared_one(generated.text, generated.planted, reader)
        count[verdict] += 1
        if verdict == "different":
            lines.append(f"document {number}: {detail}: {generated.text!r}")
    return count, tuple(lines)


def compared_one(text: str, planted: str, reader: Reader) -> tuple[str, str]:
    """What becomes of one text: the verdict, and what differs."""
    ours = reader(text)
    try:
        theirs = oracle(text)
    except (YAMLError, *PARSER_FAULTS, NotImplementedError) as error:
        if ours is REFUSED:
            return "refused by both", ""
        return "different", f"read, refused by the oracle: {' '.join(str(error).split())}"
    if planted or ours is REFUSED:
        return _refused(planted, is_refused=ours is REFUSED)
    if repr(ours) != repr(theirs):
        return "different", f"{ours!r} is not {theirs!r}"
    return ("equal", "") if reader is not fast else _other_ways(text, theirs)


def _refused(planted: str, *, is_refused: bool) -> tuple[str, str]:
    """What becomes of a text that the oracle reads and either of us has something against."""
    if planted and is_refused:
        return "refused by us", ""
    return "different", f"read in spite of: {planted}" if planted else "refused, nothing is wrong"


def _other_ways(text: str, theirs: object) -> tuple[str, str]:
    """What the close look and the parser without libyaml make of a text.

    On a platform without libyaml a text never has other data, at times none.
    """
    bare = text.removeprefix(BOM)
    closely = fast("# \\x\n" + bare)  # what looks like an escape is looked at closely
    if repr(closely) != repr(theirs):
        return "different", f"looked at closely it is {closely!r}"
    try:
        pure = construct(events(bare, pure=True))
    except PARSER_FAULTS:
        return "only with libyaml", ""
    if repr(pure) != repr(theirs):
        return "different", f"without libyaml it is {pure!r}"
    return "equal", ""
