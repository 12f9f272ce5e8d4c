"""The workspace and the two parties: vendor people, clients, contacts, contracts, contacts made."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from rdclient.lens import Lang
from rdclient.model.base import (
    Action,
    Amount,
    ChangeRef,
    Fact,
    FactDay,
    FactTime,
    Id,
    Many,
    One,
    Part,
    PersonRef,
    PlanDay,
    Record,
    Slug,
    Text,
)


class Side(StrEnum):
    """Whose a person is; follows from the file the person stands in."""

    VENDOR = "vendor"
    CLIENT = "client"


class Role(StrEnum):
    """Roles in a project, the vendor's first, then the client's."""

    CLIENT_LEAD = "client_lead"
    PROJECT_MANAGER = "project_manager"
    TECHNICAL_CONTACT = "technical_contact"
    TECHNICAL_LEAD = "technical_lead"
    PRODUCT_MANAGER = "product_manager"
    DEVELOPER = "developer"
    TESTER = "tester"
    CLIENT_LIAISON = "client_liaison"
    SOLUTION_EXPERT = "solution_expert"
    PMO = "pmo"
    QUALITY_ASSURANCE = "quality_assurance"
    CLIENT_EXECUTIVE = "client_executive"
    CLIENT_OWNER = "client_owner"
    CLIENT_COUNTERPART = "client_counterpart"
    CLIENT_TECHNICAL = "client_technical"
    SIGNATORY = "signatory"

    @property
    def side(self) -> Side:
        """Whose role it is."""
        return Side.CLIENT if self in _CLIENT_ROLES else Side.VENDOR


_CLIENT_ROLES = frozenset(
    {
        Role.CLIENT_EXECUTIVE,
        Role.CLIENT_OWNER,
        Role.CLIENT_COUNTERPART,
        Role.CLIENT_TECHNICAL,
        Role.SIGNATORY,
    }
)


IRON_TRIANGLE = (Role.CLIENT_LEAD, Role.PROJECT_MANAGER, Role.TECHNICAL_CONTACT)
"""The roles that every project has somebody for (ROL-01)."""


class Authority(StrEnum):
    """What a contact may do with a document."""

    SIGN = "sign"
    APPROVE = "approve"
    CONSULT = "consult"
    INFORM = "inform"


class Influence(StrEnum):
    """A contact's part in decisions."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    USER = "user"


class Tier(StrEnum):
    """Importance of an account."""

    A = "A"
    B = "B"
    C = "C"


class AddressForm(StrEnum):
    """How a client is addressed in Chinese letters and reports."""

    BANK = "bank"
    COMPANY = "company"
    BUREAU = "bureau"
    ORGANISATION = "organisation"


class Tax(StrEnum):
    """Whether an amount holds the tax."""

    INCLUDED = "included"
    EXCLUDED = "excluded"


class InteractionKind(StrEnum):
    """Way of an informal contact."""

    CALL = "call"
    MESSAGE = "message"
    EMAIL = "email"
    VISIT = "visit"
    TALK = "talk"


class Vendor(Part):
    """The software house itself."""

    name: Text
    short_name: Text | None = None


class Workspace(Record):
    """``rdclient.yaml``: what holds for every record of the repository."""

    name: Text
    vendor: Vendor
    uuid: Annotated[str, Field(pattern=r"^[0-9a-fA-F-]{32,36}$")] | None = None
    lang: One[Lang] = Lang.ZH
    timezone: str
    calendar: str = "cn"
    schema_version: Annotated[int, Field(ge=1, le=1)] = 1


class Key(Part):
    """A public key a person signs with, and how long it counts."""

    key: str
    valid_from: FactDay
    revoked_on: FactDay | None = None


class Person(Record):
    """A person of the vendor (``people.yaml``)."""

    side: ClassVar[Side] = Side.VENDOR

    id: Slug
    name: Text
    title: Text | None = None
    unit: Text | None = None
    phone: str | None = None
    email: str | None = None
    languages: Many[One[Lang]] = ()
    start: Annotated[FactDay | None, Field(alias="from")] = None
    end: Annotated[FactDay | None, Field(alias="to")] = None
    git_emails: Many[str] = ()
    keys: Many[Key] = ()


class Contact(Record):
    """A person of the client (``contacts.yaml``); personal data are kept minimal.

    ``rank`` orders people in documents: 1 is the most senior.
    """

    side: ClassVar[Side] = Side.CLIENT

    id: Slug
    name: Text
    title: Text | None = None
    unit: Text | None = None
    rank: Annotated[int, Field(ge=1, le=99)] | None = None
    role: One[Role | None] = None
    authority: One[Authority | None] = None
    influence: One[Influence | None] = None
    phone: str | None = None
    email: str | None = None
    start: Annotated[FactDay | None, Field(alias="from")] = None
    end: Annotated[FactDay | None, Field(alias="to")] = None
    keys: Many[Key] = ()
    source: str | None = None
    external_id: str | None = None


class AccountPlan(Part):
    """Client development and maintenance plan."""

    goals: Many[Text] = ()
    actions: Many[Action] = ()
    review_on: PlanDay | None = None


class DisasterRecovery(Part):
    """Agreed standby and availability (percent)."""

    enabled: bool
    availability_target: Annotated[float, Field(ge=0, le=100)] | None = None


class Client(Record):
    """A client firm or authority."""

    id: Slug
    name: Text
    short_name: Text | None = None
    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{1,12}$")] | None = None
    address_form: One[AddressForm] = AddressForm.COMPANY
    industry: Text | None = None
    tier: One[Tier | None] = None
    lang: One[Lang | None] = None
    timezone: str | None = None
    calendar: str | None = None
    first_contact_on: FactDay | None = None
    tags: Many[Text] = ()
    account_plan: AccountPlan | None = None
    dr: DisasterRecovery | None = None
    culture_notes: Text | None = None


class Duty(Part):
    """Something the client agreed to do, e.g. take part in a weekly review."""

    id: Id
    what: Text
    role: One[Role | None] = None
    every: str | None = None


class Amendment(Fact):
    """A signed amendment of the contract."""

    no: str
    clauses: Many[Text] = ()
    amount: Amount | None = None
    signed_on: FactDay
    changes: Many[ChangeRef] = ()


class Payment(Part):
    """An agreed payment and when it came in."""

    due: PlanDay
    amount: Amount
    paid_on: FactDay | None = None


class Contract(Record):
    """A contract with the client; its amendments are dated facts."""

    id: Id
    title: Text | None = None
    signed_on: FactDay | None = None
    amount: Amount | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    tax: One[Tax | None] = None
    scope_ref: Text | None = None
    client_obligations: Many[Duty] = ()
    change_rule: Text | None = None
    deemed_clause: Text | None = None
    fee_rule: Text | None = None
    amendments: Many[Amendment] = ()
    payments: Many[Payment] = ()
    warranty_until: PlanDay | None = None


class Interaction(Record):
    """An informal contact with the client: at least one line."""

    at: FactTime
    kind: One[InteractionKind]
    people: Annotated[Many[PersonRef], Field(alias="with")] = ()
    by: PersonRef | None = None
    text: Text
