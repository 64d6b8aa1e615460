"""veraPDF for tests: the verdicts on files, even where the preflight is told to do without.

Never: a silent skip. What the machine lacks fails the test with a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carepress.preflight.verapdf import Verdict, find


def validate(files: Sequence[Path]) -> tuple[Verdict, ...]:
    """Every file's verdicts, one a flavour."""
    validator = find()
    assert validator, "veraPDF is not installed: `python make_docs.py doctor` says what it needs"
    return validator.verdicts({file.name: file.read_bytes() for file in files})
