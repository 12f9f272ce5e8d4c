"""``rdclient explain``: the manual page of a rule, or the fields of a kind of record."""

import difflib

from rdclient.cli import console
from rdclient.cli.words import say, spoken
from rdclient.diagnostic import CODES, UsageError
from rdclient.lens import Lang


def explain(topic: str | None, *, lang: Lang | None) -> int:
    """Print the page of a code (``RD212`` or its name) or of a kind (``requirement``, ``需求``).

    Without a topic, what there is to explain.
    """
    from rdclient import api
    from rdclient.render.kind_names import kind_named
    from rdclient.render.messages import page
    from rdclient.reports.search import KIND_GROUPS

    lang = lang or spoken()
    if topic is None:
        console.show(_topics(api.kinds()))
        return console.CLEAN
    names = {row.name: row.code for row in CODES.values()}
    code = names.get(topic.lower(), topic.upper())
    named = kind_named(topic) or ""
    kind = KIND_GROUPS.get(named, (named,))[0]
    if code in CODES:
        console.show(page(code, lang=lang))
    elif kind in api.kinds():
        console.show(api.kind_page(kind, lang=lang))
    else:
        raise UsageError("unknown-code", topic, ", ".join(_near(topic, names)))
    return console.CLEAN


def _near(topic: str, names: dict[str, str]) -> list[str]:
    from rdclient import api

    known = {**{code: code for code in CODES}, **names, **{kind: kind for kind in api.kinds()}}
    wanted = topic.upper() if topic[:2].upper() == "RD" else topic.lower()
    begun = [name for name in known if name.startswith(wanted)]
    near = begun[:3] or difflib.get_close_matches(wanted, known, 3, 0.6)
    return list(dict.fromkeys(known[name] for name in near)) or sorted(CODES)[:3]


def _topics(kinds: tuple[str, ...]) -> str:
    from rdclient.render.kind_page import KIND_WORDS
    from rdclient.render.manual_page import title

    lang = spoken()
    rows = [f"  {row.code}  {row.name} · {title(row.code, lang=lang)}" for row in CODES.values()]
    told = [f"{kind}（{KIND_WORDS[kind][0]}）" if lang is Lang.ZH else kind for kind in kinds]
    heads = say("Codes:", "编码："), say("Kinds of records:", "记录种类：")
    return "\n".join([heads[0], *rows, "", heads[1], "  " + say(", ", "、").join(told)]) + "\n"
