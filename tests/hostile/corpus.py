"""Hostile and unlucky files: each in the place of a requirement, with the code it must get."""

import random
from typing import NamedTuple


class Hostile(NamedTuple):
    """A file as bytes, and the code that must be among its findings."""

    name: str
    content: bytes
    code: str


SOUND = """\
id: REQ-001
title: 批量代付
type: functional
priority: high
stated_need: 月末代发不加班 (stated by the client)
acceptance:
  method: test
events:
  - {at: 2026-11-02 09:30, type: collected, by: zhang-min}
  - at: 2026-11-05
    type: analysed
"""
"""A requirement with nothing wrong; most hostile files are this one with a change."""


def corpus() -> tuple[Hostile, ...]:
    """All hostile files; names are unique."""
    return (*_encodings(), *_characters(), *_merges(), *_syntax(), *_bombs(), *_values())


def _text(name: str, code: str, old: str, new: str) -> Hostile:
    if old not in SOUND:
        raise ValueError(name)
    return Hostile(name, SOUND.replace(old, new, 1).encode("utf-8", "surrogatepass"), code)


def _whole(name: str, code: str, text: str) -> Hostile:
    return Hostile(name, text.encode("utf-8", "surrogatepass"), code)


def _encodings() -> tuple[Hostile, ...]:
    return (
        Hostile("utf-16-with-bom", SOUND.encode("utf-16"), "RD001"),
        Hostile("utf-16-big-endian", b"\xfe\xff" + SOUND.encode("utf-16-be"), "RD001"),
        Hostile("utf-16-without-bom", SOUND.encode("utf-16-le"), "RD001"),
        Hostile("utf-32-with-bom", SOUND.encode("utf-32"), "RD001"),
        Hostile("utf-32-without-bom", SOUND.encode("utf-32-be"), "RD001"),
        Hostile("gbk", SOUND.encode("gbk"), "RD001"),
        Hostile("gb18030", (SOUND + "goal: 㐀㐁㐂代发\n").encode("gb18030"), "RD001"),
        Hostile(
            "latin-1",
            SOUND.replace("批量代付", "R\u00e9sum\u00e9").encode("cp1252", "replace"),
            "RD001",
        ),
        Hostile("cut-in-a-character", SOUND.encode()[:20] + b"\xe6\x89", "RD001"),
        Hostile("overlong-slash", b"title: \xc0\xaf\n", "RD001"),
        Hostile("surrogate-bytes", b"title: \xed\xa0\x80\n", "RD001"),
        Hostile("an-image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01", "RD001"),
        Hostile("random-bytes", random.Random(7).randbytes(4096), "RD001"),  # noqa: S311
        Hostile("larger-than-a-record", SOUND.encode() + b"# " + b"x" * 1_100_000, "RD001"),
        _whole("directive-yaml-1-1", "RD001", "%YAML 1.1\n---\n" + SOUND),
        _whole("directive-tag", "RD001", "%TAG ! tag:example.com,2026:\n---\n" + SOUND),
        _whole("directive-unknown", "RD001", "# first\n\n%PWN now\n---\n" + SOUND),
    )


def _characters() -> tuple[Hostile, ...]:
    inside = {
        "nul": "\x00",
        "bell": "\x07",
        "terminal-escape": "\x1b[2J\x1b]0;owned\x07",
        "delete": "\x7f",
        "next-line": "\x85",
        "inner-bom": "\ufeff",
        "line-separator": "\u2028",
        "paragraph-separator": "\u2029",
        "right-to-left-override": "\u202ecod.exe",
        "left-to-right-isolate": "\u2066x\u2069",
        "right-to-left-mark": "\u200f",
        "zero-width-space": "\u200b",
        "soft-hyphen": "\u00ad",
        "word-joiner": "\u2060",
        "not-a-character": "\ufffe",
    }
    raw = tuple(_text(name, "RD008", "批量", mark) for name, mark in inside.items())
    escapes = {
        "escaped-bell": r'"\x07"',
        "escaped-override": r'"\u202e"',
        "escaped-nul": r'"\0"',
        "escaped-line-separator": r'"\L"',
        "escaped-next-line": r'"\N"',
        "escaped-surrogate": r'"\ud800"',
        "escaped-surrogate-pair": r'"\ud83d\ude00"',
        "escaped-bom-in-a-key": '"\\ufeff": 1',
    }
    hidden = [_text(n, "RD008", "title: 批量代付", f"title: {m}") for n, m in escapes.items()]
    hidden[-1] = _text("escaped-bom-in-a-key", "RD008", "title:", '"\\ufeff": 1\ntitle:')
    return (*raw, *hidden)


