"""The front matter: the keys at the head of a manuscript, and the rules for them.

In:   a Manuscript, and the names of the formats.
Out:  FrontMatter; Diagnostics for what is wrong with it.
Never: guesses a value. A draft may lack its reviewer, an approved document may not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from carepress.content.manuscript import Manuscript
from carepress.content.plain_text import check_plain_text
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of, nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.validation import check_record
from carepress.project.yaml import RecordModel

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CONTACT_PATH = re.compile(r"[A-Za-z0-9]+([/_-][A-Za-z0-9]+)*")
LONGEST_NAME = 30  # so that DOCUMENT-FORMAT-LANG-EDITION-draft.pdf stays within 64 characters
LONGEST_PATH = 120  # a longer one makes the squares of the QR code too small for a phone
LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
    nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so
    sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905 - a list would fill pages
)
"""ISO 639-1 codes. A region or script may follow: pt-br, zh-hans."""

IMPRINT = {"version", "written_by", "reviewed_by", "reviewed", "review_by"}  # what an approved document needs
PRINTED = ("title", "subtitle", "summary", "audience", "written-by", "reviewed-by", "glossary")  # as they stand
Text = Annotated[str, Field(pattern=r"\S")]


class FrontMatter(RecordModel):
    """The keys at the head of a manuscript."""

    title: Text = Field(description="The title: one to four words", examples=["Living with asthma"])
    subtitle: Text = Field(
        default="", description="Printed below the title", examples=["A guide for patients and families"]
    )
    summary: Text = Field(
        default="",
        description="One sentence: who it is for and what it says",
        examples=["What asthma is, what sets it off, and what helps."],
    )
    formats: Annotated[list[Text], Field(min_length=1)] = Field(
        description="What to make of it: names of formats", examples=["[fact-sheet, brochure]"]
    )
    status: Literal["draft", "approved"] = Field(
        default="draft",
        description="A draft says so on every copy; an approved document needs a reviewer and dates",
        examples=["draft"],
    )
    version: Text = Field(default="", description="In quotes", examples=['"1.0"'])
    written_by: Text = Field(default="", description="Who wrote it", examples=["Patient information team"])
    reviewed_by: Text = Field(
        default="", description="The clinician who reviewed it", examples=["Dr Ana Pérez, neurologist"]
    )
    reviewed: date | None = Field(default=None, description="When it was reviewed", examples=["2026-11-01"])
    review_by: date | None = Field(
        default=None, description="After this day it is no longer built", examples=["2028-11-01"]
    )
    investigational: bool = Field(
        default=False, description="true prints the notice of clinic.yaml, word for word", examples=["true"]
    )
    references: Literal["printed", "online", "on-request"] = Field(
        default="printed", description="Where the list of references is", examples=["printed"]
    )
    further_reading: list[Text] = Field(
        default=[], description="Works to list that the text does not cite", examples=["[gina2024]"]
    )
    translation_of: dict[str, Text] = Field(
        default={},
        description="Of a translation: the language it was translated from, and the version of that text",
        examples=['{en: "1.0"}'],
    )
    contact_path: Text = Field(
        default="",
        max_length=LONGEST_PATH,
        description="Added to the contact form's address; default: the document's name",
        examples=["asthma"],
    )
    audience: Text = Field(default="", description="Who it is for", examples=["Adults with asthma"])
    keywords: list[Text] = Field(default=[], description="For searching the PDF", examples=["[asthma, inhaler]"])
    glossary: dict[str, Text] = Field(
        default={},
        description="Hard words and what they mean",
        examples=["{inhaler: a small device that carries medicine to the lungs}"],
    )
    cover_image: Text = Field(default="", description="A picture in the document's folder", examples=["cover.svg"])


def read_front(manuscript: Manuscript, formats: Collection[str]) -> tuple[FrontMatter, Diagnostics]:
    """The front matter of a manuscript, and its faults.

    If it has errors, the keys without one are used, so that the faults of the text are found in the same run.
    """
    front, diagnostics = check_record(manuscript.front, FrontMatter, what="the front matter")
    if not manuscript.front_is_sound:  # its syntax faults are reported already; further ones would confuse
        front, diagnostics = None, Diagnostics()
    diagnostics += _check_names(manuscript)
    front = front or _sound_part(manuscript, formats)
    return front, diagnostics + _check_front(front, manuscript, formats)


def _sound_part(manuscript: Manuscript, formats: Collection[str]) -> FrontMatter:
    """The keys of the front matter that have no error, with stand-ins for those that every document needs."""
    sound: dict[str, object] = {"title": "?", "formats": list(formats) or ["?"]}
    for key, value in manuscript.front.values.items():
        try:
            FrontMatter.model_validate({**sound, key: value})
        except ValidationError:
            continue
        sound[key] = value
    return FrontMatter.model_validate(sound)


def _check_names(manuscript: Manuscript) -> Iterator[Diagnostic]:
    name, lang = manuscript.document, manuscript.lang
    if lang.split("-")[0] not in LANGUAGES or not NAME.fullmatch(lang):
        yield rule("unknown-language").at(file=manuscript.source.file)
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield rule("bad-name", "folder").at(name=name, most=LONGEST_NAME)


def _check_front(front: FrontMatter, manuscript: Manuscript, formats: Collection[str]) -> Iterator[Diagnostic]:
    record = manuscript.front
    yield from check_plain_text(record, PRINTED)
    for at, name in enumerate(front.formats):
        if name not in formats:
            yield rule("unknown-format").at(
                record.span("formats", at), name=name, guess=nearest(name, formats), known=all_of(formats)
            )
    if front.contact_path and not CONTACT_PATH.fullmatch(front.contact_path):
        yield rule("contact-form", "path").at(record.span("contact-path"), name=manuscript.document)
    if front.status == "approved":
        values = front.model_dump(by_alias=True, include=IMPRINT)
        missing = [key for key, value in values.items() if not value and record.values.get(key) in (None, "")]
        if missing:
            yield rule("incomplete-imprint").at(record.span("status"), missing=all_of(f"`{key}`" for key in missing))
    if front.reviewed and front.review_by and front.review_by < front.reviewed:
        yield rule("incomplete-imprint", "dates").at(record.span("review-by"))


def reviewed_too_soon(front: FrontMatter, manuscript: Manuscript, today: date) -> Diagnostic | None:
    """The fault of a document that claims a review on a day that has not come yet."""
    if front.reviewed is None or front.reviewed <= today:
        return None
    return rule("incomplete-imprint", "future").at(manuscript.front.span("reviewed"), day=front.reviewed)


def overdue(front: FrontMatter, manuscript: Manuscript, today: date) -> Diagnostic | None:
    """The fault of a document whose review day has passed: it may tell patients what is no longer true."""
    if front.review_by is None or front.review_by >= today:
        return None
    return rule("overdue").at(manuscript.front.span("review-by"), day=front.review_by)
