"""Other tools' requirements that are brought in: what each format fills, and how keys compare."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdclient.exchange import doorstop, reqif_file
from rdclient.exchange.foreign_item import FieldTable


@dataclass(frozen=True, slots=True)
class ForeignFormat:
    """A format of requirements.

    Attributes:
        name: as it is typed; also the name of the source, unless another one is given.
        fields: which field each attribute fills.
        text: the field whose text tells a title when there is none.
        key_of: the key by which links name the item of an id.
        is_whole: whether it always holds everything, so that what is gone was deleted there.
        is_quiet: whether nobody need hear that an attribute is left out.
    """

    name: str
    fields: FieldTable
    text: str
    key_of: Callable[[str], str]
    is_whole: bool
    is_quiet: Callable[[str], bool]


_ROWS = (
    ForeignFormat(
        "doorstop", doorstop.FIELDS, doorstop.TEXT, doorstop.uid_key,
        is_whole=True, is_quiet=lambda _name: False,
    ),
    ForeignFormat(
        "reqif", reqif_file.FIELDS, reqif_file.TEXT, str,
        is_whole=False, is_quiet=reqif_file.quiet,
    ),
)  # fmt: skip
FOREIGN_FORMATS: Mapping[str, ForeignFormat] = MappingProxyType({row.name: row for row in _ROWS})
"""Every format by its name."""
