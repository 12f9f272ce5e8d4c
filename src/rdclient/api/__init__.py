"""The façade that scripts and the command line use: check, list, show, report, write.

A name is imported with the module behind it when it is first asked for, so that a verb loads
only what it needs.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdclient.diagnostic import unread

if TYPE_CHECKING:
    from rdclient.api.agenda import AGENDA_FORMATS, AgendaOrder, coming
    from rdclient.api.anchoring import Verified, verify_anchor
    from rdclient.api.asking import Shown, answer, kind_page, kinds
    from rdclient.api.baselining import (
        BaselineMade,
        BaselineWish,
        baseline_difference,
        baseline_shown,
        baselines,
        new_baseline,
    )
    from rdclient.api.calendars import (
        Chosen,
        calendar_between,
        calendar_deadline,
        calendar_ids,
        calendar_year,
        chosen_calendar,
        shipped_calendars,
    )
    from rdclient.api.change_asking import (
        LOG_FORMATS,
        change_classified,
        change_logged,
        change_statuses,
    )
    from rdclient.api.checking import Checked, check
    from rdclient.api.clock_scene import ClocksShown, Look
    from rdclient.api.clocks import (
        CLOCK_FORMATS,
        ClockOrder,
        project_status,
        sla,
        sla_explain,
    )
    from rdclient.api.comparing import Compared, Manner, diff, log
    from rdclient.api.control_scene import ControlShown
    from rdclient.api.creating import Lack, Made, Wanted, create, lacking, new_record
    from rdclient.api.describing import both, schema, schema_kinds, schema_places, schemas
    from rdclient.api.doctoring import Check, Diagnosis, Place, diagnosed, mended
    from rdclient.api.exporting import EXPORT_FORMATS, Exported, ExportOrder, export_table
    from rdclient.api.formatting import Formatted, formatted
    from rdclient.api.freezing import freeze_status
    from rdclient.api.gating import GateCommits, Gated, gate
    from rdclient.api.importing import Imported, ImportOrder, import_table, shipped_text
    from rdclient.api.importing_requirements import (
        ForeignImported,
        ForeignOrder,
        import_requirements,
    )
    from rdclient.api.knowing import Name, names
    from rdclient.api.meeting_notes import MeetingAsked, MeetingMade, Understood, new_meeting
    from rdclient.api.merging import merge_driver, record_id
    from rdclient.api.notifying import Notified, NotifyWish, notify
    from rdclient.api.renumbering import Order, Renumbering, renumber, renumber_plan
    from rdclient.api.reporting import Produced, Request, issuance, parse_week, report
    from rdclient.api.saving import Saved, SaveWish, save
    from rdclient.api.settings import Settings, settings_in_force
    from rdclient.api.signing import ActWish, sign_off, write_signing
    from rdclient.api.signing_act import Signing
    from rdclient.api.signing_asking import signing_status, signing_verify
    from rdclient.api.signing_import import ReturnWish, import_signing
    from rdclient.api.signing_packet import Packet, PacketWish, packet
    from rdclient.api.waiving import Waiving, Wish, waive
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
    "AGENDA_FORMATS",
    "CLOCK_FORMATS",
    "EXPORT_FORMATS",
    "LOG_FORMATS",
    "ActWish",
    "AgendaOrder",
    "BaselineMade",
    "BaselineWish",
    "Change",
    "Check",
    "Checked",
    "Chosen",
    "Clock",
    "ClockOrder",
    "ClocksShown",
    "Compared",
    "ControlShown",
    "Diagnosis",
    "Edit",
    "ExportOrder",
    "Exported",
    "ForeignImported",
    "ForeignOrder",
    "Formatted",
    "GateCommits",
    "Gated",
    "ImportOrder",
    "Imported",
    "Lack",
    "Look",
    "Made",
    "Manner",
    "MeetingAsked",
    "MeetingMade",
    "Name",
    "Notified",
    "NotifyWish",
    "Order",
    "Packet",
    "PacketWish",
    "Place",
    "Produced",
    "Renumbering",
    "Request",
    "ReturnWish",
    "SaveWish",
    "Saved",
    "Settings",
    "Shown",
    "Signing",
    "Told",
    "Understood",
    "Verified",
    "Waiving",
    "Wanted",
    "Wish",
    "add_event",
    "answer",
    "apply",
    "baseline_difference",
    "baseline_shown",
    "baselines",
    "both",
    "calendar_between",
    "calendar_deadline",
    "calendar_ids",
    "calendar_year",
    "change_classified",
    "change_logged",
    "change_statuses",
    "check",
    "chosen_calendar",
    "coming",
    "create",
    "diagnosed",
    "diff",
    "export_table",
    "find_root",
    "formatted",
    "freeze_status",
    "gate",
    "import_requirements",
    "import_signing",
    "import_table",
    "init",
    "issuance",
    "kind_page",
    "kinds",
    "lacking",
    "log",
    "mended",
    "merge_driver",
    "names",
    "new_baseline",
    "new_meeting",
    "new_record",
    "notify",
    "packet",
    "parse_week",
    "project_status",
    "record_id",
    "renumber",
    "renumber_plan",
    "report",
    "save",
    "schema",
    "schema_kinds",
    "schema_places",
    "schemas",
    "set_field",
    "settings_in_force",
    "shipped_calendars",
    "shipped_text",
    "sign_off",
    "signing_status",
    "signing_verify",
    "sla",
    "sla_explain",
    "unread",
    "verify_anchor",
    "waive",
    "write",
    "write_signing",
]

_HOMES = MappingProxyType(
    {
        "BaselineMade": "rdclient.api.baselining",
        "BaselineWish": "rdclient.api.baselining",
        "baseline_difference": "rdclient.api.baselining",
        "baseline_shown": "rdclient.api.baselining",
        "baselines": "rdclient.api.baselining",
        "new_baseline": "rdclient.api.baselining",
        "LOG_FORMATS": "rdclient.api.change_asking",
        "change_classified": "rdclient.api.change_asking",
        "change_logged": "rdclient.api.change_asking",
        "change_statuses": "rdclient.api.change_asking",
        "ControlShown": "rdclient.api.control_scene",
        "ActWish": "rdclient.api.signing",
        "sign_off": "rdclient.api.signing",
        "write_signing": "rdclient.api.signing",
        "Signing": "rdclient.api.signing_act",
        "ReturnWish": "rdclient.api.signing_import",
        "import_signing": "rdclient.api.signing_import",
        "Packet": "rdclient.api.signing_packet",
        "PacketWish": "rdclient.api.signing_packet",
        "packet": "rdclient.api.signing_packet",
        "signing_status": "rdclient.api.signing_asking",
        "signing_verify": "rdclient.api.signing_asking",
        "Chosen": "rdclient.api.calendars",
        "calendar_between": "rdclient.api.calendars",
        "calendar_deadline": "rdclient.api.calendars",
        "calendar_ids": "rdclient.api.calendars",
        "calendar_year": "rdclient.api.calendars",
        "chosen_calendar": "rdclient.api.calendars",
        "shipped_calendars": "rdclient.api.calendars",
        "Checked": "rdclient.api.checking",
        "check": "rdclient.api.checking",
        "both": "rdclient.api.describing",
        "schema": "rdclient.api.describing",
        "schema_kinds": "rdclient.api.describing",
        "schema_places": "rdclient.api.describing",
        "schemas": "rdclient.api.describing",
        "EXPORT_FORMATS": "rdclient.api.exporting",
        "ExportOrder": "rdclient.api.exporting",
        "Exported": "rdclient.api.exporting",
        "export_table": "rdclient.api.exporting",
        "ForeignImported": "rdclient.api.importing_requirements",
        "ForeignOrder": "rdclient.api.importing_requirements",
        "import_requirements": "rdclient.api.importing_requirements",
        "ImportOrder": "rdclient.api.importing",
        "Imported": "rdclient.api.importing",
        "import_table": "rdclient.api.importing",
        "shipped_text": "rdclient.api.importing",
        "Formatted": "rdclient.api.formatting",
        "formatted": "rdclient.api.formatting",
        "freeze_status": "rdclient.api.freezing",
        "GateCommits": "rdclient.api.gating",
        "Gated": "rdclient.api.gating",
        "gate": "rdclient.api.gating",
        "Name": "rdclient.api.knowing",
        "names": "rdclient.api.knowing",
        "Notified": "rdclient.api.notifying",
        "NotifyWish": "rdclient.api.notifying",
        "notify": "rdclient.api.notifying",
        "Order": "rdclient.api.renumbering",
        "Renumbering": "rdclient.api.renumbering",
        "renumber": "rdclient.api.renumbering",
        "renumber_plan": "rdclient.api.renumbering",
        "Check": "rdclient.api.doctoring",
        "Diagnosis": "rdclient.api.doctoring",
        "Place": "rdclient.api.doctoring",
        "diagnosed": "rdclient.api.doctoring",
        "mended": "rdclient.api.doctoring",
        "merge_driver": "rdclient.api.merging",
        "record_id": "rdclient.api.merging",
        "Saved": "rdclient.api.saving",
        "SaveWish": "rdclient.api.saving",
        "save": "rdclient.api.saving",
        "Settings": "rdclient.api.settings",
        "settings_in_force": "rdclient.api.settings",
        "Verified": "rdclient.api.anchoring",
        "verify_anchor": "rdclient.api.anchoring",
        "Waiving": "rdclient.api.waiving",
        "Wish": "rdclient.api.waiving",
        "waive": "rdclient.api.waiving",
        "Produced": "rdclient.api.reporting",
        "Request": "rdclient.api.reporting",
        "issuance": "rdclient.api.reporting",
        "parse_week": "rdclient.api.reporting",
        "report": "rdclient.api.reporting",
        "Shown": "rdclient.api.asking",
        "answer": "rdclient.api.asking",
        "kind_page": "rdclient.api.asking",
        "kinds": "rdclient.api.asking",
        "AGENDA_FORMATS": "rdclient.api.agenda",
        "CLOCK_FORMATS": "rdclient.api.clocks",
        "AgendaOrder": "rdclient.api.agenda",
        "ClockOrder": "rdclient.api.clocks",
        "ClocksShown": "rdclient.api.clock_scene",
        "Look": "rdclient.api.clock_scene",
        "coming": "rdclient.api.agenda",
        "project_status": "rdclient.api.clocks",
        "sla": "rdclient.api.clocks",
        "sla_explain": "rdclient.api.clocks",
        "Compared": "rdclient.api.comparing",
        "Manner": "rdclient.api.comparing",
        "diff": "rdclient.api.comparing",
        "log": "rdclient.api.comparing",
        "Lack": "rdclient.api.creating",
        "Made": "rdclient.api.creating",
        "Wanted": "rdclient.api.creating",
        "create": "rdclient.api.creating",
        "lacking": "rdclient.api.creating",
        "new_record": "rdclient.api.creating",
        "MeetingAsked": "rdclient.api.meeting_notes",
        "MeetingMade": "rdclient.api.meeting_notes",
        "Understood": "rdclient.api.meeting_notes",
        "new_meeting": "rdclient.api.meeting_notes",
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
