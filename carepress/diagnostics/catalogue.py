"""The catalogue of rules: every diagnostic's code, severity, message, help and explanation, as data.

Each rule has one entry in rules/SUBJECT.toml and stands nowhere else. Code names the rule and fills in the values:

    rule("unknown-citation").at(span, key="smith2109", guess="smith2019")

In:   a code, and the values of its templates.
Out:  a Diagnostic; the explanation of one code; the list of all.
Pure: data.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from carepress.diagnostics.model import Diagnostic, Severity, Span

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
"""The files of rules/ in the order of the work, and what each is about."""

WIDTH = 90  # characters a line in a terminal
LABEL = 21  # characters before the hanging text of an explanation
CODE = 24  # characters before the hanging text of the list
NO_BREAK = "\N{NO-BREAK SPACE}"
CONSEQUENCES = {
    Severity.ERROR: "no PDF is built until it is fixed.",
    Severity.WARNING: "the PDF is built, but a person should look. With --strict it counts as an error.",
    Severity.NOTE: "worth knowing. It stops nothing.",
}
ADJUSTABLE = {
    True: "A clinic can choose another severity, or switch the check off with a reason: docs/checks.md.",
    False: "It is the same for every clinic.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One entry of the catalogue.

    `message` and each of `help` are templates for `str.format`. Of `help` the first is used whose values all have
    content; so 'did you mean `{guess}`?' can give way to a list of names. `cases` are other wordings of the same rule;
    a rule that has no message of its own has one in each case.
    `what`, `why`, `example`, `fix` and `source` are for `explain`; `source` is the standard or policy behind the rule
    and its number. `adjustable` says whether a clinic may change the severity or switch the check off.
    """

    code: str
    subject: str
    message: str = ""
    what: str
    why: str
    example: str
    fix: str
    source: str
    help: Sequence[str] = ()
    severity: Severity = Severity.ERROR
    adjustable: bool = False
    cases: Mapping[str, Mapping[str, Any]]

    def at(self, span: Span | None = None, /, *, document: str = "", **values: object) -> Diagnostic:
        """The diagnostic of this rule at a place. Raises TypeError unless `values` are those of the templates."""
        if values.keys() != self.fields:
            raise TypeError(f"{self.code} takes {sorted(self.fields)}, not {sorted(values)}")
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            message=self.message.format_map(values),
            help=next((text.format_map(values) for text in self.help if _is_filled(text, values)), ""),
            span=span,
            document=document,
        )

    @property
    def fields(self) -> frozenset[str]:
        """The names of the values that the templates take."""
        return frozenset().union(*map(_fields, (self.message, *self.help)))


@cache
def _fields(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def _is_filled(template: str, values: Mapping[str, object]) -> bool:
    return all(values[name] not in (None, "") for name in _fields(template))


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the work."""
    found: dict[str, Rule] = {}
    for subject in SUBJECTS:
        text = (Path(__file__).parent / "rules" / f"{subject}.toml").read_text(encoding="utf-8")
        for code, entry in tomllib.loads(text).items():
            found[code] = Rule(code=code, subject=subject, **_typed({"cases": {}, **entry}))
    return found


@cache
def rule(code: str, case: str = "") -> Rule:
    """One rule, or one case of it. Raises KeyError for a name that is not in the catalogue."""
    base = rules()[code]
    return replace(base, **_typed(base.cases[case])) if case else base


def _typed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A TOML entry with `help` as a sequence and `severity` as a Severity."""
    typed = dict(entry)
    if isinstance(typed.get("help"), str):
        typed["help"] = (typed["help"],)
    if "severity" in typed:
        typed["severity"] = Severity(str(typed["severity"]))
    return typed


def explanation(code: str) -> str:
    """A rule as short paragraphs for a terminal. Raises KeyError for an unknown code."""
    found = rules()[code]
    texts = {
        "Why it matters": found.why,
        "For example": found.example,
        "What to do": found.fix,
        "Where it comes from": found.source,
        "How serious": f"{found.severity}: {CONSEQUENCES[found.severity]} {ADJUSTABLE[found.adjustable]}",
    }
    paragraphs = (_hanging(label, text, LABEL) for label, text in texts.items())
    return "\n\n".join((_hanging("", f"{code}: {found.what}", 0), *paragraphs))


def listing(command: str) -> str:
    """Every code in a line or two, below the heading of its subject; last, how to read more with `command`."""
    lines: dict[str, list[str]] = {subject: [heading] for subject, heading in SUBJECTS.items()}
    for code, found in rules().items():
        lines[found.subject].append(_hanging(f"  {code}", found.what, CODE))
    more = f"To read more about one:   {command} explain overdue"
    return "\n\n".join(["\n".join(group) for group in lines.values()] + [more])


def _hanging(label: str, text: str, indent: int) -> str:
    """A text wrapped beside its label. What is to be typed, between backticks, is never broken over two lines."""
    parts = text.split("`")
    held = "`".join(part.replace(" ", NO_BREAK) if at % 2 else part for at, part in enumerate(parts))
    first, *rest = [
        line.replace(NO_BREAK, " ") for part in held.splitlines() for line in _wrapped(part, WIDTH - indent)
    ]
    return "\n".join([f"{label:<{indent}}{first}", *(f"{'':<{indent}}{line}" for line in rest)])


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
