"""Formats: the physical facts of every product. Data, not branches.

A format is a row in templates/formats.yaml, a template and a stylesheet. This module turns the row into lengths,
panels and folds; nothing in the package knows a format by its name.

In:   the Source of formats.yaml.
Out:  Format values.
Pure: no CSS, no typesetter, no PDF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema, model_validator

from carepress.design.edition import Edition
from carepress.diagnostics.model import Diagnostic, Diagnostics
from carepress.project.source import Source
from carepress.project.validation import check_record
from carepress.project.yaml import Record, read_record

MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # it becomes a part of file names
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


class Row(BaseModel):
    """A part of formats.yaml: frozen, and an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), arbitrary_types_allowed=True
    )


class Paper(Row):
    """One size of paper: the trimmed sheet, and the width of each panel where the sheet is folded."""

    width: LengthText
    height: LengthText
    widths: dict[str, LengthText] = Field(default={}, description="panel: its width, for a folded sheet")


class Takes(StrEnum):
    """Which of the manuscript's text a panel takes."""

    NOTHING = "nothing"  # the template fills it from the front matter and clinic.yaml
    NAMED = "named"  # sections whose heading names it: `## Heading {panel=flap}`
    REST = "rest"  # all other sections, flowing from one panel to the next


class Panel(Row):
    """One folded face. Panels of one `flow` share a named page in CSS, and text runs from one to the next."""

    name: str
    label: str = Field(description="what messages call it")
    flow: str
    takes: Takes
    text_share: float = Field(default=1.0, gt=0, le=1, description="of its height: the rest belongs to a drawing")


class Side(Row):
    """One side of a sheet: its panels from left to right as one looks at it."""

    name: str
    panels: tuple[str, ...] = Field(min_length=1)


class Format(Row):
    """A physical product. `panels` stand in reading order, one small page each; without panels it is plain pages."""

    name: str = Field(default="", exclude=True, json_schema_extra={"readOnly": True})
    label: str = Field(description="what messages call it")
    template: str = Field(description="file in templates/")
    stylesheet: str = Field(description="file in styles/")
    papers: dict[str, Paper] = Field(min_length=1, description="paper of clinic.yaml: its sizes")
    most_pages: int = Field(default=4, ge=1, description="for formats without panels: more pages are an error")
    panels: tuple[Panel, ...] = Field(default=(), description="in reading order")
    sides: tuple[Side, ...] = Field(
        default=(), description="the sheet, side by side in press order, for duplex printing"
    )
    title_sizes: dict[int, str] = Field(
        default={}, description="letters of the title (a long word counts twice), at most: type size"
    )
    beside: tuple[str, ...] = Field(default=(), description="components that stand beside the text")
    across: tuple[str, ...] = Field(default=(), description="components that run across the page")
    further_reading_in: str | None = Field(default=None, description="format that lists the further reading instead")

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


def read_formats(source: Source) -> tuple[dict[str, Format], Diagnostics]:
    """Read templates/formats.yaml; a row that is not sound is a Diagnostic, and the others still count."""
    record, diagnostics = read_record(source)
    formats: dict[str, Format] = {}
    for name, row in record.values.items():
        if not NAME.fullmatch(name):
            diagnostics += (_bad_name(name, record),)
            continue
        part = Record(
            source=source,
            values={**row, "name": name} if isinstance(row, dict) else {"name": name},
            spans={path[1:]: span for path, span in record.spans.items() if path[0] == name and path[1:]},
            first_line=record.span(name).line,
        )
        format_, faults = check_record(part, Format, what=f"the format `{name}`")
        diagnostics = diagnostics + faults
        if format_ is not None:
            formats[name] = format_
    return formats, diagnostics


def _bad_name(name: str, record: Record) -> Diagnostic:
    return Diagnostic(
        code="bad-name",
        message=f"the format's name `{name}` cannot become a part of a file name",
        span=record.spans.get((name, "key")),
        help="Use small letters, digits and hyphens: wallet-card",
    )