def _merges() -> tuple[Hostile, ...]:
    sides = "<<<<<<< HEAD\npriority: high\n=======\npriority: low\n>>>>>>> feature/urgent\n"
    base = sides.replace("=======", "||||||| 1a2b3c\npriority: medium\n=======")
    return (
        _text("conflict", "RD014", "priority: high\n", sides),
        _text("conflict-with-base", "RD014", "priority: high\n", base),
        _text("conflict-crlf", "RD014", "priority: high\n", sides.replace("\n", "\r\n")),
        _text("conflict-left-over", "RD014", "priority: high\n", "priority: high\n=======\n"),
        _text("conflict-open", "RD014", "priority: high\n", "<<<<<<< HEAD\npriority: high\n"),
        _text("same-key-twice", "RD004", "priority: high\n", "priority: high\npriority: low\n"),
        _text("same-key-in-flow", "RD004", "by: zhang-min}", "by: zhang-min, by: li-jing}"),
        _text("same-key-quoted", "RD004", "method: test\n", 'method: test\n  "method": test\n'),
    )


def _syntax() -> tuple[Hostile, ...]:
    title = "title: 批量代付"
    return (
        _text("anchor", "RD003", title, "title: &t 批量代付"),
        _text("alias", "RD003", title, "title: &t x\ngoal: *t"),
        _text("merge-key", "RD003", title, "<<: {title: x}"),
        _text("python-tag", "RD003", title, "title: !!python/object/apply:os.system [id]"),
        _text("binary-tag", "RD003", title, "title: !!binary aGk="),
        _text("local-tag", "RD003", title, "title: !secret x"),
        _text("bare-tag", "RD003", title, "title: ! x"),
        _whole("tag-on-the-document", "RD003", "--- !!map\n" + SOUND),
        _whole("anchor-on-the-document", "RD003", "--- &all\n" + SOUND),
        _text("ordered-map", "RD003", title, "title: !!omap [a: 1]"),
        _text("set-of-keys", "RD003", title, "title: !!set {a, b}"),
        _text("unknown-tag-handle", "RD003", title, "title: !a!b x"),
        _whole("two-documents", "RD003", SOUND + "---\n" + SOUND),
        _whole("text-after-the-end", "RD003", SOUND + "...\ntitle: x\n"),
        _text("quote-open", "RD003", title, 'title: "批量代付'),
        _text("bracket-open", "RD003", title, "title: [批量代付"),
        _whole("bracket-open-at-the-very-end", "RD003", SOUND + "goal: {zh: 月末, "),
        _whole("quote-open-at-the-very-end", "RD003", SOUND + 'goal: "月末'),
        _text("brace-open", "RD003", title, "title: {zh: 批量代付"),
        _text("tab", "RD003", "  method: test", "\tmethod: test"),
        _text("tab-alone-on-a-line", "RD003", "  method: test", "\t\n  method: test"),
        _text("number-behind-a-blank", "RD003", title, "title: 见工单 #12"),
        _text("indentation", "RD003", "  method: test", "  method: test\n criteria: x"),
        _text("no-colon", "RD003", title, "title 批量代付"),
        _text("two-colons", "RD003", title, "title: 代付: 批量"),
        _text("at-sign", "RD003", title, "title: @zhang"),
        _text("backquote", "RD003", title, "title: `x`"),
        _text("list-on-the-line", "RD003", title, "title: - x"),
        _text("unknown-escape", "RD003", title, r'title: "C:\work"'),
        _text("list-as-key", "RD003", title, "? [a, b]\n: x"),
        _text("number-as-key", "RD006", title, "2026: x"),
        _text("nothing-as-key", "RD006", title, "~: x"),
        _text("truth-as-key", "RD006", title, "true: x"),
        _whole("only-an-indicator", "RD006", "? "),
        _whole("only-brackets", "RD003", "]]]]"),
    )


