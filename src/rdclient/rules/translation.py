"""Translations: none is older than the binding text it was made from."""

from collections.abc import Iterator
from dataclasses import replace

from rdclient.diagnostic import Finding, finding
from rdclient.lens import Lang
from rdclient.model import replay
from rdclient.model.base import Bilingual, Record, digest
from rdclient.model.change import Change
from rdclient.model.plan import Deliverable, Milestone
from rdclient.model.portfolio import Portfolio
from rdclient.model.project import Project
from rdclient.model.requirement import Requirement
from rdclient.model.walk import Way, texts
from rdclient.rules.base import Case, Rule, where

_BINDING: tuple[type[Record], ...] = (Project, Requirement, Change, Milestone, Deliverable)
"""What is signed, or read by those who sign."""


def translation_stale(case: Case) -> Iterator[Finding]:
    """The binding text was changed after its translation had been made (RD219)."""
    stale = [
        (record, way, text)
        for cls in _BINDING
        for record in case.portfolio.all(cls)
        for way, text in _translated(record)
        if _is_stale(text, binding_language(case.portfolio, record))
    ]
    there = _texts_known(case, tuple(record for record, _, _ in stale))
    for record, way, text in stale:
        if id(text) not in there:
            continue
        lang = binding_language(case.portfolio, record)
        at = where(record, *way, "of")
        source = _side(text, lang)
        if source is None:
            yield finding("RD219", at, variant="unfounded", binding=lang)
        else:
            yield finding("RD219", at, binding=lang, digest=digest(source))


def binding_language(portfolio: Portfolio, record: Record) -> Lang:
    """The language whose text counts: the project's, else the client's, else the workspace's."""
    project = portfolio.project_of(record)
    client = portfolio.client(record.origin.client)
    stated = (project.binding_language if project else None) or (client.lang if client else None)
    return stated or portfolio.workspace.lang


def _translated(record: Record) -> Iterator[tuple[Way, Bilingual]]:
    """The texts that name the text they were translated from."""
    for way, text in texts(record):
        if isinstance(text, Bilingual) and text.of is not None:
            yield way, text


def _is_stale(text: Bilingual, lang: Lang) -> bool:
    """Whether the translation is not of the text that counts now; without one, nothing is."""
    source = _side(text, lang)
    other = Lang.EN if lang is Lang.ZH else Lang.ZH
    if source is None:
        return True
    return _side(text, other) is not None and text.of != digest(source)


def _side(text: Bilingual, lang: Lang) -> str | None:
    return text.zh if lang is Lang.ZH else text.en


def _texts_known(case: Case, records: tuple[Record, ...]) -> frozenset[int]:
    """The identities of the texts that these records held by ``as_of``."""
    seen = replay.at(replace(case.portfolio, records=records), case.as_of)
    return frozenset(id(text) for record in seen.records for _, text in texts(record))


RULES = (
    Rule(
        "RD219",
        translation_stale,
        about=("requirement", "change", "project", "milestone", "deliverable"),
    ),
)
