"""Whatever the expression and the values, nothing but the two errors comes out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trueline.policies.cel import CelSyntaxError, EvaluationError, Host, Program, compile_expression, from_tree, to_tree
from trueline.policies.cel.function import signature
from trueline.policies.cel.kinds import NONE, Kind, OpenList, Optional, Uint
from trueline.policies.cel.registry import ROOM_OF, function_named
from trueline.values.partial import PartialJson
from trueline.values.unknown import MarkedText, SecretInt, Unknown

ODD: list[object] = [
    Unknown(["u"]), PartialJson({"a": Unknown(["p"])}), MarkedText("s",
    sensitive=True), SecretInt(4), Uint(3), NONE,
    Optional(1), Kind("int"), datetime(9999, 12, 31, 23, 59, tzinfo=UTC), datetime(1,
    1, 1, tzinfo=UTC), timedelta(1),
    timedelta.max, OpenList([1], Unknown(["o"])), 10**400, "10.0.0.0/8", "1.2.3",
    "500m", "2026-01-01T00:00:00Z", "%s",
    "https://a.b/c", "[0-9]+", "\ud800", '{"a": 1}', "* * * * *", 2**63 - 1, -(2**63),
]  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.binary(max_size=4),
    st.integers(0, len(ODD) - 1).map(ODD.__getitem__),  # hypothesis hashes samples, which an unknown refuses
)  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abk",
    max_size=2), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
FUNCTIONS = sorted(name for name in ROOM_OF if ROOM_OF[name] != "relations")
ATOMS = st.sampled_from([
    "it", "it.a", "it.?a", "it[0]", "it[?1]", "it['k']", "1", "-2", "0", "1.5", "2u",
    "'a'", "''", "b'x'", "true", "false",
    "null", "[]", "[1, 2]", "{}", "{'a': 1}", "int", "has(it.a)", "x", "duration('1s')",
    "timestamp('2026-01-01T00:00:00Z')",
])  # fmt: skip


def _call(name: str, arguments: list[str]) -> str:
    function = function_named(name)
    assert function is not None
    wanted = signature(function)
    count = max(wanted.least, min(len(arguments), wanted.most if wanted.most is not None else 3))
    given = [f"dyn({arguments[position % len(arguments)]})" for position in range(count)]
    if "m" in function.style and given:
        return f"{given[0]}.{name}({', '.join(given[1:])})"
    return f"{name}({', '.join(given)})"


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "in"])
    macros = st.sampled_from(["all", "exists", "exists_one", "filter", "map", "sortBy"])
    return st.one_of(
        st.builds("(dyn({}) {} dyn({}))".format, inner, operators, inner),
        st.builds("(dyn({}) ? {} : {})".format, inner, inner, inner),
        st.builds("dyn({}).{}(x, dyn({}))".format, inner, macros, inner),
        st.builds("dyn({}).{}(k, x, dyn({}))".format, inner, st.sampled_from(["all", "transformMap"]), inner),
        st.builds("dyn({})[dyn({})]".format, inner, inner),
        st.builds("dyn({}).?{}.orValue({})".format, inner, st.sampled_from(["a", "b"]), inner),
        st.builds("dyn({}).optMap(x, {})".format, inner, inner),
        st.builds("[?dyn({}), {}]".format, inner, inner),
        st.builds("{{dyn({}): {}}}".format, inner, inner),
        st.builds("!dyn({})".format, inner),
        st.builds("-dyn({})".format, inner),
        st.builds(_call, st.sampled_from(FUNCTIONS), st.lists(inner, min_size=1, max_size=3)),
    )


def outcome(program: Program, names: dict[str, object]) -> tuple[str, int, int]:
    """Return what an evaluation gives, or its error and place."""
    try:
        return repr(program.evaluate(names, Host(steps=5000))), 0, 1
    except EvaluationError as error:
        return error.message, error.start, error.end


EXPRESSIONS = st.recursive(ATOMS, _larger, max_leaves=6)


@given(EXPRESSIONS, VALUES, VALUES)
@settings(max_examples=1200, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_else_comes_out(text: str, it: object, x: object) -> None:
    try:
        program = compile_expression(text, ["it", "x"])
    except CelSyntaxError:
        return
    first = outcome(program, {"it": it, "x": x})

    assert first == outcome(from_tree(to_tree(program)), {"it": it, "x": x})
    assert 0 <= first[1] < first[2] <= len(text)


@given(st.text("it.a'\"\\()[]{}?:!&|=<>+-*/%0123456789 xubr,\n`@", max_size=30) | st.text(max_size=15))
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    places = [(0, 1)]
    try:
        compile_expression(text, ["it", "x"])
    except CelSyntaxError as error:
        places.append((error.start, error.end))

    assert all(0 <= start < end <= len(text) + 1 for start, end in places)
