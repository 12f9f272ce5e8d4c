"""What the writing verbs leave alone: sign-offs themselves, and ids that stand in signed words."""

from collections.abc import Iterable

from rdclient.api.target import Target
from rdclient.control.fingerprint import binding_language, fingerprint
from rdclient.control.governed import GOVERNED
from rdclient.diagnostic import UsageError
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.model.portfolio import Portfolio, id_of, kind_of
from rdclient.model.requirement import Requirement
from rdclient.model.signoff import SignOff
from rdclient.store.layout import is_of_signoffs
from rdclient.store.replacing import Replacement


def refuse_signed(portfolio: Portfolio, aim: Target, *, has_twin: bool) -> None:
    """Refuse to give another id to what somebody signed, or to a requirement of a baseline.

    The id is part of what a fingerprint stands for; under another one nothing would fit.

    Args:
        portfolio: every record.
        aim: the record or part that is to be called otherwise.
        has_twin: whether another record has its id; signed is the one whose words were signed.

    Raises:
        UsageError: ``id-signed`` with a file of sign-offs that stands in the way, or
            ``id-in-baseline``.
    """
    record = aim.record
    if aim.pointer and aim.pointer[0] not in GOVERNED.get(type(record), ()):
        return
    for act in portfolio.all(SignOff):
        if _subject(act) != _key(record):
            continue
        if not has_twin or act.fingerprint == _fingerprint(portfolio, record):
            raise UsageError("id-signed", aim.id, act.origin.path)
    for baseline in portfolio.all(Baseline) if isinstance(record, Requirement) else ():
        is_near = baseline.origin.project == record.origin.project
        if is_near and baseline.origin.client == record.origin.client and baseline.entry(aim.id):
            raise UsageError("id-in-baseline", aim.id, baseline.origin.path)


def refuse_signed_words(portfolio: Portfolio, name: str, going: Iterable[Replacement]) -> None:
    """Refuse to change references that stand in words somebody signed.

    Args:
        portfolio: every record.
        name: the id they hold.
        going: the references that would change.

    Raises:
        UsageError: ``id-signed`` with the first file of sign-offs that stands in the way.
    """
    acts = {_subject(act): act for act in portfolio.all(SignOff)}
    signed = [record for record in portfolio.records if _key(record) in acts]
    for one in going if acts else ():
        if is_of_signoffs(one.path):
            raise UsageError("id-signed", name, one.path)
        for record in signed:
            if _is_governed(record, one):
                raise UsageError("id-signed", name, acts[_key(record)].origin.path)


_Key = tuple[str | None, str | None, str, str]


def _key(record: Record) -> _Key:
    return record.origin.client, record.origin.project, kind_of(record), id_of(record)


def _subject(act: SignOff) -> _Key:
    return act.origin.client, act.origin.project, act.kind.value, act.subject


def _fingerprint(portfolio: Portfolio, record: Record) -> str:
    return fingerprint(record, binding_language(portfolio, record))


def _is_governed(record: Record, one: Replacement) -> bool:
    """Whether a text stands in a field of a record that counterparts sign."""
    origin = record.origin
    depth = len(origin.pointer)
    if one.path != origin.path or one.pointer[:depth] != origin.pointer:
        return False
    return one.pointer[depth] in GOVERNED.get(type(record), ())
