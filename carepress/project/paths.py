"""Paths: the names of the files that a project may hold, relative to its folder, with forward slashes."""

from __future__ import annotations

CLINIC = "content/clinic.yaml"
CLINICS = "content/clinics/"
BRAND = "content/_brand.yml"
FONTS = "content/fonts/"
REFERENCES = "content/references.bib"
FORMATS = "templates/formats/"
TOKENS = "styles/tokens.yaml"
COMPONENT_STYLES = "styles/components/"
STARTERS = "templates/starters"
ENGLISH = "templates/locales/en.yaml"


def format_file(name: str) -> str:
    """The file with a format's physical facts."""
    return f"{FORMATS}{name}.yaml"


def locale_files(lang: str) -> tuple[str, str]:
    """Where the locale of a language is looked for: its own file, then that of its base language."""
    return f"templates/locales/{lang}.yaml", f"templates/locales/{lang.partition('-')[0]}.yaml"
