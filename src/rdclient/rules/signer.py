"""Who signed, and when, as facts of a finding."""

from collections.abc import Iterator

from rdclient.control.base import Matter
from rdclient.control.baseline import Signed, specification_verdict
from rdclient.control.change import standing
from rdclient.control.signoff import Verdict
from rdclient.model.signoff import SignOff
from rdclient.rules.past import label


def name_of(matter: Matter, act: SignOff) -> str:
    """The name of the person an act names; the id when nobody is known by it."""
    person = matter.portfolio.person(act.signer, act)
    return str(person.name) if person else act.signer


def signers(matter: Matter, found: Verdict) -> Iterator[str]:
    """Who agreed, each with the day: the client first."""
    for side in found.sides:
        for one in side.approvals:
            yield f"{name_of(matter, one.act)} {label(one.act.declared_at.day)}"


def source_of(matter: Matter, signed: Signed) -> tuple[str, tuple[str, ...]]:
    """The baseline, or the request, in which a requirement is signed, and who agreed to it."""
    if signed.baseline:
        found = specification_verdict(matter, signed.baseline)
        return signed.baseline.id, tuple(signers(matter, found))
    there = standing(matter, signed.steps[0].change)
    people = tuple(signers(matter, there.verdict))
    since = (label(there.approved_at),) if there.approved_at else ()
    return there.change.id, people or since
