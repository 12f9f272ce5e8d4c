"""No record can upset a rule: random valid workspaces, whole and with one thing taken away."""

import re
import sys
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rdclient.diagnostic import Finding
from rdclient.lens import Lang
from rdclient.model.portfolio import KINDS, Portfolio
from rdclient.render.messages import message
from rdclient.rules import RULES
from rdclient.rules.base import Case

sys.path.insert(0, str(Path(__file__).resolve().parent))

import portfolios

BIG = settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def findings(portfolio: Portfolio) -> list[Finding]:
    case = Case(portfolio, portfolios.AS_OF)
    return [finding for rule in RULES for finding in rule.check(case)]


def complaints(kind: str, record: portfolios.Data) -> set[str]:
    """What the model has to say against a record."""
    try:
        KINDS[kind].model_validate(record, context={"zone": portfolios.ZONE})
    except ValidationError as error:
        return {detail["type"] for detail in error.errors()}
    return set()


def reached(data: portfolios.Plain, way: tuple[str | int, ...]) -> bool:
    """Whether something stands at the end of the way, or could stand there."""
    for key in way[:-1]:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(data, dict | list)


@BIG
@given(portfolios.records())
def test_every_finding_has_words_and_a_place(
    drawn: tuple[tuple[str, portfolios.Data], ...],
) -> None:
    by_path = {portfolios.home(kind, index)[0]: data for index, (kind, data) in enumerate(drawn)}
    for finding in findings(portfolios.portfolio(drawn)):
        way = finding.location.pointer
        at_top = finding.location.path.endswith(("project.yaml", "client.yaml", "rdclient.yaml"))
        record = by_path[finding.location.path]
        assert reached(record if at_top else [record], way), finding
        for lang in Lang:
            words = message(finding, lang=lang)
            assert words.headline, finding
            assert words.help, finding
            assert not re.search(r"\{\w+\}", words.headline + words.help), finding


@BIG
@given(st.data(), portfolios.records())
def test_one_thing_less_upsets_no_rule(
    data: st.DataObject, drawn: tuple[tuple[str, portfolios.Data], ...]
) -> None:
    index = data.draw(st.integers(0, len(drawn) - 1))
    kind, record = drawn[index]
    ways = list(portfolios.sites(record))
    assume(ways)
    less = portfolios.without(record, data.draw(st.sampled_from(ways)))
    if against := complaints(kind, less):
        assert against <= {"missing", "text_type"}  # the loader says so, and no rule is asked
        return
    findings(portfolios.portfolio((*drawn[:index], (kind, less), *drawn[index + 1 :])))
