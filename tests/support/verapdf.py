"""veraPDF for tests: its verdicts on files, even if the preflight is set not to use it.

Never: skips silently. If veraPDF is not installed, the test fails with a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carepress.preflight.verapdf import Verdict, find


def validate(files: Sequence[Path]) -> tuple[Verdict, ...]:
    """Each file's verdicts, one per flavour."""
    validator = find()
    assert validator, "veraPDF is not installed: `python make_docs.py doctor` says what it needs"
    return validator.verdicts({file.name: file.read_bytes() for file in files})
