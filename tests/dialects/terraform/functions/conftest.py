"""Reads the small part of Terraform's expressions that the recorded ones are written in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.functions.scalars import parse_number
from trueline.dialects.terraform.functions.table import call
from trueline.dialects.terraform.functions.types import exact, rounded

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[\w:]+|\.\.\.|.)', re.ASCII)
_ESCAPE = re.compile(r"\\U([0-9a-fA-F]{8})")


class _Expression:
    def __init__(self, text: str) -> None:
        self.tokens = [match[1] for match in _TOKEN.finditer(text)]
        self.place = 0

    def next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def take(self, token: str) -> bool:
        found = self.place < len(self.tokens) and self.tokens[self.place] == token
        self.place += found
        return found

    def value(self) -> object:
        value = self.term()
        while self.tokens[self.place : self.place + 1] in (["/"], ["*"]):
            operator = self.next()
            other = exact(self.term())
            value = rounded(exact(value) / other if operator == "/" else exact(value) * other)
        return value

    def term(self) -> object:
        token = self.next()
        if token[0] == '"':
            return json.loads(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), token).replace("$${", "${"))
        if token[0].isdigit():
            return parse_number(token)
        if token == "-":
            return -self.term()
        if token == "[":
            return list(self.members("]"))
        if token == "{":
            return dict(self.attributes())
        if token in ("true", "false", "null"):
            return json.loads(token)
        assert self.take("("), token
        return call(token, list(self.members(")")))

    def members(self, end: str) -> list[object]:
        members = []
        while not self.take(end):
            value = self.value()
            members += value if self.take("...") else [value]
            self.take(",")
        return members

    def attributes(self) -> list[tuple[str, object]]:
        attributes = []
        while not self.take("}"):
            name = self.next()
            assert self.take("="), name
            attributes.append((json.loads(name) if name[0] == '"' else name, self.value()))
            self.take(",")
        return attributes


@pytest.fixture(scope="session")
def evaluate() -> Callable[[str], object]:
    """Return what evaluates an expression of literals and function calls."""
    return lambda text: _Expression(text).value()
