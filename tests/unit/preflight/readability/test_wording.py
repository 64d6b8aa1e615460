"""Rules of wording: hard words are explained, nothing is promised, and bold is the only emphasis."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.proof import Written
from carepress.preflight.readability.language import check_written
from tests.support.proofs import in_brief, marked, written

HEAD = "---\ntitle: {}\nformats: [fact-sheet]\n{}---\n\n"
FIRST = 6  # the line on which the text of a manuscript starts


def found(proof: Written, code: str) -> list[Diagnostic]:
    return [fault for fault in check_written(proof) if fault.code == code]


def claimed(tmp_path: Path, text: str, head: str = "", title: str = "Asthma") -> list[str]:
    return marked(found(written(tmp_path, HEAD.format(title, head) + text), "claim-word"))


def emphasised(tmp_path: Path, text: str) -> list[str]:
    return marked(found(written(tmp_path, text), "emphasis"))


def lines(text: str) -> str:
    """Each line a paragraph."""
    return "\n\n".join(line.strip() for line in text.strip().splitlines())


# Hard words


def test_hard_words_are_listed_in_one_note_with_their_first_lines(tmp_path: Path) -> None:
    text = "You may have fibrillation.\n\nFibrillation and edema come. Ask about a tracheostomy.\n"

    (fault,) = found(written(tmp_path, text), "hard-word")

    assert fault == Diagnostic(
        code="hard-word",
        severity=Severity.NOTE,
        message="nothing explains `fibrillation` (line 6), `edema` (line 8), `tracheostomy` (line 8)",
        span=fault.span,
        help="Explain it where it first stands, type a shorter word, or add it to the glossary at the head of the file:"
        "\n  glossary: {fibrillation: what it means in plain words}\n"
        "Shorter words: edema: swelling",
    )
    assert marked([fault]) == ["fibrillation"]


@pytest.mark.parametrize(
    "text",
    [
        "Your heart may beat fast and out of step (fibrillation).",
        "This is called atrial fibrillation.",
        "Fibrillation is a fast and uneven heartbeat.",
        "Atrial fibrillation (AF) is when the heart beats out of step.",
        "A fast heartbeat, or fibrillation, can be felt.",
        "Fibrillation, a fast heartbeat, can be felt.",
        "Fibrillation (a fast heartbeat) can be felt.",
        "**Fibrillation:** a fast heartbeat",
        "Fibrillation means that the heart beats out of step.",
    ],
)
def test_a_word_that_the_text_explains_is_not_hard(tmp_path: Path, text: str) -> None:
    assert found(written(tmp_path, f"Fibrillation happens.\n\n{text}\n"), "hard-word") == []


@pytest.mark.parametrize(
    ("title", "head", "word"),
    [
        ("Atrial fibrillation", "", "fibrillation"),
        ("Asthma", "glossary: {fibrillation: a fast heartbeat}\n", "fibrillations"),
        ("Asthma", "subtitle: With fibrillation\n", "Fibrillation"),
    ],
)
def test_a_word_of_the_title_or_the_glossary_is_not_hard(tmp_path: Path, title: str, head: str, word: str) -> None:
    assert found(written(tmp_path, HEAD.format(title, head) + f"Some have {word}."), "hard-word") == []


def test_a_word_that_the_clinic_knows_is_not_hard(tmp_path: Path) -> None:
    assert found(written(tmp_path, "Some have fibrillations.", known_words=["fibrillation"]), "hard-word") == []


def test_common_long_words_names_and_figures_are_not_hard(tmp_path: Path) -> None:
    text = """
        Usually your medication and regular operations help immediately.
        Our receptionist gives you information about your immunity and vaccinations.
        Ask Alessandra Montenegro, or write to us.
        MSCs, COVID-19, 1,000,000 people, info@clinic.example and https://clinic.example/contact are no words.
        A step-by-step guide for do-it-yourself care.
        """

    assert found(written(tmp_path, lines(text)), "hard-word") == []


def test_a_long_list_of_hard_words_is_cut(tmp_path: Path) -> None:
    words = (
        "edema",
        "syncope",
        "vertiginous",
        "dyspnea",
        "dysphagia",
        "pruritus",
        "tachycardia",
        "thrombosis",
        "renal",
    )

    (fault,) = found(written(tmp_path, "\n\n".join(f"Some have {word}." for word in words)), "hard-word")

    assert fault.message.endswith("`tachycardia` (line 18), `thrombosis` (line 20) and 1 more")


# Claims


def test_a_promise_is_asked_about(tmp_path: Path) -> None:
    text = """
        This treatment can cure asthma. Most people are cured. No pain, and we can cure it.
        Our proven method helps. It is not only **proven** but cheap.
        It is safe and effective. It is completely safe.
        We guarantee success. It works like a miracle. This breakthrough helps everyone.
        Our clinic is FDA registered. The injection has no risks. It is a risk-free procedure.
        """

    assert claimed(tmp_path, lines(text)) == [
        *("cure", "cured", "cure", "proven", "proven", "safe and effective", "completely safe"),
        *("guarantee", "miracle", "breakthrough", "FDA registered", "no risks", "risk-free"),
    ]


def test_a_promise_that_is_denied_asked_or_warned_of_is_none(tmp_path: Path) -> None:
    text = """
        There is no cure for asthma.
        It cannot be cured, but it can be controlled.
        No cure, but treatment can help.
        It is not proven, and this is not a cure.
        No treatment is proven to work.
        It does not cure asthma, and doesn't guarantee anything.
        A cure for asthma has not been found, and a cure does not exist.
        Is there a cure? Will I be cured?
        Doctors search for a cure.
        Nobody can guarantee that it works.
        Beware of clinics that promise a miracle cure.
        Stem cells are not approved, safe and effective or proven.
        It is too early to call it a breakthrough.
        These products are not FDA-registered.
        No treatment is without risk.
        There is no risk of catching asthma from others.
        Wear a secure band, procure an accurate scale, skip the manicure.
        Do not eat cured meat, cured ham or fish. The meat is cured.
        The benefit is unproven.
        It is safe to shower, and an effective way to relax.
        """

    assert claimed(tmp_path, lines(text)) == []


INVESTIGATIONAL = "investigational: true\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The cells can be given safely.", ["safely"]),
        ("The treatment is safe, and it is effective.", ["safe", "effective"]),
        ("The treatment is safe and effective.", ["safe and effective"]),
        ("Trials ask whether these cells are safe.", []),
        ("It is not known to be safe or effective.", []),
        ("Is the treatment safe?", []),
        ("Keep your medicines in a safe place.", []),
        ("We wish you a safe journey.", []),
    ],
)
def test_an_investigational_treatment_is_never_called_safe_or_effective(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    assert claimed(tmp_path, text, INVESTIGATIONAL) == words


def test_headings_titles_and_the_heads_of_columns_promise_as_much_as_the_text(tmp_path: Path) -> None:
    text = "## A miracle\n\n::: callout\n### Guaranteed\n\nRest.\n:::\n\n| Cured | Ill |\n| --- | --- |\n| 1 | 2 |\n"

    assert claimed(tmp_path, text, "summary: How it cures you.\n", "The proven way") == [
        "proven",
        "cures",
        "miracle",
        "Guaranteed",
        "Cured",
    ]


def test_a_promise_is_told_with_the_reason_and_other_words(tmp_path: Path) -> None:
    (fault,) = found(written(tmp_path, "Success is\nguaranteed to all.\n"), "claim-word")

    assert in_brief(iter([fault])) == [("claim-word", FIRST + 1, "`guaranteed` promises what nobody can keep")]
    assert fault.severity is Severity.WARNING
    assert fault.help == "Say how often it helps:   It helps about 6 in 10 people."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La terapia cura el asma.", ["cura"]),
        ("Es un tratamiento milagroso y garantizado.", ["milagroso", "garantizado"]),
        ("Es sin riesgo.", ["sin riesgo"]),
        ("Está clínicamente comprobado.", ["clínicamente comprobado"]),
        ("El procedimiento es seguro.", ["seguro"]),
        ("No tiene cura, pero se puede controlar. ¿Se puede curar?", []),
        ("No existe cura. No es seguro ni eficaz. Todavía no se ha comprobado.", []),
        ("Su seguro médico paga el tratamiento.", []),
    ],
)
def test_spanish_has_its_own_promises(tmp_path: Path, text: str, words: list[str]) -> None:
    proof = written(tmp_path, HEAD.format("Asma", INVESTIGATIONAL) + text, lang="es")

    assert marked(found(proof, "claim-word")) == words


# Emphasis


def test_italics_and_capitals_are_no_emphasis(tmp_path: Path) -> None:
    text = """
        ## IMPORTANT
        Take it *before* you eat, _with some_ food. Do ***not*** drive.
        Do NOT drive. You MUST rest. STOP TAKING IT at once. CALL A DOCTOR now. SEVERE PAIN is a sign.
        Take the tablets. Never chew TABLETS.
        """

    assert emphasised(tmp_path, lines(text)) == [
        *("IMPORTANT", "before", "with some", "not"),
        *("NOT", "MUST", "STOP TAKING IT", "CALL A DOCTOR", "SEVERE PAIN", "TABLETS"),
    ]


def test_bold_and_short_names_are_no_fault(tmp_path: Path) -> None:
    text = """
        **Do not** drive.
        People with ALS may get MSCs in an MRI room; ALS and MSCs are short names.
        The FDA, HIV/AIDS, COVID-19, DNA, MRI, U.S. and NHS are short names.
        A CT, an MRI or an ECG shows it.
        I am in room A, plan B, type II, and I wait.
        Hearing aids are not AIDS.
        """

    assert emphasised(tmp_path, lines(text)) == []


def test_emphasis_is_told_with_what_to_type(tmp_path: Path) -> None:
    faults = found(written(tmp_path, "DO NOT drive after you took *this medicine*.\n"), "emphasis")

    assert [(fault.message, fault.help) for fault in faults] == [
        (
            "`this medicine` is in italics, which many people find hard to read",
            "Two stars make it bold:   **this medicine**",
        ),
        (
            "`DO NOT` is in capitals, which are slow to read and feel like shouting",
            "Type small letters in bold:   **Do not**",
        ),
    ]


def test_a_whole_paragraph_in_italics_is_one_fault(tmp_path: Path) -> None:
    text = "*All of this is said in a voice that is hard to read for very many people*\n"

    (fault,) = found(written(tmp_path, text), "emphasis")

    assert (
        fault.message
        == "`All of this is said in a voice that is ...` is in italics, which many people find hard to read"
    )


@pytest.mark.parametrize(
    "text",
    ["Call 911.", "Call 555-867-5309.", "See www.cardiomyopathy.org.", "Ask info@cardiomyopathy.org.", "Take 2.5 mg."],
)
def test_numbers_and_addresses_are_no_hard_words(tmp_path: Path, text: str) -> None:
    assert found(written(tmp_path, text), "hard-word") == []
