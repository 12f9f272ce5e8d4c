"""``rdclient schema``: what editors need to know of the record files, as JSON Schema."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from rdclient.cli import console, options
from rdclient.cli.words import say, spoken
from rdclient.diagnostic import UsageError
from rdclient.lens import Lang


class SchemaLang(StrEnum):
    """In which languages a schema speaks."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


def schema(folder: str | None, kind: str | None, *, lang: SchemaLang, output: str) -> int:
    """Print the schema of a kind, or write schemas into a folder; without either, the kinds."""
    from rdclient import api

    langs = api.both(spoken()) if lang is SchemaLang.BOTH else (Lang(lang.value),)
    name = None if kind is None else _named(kind)
    if output != "-":
        schemas = api.schemas(langs=langs)
        wanted = [file for file in schemas if name in (None, file.partition(".")[0])]
        _write(Path(output), {file: schemas[file] for file in wanted}, options.folder(folder))
    elif name is None:
        console.show(_kinds())
    else:
        console.show(api.schema(name, langs=langs))
    return console.CLEAN


def _named(kind: str) -> str:
    """The kind that was meant.

    Raises:
        UsageError: when there is none.
    """
    from rdclient import api
    from rdclient.render.kind_names import kind_named, near_kinds
    from rdclient.reports.search import KIND_GROUPS

    known = api.schema_kinds()
    named = kind_named(kind) or kind.casefold()
    name = KIND_GROUPS.get(named, (named,))[0]
    if name in known:
        return name
    near = [each for each in near_kinds(kind) if each in known]
    raise UsageError("unknown-kind", kind, ", ".join(near or known))


def _write(target: Path, schemas: Mapping[str, str], here: Path) -> None:
    """Write each schema into a folder, and name the files."""
    from rdclient import api

    try:
        root = api.find_root(here)
    except UsageError:
        root = here
    for file, text in schemas.items():
        console.deliver(text, str(target / file), root=root)
    console.show("".join(f"{(target / file).as_posix()}\n" for file in schemas))
    console.tell(say(f"{len(schemas)} schemas written", f"已写入{len(schemas)}个 schema 文件"))


def _kinds() -> str:
    """Each kind with what it is called and the files its schema is of."""
    from rdclient import api
    from rdclient.render.columns import table
    from rdclient.render.schema import kind_title

    rows = [(say("kind", "种类"), say("name", "名称"), say("files", "文件"))]
    for kind in api.schema_kinds():
        first, *more = api.schema_places(kind)
        rows += [(kind, kind_title(kind, lang=spoken()), first), *(("", "", path) for path in more)]
    return "".join(f"{line}\n" for line in table(rows))
