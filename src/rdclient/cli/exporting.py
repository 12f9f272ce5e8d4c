"""``rdclient export``: records as a table, to a file or to standard output."""

from dataclasses import dataclass
from pathlib import Path

from rdclient.cli import console, options
from rdclient.cli.words import chosen, spoken
from rdclient.diagnostic import RdclientError, UsageError
from rdclient.lens import Lang


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were typed."""

    folder: str | None
    kind: str
    output: str
    form: str | None
    client: str | None
    project: str | None
    as_of: str | None
    at: str | None
    lang: Lang | None


def export_table(asked: Asked) -> int:
    """Write the table, and say how many rows it has."""
    from rdclient import api

    root = api.find_root(options.folder(asked.folder))
    form = _form(asked, api.EXPORT_FORMATS)
    moment = options.moment(asked.as_of) if asked.as_of else None
    order = api.ExportOrder(asked.kind, asked.client, asked.project, asked.lang or chosen(), moment)
    clock = api.Clock(options.moment(None), options.moment)
    cache = options.cache_folder(is_wanted=True)
    table = api.export_table(root, order, clock=clock, cache=cache, at=asked.at)
    content: str | bytes = table.as_workbook() if form == "xlsx" else table.as_text()
    if isinstance(content, str) and asked.output != "-":
        content = console.UTF_8_MARK + content
    _deliver(content, asked.output, root)
    if asked.output != "-":
        count = len(table.rows) - 1
        is_zh = (asked.lang or chosen() or spoken()) is Lang.ZH
        zh, en = f"已写入 {asked.output}，共{count}行", f"wrote {asked.output} · {count} rows"
        console.tell(zh if is_zh else en)
    return console.CLEAN


def _form(asked: Asked, known: tuple[str, ...]) -> str:
    """The format: as asked for, else as the file is called, else csv.

    Raises:
        UsageError: when there is none of that name, or it cannot be shown.
    """
    form = (asked.form or Path(asked.output).suffix.removeprefix(".")).lower()
    if asked.form is not None and form not in known:
        raise UsageError("table-format", asked.form, ", ".join(known))
    if form == "xlsx" and asked.output == "-":
        raise UsageError("output-needed")
    return form if form in known else "csv"


def _deliver(content: str | bytes, output: str, root: Path) -> None:
    """Write the table.

    Raises:
        RdclientError: when it cannot be written; a file that is open in Excel is named as such.
    """
    try:
        console.deliver(content, output, root=root)
    except RdclientError as error:
        if isinstance(error.__cause__, PermissionError):
            raise RdclientError("output-in-use", output) from error
        raise
