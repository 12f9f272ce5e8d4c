"""Fingerprints of findings: the same one from run to run, whatever line it has moved to."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from rdclient.diagnostic import Fact, Finding, in_order
from rdclient.render.findings import Outcome, placed

_OF_THE_SURROUNDINGS = frozenset({"known", "nearest", "problem", "suggestion"})
"""Facts that other records, or the version of a library, decide."""
_BY_LIKENESS = frozenset({"near", "nobody", "unknown", "write"})
"""Variants of a wrong name that change with the names on record."""
_LINE = re.compile(r":\d+\Z")


def fingerprints(outcome: Outcome) -> Mapping[Finding, str]:
    """A fingerprint for each finding, those that are waived included.

    It is made of code, path, field and what the finding is about; not of lines, indexes, numbers
    or words. Findings that are alike in all this are told apart by their order in the file.
    """
    seen: Counter[str] = Counter()
    found = {}
    for item in in_order((*outcome.findings, *(aside.finding for aside in outcome.waived))):
        identity = "\x1f".join(_identity(item, outcome.prefix))
        seen[identity] += 1
        told = f"{identity}\x1f{seen[identity]}"
        found[item] = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:32]
    return found


def _identity(item: Finding, prefix: str) -> list[str]:
    keys = [step for step in item.location.pointer if isinstance(step, str)]
    facts = [
        f"{name}={_plain(fact)}"
        for name, fact in sorted(item.facts)
        if name not in _OF_THE_SURROUNDINGS
        and not isinstance(fact, int)
        and not (name == "variant" and fact in _BY_LIKENESS)
    ]
    return [item.code, placed(item.location.path, prefix), "/".join(keys), *facts]


def _plain(fact: Fact) -> str:
    """A fact as it stands in a record, without a line number."""
    if isinstance(fact, tuple):
        return "\x1e".join(map(_plain, fact))
    text = fact.value if isinstance(fact, StrEnum) else str(fact)
    return _LINE.sub("", text)
