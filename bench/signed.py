"""What the parties of a made-up project signed: its specification, and the changes since."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from bench.corpus import AS_OF, Scope

from rdclient.control.canon import content
from rdclient.control.fingerprint import fingerprint, fingerprint_of, short
from rdclient.control.governed import GOVERNED
from rdclient.lens import Lang
from rdclient.model.baseline import Baseline
from rdclient.model.change import Change
from rdclient.model.requirement import Requirement
from rdclient.store.proof import statement_bytes

POLICY = """\
control:   # on paper only: no key stands in these records
  sign_off:
    specification: {vendor: {level: E1}}
    large_change: {vendor: {level: E1}}
    small_change: {vendor: {level: E1}}
"""
SIGNED_ON = 20
"""Day after the kick-off on which the specification is signed."""
Row = Mapping[str, Any]


def specification(scope: Scope, requirements: Mapping[str, Row]) -> None:
    """Write a baseline of the requirements as they were, and the signatures of both sides."""
    lang, entries = _lang(scope), []
    for name, row in requirements.items():
        text = content(Requirement.model_validate(_governed(Requirement, name, row)), lang)
        words = fingerprint_of("requirement", name, text)
        entries.append({"requirement": name, "fingerprint": words, "content": text})
    data = {"title": scope.fill("需求规格说明书 | Specification", {}), "version": "1.0"}
    data |= {"created_on": str(scope.day(SIGNED_ON)), "entries": entries}
    scope.corpus.one(f"{scope.folder}/baselines/V1", "baseline", data)
    words = fingerprint(Baseline.model_validate({"id": "V1", **data}), lang)
    by = ("signatory", "client_lead")
    _sign(scope, "baseline", "V1", words, day=SIGNED_ON, by=by)


def change(scope: Scope, name: str, row: Row, day: int) -> None:
    """Write the signatures of both sides on a small change, once their day has come."""
    if scope.day(day) <= AS_OF:
        record = Change.model_validate(_governed(Change, name, row))
        words = fingerprint(record, _lang(scope))
        by = ("client_owner", "project_manager")
        _sign(scope, "change", name, words, day=day, by=by)


def _lang(scope: Scope) -> Lang:
    return Lang.ZH if scope.zh else Lang.EN


def _governed(cls: type[Requirement | Change], name: str, row: Row) -> dict[str, object]:
    """The fields that are signed, and what a record cannot do without."""
    kept = {*GOVERNED[cls], "type"} & set(row)
    return {"id": name, **{key: row[key] for key in kept}}


def _sign(
    scope: Scope, kind: str, subject: str, words: str, *, day: int, by: tuple[str, str]
) -> None:
    """One statement a side, both about the same sheet of paper."""
    corpus, folder, previous = scope.corpus, f"{scope.folder}/signoffs/{subject}", None
    _, client, _, project = scope.folder.split("/")
    sheet = f"SAMPLE {client}/{project} {subject}\n"
    digest = hashlib.sha256(sheet.encode()).hexdigest()
    paper = f"{folder}/evidence/{digest[:12]}-signed.txt"
    corpus.files[paper] = sheet
    for side, role in zip(("client", "vendor"), by, strict=True):
        person = scope.values[role]
        statement = {
            "statement": "rdclient-signoff-v1",
            "workspace": corpus.uuid,
            "project": f"{client}/{project}",
            "kind": kind,
            "subject": subject,
            "fingerprint": words,
            "packet": None,
            "side": side,
            "role": role,
            "signer": person,
            "decision": "approve",
            "deemed": False,
            "conditions": None,
            "declared_at": str(scope.day(day)),
            "evidence": [{"file": paper, "sha256": digest, "kind": "scan"}],
            "previous": previous,
        }
        told = statement_bytes(statement)
        previous = hashlib.sha256(told).hexdigest()
        corpus.files[f"{folder}/{short(words)}.{side}.{person}.1.json"] = told.decode()
        corpus.counts["signoff"] += 1


def new_rules(row: Row) -> Iterator[object]:
    """The rules that a change of these corpora asks for."""
    for item in row["items"]:
        yield from item["set"]["rules"]
