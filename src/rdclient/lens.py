"""The two ways one set of facts is looked at: the language and the audience."""

from enum import StrEnum


class Lang(StrEnum):
    """Language of an output; both are equal."""

    ZH = "zh"
    EN = "en"


class Audience(StrEnum):
    """Who reads an output. A client edition holds only what was released to the client."""

    INTERNAL = "internal"
    CLIENT = "client"
