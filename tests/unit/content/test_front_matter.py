"""Rules of the front matter: a draft may lack its reviewer, an approved document may not, and nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from carepress.content.front_matter import LONGEST_NAME, FrontMatter, overdue, read_front
from carepress.content.manuscript import Manuscript, read_manuscript
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source

FORMATS = ("fact-sheet", "brochure")
SOUND = "title: Asthma\nformats: [fact-sheet]\n"
APPROVED = SOUND + (
    'status: approved\nversion: "1.0"\nwritten-by: The team\nreviewed-by: Dr Ana Pérez\n'
    "reviewed: 2026-11-01\nreview-by: 2028-11-01\n"
)


def front_matter(**keys: object) -> FrontMatter:
    return FrontMatter.model_validate({key.replace("_", "-"): value for key, value in keys.items()})


def manuscript(keys: str, file: str = "content/asthma/en.md") -> Manuscript:
    return read_manuscript(Source(file=file, text=f"---\n{keys}---\n"))[0]


def read(keys: str, file: str = "content/asthma/en.md") -> tuple[FrontMatter, Diagnostics]:
    return read_front(manuscript(keys, file), FORMATS)


def faults(keys: str, file: str = "content/asthma/en.md") -> list[tuple[str, str, str]]:
    return [(fault.code, fault.message, fault.help) for fault in read(keys, file)[1]]


def test_a_draft_needs_a_title_and_a_format() -> None:
    assert read(SOUND) == (front_matter(title="Asthma", formats=["fact-sheet"]), Diagnostics())


def test_every_key_is_read() -> None:
    keys = APPROVED + (
        "subtitle: A guide\nsummary: What helps.\ninvestigational: true\nreferences: online\n"
        "further-reading: [gina2024]\ncontact-path: lungs/asthma\naudience: Adults\nkeywords: [asthma]\n"
        "glossary: {inhaler: a small device}\ncover-image: cover.svg\n"
    )

    assert read(keys) == (
        front_matter(
            title="Asthma", formats=["fact-sheet"], status="approved", version="1.0", written_by="The team",
            reviewed_by="Dr Ana Pérez", reviewed=date(2026, 11, 1), review_by=date(2028, 11, 1), subtitle="A guide",
            summary="What helps.", investigational=True, references="online", further_reading=["gina2024"],
            contact_path="lungs/asthma", audience="Adults", keywords=["asthma"],
            glossary={"inhaler": "a small device"}, cover_image="cover.svg",
        ),
        Diagnostics(),
    )  # fmt: skip


def test_an_approved_document_with_its_whole_imprint_is_sound() -> None:
    assert faults(APPROVED) == []


@pytest.mark.parametrize("key", ["version", "written-by", "reviewed-by", "reviewed", "review-by"])
def test_an_approved_document_needs_its_whole_imprint(key: str) -> None:
    keys = "".join(line for line in APPROVED.splitlines(keepends=True) if not line.startswith(f"{key}:"))

    assert faults(keys) == [
        ("incomplete-imprint", f"an approved document also needs `{key}`", "Add the lines, or type   status: draft")
    ]


def test_one_message_names_all_that_an_imprint_lacks() -> None:
    (fault,) = read(SOUND + "status: approved\n")[1]

    assert fault.message == (
        "an approved document also needs `version`, `written-by`, `reviewed-by`, `reviewed` and `review-by`"
    )
    assert str(fault.span) == "content/asthma/en.md:4:9"


def test_a_review_is_not_due_before_it_was_made() -> None:
    keys = APPROVED.replace("review-by: 2028", "review-by: 2025")

    assert faults(keys) == [
        ("incomplete-imprint", "`review-by` is before the day of the review", "Set it to the day of the next review.")
    ]


@pytest.mark.parametrize(
    ("typed", "advice"),
    [("brochur", "did you mean `brochure`?"), ("poster", "The formats are fact-sheet and brochure.")],
)
def test_an_unknown_format_is_shown_at_its_place(typed: str, advice: str) -> None:
    (fault,) = read(f"title: A\nformats: [fact-sheet, {typed}]\n")[1]

    assert (fault.code, fault.message, fault.help) == ("unknown-format", f"there is no format `{typed}`", advice)
    assert str(fault.span) == "content/asthma/en.md:3:23"


@pytest.mark.parametrize("path", ["asthma", "Lungs/asthma", "a_b-c/2"])
def test_a_contact_path_is_plain(path: str) -> None:
    assert faults(f"{SOUND}contact-path: {path}\n") == []


@pytest.mark.parametrize("path", ["/asthma", "asthma/", "a//b", "a b", "a?b", "../b", "a#b", "ü", "https://x.example"])
def test_a_contact_path_that_could_lead_elsewhere_is_an_error(path: str) -> None:
    assert faults(f'{SOUND}contact-path: "{path}"\n') == [
        (
            "contact-form",
            "`contact-path` may have letters, digits, hyphens and slashes only",
            "Type, for example:   contact-path: asthma",
        )
    ]


@pytest.mark.parametrize("lang", ["en", "es", "pt-br", "zh-hans"])
def test_a_manuscript_is_named_after_its_language(lang: str) -> None:
    assert faults(SOUND, f"content/asthma/{lang}.md") == []


@pytest.mark.parametrize("lang", ["xx", "english", "EN", "en_us", "en-", "README"])
def test_a_manuscript_with_another_name_is_an_error(lang: str) -> None:
    assert faults(SOUND, f"content/asthma/{lang}.md") == [
        (
            "unknown-language",
            f"content/asthma/{lang}.md is not named after a language",
            "Name it by the language's two-letter code: en.md for English, es.md for Spanish.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "is_sound"),
    [
        ("asthma", True), ("type-2-diabetes", True), ("a" * LONGEST_NAME, True), ("a" * (LONGEST_NAME + 1), False),
        ("Asthma", False), ("living with asthma", False), ("-asthma", False), ("a--b", False), ("asthma_2", False),
        ("épilepsie", False),
    ],
)  # fmt: skip
def test_a_folder_whose_name_cannot_become_a_file_name_is_an_error(name: str, is_sound: bool) -> None:
    fault = (
        "bad-name",
        f"the folder name `{name}` cannot become a file name",
        f"Use small letters, digits and hyphens, at most {LONGEST_NAME}: living-with-asthma",
    )

    assert faults(SOUND, f"content/{name}/en.md") == ([] if is_sound else [fault])


def test_where_one_key_is_wrong_the_others_still_count() -> None:
    front, diagnostics = read("title: Asthma\nformats: [brochure]\nstatus: done\nsubtitle: A guide\n")

    assert front == front_matter(title="Asthma", formats=["brochure"], subtitle="A guide")
    assert [fault.message for fault in diagnostics] == ["`status` must be `draft` or `approved`"]


def test_without_formats_the_text_is_checked_as_if_it_had_all() -> None:
    front, diagnostics = read("title: Asthma\n")

    assert front.formats == ["fact-sheet", "brochure"]
    assert [fault.message for fault in diagnostics] == ["the front matter lacks `formats`"]


@pytest.mark.parametrize(("today", "is_overdue"), [((2028, 11, 1), False), ((2028, 11, 2), True)])
def test_a_document_is_overdue_from_the_day_after_its_review_is_due(
    today: tuple[int, int, int], is_overdue: bool
) -> None:
    front, _ = read(APPROVED)
    fault = overdue(front, manuscript(APPROVED), date(*today))

    assert fault == (
        Diagnostic(
            code="overdue",
            message="the review of this document was due on 2028-11-01",
            span=manuscript(APPROVED).front.span("review-by"),
            help="Have it reviewed and set `reviewed`, `reviewed-by` and a new `review-by`."
            "\nTo build it all the same:   carepress build --allow-overdue",
        )
        if is_overdue
        else None
    )


def test_a_draft_without_a_review_day_is_never_overdue() -> None:
    assert overdue(read(SOUND)[0], manuscript(SOUND), date(9999, 12, 31)) is None
