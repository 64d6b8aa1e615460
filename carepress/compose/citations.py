"""Citations: works are numbered in the order in which the text first cites them, one number a work.

`[1-3]` for runs, `[2, p. 3]` with a place (ICMJE). A number leads to its entry, and the entry back to the first place
that cites it.

In:   citation tokens, in reading order.
Out:  their Markup, then the entries of the two lists; faults in the margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup, escape

from carepress.bibliography.vancouver import TextRun
from carepress.bibliography.works import Bibliography, Work
from carepress.compose.model import NOTHING, ReferenceEntry
from carepress.content.manuscript import FaultCollector
from carepress.design.locale import Locale

CITE = Markup('<span class="cite">[{}]</span>')
MARK = Markup('<a{} href="#ref-{}" aria-label="{}">{}</a>')
LANDING = Markup('<span id="cite-{}"></span>')
ISSUE = re.compile(r"(\b\d{4};\S+)")  # 2014;5(2):32 stays on one line


@dataclass(slots=True)
class Citations:
    """The numbers given so far. `linked`: the entries are printed, so that numbers can lead to them."""

    bibliography: Bibliography
    locale: Locale
    margin: FaultCollector
    linked: bool
    numbers: dict[str, int] = field(default_factory=dict)
    landed: set[int] = field(default_factory=set)

    def mark(self, leaf: SyntaxTreeNode) -> Markup:
        """The numbers of one citation."""
        cited = [(key, locator) for key, locator in leaf.meta["cited"] if self._is_sound(key, locator, leaf)]
        for key, _ in cited:
            self.numbers.setdefault(key, len(self.numbers) + 1)
        if not cited:
            return NOTHING
        if any(locator for _, locator in cited):
            marks = [Markup("{}{}").format(self._number(self.numbers[key]), f", {at}" * bool(at)) for key, at in cited]
            return CITE.format(Markup("; ").join(marks))
        return CITE.format(Markup(",").join(self._run(run) for run in _runs({self.numbers[key] for key, _ in cited})))

    def knows(self, key: str) -> bool:
        """Whether there is a work of this key."""
        return key in self.bibliography.works

    def _is_sound(self, key: str, locator: str, leaf: SyntaxTreeNode) -> bool:
        if not key or "@" in locator:
            advice = "Put a semicolon between two works:   [@smith2019; @lee2021, p. 3]"
            self.margin.note(
                "citation-form", f"`{leaf.content}` cannot be read as a citation", leaf, leaf.content, advice
            )
            return False
        if fault := self._fault(key):
            code, message, advice = fault
            self.margin.note(code, message, leaf, f"@{key}", advice)
        return fault is None

    def _fault(self, key: str) -> tuple[str, str, str] | None:
        if key in self.bibliography.tainted:
            advice = "Mend the entry first; its own message says how."
            return "broken-reference", f"`@{key}` has a fault in references.bib", advice
        if key not in self.bibliography.works:
            guess = self.bibliography.nearest(key)
            advice = (
                f"did you mean `@{guess}`?" if guess else "Add the work to content/references.bib, or correct the key."
            )
            return "unknown-citation", f"`@{key}` is not in references.bib", advice
        return None

    def _run(self, run: list[int]) -> Markup:
        """`1`, `1,2` or `1-3`; a number that is not printed has its landing place all the same."""
        first, last = self._number(run[0]), self._number(run[-1])
        between = Markup("").join(self._landing(number) for number in run[1:-1])
        joints = {1: "{0}", 2: "{0},{2}"}
        return Markup(joints.get(len(run), "{0}{1}-{2}")).format(first, between, last)

    def _landing(self, number: int) -> Markup:
        if not self.linked or number in self.landed:
            return NOTHING
        self.landed.add(number)
        return LANDING.format(number)

    def _number(self, number: int) -> Markup:
        if not self.linked:
            return escape(number)
        anchor = NOTHING if number in self.landed else Markup(' id="cite-{}"').format(number)
        self.landed.add(number)
        return MARK.format(anchor, number, self.locale.say("reference", number=number), number)

    def references(self) -> tuple[ReferenceEntry, ...]:
        """The list of cited works."""
        return tuple(_entry(self.bibliography.works[key], number) for key, number in self.numbers.items())

    def further(self, keys: list[str]) -> Iterator[ReferenceEntry]:
        """The list of works that the text does not cite."""
        for at, key in enumerate(keys):
            bare = key.lstrip("@")
            if fault := self._fault(bare):
                code, message, advice = fault
                self.margin.note_key(
                    code, message.replace("`@", "`"), ("further-reading", at), advice.replace("`@", "`")
                )
            elif bare not in self.numbers:
                yield _entry(self.bibliography.works[bare], 0)


def _runs(numbers: set[int]) -> list[list[int]]:
    """Numbers in rising order, neighbours together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _entry(work: Work, number: int) -> ReferenceEntry:
    """A cited work is given in full, further reading in brief."""
    full, brief = _set(work.runs), _set(work.brief)
    return ReferenceEntry(number=number, key=work.key, markup=full if number else brief, brief=brief)


def _set(runs: Sequence[TextRun]) -> Markup:
    return Markup("").join(_unbroken(run.text) if run.href is None else _link(run) for run in runs)


def _link(run: TextRun) -> Markup:
    """A DOI stays on one line; a title or a web address may be long."""
    whole = Markup(' class="unbroken"') if run.text.startswith("doi:") else NOTHING
    return Markup('<a{} href="{}" aria-label="{}">{}</a>').format(whole, run.href, run.label or run.text, run.text)


def _unbroken(text: str) -> Markup:
    whole = Markup('<span class="unbroken">{}</span>')
    pieces = ISSUE.split(text.replace("\N{NO-BREAK SPACE}", " "))
    return Markup("").join(whole.format(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))
