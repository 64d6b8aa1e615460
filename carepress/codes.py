"""Codes: what every fault means, for `explain CODE`.

A message has room for what is wrong and what to type. Why it matters to a patient, an example and the source of the
number stand in explanations/, one file a subject. A test proves that every code of the package has an entry there, and
a small faulty project in tests/diagnostics/.

In:   a code.
Out:  its meaning as text.
Pure: data.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carepress.diagnostics import Severity

SUBJECTS = ("files", "clinic", "governance", "text", "language", "references", "panels", "pages", "qr",
            "accessibility", "print", "email")  # fmt: skip


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
        text = (Path(__file__).with_name("explanations") / f"{subject}.toml").read_text(encoding="utf-8")
        for code, said in tomllib.loads(text).items():
            level = Severity(said.pop("level", Severity.ERROR))
            found[code] = Meaning(subject=subject, level=level, **said)
    return found


def explanation(code: str) -> str:
    """The meaning as short paragraphs. Raises KeyError for an unknown code."""
    meaning = codes()[code]
    may = "a clinic can change this or switch the check off: docs/checks.md" if meaning.judged else "for every clinic"
    return "\n\n".join(
        (
            f"{code}: {meaning.what}",
            f"Why it matters: {meaning.why}",
            f"Example: {meaning.example.strip()}",
            f"How to mend it: {meaning.mend}",
            f"Where it comes from: {meaning.source}",
            f"How serious: {meaning.level} ({may})",
        )
    )
