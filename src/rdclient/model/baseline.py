"""Baselines: which requirements, in which words, a specification consists of."""

from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.model.base import FactDay, Id, Many, Part, PersonRef, Record, Text

Fingerprint = Annotated[str, Field(pattern=r"^sha256-v[0-9]{1,3}:[0-9a-f]{64}$")]
"""Digest of what is signed: the version of the method, then 64 hexadecimal digits."""


class BaselineEntry(Part):
    """One requirement as it was then.

    Attributes:
        requirement: its id; a requirement that was given up later still stands here.
        fingerprint: of the content.
        content: what is governed of it, as plain data in the binding language. It proves itself:
            whoever changes it no longer has the fingerprint, and that is what was signed.
    """

    requirement: Id
    fingerprint: Fingerprint
    content: dict[str, object] = Field(default_factory=dict)


class Baseline(Record):
    """The specification of a project as of a day; what is signed is the list of fingerprints."""

    life: ClassVar[str | None] = "created_on"

    id: Id
    title: Text | None = None
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,19}$")] | None = None
    created_on: FactDay
    by: PersonRef | None = None
    entries: Many[BaselineEntry] = ()

    def entry(self, requirement: str) -> BaselineEntry | None:
        """What it says of a requirement."""
        return next((item for item in self.entries if item.requirement == requirement), None)
