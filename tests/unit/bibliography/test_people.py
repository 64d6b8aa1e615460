"""Names: however they are typed, they are printed as Vancouver has them, or somebody is told."""

from __future__ import annotations

import pytest

from carepress.bibliography.people import Flaw, listed, read_names


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("family=Oord, given=Aaron, prefix=van den, useprefix=true and Dieleman, Sander", "van den Oord A, Dieleman S"),
        ("family=Meij, given=Vincent, prefix=van", "van Meij V"),
        ("family={Meij}, given={Vincent Jan}, suffix=Jr.", "Meij VJ Jr"),
        ("family=Almeida, given=Ana, prefix=d'", "d'Almeida A"),
        ("given-i=A, family=Roe, given=Ann", "Roe A"),
        ("Smith, Jr., John P. and Jones, III, A. B.", "Smith JP Jr, Jones AB 3rd"),
        ("Smith, John, Jr", "Smith J Jr"),
        ("John Smith Jr", "Smith J Jr"),
        ("John Smith, Jr.", "Smith J Jr"),
        ("King Jr., Martin Luther", "King ML Jr"),
        ("King, Martin Luther Jr.", "King ML Jr"),
        ("Brown RH 3rd", "Brown RH 3rd"),
        ("Smith, J. et al.", "Smith J, et al."),
        ("Smith J, et al", "Smith J, et al."),
        ("Smith, J. and et al.", "Smith J, et al."),
        ("Smith, J. and others", "Smith J, et al."),
        ("{Alf-One Study Group} and Roe, R. and Doe, J.", "Alf-One Study Group; Roe R, Doe J"),
        ("Roe, R. and {Alf-One Study Group} and others", "Roe R; Alf-One Study Group, et al."),
        ("Pfaller, M. A. and Ades, P. A. and Ng, MD", "Pfaller MA, Ades PA, Ng MD"),
        ("Person", "Person"),
        ("Smith, Ann and", "Smith A"),
        ("Copel, M; and Reuter, MC;", "Copel M, Reuter MC"),
        ("Copel, M ; and Mu, Jos&eacute;", "Copel M, Mu J"),
        ("Aubignac, abbé d', François", "Aubignac F abbé d'"),
        ("Smith, Ann AND Lee, Bo", "Smith A, Lee B"),
        ("{}", ""),
    ],
)
def test_a_name_is_printed_as_vancouver_has_it(typed: str, printed: str) -> None:
    names = read_names(typed)

    assert (listed(names), {name.flaw for name in names} - {Flaw.NONE}) == (printed, set())


@pytest.mark.parametrize(
    ("typed", "printed", "flawed"),
    [
        ("Smith, John, MD and Brown, Ann, PhD", "Smith J, Brown A", ["MD", "PhD"]),
        ("Smith, John, M.D., Ph.D.", "Smith J", ["M.D., Ph.D."]),
        ("Dr Anna Ng and Prof. Bob Lee, MD", "Ng A, Lee B", ["Dr", "MD, Prof."]),
        ("Ng, Dr. Anna", "Ng A", ["Dr."]),
        ("Bob Lee PhD", "Lee B", ["PhD"]),
        ("Smith, Ann, RN, BSN", "Smith A", ["RN, BSN"]),
    ],
)
def test_degrees_and_titles_are_no_part_of_a_name(typed: str, printed: str, flawed: list[str]) -> None:
    names = read_names(typed)

    assert listed(names) == printed
    assert [name.flawed for name in names if name.flaw is Flaw.DEGREE] == flawed


def test_what_may_be_a_degree_or_initials_is_told_and_printed() -> None:
    (name,) = read_names("Garcia Lopez, MD")

    assert (str(name), name.flaw, name.flawed) == ("Garcia Lopez MD", Flaw.MAYBE_DEGREE, "MD")


@pytest.mark.parametrize(
    "typed",
    [
        "World Health Organization",
        "National Institute for Health and Care Excellence",
        "Centers for Disease Control and Prevention",
        "Food and Drug Administration",
        "American Lung Association",
        "Deutsche Gesellschaft für Pneumologie",
        "Ministerio de Sanidad",
        "NHS England",
        "Centers for Disease Control, US",
        r"Johnson \& Johnson",
    ],
)
def test_an_organisation_without_braces_is_printed_whole_and_told(typed: str) -> None:
    (name,) = read_names(typed)

    assert (str(name), name.flaw) == (typed.replace("\\", ""), Flaw.ORGANISATION)


def test_an_organisation_without_braces_swallows_no_person() -> None:
    names = read_names("Food and Drug Administration and Smith, A. and Ebooks Corporation and Danuta Fjellestad")

    assert [str(name) for name in names] == [
        "Food and Drug Administration",
        "Smith A",
        "Ebooks Corporation",
        "Fjellestad D",
    ]


@pytest.mark.parametrize(
    "typed", ["Frank Press", "vom und zum Stein, Heinrich", "Maria de la Cruz", "Group, Ann", "{NHS Trust}", "Lee, The"]
)
def test_a_person_is_not_taken_for_an_organisation(typed: str) -> None:
    assert [name.flaw for name in read_names(typed)] == [Flaw.NONE]


@pytest.mark.parametrize(
    "typed",
    [
        "Brown RH, Al-Chalabi A, Kiernan MC",
        "Brown RH, Al-Chalabi A",
        "Smith, J.; Brown, A.",
        "Smith J; Brown A",
        "Smith J & Brown A",
        "Smith, J. & Brown, A.",
        "Smith, John Doe, Jane",
        "{Smith, Ann and Lee, Bo}",
        "{Smith, Ann and others}",
    ],
)
def test_people_that_run_into_one_another_are_told(typed: str) -> None:
    assert [name.flaw for name in read_names(typed)] == [Flaw.RUN_TOGETHER]
