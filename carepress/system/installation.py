"""The installation: where carepress's own files are, and which version this is.

carepress runs from a checkout, with make_docs.py, lock files and a .venv; or it was installed from its wheel, which
holds templates/ and styles/ as carepress/_data/. What differs between the two is asked here.

In:   where this package is.
Out:  the folder that holds templates/ and styles/; the version; the libraries that an installed carepress needs.
Light: every start imports it, so importlib.metadata, which takes its time, is imported where it is used.
Never: imports anything outside the standard library, or uses what Python 3.8 does not have.
"""

from __future__ import annotations

import re
from pathlib import Path

NAME = "carepress"
PACKAGE = Path(__file__).resolve().parents[1]
DATA = PACKAGE / "_data"  # only in the wheel
INSTALL_ROOT = DATA if DATA.is_dir() else PACKAGE.parent


def is_checkout(root: Path) -> bool:
    """Whether this install root is a checkout, not an installed package."""
    return (root / "make_docs.py").is_file()


def version(root: Path = INSTALL_ROOT) -> str:
    """The version: in a checkout from pyproject.toml, else from the metadata of the installed package."""
    if not is_checkout(root):
        from importlib import metadata

        return metadata.version(NAME)
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    return next(iter(re.findall(r'^version = "(.+)"$', project, re.MULTILINE)), "")


def own_requirements() -> dict[str, str]:
    """The name and the specifier ('qrcode>=8') of each library that the installed package asks for, without extras."""
    from importlib import metadata

    lines = [line for line in metadata.requires(NAME) or () if "extra ==" not in line]
    return {re.split(r"[^\w.-]", line, maxsplit=1)[0]: line for line in lines}
