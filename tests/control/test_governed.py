"""Every field of every class that is signed, or lies in one, stands in exactly one column."""

import types
from collections.abc import Iterator
from typing import Union

import pytest

from rdclient.control.governed import CANON, FREE, GOVERNED
from rdclient.model.base import Part
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change, ItemText
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import KINDS
from rdclient.model.requirement import Requirement
from rdclient.model.signoff import SubjectKind
from rdclient.model.walk import made_of

SIGNED = (Requirement, Change, Meeting, Baseline)


def made(cls: type[Part], name: str) -> set[object]:
    info = cls.model_fields[name]
    return set(made_of(info.annotation, tuple(info.metadata)))


def reached(cls: type[Part]) -> Iterator[type[Part]]:
    """A class and those that its governed fields lead to."""
    yield cls
    for name in GOVERNED[cls]:
        for fact in made(cls, name):
            if isinstance(fact, type) and issubclass(fact, Part):
                yield from reached(fact)


REACHED = tuple(dict.fromkeys(part for cls in SIGNED for part in reached(cls)))


def test_the_tables_hold_just_the_classes_that_a_signature_reaches() -> None:
    assert set(GOVERNED) == set(FREE) == set(REACHED)


@pytest.mark.parametrize("cls", REACHED, ids=lambda cls: cls.__name__)
def test_each_field_stands_in_exactly_one_column(cls: type[Part]) -> None:
    columns = [*GOVERNED[cls], *FREE[cls]]
    assert sorted(columns) == sorted(cls.model_fields)
    assert len(columns) == len(set(columns))


def test_everything_that_can_be_signed_has_a_version_of_its_columns() -> None:
    assert {*(kind.value for kind in SubjectKind), "requirement"} == set(CANON)
    assert {KINDS[kind] for kind in CANON} == set(SIGNED)
    assert dict(CANON) == {"requirement": 1, "change": 1, "meeting": 1, "baseline": 1}


def test_a_request_can_say_all_that_is_signed_of_a_requirement_and_nothing_else() -> None:
    assert GOVERNED[ItemText] == GOVERNED[Requirement]
    assert FREE[ItemText] == ()


@pytest.mark.parametrize("cls", REACHED, ids=lambda cls: cls.__name__)
def test_nothing_governed_is_a_number_that_two_programs_may_print_differently(
    cls: type[Part],
) -> None:
    for name in GOVERNED[cls]:
        facts = made(cls, name)
        assert float not in facts, name
        assert dict not in facts, name
        assert object not in facts, name
        assert not {Union, types.UnionType} & facts, name
