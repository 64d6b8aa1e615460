"""Codes: what every fault means, for `explain CODE`.

A message has room for what is wrong and what to type. Why it matters to a patient, an example and the source of the
number stand in explanations/, one file a subject. A test proves that every code of the package has an entry there, and
a small faulty project in tests/diagnostics/.

In:   a code.
Out:  its meaning as text; all of them as a list.
Pure: data.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carepress.diagnostics.model import Severity

SUBJECTS = {
    "files": "Files",
    "clinic": "The clinic and its brand",
    "governance": "Who answers for it, and until when",
    "text": "The text",
    "language": "Plain language",
    "references": "The works cited",
    "panels": "Panels",
    "pages": "Pages and templates",
    "qr": "The QR code",
    "accessibility": "Accessibility",
    "print": "Print",
    "email": "Email",
    "workers": "Time, memory and other computers",
}
"""The files of explanations/ in the order of the work, and what each is about."""

WIDTH = 90  # letters a line in a terminal
LABEL = 21  # letters before the hanging text of an explanation
CODE = 24  # letters before the hanging text of the list
MORE = "To know more about one:   python make_docs.py explain overdue"
TYPED = re.compile(r"`[^`]*`")
HELD = "\N{NO-BREAK SPACE}"
SERIOUS = {
    Severity.ERROR: "no PDF is made until it is mended.",
    Severity.WARNING: "the PDF is made, but a person should look. With --strict it counts as an error.",
    Severity.NOTE: "worth knowing. It stops nothing.",
}
JUDGED = {
    True: "A clinic can choose another level, or switch the check off with a reason: docs/checks.md.",
    False: "It is the same for every clinic.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """What a check does, why it matters to the person who reads the handout, an example, how to mend it, its source.

    `source` is the standard or the policy behind the check and its number. `level` is how serious it is unless the
    clinic says otherwise, which it may do only where the check is a matter of judgement (`judged`).
    """

    subject: str
    what: str
    why: str
    example: str
    mend: str
    source: str
    level: Severity = Severity.ERROR
    judged: bool = False


@cache
def codes() -> dict[str, Meaning]:
    """Every code with its meaning, in the order of the work."""
    found: dict[str, Meaning] = {}
    for subject in SUBJECTS:
        text = (Path(__file__).with_name("rules") / f"{subject}.toml").read_text(encoding="utf-8")
        for code, said in tomllib.loads(text).items():
            level = Severity(said.pop("level", Severity.ERROR))
            found[code] = Meaning(subject=subject, level=level, **said)
    return found


def explanation(code: str) -> str:
    """The meaning as short paragraphs for a terminal. Raises KeyError for an unknown code."""
    meaning = codes()[code]
    told = {
        "Why it matters": meaning.why,
        "For example": meaning.example,
        "What to do": meaning.mend,
        "Where it comes from": meaning.source,
        "How serious": f"{meaning.level}: {SERIOUS[meaning.level]} {JUDGED[meaning.judged]}",
    }
    paragraphs = (_hanging(label, said, LABEL) for label, said in told.items())
    return "\n\n".join((_hanging("", f"{code}: {meaning.what}", 0), *paragraphs))


def listing() -> str:
    """Every code in a line or two, below the heading of its subject; at last how to know more."""
    told: dict[str, list[str]] = {subject: [heading] for subject, heading in SUBJECTS.items()}
    for code, meaning in codes().items():
        told[meaning.subject].append(_hanging(f"  {code}", meaning.what, CODE))
    return "\n\n".join(["\n".join(lines) for lines in told.values()] + [MORE])


def _hanging(label: str, text: str, indent: int) -> str:
    """A text wrapped beside its label. What is to be typed is never broken over two lines."""
    held = TYPED.sub(lambda typed: typed[0].replace(" ", HELD), text)
    first, *rest = [line.replace(HELD, " ") for part in held.splitlines() for line in _wrapped(part, WIDTH - indent)]
    return "\n".join([f"{label:<{indent}}{first}", *(f"{'':<{indent}}{line}" for line in rest)])


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
