"""The façade that scripts and the command line use: check, list, show, report, write.

A name is imported with the module behind it when it is first asked for, so that a verb loads
only what it needs.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdclient.diagnostic import unread

if TYPE_CHECKING:
    from rdclient.api.asking import Shown, answer, kind_page, kinds
    from rdclient.api.checking import Checked, check
    from rdclient.api.formatting import Formatted, formatted
    from rdclient.api.reporting import Produced, Request, issuance, parse_week, report
    from rdclient.api.writing import (
        Change,
        Clock,
        Told,
        add_event,
        apply,
        init,
        set_field,
        write,
    )
    from rdclient.store.edits import Edit
    from rdclient.store.tree import find_root

__all__ = [
    "Change",
    "Checked",
    "Clock",
    "Edit",
    "Formatted",
    "Produced",
    "Request",
    "Shown",
    "Told",
    "add_event",
    "answer",
    "apply",
    "check",
    "find_root",
    "formatted",
    "init",
    "issuance",
    "kind_page",
    "kinds",
    "parse_week",
    "report",
    "set_field",
    "unread",
    "write",
]

_HOMES = MappingProxyType(
    {
        "Checked": "rdclient.api.checking",
        "check": "rdclient.api.checking",
        "Formatted": "rdclient.api.formatting",
        "formatted": "rdclient.api.formatting",
        "Produced": "rdclient.api.reporting",
        "Request": "rdclient.api.reporting",
        "issuance": "rdclient.api.reporting",
        "parse_week": "rdclient.api.reporting",
        "report": "rdclient.api.reporting",
        "Shown": "rdclient.api.asking",
        "answer": "rdclient.api.asking",
        "kind_page": "rdclient.api.asking",
        "kinds": "rdclient.api.asking",
        "Change": "rdclient.api.writing",
        "Clock": "rdclient.api.writing",
        "Told": "rdclient.api.writing",
        "add_event": "rdclient.api.writing",
        "set_field": "rdclient.api.writing",
        "write": "rdclient.api.writing",
        "apply": "rdclient.api.writing",
        "init": "rdclient.api.writing",
        "Edit": "rdclient.store.edits",
        "find_root": "rdclient.store.tree",
    }
)
"""Where each name stands."""


def __getattr__(name: str) -> object:
    """The verb of that name; for ``api.check`` and ``from rdclient.api import check``."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(_HOMES[name]), name)
