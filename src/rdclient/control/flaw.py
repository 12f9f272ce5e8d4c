"""Why an act does not count, and what one is worth for a class of decision."""

from dataclasses import dataclass
from enum import StrEnum

from rdclient.model.change import ChangeDecision
from rdclient.model.signoff import EvidenceLevel, SignOff

APPROVING = frozenset({ChangeDecision.APPROVE, ChangeDecision.APPROVE_WITH_CONDITIONS})


class Flaw(StrEnum):
    """Why an act does not count, or not for what it claims."""

    STALE = "stale"  # it was said of other words
    OTHER_WORKSPACE = "other_workspace"
    OTHER_PROJECT = "other_project"
    NO_SUBJECT = "no_subject"
    WRONG_PLACE = "wrong_place"  # the file is not where its statement belongs
    UNKNOWN_PERSON = "unknown_person"
    WRONG_SIDE = "wrong_side"
    NOT_THERE = "not_there"  # not with the firm on that day
    NOT_AUTHORISED = "not_authorised"
    BEFORE_SUBMISSION = "before_submission"
    IN_THE_FUTURE = "in_the_future"
    LANDED_BEFORE = "landed_before"  # it lay there before the day it says
    SIGNATURE_INVALID = "signature_invalid"
    KEY_UNKNOWN = "key_unknown"
    KEY_NOT_VALID = "key_not_valid"
    KEY_ON_BOTH_SIDES = "key_on_both_sides"
    PERSON_ON_BOTH_SIDES = "person_on_both_sides"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_DIFFERS = "evidence_differs"
    BELOW_LEVEL = "below_level"
    NO_SEAL = "no_seal"
    DEEMED_NOT_ALLOWED = "deemed_not_allowed"
    DEEMED_WITHOUT_PROOF = "deemed_without_proof"
    CONDITIONS_NOT_IN_TEXT = "conditions_not_in_text"
    CHAIN_BROKEN = "chain_broken"
    ONLY_AUTHOR = "only_author"


INVALID = frozenset(
    {
        Flaw.OTHER_WORKSPACE, Flaw.OTHER_PROJECT, Flaw.NO_SUBJECT, Flaw.WRONG_PLACE,
        Flaw.UNKNOWN_PERSON, Flaw.WRONG_SIDE, Flaw.NOT_THERE, Flaw.NOT_AUTHORISED,
        Flaw.BEFORE_SUBMISSION, Flaw.LANDED_BEFORE, Flaw.SIGNATURE_INVALID, Flaw.KEY_UNKNOWN,
        Flaw.KEY_NOT_VALID, Flaw.KEY_ON_BOTH_SIDES, Flaw.PERSON_ON_BOTH_SIDES,
        Flaw.CHAIN_BROKEN, Flaw.ONLY_AUTHOR,
    }
)  # fmt: skip
"""Flaws of the act itself: RD235."""
BELOW = frozenset(
    {
        Flaw.EVIDENCE_MISSING, Flaw.EVIDENCE_DIFFERS, Flaw.BELOW_LEVEL, Flaw.NO_SEAL,
        Flaw.DEEMED_NOT_ALLOWED, Flaw.DEEMED_WITHOUT_PROOF, Flaw.CONDITIONS_NOT_IN_TEXT,
    }
)  # fmt: skip
"""Flaws of what shows it: RD236. The others: the words changed since (RD234), or it lies ahead."""

FORMAL = frozenset(
    {Flaw.WRONG_PLACE, Flaw.CHAIN_BROKEN, Flaw.BEFORE_SUBMISSION, Flaw.LANDED_BEFORE}
)
"""Flaws in spite of which an objection is heard: deleting another act must not silence it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An act, and what it is worth for a class of decision.

    Attributes:
        level: what it reaches; a signature that is invalid, or evidence that is not there, adds
            nothing.
        flaws: why it does not count; none when it does.
        late_days: calendar days between what was declared and its landing; None without history.
    """

    act: SignOff
    level: EvidenceLevel
    flaws: tuple[Flaw, ...]
    late_days: int | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts, whatever it decides."""
        return not self.flaws

    @property
    def is_approval(self) -> bool:
        """Whether it agrees."""
        return self.act.decision in APPROVING

    @property
    def is_heard(self) -> bool:
        """Whether it counts; an objection does although its papers are not in order."""
        return self.counts or (not self.is_approval and set(self.flaws) <= FORMAL)
