"""Client editions do not depend on what the client may not see: not by a count, not by an order."""

import runpy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias, TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rdclient.control.governed import GOVERNED
from rdclient.lens import Audience, Lang
from rdclient.model.base import Action, Bilingual, Moment, Origin, Part, Record
from rdclient.model.change import Change, ChangeEvent
from rdclient.model.client import Client, Interaction
from rdclient.model.meeting import Meeting
from rdclient.model.plan import Milestone, ReportRecord, Task
from rdclient.model.portfolio import Portfolio, kind_of
from rdclient.model.project import Feedback, Project
from rdclient.model.requirement import Requirement
from rdclient.model.risk import Issue, Risk
from rdclient.model.satisfaction import Survey
from rdclient.model.service import Complaint, Incident, Ticket
from rdclient.model.signoff import SignOff
from rdclient.store.workspace import read

SHARED = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("workspace.py"))))
MARKS = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("marks.py"))))
VISIBLE = frozenset(
    line
    for line in Path(__file__)
    .with_name("client_visible_fields.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("#")
)
MINUTES = ("settlement/MTG-0119", "settlement/MTG-0116", "mobile-portal/MTG-0204")
SIGNED = (
    ("change-form", "settlement/CR-007"),
    ("change-form", "settlement/CR-003"),
    ("change-form", "settlement/CR-005"),
    ("change-form", "mobile-portal/CR-001"),
    ("baseline-form", "settlement/V2"),
    ("contract-annex", "settlement"),
)
UNSHOWN_KINDS = frozenset(
    {"task", "issue", "interaction", "complaint", "survey", "iteration", "drill", "followup",
     "release", "brief"}
)  # fmt: skip
"""No document for the client shows any of these, whatever their audience."""
UNSHOWN_FIGURES = frozenset(
    {
        "change.internal", "client.account_plan", "client.dr", "client.first_contact_on",
        "client.tier", "contact.influence",
        "contract.amount", "contract.client_obligations[]", "contract.payments[]",
        "contract.warranty_until", "incident.category",
        "incident.core_business", "incident.outage_min", "incident.postmortem", "milestone.kind",
        "person.languages[]", "project.accepted_on", "project.board[]", "project.goals[]",
        "project.touchpoint_until", "project.type", "requirement.analysis",
        "requirement.elicitation", "requirement.open_questions[]", "requirement.priority",
        "requirement.type", "ticket.kind",
    }
)  # fmt: skip
"""Fields whose numbers, dates and tokens reach no client edition."""
EFFORTS = frozenset({"change.internal.effort", "task.plans[].effort_pd"})
"""Of these the client learns one thing: small changes of an iteration that take too much of its
effort are large ones, and are signed as such (rule book C5)."""

_P = TypeVar("_P", bound=Part)
Value: TypeAlias = Any
"""What a field may hold."""
everyday = settings(
    max_examples=15, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
)


@cache
def example() -> Portfolio:
    """The shipped records."""
    return read(SHARED.EXAMPLE).portfolio


def editions(
    portfolio: Portfolio,
    audience: Audience = Audience.CLIENT,
    forms: tuple[str, ...] = ("md", "html", "json"),
) -> dict[Any, str]:
    """The documents compared, by name."""
    with SHARED.compiled_once():
        found: dict[Any, str] = SHARED.documents(
            portfolio, audience, weeks=SHARED.WEEKS[-1:], forms=forms, of=MINUTES, signed=SIGNED
        )
    return found


@cache
def expected() -> dict[Any, str]:
    """The client editions of the shipped records."""
    found = editions(example())
    assert len(found) == (2 + len(MINUTES) + len(SIGNED)) * 2 * 3
    return found


def with_records(records: tuple[Record, ...]) -> Portfolio:
    """The shipped workspace with other records."""
    return replace(example(), records=records)


DRAWN = ("md", "json")
"""Formats compared for each drawn example; a page is made from the Markdown."""


def differing(portfolio: Portfolio, forms: tuple[str, ...] = ("md", "html", "json")) -> list[str]:
    """The client editions that are not as expected."""
    now = editions(portfolio, forms=forms)
    return [str(name) for name, text in now.items() if expected()[name] != text]


# ── changing what is not shown ───────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Alteration:
    """How values are changed: a text is added, figures and dates move."""

    text: str
    step: int

    def part(self, part: _P, way: str, kind: str, *, is_internal: bool = False) -> _P:
        """The part with everything changed that no client edition shows."""
        is_internal = is_internal or MARKS.is_internal_part(kind, way, _written(part))
        changed: dict[str, object] = {}
        for name, shape in zip(type(part).model_fields, MARKS.shapes(type(part)), strict=True):
            value = getattr(part, name)
            here = MARKS.way_to(way, shape)
            is_signed = not is_internal and name in GOVERNED.get(type(part), ())
            if name == "id" or value is None or value == () or is_signed or here in EFFORTS:
                continue
            is_unshown = is_internal or here in UNSHOWN_FIGURES or kind in UNSHOWN_KINDS
            if isinstance(value, tuple):
                changed[name] = tuple(
                    self._value(item, here, kind, shape, is_unshown=is_unshown) for item in value
                )
            else:
                changed[name] = self._value(value, here, kind, shape, is_unshown=is_unshown)
        return part.model_copy(update=changed)

    def _value(self, value: Value, way: str, kind: str, shape: Value, *, is_unshown: bool) -> Value:
        if isinstance(value, Part):
            return self.part(value, way, kind, is_internal=is_unshown)
        if shape.is_text:
            is_kept = not is_unshown and way in VISIBLE
            return value if is_kept or way in MARKS.NAMES_NOT_TEXTS else self._text(value)
        is_name = isinstance(value, Audience) or way == "meeting.kind"
        if not is_unshown or is_name or (isinstance(value, str) and not isinstance(value, StrEnum)):
            return value
        return self._figure(value)

    def _text(self, value: str | Bilingual) -> str | Bilingual:
        if isinstance(value, str):
            return value + self.text
        return Bilingual(zh=(value.zh or "") + self.text, en=(value.en or "") + self.text)

    def _figure(self, value: Value) -> Value:
        if isinstance(value, bool):
            return not value
        if isinstance(value, StrEnum):
            members = list(type(value))
            return members[(members.index(value) + self.step) % len(members)]
        if isinstance(value, Moment):
            return _moved(value, timedelta(days=self.step))
        if isinstance(value, date):
            return value + timedelta(days=self.step)
        return value + self.step if isinstance(value, int | float | Decimal) else value


def _written(part: Part) -> dict[str, object]:
    """What a part says about who may see it."""
    said = part.model_dump(include={"audience", "kind", "disclosed_on"})
    return {key: value for key, value in said.items() if value is not None}


def is_unshown(record: Record) -> bool:
    """Whether no client edition may depend on a record at all."""
    kind = kind_of(record)
    return kind in UNSHOWN_KINDS or MARKS.is_internal_part(kind, kind, _written(record))


def changed(portfolio: Portfolio, change: Alteration) -> Portfolio:
    """Everything changed that is not shown; a report's internal issuances move, too."""
    records = tuple(
        record  # what somebody declared: each of its words counts, and it is never changed
        if isinstance(record, SignOff)
        else _issued_later(change.part(record, kind_of(record), kind_of(record)), change)
        for record in portfolio.records
    )
    return with_records(records)


def _issued_later(record: Record, change: Alteration) -> Record:
    if not isinstance(record, ReportRecord):
        return record
    delta = timedelta(days=change.step)
    issued = tuple(
        item.model_copy(update={"as_of": _moved(item.as_of, delta), "lang": Lang.EN})
        if item.edition is Audience.INTERNAL
        else item
        for item in record.issued
    )
    return record.model_copy(update={"issued": issued})


def _moved(moment: Moment, delta: timedelta) -> Moment:
    return Moment(moment.instant + delta, timed=moment.timed, local=moment.local + delta)


@everyday
@given(
    text=st.text("内部成本 cost#|*`\n<&", min_size=1, max_size=8),
    step=st.integers(min_value=-40, max_value=40).filter(bool),
)
def test_changing_what_is_not_shown_changes_no_client_edition(text: str, step: int) -> None:
    assert differing(changed(example(), Alteration(text, step)), DRAWN) == []


def test_the_same_changes_do_change_the_internal_editions() -> None:
    assert differing(changed(example(), Alteration("（改）", 3))) == []
    before = editions(example(), Audience.INTERNAL)
    after = editions(changed(example(), Alteration("（改）", 3)), Audience.INTERNAL)
    assert sum(before[name] != after[name] for name in before) > len(before) // 2


# ── adding, removing and reordering internal records ─────────────────────────

INTERNAL: dict[str, object] = {"audience": Audience.INTERNAL}


def _first(cls: type[Record], wanted: str) -> Record:
    found = example().all(cls)
    return next((r for r in found if getattr(r, "id", None) == wanted), found[0])


def _copy(cls: type[Record], wanted: str, **update: object) -> Callable[[int], Record]:
    def made(number: int) -> Record:
        name = {"id": f"X-{number}"} if "id" in cls.model_fields else {}
        return _first(cls, wanted).model_copy(update={**name, **INTERNAL, **update})

    return made


ADDITIONS: dict[str, Callable[[int], Record]] = {
    "a requirement done this week": _copy(Requirement, "REQ-018"),
    "a late requirement": _copy(Requirement, "REQ-015"),
    "an approved change": _copy(Change, "CR-003"),
    "an undecided change": _copy(Change, "CR-007"),
    "a meeting of this week": _copy(Meeting, "MTG-0119"),
    "a late key milestone": _copy(Milestone, "M3"),
    "a ticket of this week": _copy(Ticket, "TCK-0036"),
    "an incident": _copy(Incident, "INC-002"),
    "words of the client": _copy(Feedback, ""),
    "a disclosed risk marked internal": _copy(Risk, "RISK-005"),
    "a risk that was not disclosed": _copy(Risk, "RISK-005", audience=None, disclosed_on=None),
    "an internal sync": _copy(Meeting, "MTG-0120", audience=None),
    "a task": _copy(Task, "", audience=None),
    "an issue": _copy(Issue, "", audience=None),
    "a talk": _copy(Interaction, "", audience=None),
    "a complaint": _copy(Complaint, "", audience=None),
    "a survey": _copy(Survey, "", audience=None),
}


@everyday
@given(
    added=st.lists(st.sampled_from(sorted(ADDITIONS)), max_size=8),
    gone=st.sets(st.integers(min_value=0, max_value=400), max_size=60),
    random=st.randoms(use_true_random=False),
)
def test_adding_removing_or_reordering_internal_records_changes_no_client_edition(
    added: list[str],
    gone: set[int],
    random: Value,
) -> None:
    shown = [record for record in example().records if not is_unshown(record)]
    internal = [record for record in example().records if is_unshown(record)]
    planned = [record for record in internal if isinstance(record, Task)]  # see EFFORTS
    kept = [r for number, r in enumerate(internal) if number not in gone or r in planned]
    new = [ADDITIONS[name](number) for number, name in enumerate(added)]
    records = list(shown)
    for record in (*kept, *new):
        records.insert(random.randrange(len(records) + 1), record)
    assert differing(with_records(tuple(records)), DRAWN) == []


def test_every_addition_at_once_changes_no_client_edition_but_the_internal_ones() -> None:
    new = tuple(made(number) for number, made in enumerate(ADDITIONS.values()))
    portfolio = with_records((*new, *example().records))
    assert differing(portfolio) == []
    before, after = (editions(p, Audience.INTERNAL) for p in (example(), portfolio))
    assert any(before[name] != after[name] for name in before)


def _internal_twins(part: _P) -> _P:
    """The part with a twin marked internal after each dated fact and item in its lists."""
    update: dict[str, object] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Part):
            update[name] = _internal_twins(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            inner = [_internal_twins(item) for item in value]
            twins = [_twin(item) for item in inner if "audience" in type(item).model_fields]
            update[name] = (*inner, *twins)
    return part.model_copy(update=update)


def _twin(item: _P) -> _P:
    name = {"id": f"{item.id}-X"} if hasattr(item, "id") else {}
    twin = Alteration("（内部）", 1).part(
        item.model_copy(update={**name, **INTERNAL}), "", "", is_internal=True
    )
    # Whether a request is approved is told to both sides alike, so that its steps stay.
    return twin.model_copy(update={"type": item.type}) if isinstance(item, ChangeEvent) else twin


@pytest.mark.parametrize(
    "cls", [Requirement, Change, Meeting, Milestone, Risk, Ticket, Incident, Project]
)
def test_an_internal_twin_of_every_fact_of_a_record_changes_no_client_edition(
    cls: type[Record],
) -> None:
    records = tuple(
        _internal_twins(record) if isinstance(record, cls) else record
        for record in example().records
    )
    assert differing(with_records(records)) == []


# ── another client ───────────────────────────────────────────────────────────


def _of_another(change: Alteration) -> Iterator[Record]:
    """A copy of everything of the client under another one, with other words and figures."""
    for record in example().records:
        origin = record.origin
        if origin.client is None:
            continue
        kind = kind_of(record)
        copy = change.part(record, "", kind, is_internal=True)
        if isinstance(record, Client):
            copy = copy.model_copy(update={"id": "other"})
        path = origin.path.replace(f"clients/{SHARED.CLIENT}/", "clients/other/")
        yield copy.placed(Origin(path, origin.pointer, "other", origin.project))


@everyday
@given(
    text=st.text("他行 other", min_size=1, max_size=8),
    step=st.integers(min_value=-10, max_value=10),
    comes_first=st.booleans(),
    random=st.randoms(use_true_random=False),
)
def test_another_client_changes_no_client_edition(
    text: str,
    step: int,
    *,
    comes_first: bool,
    random: Value,
) -> None:
    others = list(_of_another(Alteration(text, step)))
    random.shuffle(others)
    own = example().records
    records = (*others[: len(others) // 2], *own) if comes_first else (*own, *others)
    assert differing(with_records(records), DRAWN) == []


# ── and what is shown does count ─────────────────────────────────────────────


def _project_named(record: Record) -> Record:
    return record.model_copy(update={"name": "别的名称"})


def _other_reason(record: Record) -> Record:
    return record.model_copy(update={"reason": "别的原因"})


def _action_text(record: Record) -> Record:
    assert isinstance(record, Meeting)
    actions: tuple[Action, ...] = tuple(
        action.model_copy(update={"text": "别的事项"}) for action in record.actions
    )
    return record.model_copy(update={"actions": actions})


@pytest.mark.parametrize(
    ("cls", "wanted", "change", "report"),
    [
        (Project, "settlement", _project_named, "weekly-report settlement"),
        (Meeting, "MTG-0119", _action_text, "minutes settlement/MTG-0119"),
        (Change, "CR-007", _other_reason, "change-form settlement/CR-007"),
    ],
)
def test_changing_what_is_shown_changes_every_client_edition_of_it(
    cls: type[Record], wanted: str, change: Callable[[Record], Record], report: str
) -> None:
    chosen = _first(cls, wanted)
    records = tuple(change(item) if item is chosen else item for item in example().records)
    now = editions(with_records(records))
    names = [name for name in expected() if str(name).startswith(report)]
    assert len(names) == 6
    assert all(now[name] != expected()[name] for name in names)


def test_the_list_of_fields_that_are_not_shown_names_real_ones() -> None:
    assert MARKS.all_fields() >= UNSHOWN_FIGURES
