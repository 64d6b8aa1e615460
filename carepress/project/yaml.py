"""Records: a YAML mapping in which every key knows where it stands, checked by a model.

A wrong value is shown in the author's own line, so the YAML is composed into nodes (which keep their places) before it
becomes plain values. This is the one importer of ruamel.yaml.

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
    ScalarToken,
    TagToken,
)

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import UNSEEN, BuildFailed, Diagnostic, Diagnostics, Span
from carepress.project.misread import Scalar, misread
from carepress.project.slips import HIDDEN, TIGHT, Slip, find_slip
from carepress.project.source import Source
from carepress.project.yaml_rules import OF_SLIPS, explain

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
    text: str = ""
    spans: dict[KeyPath, Span] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def read(self, text: str) -> dict[str, Any]:
        """The mapping in a text. Raises BuildFailed."""
        file, self.text = self.source.file, text
        if len(text) > LONGEST:
            fault = rule("unreadable-file", "settings")
            raise _failed(fault.at(self._at(0, 0), file=file, count=len(text), limit=LONGEST))
        self._check_signs(text)
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
            slip = find_slip(text.split("\n"), node.start_mark.line)
            other = rule("yaml-syntax", "no-mapping").at(self._at(node.start_mark.line, 0), file=file)
            raise _failed(self._told(slip) if slip else other)
        value = self._value(node, (), 0)
        assert isinstance(value, dict)
        return value

    def _check_signs(self, text: str) -> None:
        """Refuse signs that nobody can see; escapes for them are found in the tokens."""
        unseen = [found for pattern in (UNSEEN, HIDDEN) if (found := pattern.search(text))]
        for found in sorted(unseen, key=lambda found: found.start())[:1]:
            line, column = text.count("\n", 0, found.start()), found.start() - text.rfind("\n", 0, found.start()) - 1
            fault = rule("yaml-syntax", "invisible")
            raise _failed(fault.at(self._at(line, column), file=self.source.file, code=ord(found[0])))

    def _check_tokens(self, text: str) -> None:
        """Refuse what nests too deeply and whatever is more than plain YAML: anchors, aliases, tags."""
        depth = 0
        for token in YAML(typ="safe", pure=True).scan(text):
            depth += isinstance(token, OPENING) - isinstance(token, ENDING)
            self._check_depth(depth, token.start_mark)
            if isinstance(token, AliasToken | AnchorToken | TagToken):
                raise _failed(self._special(token.start_mark.line, token.start_mark.column, text))
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
        self._check_text(node)
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: KeyPath, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            span = self._span(key_node)
            self._check_key(key_node, value_node)
            if key in values:
                self.faults.append(rule("repeated-key").at(span, key=key))
                continue
            if self._is_commented_out(key_node, value_node):
                self.faults.append(rule("yaml-syntax", "comment").at(span, key=key))
            self.spans[(*path, key)] = self._span(value_node) if _on_one_line(value_node) else span
            self.spans[(*path, key, "key")] = span
            values[key] = self._value(value_node, (*path, key), depth + 1)
        return values

    def _check_key(self, key: Node, value: Node) -> None:
        if isinstance(key, ScalarNode):
            self._check_text(key)
            tight = key.style is None and TIGHT.match(key.value)
            if tight and value.start_mark.index == value.end_mark.index:  # {a:b} is a key without a value
                at = key.start_mark
                self.faults.append(
                    rule("yaml-syntax", "no-space").at(
                        self._at(at.line, at.column + tight.start("at")), file=self.source.file
                    )
                )

    def _check_text(self, node: ScalarNode) -> None:
        """A value that YAML reads otherwise than it is meant: `Room #5` is `Room` to it."""
        start, end = node.start_mark.index, node.end_mark.index
        is_text = str(node.tag).endswith(":str")
        scalar = Scalar(text=self.text, start=start, end=end, style=node.style or "", is_text=is_text)
        self.faults += map(self._told, misread(scalar))

    def _told(self, slip: Slip) -> Diagnostic:
        span = self.source.span_at(slip.line + self.first_line, slip.column + 1, slip.length)
        return OF_SLIPS[slip.case](span, slip.values, self.source.file)

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
        if slip := find_slip(text.split("\n"), line):
            return self._told(slip)
        if "found '<stream end>'" in problem and (opened := max(text.rfind("["), text.rfind("{"))) >= 0:
            line, column = text[:opened].count("\n"), opened - text.rfind("\n", 0, opened) - 1
            problem = f"expected ',' or '{CLOSING[text[opened]]}'"
        return explain(problem, self._at(line, column), self.source.file)

    def _special(self, line: int, column: int, text: str) -> Diagnostic:
        """The fault of an anchor, an alias or a tag, which a sign at the start of a value makes."""
        if slip := find_slip(text.split("\n"), line):
            return self._told(slip)
        sign = text.split("\n")[line][column]
        return self._told(Slip("special", line, column, 1, {"sign": sign, "typed": '"..."'}))

    def _at(self, line: int, column: int) -> Span:
        """The Span of one character; `line` and `column` count from 0, in the text that was read."""
        return self.source.span_at(min(line + self.first_line, len(self.source.lines)), column + 1, 1)


def _failed(diagnostic: Diagnostic) -> BuildFailed:
    return BuildFailed(Diagnostics((diagnostic,)))


CLOSING = {"[": "]", "{": "}"}


def _on_one_line(node: Node) -> bool:
    return bool(node.start_mark.line == node.end_mark.line and node.end_mark.column > node.start_mark.column)


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
