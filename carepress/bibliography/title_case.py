"""Title Case: a title with capitals on Every Word, where NLM wants those of a sentence.

A program cannot know a name from a word, so it asks only where nearly all words have capitals; what stands in braces is
meant as it is.

In:   a title as typed.
Out:  whether it is in Title Case.
Never: changes a title.
"""

from __future__ import annotations

import re
from itertools import pairwise

from carepress.bibliography.latex import plain

FEWEST = 4  # capitals that no name explains, as in 'Stem Cells for Motor Neuron Disease'
SMALL = frozenset(
    """
    about above after among amid before between beyond from into like near over than that their through towards toward
    under upon versus what when where which while with within without your
    """.split()  # noqa: SIM905 - a list would fill a page
)
FOREIGN = frozenset(
    """
    der die das und bei mit für des dem den zur zum ein eine einer von im am auf el la los las del de le les du et il lo
    della di e y och i af het een van
    """.split()  # noqa: SIM905 - a list would fill a page
)
BRACED = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
STOP = re.compile(r"[:.?!\u2013\u2014]")
WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")


def is_title_case(typed: str) -> bool:
    """Whether nearly all words of a title begin with a capital although they need none."""
    text = plain(BRACED.sub(" 0 ", typed))  # the 0 keeps `{iPSC} Therapy` from beginning with Therapy
    words = list(WORD.finditer(text))
    if len(words) < FEWEST or any(word[0] in FOREIGN for word in words):
        return False
    if text.isupper():
        return True
    later = [word[0] for before, word in pairwise(words) if not STOP.search(text, before.end(), word.start())]
    telling = [word for word in later if len(word) > 3 and word not in SMALL and not re.search(r".[A-Z]", word)]
    capitals = sum(1 for word in telling if word[0].isupper())
    return capitals >= FEWEST and capitals >= 0.8 * len(telling)
