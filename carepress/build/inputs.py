"""Shared inputs: the clinic, its brand and fonts, the bibliography, the formats, the templates, the locales.

They are read once in a run and for a clinic. What is wrong with them is reported once, and only what depends on it is
not built. Every cache of shared files is here.

In:   a project, a clinic's short name, the year; a digest of the files, for as long as what was read holds.
Out:  ClinicInputs or SharedInputs, with their Diagnostics; the Locale of a language.
Never: reads a manuscript.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from hashlib import sha256

from carepress.bibliography.works import Bibliography, read_bibliography
from carepress.build.fonts import brand_fonts
from carepress.build.manifest import THUMBNAILS
from carepress.content.check_settings import CheckSettings
from carepress.content.clinic import Clinic, read_clinic
from carepress.content.document import KnownNames
from carepress.content.front_matter import LANGUAGES, LONGEST_NAME, NAME
from carepress.content.manuscript import Manuscript
from carepress.design.brand import Brand, own_brand, read_brand
from carepress.design.formats import Format, read_formats
from carepress.design.locale import Locale, read_locale
from carepress.design.templates import Templates, may_be_empty
from carepress.design.tokens import read_tokens
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.flood import without_floods
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics, Span
from carepress.project.files import ProjectFiles
from carepress.project.paths import (
    BRAND,
    CLINIC,
    CLINICS,
    COMPONENT_STYLES,
    ENGLISH,
    FONTS,
    REFERENCES,
    TOKENS,
    format_file,
    locale_files,
)
from carepress.project.recorded import RecordedFiles
from carepress.project.source import Source

OF_ONE_WORK = frozenset(
    {"duplicate-key", "duplicate-doi", "bad-doi", "bibtex-syntax", "unknown-command", "stray-mark", "missing-parent"}
)
"""Errors of references.bib: a faulty work harms only the documents that cite it."""


@dataclass(frozen=True, kw_only=True)
class SharedInputs:
    """What the documents of all clinics share, and what is wrong with it.

    `common_stylesheets` are those that every page gets. `digests` are the sha256 of the files that were read.
    """

    brand: Brand
    bibliography: Bibliography
    formats: Mapping[str, Format]
    templates: Templates
    known: KnownNames
    fonts: Mapping[tuple[str, int], bytes]
    common_stylesheets: frozenset[str]
    digests: Mapping[str, str]
    diagnostics: Diagnostics

    def parts(self, works: Iterable[str]) -> dict[str, str]:
        """Digests of the parts that a document uses of what is shared: these works, and which stylesheets there are."""
        digests = {COMPONENT_STYLES: _digest(sorted(self.common_stylesheets))}
        known = self.bibliography
        return digests | {work_part(key): known.fingerprint(key) for key in works if key in known.works}

    @cached_property
    def known_digest(self) -> str:
        """A digest of the names that manuscripts may use."""
        known = self.known
        names = (sorted(group) for group in (known.components, known.icons, known.may_be_empty))
        return _digest((sorted(map(repr, known.formats.values())), *names))


def work_part(key: str) -> str:
    """The name of one work as a part of references.bib."""
    return f"{REFERENCES}: {key}"


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class ClinicInputs(SharedInputs):
    """What the documents of one clinic share, and what is wrong with it."""

    clinic: Clinic | None

    @property
    def checks(self) -> CheckSettings:
        """What the clinic asks of the preflight."""
        return self.clinic.checks if self.clinic else CheckSettings()

    @property
    def blocking(self) -> tuple[Diagnostic, ...]:
        """The errors that leave nothing to build with."""
        return tuple(fault for fault in self.diagnostics.errors if not fault.document and not _is_of_one_work(fault))


def _is_of_one_work(fault: Diagnostic) -> bool:
    """Whether a fault harms one work only: a stray mark in the clinic's details would stand in every document."""
    return fault.code in OF_ONE_WORK and fault.span is not None and fault.span.file == REFERENCES


