"""Calling by name: unknowns, marks, errors and limits."""

from __future__ import annotations

import subprocess
import sys

import pytest

from trueline.dialects.terraform.functions.table import FUNCTIONS, call
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.values.partial import PartialJson
from trueline.values.unknown import MarkedText, SecretInt, Unknown, is_sensitive, references_of

LATER = Unknown(["not known before apply"], ["aws_s3_bucket.this"])
TEXT = Unknown(LATER.reasons, is_scalar=True)
OTHER = Unknown(["var.x ← not set"])
BUCKET = MarkedText("logs", ["aws_s3_bucket.logs"])
SECRET = MarkedText("hunter2", sensitive=True)


def test_names_are_sorted_and_each_function_is_there() -> None:
    assert sorted(FUNCTIONS) == list(FUNCTIONS)
    assert all(callable(function.load()) for function in FUNCTIONS.values())


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("upper", [LATER], id="argument"),
        pytest.param("join", [",", ["a", LATER]], id="leaf of what is read whole"),
        pytest.param("keys", [LATER], id="whole collection"),
        pytest.param("length", [LATER], id="length of what is not known"),
        pytest.param("length", [SetValue(("a", LATER))], id="set that may be smaller"),
        pytest.param("contains", [["a", LATER], "b"], id="none of the known, perhaps the unknown"),
        pytest.param("alltrue", [[True, LATER]], id="no false yet"),
        pytest.param("anytrue", [[False, LATER]], id="no true yet"),
        pytest.param("index", [[LATER, "a"], "a"], id="an earlier one may be it"),
        pytest.param("coalesce", [None, LATER, "a"], id="first that may count"),
        pytest.param("lookup", [{"a": 1}, LATER, 2], id="unknown key"),
        pytest.param("zipmap", [["a", LATER], [1, 2]], id="unknown key of a map"),
        pytest.param("sort", [["b", LATER]], id="order of what is not known"),
        pytest.param("issensitive", [LATER], id="may be secret"),
        pytest.param("compact", [["a", "", LATER]], id="it may be empty"),
        pytest.param("distinct", [["a", "a", LATER]], id="it may be another"),
        pytest.param("length", [SetValue(({"a": "x"}, {"a": LATER}))], id="set of objects that may be smaller"),
        pytest.param("tolist", [SetValue(("a", LATER))], id="order of a set that is not known"),
        pytest.param("chunklist", [SetValue(("a", LATER)), 1], id="chunks of a set that may be smaller"),
        pytest.param("one", [SetValue(("a", LATER))], id="set that may have one element"),
    ],
)
def test_unknown_stays_unknown(name: str, arguments: list[object]) -> None:
    result = call(name, arguments)

    assert type(result) is Unknown
    assert LATER.reasons == result.reasons
    assert LATER.references == result.references


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        pytest.param("contains", [["a", LATER], "a"], True, id="one of the known"),
        pytest.param("alltrue", [[False, LATER]], False, id="a false settles it"),
        pytest.param("anytrue", [[True, LATER]], True, id="a true settles it"),
        pytest.param("coalesce", ["a", LATER], "a", id="before the unknown"),
        pytest.param("coalescelist", [["a"], LATER], ["a"], id="list before the unknown"),
        pytest.param("keys", [{"b": LATER, "a": 1}], ["a", "b"], id="keys of unknown values"),
        pytest.param("length", [["a", LATER]], 2, id="length of a list"),
        pytest.param("lookup", [{"a": 1, "b": LATER}, "a", LATER], 1, id="default that is not needed"),
        pytest.param("element", [["a", LATER], 2], "a", id="known element"),
        pytest.param("index", [["a", LATER], "a"], 0, id="before the unknown"),
        pytest.param("one", [[]], None, id="none"),
    ],
)
def test_known_part_settles_it(name: str, arguments: list[object], expected: object) -> None:
    assert expected == call(name, arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "known", "unknown"),
    [
        pytest.param("merge", [{"a": 1}, {"b": LATER}], ("a", 1), "b", id="merge"),
        pytest.param("tomap", [{"a": "x", "b": LATER}], ("a", "x"), "b", id="tomap"),
        pytest.param("zipmap", [["a", "b"], ["x", LATER]], ("a", "x"), "b", id="zipmap"),
        pytest.param("concat", [["a"], [LATER]], (0, "a"), 1, id="concat"),
        pytest.param("tolist", [["a", LATER]], (0, "a"), 1, id="tolist"),
        pytest.param("toset", [[LATER, "a"]], (0, "a"), 1, id="toset"),
        pytest.param("flatten", [["a", [TEXT]]], (0, "a"), 1, id="flatten"),
        pytest.param("values", [{"b": LATER, "a": "x"}], (0, "x"), 1, id="values"),
        pytest.param("reverse", [[LATER, "a"]], (0, "a"), 1, id="reverse"),
        pytest.param("slice", [["a", LATER, "c"], 0, 2], (0, "a"), 1, id="slice"),
        pytest.param("formatlist", ["%s!", ["a", LATER]], (0, "a!"), 1, id="formatlist"),
        pytest.param("setunion", [["a"], [LATER]], (0, "a"), 1, id="setunion"),
    ],
)
def test_unknown_stays_at_its_leaf(
    name: str, arguments: list[object], known: tuple[object, object], unknown: object
) -> None:
    result = call(name, arguments)

    assert known[1] == result[known[0]]
    assert LATER.reasons == result[unknown].reasons


