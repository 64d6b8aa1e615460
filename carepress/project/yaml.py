"""Records: a YAML mapping in which every key knows where it stands, checked by a model.

A wrong value must be shown in the author's own line, so the YAML is composed into nodes (which keep their places)
before it becomes plain values. This is the one importer of ruamel.yaml, and the one place where a model's
complaints become sentences.

In:   a Source, or a part of one, and the model that it must satisfy.
Out:  a Record (plain values and their Spans) and the model's value, or Diagnostics.
Never: runs tags, follows aliases, or guesses a type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.tokens import (
    AliasToken,
    AnchorToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    TagToken,
)

from carepress.diagnostics.model import Diagnostic, Diagnostics, Span
from carepress.project.source import Source

KeyPath = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

OPENING = (FlowSequenceStartToken, FlowMappingStartToken)
ENDING = (FlowSequenceEndToken, FlowMappingEndToken)
TOO_DEEP = "this nests too deeply"
DEEPEST = 20  # a clinic's files nest three deep; a thousand brackets are a slip or an attack


class RecordModel(BaseModel):
    """What staff fill in: frozen, unknown keys are errors, and 7 is not the text '7'."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, alias_generator=lambda name: name.replace("_", "-")
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """Plain values of one YAML mapping, and the Span of every key and value by its path."""

    source: Source
    values: Mapping[str, Any] = field(default_factory=dict)
    spans: Mapping[KeyPath, Span] = field(default_factory=dict)
    first_line: int = 1

    def span(self, *path: str | int) -> Span:
        """Where the value at `path` stands; of the nearest parent if it is not there, at last of the first line."""
        while path and path not in self.spans:
            path = path[:-1]
        return self.spans.get(path) or self.source.span_at(self.first_line)


class _Fault(Exception):  # noqa: N818 - it carries a fault, as the house calls it
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_record(source: Source, *, text: str | None = None, first_line: int = 1) -> tuple[Record, Diagnostics]:
    """Compose the YAML of a whole file, or of `text` that starts at `first_line` of the file (from 1)."""
    reader = _Reader(source, first_line)
    record = Record(source=source, first_line=first_line)
    try:
        values = reader.read(source.text if text is None else text)
    except _Fault as fault:
        return record, Diagnostics((fault.diagnostic,))
    return Record(source=source, values=values, spans=reader.spans, first_line=first_line), Diagnostics(
        tuple(reader.faults)
    )


