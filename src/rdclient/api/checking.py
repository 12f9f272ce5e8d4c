"""``check``: every finding about a workspace."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdclient.api.moment import in_zone
from rdclient.diagnostic import Finding, in_order, unread, with_severity
from rdclient.lens import Lang
from rdclient.rules import RULES
from rdclient.rules.base import Case
from rdclient.rules.waiver import Waived, waived
from rdclient.store.workspace import Read, located, read


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of ``check``: findings with positions, in order, and what was looked at.

    ``waived`` are those a waiver sets aside. ``lang`` is the workspace's, None when its own file
    could not be read.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    records: int
    files: int
    lang: Lang | None


def check(root: Path, *, as_of: datetime) -> Checked:
    """Every finding about the records below ``root``; facts after ``as_of`` are in the future."""
    loaded = read(root)
    portfolio = loaded.portfolio
    case = Case(portfolio, in_zone(as_of, portfolio))
    stated = [
        finding
        for rule in RULES
        if not rule.needs & loaded.partial
        for finding in rule.check(case)
        if not _follows_from_unread(finding, loaded)
    ]
    severities = portfolio.policy(case.as_of.date()).severity
    of_rules = with_severity(located(tuple(stated), loaded.texts), severities)
    kept, aside = waived(of_rules, case)
    of_templates = with_severity(_templates(loaded), severities)
    findings = in_order((*loaded.findings, *of_templates, *kept))
    workspace = portfolio.workspace
    lang = workspace.lang if workspace in portfolio.records else None
    return Checked(findings, aside, len(portfolio.records), loaded.files, lang)


def _follows_from_unread(finding: Finding, loaded: Read) -> bool:
    """Whether a name means nothing only because the record could not be read."""
    facts = dict(finding.facts)
    if (finding.code, facts.get("variant")) == ("RD018", "scope"):
        kind, is_file = None, facts["name"] in unread(loaded.findings)
    elif finding.code == "RD012":
        kind, is_file = facts["kind"], False
    else:
        return False
    name = str(facts["name"]).rsplit("/", 1)[-1].removesuffix(".yaml")
    return is_file or name in loaded.unread_ids or kind in loaded.unread_kinds


def _templates(loaded: Read) -> tuple[Finding, ...]:
    if not loaded.templates:
        return ()
    from rdclient.render.document import template_findings

    return template_findings(loaded.templates)
