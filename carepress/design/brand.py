"""The brand: colours, fonts and logo of _brand.yml, made fit to read.

A brand names a few colours; a handout needs a dozen that go together and can be read. What the brand does not name is
mixed from what it does, and no text colour falls below the contrast that styles/tokens.yaml asks for.

In:   the Source of _brand.yml (brand.yml standard, library brand-yml), and the colour tokens.
Out:  a Brand: every token as '#RRGGBB', the faces, the logo; and what had to be changed, as warnings.
Never: fetches a font or a logo from the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brand_yml import Brand as BrandFile
from pydantic import ValidationError

from carepress.design.colour import BLACK, WHITE, contrast, mix, normal, readable
from carepress.design.tokens import Colour
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import nearest
from carepress.diagnostics.model import Diagnostic, Diagnostics, Span
from carepress.project.source import Source
from carepress.project.yaml import Record, read_record


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One font file of the project: a family's weight, and the file's path inside content/."""

    family: str
    weight: int
    file: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Brand:
    """Colours by token, families by use, font files that the project brings, and the logo's path inside content/.

    Where a token is missing, stylesheets and drawings show their own default.
    """

    tokens: Mapping[str, str] = field(default_factory=dict)
    text_family: str = "Atkinson Hyperlegible"
    heading_family: str = "DM Serif Text"
    title_family: str = "DM Serif Display"
    faces: tuple[Face, ...] = ()
    logo: str | None = None


def own_brand(colours: Mapping[str, Colour]) -> Brand:
    """The brand of a project that brings none."""
    return Brand(tokens={token: colour.value for token, colour in colours.items()})


def read_brand(source: Source, colours: Mapping[str, Colour]) -> tuple[Brand, Diagnostics]:
    """Read _brand.yml; on an error carepress's own brand stands in, so that other faults are still reported."""
    record, diagnostics = read_record(source)
    if diagnostics.errors:
        return own_brand(colours), diagnostics
    if not record.values:
        fault = rule("brand", "empty").at(record.span(), file=source.file)
        return own_brand(colours), Diagnostics((*diagnostics, fault))
    try:
        file = BrandFile.from_yaml_str(source.text)
    except Exception as fault:  # the library stumbles over odd values in many ways; the value is the author's
        return own_brand(colours), Diagnostics((*diagnostics, _not_standard(fault, record)))
    palette = _Palette(colours=colours, record=record, tokens={name: colour.value for name, colour in colours.items()})
    palette.take(file)
    palette.complete()
    brand = Brand(tokens=palette.tokens, faces=_faces(file), logo=_logo(file), **_families(file))
    return brand, diagnostics + palette.faults


def _not_standard(fault: Exception, record: Record) -> Diagnostic:
    path: tuple[str | int, ...] = ()
    if isinstance(fault, ValidationError):
        known = [tuple(detail["loc"]) for detail in fault.errors(include_url=False, include_context=False)]
        path = max(known, key=lambda place: len([1 for at in range(len(place)) if place[: at + 1] in record.spans]))
    name = ".".join(str(part) for part in path if not str(part)[:1].isupper()) or "a value"
    span = record.spans.get((*path, "key")) or record.span(*path)
    return rule("brand", "standard").at(span, name=name)


@dataclass(kw_only=True, slots=True)
class _Palette:
    """The tokens of one brand while they are worked out; `given` are those that the brand names itself."""

    colours: Mapping[str, Colour]
    record: Record
    tokens: dict[str, str]
    given: dict[str, str] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def take(self, file: BrandFile) -> None:
        """Take what the brand names: in its palette by the token's name, or by a role of the standard."""
        palette = (file.color.palette if file.color else None) or {}
        for token, colour in self.colours.items():
            value = palette.get(token) or getattr(file.color, colour.role, None)
            if value is None:
                continue
            if normalised := normal(str(value)):
                self.given[token] = normalised
            else:
                path = ("color", "palette", token) if token in palette else ("color", colour.role)
                self.faults.append(rule("brand").at(self.record.span(*path), value=value))
        self.tokens |= self.given

    def complete(self) -> None:
        """Mix what the brand does not name. Text colours are made readable before others are mixed of them."""
        self._lighten_grounds()
        self._make_readable()
        touched = set(self.given)
        for token, colour in self.colours.items():
            mixed = colour.mixed
            if mixed and token not in self.given and mixed.of in touched:
                self.tokens[token] = mix(self.tokens[mixed.of], self.tokens[mixed.other], mixed.share)
                touched.add(token)
        self._lighten_grounds()
        self._make_readable()

    def _lighten_grounds(self) -> None:
        """Make every ground light enough that dark text can be read on it."""
        for token, colour in self.colours.items():
            ground = self.tokens[token]
            if contrast(BLACK, ground) < colour.light:
                shades = (mix(ground, WHITE, step / 50) for step in range(51))
                texts = [self.tokens[name] for name, text in self.colours.items() if token in text.on] or [BLACK]
                lighter = next((shade for shade in shades if contrast(BLACK, shade) >= colour.light), WHITE)
                self._change(token, [(text, ground) for text in texts], lighter)

    def _make_readable(self) -> None:
        """Change every text colour that is too weak on one of its grounds."""
        for token, colour in self.colours.items():
            if colour.on:
                grounds = tuple(self.tokens[ground] for ground in colour.on)
                text = self.tokens[token]
                self._change(token, [(text, ground) for ground in grounds], readable(text, grounds, colour.contrast))

    def _change(self, token: str, pairs: Sequence[tuple[str, str]], changed: str) -> None:
        """Give a token another colour; warn if the brand gave it the one that it has. `pairs`: texts on grounds."""
        if changed != self.tokens[token] and self.tokens[token] == self.given.get(token):
            text, ground = min(pairs, key=lambda pair: contrast(*pair))
            ratio = contrast(text, ground)
            self.faults.append(
                rule("brand-contrast").at(self._span(token), text=text, ground=ground, ratio=ratio, changed=changed)
            )
        self.tokens[token] = changed

    def _span(self, token: str) -> Span:
        path = ("color", "palette", token)
        return self.record.span(*(path if path in self.record.spans else ("color", self.colours[token].role or token)))


def _families(file: BrandFile) -> dict[str, str]:
    """The font family by its use. A brand can give titles their own: `defaults: {carepress: {title-font: ...}}`."""
    type_ = file.typography
    families: dict[str, str] = {}
    if type_ and type_.base and type_.base.family:
        families["text_family"] = type_.base.family
    if type_ and type_.headings and type_.headings.family:
        families["heading_family"] = families["title_family"] = type_.headings.family
    own: Any = (file.defaults or {}).get("carepress", {})
    if isinstance(own, dict) and isinstance(own.get("title-font"), str):
        families["title_family"] = own["title-font"]
    return families


def _faces(file: BrandFile) -> tuple[Face, ...]:
    """The font files that the brand brings; fonts from the network are never used."""
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
    return rule("missing-font").at(span, family=family, guess=nearest(family, installed))
