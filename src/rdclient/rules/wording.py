"""Wording of requirements: no vague words, one duty in each sentence."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from rdclient.diagnostic import Finding, finding
from rdclient.lens import Lang
from rdclient.model.base import Bilingual, Words
from rdclient.model.requirement import MAIN_LINE, Delivery, Requirement, RequirementStep
from rdclient.model.walk import Way, texts
from rdclient.rules.base import Case, Rule, where
from rdclient.rules.past import known, now, steps
from rdclient.rules.requirement import last_event
from rdclient.rules.vocabulary import Hit, Sort, Vocabulary, duty_words, unbroken, vague_words

_STANDING = frozenset({*MAIN_LINE, RequirementStep.REOPENED})


def vague_wording(case: Case) -> Iterator[Finding]:
    """A text that will be signed says something that cannot be checked (RD208)."""
    moment = now(case)
    words = vague_words(case.portfolio.policy(moment.date()).wording)
    for requirement in known(case, Requirement):
        if not _is_standing(case, requirement):
            continue
        for way, text, figures in _signed(requirement):
            found = tuple(_vague(words, text, figures, is_name=way[0] == "title"))
            if found:
                only_degree = all(hit.sort is Sort.DEGREE for hit in found)
                variant = {"variant": "degree"} if only_degree else {}
                named = tuple(dict.fromkeys(hit.word for hit in found))
                at = where(requirement, *way)
                yield finding("RD208", at, **variant, id=requirement.id, words=named)


def compound_requirement(case: Case) -> Iterator[Finding]:
    """One sentence of a requirement states more than one duty (RD209)."""
    moment = now(case)
    words = duty_words(case.portfolio.policy(moment.date()).wording)
    for requirement in known(case, Requirement):
        if not _is_standing(case, requirement):
            continue
        for field in ("functions", "rules"):
            for way, text in _texts(getattr(requirement, field), (field,)):
                duties = _most_duties(words, text)
                if duties > 1:
                    at = where(requirement, *way)
                    yield finding("RD209", at, id=requirement.id, count=duties)


def _is_standing(case: Case, requirement: Requirement) -> bool:
    """Whether it was there by then, and not deferred, declined or withdrawn for good."""
    last = last_event(case, requirement)
    return last[1].type in _STANDING if last else _has_begun(case, requirement)


def _has_begun(case: Case, requirement: Requirement) -> bool:
    return bool(steps(case, requirement)) or not requirement.events


# ── texts ────────────────────────────────────────────────────────────────────

_FIELDS = ("title", "goal", "functions", "rules", "inputs_outputs", "exceptions")


def _signed(requirement: Requirement) -> Iterator[tuple[Way, str, str]]:
    """Each text that is signed, the way to it, and a text beside it that may hold its figure."""
    for field in _FIELDS:
        for way, text in _texts(getattr(requirement, field), (field,)):
            yield way, text, ""
    if requirement.delivery:
        yield from _delivery(requirement.delivery)
    if acceptance := requirement.acceptance:
        for field in ("procedure", "criteria"):
            for way, text in _texts(getattr(acceptance, field), ("acceptance", field)):
                yield way, text, ""


def _delivery(delivery: Delivery) -> Iterator[tuple[Way, str, str]]:
    for way, words in texts(delivery, ("delivery",)):
        target = ""
        if way[1] == "performance" and isinstance(way[2], int):
            target = " ".join(text for _, text in _texts(delivery.performance[way[2]].target, ()))
        for inner, text in _texts(words, way):
            yield inner, text, target


def _texts(value: Words | tuple[Words, ...] | None, way: Way) -> Iterator[tuple[Way, str]]:
    match value:
        case str():
            yield way, value
        case Bilingual():
            for lang, text in ((Lang.ZH, value.zh), (Lang.EN, value.en)):
                if text:
                    yield (*way, lang.value), text
        case tuple():
            for index, item in enumerate(value):
                yield from _texts(item, (*way, index))


# ── vague words ──────────────────────────────────────────────────────────────

_END = re.compile(r"[。！？!?；;\n]|\.(?=\s|\Z)")
_FIGURE = re.compile(
    r"[<>≤≥≦≧]\s*+(?:=\s*+)?\d"
    r"|\d\s*(?:[%％‰]|(?:个|毫|微)?(?:工作)?(?:秒|分|小时|时|天|日|周|月|季)"
    r"|[笔条次人行页倍项步张台名位元万亿个字])"
    r"|(?<!\d)\d{1,3}\s*年|[一二两三四五六七八九十半]个?(?:毫秒|秒|分钟|小时|工作日|天|日|周|月)"
    r"|[每逐](?:[秒日天周月季年次笔条]|分钟|小时|工作日|个工作日)"
    r"|(?<!\d[,.])(?<![0-9A-Za-z_])"
    r"(?:\d++(?:[,.]\d++)*+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?)[ -]?"
    r"(?:ns|us|µs|ms|s|secs?|seconds?|milliseconds?|min|minutes?|h|hours?|(?:working )?days?"
    r"|weeks?|months?|years?|percent|per cent|[kmgt]?i?b|[kmgt]?bit/s|hz|users?|requests?|records?"
    r"|messages?|transactions?|rows?|lines?|pages?|clicks?|steps?|times)(?![0-9A-Za-z_])"
    r"|\b(?:every|each|per|once an?) (?:second|minute|hour|day|week|month|quarter|year)\b"
    r"|\b(?:hourly|daily|weekly|monthly|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)
"""A figure with its unit, or a stated interval."""


def _vague(words: Vocabulary, text: str, figures: str, *, is_name: bool) -> Iterator[Hit]:
    """The words that leave the text open; in a name, words of degree are part of it."""
    whole = unbroken(text)
    bounds = (0, *(match.end() for match in _END.finditer(whole)), len(whole))
    is_measured = is_name or _FIGURE.search(figures) is not None
    sentences: dict[tuple[int, int], bool] = {}
    for hit in words.hits(whole):
        if hit.sort is Sort.VAGUE:
            yield hit
        elif not is_measured:
            first = bounds[bisect_right(bounds, hit.start) - 1]
            sentence = (first, bounds[bisect_left(bounds, hit.end)])
            if sentence not in sentences:
                sentences[sentence] = _FIGURE.search(whole[slice(*sentence)]) is not None
            if not sentences[sentence]:
                yield hit


# ── duties ───────────────────────────────────────────────────────────────────

_SENTENCE = re.compile(r"[。！？!?]|\.(?=\s|\Z)|\n\s*\n|\n\s*(?=[-*•·]|[(（]?\d+[.)）、])")
_COLON = re.compile(r"：|:(?=\s|\Z)")
_CLAUSE = re.compile(r"[，,；;]")
_IF = re.compile(r"\s*(?:如果|如|若|凡|if\b|unless\b)", re.IGNORECASE)
_WHEN = re.compile(r"(?:的|时|后|前|情况下)\s*\Z")
_HOW = ("在", "于", "按", "当", "对", "以", "根据", "经")
_AND = re.compile(r"[并且而或同]|\b(?:and|or|but|nor|then)\b", re.IGNORECASE)
_JOINED = re.compile(r"[并且也还均都亦又则]不?\Z")
_NAMING = re.compile(r"[^的]{1,12}的")


def _most_duties(words: Vocabulary, text: str) -> int:
    """How many duties the fullest sentence of a text states."""
    if len(words.hits(text)) <= 1:
        return 0
    return max(_duties(words, unbroken(part)) for part in _SENTENCE.split(text))


def _duties(words: Vocabulary, sentence: str) -> int:
    """How many duties a sentence states.

    Of a list behind a colon nothing is counted when the words before it state the duty.
    """
    lead, *rest = _COLON.split(sentence)
    body = sentence if not rest or not words.hits(lead) else lead
    clauses = _CLAUSE.split(body)
    return sum(
        _of_clause(words, clause, is_last=index == len(clauses) - 1)
        for index, clause in enumerate(clauses)
    )


def _of_clause(words: Vocabulary, clause: str, *, is_last: bool) -> int:
    """Duties of a clause: none when it states a condition, else one and those joined to it."""
    hits = words.hits(clause)
    if not hits:
        return 0
    first = hits[0]
    is_adverbial = clause.startswith(_HOW, first.end)
    if not is_last and (_IF.match(clause) or (_WHEN.search(clause) and not is_adverbial)):
        return 0
    return 1 + sum(_is_joined(clause, before, hit) for before, hit in pairwise(hits))


def _is_joined(clause: str, before: Hit, hit: Hit) -> bool:
    """Whether a further word of duty states a duty: not where it only describes a thing."""
    between = clause[before.end : hit.start]
    if _JOINED.search(between):
        return True
    return bool(_AND.search(between)) and not _NAMING.match(clause, hit.end)


RULES = (
    Rule("RD208", vague_wording, about=("requirement",)),
    Rule("RD209", compound_requirement, about=("requirement",)),
)
