"""Rules of the messages about YAML: whatever the library says, there is a sentence for it."""

from __future__ import annotations

import pytest

from carepress.diagnostics.model import Span
from carepress.project.yaml_rules import OF_PROBLEMS, explain

SPAN = Span(file="f.yaml", line=1, column=1, length=1, text="a")


@pytest.mark.parametrize("problem", [*OF_PROBLEMS, "what no version has said yet"])
def test_whatever_the_library_says_is_a_sentence_with_its_place(problem: str) -> None:
    fault = explain(problem, SPAN, "f.yaml")

    assert (fault.code, fault.span) == ("yaml-syntax", SPAN)
    assert fault.help
