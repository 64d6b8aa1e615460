"""The toolchain: what decides how a page looks besides the project's files: carepress itself and its libraries.

In:   carepress's own files, the versions of what is installed.
Out:  their versions, and one digest of these. A PDF that was made with another one is stale.
Never: asks a library; a digest of carepress's own code stands for its version.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from carepress.build.cache import BuildCache
from carepress.system.venv import installed

PACKAGE = Path(__file__).parents[1]  # all of carepress, not build/ alone: its digest makes PDFs stale

CODE = (".py", ".toml", ".java")

RELEVANT = ("weasyprint", "pikepdf", "pydyf", "fonttools", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "pillow",
             "pybtex", "qrcode", "jinja2", "markdown-it-py")  # fmt: skip
"""Libraries that, in another version, may give other pages. So may packages of fonts."""

FONT_PACKAGE = "fontpkg"  # the beginning of their names


def toolchain_digest(versions: Mapping[str, str]) -> str:
    """A digest of the toolchain's versions."""
    return _digest(f"{name} {version}" for name, version in versions.items())


def relevant_versions(code: str, versions: Mapping[str, str]) -> dict[str, str]:
    """The versions, of all that is installed, that may change pages; `code` is a digest of carepress's own files."""
    fonts = sorted(name for name in versions if name.startswith(FONT_PACKAGE))
    return {"carepress": code, **{name: versions.get(name, "") for name in (*RELEVANT, *fonts)}}


def toolchain_versions(build_cache: BuildCache) -> dict[str, str]:
    """The toolchain: a digest of carepress's own source and tables, and the versions of its libraries."""
    paths = {f"carepress/{path.relative_to(PACKAGE).as_posix()}": path for path in _own_files()}
    return relevant_versions(_digest(build_cache.digests(paths).values()), _versions())


@cache
def _own_files() -> tuple[Path, ...]:
    return tuple(sorted(path for path in PACKAGE.rglob("*") if path.suffix in CODE))


@cache
def _versions() -> dict[str, str]:
    return installed([Path(entry) for entry in sys.path])


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
