"""Colour tokens: what stylesheets and drawings call colours, and how a brand changes them. Data in styles/tokens.yaml.

In:   the Source of tokens.yaml.
Out:  Colours by token.
Pure: no brand, no CSS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from carepress.design.colour import HEX, normal
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source
from carepress.project.validation import check_record
from carepress.project.yaml import RecordModel, read_record

Role = Literal[
    "", "foreground", "background", "primary", "secondary", "tertiary", "success", "info", "warning", "danger",
    "light", "dark",
]  # fmt: skip


def _hex(value: object) -> str:
    colour = normal(str(value))
    if colour is None:
        raise ValueError('a colour as in "#0A3D47"')
    return colour


class Mix(RecordModel):
    """How a token is mixed where the brand does not give it."""

    of: str = Field(description="The token to start from; it must stand above", examples=["deep"])
    other: str = Field(alias="with", description="The token to mix in", examples=["white"])
    share: float = Field(ge=0, le=1, description="How much of the other, from 0 to 1", examples=["0.12"])


class Colour(RecordModel, strict=False):
    """One colour token."""

    value: Annotated[str, BeforeValidator(_hex), WithJsonSchema({"type": "string", "pattern": f"^{HEX.pattern}$"})] = (
        Field(description="Carepress's own colour", examples=['"#0A3D47"'])
    )
    use: str = Field(default="", description="What it is for", examples=["headings, rules"])
    role: Role = Field(
        default="", description="The colour of the brand.yml standard that gives it", examples=["secondary"]
    )
    mixed: Mix | None = Field(
        default=None,
        description="How it is mixed where the brand does not give it",
        examples=["{of: deep, with: white, share: 0.12}"],
    )
    on: tuple[str, ...] = Field(default=(), description="The tokens that it stands on", examples=["[white, mist]"])
    contrast: float = Field(
        default=4.5, ge=1, le=21, description="Its least contrast on these (WCAG 2.1, 1.4.3, 1.4.11)", examples=["7"]
    )
    light: float = Field(
        default=1,
        ge=1,
        le=21,
        description="Of a ground for dark text: the least contrast of black on it",
        examples=["14"],
    )


class Tokens(RecordModel, strict=False):
    """styles/tokens.yaml."""

    colours: dict[str, Colour] = Field(
        description="Every colour by the name that stylesheets and drawings use",
        examples=['{teal: {value: "#0F5E6B", role: secondary}}'],
    )

    @model_validator(mode="after")
    def _names_are_known(self) -> Tokens:
        known: set[str] = set()
        for name, colour in self.colours.items():
            mixed = {colour.mixed.of} if colour.mixed else set()
            if not mixed <= known:
                raise ValueError(f"`{name}` is mixed of `{', '.join(mixed)}`, which must stand above it")
            named = {*colour.on, *([colour.mixed.other] if colour.mixed else [])}
            if unknown := sorted(named - self.colours.keys()):
                raise ValueError(f"`{name}` names `{unknown[0]}`, which is not one of the colours")
            known.add(name)
        return self


def read_tokens(source: Source) -> tuple[Mapping[str, Colour], Diagnostics]:
    """Read styles/tokens.yaml; nothing if it is not sound."""
    record, diagnostics = read_record(source)
    tokens, faults = (None, Diagnostics()) if diagnostics.errors else check_record(record, Tokens, what=source.file)
    return tokens.colours if tokens else {}, diagnostics + faults
