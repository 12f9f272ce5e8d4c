"""Where each setting in force comes from: a line of a file, or the program itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rdclient.model.client import Workspace
from rdclient.model.policy import Policy
from rdclient.store import policyfile
from rdclient.store.layout import POLICY_FILE, ROOT_FILE
from rdclient.store.position import Pointer, Positions
from rdclient.store.revision import value_at
from rdclient.store.yamlfile import Loaded, parse

Plain: TypeAlias = object
"""What stands in YAML: a text, a number, a truth value, a list of such, or None."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that holds.

    Attributes:
        key: its name, the groups before it.
        value: as it would stand in YAML.
        path: of the file that says so; None when none does.
        line: in it.
        since: the day from which that version of the policy holds.
    """

    key: tuple[str, ...]
    value: Plain
    path: str | None = None
    line: int = 0
    since: date | None = None


def of_workspace(texts: Mapping[str, str], workspace: Workspace) -> tuple[Setting, ...]:
    """What ``rdclient.yaml`` says, and what holds where it says nothing.

    Args:
        texts: of the files by path; empty for one that is not there.
        workspace: as it was read of them.
    """
    loaded = parse(ROOT_FILE, texts[ROOT_FILE])
    data = loaded.data if isinstance(loaded.data, dict) else {}
    fields = type(workspace).model_fields
    defaults = {name: fields[name].default for name in _HAVE_DEFAULTS}
    stated = {**defaults, **data}
    held = _Held(loaded, data, (), None)
    return tuple(
        setting
        for name in fields
        if name in stated
        for setting in held.settings((name,), stated[name])
    )


_HAVE_DEFAULTS = ("uuid", "lang", "calendar", "schema_version")


def of_policy(texts: Mapping[str, str], policy: Policy) -> tuple[Setting, ...]:
    """Every number of a policy, with the line that overrides the shipped one.

    Args:
        texts: as in ``of_workspace``.
        policy: as it was read of them.
    """
    loaded = parse(POLICY_FILE, texts[POLICY_FILE])
    version, way = _version(loaded, policy)
    held = _Held(loaded, version, way, policy.effective_on)
    return tuple(
        setting
        for key, value in policyfile.whole(version).items()
        if key != "effective_on"
        for setting in held.settings((key,), value)
    )


def _version(loaded: Loaded, policy: Policy) -> tuple[Mapping[str, Plain], Pointer]:
    """The part of the file that a policy was made of, and the way down to it."""
    versions = loaded.data if isinstance(loaded.data, list) else [loaded.data]
    for index, version in enumerate(versions):
        if not isinstance(version, dict) or policy is policyfile.shipped():
            continue
        since = version.get("effective_on")
        if (str(since) if since else None) == (str(policy.effective_on or "") or None):
            return version, (index,) if isinstance(loaded.data, list) else ()
    return {}, ()


@dataclass(frozen=True, slots=True)
class _Held:
    """What a file holds of some settings.

    Attributes:
        loaded: the file.
        data: the mapping in it that counts.
        way: keys and indexes down to that.
        since: the day from which it holds.
    """

    loaded: Loaded
    data: Mapping[str, Plain]
    way: Pointer
    since: date | None

    def settings(self, key: tuple[str, ...], value: Plain) -> Iterator[Setting]:
        """The single values below a key."""
        if isinstance(value, Mapping) and value:
            for name, inner in value.items():
                yield from self.settings((*key, str(name)), inner)
        elif self._is_stated(key):
            positions = Positions(self.loaded.path, self.loaded.text)
            at = positions.locate((*self.way, *key), on_key=True)
            yield Setting(key, value, self.loaded.path, at.line, self.since)
        else:
            yield Setting(key, value)

    def _is_stated(self, key: tuple[str, ...]) -> bool:
        """Whether the file itself holds a value there, be it nothing."""
        *way, last = key
        inner = value_at(dict(self.data), tuple(way))
        return isinstance(inner, dict) and last in inner
