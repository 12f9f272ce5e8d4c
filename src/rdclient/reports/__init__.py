"""Reports as frozen views: facts chosen and counted, no words; the floor that knows `audience`."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.reports import baseline_form, change_form, contract_annex, minutes, weekly
from rdclient.reports.base import Report

_ROWS = (
    weekly.REPORT,
    minutes.REPORT,
    change_form.REPORT,
    baseline_form.REPORT,
    contract_annex.REPORT,
)
REPORTS: Mapping[str, Report] = MappingProxyType({report.name: report for report in _ROWS})
"""Every report by its name, which is its command and the name of its templates."""
