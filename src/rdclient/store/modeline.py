"""The comment by which an editor finds the schema of a record file, in the words of two editors."""

from pathlib import Path

from rdclient.store.layout import POLICY_FILE, home, is_calendar

SCHEMAS = ".rdclient/schema"
"""Folder of a workspace in which the schemas lie; kept in Git, so that every clone has them."""


def schema_file(path: str) -> str | None:
    """Name of the schema for a file of a workspace; None when there is none.

    >>> schema_file("clients/northbank/projects/settlement/requirements/REQ-012.yaml")
    'requirement.json'
    >>> schema_file("clients/northbank/projects/settlement/risks.yaml")
    'risk.list.json'
    """
    if path == POLICY_FILE:
        return "policy.json"
    if is_calendar(path):
        return "calendar.json"
    place = home(path)
    if place is None:
        return None
    is_list = not place.single and place.stem is None
    return f"{place.kind}.list.json" if is_list else f"{place.kind}.json"


def modeline(path: str) -> str:
    """The first lines of a new file: where its schema lies, seen from the file.

    The first line is read by editors with the YAML language server, the second by JetBrains.
    Empty when there is no schema for such a file.
    """
    name = schema_file(path)
    if name is None:
        return ""
    target = f"{'../' * path.count('/')}{SCHEMAS}/{name}"
    return f"# yaml-language-server: $schema={target}\n# $schema: {target}\n"


def modeline_for(root: Path, path: str) -> str:
    """The lines, when the workspace holds that schema; empty otherwise."""
    name = schema_file(path)
    is_there = name is not None and (root / SCHEMAS / name).is_file()
    return modeline(path) if is_there else ""
