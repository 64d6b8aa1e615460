"""People: the names in an author or editor field, as Vancouver prints them.

Names come as BibTeX, BibLaTeX and PubMed write them, and as people type them. A degree or a title is no part of a name
in a reference; an organisation that lacks its braces is known by its words, as it would else be printed as a person.

In:   the text of a field.
Out:  Names, each with what is odd about it; a list of them as printed.
Pure: raises nothing for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person

from carepress.bibliography.latex import plain

MOST_AUTHORS = 6  # ICMJE: of seven or more authors, the first six and 'et al.'
LINEAGE = {"II": "2nd", "III": "3rd", "IV": "4th"}  # Citing Medicine, chapter 1
SUFFIX = r"(?:Jr|Sr|Junior|Senior|II|III|IV|2nd|3rd|4th)"
TRAILING_SUFFIX = re.compile(rf"(.+[\w.}}])\s+({SUFFIX})\.?$")
TITLES = re.compile(r"^((?:(?:Dr|Prof|Professor|Doctor|Mrs?|Ms)\.?\s+)+)(?=\S)")
AND_MORE = re.compile(r"(?i)[,;]?\s+(?:(?:and|&)\s+)?et\.?\s*al\.?\s*$")
AND_NOBODY = re.compile(r"(?i)^\s*and\s+|[,;]?\s+and\s*$")
ET_AL = re.compile(r"(?i)\W*(?:et\.?\s*al\.?|others)\W*")
PUBMED = re.compile(rf"([^,{{}}]*[^\W\d_]{{2}})\s+([A-Z]{{1,3}})(?:\s+({SUFFIX})\.?)?")
INITIALS = re.compile(r"[^,{}]*[^\W\d_]{2}\s+[A-Z]{1,3}")
EXTENDED = re.compile(r"\s*\"?\s*(family|given|prefix|suffix|useprefix|id)(?:-i)?\s*=", re.IGNORECASE)
DEGREES = frozenset(
    """
    MD PhD DPhil MBBS MBChB MBBCh BMBS BMed MBA MPH MSc MSN MHA MHS MEd BSc BSN BA MA MS BS DO DDS DMD DVM DNP DPT DSc
    DrPH EdD JD LLM PsyD PharmD ScD RN NP PA APRN CRNA CNM CNS LPN RD RDN LCSW CCC-SLP OTR/L FRCP FRCS FRCPC FRCPCH
    FRCGP FRACP FACP FACC FACS FAAP FAAN FAHA FCCP MRCP MRCGP ABPP Esq
    """.split()  # noqa: SIM905 - a list would fill a page
)
ORGANISATIONS = frozenset(
    """
    academy administration agency alliance association authority board bureau center centers centre centres charity
    clinic clinics coalition collaboration collaborative collaborators college commission committee company
    confederation conference consortium cooperative corporation council department directorate division executive
    federation forum foundation fund group hospital hospitals inc inc. initiative institute institutes institution
    investigators laboratories laboratory league ltd ltd. gmbh llc ministry nations network observatory office
    organisation organization panel partnership programme program project registry secretariat service services
    societies society taskforce team trust union university workgroup alianza asociación comisión comité consejo
    federación
    fundación instituto ministerio organización secretaría servicio sociedad universidad gesellschaft institut
    bundesministerium bundesamt bundesinstitut verband verein stiftung universität krankenhaus organisation société
    ministère fédération fondation université hôpital comité conseil ministero istituto società associazione
    fondazione università ospedale
    """.split()  # noqa: SIM905 - a list would fill a page
)
ACRONYMS = frozenset({"NHS", "WHO", "CDC", "NIH", "FDA", "NICE", "UK", "US", "USA", "EU", "UN"})
WRAPPED_PEOPLE = re.compile(r"\{[^,{}]+, [^,{}]+ and (?:others|[^,{}]+, [^,{}]+)\}")  # in braces meant for one name
LINKS = frozenset({"of", "for", "on", "against", "&", "the", "für", "pour"})  # no name of a person has them


LAST_SEMICOLON = re.compile(r"(?:(&#?\w+;)|\s*;)\s*$")  # `Copel, M; and Reuter, MC;`, but not `Jos&eacute;`
SIMPLE = re.compile(r"[A-Za-z.]*(?: [A-Za-z.]+)*")
APOSTROPHES = ("'", "\u2019")


class Flaw(StrEnum):
    """What is odd about a name."""

    NONE = ""
    RUN_TOGETHER = "run together"
    ORGANISATION = "organisation"
    DEGREE = "degree"
    MAYBE_DEGREE = "may be a degree"


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A person, or an organisation, which has nothing but a `family`. `flawed` is the part of it that is odd."""

    family: str
    initials: str = ""
    suffix: str = ""
    flaw: Flaw = Flaw.NONE
    flawed: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.family, self.initials, self.suffix)))