def test_reasons_of_all_unknowns_are_joined() -> None:
    result = call("format", ["%s-%s", LATER, OTHER])

    assert (*LATER.reasons, *OTHER.reasons) == result.reasons


def test_json_with_an_unknown_leaf_keeps_its_structure() -> None:
    document = {"Statement": [{"Effect": "Allow", "Resource": LATER}]}

    result = call("jsonencode", [document])

    assert isinstance(result, PartialJson)
    assert document["Statement"][0]["Effect"] == result.value["Statement"][0]["Effect"]
    assert isinstance(call("base64encode", [result]), Unknown)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("coalesce", ["", BUCKET], id="coalesce"),
        pytest.param("element", [[BUCKET], 0], id="element"),
        pytest.param("lookup", [{"a": BUCKET}, "a"], id="lookup"),
        pytest.param("one", [[BUCKET]], id="one"),
        pytest.param("tostring", [BUCKET], id="tostring"),
        pytest.param("join", ["", [BUCKET]], id="join"),
        pytest.param("format", ["arn:%s", BUCKET], id="format"),
    ],
)
def test_references_survive(name: str, arguments: list[object]) -> None:
    assert BUCKET.references == references_of(call(name, arguments))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("upper", [SECRET], id="text of a secret"),
        pytest.param("base64encode", [SECRET], id="encoded"),
        pytest.param("jsonencode", [{"a": SECRET}], id="inside JSON"),
        pytest.param("tostring", [SecretInt(5)], id="number as text"),
        pytest.param("tonumber", [MarkedText("5", sensitive=True)], id="text as number"),
        pytest.param("abs", [SecretInt(-5)], id="number"),
        pytest.param("sensitive", ["a"], id="marked"),
        pytest.param("format", ["%s", SECRET], id="formatted"),
        pytest.param("trimprefix", [SECRET, "x"], id="unchanged"),
    ],
)
def test_secret_stays_secret(name: str, arguments: list[object]) -> None:
    assert is_sensitive(call(name, arguments))


def test_parts_of_a_secret_are_secret() -> None:
    parts = call("split", [",", MarkedText("a,b", sensitive=True)])

    assert parts == ["a", "b"]
    assert all(map(is_sensitive, parts))


def test_nonsensitive_reveals_and_keeps_references() -> None:
    result = call("nonsensitive", [[MarkedText("a", ["r.x"], sensitive=True), SecretInt(5)]])

    assert not any(map(is_sensitive, result))
    assert frozenset({"r.x"}) == references_of(result[0])


@pytest.mark.parametrize("name", ["bcrypt", "plantimestamp", "rsadecrypt", "timestamp", "uuid", "base64gzip"])
def test_what_only_a_run_makes_is_unknown_with_a_reason(name: str) -> None:
    arguments = {"bcrypt": ["a"], "rsadecrypt": ["a", "b"], "base64gzip": ["a"]}.get(name, [])

    assert name in call(name, arguments).reasons[0]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("range", [10**9], id="long range"),
        pytest.param("format", ["%999999999d", 1], id="wide format"),
        pytest.param("format", ["%.999999999f", 1], id="precise format"),
        pytest.param("indent", [10**9, "\n\n"], id="wide indent"),
        pytest.param("join", ["x" * 10_000, ["y"] * 10_000], id="long join"),
        pytest.param("replace", ["x" * 10_000, "x", "y" * 10_000], id="long replacement"),
        pytest.param("replace", ["x" * 10_000, "/x/", "y" * 10_000], id="long replacement by pattern"),
        pytest.param("setproduct", [list(range(1000))] * 3, id="large product"),
        pytest.param("cidrsubnets", ["10.0.0.0/8", *[20] * 20_000], id="many blocks"),
        pytest.param("pow", [10, 10**9], id="large power"),
        pytest.param("jsondecode", ["[" * 100_000], id="deep JSON"),
        pytest.param("yamldecode", ["[" * 100_000], id="deep YAML"),
        pytest.param("yamldecode", ["- " * 100_000], id="deep YAML in blocks"),
        pytest.param("jsondecode", ["9" * 1_000_000], id="long number"),
        pytest.param("tonumber", ["1e999999999"], id="large exponent"),
        pytest.param("parseint", ["f" * 1_000_000, 16], id="long integer"),
        pytest.param("regex", ["(" * 10_000, "x"], id="deep pattern"),
    ],
)
def test_what_would_fill_the_memory_is_an_error(name: str, arguments: list[object]) -> None:
    with pytest.raises(FunctionError):
        call(name, arguments)


def test_aliases_that_blow_up_are_an_error() -> None:
    text = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )

    with pytest.raises(FunctionError, match="more than"):
        call("yamldecode", [text])


def test_pattern_that_takes_too_long_is_unknown() -> None:
    result = call("regex", ["(a|a|aa)+$", "a" * 60 + "b"])

    assert result.reasons == ("the pattern takes too long to match",)


def test_importing_the_table_loads_no_room() -> None:
    script = (
        "import sys; import trueline.dialects.terraform.functions.table;"
        "print(sorted(name.rpartition('.')[2] for name in sys.modules if '.functions.' in name),"
        " {'decimal', 'json', 'regex', 'yaml'} & set(sys.modules))"
    )

    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed == "['table', 'types'] set()\n"
