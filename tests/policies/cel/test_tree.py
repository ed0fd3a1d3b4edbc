from __future__ import annotations

import json

import pytest

from trueline.policies.cel import compile_expression, from_tree, to_tree
from trueline.policies.names import given

TEXTS = [
    "it.a.b[0] == 'x' && !has(it.c) || it.?d.orValue(1u) == 1u",
    "it.list.filter(x, x > 1.5).map(x, x * 2.0).exists(k, v, v > 3.0)",
    "cel.bind(n, it.n, n ? b'\\xff' : b'')",
    "{'a': [1, ?it.?x, null], ?'b': it.?y}",
    "it[?'k'].optMap(v, v + '!').orValue('none') in ['a', 'none']",
    "type(it.n) == bool && -it.f < 1e3",
    'linked("a/b", "c").size() == 0 || now.getFullYear() == 2026',
]


@pytest.mark.parametrize("text", TEXTS)
def test_round_trip(text) -> None:
    program = compile_expression(text, given("resource"))

    again = from_tree(json.loads(json.dumps(to_tree(program))))

    assert program.tree == again.tree
    assert (program.text, program.variables, program.calls) == (again.text, again.variables, again.calls)
    assert (program.reads, program.kind) == (again.reads, again.kind)
    assert to_tree(program) == to_tree(again)


def test_evaluates_alike() -> None:
    it = {"list": [1, 2, 3], "n": True, "f": 2.5, "k": "v", "x": 7}

    for text in TEXTS[1:6]:
        program = compile_expression(text, given("resource"))
        again = from_tree(json.loads(json.dumps(to_tree(program))))
        assert program.evaluate({"it": it}) == again.evaluate({"it": it})