def _bombs() -> tuple[Hostile, ...]:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    merges = "m0: &m0 {k: v}\n" + "".join(
        f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    return (
        _whole("billion-laughs", "RD003", laughs),
        _whole("merge-bomb", "RD003", merges),
        _whole("brackets-deep", "RD003", "x: " + "[" * 20_000),
        _whole("braces-deep", "RD003", "{a: " * 20_000),
        _whole("dashes-deep", "RD003", "- " * 20_000),
        _whole("questions-deep", "RD003", "? " * 20_000),
        _whole("indented-deep", "RD003", "".join(" " * n + "a:\n" for n in range(400))),
        _whole("many-values", "RD003", "[" + "1," * 450_000 + "1]"),
        _whole("many-pairs", "RD003", "[" + "?," * 250_000 + "?]"),
        _whole("many-documents", "RD003", "--- x\n" * 50_000),
        _whole("many-anchors", "RD003", "".join(f"k{n}: &a{n} x\n" for n in range(20_000))),
        _whole("many-quotes", "RD003", SOUND + "goal: " + "'" * 300_001),
        _whole("many-backslashes", "RD003", SOUND + 'goal: "' + "\\" * 300_001),
        _whole("many-blanks", "RD003", SOUND + "goal: a" + " " * 500_000 + "b: c\n"),
        _whole("many-dashes-on-a-line", "RD003", SOUND + "goal: " + "- " * 300_000 + "\n"),
        _whole("many-colons", "RD003", SOUND + "goal: " + "a: " * 300_000 + "\n"),
        _whole("many-tabs", "RD003", SOUND + "goal:\n" + "\t" * 500_000 + "x\n"),
        _whole("long-integer", "RD006", SOUND + f"goal: {'9' * 5000}\n"),
        _whole("long-hexadecimal", "RD006", SOUND + f"goal: 0x{'f' * 100_000}\n"),
        _whole("long-key", "RD003", SOUND + "k" * 2000 + ": x\n"),
        _whole(
            "many-unknown-fields", "RD005", SOUND + "".join(f"k{n}: 1\n" for n in range(40_000))
        ),
        _whole("many-conflicts", "RD014", "<<<<<<< a\n>>>>>>> b\n" * 20_000),
        _whole("many-controls", "RD008", "title: " + "\x07" * 200_000),
        _whole("many-wide-colons", "RD009", SOUND + "goal：x\n" * 20_000 + "a: b: c\n"),
        _whole("one-long-line", "RD003", "title: " + "x" * 900_000 + ": y"),
    )


def _values() -> tuple[Hostile, ...]:
    title, first = "title: 批量代付", "at: 2026-11-02 09:30"
    return (
        _text("unknown-field", "RD005", "priority: high", "priorty: high"),
        _text("missing-field", "RD007", title + "\n", ""),
        _text("version-number", "RD006", title, "title: 1.10"),
        _text("leading-zero", "RD006", title, "title: 010"),
        _text("underscores", "RD006", title, "title: 1_000"),
        _text("word-null", "RD006", title, "title: null"),
        _text("word-true", "RD006", title, "title: true"),
        _text("no-value", "RD006", title, "title:"),
        _text("list-for-text", "RD006", title, "title: [批量, 代付]"),
        _text("text-for-list", "RD006", title, title + "\nparents: REQ-002"),
        _text("id-walks-up", "RD006", "id: REQ-001", "id: ../../../etc/passwd"),
        _text("id-lower-case", "RD006", "id: REQ-001", "id: req-001"),
        _text("id-with-line-end", "RD006", "id: REQ-001", r'id: "REQ-001\n"'),
        _text("id-wide", "RD009", "id: REQ-001", "id: ＲＥＱ－００１"),
        _text("not-a-number", "RD006", title, title + "\nanalysis: {effort: {test: .nan}}"),
        _text("infinite", "RD006", title, title + "\nanalysis: {effort: {test: 1e999}}"),
        _text("unknown-token", "RD006", "priority: high", "priority: hihg"),
        _whole("list-for-record", "RD006", "- a\n- b\n"),
        _whole("text-for-record", "RD006", "hello\n"),
        _whole("number-for-record", "RD006", "42\n"),
        _text("no-such-day", "RD002", first, "at: 2026-02-30"),
        _text("no-such-hour", "RD002", first, "at: 2026-11-02 25:00"),
        _text("year-zero", "RD002", first, "at: 0000-01-01"),
        _text("no-such-second", "RD002", first, "at: 2026-11-02 23:59:60"),
        _text("no-such-offset", "RD002", first, "at: 2026-11-02T09:30+25:00"),
        _text("long-date", "RD002", first, "at: 2026-11-02" + "0" * 5000),
        _text("beyond-time", "RD002", first, "at: 9999-12-31T23:59-14:00"),
        _text("chinese-date", "RD002", first, "at: 2026年11月2日"),
        _text("chinese-date-without-year", "RD002", first, "at: 11月2日"),
        _text("slashes", "RD002", first, "at: 2026/11/2"),
        _text("wide-colon", "RD009", "priority: high", "priority：high"),
        _text("wide-colon-in-flow", "RD009", "type: collected", "type：collected"),
        _text("wide-comma", "RD009", title, title + "\nparents: [REQ-002，REQ-003】"),
        _text("wide-brackets", "RD009", title, title + "\nparents: ［REQ-002，REQ-003］"),
        _text("wide-quotes", "RD009", title, "title: “代付: 批量”"),
        _text("wide-dash", "RD009", "  - at: 2026-11-05", "  － at: 2026-11-05"),
        _text("wide-indentation", "RD009", "  method: test", "\u3000\u3000method: test"),
        _text(
            "wide-digits",
            "RD009",
            title,
            title + "\ntests: [{on: 2026-11-01, executed: ２, passed: 2}]",
        ),
        _text("chinese-word", "RD009", "priority: high", "priority: 高"),
        _text(
            "chinese-truth",
            "RD009",
            title,
            title + "\nanalysis: {feasibility: {level: high, new_tech: 是}}",
        ),
    )
