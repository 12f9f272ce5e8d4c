"""Terms: the word for every token, in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.lens import Lang
from rdclient.render.term_rows import DERIVED, ROWS


@dataclass(frozen=True, slots=True)
class Term:
    """What a token is called in each language."""

    zh: str
    en: str


DERIVED_FAMILIES = frozenset(family for family, *_ in DERIVED)
"""Families of states that reports derive; no enum of the model stands behind them."""

TERMS: Mapping[tuple[str, str], Term] = MappingProxyType(
    {(family, token): Term(zh, en) for family, token, zh, en in ROWS}
)
"""(enum class name, token) → its words. What policy defines carries its own words there."""


def word(family: str, token: str, *, lang: Lang, internal: bool = False) -> str:
    """What a token is called.

    Args:
        family: the enum's class name, or one of ``DERIVED_FAMILIES``.
        token: as it stands in YAML.
        lang: of the word.
        internal: take the internal edition's word where the two editions differ.

    Raises:
        LookupError: when there is no such row.
    """
    term = TERMS.get((family, f"{token}.internal")) if internal else None
    term = term or TERMS.get((family, token))
    if term is None:
        raise LookupError(f"no word for {family} {token!r}")
    return term.zh if lang is Lang.ZH else term.en
