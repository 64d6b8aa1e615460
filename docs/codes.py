"""The table of rules in docs/checks.md.

`carepress explain` shows everything about a rule; the table has only what it reports. Type `make schemas` after you
change carepress/diagnostics/rules/.

In:   the rules, and docs/checks.md with its two markers.
Out:  docs/checks.md with updated tables between the markers.
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
    """A table for each subject: each rule's code, its severity, whether a clinic may change it and what it reports."""
    return "\n".join(_table(subject, heading) for subject, heading in SUBJECTS.items())


def page(text: str) -> str:
    """The text of docs/checks.md with the tables updated. Raises ValueError if a marker is missing."""
    before, start, rest = text.partition(FROM)
    _, end, after = rest.partition(TO)
    if not (start and end):
        raise ValueError(f"{PAGE.name} needs the lines {FROM!r} and {TO!r}")
    return f"{before}{FROM}\n{tables()}\n{TO}{after}"


def _table(subject: str, heading: str) -> str:
    rows = [_row(rule) for rule in rules().values() if rule.subject == subject]
    head = ["| rule | severity | adjustable | what |", "| --- | --- | --- | --- |"]
    return "\n".join([f"### {heading}", "", *head, *rows, ""])


def _row(rule: Rule) -> str:
    what = " ".join(rule.what.split()).replace("|", r"\|")
    return f"| `{rule.code}` | {rule.severity} | {'yes' if rule.adjustable else 'no'} | {what} |"


def main() -> None:
    """Write the tables into docs/checks.md."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print("docs/checks.md")


if __name__ == "__main__":
    main()
