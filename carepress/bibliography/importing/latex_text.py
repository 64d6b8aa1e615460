r"""LaTeX text: plain text, and titles with HTML, as they stand in a .bib file.

In:   plain text; in titles the HTML that PubMed and reference managers use.
Out:  LaTeX that carepress's reader, and any other, gives back as the same text.
Pure: changes no word and no case.
"""

from __future__ import annotations

import re

from carepress.bibliography.html_text import shifted, unmarked, without_tags

SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$",
}  # fmt: skip
LIGATURES = re.compile(r"([-`',<>])(?=\1)|[?!](?=`)|'(?=’)")  # two signs that LaTeX makes one of
COMMANDS = {"sup": "textsuperscript", "sub": "textsubscript"}
SHIFT = re.compile(r"<(?P<shift>su[bp])\b[^<>]*>(?P<shifted>.*?)</(?P=shift)>", re.IGNORECASE)
STYLED = re.compile(r"<(?P<style>i|em)\b[^<>]*>(?P<styled>(?:(?!<(?:i|em)\b).)*?)</(?P=style)>", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CAPITALS, ENOUGH = re.compile(r"[A-Z]{2}|\w[A-Z]|^[B-HJ-Z]$|^I[IVX]*$"), 0.6
OTHERS = re.compile(r"(?i)et\.?\s+al\.?|others")


def literal(text: str) -> str:
    r"""Plain text as LaTeX: `5 % & more` -> `5 \% \& more`."""
    escaped = "".join(SIGNS.get(sign, sign) for sign in text)
    return LIGATURES.sub(lambda sign: f"{sign[0]}{{}}", escaped)


def title_text(title: str) -> str:
    r"""A title as LaTeX, in which no program takes capitals away: `mRNA in <i>E. coli</i>` -> `{mRNA} in \textit{..}`.

    A title typed in capitals throughout has none to keep.
    """
    words = WORD.findall(unmarked(title))
    shouted = sum(1 for word in words if CAPITALS.search(word)) > ENOUGH * len(words) and len(words) > 2
    protect = literal if shouted else _protected
    pieces, at = [], 0
    for mark in re.finditer(rf"{SHIFT.pattern}|{STYLED.pattern}", title, re.IGNORECASE):
        pieces.append(protect(without_tags(title[at : mark.start()])))
        if mark["shift"]:
            pieces.append(_shifted(mark["shift"].lower(), without_tags(mark["shifted"])))
        else:
            pieces.append(rf"\textit{{{literal(unmarked(mark['styled']))}}}")
        at = mark.end()
    pieces.append(protect(without_tags(title[at:])))
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


def _shifted(tag: str, text: str) -> str:
    """Raised or lowered text: in signs of its own where there are some, else LaTeX for it."""
    sign = shifted(text, tag)
    return rf"\{COMMANDS[tag]}{{{literal(text)}}}" if sign[:1] in "^_" else literal(sign)


def _protected(text: str) -> str:
    pieces, at = [], 0
    for word in WORD.finditer(text):
        pieces.append(literal(text[at : word.start()]))
        pieces.append(f"{{{word[0]}}}" if CAPITALS.search(word[0]) else word[0])
        at = word.end()
    return "".join([*pieces, literal(text[at:])])
