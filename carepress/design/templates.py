"""Templates: the project's Jinja2 templates, compiled once. The one importer of jinja2.

`{% for %}` and `{% if %}` are all that a template needs.

In:   the templates' text by file.
Out:  HTML, or a Diagnostic with the template's file and line.
Never: decides a size or a colour, reads a file, or marks text as safe.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics
from carepress.project.source import Source

MAY_BE_EMPTY = "{# may be empty #}"  # how a component's template says that it needs no text

SLIPS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError)  # what Python finds wrong with a template


class Templates:
    """The project's templates, compiled once. `texts` maps a file below templates/ to its text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._environment = Environment(
            loader=DictLoader(dict(texts)),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, file: str, values: Mapping[str, Any]) -> Markup:
        """Fill one template; what is wrong with it is the designer's fault, told with file and line."""
        try:
            return Markup(self._environment.get_template(file).render(values))
        except TemplateSyntaxError as fault:
            raise BuildFailed(
                Diagnostics((self._fault(fault.filename or fault.name or file, fault.lineno, fault),))
            ) from None
        except (TemplateError, *SLIPS) as fault:
            raise BuildFailed(Diagnostics((self._fault(file, _line_of(fault), fault),))) from None

    def _fault(self, file: str, line: int, fault: Exception) -> Diagnostic:
        source = Source(file=f"templates/{file}", text=self.texts.get(file, ""))
        return Diagnostic(
            code="template",
            message=f"this template cannot be filled: {fault}",
            span=source.span_at(line),
            help="docs/templates.md lists what a template can use.",
        )

    def needed(self, files: Sequence[str]) -> frozenset[str]:
        """These templates, the parts that every page gets, and all that they include."""
        waiting, found = [*files, *(f"parts/{name}.html.j2" for name in self.parts)], set[str]()
        while waiting:
            file = waiting.pop()
            if file not in found and file in self.texts:
                found.add(file)
                waiting += self._included(file)
        return frozenset(found)

    def _included(self, file: str) -> Collection[str]:
        """What a template includes, imports or extends; where that is computed, it may be any."""
        try:
            named = set(find_referenced_templates(self._environment.parse(self.texts[file])))
        except TemplateSyntaxError:
            return ()
        return self.texts if None in named else {name for name in named if name}

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that every page gets: one file each below templates/parts/."""
        return tuple(match[1] for file in self.texts if (match := re.fullmatch(r"parts/([a-z_]+)\.html\.j2", file)))

    @property
    def components(self) -> frozenset[str]:
        """The names of components: one file each below templates/components/."""
        found = (re.fullmatch(r"components/([a-z0-9-]+)\.html\.j2", file) for file in self.texts)
        return frozenset(match[1] for match in found if match)


def may_be_empty(templates: Templates) -> frozenset[str]:
    """The components that need no text, such as lines to write on."""
    return frozenset(
        name for name in templates.components if MAY_BE_EMPTY in templates.texts[f"components/{name}.html.j2"]
    )


def _line_of(fault: Exception) -> int:
    """The template's line in the traceback, which jinja2 rewrites to point at it."""
    line, frame = 1, fault.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
