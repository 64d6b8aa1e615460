"""What documents share: the clinic, its brand and fonts, the bibliography, the formats, the templates.

It is read once a run and a clinic. What is wrong with it is told once, and only what depends on it is not built.

In:   the Project, a clinic's short name, the year.
Out:  Common, with its Report.
Never: reads a manuscript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import fontpkg

from carepress.bibliography.works import Bibliography, read_bibliography
from carepress.content.check_settings import Checks
from carepress.content.clinic import Clinic, read_clinic
from carepress.content.document import Known
from carepress.content.front_matter import LANGUAGES
from carepress.content.manuscript import Manuscript
from carepress.design.brand import Brand, missing_family, read_brand
from carepress.design.formats import Format, read_formats
from carepress.design.locale import Words, read_words
from carepress.design.templates import Templates, may_be_empty
from carepress.diagnostics.model import BuildFailed, Diagnostic, Report, Severity, Span
from carepress.project.files import Files
from carepress.project.source import Source

BRAND, ENGLISH = "content/_brand.yml", "templates/words/en.yaml"

WEIGHTS = (400, 700)
WORKS = "content/references.bib"
FONT_MARKS = (b"\x00\x01\x00\x00", b"OTTO", b"true")  # how TrueType and OpenType files begin
OF_ONE_WORK = frozenset({"duplicate-key", "duplicate-doi", "bad-doi", "bibtex-syntax"})
"""Errors of references.bib: a faulty work harms only the documents that cite it."""


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What the documents of all clinics share, and what is wrong with it."""

    brand: Brand
    bibliography: Bibliography
    formats: Mapping[str, Format]
    templates: Templates
    known: Known
    fonts: Mapping[tuple[str, int], bytes]
    report: Report


@dataclass(frozen=True, kw_only=True)
class Common(Stock):
    """What all documents of one clinic share, and what is wrong with it."""

    clinic: Clinic | None

    @property
    def checks(self) -> Checks:
        """What the clinic asks of the preflight."""
        return self.clinic.checks if self.clinic else Checks()

    @property
    def blocking(self) -> tuple[Diagnostic, ...]:
        """The errors that leave nothing to build with."""
        return tuple(fault for fault in self.report.errors if fault.code not in OF_ONE_WORK)


def read_common(project: Files, clinic: str, year: int) -> Common:
    """Read once what every document of a clinic needs."""
    return _read_common(project.shared, clinic, year)


def read_stock(project: Files, year: int) -> Stock:
    """Read once what the documents of all clinics share."""
    return _read_stock(project.shared, year)


@lru_cache(maxsize=16)
def _read_common(project: Files, clinic: str, year: int) -> Common:
    stock = _read_stock(project, year)
    details, report = read_own(project, clinic, stock.formats)
    common = Common(**{**vars(stock), "clinic": details, "report": report + stock.report})
    return replace(common, report=common.checks.settle(common.report))


def read_own(project: Files, clinic: str, formats: Mapping[str, Format]) -> tuple[Clinic | None, Report]:
    """The clinic's own file."""
    file, report = opened(project, project.clinics[clinic])
    details, clinic_report = read_clinic(file) if file else (None, Report())
    return details, report + _missing_papers(formats, details, project) + clinic_report


def forget() -> None:
    """Read everything anew: a file has changed under a project that is the same by its name."""
    _read_common.cache_clear()
    _read_stock.cache_clear()


@lru_cache(maxsize=2)
def _read_stock(project: Files, year: int) -> Stock:
    formats_file, report = opened(project, "templates/formats.yaml")
    formats, formats_report = read_formats(formats_file) if formats_file else ({}, Report())
    brand, brand_report = _brand(project)
    fonts, font_faults = _fonts(brand, project)
    bibliography, bib_report = _bibliography(project, year)
    templates = Templates(
        {
            name.removeprefix("templates/"): source.text
            for name in project.below("templates")
            if name.endswith(".j2") and isinstance(source := project.source(name), Source)
        }
    )
    report += [*map(_leads_out, project.outside), *_missing_files(formats, project)]
    return Stock(
        brand=brand,
        bibliography=bibliography,
        formats=formats,
        templates=templates,
        known=Known(
            formats=formats,
            components=templates.components,
            icons=project.icons,
            may_be_empty=may_be_empty(templates),
        ),
        fonts=fonts,
        report=report + formats_report + brand_report + font_faults + bib_report,
    )


def _bibliography(project: Files, year: int) -> tuple[Bibliography, Report]:
    if WORKS not in project.files:
        return Bibliography(works={}), Report()
    source, report = opened(project, WORKS)
    return read_bibliography(source, this_year=year) if source else (Bibliography(works={}), report)


def _leads_out(name: str) -> Diagnostic:
    return Diagnostic(
        code="outside-project",
        message=f"{name} leads out of the project folder",
        help="Keep the file itself inside the project, not a link to another place.",
    )


