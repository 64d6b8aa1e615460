"""Rules of editions: their names are those of options and file names."""

from __future__ import annotations

from carepress.design.edition import Edition


def test_an_edition_is_called_what_staff_type() -> None:
    assert [str(edition) for edition in Edition] == ["screen", "print"]
