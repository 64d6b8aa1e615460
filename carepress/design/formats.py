"""Formats: the physical facts of every product. Data, not branches.

A format is three files of one name: templates/formats/NAME.yaml, its template beside it, and styles/formats/NAME.css.
This module turns the YAML into lengths, panels and folds; nothing in carepress knows a format by its name.

In:   the project's files.
Out:  Format values.
Pure: no CSS, no typesetter, no PDF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from carepress.design.edition import Edition
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostics
from carepress.project.files import ProjectFiles
from carepress.project.source import Source
from carepress.project.validation import check_record
from carepress.project.yaml import read_record

MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # it becomes a part of file names
SIZE = r"(0|-?\d+(\.\d+)?(mm|cm|in|pt|em))"
SIZES = re.compile(f"{SIZE}( {SIZE})*")  # as CSS takes them
LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)")


@dataclass(frozen=True, order=True, slots=True)
class Length:
    """A physical length. Never a bare float: `mm` and `pt` say the unit."""

    mm: float

    @classmethod
    def parse(cls, text: object) -> Length:
        """Read '3.6875in', '97mm', '9 pt'; raises ValueError for anything else."""
        match = LENGTH.fullmatch(text.strip()) if isinstance(text, str) else None
        if isinstance(text, Length):
            return text
        if match is None:
            raise ValueError("a number and a unit, as in 210mm or 8.5in")
        return cls(round(float(match[1]) * MM_PER[match[2]], 4))

    @property
    def pt(self) -> float:
        """The length in points of 1/72 inch."""
        return self.mm * 72 / 25.4

    def __str__(self) -> str:
        return f"{self.mm:.4f}".rstrip("0").rstrip(".") + "mm"

    def __add__(self, other: Length) -> Length:
        return Length(round(self.mm + other.mm, 4))


LengthText = Annotated[
    Length,
    BeforeValidator(Length.parse),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?\s*(mm|cm|in|pt)$"}),
]


def _label(known: dict[str, Any]) -> str:
    return f"The {known.get('name', '').replace('-', ' ')}"


def _sizes(text: object) -> str:
    if not (isinstance(text, str) and SIZES.fullmatch(text)):
        raise ValueError("a size or several, as in 10.5pt or 4mm 5mm")
    return text


def _property(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError("sizes by names of small letters, digits and hyphens")
    return name


PropertyName = Annotated[str, AfterValidator(_property)]
SizeText = Annotated[str, BeforeValidator(_sizes), WithJsonSchema({"type": "string", "pattern": f"^{SIZES.pattern}$"})]


class FormatPart(BaseModel):
    """A part of a format's file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), arbitrary_types_allowed=True
    )


class Paper(FormatPart):
    """One size of paper: the trimmed sheet, and the width of each panel where the sheet is folded."""

    width: LengthText = Field(description="Width of the trimmed sheet", examples=["8.5in"])
    height: LengthText = Field(description="Height of the trimmed sheet, and of every panel", examples=["210mm"])
    widths: dict[str, LengthText] = Field(
        default={}, description="Panel: its width, for a folded sheet", examples=["{cover: 100mm, flap: 97mm}"]
    )


PORTRAIT = {
    "letter": Paper(width=Length(215.9), height=Length(279.4)),
    "a4": Paper(width=Length(210.0), height=Length(297.0)),
}


class Margins(FormatPart):
    """The margins of a page; left and right are alike."""

    top: LengthText = Field(default=Length(15.0), description="Above the text", examples=["9mm"])
    sides: LengthText = Field(default=Length(15.0), description="To its left and its right", examples=["16mm"])
    bottom: LengthText = Field(default=Length(15.0), description="Below the text", examples=["12mm"])


class Takes(StrEnum):
    """Which of the manuscript's text a panel takes."""

    NOTHING = "nothing"  # the template fills it from the front matter and clinic.yaml
    NAMED = "named"  # sections whose heading names it: `## Heading {panel=flap}`
    REST = "rest"  # all other sections, flowing from one panel to the next


class Panel(FormatPart):
    """One folded face. Panels of one `flow` share a named page in CSS, and text runs from one to the next."""

    name: str = Field(description="As in `## Heading {panel=flap}`", examples=["flap"])
    label: str = Field(
        default_factory=_label,
        description="What messages call it; by default 'The ' and its name",
        examples=["Inside panel 1"],
    )
    flow: str = Field(
        default_factory=lambda known: known.get("name", ""),
        description="Panels of one flow share their text, which runs from one to the next; by default the panel's name",
        examples=["inside"],
    )
    takes: Takes = Field(
        default=Takes.REST,
        description="The text that stands there: nothing (the template fills it), named (headings that name this panel)"
        " or rest (all others)",
        examples=["rest"],
    )
    text_share: float = Field(
        default=1.0, gt=0, le=1, description="Of its height: the rest belongs to a drawing", examples=["0.45"]
    )
    margins: Margins | None = Field(
        default=None,
        description="Its margins; by default those of the format. All panels of a flow have those of its first panel",
        examples=["{top: 33mm, sides: 9mm, bottom: 9mm}"],
    )


class Side(FormatPart):
    """One side of a sheet: its panels from left to right as one looks at it."""

    name: str = Field(description="What this side of the sheet is called", examples=["outer"])
    panels: tuple[str, ...] = Field(
        min_length=1, description="Its panels, from left to right as one looks at it", examples=["[flap, back, cover]"]
    )


