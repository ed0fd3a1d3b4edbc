"""Run the conformance data of CEL's specification: ``python tests/conformance/cel_spec.py FOLDER [FILE …]``.

FOLDER is ``tests/simple/testdata`` of the specification's repository. Prints a line for each file and, with ``-v``,
each test whose answer differs.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from textproto import Message, read

from trueline.policies.cel import CelSyntaxError, EvaluationError, Program, compile_expression
from trueline.policies.cel.facts import Facts
from trueline.policies.cel.kinds import KIND_OF, Kind, Uint, kind_of
from trueline.policies.cel.parser import parse
from trueline.policies.cel.registry import function_named
from trueline.policies.cel.syntax import Call, walk

CLAIMED = [
    "basic", "bindings_ext", "comparisons", "conversions", "encoders_ext", "fields", "fp_math", "integer_math", "lists",
    "logic", "macros", "macros2", "math_ext", "namespace", "network_ext", "optionals", "parse", "plumbing", "string",
    "string_ext", "timestamps",
]  # fmt: skip
MESSAGES = ("TestAllTypes", "messages (", "object_value", "proto2", "proto3", "google.protobuf.", "GlobalEnum")


class Case(NamedTuple):
    """One test of the data."""

    file: str
    name: str
    text: str
    message: Message


class UnsupportedError(Exception):
    """The test needs a value that the language here does not have."""


def cases(path: Path) -> list[Case]:
    """Return the tests of one file."""
    document = read(path.read_text(encoding="utf-8"))
    return [
        Case(path.stem, f"{section['name'][0].decode()}/{test['name'][0].decode()}", test["expr"][0].decode(), test)
        for section in document.get("section", [])
        for test in section.get("test", [])
    ]


def value_of(message: Message) -> object:
    """Return the Python value of a ``cel.expr.Value``."""
    if not message:
        raise UnsupportedError("no value")
    ((kind, (held, *_)),) = message.items()
    if kind == "object_value":
        return well_known(held)
    if kind == "list_value":
        return [value_of(item) for item in held.get("values", [])]
    if kind == "map_value":
        return {value_of(e["key"][0]): value_of(e["value"][0]) for e in held.get("entries", [])}
    if kind not in SCALARS:
        raise UnsupportedError(kind)
    return SCALARS[kind](held)


SCALARS: dict[str, Any] = {
    "int64_value": lambda text: int(text, 0),
    "uint64_value": lambda text: Uint(int(text, 0)),
    "double_value": float,
    "string_value": bytes.decode,
    "bytes_value": bytes,
    "bool_value": lambda text: text == "true",
    "null_value": lambda _: None,
    "type_value": lambda name: Kind(name.decode()),
}


def well_known(message: Message) -> object:
    """Return a timestamp or a duration; no other message is a value here."""
    ((kind, (held, *_)),) = message.items()
    seconds = int(held.get("seconds", ["0"])[0])
    span = timedelta(seconds=seconds, microseconds=int(held.get("nanos", ["0"])[0]) // 1000)
    if kind.endswith("google.protobuf.Duration"):
        return span
    if kind.endswith("google.protobuf.Timestamp"):
        return datetime(1970, 1, 1, tzinfo=UTC) + span
    raise UnsupportedError(kind)


def same(actual: object, expected: object) -> bool:
    """Tell whether an answer is the expected one, kinds and NaN included."""
    if type(actual) not in KIND_OF and type(actual) is not type(expected):
        return False
    if kind_of(actual) != kind_of(expected):
        return False
    if isinstance(actual, list) and isinstance(expected, list):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(actual, dict) and isinstance(expected, dict):
        return actual.keys() == expected.keys() and all(same(actual[key], expected[key]) for key in actual)
    if isinstance(actual, float) and isinstance(expected, float) and math.isnan(expected):
        return math.isnan(actual)
    return actual == expected


def program_of(case: Case, names: set[str]) -> Program:
    """Return the compiled test; unchecked where the data asks for that."""
    try:
        return compile_expression(case.text, names)
    except CelSyntaxError:
        tree = parse(case.text)
        calls = [node.name for node, _ in walk(tree) if isinstance(node, Call)]
        if "disable_check" not in case.message or any(function_named(name) is None for name in calls):
            raise
        return Program(case.text, tree, Facts(tuple(names), (), (), "dyn"))


def differs(case: Case) -> str:
    """Return how the answer differs from the expected one, or nothing."""
    message = case.message
    bindings = {entry["key"][0].decode(): entry["value"][0] for entry in message.get("bindings", [])}
    names = {declaration["name"][0].decode() for declaration in message.get("type_env", [])} | bindings.keys()
    wants_error = "eval_error" in message
    try:
        activation = {name: value_of(held["value"][0]) for name, held in bindings.items()}
        typed = message.get("typed_result", [{}])[0]
        given = message.get("value") or typed.get("result") or [{"bool_value": ["true"]}]
        expected = None if wants_error else value_of(given[0])
        program = program_of(case, names)
        if "check_only" in message:
            return ""
        actual = program.evaluate(activation)
    except UnsupportedError as error:
        return f"needs {error}"
    except (CelSyntaxError, EvaluationError) as error:
        return "" if wants_error else f"{type(error).__name__}: {error.message}"
    if wants_error:
        return f"no error but {actual!r}"
    return "" if same(actual, expected) else f"{actual!r}, expected {expected!r}"


def main() -> None:
    """Run the files named, or all that are claimed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("files", nargs="*", default=CLAIMED)
    arguments.add_argument("-v", "--verbose", action="store_true", help="print each test that differs")
    options = arguments.parse_args()
    total: Counter[str] = Counter()
    for name in options.files:
        count: Counter[str] = Counter()
        for case in cases(options.folder / f"{name}.textproto"):
            difference = differs(case)
            needs_messages = any(word in case.text + difference + str(case.message) for word in MESSAGES)
            verdict = "same" if not difference else "messages" if needs_messages else "differ"
            count[verdict] += 1
            if verdict == "differ" and options.verbose:
                sys.stdout.write(f"  {name} {case.name}: {case.text}\n      {difference}\n")
        total += count
        sys.stdout.write(
            f"{name:14} same {count['same']:4}  differ {count['differ']:3}  messages {count['messages']:3}\n"
        )
    sys.stdout.write(f"{'all':14} same {total['same']:4}  differ {total['differ']:3}  messages {total['messages']:3}\n")


if __name__ == "__main__":
    main()
