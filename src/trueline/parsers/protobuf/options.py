"""Options: names with extensions in brackets, constants, and aggregates in the text format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.parsers.protobuf.syntax import Constant, Identifier, Setting, number_of
from trueline.parsers.protobuf.tokens import is_integer

if TYPE_CHECKING:
    from trueline.parsers.protobuf.tokens import Tokens

DEEPEST: Final = 64
"""Levels of aggregates, and of messages in messages; protoc itself stops at 32."""


def statement(tokens: Tokens) -> Setting:
    """Read ``name = value;`` behind the word ``option``."""
    found = _setting(tokens)
    tokens.expect(";")
    return found


def listed(tokens: Tokens) -> tuple[Setting, ...]:
    """Read ``[name = value, …]`` if it stands here."""
    if not tokens.skip("["):
        return ()
    found = [_setting(tokens)]
    while tokens.skip(","):
        found.append(_setting(tokens))
    tokens.expect("]")
    return tuple(found)


def _setting(tokens: Tokens) -> Setting:
    start = tokens.start
    parts = [_part(tokens)]
    while tokens.skip("."):
        parts.append(_part(tokens))
    tokens.expect("=")
    value = _aggregate(tokens, 1) if tokens.next == "{" else _scalar(tokens)
    return Setting(".".join(parts), value, start, tokens.last_end)


def _part(tokens: Tokens) -> str:
    if not tokens.skip("("):
        return tokens.identifier("the name of an option").text
    name = tokens.full_name("the name of an option").text
    tokens.expect(")")
    return f"({name.removeprefix('.')})"


def _scalar(tokens: Tokens) -> Constant:
    text = tokens.next
    if text[:1] in {'"', "'"}:
        return tokens.string().text
    is_negative = text == "-"
    if is_negative or text == "+":
        tokens.take()
        text = tokens.next
    if text[:1].isdigit() or text[:1] == ".":
        number = _number(tokens, text)
        return -number if is_negative else number
    name = tokens.identifier("a value").text
    if is_negative:
        return Identifier(f"-{name}")
    return {"true": True, "false": False}.get(name, Identifier(name))


def _number(tokens: Tokens, text: str) -> int | float:
    if is_integer(text):
        value: int | float = number_of(text)
    else:
        try:
            value = float(text.rstrip("fF"))
        except ValueError:
            raise tokens.broken(f"{text[:40]!r} is no number") from None
    tokens.take()
    return value


def _aggregate(tokens: Tokens, depth: int) -> dict[str, Constant]:
    """Read ``{ name: value … }``; ``< … >`` is an older way to write it."""
    if depth > DEEPEST:
        raise tokens.broken(f"nested deeper than {DEEPEST} levels")
    close = "}" if tokens.take().text == "{" else ">"
    found: dict[str, list[Constant]] = {}
    while not tokens.skip(close):
        name = _key(tokens)
        has_colon = tokens.skip(":")
        if not has_colon and tokens.next not in {"{", "<", "["}:
            raise tokens.broken("':' is missing here")
        found.setdefault(name, []).extend(_values(tokens, depth))
        if tokens.next in {",", ";"}:
            tokens.take()
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _key(tokens: Tokens) -> str:
    if not tokens.skip("["):
        return tokens.identifier("a field of the aggregate").text
    name = tokens.full_name().text
    while tokens.skip("/"):
        name += "/" + tokens.full_name().text
    tokens.expect("]")
    return f"[{name}]"


def _values(tokens: Tokens, depth: int) -> list[Constant]:
    if not tokens.skip("["):
        return [_value(tokens, depth)]
    found: list[Constant] = []
    while not tokens.skip("]"):
        found.append(_value(tokens, depth))
        if not tokens.skip(",") and tokens.next != "]":
            raise tokens.broken("',' is missing here")
    return found


def _value(tokens: Tokens, depth: int) -> Constant:
    return _aggregate(tokens, depth + 1) if tokens.next in {"{", "<"} else _scalar(tokens)