def _font_fault(name: str, project: Files) -> Diagnostic | None:
    """What is wrong with a font file that the brand names."""
    shown = name.removeprefix("content/")
    if name not in project.files:
        message, advice = (
            f"there is no font file `{shown}` in content/",
            "Put the file into content/fonts/ or correct its name.",
        )
    elif project.bytes(name)[:4] not in FONT_MARKS:
        message, advice = f"`{shown}` is damaged, or not a font", "Put the font's .ttf file into content/fonts/ again."
    else:
        return None
    source = project.source("content/_brand.yml")
    span = source.find(shown) if isinstance(source, Source) else None
    return Diagnostic(code="missing-font", message=message, span=span, help=advice)


def _missing_files(formats: Mapping[str, Format], project: Files) -> list[Diagnostic]:
    """The templates and stylesheets that a format's row names and nobody has written."""
    return [
        Diagnostic(
            code="missing-template",
            message=f"the format `{name}` names {file}, and there is no such file",
            span=_in_formats(project, file.partition("/")[2]),
            help=f"Write {file}, or correct its name. docs/templates.md says how.",
        )
        for name, format_ in formats.items()
        for file in (f"templates/{format_.template}", f"styles/{format_.stylesheet}")
        if file not in project.files
    ]


def _missing_papers(formats: Mapping[str, Format], clinic: Clinic | None, project: Files) -> list[Diagnostic]:
    """The formats that cannot be made on the clinic's paper."""
    return [
        Diagnostic(
            code="missing-paper",
            message=f"the format `{name}` has no sizes for the clinic's paper, `{clinic.paper}`",
            span=_in_formats(project, f"{name}:"),
            help=f"Add them below `papers`:   {clinic.paper}: {{width: ..., height: ...}}",
        )
        for name, format_ in formats.items()
        if clinic and clinic.paper not in format_.papers
    ]


def _in_formats(project: Files, words: str) -> Span | None:
    source = project.source("templates/formats.yaml")
    return source.find(words) if isinstance(source, Source) else None


def opened(project: Files, name: str) -> tuple[Source | None, Report]:
    """A Source, or the Report of why there is none."""
    source = project.source(name)
    return (source, Report()) if isinstance(source, Source) else (None, Report((source,)))


def _brand(project: Files) -> tuple[Brand, Report]:
    if "content/_brand.yml" not in project.files:
        return Brand(), Report()
    source, report = opened(project, "content/_brand.yml")
    brand, brand_report = read_brand(source) if source else (Brand(), Report())
    report += brand_report
    if brand.logo and f"content/{brand.logo}" not in project.files:
        report += [
            Diagnostic(
                code="missing-picture",
                message=f"there is no logo `{brand.logo}` in content/",
                span=source.find(brand.logo) if source else None,
                help="Put the file into content/ or correct its name.",
            )
        ]
    return brand, report


def _fonts(brand: Brand, project: Files) -> tuple[dict[tuple[str, int], bytes], list[Diagnostic]]:
    """The font files of the brand's families, from content/ or from installed font packages."""
    own = {(face.family, face.weight): f"content/{face.file}" for face in brand.faces}
    packages = {family.name: family for family in fontpkg.families().values()}
    fonts: dict[tuple[str, int], bytes] = {}
    faults = [fault for name in own.values() if (fault := _font_fault(name, project))]
    for family in dict.fromkeys((brand.text_family, brand.heading_family, brand.title_family)):
        for weight in WEIGHTS:
            name = own.get((family, weight)) or own.get((family, 400))
            if name is not None:
                fonts[family, weight] = b"" if faults else project.bytes(name)
            elif family in packages:
                fonts[family, weight] = fontpkg.path(family, weight, nearest=True).read_bytes()
        if (family, 400) not in fonts:
            source = project.source("content/_brand.yml")
            faults.append(missing_family(family, packages, source.find(family) if isinstance(source, Source) else None))
    return fonts, faults


def _words(lang: str, project: Files, manuscript: Manuscript) -> tuple[Words, Report]:
    """The words of the language, of its base language, or English with a warning."""
    base = lang.partition("-")[0]
    for file in words_files(lang):
        if file in project.files:
            return _read_words(file, lang, project, Report())
    if base not in LANGUAGES:  # a fault that is told already
        return _read_words(ENGLISH, lang, project, Report())
    warning = Diagnostic(
        code="no-words",
        severity=Severity.WARNING,
        span=manuscript.source.span_at(1),
        message=f"carepress has no words in this language: `{lang}`; headings like 'Key facts' stay English",
        help=f"Copy templates/words/en.yaml to templates/words/{base}.yaml and translate it.",
    )
    return _read_words(ENGLISH, lang, project, Report((warning,)))


def _read_words(file: str, lang: str, project: Files, report: Report) -> tuple[Words, Report]:
    source, opening = opened(project, file)
    words, words_report = read_words(source, lang) if source else (None, Report())
    if words is None:
        raise BuildFailed(report + opening + words_report)
    return words, report + words_report


def words_files(lang: str) -> tuple[str, str]:
    """Where the words of a language are looked for: its own, then those of its base language."""
    return f"templates/words/{lang}.yaml", f"templates/words/{lang.partition('-')[0]}.yaml"
