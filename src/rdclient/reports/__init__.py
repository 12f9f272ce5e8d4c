"""Reports as frozen views: facts chosen and counted, no words; the floor that knows `audience`."""

from collections.abc import Mapping
from types import MappingProxyType

from rdclient.reports import minutes, weekly
from rdclient.reports.base import Report

REPORTS: Mapping[str, Report] = MappingProxyType(
    {report.name: report for report in (weekly.REPORT, minutes.REPORT)}
)
"""Every report by its name, which is its command and the name of its templates."""
