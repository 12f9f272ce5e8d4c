"""Lengths of time in the policy: which are taken, and what is said of the others."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rdclient.lens import Lang
from rdclient.render.messages import message
from rdclient.store.workspace import read

Make = Callable[[Mapping[str, str]], Path]


def said(make: Make, written: str, *, lang: Lang) -> list[str]:
    """What is wrong with a length, and how to mend it."""
    folder = make({"policy.yaml": f"clocks: {{minutes: {{within: {written}}}}}\n"})
    told = [message(item, lang=lang) for item in read(folder).findings]
    return [f"{item.headline}: {item.help}" for item in told]


@pytest.mark.parametrize("written", ["15m", "2h", "5wd", "3cd", "0h", "99999m", "null"])
def test_minutes_hours_working_days_and_calendar_days_are_taken(
    make_workspace: Make, written: str
) -> None:
    assert said(make_workspace, written, lang=Lang.EN) == []


@pytest.mark.parametrize("written", ["3d", "3天", "3 days", "３日"])
def test_days_must_say_which_days(make_workspace: Make, written: str) -> None:
    assert said(make_workspace, written, lang=Lang.EN) == [
        (
            f"“{written}” does not say whether working days or calendar days are meant: "
            "write 3wd for working days, 3cd for calendar days"
        )
    ]
    assert said(make_workspace, written, lang=Lang.ZH) == [
        f"“{written}”没有写明是工作日还是自然日: 工作日写 3wd，自然日写 3cd"
    ]


@pytest.mark.parametrize(
    ("written", "write"),
    [
        ("2小时", "2h"), ("2 hours", "2h"), ("30分钟", "30m"), ("90 min", "90m"),
        ("5个工作日", "5wd"), ("5 working-days", "5wd"), ("3个自然日", "3cd"), ("2H", "2h"),
    ],
)  # fmt: skip
def test_what_was_meant_is_offered(make_workspace: Make, written: str, write: str) -> None:
    assert said(make_workspace, written, lang=Lang.EN) == [
        f"“{written}” is not a length of time: write {write}"
    ]


@pytest.mark.parametrize("written", ["3", "soon", "-2h", "1.5h", "123456m", "true", "[2h]"])
def test_anything_else_is_told_the_forms_there_are(make_workspace: Make, written: str) -> None:
    (told,) = said(make_workspace, written, lang=Lang.EN)
    assert told.endswith(
        "is not a length of time: write 30m, 2h, 5wd (working days) or 3cd (calendar days); "
        "null where none is agreed"
    )