@dataclass(frozen=True, slots=True)
class _Files:
    """A project, equal to any other whose shared files have the same digest."""

    project: ProjectFiles = field(compare=False)
    digest: object

    @classmethod
    def of(cls, project: ProjectFiles, shared_digest: str) -> _Files:
        return cls(project, shared_digest or object())  # without a digest, equal to no other


def load_inputs(project: ProjectFiles, clinic: str, year: int, shared_digest: str = "") -> ClinicInputs:
    """Read what every document of a clinic needs, once for each `shared_digest`; without one, every time."""
    return _load_inputs(_Files.of(project, shared_digest), clinic, year)


def load_shared_inputs(project: ProjectFiles, year: int, shared_digest: str = "") -> SharedInputs:
    """Read what the documents of all clinics share, once for each `shared_digest`; without one, every time."""
    return _load_shared_inputs(_Files.of(project, shared_digest), year)


@lru_cache(maxsize=16)
def _load_inputs(files: _Files, clinic: str, year: int) -> ClinicInputs:
    shared, project = _load_shared_inputs(files, year), RecordedFiles(files.project)
    details, diagnostics = load_clinic(project, clinic, shared.formats)
    inputs = ClinicInputs(**{name.name: getattr(shared, name.name) for name in fields(shared)}, clinic=details)
    diagnostics = inputs.checks.apply(diagnostics + shared.diagnostics)
    return replace(inputs, diagnostics=diagnostics, digests={**shared.digests, **project.digests})


def forget_inputs() -> None:
    """Read everything anew the next time: files changed while they were read."""
    _load_inputs.cache_clear()
    _load_shared_inputs.cache_clear()


def load_clinic(project: ProjectFiles, clinic: str, formats: Mapping[str, Format]) -> tuple[Clinic | None, Diagnostics]:
    """The clinic's own file."""
    file, diagnostics = open_source(project, project.clinics[clinic])
    details, clinic_report = read_clinic(file) if file else (None, Diagnostics())
    return details, without_floods(diagnostics + _missing_papers(formats, details, project) + clinic_report)


@lru_cache(maxsize=2)
def _load_shared_inputs(files: _Files, year: int) -> SharedInputs:
    project = RecordedFiles(files.project)
    formats, diagnostics = read_formats(project)
    brand, brand_report = _brand(project)
    fonts, font_faults = brand_fonts(brand, project)
    bibliography, bib_report = _bibliography(project, year)
    templates = Templates(
        {
            name.removeprefix("templates/"): source.text
            for name in project.below("templates")
            if name.endswith(".j2") and isinstance(source := project.source(name), Source)
        }
    )
    diagnostics += map(_outside_fault, project.outside)
    diagnostics += _missing_files(formats, project) + _clinic_file_faults(project)
    return SharedInputs(
        brand=brand,
        bibliography=bibliography,
        formats=formats,
        templates=templates,
        known=KnownNames(
            formats=formats, components=templates.components, icons=project.icons, may_be_empty=may_be_empty(templates)
        ),
        fonts=fonts,
        common_stylesheets=_common_stylesheets(project, templates),
        digests=project.digests,
        diagnostics=without_floods(diagnostics + brand_report + font_faults + bib_report),
    )


def _bibliography(project: ProjectFiles, year: int) -> tuple[Bibliography, Diagnostics]:
    if REFERENCES not in project.files:
        return Bibliography(works={}), Diagnostics()
    source, diagnostics = open_source(project, REFERENCES)
    return read_bibliography(source, this_year=year) if source else (Bibliography(works={}), diagnostics)


def _missing_files(formats: Mapping[str, Format], project: ProjectFiles) -> list[Diagnostic]:
    """The templates and stylesheets that a format names and nobody has written."""
    return [
        rule("missing-template").at(project.find(format_file(name), file.partition("/")[2]), format=name, file=file)
        for name, format_ in formats.items()
        for file in (f"templates/{format_.template}", f"styles/{format_.stylesheet}")
        if file not in project.files
    ]


