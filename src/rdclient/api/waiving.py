"""``waive``: a rule set aside for some records, with reason, approvers and an end."""

import difflib
from dataclasses import dataclass, replace
from pathlib import Path

from rdclient.api.checking import check
from rdclient.api.moment import in_zone
from rdclient.api.target import referred
from rdclient.api.writing import Change, Clock, read_with_speech
from rdclient.diagnostic import CODES, IncompleteError, UsageError, unread
from rdclient.model import replay
from rdclient.model.base import Origin, Ref
from rdclient.model.governance import Waiver
from rdclient.model.walk import made_of
from rdclient.obligations.base import State
from rdclient.obligations.ledger import CLOCK_OF, judged
from rdclient.reports.search import find_client
from rdclient.rules import waiver as rule
from rdclient.rules.base import Case
from rdclient.store import edits
from rdclient.store.chinese import plain
from rdclient.store.content import BOM
from rdclient.store.edits import Edit, EditRefusedError
from rdclient.store.position import code_point
from rdclient.store.scalar import FORBIDDEN
from rdclient.store.typed import Speech, value_of
from rdclient.store.validate import validate
from rdclient.store.workspace import Read
from rdclient.store.yamlfile import parse


@dataclass(frozen=True, slots=True)
class Wish:
    """A waiver as it was typed.

    Attributes:
        code: of the rule, or its name.
        scope: a file or folder; or a client, a project or an id.
        reason: why.
        approvers: people by id or name.
        until: the last day, as people say it.
        client: whose waiver it is; None for one of the workspace.
    """

    code: str
    scope: str
    reason: str
    approvers: tuple[str, ...]
    until: str
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Waiving:
    """A waiver to be written.

    Attributes:
        change: of the file that holds it.
        covered: how many findings, or clocks of its code, it sets aside now.
        is_of_clock: whether its code is that of a clock.
    """

    change: Change
    covered: int
    is_of_clock: bool


def waive(root: Path, wish: Wish, *, clock: Clock, cache: Path | None = None) -> Waiving:
    """The change that adds a waiver; nothing is written yet.

    A waiver that stands there already, word for word, is not added again.

    Raises:
        UsageError: when ``check`` would say that the waiver is not in order.
        IncompleteError: when the workspace's own file could not be read.
        EditRefusedError: when the file of the waivers cannot be changed safely.
    """
    loaded, speech = read_with_speech(root, clock, cache)
    client = find_client(loaded.portfolio, wish.client).id if wish.client else None
    path = f"clients/{client}/waivers.yaml" if client else "waivers.yaml"
    if path in unread(loaded.findings):
        raise EditRefusedError("edit-unreadable", path)
    item = _item(loaded, wish, speech, Origin(path, (), client))
    name, scope, until = (str(item[key]) for key in ("code", "scope", "until"))
    edit = edits.append_entry(root, path, (), item)
    rows = _rows(path, edit.after.decode())
    index = rows.index(item)
    if edit.before is not None and index < len(rows) - 1:
        edit = Edit(path, edit.before, edit.before)
    made = _made(loaded, edit, index, client)
    _refuse_faults(loaded, made, speech)
    change = Change(edit, name, scope, None, f"until: {until}", is_addition=True)
    if made.code in CLOCK_OF:
        return Waiving(change, _clocks_covered(loaded, made, speech), is_of_clock=True)
    return Waiving(change, _covered(root, loaded, made, speech, cache), is_of_clock=False)


def _item(loaded: Read, wish: Wish, speech: Speech, origin: Origin) -> dict[str, object]:
    """The entry of the file.

    Raises:
        UsageError: when the rule or an approver does not exist, or a text is empty.
    """
    for name, text in (("scope", wish.scope), ("--reason", wish.reason), ("--until", wish.until)):
        if not text.strip():
            raise UsageError("value-empty", name)
        if hidden := FORBIDDEN.search(text):
            raise UsageError("value-character", name, code_point(hidden.group()))
    near = Waiver(code="RD000", scope=wish.scope).placed(origin)
    people = (referred(loaded, near, Ref(("person",)), name.strip()) for name in wish.approvers)
    until = Waiver.model_fields["until"]

    facts = tuple(made_of(until.annotation, tuple(until.metadata)))
    return {
        "code": _code(wish.code),
        "scope": wish.scope.strip(),
        "reason": wish.reason.strip(),
        "approvers": list(dict.fromkeys(people)),
        "until": value_of(facts, wish.until, speech),
    }


def _code(typed: str) -> str:
    """The code of a rule, for its code or its name.

    Raises:
        UsageError: when there is none.
    """
    names = {row.name: row.code for row in CODES.values()}
    text = plain(typed)
    code = names.get(text.lower(), text.upper())
    if code not in CODES:
        known = {**{code: code for code in CODES}, **names}
        near = difflib.get_close_matches(code, known, 3, 0.6) or difflib.get_close_matches(
            text.lower(), known, 3, 0.6
        )
        raise UsageError("unknown-rule", typed, ", ".join(known[one] for one in near) or "—")
    return code


def _rows(path: str, text: str) -> list[object]:
    data = parse(path, text.removeprefix(BOM)).data
    return data if isinstance(data, list) else []


def _made(loaded: Read, edit: Edit, index: int, client: str | None) -> Waiver:
    """The waiver as it will be read.

    Raises:
        UsageError: with the first finding, when it cannot be read.
    """
    text = edit.after.decode().removeprefix(BOM)
    data = _rows(edit.path, text)[index]
    zone = loaded.portfolio.zone
    found = validate(Waiver, data, path=edit.path, text=text, pointer=(index,), zone=zone)
    if isinstance(found, tuple):
        raise UsageError("value-refused", found[0])
    return found.placed(Origin(edit.path, (index,), client))


def _refuse_faults(loaded: Read, made: Waiver, speech: Speech) -> None:
    """Refuse a waiver that is not in order.

    Raises:
        UsageError: with what ``check`` would say.
        IncompleteError: when what it is about may stand in a file that could not be read.
    """
    case = _alone(loaded, made, speech)
    faults = (fault for each in rule.RULES for fault in each.check(case))
    fault = next(faults, None)
    lost = unread(loaded.findings)
    if fault and lost and ("variant", "scope") in fault.facts:
        raise IncompleteError("not-found-unread", ", ".join(lost), len(lost))
    if fault:
        raise UsageError("value-refused", fault)


def _alone(loaded: Read, made: Waiver, speech: Speech) -> Case:
    """What rules look at, were this the only waiver."""
    others = tuple(r for r in loaded.portfolio.records if not isinstance(r, Waiver))
    return Case(replace(loaded.portfolio, records=(*others, made)), speech.now)


def _covered(root: Path, loaded: Read, made: Waiver, speech: Speech, cache: Path | None) -> int:
    """How many of the findings of now a waiver sets aside."""
    found = check(root, as_of=speech.now, cache=cache).findings
    return len(rule.waived(found, _alone(loaded, made, speech))[1])


def _clocks_covered(loaded: Read, made: Waiver, speech: Speech) -> int:
    """How many of the clocks of now a waiver sets aside."""
    as_of = in_zone(speech.now, loaded.portfolio)
    portfolio = replay.at(_alone(loaded, made, speech).portfolio, as_of)
    found = judged(portfolio, as_of=as_of, codes=frozenset({made.code}))
    return sum(item.standing.state is State.WAIVED and item.waiver is not None for item in found)
