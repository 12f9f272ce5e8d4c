"""Who answers for what, and which rule is set aside for a while: RACI rows and waivers."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from rdclient.model.base import Many, One, PersonRef, PlanDay, Record, Text
from rdclient.model.client import Side


class RaciCell(StrEnum):
    """A party's part in an activity (PMBOK)."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"
    BOTH = "A/R"

    @property
    def is_accountable(self) -> bool:
        """Whether the party answers for the outcome."""
        return self in (RaciCell.ACCOUNTABLE, RaciCell.BOTH)

    @property
    def is_responsible(self) -> bool:
        """Whether the party does the work."""
        return self in (RaciCell.RESPONSIBLE, RaciCell.BOTH)


class RaciRow(Record):
    """One activity of the RACI matrix (``raci.yaml``).

    Attributes:
        activity: what is done.
        side: the one side whose matter it is; both sides share it when left out.
        parties: a person (id or name) or a role token, and its part.
    """

    activity: Text
    side: One[Side | None] = None
    parties: dict[str, One[RaciCell]] = Field(default_factory=dict)


class Waiver(Record):
    """A rule set aside for some records, with reason, approvers and an end (``waivers.yaml``).

    ``scope`` names what it covers: a file or folder of the workspace, or a client, a project or an
    id, with ``/`` between them (``settlement/REQ-012``).
    """

    code: Annotated[str, Field(pattern=r"^RD[0-9]{3}$")]
    scope: str
    reason: Text | None = None
    approvers: Many[PersonRef] = ()
    until: PlanDay | None = None
