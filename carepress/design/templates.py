"""Templates: the project's Jinja2 templates, compiled once. The one importer of jinja2.

`{% for %}` and `{% if %}` are all that a template needs. A project may come by mail, so its templates run in a sandbox:
they see the values that they are given, and call nothing but the methods of text, lists and mappings.

In:   the templates' text by file.
Out:  HTML, or a Diagnostic with the template's file and line.
Never: decides a size or a colour, reads a file, runs a program, or marks text as safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from types import TracebackType
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from markupsafe import Markup
from pydantic import BaseModel

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import BuildFailed, Diagnostic, Diagnostics
from carepress.project.source import Source

MAY_BE_EMPTY = "{# may be empty #}"  # how a component's template says that it needs no text
ROLE = re.compile(r"\{# role: ([a-z-]+) #\}")  # how it says that carepress itself uses it

HALF = re.compile("[\ud800-\udfff]")
ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # in memory, which differs from run to run
SLIPS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError)  # what Python finds wrong with a template
PLAIN = (str, int, float, list, tuple, dict, LoopContext)  # whose methods templates may call


class _Loader(DictLoader):
    """Templates by their names, which tracebacks give, too."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # type: ignore[override]
        return super().get_source(environment, template)[0], template, lambda: True


class _Sandbox(ImmutableSandboxedEnvironment):
    """Stricter than jinja2's own: a model's methods, such as pydantic's, could read files."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and (isinstance(obj, PLAIN) or not callable(value))

    def is_safe_callable(self, obj: Any) -> bool:
        owner = getattr(obj, "__self__", None)
        return obj is safe_range or isinstance(obj, Macro | BlockReference) or isinstance(owner, PLAIN)


def _whole(text: str) -> str:
    """The same text. Raises ValueError for half a sign, which no page can show."""
    if half := HALF.search(text):
        raise ValueError(f"it prints half a sign (U+{ord(half[0]):04X})")
    return text


class Templates:
    """The project's templates, compiled once. `texts` maps a file below templates/ to its text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._environment = _Sandbox(
            loader=_Loader(dict(texts)),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals = {"range": safe_range}

    def render(self, file: str, values: Mapping[str, Any]) -> Markup:
        """Fill one template; what is wrong with it is the designer's fault, reported with file and line.

        A model among the values becomes a mapping of its fields.
        """
        plain = {name: value.model_dump() if isinstance(value, BaseModel) else value for name, value in values.items()}
        try:
            return Markup(_whole(self._environment.get_template(file).render(plain)))
        except TemplateSyntaxError as fault:
            diagnostic = self._fault(fault.filename or fault.name or file, fault.lineno, fault)
        except (TemplateError, *SLIPS) as fault:
            diagnostic = self._fault(*(self._place(fault.__traceback__) or (file, 1)), fault)
        raise BuildFailed(Diagnostics((diagnostic,)))

    def _fault(self, file: str, line: int, fault: Exception) -> Diagnostic:
        span = Source(file=f"templates/{file}", text=self.texts.get(file, "")).span_at(line)
        if isinstance(fault, TemplateNotFound):
            return rule("template", "no-such-file").at(span, name=fault.name)
        return rule("template").at(span, fault=ADDRESS.sub("", str(fault)))

    def _place(self, traceback: TracebackType | None) -> tuple[str, int] | None:
        """The innermost template in a traceback, which jinja2 rewrites to name it, and its line."""
        place = None
        while traceback is not None:
            name = traceback.tb_frame.f_code.co_filename
            place = (name, traceback.tb_lineno) if name in self.texts else place
            traceback = traceback.tb_next
        return place

    def needed(self, files: Sequence[str]) -> frozenset[str]:
        """These templates, the parts that every page gets, and all that they include."""
        waiting, needed = [*files, *(f"parts/{name}.html.j2" for name in self.parts)], set[str]()
        while waiting:
            file = waiting.pop()
            if file not in needed and file in self.texts:
                needed.add(file)
                waiting += self._included(file)
        return frozenset(needed)

    def _included(self, file: str) -> Collection[str]:
        """What a template includes, imports or extends; all templates if the name is computed."""
        try:
            names = set(find_referenced_templates(self._environment.parse(self.texts[file])))
        except TemplateSyntaxError:
            return ()
        return self.texts if None in names else {name for name in names if name}

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that every page gets: one file each below templates/parts/."""
        return tuple(match[1] for file in self.texts if (match := re.fullmatch(r"parts/([a-z_]+)\.html\.j2", file)))

    @property
    def components(self) -> frozenset[str]:
        """The names of components: one file each below templates/components/."""
        matches = (re.fullmatch(r"components/([a-z0-9-]+)\.html\.j2", file) for file in self.texts)
        return frozenset(match[1] for match in matches if match)


def component_of(role: str, templates: Templates) -> str:
    """The component that has a role, such as `figure`; empty if none has it."""
    texts = ((name, templates.texts[f"components/{name}.html.j2"]) for name in sorted(templates.components))
    return next((name for name, text in texts if role in ROLE.findall(text)), "")


def may_be_empty(templates: Templates) -> frozenset[str]:
    """The components that need no text, such as lines to write on."""
    return frozenset(
        name for name in templates.components if MAY_BE_EMPTY in templates.texts[f"components/{name}.html.j2"]
    )