@dataclass(slots=True)
class _Reader:
    source: Source
    first_line: int
    spans: dict[KeyPath, Span] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def read(self, text: str) -> dict[str, Any]:
        try:
            depth = 0
            for token in YAML(typ="safe", pure=True).scan(text):
                depth += isinstance(token, OPENING) - isinstance(token, ENDING)
                if depth > DEEPEST:
                    raise _Fault(self._syntax(token.start_mark.line, token.start_mark.column, TOO_DEEP, YAML_HELP))
                if isinstance(token, AliasToken | AnchorToken | TagToken):
                    raise _Fault(
                        self._syntax(
                            token.start_mark.line,
                            token.start_mark.column,
                            "`&`, `*` and `!` have a special meaning at the start of a value",
                            'Put the value in quotes: "..."',
                        )
                    )
            node = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as fault:
            raise _Fault(self._not_yaml(fault, text)) from None
        except ReaderError as fault:
            place = self.source.span(self.source.text.find(chr(fault.character)))
            message = f"{self.source.file}: this line has an invisible sign that cannot stand here"
            message = f"{message} (U+{fault.character:04X})"
            advice = "Delete it: it stands where the ^ is."
            raise _Fault(Diagnostic(code="yaml-syntax", message=message, span=place, help=advice)) from None
        except (YAMLError, RecursionError, ValueError) as fault:
            raise _Fault(self._syntax(0, 0, "this is not YAML that can be read", YAML_HELP)) from fault
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            raise _Fault(self._syntax(node.start_mark.line, 0, "this must be a list of `key: value` lines", YAML_HELP))
        value = self._value(node, (), 0)
        assert isinstance(value, dict)
        return value

    def _value(self, node: Node, path: KeyPath, depth: int) -> Any:
        if depth > DEEPEST:
            raise _Fault(self._syntax(node.start_mark.line, node.start_mark.column, TOO_DEEP, YAML_HELP))
        if path and path not in self.spans:
            self.spans[path] = self._span(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*path, at), depth + 1) for at, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: KeyPath, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            span = self._span(key_node)
            if key in values:
                self.faults.append(
                    Diagnostic(
                        code="repeated-key",
                        message=f"`{key}` stands here twice",
                        span=span,
                        help="Keep one of the two and delete the other.",
                    )
                )
                continue
            if self._is_commented_out(key_node, value_node):
                advice = f'Put it in quotes:   {key}: "#..."'
                message = f"what stands after the # of `{key}` is a comment and does not count"
                self.faults.append(Diagnostic(code="yaml-syntax", message=message, span=span, help=advice))
            self.spans[(*path, key)] = self._span(value_node) if _on_one_line(value_node) else span
            self.spans[(*path, key, "key")] = span
            values[key] = self._value(value_node, (*path, key), depth + 1)
        return values

    def _is_commented_out(self, key: Node, value: Node) -> bool:
        """Whether a value is empty because its # makes it a comment."""
        line = self.source.span_at(key.end_mark.line + self.first_line).text[key.end_mark.column :]
        return isinstance(value, ScalarNode) and value.value == "" and re.match(r"\s*:\s*#\S", line) is not None

    def _scalar(self, node: ScalarNode) -> Any:
        kind = str(node.tag).rsplit(":", 1)[-1]
        construct: Any = {
            "int": SafeConstructor.construct_yaml_int,
            "float": SafeConstructor.construct_yaml_float,
            "bool": SafeConstructor.construct_yaml_bool,
            "null": lambda _, __: None,
        }.get(kind)
        if kind == "timestamp":
            return _date(node.value)
        if construct is None:
            return node.value
        try:
            return construct(YAML(typ="safe", pure=True).constructor, node)
        except (ConstructorError, ValueError):
            return node.value

    def _span(self, node: Node) -> Span:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else None
        return self.source.span_at(start.line + self.first_line, start.column + 1, length)

    def _not_yaml(self, fault: MarkedYAMLError, text: str) -> Diagnostic:
        problem = str(fault.problem or "")
        unclosed = any(sign in problem for sign in ("end of stream", "',' or ']'", "',' or '}'", "expected ':'"))
        mark = (fault.context_mark if unclosed else None) or fault.problem_mark or fault.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        before = self.source.span_at(line + self.first_line - 1)
        if "mapping values" in problem and line and (tight := TIGHT.match(before.text)):
            line, column, problem = line - 1, tight.end() - 1, "no space after the colon"
        if "found '<stream end>'" in problem and (opened := max(text.rfind("["), text.rfind("{"))) >= 0:
            line, column = text[:opened].count("\n"), opened - text.rfind("\n", 0, opened) - 1
            problem = f"expected ',' or '{CLOSING[text[opened]]}'"
        message, advice = next(
            ((said, advice) for part, said, advice in YAML_FAULTS if part in problem),
            ("this line is not YAML that can be read", YAML_HELP),
        )
        return self._syntax(line, column, message, advice)

    def _syntax(self, line: int, column: int, message: str, advice: str) -> Diagnostic:
        last = len(self.source.lines)
        span = self.source.span_at(min(line + self.first_line, last), column + 1, 1)
        return Diagnostic(code="yaml-syntax", message=f"{self.source.file}: {message}", span=span, help=advice)


TIGHT = re.compile(r"[\w-]+:(?=\S)")
CLOSING = {"[": "]", "{": "}"}
YAML_HELP = "Each line is a key, a colon, a space and a value, as in   title: Living with asthma"
QUOTES = 'A value with a colon, a # or a quotation mark goes in quotes:   title: "Asthma: a guide"'
YAML_FAULTS = (
    ("no space after the colon", "this line has no space after its colon", YAML_HELP),
    ("mapping values are not allowed", "there is a second colon in this line", QUOTES),
    ("could not find expected ':'", "this line has no colon after its key", YAML_HELP),
    (
        "expected alphabetic or numeric character",
        "`*` and `&` have a special meaning at the start of a value",
        'Put the value in quotes: "..."',
    ),
    (
        "cannot start any token",
        "this line has a character that cannot stand here (a tab?)",
        "Use spaces, not tabs, and put a value with signs in quotes.",
    ),
    ("while scanning a quoted scalar", "a quotation mark is not closed", 'Close it:   title: "Asthma"'),
    ("unexpected end of stream", "a quotation mark or a bracket is not closed", 'Close it:   title: "Asthma"'),
    ("expected ',' or ']'", "a [ is not closed", "Close the list:   formats: [fact-sheet, brochure]"),
    ("expected ',' or '}'", "a { is not closed", "Close it:   glossary: {inhaler: a small device}"),
    (
        "expected <block end>",
        "this line does not line up with the others",
        "Start every key at the very left of its line, and every item of a list with the same spaces and a dash.",
    ),
    ("found another document", "there is a line of --- too many", "Only the first line and the last are ---."),
)


def _on_one_line(node: Node) -> bool:
    return bool(node.start_mark.line == node.end_mark.line and node.end_mark.column > node.start_mark.column)


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
