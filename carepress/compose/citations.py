"""Citations: works are numbered in the order in which the text first cites them, one number a work.

`[1-3]` for runs, `[2, p. 3]` with a locator (ICMJE). A number links to its entry, and the entry back to the place that
cites it first.

In:   citation tokens, in reading order.
Out:  their Markup, then the entries of the two lists; faults.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup, escape

from carepress.bibliography.latex_signs import SUBSCRIPTS, SUPERSCRIPTS
from carepress.bibliography.vancouver import TextRun
from carepress.bibliography.works import Bibliography, Work
from carepress.compose.model import NOTHING, ReferenceEntry
from carepress.content.manuscript import FaultCollector
from carepress.design.locale import Locale
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic

CITE = Markup('<span class="cite">[{}]</span>')
LINKED_NUMBER = Markup('<a{} href="#ref-{}" aria-label="{}">{}</a>')
ANCHOR = Markup('<span id="cite-{}"></span>')
LIKE_A_KEY = re.compile(r"[12][0-9]{3}[a-z]?$")
SHIFTED = re.compile(rf"[{SUPERSCRIPTS}]+|(?P<lowered>[{SUBSCRIPTS}]+)")  # few fonts have all of these signs
ISSUE = re.compile(r"(\b\d{4};\S+)")  # 2014;5(2):32 stays on one line


@dataclass(slots=True)
class Citations:
    """The numbers given so far. `linked`: the list of works is printed, so numbers link to it.

    `anchored` are the numbers that have a place in the text to which their entry leads back.
    """

    bibliography: Bibliography
    locale: Locale
    faults: FaultCollector
    linked: bool
    numbers: dict[str, int] = field(default_factory=dict)
    anchored: set[int] = field(default_factory=set)

    def mark(self, citation: SyntaxTreeNode) -> Markup:
        """The numbers of one citation, in brackets."""
        cited = [work for work in citation.meta["cited"] if self._check(work[0], work[1], citation)]
        for key, *_ in cited:
            self.numbers.setdefault(key, len(self.numbers) + 1)
        if not cited:
            return NOTHING
        if any(locator or prefix for _, locator, prefix in cited):
            return CITE.format(Markup("; ").join(self._with_words(*work) for work in cited))
        return CITE.format(Markup(",").join(self._run(run) for run in _runs({self.numbers[key] for key, *_ in cited})))

    def named(self, citation: SyntaxTreeNode) -> Markup:
        """A work in a sentence: `@brown2017 found` -> `Brown et al. [1] found`. Another `@word` stays as it is."""
        ((key, *_),) = citation.meta["cited"]
        work, guess = self.bibliography.works.get(key), self.bibliography.nearest(key)
        if work is None and (guess or LIKE_A_KEY.search(key)):
            fault = rule("citation-form", "misspelt").at(typed=citation.content, guess=guess and f"@{guess}")
            self.faults.add(fault, citation, citation.content)
        if work is None:
            return escape(citation.content)
        names = Markup("{}\N{NO-BREAK SPACE}").format(work.short_names) if work.short_names else NOTHING
        return names + self.mark(citation)

    def _with_words(self, key: str, locator: str, prefix: str) -> Markup:
        number = self._number(self.numbers[key])
        return Markup("{}{}{}").format(f"{prefix} " * bool(prefix), number, f", {locator}" * bool(locator))

    def _check(self, key: str, locator: str, citation: SyntaxTreeNode) -> bool:
        """Whether one key of a citation is sound; a fault is noted if it is not."""
        if not key or "@" in locator:
            typed = citation.content
            self.faults.add(rule("citation-form").at(typed=typed), citation, typed)
        elif fault := self._fault(key, "@"):
            self.faults.add(fault, citation, f"@{key}")
        else:
            return True
        return False

    def _fault(self, key: str, sign: str) -> Diagnostic | None:
        """What is wrong with a key, if anything. `sign` stands before the key where the author typed it."""
        if key in self.bibliography.tainted:
            return rule("broken-reference").at(key=sign + key)
        if key not in self.bibliography.works:
            guess = self.bibliography.nearest(key)
            return rule("unknown-citation").at(key=sign + key, guess=guess and sign + guess)
        return None

    def _run(self, run: list[int]) -> Markup:
        """`1`, `1,2` or `1-3`. A number inside a run is not printed, but has its anchor all the same."""
        first, last = self._number(run[0]), self._number(run[-1])
        between = Markup("").join(self._anchor(number) for number in run[1:-1])
        forms = {1: "{0}", 2: "{0},{2}"}
        return Markup(forms.get(len(run), "{0}{1}-{2}")).format(first, between, last)

    def _anchor(self, number: int) -> Markup:
        if not self.linked or number in self.anchored:
            return NOTHING
        self.anchored.add(number)
        return ANCHOR.format(number)

    def _number(self, number: int) -> Markup:
        if not self.linked:
            return escape(number)
        anchor = NOTHING if number in self.anchored else Markup(' id="cite-{}"').format(number)
        self.anchored.add(number)
        return LINKED_NUMBER.format(anchor, number, self.locale.say("reference", number=number), number)

    def references(self) -> tuple[ReferenceEntry, ...]:
        """The list of works that the text cites."""
        return tuple(_entry(self.bibliography.works[key], number) for key, number in self.numbers.items())

    def further(self, keys: list[str]) -> Iterator[ReferenceEntry]:
        """The list of further works: those of the front matter that the text does not cite."""
        for at, key in enumerate(keys):
            bare = key.lstrip("@")
            if fault := self._fault(bare, ""):
                self.faults.add_at_key(fault, "further-reading", at)
            elif bare not in self.numbers:
                yield _entry(self.bibliography.works[bare], 0)


def _runs(numbers: set[int]) -> list[list[int]]:
    """Numbers in rising order, consecutive ones together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _entry(work: Work, number: int) -> ReferenceEntry:
    """A cited work is given in full, further reading in its short form."""
    full, brief = _html(work.runs), _html(work.brief)
    return ReferenceEntry(number=number, key=work.key, markup=full if number else brief, brief=brief)


def _html(runs: Sequence[TextRun]) -> Markup:
    return Markup("").join(_unbroken(run.text) if run.href is None else _link(run) for run in runs)


def _link(run: TextRun) -> Markup:
    """A DOI stays on one line; a title or a web address may be long."""
    unbroken = Markup(' class="unbroken"') if run.text.startswith("doi:") else NOTHING
    return Markup('<a{} href="{}" aria-label="{}">{}</a>').format(
        unbroken, run.href, run.label or run.text, _shifted(run.text)
    )


def _unbroken(text: str) -> Markup:
    unbroken = Markup('<span class="unbroken">{}</span>')
    pieces = ISSUE.split(text.replace("\N{NO-BREAK SPACE}", " "))
    return Markup("").join(unbroken.format(piece) if at % 2 else _shifted(piece) for at, piece in enumerate(pieces))


def _shifted(text: str) -> Markup:
    """Text whose raised and lowered signs are raised and lowered letters of its own font: H₂O as H<sub>2</sub>O."""
    return Markup(SHIFTED.sub(_shift, str(escape(text))))


def _shift(signs: re.Match[str]) -> str:
    tag = "sub" if signs["lowered"] else "sup"
    return f"<{tag}>{unicodedata.normalize('NFKC', signs[0])}</{tag}>"
