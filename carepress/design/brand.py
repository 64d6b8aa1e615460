"""The brand: colours, fonts and logo of _brand.yml, made fit to read.

A house style names a few colours; a handout needs a dozen that go together and can be read. What the brand does not
name is mixed from what it does, and no text colour falls below the contrast that WCAG 2.1 asks for.

In:   the Source of _brand.yml (brand.yml standard, library brand-yml).
Out:  a Brand: every token as '#RRGGBB', the faces, the logo; and what had to be changed, as warnings.
Never: fetches a font or a logo from the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from brand_yml import Brand as BrandFile
from pydantic import ValidationError

from carepress.design.colour import BLACK, WHITE, contrast, mix, normal, readable
from carepress.diagnostics.english import nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Severity
from carepress.project.source import Source
from carepress.project.yaml import Record, read_record

HOUSE = {
    "ink": "#15292E", "deep": "#0A3D47", "teal": "#0F5E6B", "clay": "#96401C", "mid": "#4E979F", "apricot": "#F3A95F",
    "line": "#A9C9CA", "cream": "#FFE7C7", "mist": "#E7F1F0", "sand": "#FCF1E2", "white": "#FFFFFF",
    "ghost": "#114955", "veil": "#D6E6E5",
}  # fmt: skip
"""The house's own tokens (contrasts measured in the art direction)."""

ROLES = {"ink": "foreground", "deep": "primary", "teal": "secondary", "mid": "tertiary", "clay": "danger",
         "apricot": "warning", "mist": "light"}  # fmt: skip
"""The role of the brand.yml standard that gives a token."""

MIXED = {
    "teal": ("deep", "white", 0.12), "mid": ("teal", "white", 0.35), "line": ("teal", "white", 0.65),
    "mist": ("teal", "white", 0.9), "ghost": ("deep", "white", 0.05), "veil": ("mist", "teal", 0.08),
    "cream": ("apricot", "white", 0.72), "sand": ("apricot", "white", 0.83),
}  # fmt: skip
"""How a token that the brand does not give is mixed: of, with, share."""

GROUNDS, LIGHT = ("white", "mist", "sand", "cream"), 14.0
"""Tokens that dark text stands on, and their least contrast to black."""

READABLE = (
    ("ink", ("white", "mist", "sand"), 7.0), ("deep", ("white", "cream"), 7.0), ("teal", ("white", "mist"), 4.5),
    ("clay", ("white", "sand"), 4.5), ("cream", ("deep",), 4.5), ("apricot", ("deep",), 3.0), ("mid", ("deep",), 3.0),
)  # fmt: skip
"""Tokens in the order they are made readable: token, grounds it stands on, least contrast (WCAG 1.4.3, 1.4.11)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One font file of the project: a family's weight, and the file's path inside content/."""

    family: str
    weight: int
    file: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Brand:
    """Colours by token, families by use, font files that the project brings, and the logo's path inside content/."""

    tokens: Mapping[str, str] = field(default_factory=lambda: HOUSE)
    text_family: str = "Atkinson Hyperlegible"
    heading_family: str = "DM Serif Text"
    title_family: str = "DM Serif Display"
    faces: tuple[Face, ...] = ()
    logo: str | None = None


def read_brand(source: Source) -> tuple[Brand, Diagnostics]:
    """Read _brand.yml; on an error the house's own brand stands in, so that other faults can still be told."""
    record, diagnostics = read_record(source)
    if diagnostics.errors:
        return Brand(), diagnostics
    try:
        file = BrandFile.from_yaml_str(source.text)
    except Exception as fault:  # the library stumbles over odd values in many ways; the value is the author's
        diagnostics += (_not_standard(fault, record),)
        return Brand(), diagnostics
    given, colour_faults = _given_tokens(file, record)
    tokens, contrast_faults = _complete(given, record)
    families = _families(file)
    brand = Brand(tokens=tokens, faces=_faces(file), logo=_logo(file), **families)
    return brand, diagnostics + colour_faults + contrast_faults


def _not_standard(fault: Exception, record: Record) -> Diagnostic:
    path: tuple[str | int, ...] = ()
    if isinstance(fault, ValidationError):
        known = [tuple(detail["loc"]) for detail in fault.errors(include_url=False, include_context=False)]
        path = max(known, key=lambda place: len([1 for at in range(len(place)) if place[: at + 1] in record.spans]))
    name = ".".join(str(part) for part in path if not str(part)[:1].isupper()) or "a value"
    span = record.spans.get((*path, "key")) or record.span(*path)
    return Diagnostic(
        code="brand",
        message=f"`{name}` is not as the brand.yml standard wants it",
        span=span,
        help='For example:   color: {primary: "#0A3D47"}   typography: {base: Atkinson Hyperlegible}',
    )


