"""The toolchain: what besides files decides how a page looks, that is carepress itself and its libraries.

In:   carepress's own files, the versions of what is installed.
Out:  one digest. A PDF that was made with another one is stale.
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

LIBRARIES = ("weasyprint", "pikepdf", "pydyf", "fonttools", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "pillow",
             "pybtex", "qrcode", "jinja2", "markdown-it-py")  # fmt: skip
"""What, in another version, may give other pages; fonts, too."""

FONTS = "fontpkg"  # how the names of packages of fonts begin


def toolchain_digest(toolchain_versions: Mapping[str, str]) -> str:
    """A digest of what besides files decides the pages: carepress itself and the libraries."""
    return _digest(f"{name} {version}" for name, version in toolchain_versions.items())


def relevant_versions(code: str, versions: Mapping[str, str]) -> dict[str, str]:
    """Of all that is installed, what may give other pages in another version; `code` is carepress's own."""
    fonts = sorted(name for name in versions if name.startswith(FONTS))
    return {"carepress": code, **{name: versions.get(name, "") for name in (*LIBRARIES, *fonts)}}


def toolchain_versions(build_cache: BuildCache) -> dict[str, str]:
    """What decides the pages besides files: a digest of carepress's own source and tables, and its libraries."""
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
