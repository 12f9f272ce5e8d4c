"""All forgeries and all honest histories."""

import forged_around
import forged_evidence
import forged_path
import forged_signature
import forged_text
import forged_trust
import honest_baseline
import honest_control
import honest_everyday
from rows import Forgery, Honest

FORGERIES: tuple[Forgery, ...] = (
    *forged_text.FORGERIES,
    *forged_signature.FORGERIES,
    *forged_evidence.FORGERIES,
    *forged_trust.FORGERIES,
    *forged_path.FORGERIES,
    *forged_around.FORGERIES,
)
HONEST: tuple[Honest, ...] = (
    *honest_everyday.HISTORIES,
    *honest_control.HISTORIES,
    *honest_baseline.HISTORIES,
)
