"""What the queries of a consumer use of a GraphQL schema: fields, arguments, inputs and enums, by their coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.consumers.use import Use
from trueline.parsers.graphql.tokens import GraphqlSyntaxError, Token, tokens
from trueline.parsers.text import decode

if TYPE_CHECKING:
    from trueline.contracts.graphql.merged import Merged
    from trueline.contracts.graphql.side import Side
    from trueline.model.document import Reader, Source
    from trueline.model.unit import Unit

SUFFIXES: Final = (".gql", ".graphql")
IN_PART: Final = "{}"
"""Stands behind a type of which something is used: what is said of the type as a whole is about its users."""
_DEEPEST: Final = 200
_ROOTS: Final = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}


def uses(source: Source, schema: Unit | None, reader: Reader) -> Use | None:
    """Return what the operations of a file use; None where it has none, ``ValueError`` where it cannot be read.

    What the schema does not know is taken for everything: it may stand in a part that cannot be read.
    """
    from trueline.contracts.graphql.side import Side as Schema

    text, problem = decode(source.data)
    if problem is not None:
        raise ValueError(problem.message)
    if schema is None:
        return None
    walk = _Walk(text, Schema(schema, reader, "warning"))
    try:
        walk.document()
    except GraphqlSyntaxError as error:
        raise ValueError(f"{error.message} (line {text.count(chr(10), 0, error.start) + 1})") from error
    return Use(frozenset(walk.found), walk.is_lost, is_exact=True) if walk.has_operations else None


class _Walk:
    """One walk over a document of operations and fragments."""

    def __init__(self, text: str, schema: Side) -> None:
        self.found: set[str] = set()
        self.is_lost = False
        self.has_operations = False
        self._schema = schema
        self._before = ""
        self._next = tokens(text, 0, len(text)).__next__
        self._token = self._next()

    def document(self) -> None:
        """Read every operation and fragment; definitions of a schema are none of a consumer's."""
        while self._token.kind:
            word = self._token
            if word.text == "{":
                self._operation("query")
            elif word.text in _ROOTS:
                self._take()
                self._operation(word.text)
            elif word.text == "fragment":
                self._take()
                self._take()
                self._expect("on")
                self._fragment()
            elif word.kind in ("block", "string") or word.text in ("extend", "schema", "type", "input", "enum"):
                raise GraphqlSyntaxError("this is part of a schema, not of what a consumer asks", word.start, word.end)
            else:
                raise GraphqlSyntaxError(
                    f"expected an operation or a fragment, found {word.text}", word.start, word.end
                )

    def _operation(self, kind: str) -> None:
        self.has_operations = True
        if self._token.kind == "name":
            self._take()
        if self._token.text == "(":
            self._variables()
        self._directives()
        self._selection(self._root(kind), 0)

    def _fragment(self) -> None:
        self.has_operations = True
        name = self._take().text
        self.found.add(name)
        self._directives()
        self._selection(name, 0)

    def _root(self, kind: str) -> str:
        schema = self._schema.merged(("schema", "schema"))
        for one in schema.operations.values() if schema is not None else ():
            if one.value.name.text == kind:
                return one.value.type.text
        return _ROOTS[kind]

    def _variables(self) -> None:
        """Read variables: their types are used, with all that is in them, for their values are not known here."""
        self._expect("(")
        while self._token.text != ")":
            token = self._take()
            if token.kind == "name" and self._before == ":":
                self._whole(token.text)
            self._before = token.text if token.text != "[" else self._before
            if not token.kind:
                raise GraphqlSyntaxError("the variables do not end", token.start, token.end)
        self._expect(")")

    def _selection(self, name: str, depth: int) -> None:
        if depth > _DEEPEST:
            raise GraphqlSyntaxError("this nests too deeply", self._token.start, self._token.end)
        self._expect("{")
        self.found.add(f"{name}{IN_PART}")
        while self._token.text != "}":
            if not self._token.kind:
                raise GraphqlSyntaxError("a selection does not end", self._token.start, self._token.end)
            if self._token.text == "...":
                self._take()
                self._spread(name, depth)
            else:
                self._field(name, depth)
        self._expect("}")

    def _spread(self, name: str, depth: int) -> None:
        if self._token.text == "on":
            self._take()
            name = self._take().text
            self.found.add(name)
        elif self._token.kind == "name":  # a fragment, which is read where it stands
            self._take()
            self._directives()
            return
        self._directives()
        self._selection(name, depth + 1)

    def _field(self, owner: str, depth: int) -> None:
        token = self._take()
        if token.kind != "name":
            raise GraphqlSyntaxError(f"expected a field, found {token.text}", token.start, token.end)
        if self._token.text == ":":
            self._take()
            token = self._take()
        coordinate = f"{owner}.{token.text}"
        self.found.add(coordinate)
        definition = self._definition(owner)
        field = definition.fields.get(token.text) if definition is not None else None
        if field is None and not token.text.startswith("__"):
            self.is_lost = True
        if self._token.text == "(":
            self._arguments(
                coordinate, {one.name.text: one.type.text for one in field.value.arguments} if field else {}
            )
        self._directives()
        kind = _named(field.value.type.text) if field is not None else ""
        if self._token.text == "{":
            self._selection(kind, depth + 1)
        elif kind:
            self.found.add(kind)  # an enum or a scalar: whatever it may be is read

    def _arguments(self, coordinate: str, known: dict[str, str]) -> None:
        self._expect("(")
        while self._token.text != ")":
            name = self._take().text
            self.found.add(f"{coordinate}({name}:)")
            self._expect(":")
            self._value(known.get(name, ""), 0)
        self._expect(")")

    def _value(self, kind: str, depth: int) -> None:
        """Read a value of a type: the fields of an input that are given, and the value of an enum."""
        kind = _named(kind)
        token = self._take()
        if depth > _DEEPEST or not token.kind:
            raise GraphqlSyntaxError("a value does not end", token.start, token.end)
        if token.text == "$":
            self._take()
            self._whole(kind)
        elif token.text == "[":
            while self._token.text != "]":
                self._value(kind, depth + 1)
            self._take()
        elif token.text == "{":
            self._object(kind, depth)
        elif token.kind == "name" and kind:
            self.found.update((kind + "." + token.text,))

    def _object(self, kind: str, depth: int) -> None:
        definition = self._definition(kind)
        self.found.add(f"{kind}{IN_PART}")
        while self._token.text != "}":
            name = self._take().text
            self._expect(":")
            field = definition.inputs.get(name) if definition is not None else None
            self.found.add(f"{kind}.{name}")
            self.is_lost = self.is_lost or field is None
            self._value(field.value.type.text if field is not None else "", depth + 1)
        self._take()

    def _directives(self) -> None:
        while self._token.text == "@":
            self._take()
            name = f"@{self._take().text}"
            self.found.add(name)
            if self._token.text == "(":
                self._arguments(name, {})

    def _whole(self, name: str) -> None:
        """Note a type with everything in it, through all inputs that it holds."""
        waiting = [name]
        while waiting:
            kind = waiting.pop()
            if kind in self.found or not kind:
                continue
            self.found.add(kind)
            definition = self._definition(kind)
            inputs = definition.inputs.values() if definition is not None else ()
            waiting += [_named(one.value.type.text) for one in inputs]

    def _definition(self, name: str) -> Merged | None:
        return self._schema.merged(("type", name)) if name else None

    def _take(self) -> Token:
        token = self._token
        if token.kind:
            self._token = self._next()
        return token

    def _expect(self, text: str) -> None:
        token = self._take()
        if token.text != text:
            raise GraphqlSyntaxError(f"expected {text}, found {token.text or 'the end'}", token.start, token.end)


def _named(kind: str) -> str:
    """Return the name of a type without its lists and exclamation marks."""
    return kind.replace("[", "").replace("]", "").replace("!", "")
