from __future__ import annotations

import pytest

from trueline.policies.cel import EvaluationError, compile_expression
from trueline.policies.cel.kinds import OpenList
from trueline.values.bounds import Bounded, Bounds
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown

U = Unknown(["var.x ← not set"])
IT = {
    "u": U,
    "made": Unknown(["known after apply"], ["aws_ebs_snapshot.x"]),
    "list": ["a", U],
    "map": {"k": U, "z": "z"},
    "policy": PartialJson({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": U}]}),
    "open": OpenList([{"on": True}], U),
    "none_yet": OpenList([], U),
    "begun": PartialList(["a", "b"], U),
    "money": Bounded(Bounds(10.0, 20.0), ["var.x ← not set"]),
    "spent": Bounded(Bounds(10.0, float("inf")), ["var.x ← not set"]),
}
UNKNOWN = "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("it.u.field.deeper", UNKNOWN, id="fields"),
        pytest.param("it.u[0]", UNKNOWN, id="members"),
        pytest.param("has(it.u)", UNKNOWN, id="it may be null"),
        pytest.param("has(it.u.x)", UNKNOWN, id="has a field"),
        pytest.param("it.?u.orValue('a') == 'a'", UNKNOWN, id="optional"),
        pytest.param("it.?u.?x.hasValue()", UNKNOWN, id="has a value"),
        pytest.param("'u' in it", UNKNOWN, id="a key that may be null"),
        pytest.param("written(it.?u)", UNKNOWN, id="what somebody sets may be empty"),
        pytest.param("written(it.?made)", True, id="what another resource gives is written"),
        pytest.param("it.u == 1", UNKNOWN, id="compared"),
        pytest.param("it.u + 1 > 2", UNKNOWN, id="reckoned"),
        pytest.param("it.u.startsWith('a')", UNKNOWN, id="as target"),
        pytest.param("'a'.startsWith(it.u)", UNKNOWN, id="as argument"),
        pytest.param("it.u ? 1 : 1", UNKNOWN, id="as condition"),
        pytest.param("it.u.all(x, x == 1)", UNKNOWN, id="as a list"),
        pytest.param("'a' in it.list", True, id="a known member is enough"),
        pytest.param("'b' in it.list", UNKNOWN, id="an unknown member could be it"),
        pytest.param("it.list == ['a', 'b']", UNKNOWN, id="lists that may be equal"),
        pytest.param("it.list == ['x', 'b']", False, id="lists that differ in a known member"),
        pytest.param("it.list == ['a']", False, id="lists of different length"),
        pytest.param("it.map != {'k': 1, 'z': 'y'}", True, id="maps that differ in a known value"),
        pytest.param("'a' in it.begun", True, id="in the known beginning"),
        pytest.param("'c' in it.begun", UNKNOWN, id="it may follow"),
        pytest.param("it.begun.exists(x, x == 'b')", True, id="a hit in the beginning decides"),
        pytest.param("it.begun.exists(x, x == 'c')", UNKNOWN, id="a hit may follow"),
        pytest.param("it.begun.all(x, x == 'a')", False, id="a miss in the beginning decides"),
        pytest.param("it.begun.all(x, x != 'c')", UNKNOWN, id="a miss may follow"),
        pytest.param("[it.begun].flatten().size()", UNKNOWN, id="how long lists are together"),
        pytest.param("'b' in [it.begun].flatten()", True, id="in the known beginning of one of several lists"),
        pytest.param("[it.begun].size()", 1, id="a list that may go on is one member"),
        pytest.param("it.begun.size()", UNKNOWN, id="how long it is"),
        pytest.param("it.money > 5", True, id="more than the lower bound decides"),
        pytest.param("it.money > 15", UNKNOWN, id="between the bounds nothing is decided"),
        pytest.param("it.money > 20", False, id="the upper bound decides"),
        pytest.param("it.money >= 20", UNKNOWN, id="it may be just as much"),
        pytest.param("it.money <= 20", True, id="it is no more"),
        pytest.param("25 < it.money", False, id="the other way round"),
        pytest.param("it.spent > 5.0", True, id="a lower bound alone decides"),
        pytest.param("it.spent > 500", UNKNOWN, id="a lower bound alone does not"),
        pytest.param("it.spent > it.money", UNKNOWN, id="two of them"),
        pytest.param("it.money * 3 > 25", True, id="reckoned with"),
        pytest.param("it.money - it.spent < 100", True, id="a difference has an upper bound"),
        pytest.param("it.money + it.spent > 19", True, id="a sum has a lower bound"),
        pytest.param("has(it.money)", True, id="a figure with bounds is there"),
        pytest.param("it.money == 15.0", UNKNOWN, id="equality is not asked of bounds"),
        pytest.param("it.list.size()", 2, id="members are counted, known or not"),
        pytest.param("it.list.exists(x, x == 'a')", True, id="a hit decides"),
        pytest.param("it.list.filter(x, x == 'a').size() == 1", UNKNOWN, id="a member that may be kept"),
        pytest.param("it.list.filter(x, x == 'a').exists(x, x == 'a')", True, id="a member that is kept"),
        pytest.param("it.list.map(x, x + '!')[0]", "a!", id="each member on its own"),
        pytest.param("it.list.join(',')", UNKNOWN, id="joined"),
        pytest.param("'%s'.format([it.list])", UNKNOWN, id="written"),
        pytest.param("sets.contains(it.list, ['a'])", True, id="sets"),
        pytest.param("sets.contains(it.list, ['a', 'b'])", UNKNOWN, id="sets that may"),
        pytest.param("{'a': it.u}.a", UNKNOWN, id="in a map"),
        pytest.param("[it.u, 1][1]", 1, id="beside it"),
        pytest.param("it.policy == 'x'", UNKNOWN, id="encoded text is unknown"),
        pytest.param("json(it.policy).Statement[0].Action", "s3:*", id="but not what is in it"),
        pytest.param("json(it.policy).Statement[0].Resource", UNKNOWN, id="only the leaf"),
        pytest.param("statements(it.policy)[0].actions", ["s3:*"], id="statements"),
        pytest.param("statements(it.policy)[0].resources", UNKNOWN, id="unknown resources"),
        pytest.param("it.open.exists(x, x.on)", True, id="an open list with a hit"),
        pytest.param("it.open.exists(x, !x.on)", UNKNOWN, id="an open list without a hit"),
        pytest.param("it.open.all(x, !x.on)", False, id="an open list with a miss"),
        pytest.param("it.open.all(x, x.on)", UNKNOWN, id="an open list without a miss"),
        pytest.param("it.open.size()", UNKNOWN, id="how many"),
        pytest.param("it.open == []", UNKNOWN, id="equal"),
        pytest.param("it.open.map(x, x.on).exists(x, x)", True, id="mapped"),
        pytest.param("it.open.filter(x, !x.on).exists(x, true)", UNKNOWN, id="filtered"),
        pytest.param("(it.open + [{'on': false}]).exists(x, !x.on)", True, id="joined to a list"),
        pytest.param("it.open[5]", UNKNOWN, id="beyond what is seen"),
        pytest.param("it.none_yet.exists(x, true)", UNKNOWN, id="empty, perhaps"),
        pytest.param("false && it.u", False, id="false decides"),
        pytest.param("it.u || true", True, id="true decides"),
    ],
)
def test_unknown(evaluate, text, expected) -> None:
    value = evaluate(text, IT)

    assert expected == (UNKNOWN if isinstance(value, Unknown) else value)
    assert not isinstance(value, Unknown) or value.reasons == U.reasons


def test_lazy_names_may_raise(evaluate) -> None:
    class Lazy(dict[str, object]):
        def __missing__(self, name: str) -> object:
            raise EvaluationError(f"no {name}", missing=name)

    program = compile_expression("it || now == 1", ["it", "now"])

    assert program.evaluate(Lazy(it=True)) is True
    with pytest.raises(EvaluationError, match="no now"):
        program.evaluate(Lazy(it=False))
