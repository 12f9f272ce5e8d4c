"""That minutes went out: ``event MTG-012 sent --to …``, recorded in the meeting itself."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from rdclient.api.target import Target
from rdclient.diagnostic import UsageError
from rdclient.model.meeting import Meeting
from rdclient.model.walk import made_of
from rdclient.rules.past import label
from rdclient.store import edits
from rdclient.store.chinese import half_width
from rdclient.store.edits import Edit
from rdclient.store.revision import Held, value_at
from rdclient.store.span_text import with_texts
from rdclient.store.typed import Speech, moment_text, value_of

if TYPE_CHECKING:
    from rdclient.api.writing import Told

_SENT = frozenset(
    {
        *("sent", "minutessent", "发出", "已发出", "发送", "已发送"),
        *("发出纪要", "纪要发出", "纪要已发", "纪要已发出"),
    }
)
"""What people say of minutes that went out."""


def is_sending(aim: Target, told: "Told") -> bool:
    """Whether an event says that the minutes of a meeting went out."""
    word = "".join(half_width(told.type).casefold().split()).replace("_", "").replace("-", "")
    return isinstance(aim.part, Meeting) and word in _SENT


def sent(root: Path, aim: Target, now: Held, told: "Told", *, speech: Speech) -> tuple[Edit, str]:
    """The edit that records when minutes went out and to whom, and what it adds.

    Minutes that are on record as sent keep their time; who got them later is added.

    Raises:
        UsageError: when something else was said, or another time is on record.
        EditRefusedError: when the file cannot be changed safely.
    """
    for option, typed in (("--by", told.by), ("--note", told.note), ("--with", told.more)):
        if typed:
            raise UsageError("minutes-sent-with", option)
    path = aim.record.origin.path
    place = (*aim.record.origin.pointer, *aim.pointer)
    at = _when(aim, now, told, speech)
    edit = edits.set_value(root, path, (*place, "sent_at"), at)
    known = value_at(now.data, ("distribution",))
    named = known if isinstance(known, list) else []
    typed_names = (name.strip() for one in told.to for name in re.split("[,，、;；]", one))
    more = [name for name in dict.fromkeys(typed_names) if name and name not in named]
    text = with_texts(path, edit.after.decode(), place, "distribution", more)
    whom = f" → {', '.join(more)}" if more else ""
    return Edit(path, edit.before, text.encode()), f"{at}{whom}"


def _when(aim: Target, now: Held, told: "Told", speech: Speech) -> str:
    """When the minutes went out, as the record holds it or is to hold it.

    Raises:
        UsageError: when another time is on record.
    """
    at = _moment(told.at, speech) if told.at is not None else moment_text(speech.now)
    before = aim.part.sent_at if isinstance(aim.part, Meeting) else None
    if before is None:
        return at
    if told.at is not None and label(before) != at:
        raise UsageError("minutes-sent", aim.id, label(before))
    return str(value_at(now.data, ("sent_at",)))


def _moment(typed: str, speech: Speech) -> str:
    """The time that was typed, as the record holds it."""
    info = Meeting.model_fields["sent_at"]
    return str(value_of(tuple(made_of(info.annotation, tuple(info.metadata))), typed, speech))
