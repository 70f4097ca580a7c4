"""Findings in the forms that code hosts and build servers show: SARIF 2.1.0 and JUnit XML."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from inforce.law.consistency import place_at
from inforce.products.verify.findings import LawFinding, VerifyReport
from inforce.products.writing import written

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def write_sarif(report: VerifyReport, path: str) -> None:
    """Writes a report as SARIF. A reviewed finding is a suppressed result, as the format has it."""
    from inforce import __version__

    rules = [
        {
            "id": entry.name,
            "shortDescription": {"text": entry.says},
            "fullDescription": {"text": f"Expected: {entry.says}. Found, for example: {entry.example}."},
            "defaultConfiguration": {"level": "warning"},
        }
        for entry in report.properties
    ]
    rules += [
        {"id": "unsettled", "shortDescription": {"text": "the solver settles every question in time"}},
        {"id": "disagreement", "shortDescription": {"text": "both provers answer every question alike"}},
        {"id": "gone", "shortDescription": {"text": "every reviewed finding is still found"}},
    ]
    results = [_result(finding) for finding in report.findings]
    for rule, lines in (
        ("unsettled", report.unsettled),
        ("disagreement", report.disagreements),
        ("gone", report.gone),
    ):
        results += [{"ruleId": rule, "level": "error", "message": {"text": line}} for line in lines]
    driver = {"name": "inforce verify", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "properties": {"library": report.library},
        "results": results,
    }
    _write(path, json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n")


def _result(finding: LawFinding) -> dict[str, object]:
    place = place_at(finding.place)
    region = {"region": {"startLine": place.line, "startColumn": place.column}} if place.line else {}
    found: dict[str, object] = {
        "ruleId": finding.property,
        "level": "warning",
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": place.file}, **region}}],
        "partialFingerprints": {"finding/v1": finding.name},
        "properties": {"cites": list(finding.cites), "from": finding.begins, "until": finding.ends},
    }
    if finding.reviewed:
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.reviewed}]
    return found


def write_junit(report: VerifyReport, path: str) -> None:
    """Writes a report as JUnit XML: a test case for each property, one more for each finding."""
    suites = ElementTree.Element("testsuites", name="inforce verify")
    for entry in report.properties:
        own = [finding for finding in report.findings if finding.property == entry.name]
        failures = sum(not finding.reviewed for finding in own)
        suite = ElementTree.SubElement(
            suites, "testsuite", name=entry.name, tests=str(1 + len(own)), failures=str(failures),
            errors="0", skipped=str(len(own) - failures),
        )  # fmt: skip
        ElementTree.SubElement(suite, "testcase", classname=entry.name, name=f"{entry.says}: {entry.proved} proved")
        for finding in own:
            case = ElementTree.SubElement(suite, "testcase", classname=entry.name, name=finding.name)
            if finding.reviewed:
                ElementTree.SubElement(case, "skipped", message=f"reviewed: {finding.reviewed}")
            else:
                failure = ElementTree.SubElement(case, "failure", message=finding.says, type=finding.property)
                failure.text = f"{finding.place}\n{_message(finding)}"
    errors = [("unsettled", x) for x in report.unsettled] + [("disagreement", x) for x in report.disagreements]
    errors += [("reviewed, but no longer found", x) for x in report.gone]
    if errors:
        suite = ElementTree.SubElement(
            suites, "testsuite", name="provers", tests=str(len(errors)), failures="0", errors=str(len(errors)),
        )  # fmt: skip
        for kind, text in errors:
            case = ElementTree.SubElement(suite, "testcase", classname="provers", name=text)
            ElementTree.SubElement(case, "error", message=text, type=kind)
    ElementTree.indent(suites)
    _write(path, ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n")


def _message(finding: LawFinding) -> str:
    return f"{finding.says}\n{finding.case.yaml}" if finding.case else finding.says


def _write(path: str, text: str) -> None:
    with written(path) as made, open(made, "w", encoding="utf-8") as file:
        file.write(text)