def _outside_fault(name: str) -> Diagnostic:
    """The fault of a link that leads out of the project: an error if a document or all of them would need the file."""
    parts = name.split("/")
    if name in (CLINIC, BRAND, REFERENCES) or name.startswith((CLINICS, FONTS)):
        return rule("outside-project").at(file=name)
    if len(parts) == 3 and name.endswith(".md"):
        return rule("outside-project").at(file=name, document=f"{parts[1]} ({parts[2].removesuffix('.md')})")
    return rule("outside-project", "unused").at(file=name)


def _clinic_file_faults(project: ProjectFiles) -> list[Diagnostic]:
    """The clinics' files beside content/clinic.yaml, and those whose names cannot be folders in output/."""
    clinics = {name: file for name, file in project.clinics.items() if name}
    if clinics and CLINIC in project.files:
        return [rule("two-clinics").at(_first_line(project, CLINIC), others=", ".join(clinics.values()))]
    return [
        rule("bad-name", "clinic").at(_first_line(project, file), file=file, most=LONGEST_NAME)
        for name, file in clinics.items()
        if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or name == THUMBNAILS
    ]


def _first_line(project: ProjectFiles, file: str) -> Span | None:
    source = project.source(file)
    return source.span_at(1) if isinstance(source, Source) else None


def _missing_papers(formats: Mapping[str, Format], clinic: Clinic | None, project: ProjectFiles) -> list[Diagnostic]:
    """The formats that cannot be made on the clinic's paper."""
    return [
        rule("missing-paper").at(project.find(format_file(name), "papers:"), format=name, paper=clinic.paper)
        for name, format_ in formats.items()
        if clinic and clinic.paper not in format_.papers
    ]


def _common_stylesheets(project: ProjectFiles, templates: Templates) -> frozenset[str]:
    """The stylesheets that every page gets: those in styles/components/ that belong to no component."""
    of_components = {f"{COMPONENT_STYLES}{name}.css" for name in templates.components}
    names = project.below(COMPONENT_STYLES[:-1])
    return frozenset(name for name in names if name.endswith(".css") and name not in of_components)


def open_source(project: ProjectFiles, name: str) -> tuple[Source | None, Diagnostics]:
    """A Source, or the Diagnostics that say why there is none."""
    source = project.source(name)
    return (source, Diagnostics()) if isinstance(source, Source) else (None, Diagnostics((source,)))


def _brand(project: ProjectFiles) -> tuple[Brand, Diagnostics]:
    tokens, diagnostics = open_source(project, TOKENS)
    colours, faults = read_tokens(tokens) if tokens else ({}, Diagnostics())
    diagnostics += faults
    if BRAND not in project.files:
        return own_brand(colours), diagnostics
    source, opening = open_source(project, BRAND)
    brand, faults = read_brand(source, colours) if source else (own_brand(colours), Diagnostics())
    diagnostics += (*opening, *faults)
    if brand.logo and f"content/{brand.logo}" not in project.files:
        diagnostics += [rule("missing-picture", "logo").at(project.find(BRAND, brand.logo), file=brand.logo)]
    return brand, diagnostics


def load_locale(lang: str, project: ProjectFiles, manuscript: Manuscript) -> tuple[Locale, Diagnostics]:
    """The locale of the language, of its base language, or English with a warning. Raises BuildFailed."""
    base = lang.partition("-")[0]
    file = next((file for file in locale_files(lang) if file in project.files), "")
    diagnostics = Diagnostics()
    if not file and base in LANGUAGES:  # any other language is reported already
        diagnostics += [rule("no-words").at(manuscript.source.span_at(1), lang=lang, base=base)]
    source, source_faults = open_source(project, file or ENGLISH)
    locale, locale_faults = read_locale(source, lang) if source else (None, Diagnostics())
    diagnostics += source_faults + locale_faults
    if locale is None:
        raise BuildFailed(diagnostics)
    return locale, diagnostics
