"""Records: a YAML mapping in which every key knows where it stands, checked by a model.

A wrong value is shown in the author's own line, so the YAML is composed into nodes (which keep their places) before it
becomes plain values. This is the one importer of ruamel.yaml.

In:   a Source, or a part of one, and the model that it must satisfy.
Out:  a Record (plain values and their Spans) and the model's value, or Diagnostics.
Never: runs tags, follows aliases, or guesses a type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
    ScalarToken,
    TagToken,
)

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import UNSEEN, BuildFailed, Diagnostic, Diagnostics, Span
from carepress.project.source import Source

KeyPath = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

OPENING = (FlowSequenceStartToken, FlowMappingStartToken)
ENDING = (FlowSequenceEndToken, FlowMappingEndToken)
LONGEST = 100_000  # characters, which take a second or two to read: a hundred times what a clinic needs
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


def read_record(source: Source, *, text: str | None = None, first_line: int = 1) -> tuple[Record, Diagnostics]:
    """Compose the YAML of a whole file, or of `text` that starts at `first_line` of the file (from 1)."""
    text, reader = source.text if text is None else text, _Reader(source, first_line)
    try:
        values = reader.read(text)
    except BuildFailed as failure:
        return Record(source=source, first_line=first_line), failure.diagnostics
    record = Record(source=source, values=values, spans=reader.spans, first_line=first_line)
    return record, Diagnostics(tuple(reader.faults))


@dataclass(slots=True)
class _Reader:
    source: Source
    first_line: int
    spans: dict[KeyPath, Span] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def read(self, text: str) -> dict[str, Any]:
        """The mapping in a text. Raises BuildFailed."""
        file = self.source.file
        if len(text) > LONGEST:
            fault = rule("unreadable-file", "settings")
            raise _failed(fault.at(self._at(0, 0), file=file, count=len(text), limit=LONGEST))
        try:
            self._check_tokens(text)
            node = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as fault:
            raise _failed(self._not_yaml(fault, text)) from None
        except ReaderError as fault:
            span = self.source.span(self.source.text.find(chr(fault.character)))
            raise _failed(rule("yaml-syntax", "invisible").at(span, file=file, code=fault.character)) from None
        except (YAMLError, RecursionError, ValueError) as fault:
            raise _failed(rule("yaml-syntax", "file").at(self._at(0, 0), file=file)) from fault
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            raise _failed(rule("yaml-syntax", "no-mapping").at(self._at(node.start_mark.line, 0), file=file))
        value = self._value(node, (), 0)
        assert isinstance(value, dict)
        return value

    def _check_tokens(self, text: str) -> None:
        """Refuse what nests too deeply and whatever is more than plain YAML: anchors, aliases, tags."""
        depth = 0
        for token in YAML(typ="safe", pure=True).scan(text):
            depth += isinstance(token, OPENING) - isinstance(token, ENDING)
            self._check_depth(depth, token.start_mark)
            if isinstance(token, AliasToken | AnchorToken | TagToken):
                span = self._at(token.start_mark.line, token.start_mark.column)
                raise _failed(rule("yaml-syntax", "special").at(span, file=self.source.file))
            if isinstance(token, ScalarToken) and (unseen := UNSEEN.search(token.value)):  # typed as an escape
                span = self._at(token.start_mark.line, token.start_mark.column)
                raise _failed(rule("yaml-syntax", "invisible").at(span, file=self.source.file, code=ord(unseen[0])))

    def _check_depth(self, depth: int, mark: Any) -> None:
        if depth > DEEPEST:
            raise _failed(rule("yaml-syntax", "too-deep").at(self._at(mark.line, mark.column), file=self.source.file))

    def _value(self, node: Node, path: KeyPath, depth: int) -> Any:
        self._check_depth(depth, node.start_mark)
        if path and path not in self.spans:
            self.spans[path] = self._span(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*path, at), depth + 1) for at, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        self._check_comment(node)
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: KeyPath, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            span = self._span(key_node)
            if key in values:
                self.faults.append(rule("repeated-key").at(span, key=key))
                continue
            if self._is_commented_out(key_node, value_node):
                self.faults.append(rule("yaml-syntax", "comment").at(span, key=key))
            self.spans[(*path, key)] = self._span(value_node) if _on_one_line(value_node) else span
            self.spans[(*path, key, "key")] = span
            values[key] = self._value(value_node, (*path, key), depth + 1)
        return values

    def _check_comment(self, node: ScalarNode) -> None:
        """A value that a # without a blank cuts short: `Room #5` is `Room` in YAML."""
        mark = node.end_mark
        rest = self.source.span_at(mark.line + self.first_line).text[mark.column :]
        if node.style is None and node.start_mark.line == mark.line and (cut := CUT_OFF.match(rest)):
            span = self.source.span_at(mark.line + self.first_line, mark.column + cut.start("cut") + 1, len(cut["cut"]))
            self.faults.append(rule("yaml-syntax", "cut").at(span, cut=cut["cut"]))

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
        explain = next((explain for part, explain in YAML_FAULTS.items() if part in problem), YAML_FAULTS[""])
        return explain(self._at(line, column), self.source.file)

    def _at(self, line: int, column: int) -> Span:
        """The Span of one character; `line` and `column` count from 0, in the text that was read."""
        return self.source.span_at(min(line + self.first_line, len(self.source.lines)), column + 1, 1)


def _failed(diagnostic: Diagnostic) -> BuildFailed:
    return BuildFailed(Diagnostics((diagnostic,)))


CUT_OFF = re.compile(r"[ \t]+(?P<cut>#[^\s#].*?)[ \t]*$")
TIGHT = re.compile(r"[\w-]+:(?=\S)")
CLOSING = {"[": "]", "{": "}"}
YAML_FAULTS: Mapping[str, Callable[[Span, str], Diagnostic]] = {
    "no space after the colon": lambda span, file: rule("yaml-syntax", "no-space").at(span, file=file),
    "mapping values are not allowed": lambda span, file: rule("yaml-syntax", "second-colon").at(span, file=file),
    "could not find expected ':'": lambda span, file: rule("yaml-syntax", "no-colon").at(span, file=file),
    "expected alphabetic or numeric": lambda span, file: rule("yaml-syntax", "special").at(span, file=file),
    "cannot start any token": lambda span, file: rule("yaml-syntax", "bad-character").at(span, file=file),
    "while scanning a quoted scalar": lambda span, file: rule("yaml-syntax", "open-quote").at(span, file=file),
    "unexpected end of stream": lambda span, file: rule("yaml-syntax", "open-end").at(span, file=file),
    "expected ',' or ']'": lambda span, file: rule("yaml-syntax", "open-list").at(span, file=file),
    "expected ',' or '}'": lambda span, file: rule("yaml-syntax", "open-mapping").at(span, file=file),
    "expected <block end>": lambda span, file: rule("yaml-syntax", "indent").at(span, file=file),
    "found another document": lambda span, file: rule("yaml-syntax", "second-document").at(span, file=file),
    "": lambda span, file: rule("yaml-syntax").at(span, file=file),
}
"""What the library says, in part, and the rule for it."""


def _on_one_line(node: Node) -> bool:
    return bool(node.start_mark.line == node.end_mark.line and node.end_mark.column > node.start_mark.column)


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
