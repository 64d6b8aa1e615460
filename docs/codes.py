"""Codes: the table of every check in docs/checks.md.

What `explain` tells is the truth; the table repeats the first line of each. Type `make schemas` after a change of
carepress/explanations/.

In:   the explanations, and docs/checks.md with two marks in it.
Out:  docs/checks.md with a new table between the marks.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from carepress.diagnostics.catalogue import SUBJECTS, Rule, rules  # noqa: E402 - the path comes first

PAGE = ROOT / "docs" / "checks.md"
FROM, TO = "<!-- what follows is written by docs/codes.py -->\n", "<!-- as far as here -->\n"


def tables() -> str:
    """A table for each subject: the code, how serious it is, whether a clinic may change that, what it is about."""
    return "\n".join(_table(subject, heading) for subject, heading in SUBJECTS.items())


def page(text: str) -> str:
    """The text of docs/checks.md with the tables as they are now. Raises ValueError if a mark is missing."""
    before, found, rest = text.partition(FROM)
    _, ended, after = rest.partition(TO)
    if not (found and ended):
        raise ValueError(f"{PAGE.name} needs the lines {FROM!r} and {TO!r}")
    return f"{before}{FROM}\n{tables()}\n{TO}{after}"


def _table(subject: str, heading: str) -> str:
    rows = [_row(code, meaning) for code, meaning in rules().items() if meaning.subject == subject]
    return "\n".join(
        [f"### {heading}", "", "| code | level | yours to change | what |", "| --- | --- | --- | --- |", *rows, ""]
    )


def _row(code: str, meaning: Rule) -> str:
    what = " ".join(meaning.what.split()).replace("|", r"\|")
    return f"| `{code}` | {meaning.severity} | {'yes' if meaning.adjustable else 'no'} | {what} |"


def main() -> None:
    """Write the tables into docs/checks.md."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print("docs/checks.md")


if __name__ == "__main__":
    main()
