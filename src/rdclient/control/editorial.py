"""Editorial changes: wording without meaning, held against what was signed before."""

import re
from collections.abc import Iterator

from rdclient.control.base import Matter
from rdclient.control.baseline import (
    Signed,
    Step,
    allowed,
    entry_text,
    items_on,
    own_requirement,
    signed_baselines,
    steps_since,
    text_of,
)
from rdclient.control.canon import Content, Plain, as_json, content
from rdclient.control.change import agreed_by_manager, is_done, standing
from rdclient.model.change import Change, ChangeItem, Operation
from rdclient.model.requirement import Requirement

_FIGURE = re.compile(
    r"\d(?:[\d.,:：/~～-]*\d)?[%％‰]?"
    r"|[<>=≤≥≦≧＜＞±]"
    r"|(?:[〇零一二三四五六七八九十百千万亿两半双倍壹贰叁肆伍柒捌玖拾佰仟]|(?<![登大着])陆)+"
    r"|(?i:\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|twice|double)\b)"
)
"""Numbers, what compares them, and number words of both languages."""
_SENSE = re.compile(
    r"[不非无未没勿禁拒否免必须应可许准仅只除或]|至少|至多|最少|最多|以上|以下|以内|以外|之前|之后"
    r"|(?i:\b(?:no|not|non|never|without|cannot|except|unless|only|must|shall|should|may|can|or"
    r"|allow\w*|permit\w*|forbid\w*|den(?:y|ies|ied)|refus\w*|reject\w*|prohibit\w*"
    r"|before|after|least|most|more|less)\b|n['’]t\b)"
)
"""Words that say whether something is to be, may be or must not be, and up to where."""
_NOT_PROSE = frozenset({"method", "cases", "signatory", "file", "url"})
"""Fields in which every letter has a meaning."""


def not_editorial(matter: Matter, change: Change, *, has_impact: bool) -> tuple[str, ...]:
    """Why a request is more than wording.

    Args:
        matter: the records.
        change: labelled editorial.
        has_impact: whether something makes it large.

    Returns:
        ``operation`` when something comes or goes, ``impact`` when it costs or moves anything,
        ``figures`` when a number changes, ``sense`` when a word does that forbids, allows or
        limits; nothing when it is only wording.
    """
    return tuple(dict.fromkeys(_faults(matter, change, has_impact=has_impact)))


def _faults(matter: Matter, change: Change, *, has_impact: bool) -> Iterator[str]:
    if any(item.op is not Operation.MODIFY for item in change.items):
        yield "operation"
    impact = change.impact
    if has_impact or (impact and (impact.schedule_wd or impact.milestones)):
        yield "impact"
    for item in change.items:
        new = content(item.set, matter.binding(change)) if item.set else {}
        for ways in _before(matter, change, item):
            alike = [way for way in ways if _is_alike(way, new)]
            if not alike:
                yield "operation"
            elif not any(_has_same(_FIGURE, way, new) for way in alike):
                yield "figures"
            elif not any(_has_same(_SENSE, way, new) for way in alike):
                yield "sense"


def _is_alike(old: Plain, new: Plain) -> bool:
    """Whether each text of the new stands where the old has one: nothing comes, nothing goes."""
    if isinstance(new, dict):
        return isinstance(old, dict) and all(
            old.get(name) == value if name in _NOT_PROSE else _is_alike(old.get(name), value)
            for name, value in new.items()
        )
    if isinstance(new, list):
        is_as_long = isinstance(old, list) and len(old) == len(new)
        return is_as_long and all(map(_is_alike, old, new))  # type: ignore[arg-type]
    return isinstance(new, str) and isinstance(old, str)


def _has_same(words: re.Pattern[str], old: Plain, new: Plain) -> bool:
    """Whether certain words of the new text are those of the old one, in the same order."""
    if isinstance(new, dict) and isinstance(old, dict):
        return all(_has_same(words, old.get(name), value) for name, value in new.items())
    return words.findall(as_json(old)) == words.findall(as_json(new))


# ── what was signed before ───────────────────────────────────────────────────


def _before(matter: Matter, change: Change, item: ChangeItem) -> Iterator[tuple[Content, ...]]:
    """What a requirement may have said before: once for each signed baseline it is laid over.

    Not what the requirement says now: the new text may stand there already, and then nothing
    would ever seem to change. Only of what nobody signed is there nothing else to look at.
    """
    name = own_requirement(change, item.requirement)
    signed = tuple(_laid_over(matter, change, name)) if name else None
    if signed is not None and (signed or _is_held(matter, change, name)):
        for one in signed:
            yield tuple(way.text for way in allowed(matter, one) if way.text is not None)
        return
    found = matter.portfolio.find("requirement", item.requirement, change)
    if isinstance(found, Requirement):
        yield (text_of(matter, found) or {},)


def _laid_over(matter: Matter, change: Change, requirement: str) -> Iterator[Signed]:
    """The signed texts that a request changes: that of its day, and those made later without it."""
    project, agreed = matter.project(change), agreed_by_manager(matter, change)
    steps = tuple(_earlier(matter, change, requirement))
    of_its_day, later = None, []
    for baseline, _ in signed_baselines(matter, project) if project else ():
        entry = baseline.entry(requirement)
        text = entry_text(entry) if entry else None
        if text is None:
            continue
        since = steps_since(matter, baseline, text, steps)
        one = Signed(requirement, baseline, text, since)
        if agreed and baseline.created_on <= agreed.at.day:
            of_its_day = one
        elif not is_done(change, by=baseline.created_on):
            later.append(one)
    if of_its_day:
        yield of_its_day
    elif any(step.item.op is Operation.ADD for step in steps):
        yield Signed(requirement, None, None, steps)
    yield from later


def _is_held(matter: Matter, change: Change, requirement: str | None) -> bool:
    """Whether a signed baseline holds a requirement."""
    project = matter.project(change)
    signed = signed_baselines(matter, project) if project and requirement else ()
    return any(baseline.entry(str(requirement)) for baseline, _ in signed)


def _earlier(matter: Matter, change: Change, requirement: str) -> Iterator[Step]:
    """The requests on a requirement that were approved before this one was agreed to."""
    limit = _order(matter, change)
    found: list[tuple[tuple[float, str], Step]] = []
    for other in matter.portfolio.beside(Change, change):
        items = items_on(other, requirement)
        # One that is called editorial and was agreed to later is not asked: it would ask for this.
        if other is change or not items or (other.editorial and _order(matter, other) >= limit):
            continue
        stands = standing(matter, other)
        since = stands.approved_at.instant.timestamp() if stands.approved_at else float("-inf")
        if stands.is_approved and (since, other.id) < limit:
            found += [((since, other.id), Step(other, i, is_done(other))) for i in items]
    return iter(step for _, step in sorted(found, key=lambda row: row[0]))


def _order(matter: Matter, change: Change) -> tuple[float, str]:
    agreed = agreed_by_manager(matter, change)
    return (agreed.at.instant.timestamp() if agreed else float("inf"), change.id)
