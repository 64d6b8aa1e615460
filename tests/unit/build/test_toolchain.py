"""Rules of the toolchain: what may change a page has a version, and nothing else has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import carepress
from carepress.build.cache import BuildCache
from carepress.build.toolchain import relevant_versions, toolchain_digest, toolchain_versions

VERSIONS = {"weasyprint": "70.0", "fontpkg-amiri": "1.0", "black": "1"}


def digest(versions: Mapping[str, str], code: str = "code") -> str:
    return toolchain_digest(relevant_versions(code, versions))


def test_another_carepress_library_or_font_is_another_toolchain() -> None:
    digests = {
        digest(VERSIONS),
        digest(VERSIONS, code="other"),
        digest(VERSIONS | {"weasyprint": "71.0"}),
        digest(VERSIONS | {"fontpkg-amiri": "1.1"}),
    }

    assert len(digests) == 4


def test_a_library_that_makes_no_page_does_not_count() -> None:
    assert digest(VERSIONS | {"black": "2"}) == digest(VERSIONS)


def test_the_code_of_every_package_counts_and_so_do_its_tables() -> None:
    build_cache = BuildCache(started=2**62)
    toolchain_versions(build_cache)
    package = Path(carepress.__file__).parent
    folders = {name.split("/")[1] for name in build_cache.stats}

    assert folders >= {path.name for path in package.iterdir() if (path / "__init__.py").is_file()}
    assert "carepress/diagnostics/rules/workers.toml" in build_cache.stats