class Format(FormatPart):
    """A physical product. `panels` stand in reading order, one small page each; without panels it is plain pages."""

    name: str = Field(default="", exclude=True, json_schema_extra={"readOnly": True})
    label: str = Field(
        default_factory=_label,
        description="What messages call it; by default 'The ' and its name",
        examples=["The brochure"],
    )
    template: str = Field(
        default_factory=lambda known: f"formats/{known['name']}.html.j2",
        description="File in templates/; by default formats/NAME.html.j2",
        examples=["formats/brochure.html.j2"],
    )
    stylesheet: str = Field(
        default_factory=lambda known: f"formats/{known['name']}.css",
        description="File in styles/; by default formats/NAME.css",
        examples=["formats/brochure.css"],
    )
    papers: dict[str, Paper] = Field(
        default=PORTRAIT,
        min_length=1,
        description="Paper of clinic.yaml: its sizes; by default Letter and A4, upright",
        examples=["{letter: {width: 8.5in, height: 11in}}"],
    )
    margins: Margins = Field(
        default=Margins(), description="Of every page", examples=["{top: 9mm, sides: 16mm, bottom: 12mm}"]
    )
    sizes: dict[PropertyName, SizeText] = Field(
        default={},
        description="Custom properties for its stylesheet: other values of styles/tokens.css, or sizes of its own",
        examples=["{body: 10.5pt, strip: 27mm}"],
    )
    most_pages: int = Field(
        default=4, ge=1, description="For formats without panels: more pages are an error", examples=["4"]
    )
    panels: tuple[Panel, ...] = Field(
        default=(),
        description="In reading order",
        examples=["[{name: cover, takes: nothing}, {name: inside}, {name: back, takes: nothing}]"],
    )
    sides: tuple[Side, ...] = Field(
        default=(),
        description="The sheet, side by side in press order, for duplex printing",
        examples=["[{name: outer, panels: [back, cover]}, {name: inner, panels: [inside]}]"],
    )
    title_sizes: dict[int, str] = Field(
        default={},
        description="Letters of the title (a long word counts twice), at most: type size",
        examples=["{5: 66pt, 99: 28pt}"],
    )
    beside: tuple[str, ...] = Field(
        default=(), description="Components that stand beside the text", examples=["[key-facts, callout]"]
    )
    across: tuple[str, ...] = Field(default=(), description="Components that run across the page", examples=["[icons]"])
    further_reading_in: str = Field(
        default="", description="Format that lists the further reading instead", examples=["fact-sheet"]
    )

    @model_validator(mode="after")
    def _panels_agree(self) -> Format:
        names = [panel.name for panel in self.panels]
        imposed = [name for side in self.sides for name in side.panels]
        if imposed and sorted(imposed) != sorted(names):
            raise ValueError("every panel must stand exactly once on one of the sides")
        for paper in self.papers.values():
            if sorted(paper.widths) != sorted(names):
                raise ValueError("every paper must give the width of every panel")
        if self.panels and not any(panel.takes is Takes.REST for panel in self.panels):
            raise ValueError("one flow of panels must take the rest of the text (takes: rest)")
        return self

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Print differs from screen only where panels are imposed on sheets."""
        return (Edition.SCREEN, Edition.PRINT) if self.sides else (Edition.SCREEN,)

    def flow(self, name: str) -> tuple[Panel, ...]:
        """The panels of one flow, in reading order."""
        return tuple(panel for panel in self.panels if panel.flow == name)

    @property
    def flows(self) -> tuple[str, ...]:
        """The flows in reading order, each once."""
        return tuple(dict.fromkeys(panel.flow for panel in self.panels))

    @property
    def alternative(self) -> str:
        """What messages call a format that has room for what is too long for this one; empty if there is none."""
        return f"the {self.further_reading_in.replace('-', ' ')}" if self.further_reading_in else ""

    def margins_of(self, flow: str) -> Margins:
        """The margins of every panel of a flow."""
        return next((panel.margins for panel in self.flow(flow) if panel.margins), self.margins)

    def left(self, panel: str, paper: Paper) -> Length:
        """How far the panel's left edge is from the left edge of its side."""
        for side in self.sides:
            if panel in side.panels:
                before = side.panels[: side.panels.index(panel)]
                return sum((paper.widths[name] for name in before), Length(0.0))
        return Length(0.0)


def folds(side: Side, paper: Paper) -> tuple[Length, ...]:
    """The distance of each fold from the left edge of this side, as one looks at it."""
    edges = list(accumulate((paper.widths[name] for name in side.panels), initial=Length(0.0)))
    return tuple(edges[1:-1])


def read_formats(project: ProjectFiles) -> tuple[dict[str, Format], Diagnostics]:
    """Read every file of templates/formats/; one that is not sound is a Diagnostic, and the others still count."""
    formats: dict[str, Format] = {}
    diagnostics = Diagnostics()
    for name, file in project.formats.items():
        source = project.source(file)
        if isinstance(source, Source):
            format_, faults = read_format(name, source)
            formats |= {name: format_} if format_ else {}
            diagnostics += faults
        else:
            diagnostics += (source,)
    return formats, diagnostics


def read_format(name: str, source: Source) -> tuple[Format | None, Diagnostics]:
    """Read the file of one format."""
    if not NAME.fullmatch(name):
        return None, Diagnostics((rule("bad-name", "format").at(source.span_at(1), name=name),))
    record, diagnostics = read_record(source)
    if diagnostics.errors:
        return None, diagnostics
    format_, faults = check_record(replace(record, values={**record.values, "name": name}), Format, what=source.file)
    return format_, diagnostics + faults
