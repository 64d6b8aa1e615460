"""What the tests of importing share: the sample files, and works as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from carepress.bibliography.importing.entry_text import entry_text
from carepress.bibliography.importing.model import ImportedWork, Piece

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "importing"


def sample(name: str) -> str:
    """The text of a sample file."""
    return (SAMPLES / name).read_text(encoding="utf-8")


def works(read: Callable[[str], Iterable[Piece]], text: str) -> list[ImportedWork]:
    """The works of a text; none is refused."""
    pieces = list(read(text))
    assert all(isinstance(piece, ImportedWork) for piece in pieces), pieces
    return [piece for piece in pieces if isinstance(piece, ImportedWork)]


def entry(work: ImportedWork) -> dict[str, str]:
    """The fields of a work, with its kind."""
    assert entry_text(work, "key").startswith(f"@{work.kind}{{key,\n")
    return {"kind": work.kind, **work.fields}
