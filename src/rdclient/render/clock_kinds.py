"""Which clocks somebody means: by code, by name, by what they are called, by family or record."""

import difflib
from collections.abc import Iterator, Mapping
from functools import cache

from rdclient.diagnostic import CODES, UsageError
from rdclient.model.portfolio import KINDS
from rdclient.obligations import cadence, care, change, incident, meeting, plan, ticket
from rdclient.obligations.base import State
from rdclient.obligations.ledger import CLOCKS
from rdclient.obligations.policy_row import POLICY_ROWS
from rdclient.render.clock_words import CLOCK_NAMES
from rdclient.render.kind_names import kind_named
from rdclient.render.spoken import token_words
from rdclient.reports.search import fold

_FAMILIES = {
    "service": ((*ticket.CLOCKS, *incident.CLOCKS), ("服务", "运维")),
    "change": (change.CLOCKS, ("变更",)),
    "meeting": (meeting.CLOCKS, ("会议", "会议纪要")),
    "cadence": (cadence.CLOCKS, ("例行沟通", "沟通")),
    "care": (care.CLOCKS, ("客户关怀", "满意度")),
    "plan": (plan.CLOCKS, ("计划",)),
}
_LEAST = 3
"""Characters from which a code may be cut off: RD5."""


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """What clocks may be called → their codes."""
    found: dict[str, set[str]] = {}
    for name, codes in _all_names():
        found.setdefault(_plain(name), set()).update(codes)
    return {name: frozenset(codes) for name, codes in found.items()}


def _all_names() -> Iterator[tuple[str, frozenset[str]]]:
    for clock in CLOCKS:
        own = frozenset({clock.code})
        rows = (way.rpartition(".")[2] for way in POLICY_ROWS.get(clock.code, ()))
        for name in (clock.code, CODES[clock.code].name, *CLOCK_NAMES[clock.code], *rows):
            yield name, own
    for family, (clocks, words) in _FAMILIES.items():
        codes = frozenset(clock.code for clock in clocks)
        for name in (family, *words):
            yield name, codes


def _plain(text: str) -> str:
    return fold(text).replace("-", "").replace("_", "")


def clocks_meant(text: str) -> tuple[frozenset[str] | None, str | None]:
    """The codes of the clocks that a word means, or the kind of record whose clocks it means.

    ``RD501``, ``RD5``, ``ticket-response``, ``响应``, ``service``; ``工单``.

    Raises:
        UsageError: when it means neither.
    """
    found = _named(text)
    kind = kind_named(text)
    if found is None and kind in KINDS:
        return None, kind
    return found or clock_codes(text), None


def clock_codes(text: str) -> frozenset[str]:
    """The codes of the clocks that a word means; of a kind of record those that speak of it.

    Raises:
        UsageError: when it means none.
    """
    kind = kind_named(text)
    about = frozenset(clock.code for clock in CLOCKS if kind is not None and kind in clock.about)
    if found := _named(text) or about:
        return found
    typed = _plain(text)
    parts = {own for name, own in _names().items() if typed and typed in name}
    if len(parts) == 1:
        return parts.pop()
    near = difflib.get_close_matches(typed, _names(), 3, 0.5)
    known = [CODES[min(_names()[name])].name for name in near] or [
        CODES[clock.code].name for clock in CLOCKS[:_MOST]
    ]
    raise UsageError("unknown-clock", text, ", ".join(dict.fromkeys(known)))


def _named(text: str) -> frozenset[str] | None:
    """The clocks of a name or a code, or of the beginning of codes."""
    typed = _plain(text)
    if found := _names().get(typed):
        return found
    begun = frozenset(clock.code for clock in CLOCKS if clock.code.lower().startswith(typed))
    return begun if len(typed) >= _LEAST and begun else None


_MOST = 6


def state_token(text: str) -> str:
    """The token of a state by its token or its words: ``at_risk``, ``at risk``, ``即将超时``.

    Raises:
        UsageError: when it means none.
    """
    known = token_words("State")
    tokens = {_plain(token): token for token in known.values()}
    found = known.get(fold(text)) or tokens.get(_plain(text)) or _SAID.get(text.strip())
    if found is None:
        raise UsageError("unknown-clock-state", text, tuple(sorted(State)))
    return found


_SAID = {"逾期": "breached", "已逾期": "breached", "已超时": "breached", "overdue": "breached"}
