"""Rules of names: what carepress brings stands where its paths say."""

from __future__ import annotations

import pytest

from carepress.project import paths
from tests.support.shipped import PROJECT


@pytest.mark.parametrize("name", [paths.ENGLISH, paths.TOKENS, paths.format_file("brochure"), paths.CLINIC])
def test_carepress_brings_the_files_that_it_names(name: str) -> None:
    assert name in PROJECT.files


def test_a_locale_is_looked_for_by_its_language_and_then_by_the_base_of_it() -> None:
    assert paths.locale_files("pt-br") == ("templates/locales/pt-br.yaml", "templates/locales/pt.yaml")
    assert paths.locale_files("en") == (paths.ENGLISH, paths.ENGLISH)
