"""Descriptions: the parts of a reference that are put together from several fields.

In:   plain text of fields.
Out:  plain text as NLM prints it.
Pure: knows no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7"}
MEDIA = {
    "webpage": "Internet", "dataset": "dataset", "software": "software", "video": "video", "movie": "video",
    "audio": "audio", "music": "audio", "image": "image", "artwork": "image", "letter": "letter",
}  # fmt: skip
PATENTS = {
    "patent": "Patent", "patentus": "United States patent", "patenteu": "European patent", "patentde": "German patent",
    "patentfr": "French patent", "patentuk": "British patent", "patreq": "Patent application",
    "patrequs": "United States patent application", "patreqeu": "European patent application",
}  # fmt: skip
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "ger": "German", "deu": "German",
    "ngerman": "German", "naustrian": "German", "el": "Greek", "es": "Spanish", "spa": "Spanish",
    "fi": "Finnish", "fr": "French", "fre": "French", "fra": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "it": "Italian", "ita": "Italian", "ja": "Japanese", "jpn": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "nb": "Norwegian", "pl": "Polish", "pt": "Portuguese", "por": "Portuguese",
    "brazilian": "Portuguese", "brazil": "Portuguese", "ro": "Romanian", "ru": "Russian", "rus": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese", "chi": "Chinese",
}  # fmt: skip
ENGLISH = frozenset(["en", "eng", "english", "american", "british", "usenglish", "ukenglish"])
RANGE = re.compile(r"([A-Za-z]*)([0-9]+)-\1?([0-9]+)")
DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
OF_PROGRAMS = re.compile(
    r"(?i)\W*(?:_eprint|eprint|publisher|number|type|section|issue|volume|pages|pmid|pmcid|doi|isbn|issn|zscc|"
    r"citation key|tex\.[\w*]+|num pages|company|conference name|archive location|publication title|arxiv|"
    r"journal abbreviation|container-title|library catalog|read_status\w*|original-date|event-place)\s*:"
    r"|\W*(?:0[0-9]{4,}|PMC?[0-9]+|cited by [0-9]+)\b"
)
"""Notes that programs write for themselves: no reader needs them."""


def titled(title: str, subtitle: str, addon: str) -> str:
    """`Title: subtitle. Addon`, without a second mark after one that ends the title."""
    whole = f"{title}{'' if title[-1:] in '?!:' else ':'} {subtitle}" if title and subtitle else title or subtitle
    return f"{ended(whole)} {addon}" if whole and addon else whole or addon


def ended(text: str) -> str:
    """The text as a sentence."""
    return text if text[-1:] in (".", "?", "!") else f"{text}."


def event(fields: Mapping[str, str]) -> str:
    """A meeting as `Title; 2002 Apr 3-5; Leeds, UK`; its title only if the work's own does not name it."""
    shown = " ".join((fields["title"], fields["booktitle"])).casefold()
    title = titled(fields["eventtitle"], "", fields["eventtitleaddon"])
    title = "" if title.casefold() in shown else title
    place = fields["location"] if fields["location"] != fields["address"] else ""  # of the meeting, where ACM has both
    return "; ".join(filter(None, (title, fields["eventdate"], fields["venue"] or place)))


def undotted(journal: str) -> str:
    """NLM abbreviates without full stops: `J. Neurol.` -> `J Neurol`, `U.S.A.` -> `U S A`."""
    return re.sub(r"(?<=\w)\.(?!\w)", "", re.sub(r"(?<=\b[A-Z])\.(?=[A-Z])", " ", journal))


def edition(text: str) -> str:
    """`4`, `4th` and `Fourth edition` as `4th ed.`."""
    name = re.sub(r"\s*\bed(?:ition|n)?\.?$", "", text, flags=re.IGNORECASE)
    return f"{ordinal(name)} ed." * bool(name)


def ordinal(name: str) -> str:
    """`2` and `Second` as `2nd`; any other name stays."""
    number = ORDINALS.get(name.lower(), name)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get("" if number[-2:-1] == "1" else number[-1:], "th")
    return f"{number}{ending}" if re.fullmatch("[0-9]+", number) else name


def medium(kind: str, genre: str, fields: Mapping[str, str]) -> str:
    """What a work is that is neither printed on paper nor a page of the web."""
    given = fields["type"]
    if genre == "thesis":
        if re.search("(?i)master|mathesis|msc", kind + given):
            return "[master's thesis]"
        return f"[{given}]" if given and not re.search(r"(?i)ph\.?d|doctor|dissertation", given) else "[dissertation]"
    name = MEDIA.get(kind, MEDIA.get(genre, ""))
    return (
        f"[{(given or name) if kind in MEDIA or genre == 'misc' else name}]"
        if name or (given and genre == "misc")
        else ""
    )


def report_type(genre: str, fields: Mapping[str, str]) -> str:
    """The type of a report or patent; `NICE guideline` says nothing new of NICE's report of that number."""
    given = fields["type"]
    if genre == "patent":
        return PATENTS.get(given.lower(), given) or PATENTS["patent"]
    repeats = fields["publisher"] and fields["number"] and given.startswith(fields["publisher"])
    return "" if genre == "misc" or repeats else given


def language(text: str) -> str:
    """The language of a work, in English, unless it is English: `ngerman` -> `German`."""
    names = [name.strip() for name in re.split(r",|;|/|\band\b", text) if name.strip()]
    foreign = [name for name in names if name.lower().split("-")[0] not in ENGLISH]
    return ", ".join(LANGUAGES.get(name.lower().split("-")[0], name[:1].upper() + name[1:]) for name in foreign)


def sentences(note: str, said: Iterable[str]) -> str:
    """A note for readers. What programs write for themselves is none, nor what stands elsewhere (`said`)."""
    if OF_PROGRAMS.match(note) or any(re.search(pattern, note) for pattern in said):
        return ""
    return (
        "" if re.fullmatch(r"\W*(?:(?:available|online|url)\b[\w\s]*\W*)?\s*(?:https?://\S+)?\W*", note, re.I) else note
    )


def short_pages(text: str) -> str:
    """Page ranges without their repeated digits, as NLM prints them: `187--199` -> `187-99`, `S12-S19` -> `S12-9`."""
    return ", ".join(_short_range(DASH.sub("-", part.strip())) for part in text.split(",") if part.strip())


def _short_range(pages: str) -> str:
    match = RANGE.fullmatch(pages)
    if match is None:
        return pages
    prefix, first, last = match.groups()
    if len(first) < len(last):
        return f"{prefix}{first}-{last}"
    whole = first[: len(first) - len(last)] + last
    same = next((at for at, digit in enumerate(first) if digit != whole[at]), None)
    short = prefix + first if same is None else f"{prefix}{first}-{whole[same:]}"
    return short if whole >= first else pages
