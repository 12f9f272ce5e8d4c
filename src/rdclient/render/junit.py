"""Findings as a JUnit report: one test per rule, so that each keeps its history."""

from xml.etree import ElementTree as ET

from rdclient.diagnostic import CODES, Finding
from rdclient.lens import Lang
from rdclient.render.findings import Outcome, headline, printable, unread_note
from rdclient.render.messages import message

_CLASS = "rdclient"


def junit(outcome: Outcome) -> str:
    """A test for each code that was asked about, and one for whether every file could be read.

    A test fails over findings that make the check fail; lighter ones stand in its output. It is
    skipped where waivers set all of them aside. In ASCII, so that no console can spoil it.
    """
    suite = ET.Element("testsuite", name="rdclient check")
    cases = [_reading(outcome), *(_case(code, outcome) for code in outcome.codes)]
    suite.extend(cases)
    for kind, name in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(kind, str(sum(case.find(name) is not None for case in cases)))
    suite.set("tests", str(len(cases)))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    written = ET.tostring(root, encoding="us-ascii").decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _reading(outcome: Outcome) -> ET.Element:
    """Whether every file could be read; the loader's own findings are tests of their own."""
    case = ET.Element("testcase", classname=_CLASS, name="files")
    if outcome.unread:
        told = unread_note(outcome)
        ET.SubElement(case, "error", message=told, type="unread").text = "\n".join(
            printable(outcome.prefix + path) for path in outcome.unread
        )
    return case


def _case(code: str, outcome: Outcome) -> ET.Element:
    case = ET.Element("testcase", classname=_CLASS, name=f"{code} {CODES[code].name}")
    found = [finding for finding in outcome.findings if finding.code == code]
    failing = [f for f in found if f.severity.rank <= outcome.fail_on.rank]
    lighter = [f for f in found if f.severity.rank > outcome.fail_on.rank]
    aside = sum(item.finding.code == code for item in outcome.waived)
    if failing:
        told = _headline(failing, outcome.lang)
        ET.SubElement(case, "failure", message=told, type=code).text = _listed(failing, outcome)
    elif aside and not lighter:
        told = f"豁免{aside}个" if outcome.lang is Lang.ZH else f"{aside} waived"
        ET.SubElement(case, "skipped", message=told)
    if lighter:
        ET.SubElement(case, "system-out").text = _listed(lighter, outcome)
    return case


def _headline(findings: list[Finding], lang: Lang) -> str:
    """The first one, and how many there are."""
    first = printable(message(findings[0], lang=lang).headline)
    count = len(findings)
    if count == 1:
        return first
    return f"共{count}处：{first}" if lang is Lang.ZH else f"{count} places: {first}"


def _listed(findings: list[Finding], outcome: Outcome) -> str:
    lines = []
    for finding in findings:
        mend = printable(message(finding, lang=outcome.lang).help)
        told = headline(finding, lang=outcome.lang, prefix=outcome.prefix)
        lines.append(f"{told}\n  {mend} · rdclient explain {finding.code}")
    return "\n".join(lines)
