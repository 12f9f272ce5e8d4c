"""Fingerprints: what a record says, as a digest that spelling does not change."""

import hashlib
from collections.abc import Mapping

from rdclient.control.canon import Plain, canonical, content
from rdclient.lens import Lang
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline, BaselineEntry
from rdclient.model.portfolio import Portfolio, id_of, kind_of

METHOD = "sha256-v1"
SHORT = 12
"""Digits shown to people and used in file names."""


def fingerprint_of(kind: str, record_id: str, governed: Mapping[str, Plain]) -> str:
    """The fingerprint of governed content, e.g. ``sha256-v1:9f2c…``."""
    return f"{METHOD}:{hashlib.sha256(canonical(kind, record_id, governed)).hexdigest()}"


def fingerprint(record: Record, binding: Lang) -> str:
    """The fingerprint of a record; of a baseline over its entries, sorted by requirement.

    Raises:
        TypeError: when governed content has no canonical form.
    """
    if isinstance(record, Baseline):
        record = record.model_copy(update={"entries": tuple(sorted(record.entries, key=_order))})
    return fingerprint_of(kind_of(record), id_of(record), content(record, binding))


def _order(entry: BaselineEntry) -> tuple[str, str]:
    return entry.requirement, entry.fingerprint


def short(fingerprint: str) -> str:
    """The digits people compare: the first twelve."""
    return fingerprint.partition(":")[2][:SHORT]


def binding_language(portfolio: Portfolio, record: Record) -> Lang:
    """The language that is signed: the project's, else the client's, else the workspace's."""
    project = portfolio.project_of(record)
    if project and project.binding_language:
        return project.binding_language
    client = portfolio.client(record.origin.client)
    if client and client.lang:
        return client.lang
    return portfolio.workspace.lang