OTHERS = Name(family="et al.")


def read_names(text: str) -> tuple[Name, ...]:
    """The names of a field; OTHERS stands for `and others`."""
    return tuple(_read_name(typed, corporate) for typed, corporate in _typed_names(text) if _text(typed))


def listed(names: Sequence[Name], most: int = MOST_AUTHORS) -> str:
    """Names as a reference lists them. A semicolon parts an organisation from its neighbours, as it may have commas."""
    named = [name for name in names if name != OTHERS]
    shown = named[:most] + [OTHERS] * (len(names) > len(named[:most]))
    text = ""
    for before, name in zip([None, *shown], shown, strict=False):
        apart = before and name != OTHERS and not (before.initials and name.initials)
        text += (("; " if apart else ", ") if before else "") + str(name)
    return text


def _text(typed: str) -> str:
    """Plain text. Most parts of names are plain already, and to decode each takes longer than all else."""
    return typed.strip() if SIMPLE.fullmatch(typed) else plain(typed)


def _typed_names(text: str) -> list[tuple[str, bool]]:
    """The names as typed, and whether each must be an organisation; an `and` in the name of one parts nothing."""
    names: list[tuple[str, bool]] = []
    for person in split_name_list(AND_NOBODY.sub("", AND_MORE.sub(" and others", text))):
        typed = LAST_SEMICOLON.sub(r"\1", person)
        corporate = is_corporate(typed)
        before, was_corporate = names[-1] if names else ("", False)
        unfinished = was_corporate and LINKS & set(before.split()) and " and " not in before
        continues = unfinished and _is_bare(typed) and not corporate
        begins = corporate and before and not was_corporate and re.fullmatch(r"[^\W\d_]+", before)
        if continues or begins:
            names[-1] = (f"{before} and {typed}", True)
        else:
            names.append((typed, corporate))
    return names


def is_corporate(typed: str) -> bool:
    """Whether a name without braces has the words of an organisation."""
    if "{" in typed or EXTENDED.match(typed):
        return False
    first, comma, _ = typed.replace("\\&", "&").partition(",")
    words = first.split()
    if all(INITIALS.fullmatch(side.strip()) for side in first.split("&")):
        return False
    links = any(word in LINKS for word in words) or words[:1] == ["The"]
    named = any(word.casefold() in ORGANISATIONS or (word in ACRONYMS and len(first) > len(word)) for word in words)
    return len(words) > 1 and (links or (not comma and named))


def _is_bare(typed: str) -> bool:
    return not re.search(r"[,{}\\]", typed) and not PUBMED.fullmatch(typed) and not ET_AL.fullmatch(typed)


def _read_name(typed: str, corporate: bool) -> Name:
    if ET_AL.fullmatch(typed):
        return OTHERS
    if corporate:
        return Name(family=_text(typed), flaw=Flaw.ORGANISATION, flawed=_text(typed))
    if EXTENDED.match(typed):
        return _extended(typed)
    parts = [part.strip() for part in split_tex_string(typed, ",") if part.strip()]
    if _is_wrapped(typed) or not parts:
        return Name(family=_text(typed), flaw=Flaw.RUN_TOGETHER if WRAPPED_PEOPLE.fullmatch(typed) else Flaw.NONE)
    if _is_run_together(parts, typed):
        return Name(family=_text(typed), flaw=Flaw.RUN_TOGETHER)
    return _person(parts)


def _is_wrapped(typed: str) -> bool:
    """Whether one pair of braces holds the whole name."""
    depth = 0
    for at, sign in enumerate(typed):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return at == len(typed) - 1 and at > 0 and typed[1] != "\\"
    return False


def _is_run_together(parts: Sequence[str], typed: str) -> bool:
    """Whether several people stand in one name: `Brown RH, Kiernan MC`, `Brown, R.; Kiernan, M.`, `Brown R & Lee M`."""
    bare = [part for part in parts[1:] if not _is_suffix(part) and not _degrees(part)]
    return (
        len(bare) > 2
        or (len(bare) == 2 and " " in bare[0] and not bare[0][0].islower())  # `Aubignac, abbé d', François`
        or (len(parts) > 1 and all(INITIALS.fullmatch(part) for part in (parts[0], *bare)) and bool(bare))
        or re.search(r"(?<!\\);|(?<!\\)&", re.sub(r"\{[^{}]*\}|&\w+;", "", typed)) is not None
    )