def _given_tokens(file: BrandFile, record: Record) -> tuple[dict[str, str], list[Diagnostic]]:
    """The tokens that the brand names itself: in its palette by the token's name, or by a role of the standard."""
    colours = file.color
    if colours is None:
        return {}, []
    palette = colours.palette or {}
    given: dict[str, str] = {}
    faults = []
    for token in HOUSE:
        role = ROLES.get(token, "")
        value = palette.get(token) or getattr(colours, role, None)
        if value is None:
            continue
        colour = normal(str(value))
        if colour is None:
            path = ("color", "palette", token) if token in palette else ("color", role)
            faults.append(
                Diagnostic(
                    code="brand",
                    message=f"the colour `{value}` is not written as a number",
                    span=record.span(*path),
                    help='Write it like   "#0A3D47"',
                )
            )
        else:
            given[token] = colour
    return given, faults


def _complete(given: Mapping[str, str], record: Record) -> tuple[dict[str, str], list[Diagnostic]]:
    """All tokens: the brand's, mixed ones, the house's. Text colours are made readable before others are mixed."""
    tokens = {**HOUSE, **given}
    faults = _lighten_grounds(tokens, given, record) + _make_readable(tokens, given, record)
    touched = set(given)
    for token, (base, other, share) in MIXED.items():
        if token not in given and base in touched:
            tokens[token] = mix(tokens[base], tokens[other], share)
            touched.add(token)
    return tokens, faults + _lighten_grounds(tokens, given, record) + _make_readable(tokens, given, record)


def _lighten_grounds(tokens: dict[str, str], given: Mapping[str, str], record: Record) -> list[Diagnostic]:
    """Make, in place, every ground light enough that dark text can be read on it."""
    faults = []
    for token in GROUNDS:
        if contrast(BLACK, tokens[token]) < LIGHT:
            made = next(c for step in range(51) if contrast(BLACK, c := mix(tokens[token], WHITE, step / 50)) >= LIGHT)
            if token in given:
                faults.append(_unreadable(token, ("ink",), made, tokens, record))
            tokens[token] = made
    return faults


def _make_readable(tokens: dict[str, str], given: Mapping[str, str], record: Record) -> list[Diagnostic]:
    """Change, in place, every text colour that is too weak on one of its grounds; tell of those the brand gave."""
    faults = []
    for token, grounds, least in READABLE:
        made = readable(tokens[token], tuple(tokens[ground] for ground in grounds), least)
        if made != tokens[token] and tokens[token] == given.get(token):
            faults.append(_unreadable(token, grounds, made, tokens, record))
        tokens[token] = made
    return faults


def _unreadable(
    token: str, grounds: tuple[str, ...], made: str, tokens: Mapping[str, str], record: Record
) -> Diagnostic:
    worst = min(grounds, key=lambda ground: contrast(tokens[token], tokens[ground]))
    ratio = contrast(tokens[token], tokens[worst])
    path = ("color", "palette", token)
    span = record.span(*path) if path in record.spans else record.span("color", ROLES.get(token, token))
    return Diagnostic(
        code="brand-contrast",
        severity=Severity.WARNING,
        span=span,
        message=f"{tokens[token]} on {tokens[worst]} is hard to read (contrast {ratio:.1f}); {made} is printed instead",
        help=f'Type "{made}" here if that colour suits the brand, or choose a stronger one.',
    )


def _families(file: BrandFile) -> dict[str, str]:
    """Family by use. The title's own face is the project's choice: defaults.carepress.title-font."""
    type_ = file.typography
    found: dict[str, str] = {}
    if type_ and type_.base and type_.base.family:
        found["text_family"] = type_.base.family
    if type_ and type_.headings and type_.headings.family:
        found["heading_family"] = found["title_family"] = type_.headings.family
    own: Any = (file.defaults or {}).get("carepress", {})
    if isinstance(own, dict) and isinstance(own.get("title-font"), str):
        found["title_family"] = own["title-font"]
    return found


def _faces(file: BrandFile) -> tuple[Face, ...]:
    """The font files that the brand brings along; fonts from the network are never used."""
    fonts = (file.typography.fonts if file.typography else None) or []
    return tuple(
        Face(family=font.family, weight=700 if "700" in str(path.weight) or "bold" in str(path.weight) else 400,
             file=str(path.path.root))
        for font in fonts if font.source == "file" for path in font.files
        if path.style == "normal"
    )  # fmt: skip


def _logo(file: BrandFile) -> str | None:
    """The smallest logo given: it is printed 7 mm high."""
    logo: Any = file.logo
    for size in ("small", "medium", "large"):
        chosen = getattr(logo, size, None)
        if chosen is not None:
            logo = chosen
            break
    logo = getattr(logo, "light", None) or logo
    path = getattr(logo, "path", None)
    return str(path.root) if path is not None else None


def missing_family(family: str, installed: Mapping[str, object], span: Any) -> Diagnostic:
    """A family that neither the project nor an installed font package brings."""
    guess = nearest(family, installed)
    advice = (
        f"did you mean `{guess}`?" if guess else "put its .ttf files in content/ and name them under typography.fonts"
    )
    return Diagnostic(
        code="missing-font", message=f"the font `{family}` is not on this computer", span=span, help=advice
    )
