"""What people call tokens and fields where records are shown: the words for each, the other way."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rdclient.render.card_words import FIELD_WORDS
from rdclient.render.terms import TERMS
from rdclient.reports.search import fold


@cache
def token_words(family: str) -> Mapping[str, str]:
    """The tokens of an enum by their words in both languages; a word for two tokens is left out.

    >>> token_words("Priority")["medium"], token_words("Priority")["中"]
    ('medium', 'medium')
    """
    tokens: dict[str, set[str]] = defaultdict(set)
    for (name, token), term in TERMS.items():
        if name == family and not token.endswith(".internal"):
            tokens[fold(term.zh)].add(token)
            tokens[fold(term.en)].add(token)
    return MappingProxyType({word: min(known) for word, known in tokens.items() if len(known) == 1})


@cache
def field_labels() -> Mapping[str, tuple[str, ...]]:
    """The fields by what cards call them, in both languages."""
    fields: dict[str, list[str]] = defaultdict(list)
    for field, words in FIELD_WORDS.items():
        for word in words:
            fields[fold(word)].append(field)
    return MappingProxyType({word: tuple(known) for word, known in fields.items()})
