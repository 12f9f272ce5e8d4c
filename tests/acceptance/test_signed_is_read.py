"""What a client signs is what a client reads: no governed text is kept out of the document."""

import runpy
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import BaseModel

from rdclient.control.governed import GOVERNED
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.requirement import Requirement

MARKS = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("marks.py"))))
REVIEWED = frozenset(
    Path(__file__).with_name("client_visible_fields.txt").read_text(encoding="utf-8").splitlines()
)


def governed_texts(model: type[BaseModel], way: str) -> Iterator[str]:
    """The way down to each text of a model that is signed."""
    for name, shape in zip(model.model_fields, MARKS.shapes(model), strict=True):
        if name not in GOVERNED[model]:  # type: ignore[index]
            continue
        here = MARKS.way_to(way, shape)
        if shape.part is not None:
            yield from governed_texts(shape.part, here)
        elif shape.is_text:
            yield here


@pytest.mark.parametrize(
    ("kind", "model"), [("change", Change), ("requirement", Requirement), ("meeting", Meeting)]
)
def test_every_text_that_is_signed_stands_in_a_client_edition(
    kind: str, model: type[BaseModel]
) -> None:
    texts = set(governed_texts(model, kind))
    assert len(texts) > 3
    assert sorted(texts - REVIEWED) == []
