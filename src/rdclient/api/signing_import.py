"""``signoff import``: what a signer sent back, verified before anything is written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdclient.api.signing import declared_moment, member_typed, written
from rdclient.api.signing_act import Signing, Table, admitted, table_for
from rdclient.api.signing_evidence import Evidence, evidence_from, file_content
from rdclient.api.writing import Clock, read_with_speech
from rdclient.control.authority import signer_of
from rdclient.control.fingerprint import short
from rdclient.diagnostic import UsageError
from rdclient.model.signoff import Seal
from rdclient.store.proof import statement_bytes
from rdclient.store.sshkey import verified
from rdclient.store.typed import Speech
from rdclient.store.workspace import Read

_SCANS = frozenset(
    {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".ofd", ".eml", ".msg"}
)
"""What paper or a mail comes back as."""
_MOST = 64 * 1024
"""Bytes of a statement at most."""
_FIELDS = ("project", "kind", "subject", "fingerprint", "side", "signer", "decision")


@dataclass(frozen=True, slots=True)
class ReturnWish:
    """What came back.

    Attributes:
        place: a statement, a scan beside one, or the folder they lie in.
        evidence: scans that lie elsewhere.
        seal: company's seal on them.
        on: the day that is written on the paper; needed with scans.
    """

    place: Path
    evidence: tuple[Path, ...] = ()
    seal: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class _Returned:
    """A statement that came back, with its signature or its scans."""

    file: Path
    data: dict[str, object]
    content: bytes
    signature: bytes | None
    scans: tuple[Path, ...]


def import_signing(
    root: Path, wish: ReturnWish, *, clock: Clock, cache: Path | None = None
) -> tuple[Signing, ...]:
    """The acts that came back; nothing is written yet.

    Raises:
        UsageError: with the reason, when one of them could not count.
        IncompleteError: when files of the project could not be read.
    """
    loaded, speech = read_with_speech(root, clock, cache)
    found = tuple(_returned(wish))
    if not found:
        raise UsageError("import-no-statement", str(wish.place))
    return tuple(_admitted(root, loaded, speech, wish, one) for one in found)


def _admitted(
    root: Path, loaded: Read, speech: Speech, wish: ReturnWish, one: _Returned
) -> Signing:
    """One act, held against the records.

    Raises:
        UsageError: when it is about other records, other words or another person.
    """
    name = f"{one.data['project']}/{one.data['subject']}"
    own = loaded.portfolio.workspace.uuid
    if own is not None and one.data.get("workspace") != own:
        raise UsageError("import-other-workspace", one.file.name)
    table = table_for(root, loaded, name, speech.now)
    _refuse_other_words(table, one)
    if signer_of(table.matter, str(one.data["signer"]), table.subject) is None:
        raise UsageError("signoff-flaw-unknown_person", one.data["subject"], one.data["signer"], "")
    if one.signature is not None:
        _refuse_misfit(one)
        return admitted(table, one.data, signature=one.signature)
    if not one.scans:
        raise UsageError("import-nothing-signed", one.file.name)
    seal = member_typed(Seal, wish.seal, speech)
    evidence = evidence_from(root, table.folder, one.scans, kind=None, seal=seal)
    return admitted(table, _on_paper(table, one, wish, speech, evidence), evidence=evidence)


def _on_paper(
    table: Table, one: _Returned, wish: ReturnWish, speech: Speech, evidence: tuple[Evidence, ...]
) -> Mapping[str, object]:
    """The statement as it stands once paper shows it.

    Raises:
        UsageError: when nobody says which day is written on the paper.
    """
    if wish.on is None:
        raise UsageError("import-when", one.scans[0].name)
    return {
        **one.data,
        "declared_at": written(declared_moment(table, wish.on, speech)),
        "evidence": [each.as_statement() for each in evidence],
        "previous": table.previous,
    }


# ── what is held against the records ─────────────────────────────────────────


def _refuse_other_words(table: Table, one: _Returned) -> None:
    """Refuse a statement about something else than what stands there now.

    Raises:
        UsageError: with both fingerprints.
    """
    now = table.matter.fingerprint(table.subject)
    said = str(one.data["fingerprint"])
    if said != now:
        raise UsageError("import-other-words", one.data["subject"], short(said), short(now))


def _refuse_misfit(one: _Returned) -> None:
    """Refuse a signature that does not fit; tell when the statement was saved in another form.

    Raises:
        UsageError: with what happened, as far as it can be told.
    """
    signer, signature = str(one.data["signer"]), one.signature or b""
    if verified(signature, statement_bytes(one.data), signer=signer):
        return
    if verified(signature, one.content, signer=signer):
        raise UsageError("import-respelled", one.file.name)
    raise UsageError("import-misfit", one.file.name, signer)


# ── what lies in the folder ──────────────────────────────────────────────────


def _returned(wish: ReturnWish) -> Iterator[_Returned]:
    """The statements that came back signed, or with a scan.

    Raises:
        UsageError: when a file is no statement, or it is not clear whose a scan is.
    """
    place = wish.place
    is_folder = place.is_dir()
    folder = place if is_folder else place.parent
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    scans = [*wish.evidence, *_scans(place, files, is_folder=is_folder)]
    read = [_statement(file) for file in _statements(place, files, is_folder=is_folder)]
    signed = [one for one in read if one.signature is not None]
    bare = [one for one in read if one.signature is None]
    yield from signed
    if scans:
        yield _with_scans(bare, tuple(dict.fromkeys(scans)))
    elif not signed:
        yield from bare


def _scans(place: Path, files: list[Path], *, is_folder: bool) -> Iterator[Path]:
    if is_folder:
        yield from (file for file in files if file.suffix.casefold() in _SCANS)
    elif place.suffix.casefold() in _SCANS:
        yield place


def _statements(place: Path, files: list[Path], *, is_folder: bool) -> Iterator[Path]:
    """The files that hold statements; beside a scan those that lie there.

    In a folder of many things they are those that are still called what they were sent as.
    """
    if not is_folder and place.suffix == ".json":
        yield place
    elif not is_folder and place.suffix == ".sig":
        yield place.with_suffix("")
    elif is_folder or place.suffix.casefold() in _SCANS:
        found = [file for file in files if file.suffix == ".json"]
        sent = [file for file in found if file.name.startswith("statement.")]
        yield from sent or found


def _with_scans(bare: list[_Returned], scans: tuple[Path, ...]) -> _Returned:
    """The statement that scans belong to: the only one, or the one whose person they name.

    Raises:
        UsageError: when that is not clear.
    """
    if not bare:
        raise UsageError("import-no-statement", str(scans[0].parent))
    fitting = bare
    if len(bare) > 1:
        names = [scan.name.casefold() for scan in scans]
        fitting = [one for one in bare if any(str(one.data["signer"]) in name for name in names)]
    if len(fitting) != 1:
        known = ", ".join(str(one.data["signer"]) for one in bare)
        raise UsageError("import-whose-scan", scans[0].name, known)
    one = fitting[0]
    return _Returned(one.file, one.data, one.content, None, scans)


def _statement(file: Path) -> _Returned:
    """A statement, with the signature beside it.

    Raises:
        UsageError: when it is none.
    """
    content = file_content(file)
    try:
        data = json.loads(content.decode("utf-8-sig")) if len(content) <= _MOST else None
        statement_bytes(data or {})
    except (ValueError, TypeError):
        data = None
    if not isinstance(data, dict) or not all(isinstance(data.get(f), str) for f in _FIELDS):
        raise UsageError("import-no-statement", file.name)
    beside = [file.with_name(f"{file.name}.sig"), file.with_suffix(".sig")]
    signature = next((file_content(one) for one in beside if one.is_file()), None)
    return _Returned(file, data, content, signature, ())
