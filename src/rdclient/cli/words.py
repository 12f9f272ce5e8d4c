"""What the environment says before any option is read; above all the language to speak."""

import os

from rdclient.lens import Lang

_VARIABLES = ("RDCLIENT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def spoken() -> Lang:
    """Chinese when the environment says so (``RDCLIENT_LANG=zh`` or a ``zh`` locale)."""
    chosen = os.environ.get(spoken_by() or "", "")
    return Lang.ZH if chosen.lower().startswith("zh") else Lang.EN


def spoken_by() -> str | None:
    """The variable that says which language to speak; None when none does."""
    return next((name for name in _VARIABLES if is_set(name)), None)


def chosen() -> Lang | None:
    """The language asked for by ``RDCLIENT_LANG``, which comes before a workspace's own."""
    return spoken() if is_set(_VARIABLES[0]) else None


def say(en: str, zh: str) -> str:
    """The text in the language of the environment."""
    return zh if spoken() is Lang.ZH else en


def is_set(variable: str) -> bool:
    """Whether the environment holds a variable that is not empty."""
    return bool(os.environ.get(variable))
