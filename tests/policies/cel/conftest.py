from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from trueline.policies.cel import Host, compile_expression
from trueline.policies.cel.program import NO_HOST
from trueline.policies.names import given

if TYPE_CHECKING:
    from collections.abc import Mapping


class Evaluate(Protocol):
    def __call__(self, text: str, it: object = None, host: Host = ..., **names: object) -> object: ...


@pytest.fixture(scope="session")
def evaluate() -> Evaluate:
    """Evaluate a text over ``it`` and further names."""

    def call(text: str, it: object = None, host: Host = NO_HOST, **names: object) -> object:
        activation: Mapping[str, object] = {"it": it, **names}
        return compile_expression(text, {*given("resource"), *names}).evaluate(activation, host)

    return call
