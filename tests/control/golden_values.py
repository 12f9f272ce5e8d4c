"""Fingerprints for ever: what the records below ``golden/workspace`` must come to.

``python tests/control/golden_values.py`` works them out with the Python it runs under and compares
them with ``golden/fingerprints.json``, bytes and digests; it ends with 1 when one differs. The file
is never written anew: a difference means that signatures given before would no longer fit. Only
what is not in it yet is added, by ``--add``.
"""

import hashlib
import json
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from rdclient.control.base import Matter
from rdclient.control.canon import canonical, content
from rdclient.control.fingerprint import fingerprint
from rdclient.model.base import Record
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.meeting import Meeting
from rdclient.model.portfolio import id_of, kind_of
from rdclient.model.requirement import Requirement
from rdclient.store.workspace import read

FOLDER = Path(__file__).resolve().parent / "golden"
KEPT = FOLDER / "fingerprints.json"
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")


def matter() -> Matter:
    """The records whose fingerprints are kept."""
    found = read(FOLDER / "workspace")
    assert found.findings == (), found.findings
    return Matter(found.portfolio, AS_OF)


def signed_records(of: Matter) -> tuple[Record, ...]:
    """The records that are signed, or stand in what is signed."""
    classes: tuple[type[Record], ...] = (Requirement, Change, Meeting, Baseline)
    return tuple(record for cls in classes for record in of.portfolio.all(cls))


def name_of(record: Record) -> str:
    """What a record is called in the file."""
    return f"{record.origin.client}/{kind_of(record)}/{id_of(record)}"


def worked_out() -> dict[str, list[str]]:
    """Of each record the fingerprint, and the canonical bytes as text."""
    of = matter()
    found = {}
    for record in signed_records(of):
        held = content(record, of.binding(record))
        bytes_ = canonical(kind_of(record), id_of(record), held)
        digest = fingerprint(record, of.binding(record))
        if not isinstance(record, Baseline):  # its entries are sorted first
            assert digest.partition(":")[2] == hashlib.sha256(bytes_).hexdigest()
        found[name_of(record)] = [digest, bytes_.decode()]
    return found


def kept() -> dict[str, list[str]]:
    """What was committed."""
    found: dict[str, list[str]] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def main(words: list[str]) -> int:
    """Compare; 1 when one differs."""
    now, then = worked_out(), kept() if KEPT.exists() else {}
    if "--add" in words:
        then = {**now, **then}
        text = json.dumps(then, ensure_ascii=False, indent=1, sort_keys=True)
        KEPT.write_text(text + "\n", encoding="utf-8")
    wrong = sorted(name for name in {**now, **then} if now.get(name) != then.get(name))
    for name in wrong:
        sys.stderr.write(f"differs: {name}\n")
    version = ".".join(map(str, sys.version_info[:3]))
    same = f"{len(then) - len(wrong)} of {len(then)}"
    sys.stdout.write(f"{same} fingerprints as they were (Python {version})\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
