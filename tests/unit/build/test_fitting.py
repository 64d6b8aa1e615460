"""Rules of fitting: a stylesheet of the project's own over which the typesetter fails is named, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from carepress.build.fitting import guilty_stylesheet
from carepress.diagnostics.model import BuildFailed, Diagnostics
from carepress.typeset import Material
from tests.support.proofs import ROOT
from tests.support.typesetting import material

SHIPPED = "styles/base.css"
SHEETS = {
    SHIPPED: (ROOT / SHIPPED).read_text(encoding="utf-8"),
    "styles/components/good.css": "good",
    "styles/components/bad.css": "bad",
}


def pages(*names: str) -> Material:
    return replace(material(), stylesheets={name: SHEETS[name] for name in SHEETS if not names or name in names})


def fails_over(text: str, error: type[Exception] = ValueError) -> Callable[[Material], None]:
    def lay(found: Material) -> None:
        if text in found.stylesheets.values():
            raise error

    return lay


def test_the_stylesheet_without_which_it_works_is_named() -> None:
    assert guilty_stylesheet(pages(), fails_over("bad")) == "styles/components/bad.css"


@pytest.mark.parametrize("error", [ValueError, RecursionError, AssertionError, SyntaxError])
def test_any_exception_of_a_library_counts(error: type[Exception]) -> None:
    assert guilty_stylesheet(pages(), fails_over("bad", error)) == "styles/components/bad.css"


def test_faults_of_another_kind_are_no_failure_of_the_typesetter() -> None:
    def lay(found: Material) -> None:
        if "bad" in found.stylesheets.values():
            raise ValueError
        raise BuildFailed(Diagnostics())

    assert guilty_stylesheet(pages(), lay) == "styles/components/bad.css"


def test_our_own_stylesheet_is_never_blamed() -> None:
    assert guilty_stylesheet(pages(), fails_over(SHEETS[SHIPPED])) == ""


def test_what_fails_without_any_of_them_is_ours() -> None:
    def lay(_: Material) -> None:
        raise ValueError

    assert guilty_stylesheet(pages(), lay) == ""


def test_a_changed_stylesheet_of_ours_is_the_projects_own() -> None:
    changed = replace(pages(), stylesheets={SHIPPED: "changed"})

    assert guilty_stylesheet(changed, fails_over("changed")) == SHIPPED


def test_carepress_own_sheet_stands_in_for_a_changed_one_that_the_others_need() -> None:
    changed = replace(pages(), stylesheets=SHEETS | {SHIPPED: "without variables"})

    def lay(found: Material) -> None:
        if found.stylesheets.get(SHIPPED) != SHEETS[SHIPPED]:
            raise AssertionError

    assert guilty_stylesheet(changed, lay) == SHIPPED
