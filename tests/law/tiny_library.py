"""A small, valid law library of an invented place, with the real vocabulary: what the tests of the law layer break."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VOCABULARY = ROOT / "law" / "vocabulary"

ACTS = """\
xx/2000/founding:
  name: Founding Act
  law: Laws 2000, ch. 1
  effective: 2000-01-01
  source: {url: "https://example.org/1", checked: 2026-11-24, confidence: primary}
xx/2010/first:
  name: First Act
  law: Laws 2009, ch. 7
  effective: 2010-01-01
  enacted: {from: 2009-03-02, to: 2009-03-02, confidence: primary, says: the vote was seen}
  source: {url: "https://example.org/2", checked: 2026-11-24, confidence: primary}
xx/2010/second:
  name: Second Act
  law: Laws 2009, ch. 8
  effective: 2010-01-01
  enacted: {from: 2009-05-04, to: 2009-05-04, confidence: primary, says: the vote was seen}
  source: {url: "https://example.org/3", checked: 2026-11-24, confidence: primary}
"""

JURISDICTION = """\
name: Exampleland
begins: 2000-01-01
checked: 2026-11-24
codes:
  code: Example Code §
source: {url: "https://example.org/", checked: 2026-11-24, confidence: primary}
"""

FRONT = """\
---
section: {section}
act: {act}
source: {{url: "https://example.org/text", checked: 2026-11-24, confidence: primary}}
---
"""

PUNISHMENTS = """
## (a) Grades

The grades and their ranges, and who bears the burden.

```yaml
ladder: {grades: [petty, serious]}
punishment:
  - {grade: petty, cite: "(a)", mode: misdemeanor, max: 1 year, fine: "$1,000"}
  - {grade: serious, cite: "(a)", mode: felony, min: 2 years, max: 10 years, life: yes}
burden:
  - {for: elements, cite: "(a)", on: prosecution, standard: beyond a reasonable doubt}
  - {for: defense, cite: "(a)", on: defense, standard: a preponderance of the evidence}
```
"""

OFFENSE = """
## (a) The offense

```yaml
offense:
  name: possession
  conduct: possession
  elements:
    - {cite: "(a)", element: act, is: possesses, says: possesses the material}
```

## (b) Its grade

```yaml
grade:
  of: (a)
  default: {cite: "(b)", grade: petty}
  rows:
    - {cite: "(b)(1)", when: depictions >= 10, grade: serious}
```
"""

CASES = """\
- case: ten
  jurisdiction: xx
  offense_date: 2005-06-01
  facts: {possesses: yes, depictions: 10}
  expect:
    - {offense: Example Code § 2(a), grade: serious, min: P2Y, max: life, decided_by: Example Code § 2(b)(1)}
- case: nine
  like: ten
  facts: {depictions: 9}
  expect:
    - {offense: Example Code § 2(a), verdict: yes, grade: petty, min: P0D, max: P1Y, decided_by: Example Code § 2(b)}
- case: not possessed
  like: ten
  facts: {possesses: no}
  expect:
    - {offense: Example Code § 2(a), verdict: no}
"""


def front(section: str, act: str = "xx/2000/founding") -> str:
    """The front matter of a law file."""
    return FRONT.format(section=section, act=act)


def write_library(root: Path) -> Path:
    """Writes the library below a folder that does not exist yet, and returns the folder."""
    shutil.copytree(VOCABULARY, root / "vocabulary")
    put(root, "acts/xx.yaml", ACTS)
    put(root, "xx/jurisdiction.yaml", JURISDICTION)
    put(root, "xx/code/1/2000-01-01.founding.md", front("Example Code § 1") + PUNISHMENTS)
    put(root, "xx/code/2/2000-01-01.founding.md", front("Example Code § 2") + OFFENSE)
    put(root, "xx/code/2/cases.yaml", CASES)
    return root


def put(root: Path, name: str, text: str) -> Path:
    """Writes one file of a library."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
