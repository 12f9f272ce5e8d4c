"""What the loader says about one file by itself, and which model stands behind each place in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from rdclient.diagnostic import Finding, finding
from rdclient.model.base import Record
from rdclient.model.policy import Policy
from rdclient.model.portfolio import KINDS
from rdclient.store import policyfile
from rdclient.store.layout import POLICY_FILE, WITHOUT_ID, Home, home
from rdclient.store.position import Pointer, Positions
from rdclient.store.validate import validate
from rdclient.store.yamlfile import Loaded, parse


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out of one text.

    Attributes:
        path: of the file.
        text: that was read.
        data: plain data; None when it could not be read.
        is_readable: whether it is YAML without a fault.
        findings: of the reader, else of the models.
        records: that are sound, each with its pointer.
    """

    path: str
    text: str
    data: object
    is_readable: bool
    findings: tuple[Finding, ...]
    records: tuple[tuple[Pointer, Record], ...]

    @property
    def model(self) -> type[BaseModel] | None:
        """The class of the records in it."""
        return model_of(self.path)

    def inner(self, pointer: Pointer) -> Pointer:
        """A pointer into the file as one into its record."""
        return pointer[1:] if isinstance(self.data, list) else pointer


def model_of(path: str) -> type[BaseModel] | None:
    """The class of the records that a path holds; None when it holds none."""
    if path == POLICY_FILE:
        return Policy
    place = home(path)
    return KINDS[place.kind] if place else None


def verdict(path: str, text: str, zone: ZoneInfo) -> Verdict:
    """What the loader says about a text, without what shows only between files.

    Args:
        path: of a record file, or of the policy.
        text: without byte order mark.
        zone: in which a time without offset is read.
    """
    loaded = parse(path, text)
    if loaded.findings:
        return Verdict(path, text, None, is_readable=False, findings=loaded.findings, records=())
    findings: list[Finding] = []
    records: list[tuple[Pointer, Record]] = []
    place = home(path)
    if path == POLICY_FILE:
        findings += policyfile.layered(loaded, zone)[1]
    elif place:
        for pointer, data in _entries(loaded, place):
            model = KINDS[place.kind]
            found = validate(model, data, path=path, text=text, pointer=pointer, zone=zone)
            if isinstance(found, tuple):
                findings += found
            else:
                records.append((pointer, found))
        findings += _not_a_list(loaded, place)
    found_all, sound = tuple(findings), tuple(records)
    return Verdict(path, text, loaded.data, is_readable=True, findings=found_all, records=sound)


def _entries(loaded: Loaded, place: Home) -> Iterator[tuple[Pointer, object]]:
    """The data of each record with its pointer; with the id that the file's name gives."""
    data = loaded.data
    if isinstance(data, list) and not place.single:
        for index, item in enumerate(data):
            yield (index,), item
    elif place.stem or place.single:
        data = {} if data is None else data
        is_named = place.stem is not None and place.kind not in WITHOUT_ID
        yield (), {**data, "id": place.stem} if is_named and isinstance(data, dict) else data


def _not_a_list(loaded: Loaded, place: Home) -> Iterator[Finding]:
    is_held = loaded.data is None or isinstance(loaded.data, list) or place.stem or place.single
    if not is_held:
        at = Positions(loaded.path, loaded.text).locate(())
        yield finding("RD006", at, expected="list", value="")
