"""Tokens to definitions, by recursive descent; guarded by a limit on depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from trueline.parsers.graphql.syntax import (
    Argument,
    Definition,
    Directive,
    EnumValue,
    Field,
    InputValue,
    Operation,
    Value,
    Word,
)
from trueline.parsers.graphql.tokens import GraphqlSyntaxError, Token, string_of, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.parsers.graphql.outline import Chunk

T = TypeVar("T")
DEEPEST: Final = 60
"""How deep lists and objects may stand in each other."""


def read(text: str, chunk: Chunk) -> tuple[Definition | None, GraphqlSyntaxError | None]:
    """Return the definition that ``chunk`` of ``text`` is, as far as it can be read, and what is wrong with it."""
    return _Definitions(text, chunk).read()


class _Definitions:
    """Reads one definition; what was read of it before a fault is kept."""

    def __init__(self, text: str, chunk: Chunk) -> None:
        self._next = tokens(text, chunk.start, chunk.end).__next__
        self._token = self._next()
        self._chunk = chunk
        self._parts: dict[str, tuple[object, ...]] = {}

    def read(self) -> tuple[Definition | None, GraphqlSyntaxError | None]:
        fault = self._chunk.fault
        name: Word | None = None
        keyword = self._chunk.keyword
        is_repeatable = False
        try:
            name = self._head()
            self._body(keyword)
            is_repeatable = "repeatable" in self._parts
            if self._token.kind:
                raise self._unexpected("the end of the definition")
        except GraphqlSyntaxError as found:
            fault = fault or found
        if name is None:
            return None, fault
        parts = {part: value for part, value in self._parts.items() if part != "repeatable"}
        definition = Definition(
            keyword,
            name,
            self._chunk.start,
            self._chunk.end,
            self._chunk.is_extension,
            fault is not None,
            is_repeatable=is_repeatable,
            **parts,  # type: ignore[arg-type]  # the table in _body names the fields that have such parts
        )
        return definition, fault

    def _head(self) -> Word:
        self._description()
        if self._chunk.is_extension:
            self._name()
        word = self._name()
        if word.text != self._chunk.keyword or not self._chunk.is_schema:
            raise GraphqlSyntaxError(f"expected a definition, found {word.text}", word.start, word.end)
        if word.text == "schema":
            return word
        if word.text == "directive":
            self._expect("@")
        return self._name()

    def _body(self, keyword: str) -> None:
        if keyword == "directive":
            self._directive_definition()
            return
        if keyword in ("type", "interface") and self._is_name("implements"):
            self._advance()
            self._parts["interfaces"] = self._names("&")
        self._parts["directives"] = self._directives()
        if keyword == "union" and self._take("="):
            self._parts["members"] = self._names("|")
        elif self._token.text == "{" and keyword in _BODIES:
            part, one = _BODIES[keyword]
            found: list[object] = []
            try:
                self._listed("{", "}", lambda: one(self), found)
            finally:
                self._parts[part] = tuple(found)

    def _directive_definition(self) -> None:
        self._parts["inputs"] = self._inputs("(", ")")
        if self._is_name("repeatable"):
            self._advance()
            self._parts["repeatable"] = ()
        word = self._name()
        if word.text != "on":
            raise GraphqlSyntaxError(f"expected on, found {word.text}", word.start, word.end)
        self._parts["locations"] = self._names("|")

    # -- what stands in braces -------------------------------------------------------------------------------------

    def _field(self) -> Field:
        self._description()
        name = self._name()
        arguments = self._inputs("(", ")")
        self._expect(":")
        return Field(name, arguments, self._type(), self._directives())

    def _input(self) -> InputValue:
        self._description()
        name = self._name()
        self._expect(":")
        kind = self._type()
        default = self._value() if self._take("=") else None
        return InputValue(name, kind, default, self._directives())

    def _enum_value(self) -> EnumValue:
        self._description()
        name = self._name()
        if name.text in ("true", "false", "null"):
            raise GraphqlSyntaxError(f"an enum cannot have the value {name.text}", name.start, name.end)
        return EnumValue(name, self._directives())

    def _operation(self) -> Operation:
        self._description()
        name = self._name()
        self._expect(":")
        return Operation(name, self._name())

    # -- their pieces ----------------------------------------------------------------------------------------------

    def _inputs(self, opening: str, closing: str) -> tuple[InputValue, ...]:
        found: list[InputValue] = []
        if self._token.text == opening and self._token.kind == "mark":
            self._listed(opening, closing, self._input, found)
        return tuple(found)

    def _directives(self) -> tuple[Directive, ...]:
        found: list[Directive] = []
        while self._token.text == "@" and self._token.kind == "mark":
            start = self._token.start
            self._advance()
            name = self._name()
            end = name.end
            arguments: list[Argument] = []
            if self._token.text == "(" and self._token.kind == "mark":
                end = self._listed("(", ")", self._argument, arguments)
            found.append(Directive(name, tuple(arguments), start, end))
        return tuple(found)

    def _argument(self) -> Argument:
        name = self._name()
        self._expect(":")
        return Argument(name, self._value())

    def _type(self, depth: int = 0) -> Word:
        start = self._token
        self._check_depth(depth)
        if self._take("["):
            inner = self._type(depth + 1)
            text, end = f"[{inner.text}]", self._expect("]")
        else:
            text, _, end = self._name()
        if self._token.text == "!" and self._token.kind == "mark":
            text, end = text + "!", self._token.end
            self._advance()
        return Word(text, start.start, end)

    def _value(self, depth: int = 0) -> Value:
        token = self._token
        self._check_depth(depth)
        if token.kind == "mark" and token.text == "[":
            values: list[Value] = []
            end = self._listed("[", "]", lambda: self._value(depth + 1), values)
            return Value("[" + ", ".join(value.text for value in values) + "]", token.start, end)
        if token.kind == "mark" and token.text == "{":
            pairs: list[str] = []
            end = self._listed("{", "}", lambda: self._pair(depth + 1), pairs)
            return Value("{" + ", ".join(sorted(pairs)) + "}", token.start, end)
        if token.kind in ("string", "block"):
            import json

            self._advance()
            said = string_of(token)
            return Value(json.dumps(said, ensure_ascii=False), token.start, token.end, said)
        if token.kind not in ("name", "number"):
            raise self._unexpected("a value")
        self._advance()
        return Value(token.text if token.kind == "name" else _number(token.text), token.start, token.end)

    def _pair(self, depth: int) -> str:
        name = self._name()
        self._expect(":")
        return f"{name.text}: {self._value(depth).text}"

    def _names(self, between: str) -> tuple[Word, ...]:
        """Read names with a mark between them, which may also stand before the first; interfaces may lack it."""
        self._take(between)
        found = [self._name()]
        while self._take(between) or (between == "&" and self._token.kind == "name"):
            found.append(self._name())
        return tuple(found)

    def _listed(self, opening: str, closing: str, one: Callable[[], T], found: list[T]) -> int:
        """Add to ``found`` what stands between brackets, and return where they end."""
        self._expect(opening)
        while not (self._token.text == closing and self._token.kind == "mark"):
            found.append(one())
        return self._expect(closing)

    # -- tokens ----------------------------------------------------------------------------------------------------

    def _advance(self) -> None:
        self._token = self._next()

    def _description(self) -> None:
        if self._token.kind in ("string", "block"):
            self._advance()

    def _is_name(self, text: str) -> bool:
        return self._token.text == text and self._token.kind == "name"

    def _name(self) -> Word:
        token = self._token
        if token.kind != "name":
            raise self._unexpected("a name")
        self._advance()
        return Word(token.text, token.start, token.end)

    def _take(self, mark: str) -> bool:
        if self._token.text != mark or self._token.kind != "mark":
            return False
        self._advance()
        return True

    def _expect(self, mark: str) -> int:
        token = self._token
        if not self._take(mark):
            raise self._unexpected(mark)
        return token.end

    def _unexpected(self, wanted: str) -> GraphqlSyntaxError:
        token: Token = self._token
        found = token.text if len(token.text) <= 40 else token.text[:40] + "…"
        return GraphqlSyntaxError(f"expected {wanted}, found {found or 'the end'}", token.start, token.end)

    def _check_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            raise GraphqlSyntaxError(
                f"stands deeper than {DEEPEST} lists or objects", self._token.start, self._token.end
            )


_BODIES: Final[dict[str, tuple[str, Callable[[_Definitions], object]]]] = {
    "schema": ("operations", _Definitions._operation),  # noqa: SLF001  # its own table
    "type": ("fields", _Definitions._field),  # noqa: SLF001
    "interface": ("fields", _Definitions._field),  # noqa: SLF001
    "enum": ("values", _Definitions._enum_value),  # noqa: SLF001
    "input": ("inputs", _Definitions._input),  # noqa: SLF001
}


def _number(text: str) -> str:
    """Return the one spelling of a number: ``1.0`` and ``1e0`` are 1."""
    if text.lstrip("-").isdigit():
        return text
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1 << 53 else repr(number)
