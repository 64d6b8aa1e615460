"""Hypothesis strategies for what an author may write: valid files, files with typing mistakes, and random text.

Three kinds of text are mixed, because they find different faults. `slipped` adds typing mistakes to a valid file: lines
deleted, repeated or swapped, odd characters, missing brackets. The grammars (`bodies`, `mappings`, `bibliographies`)
combine pieces that are valid, or almost valid, on their own. `anything` is text of random characters.

In:   valid files, and the tables of tests/support/pieces.py.
Out:  strategies for texts, and for the bytes in which they are saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.support.pieces import (
    BETWEEN,
    FIELDS,
    FRONT_KEYS,
    HEADINGS,
    INLINE,
    KEYS,
    KINDS,
    MARKDOWN,
    ODD_SIGNS,
    PLAIN_VALUES,
    SENTENCES,
)

Texts = SearchStrategy[str]
Keys = Mapping[str, Sequence[str]]

ENCODINGS = ("utf-8-sig", "utf-16", "latin-1", "cp1252")
BROKEN = (b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80")  # bytes that no UTF-8 text file contains
PRINTED, HEAD, SILENT = "\x1ap", "\x1ah", "\x1as"  # marker words: to be printed, in a table header, not to be printed


def _mostly(usual: Any, others: Sequence[Any]) -> SearchStrategy[Any]:
    """The usual value; one time in twelve, one of the others. Shrinking leads to the usual value."""
    return st.integers(0, 11).flatmap(lambda throw: st.sampled_from(others) if throw > 10 else st.just(usual))


def _mixed(*kinds: Texts) -> Texts:
    """One of these kinds; one time in twelve, anything."""
    return _mostly(st.one_of(*kinds), [anything()]).flatmap(lambda kind: kind)


def anything() -> Texts:
    """Characters of every kind; those with a special meaning come more often than by chance."""
    pieces = st.sampled_from(ODD_SIGNS) | st.text(st.characters(codec="utf-8"), max_size=12)
    return st.lists(pieces, max_size=20).map("".join)


@st.composite
def files(draw: DrawFn, texts: Texts) -> bytes:
    """A text as a file: usually UTF-8, sometimes as another program or a faulty disk would leave it."""
    raw = draw(texts).encode(draw(_mostly("utf-8", ENCODINGS)), "replace")
    raw = raw.replace(b"\n", draw(_mostly(b"\n", (b"\r\n", b"\r"))))
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + draw(_mostly(b"", BROKEN)) + raw[at:]


# Typing mistakes: each takes a line and returns the lines that replace it.


def _double(draw: DrawFn, line: str) -> list[str]:
    return [line] * draw(st.sampled_from((2, 3, 40)))


def _indent(draw: DrawFn, line: str) -> list[str]:
    return [draw(st.sampled_from((" ", "  ", "    ", "\t", "> ", "- ", "1. "))) + line]


def _put_in(draw: DrawFn, line: str) -> list[str]:
    at = draw(st.integers(0, len(line)))
    said = draw(st.sampled_from(ODD_SIGNS) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=5))
    return [line[:at] + said + line[at:]]


def _take_out(draw: DrawFn, line: str) -> list[str]:
    at = draw(st.integers(0, len(line)))
    return [line[:at] + line[at + draw(st.integers(1, 4)) :]]


def _revalue(draw: DrawFn, line: str) -> list[str]:
    """Another value after the colon or the equals sign."""
    key, sign, _ = re.split(r"([:=]|$)", line, maxsplit=1)
    return [f"{key}{sign} {draw(values())}"]


def _forget(draw: DrawFn, line: str) -> list[str]:
    return []


SLIPS: Sequence[Callable[[DrawFn, str], list[str]]] = (_put_in, _put_in, _take_out, _revalue, _double, _indent, _forget)


@st.composite
def slipped(draw: DrawFn, sound: str, pieces: Sequence[str] = ("",)) -> str:
    """A valid file with a few mistakes: lines changed, swapped or joined, pieces added, or the end cut off."""
    lines = sound.split("\n")
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3, 5)))):
        first, second = sorted(draw(st.tuples(*[st.integers(0, len(lines) - 1)] * 2)))
        slip = draw(st.sampled_from((*SLIPS, "add", "add", "swap", "join", "end")))
        if slip == "add":
            lines[first:first] = draw(st.sampled_from(pieces)).split("\n")
        elif slip == "swap":
            lines[first], lines[second] = lines[second], lines[first]
        elif slip == "join":
            lines[first : first + 2] = ["".join(lines[first : first + 2])]
        elif slip == "end":
            lines = lines[: second + 1]
        else:
            lines[first : first + 1] = slip(draw, lines[first])
        lines = lines or [""]
    return "\n".join(lines)


# YAML: the front matter, clinic.yaml, _brand.yml.


def values() -> Texts:
    """A value of any kind for a key."""
    return st.sampled_from(PLAIN_VALUES) | st.sampled_from(PLAIN_VALUES) | anything()


@st.composite
def mappings(draw: DrawFn, keys: Keys) -> str:
    """`key: value` lines in any order: most are valid, up to three are odd, and one required key may be missing."""
    chosen = draw(st.sets(st.sampled_from(sorted(keys))))
    lacking = draw(_mostly(set(), [{key} for key in keys]))
    odd = draw(st.sets(st.sampled_from(sorted(keys)), max_size=3))
    kept = [key for key in keys if (keys[key][0] == "!" or key in chosen | odd) and key not in lacking]
    lines = []
    for key in draw(st.permutations(kept)):
        usual, *others = [value for value in keys[key] if value != "!"]
        lines.append(f"{key}: {draw(st.sampled_from([usual, *others]) | values()) if key in odd else usual}")
    return "\n".join(lines)


def yaml(sound: str, keys: Keys) -> Texts:
    """A file of `key: value` lines."""
    pieces = [f"{key}: {value}" for key, likely in keys.items() for value in likely if value != "!"]
    return _mixed(mappings(keys), slipped(sound, [*pieces, "titel: Asthma"]))


def front_matters(sound: str) -> Texts:
    """What may appear between the two lines of ---."""
    return yaml(sound, FRONT_KEYS)


# Markdown.


@st.composite
def _sentence(draw: DrawFn) -> str:
    """Up to three short sentences, the last with a marker word."""
    said = draw(st.lists(st.sampled_from(SENTENCES), max_size=2))
    return " ".join([*said, f"Then {draw(st.sampled_from(INLINE)).format(PRINTED)} too."])


def _item(number: int, said: str, *, ordered: bool) -> str:
    return f"{f'{number}.' if ordered else '-'} " + said.replace("\n", "\n   ")


def _list(*, ordered: bool) -> Texts:
    items = st.lists(_sentence(), min_size=1, max_size=5)
    return items.map(lambda said: "\n".join(_item(at, one, ordered=ordered) for at, one in enumerate(said, 1)))


def _lists() -> Texts:
    nested = st.integers(2, 5).map(lambda deep: "\n".join(f"{'  ' * level}- {PRINTED} here" for level in range(deep)))
    return _list(ordered=False) | _list(ordered=True) | nested


@st.composite
def _table(draw: DrawFn) -> str:
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    kinds = st.sampled_from(("yes", PRINTED, f"**{PRINTED}** often", "a\\|b", "[@lee2021]", ""))
    rule = [draw(st.sampled_from(("---", ":--", "--:", ":-:")))] * width
    cells = draw(st.lists(kinds, min_size=width, max_size=width))
    return "\n".join(f"| {' | '.join(row)} |" for row in [[f"{HEAD} sign"] * width, rule, *[cells] * height])


def _boxed(name: str, said: str) -> str:
    """A box around the text, with one more colon than the boxes inside it."""
    colons = ":" * max([3, *(len(marks) + 1 for marks in re.findall(r"^:{3,}", said, re.MULTILINE))])
    return f"{colons} {name}\n{said}\n{colons}"


def _boxes(inner: Texts) -> Texts:
    of_lists = st.builds(_boxed, st.sampled_from(("icons", "steps", "key-facts")), _lists())
    names = ("callout", "warning", "figure", "key-facts", "only fact-sheet", "not brochure")
    return of_lists | st.builds(_boxed, st.sampled_from(names), inner)


ELSEWHERE = (
    f"::: only brochure\nThen {SILENT} too.\n:::", f"::: not fact-sheet\n- {SILENT}\n:::",
    f"![Two airways, {SILENT} and wide](airways.svg)",
    f'![Two airways, {SILENT} and wide](airways.svg "The {PRINTED} tubes.")',
    f"[{PRINTED}](https://clinic.example/{SILENT})",
)  # fmt: skip
"""Text with parts that are not printed on a fact sheet."""


@st.composite
def _section(draw: DrawFn) -> str:
    """A heading, a sentence (an empty section would be dropped with its heading) and blocks of all kinds."""
    heading = draw(st.sampled_from(HEADINGS)).format(PRINTED)
    quoted = _sentence().map(lambda said: "> " + said.replace("\n", "\n> "))
    blocks = st.recursive(_sentence() | _lists() | _table() | quoted | st.sampled_from(ELSEWHERE), _boxes, max_leaves=3)
    return "\n\n".join([heading, draw(_sentence()), *draw(st.lists(blocks, max_size=3))])


def bodies() -> Texts:
    """A text that should be printed whole: headings, lists, tables, quotations and nested boxes, in any order."""
    return st.lists(_section(), min_size=1, max_size=4).map(lambda sections: _planted("\n\n".join(sections)) + "\n")


def _planted(text: str) -> str:
    """The text with its marker words numbered: zqx1 must be printed once, zqh1 once or more, zqs1 never."""
    for mark, word in ((PRINTED, "zqx"), (HEAD, "zqh"), (SILENT, "zqs")):
        first, *rest = text.split(mark)
        text = first + "".join(f"{word}{at}{said}" for at, said in enumerate(rest, 1))
    return text


def manuscripts(front: str, body: str) -> Texts:
    """A manuscript with mistakes, or valid front matter followed by pieces or by anything."""
    head = f"---\n{front}---\n\n"
    some = st.lists(st.sampled_from(MARKDOWN), min_size=1, max_size=4).map("\n\n".join)
    below = _mixed(slipped(body, MARKDOWN), some, bodies().flatmap(lambda text: slipped(text, MARKDOWN)))
    return st.sampled_from((True, True, True, False)).flatmap(
        lambda is_whole: below.map(head.__add__) if is_whole else slipped(head + body, MARKDOWN)
    )


# BibTeX.


@st.composite
def _entry(draw: DrawFn, key: str | None = None) -> str:
    """A work with up to three odd, missing or repeated fields, and sometimes with an odd type or odd brackets."""
    odd = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=3))
    lacking = draw(_mostly("", ("author", "title", "journal", "year")))
    fields = [(name, FIELDS[name][0]) for name in ("author", "title", "journal", "year") if name not in (*odd, lacking)]
    fields += [(name, draw(st.sampled_from(FIELDS[name]))) for name in odd]
    lines = ",\n".join(f"  {name} = {value}" for name, value in draw(st.permutations(fields)))
    opened, closed = draw(_mostly("{}", ("()", "{)", ("{ ", ""), ("{", "}}"))))
    return f"@{draw(_mostly('article', KINDS))}{opened}{key or draw(st.sampled_from(KEYS))},\n{lines}\n{closed}"


@st.composite
def _works(draw: DrawFn) -> str:
    """The works that the text cites, oddly written, with some others."""
    cited = [draw(_entry(key)) for key in ("smith2019", "lee2021", "gina2024")]
    others = draw(st.lists(_entry() | st.sampled_from(BETWEEN), max_size=2))
    return "\n\n".join(draw(st.permutations([*cited, *others]))) + "\n"


def bibliographies(sound: str) -> Texts:
    """references.bib, as exported, pasted and edited by hand."""
    pieces = [f"  {name} = {value}," for name, likely in FIELDS.items() for value in likely]
    return _mixed(_works(), slipped(sound, [*pieces, *BETWEEN]))
