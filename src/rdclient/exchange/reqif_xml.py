"""ReqIF files opened with care: size, archive, encoding and declarations are looked at first."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from rdclient.diagnostic import RdclientError, UsageError
from rdclient.exchange.foreign_item import ForeignError

if TYPE_CHECKING:
    from lxml.etree import _ElementTree  # type: ignore[import-untyped]

LIMIT = 64 * 1024 * 1024
"""Bytes of XML a file may have, packed or not."""
UNPACKED = 200 * 1024 * 1024
"""Bytes that an archive may unpack to, pictures included."""
_PARTS = 10_000
_PIECE = 1024 * 1024
_ARCHIVE = b"PK\x03\x04"
_SUFFIXES = (".reqif", ".xml")


@dataclass(frozen=True, slots=True)
class Part:
    """A text of an exchange.

    Attributes:
        name: as it is told: of the file, and of the part of an archive.
        tree: its elements, without comments.
    """

    name: str
    tree: "_ElementTree"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds.

    Attributes:
        parts: texts.
        attachments: names of the other files in the archive.
    """

    parts: tuple[Part, ...]
    attachments: tuple[str, ...] = ()


def opened(path: Path) -> Opened:
    """A file as trees of elements; nothing outside of it is asked for.

    Raises:
        UsageError: when there is no such file.
        ForeignError: when it is too large, no sound archive, no sound XML, or declares entities.
        RdclientError: when the library for ReqIF is not installed.
    """
    try:
        import reqif.parser  # type: ignore[import-untyped]  # noqa: F401 - only asked for
    except ImportError:
        raise RdclientError("needs-reqif") from None
    content = _content(path)
    if not content.startswith(_ARCHIVE):
        return Opened((Part(path.name, _tree(path.name, content)),))
    texts = []
    others = []
    for name, inner in _unpacked(path):
        if inner is None:
            others.append(name)
        else:
            texts.append(Part(f"{path.name}/{name}", _tree(f"{path.name}/{name}", inner)))
    if not texts:
        raise ForeignError("reqif-no-text", path.name)
    return Opened(tuple(texts), tuple(others))


def _content(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: when there is none.
        ForeignError: when it is too large, or cannot be read.
    """
    try:
        if path.is_dir():
            raise UsageError("reqif-folder", str(path))
        if path.stat().st_size > LIMIT:
            raise ForeignError("reqif-too-large", path.name, LIMIT // _PIECE)
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError("reqif-missing", str(path)) from None
    except OSError as error:
        raise ForeignError("reqif-unreadable", path.name, error.strerror or str(error)) from error


def _unpacked(path: Path) -> Iterator[tuple[str, bytes | None]]:
    """The parts of an archive: texts with their bytes, the others by their names.

    Raises:
        ForeignError: when it would unpack to too much, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            unpacked = sum(part.file_size for part in parts)
            of_texts = sum(part.file_size for part in parts if _is_text(part))
            if unpacked > UNPACKED or of_texts > LIMIT or len(parts) > _PARTS:
                raise ForeignError("reqif-bomb", path.name, unpacked // _PIECE, UNPACKED // _PIECE)
            left = LIMIT
            for part in parts:
                if not _is_text(part):
                    yield part.filename, None
                    continue
                with archive.open(part) as stream:
                    content = stream.read(left + 1)  # what the archive says of sizes may be a lie
                left -= len(content)
                if left < 0:
                    raise ForeignError("reqif-bomb", path.name, LIMIT // _PIECE, LIMIT // _PIECE)
                yield part.filename, content
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise ForeignError("reqif-damaged", path.name) from error
    except RuntimeError:  # a part is encrypted
        raise ForeignError("reqif-locked", path.name) from None


def _is_text(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith(_SUFFIXES)


# ── XML ──────────────────────────────────────────────────────────────────────


class _BegunError(Exception):
    """The first element was reached."""


class _DeclaredError(Exception):
    """A document type was declared; entities may hide in it."""


def _tree(name: str, content: bytes) -> "_ElementTree":
    """The elements of a text.

    Raises:
        ForeignError: when it declares a document type, or is no sound XML.
    """
    from lxml import etree  # type: ignore[import-untyped]

    _look_before(name, content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise ForeignError("reqif-xml", name, line) from error
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None:
        raise ForeignError("reqif-entities", name)
    return tree


def _look_before(name: str, content: bytes) -> None:
    """See that nothing is declared before the first element.

    Raises:
        ForeignError: when something is, or the text does not get that far.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _begin
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the parser takes nothing else
    except _BegunError:
        return
    except _DeclaredError:
        raise ForeignError("reqif-entities", name) from None
    except expat.ExpatError as error:
        raise ForeignError("reqif-xml", name, error.lineno) from None
    except (ValueError, LookupError):
        raise ForeignError("reqif-encoding", name) from None
    raise ForeignError("reqif-xml", name, 1)


def _refuse(*_: object) -> None:
    raise _DeclaredError


def _begin(*_: object) -> None:
    raise _BegunError
