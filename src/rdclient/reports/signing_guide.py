"""What a signer is told beside the document: who signs, in which ways, to whom it goes back."""

from dataclasses import dataclass

from rdclient.model.base import Words
from rdclient.model.client import Side
from rdclient.reports.signing import SubjectView


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is asked to sign."""

    id: str
    name: Words
    unit: Words | None
    title: Words | None
    side: Side
    has_key: bool


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Somebody of ours to whom it goes back."""

    name: Words
    email: str | None


@dataclass(frozen=True, slots=True)
class SigningGuide:
    """The guide of a packet.

    Attributes:
        namespace: what a signature by key is made for.
        vendor: name of the firm that asks.
        reply_to: None while nobody manages the project.
    """

    subject: SubjectView
    recipients: tuple[Recipient, ...]
    namespace: str
    vendor: Words
    reply_to: ReplyTo | None
