"""Rules of the log: every warning of WeasyPrint is kept, none is printed."""

from __future__ import annotations

from logging.config import dictConfig

import pytest

from carepress.typeset.log import LOG, captured_warnings
from tests.support.typesetting import CSS, laid_out


def test_warnings_are_kept_in_order_and_what_is_less_is_not(capfd: pytest.CaptureFixture[str]) -> None:
    handlers = LOG.handlers
    with captured_warnings() as warnings:
        LOG.info("Step 1")
        LOG.warning("Ignored `%s`", "colour: red")
        LOG.error("No such font")

    assert warnings == ["Ignored `colour: red`", "No such font"]
    assert (LOG.handlers, capfd.readouterr()) == (handlers, ("", ""))


def test_warnings_are_kept_even_where_a_library_has_configured_logging() -> None:
    dictConfig({"version": 1, "disable_existing_loggers": True})
    with captured_warnings() as warnings:
        LOG.warning("Ignored")

    assert warnings == ["Ignored"]


def test_the_warnings_of_one_layout_are_not_those_of_another() -> None:
    faulty, sound = laid_out("<p>A</p>", css=f"{CSS} p {{ colour: red }}"), laid_out("<p>A</p>")

    assert ([text[:20] for text in faulty.warnings], sound.warnings) == (["Ignored `colour: red"], ())
