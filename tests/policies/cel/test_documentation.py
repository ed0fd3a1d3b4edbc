from __future__ import annotations

from pathlib import Path

import pytest

from trueline.policies.cel import compile_expression
from trueline.policies.cel.macros import METHODS
from trueline.policies.cel.registry import ROOM_OF
from trueline.policies.names import given

PAGE = (Path(__file__).parents[3] / "docs" / "cel.md").read_text(encoding="utf-8")
EXAMPLES = PAGE.split("```cel\n")[1].split("```")[0].splitlines()


@pytest.mark.parametrize("text", EXAMPLES)
def test_example_is_a_condition(text: str) -> None:
    assert compile_expression(text, given("resource"), boolean=True).kind in ("bool", "dyn")


@pytest.mark.parametrize("name", sorted({*ROOM_OF, *METHODS} - {"existsOne"}))
def test_every_function_is_on_the_page(name: str) -> None:
    assert any(f"`{before}{name}{after}" in PAGE for before in ("", ".") for after in ("`", "("))
