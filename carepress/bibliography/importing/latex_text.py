r"""LaTeX text: plain text, and titles with HTML, as they stand in a .bib file.

In:   plain text; in titles the HTML that PubMed and reference managers use.
Out:  LaTeX that carepress's reader, and any other, gives back as the same text.
Pure: changes no word and no case.
"""

from __future__ import annotations

import re

SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$",
}  # fmt: skip
LIGATURES = re.compile(r"([-`',<>])(?=\1)|[?!](?=`)|'(?=’)")  # two signs that LaTeX makes one of
RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True)) | {"\u2212": "⁻"}
LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)) | {"\u2212": "₋"}
SHIFTED = {"sup": ("textsuperscript", RAISED), "sub": ("textsubscript", LOWERED)}
TAG = re.compile(r"<(/?)(?:mml:)?([A-Za-z]+)\b(?:\s[^<>]*)?/?>")
SHIFT = re.compile(r"<(?P<shift>su[bp])\b[^<>]*>(?P<shifted>.*?)</(?P=shift)>", re.IGNORECASE)
STYLED = re.compile(r"<(?P<style>i|em)\b[^<>]*>(?P<styled>(?:(?!<(?:i|em)\b).)*?)</(?P=style)>", re.IGNORECASE)
MARKUP = frozenset(
    "b i u em strong sub sup sc span br p inf italic bold math mrow mi mo mn msub msup mtext mspace semantics".split()  # noqa: SIM905
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CAPITALS, ENOUGH = re.compile(r"[A-Z]{2}|\w[A-Z]|^[B-HJ-Z]$|^I[IVX]*$"), 0.6
OTHERS = re.compile(r"(?i)et\.?\s+al\.?|others")


def literal(text: str) -> str:
    r"""Plain text as LaTeX: `5 % & more` -> `5 \% \& more`."""
    escaped = "".join(SIGNS.get(sign, sign) for sign in text)
    return LIGATURES.sub(lambda sign: f"{sign[0]}{{}}", escaped)


def unmarked(title: str) -> str:
    """A title as plain text: `10<sup>3</sup> cells` -> `10³ cells`."""
    title = SHIFT.sub(lambda tag: _shifted(tag["shift"], TAG.sub(_dropped, tag["shifted"]))[0], title)
    return " ".join(TAG.sub(_dropped, title).split())


def title_text(title: str) -> str:
    r"""A title as LaTeX, in which no program takes capitals away: `mRNA in <i>E. coli</i>` -> `{mRNA} in \textit{..}`.

    A title typed in capitals throughout has none to keep.
    """
    words = WORD.findall(unmarked(title))
    shouted = sum(1 for word in words if CAPITALS.search(word)) > ENOUGH * len(words) and len(words) > 2
    protect = literal if shouted else _protected
    pieces, at = [], 0
    for mark in re.finditer(rf"{SHIFT.pattern}|{STYLED.pattern}", title, re.IGNORECASE):
        pieces.append(protect(TAG.sub(_dropped, title[at : mark.start()])))
        if mark["shift"]:
            sign, latex = _shifted(mark["shift"], TAG.sub(_dropped, mark["shifted"]))
            pieces.append(latex or literal(sign))
        else:
            pieces.append(rf"\textit{{{literal(unmarked(mark['styled']))}}}")
        at = mark.end()
    pieces.append(protect(TAG.sub(_dropped, title[at:])))
    return " ".join("".join(pieces).split())


def name_text(family: str, given: str, suffix: str) -> str:
    """A person's name as BibTeX has it: `Brown, R. H.`, `Kelly, Jr, John`; a name in one part stands in braces."""
    if not given and not suffix:
        return "others" if OTHERS.fullmatch(family) else f"{{{literal(family)}}}" * bool(family)
    if re.fullmatch("[A-Z]{1,3}", given):
        given = " ".join(f"{initial}." for initial in given)
    parts = [_name_part(part) for part in (family, suffix, given) if part]
    return ", ".join(parts) if given else ", ".join([*parts, ""]).rstrip()


def _name_part(text: str) -> str:
    """A part of a name; in braces where BibTeX would cut it."""
    escaped = literal(text)
    return f"{{{escaped}}}" if re.search(r",|(?i:\band\b)", escaped) else escaped


def _shifted(tag: str, text: str) -> tuple[str, str]:
    """Raised or lowered text: in signs of its own where there are some, else LaTeX for it."""
    command, signs = SHIFTED[tag.lower()]
    if text and all(sign in signs for sign in text):
        return "".join(signs[sign] for sign in text), ""
    return text, rf"\{command}{{{literal(text)}}}"


def _dropped(tag: re.Match[str]) -> str:
    return "" if tag[2].lower() in MARKUP else tag[0]


def _protected(text: str) -> str:
    pieces, at = [], 0
    for word in WORD.finditer(text):
        pieces.append(literal(text[at : word.start()]))
        pieces.append(f"{{{word[0]}}}" if CAPITALS.search(word[0]) else word[0])
        at = word.end()
    return "".join([*pieces, literal(text[at:])])
