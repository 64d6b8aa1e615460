"""Check settings: a clinic changes what is a matter of judgement, never what keeps a handout whole."""

from __future__ import annotations

import pytest

from carepress.content.check_settings import CheckSettings
from carepress.content.clinic import read_clinic
from carepress.diagnostics.catalogue import rules
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity
from carepress.project.source import Source
from tests.support.proofs import in_brief

CLINIC = "name: Example Clinic\nphone: 312-555-0142\ncontact-form: https://clinic.example/contact\n"
ADJUSTABLE, FIXED = "no-words", "lost-text"
REASON = "Our translator comes in May."


def fault(code: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(code=code, message="...", severity=severity)


def clinic_faults(checks: str) -> list[tuple[str, int, str]]:
    """The faults of a clinic.yaml whose fourth line starts `checks:`."""
    return in_brief(iter(read_clinic(Source(file="content/clinic.yaml", text=f"{CLINIC}checks:{checks}\n"))[1]))


def test_a_clinic_without_settings_gets_the_defaults() -> None:
    clinic, diagnostics = read_clinic(Source(file="content/clinic.yaml", text=CLINIC))

    assert clinic is not None
    assert (clinic.checks, diagnostics) == (CheckSettings(), Diagnostics())


def test_every_key_of_the_checks_is_read() -> None:
    text = (
        f"checks:\n  levels: {{{ADJUSTABLE}: error}}\n  off: {{brand-contrast: {REASON}}}\n  reading-grade: 6\n"
        "  highest-grade: 9.5\n  sentence-words: 20\n  old-work-years: 10\n  review-near-days: 90\n  url-letters: 42\n"
        "  picture-ppi: 300\n  least-filled: 0.25\n  most-kb: 400\n  known-words: [appointment]\n"
        "  journals: [J Clin Neuromuscul Dis]\n  verapdf: false\n"
    )

    clinic, diagnostics = read_clinic(Source(file="content/clinic.yaml", text=CLINIC + text))

    assert diagnostics == Diagnostics()
    assert clinic is not None
    assert clinic.checks.model_dump() == {
        "levels": {ADJUSTABLE: "error"}, "off": {"brand-contrast": REASON}, "reading_grade": 6, "highest_grade": 9.5,
        "sentence_words": 20, "old_work_years": 10, "review_near_days": 90, "url_letters": 42, "picture_ppi": 300,
        "least_filled": 0.25, "most_kb": 400, "known_words": ["appointment"], "journals": ["J Clin Neuromuscul Dis"],
        "verapdf": False,
    }  # fmt: skip
    assert clinic.checks.model_fields_set == set(CheckSettings.model_fields)


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        (" 7", "`checks` must be a list of `key: value` lines"),
        ("", "`checks` is empty"),
        (" {sentence-words: twenty}", "`sentence-words` must be a whole number"),
        (" {sentence-words: 20.5}", "`sentence-words` must be a whole number"),
        (" {sentence-words: 2}", "`sentence-words` must be more than 4"),
        (" {reading-grade: grade 6}", "`reading-grade` must be a number"),
        (" {reading-grade: .inf}", "`reading-grade` must be 20 or less"),
        (" {reading-grade: -1}", "`reading-grade` must be more than 0"),
        (" {reading-grade: 13}", "`highest-grade` must not be below `reading-grade`"),
        (" {highest-grade: 7}", "`highest-grade` must not be below `reading-grade`"),
        (" {review-near-days: -1}", "`review-near-days` must be 0 or more"),
        (" {least-filled: 2}", "`least-filled` must be 1 or less"),
        (" {most-kb: 5000}", "`most-kb` must be 2000 or less"),
        (" {known-words: appointment}", "`known-words` must be a list in square brackets"),
        (" {verapdf: no}", "`verapdf` must be true or false"),
        (f" {{levels: {{{ADJUSTABLE}: loud}}}}", f"`{ADJUSTABLE}` must be `error`, `warning` or `note`"),
        (f" {{levels: {{{ADJUSTABLE}: Warning}}}}", f"`{ADJUSTABLE}` must be `error`, `warning` or `note`"),
    ],
)
def test_a_setting_of_another_kind_says_what_it_must_be(checks: str, message: str) -> None:
    assert clinic_faults(checks) == [("wrong-type", 4, message)]


def test_a_misspelt_setting_is_an_error() -> None:
    assert clinic_faults("\n  sentence-word: 20") == [("unknown-key", 5, "`sentence-word` is not a key of `checks`")]


@pytest.mark.parametrize("key", ["levels", "off"])
def test_an_unknown_check_can_be_neither_changed_nor_switched_off(key: str) -> None:
    assert clinic_faults(f"\n  {key}:\n    no-wrods: warning, as we agreed") == [
        ("unknown-check", 6, "there is no check `no-wrods`")
    ]


@pytest.mark.parametrize("code", [code for code, meaning in rules().items() if not meaning.adjustable])
def test_what_keeps_a_handout_whole_can_be_neither_lowered_nor_switched_off(code: str) -> None:
    fixed = f"`{code}` is the same for every clinic"

    assert clinic_faults(f"\n  levels: {{{code}: note}}\n  off: {{{code}: {REASON}}}") == [
        ("fixed-check", 5, fixed), ("fixed-check", 6, fixed)
    ]  # fmt: skip


@pytest.mark.parametrize("reason", ["", " no", ' ""', ' "          "', " not us"])
def test_a_check_is_switched_off_with_a_reason_or_not_at_all(reason: str) -> None:
    assert clinic_faults(f"\n  off:\n    {ADJUSTABLE}:{reason}") == [
        ("no-reason", 6, f"`{ADJUSTABLE}` is switched off without a reason")
    ]


def test_the_faults_of_the_settings_come_in_one_run() -> None:
    found = clinic_faults(f"\n  levels: {{{ADJUSTABLE}: loud, {FIXED}: note}}\n  off: {{nothing-such: {REASON}}}")

    assert [(code, line) for code, line, _ in found] == [("wrong-type", 5), ("fixed-check", 5), ("unknown-check", 6)]


@pytest.mark.parametrize("level", list(Severity))
def test_a_fault_is_as_serious_as_the_clinic_says(level: Severity) -> None:
    checks = CheckSettings(levels={ADJUSTABLE: str(level)})

    assert checks.apply(Diagnostics((fault(ADJUSTABLE), fault("review-near")))) == Diagnostics(
        (fault(ADJUSTABLE, level), fault("review-near"))
    )


def test_a_check_that_is_off_reports_nothing_and_the_others_do() -> None:
    checks = CheckSettings(off={ADJUSTABLE: REASON})

    assert checks.apply(Diagnostics((fault(ADJUSTABLE), fault("review-near")))) == Diagnostics((fault("review-near"),))


@pytest.mark.parametrize("settings", [{"off": REASON}, {"levels": "note"}])
@pytest.mark.parametrize("code", [FIXED, "fixed-check", "unknown-check", "no-such-code"])
def test_no_setting_silences_what_is_fixed_not_even_the_fault_that_says_so(code: str, settings: dict[str, str]) -> None:
    checks = CheckSettings.model_validate({key: {code: value} for key, value in settings.items()})
    found = Diagnostics((fault(code, Severity.ERROR),))

    assert checks.apply(found) == found


def test_an_unknown_level_changes_nothing() -> None:
    found = Diagnostics((fault(ADJUSTABLE),))

    assert CheckSettings(levels={ADJUSTABLE: "loud"}).apply(found) == found