def _person(parts: list[str]) -> Name:
    given = parts[1:]
    odd = [part for part in given if _is_degree(part, parts)]
    given = [part for part in given if part not in odd]
    suffix = next((part for part in given if _is_suffix(part)), "")
    given = [part for part in given if part != suffix]
    family = parts[0]
    if not given and (pubmed := PUBMED.fullmatch(family)):
        family, given, suffix = pubmed[1], [pubmed[2]], pubmed[3] or suffix
    if given and (title := TITLES.match(family)):
        odd.append(title[1].strip())
        family = family[title.end() :]
    place = given[-1] if given else family
    if title := TITLES.match(place):
        odd.append(title[1].strip())
        place = place[title.end() :]
    if not suffix and (match := TRAILING_SUFFIX.fullmatch(place if given else family)):
        place, suffix = match.groups()
    if given and not suffix and (match := TRAILING_SUFFIX.fullmatch(family)):
        family, suffix = match.groups()
    words = place.split()
    while len(words) > 2 and _degrees(words[-1]) and not words[-1].isupper():
        odd.append(words.pop())
    place = " ".join(words)
    person = Person(f"{family}, {place}" if given else place)
    return _made(person, given[:-1], suffix, odd, parts)


def _made(person: Person, lineage: Sequence[str], suffix: str, odd: Sequence[str], parts: Sequence[str]) -> Name:
    endings = [_text(part).rstrip(".") for part in (*person.lineage_names, *lineage, suffix) if part]
    flaw, flawed = (Flaw.DEGREE if odd else Flaw.NONE), ", ".join(map(_text, odd))
    two_words = " " in parts[0] and parts[0][:1].isupper()
    if not odd and len(parts) == 2 and two_words and _degrees(parts[1]) and "{" not in parts[0]:
        flaw, flawed = Flaw.MAYBE_DEGREE, _text(parts[1])
    return Name(
        family=_joined(_text(" ".join(person.prelast_names)), _text(" ".join(person.last_names))),
        initials=_initials(_text(" ".join(person.first_names + person.middle_names))),
        suffix=" ".join(LINEAGE.get(part, part) for part in endings),
        flaw=flaw,
        flawed=flawed,
    )


def _joined(prefix: str, family: str) -> str:
    """`van den Berg`, but `d'Almeida`."""
    return f"{prefix}{'' if prefix[-1:] in APOSTROPHES else ' '}{family}".strip()


def _is_degree(part: str, parts: Sequence[str]) -> bool:
    """Whether a part after a comma is a degree; `Ng, MD` has initials, and so may `Garcia Lopez, MD`."""
    may_be_initials = len(parts) == 2 and re.fullmatch(r"(?:[A-Z]\.?\s*){1,3}", part) and not TITLES.match(parts[0])
    return _degrees(part) and not may_be_initials


def _degrees(part: str) -> bool:
    words = re.sub(r"(?<=\w)\.\s*(?=\w\b)|\.", "", part).split()
    return bool(words) and all(word in DEGREES for word in words)


def _is_suffix(part: str) -> bool:
    return re.fullmatch(rf"\{{?{SUFFIX}\.?\}}?", part.strip()) is not None


def _initials(given: str) -> str:
    """`RHJ` typed as a given name is initials, `JEAN` a name in capitals."""
    parts = re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", given)
    return "".join(part if re.fullmatch("[A-Z]{1,3}", part) else part[0].upper() for part in parts)


def _extended(typed: str) -> Name:
    """BibLaTeX's `family=Oord, given=Aaron, prefix=van den, useprefix=true`."""
    values = dict(_values(typed))
    family = _joined(values.get("prefix", ""), values.get("family", ""))
    suffix = values.get("suffix", "").rstrip(".")
    return Name(family=family, initials=_initials(values.get("given", "")), suffix=LINEAGE.get(suffix, suffix))


def _values(typed: str) -> Iterator[tuple[str, str]]:
    for part in split_tex_string(typed, ","):
        if match := EXTENDED.match(part):
            yield match[1].lower(), _text(part[match.end() :].strip().strip('"'))
