"""Protocol Buffers: declarations and their places, what is broken, and what protoc says of the same files."""

from __future__ import annotations

import re
from pathlib import Path

import grpc_tools
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc
from hypothesis import given
from hypothesis import strategies as st

from trueline.model.document import Source
from trueline.parsers.protobuf import parse
from trueline.parsers.protobuf.syntax import SCALARS, Identifier, option

PROTOS = Path(grpc_tools.__file__).parent / "_proto"

EVERYTHING = """\
// first
edition = "2023"; /* second */
package a.b;
import public "x/y.proto";
option java_package = "c" 'd';
option (my.opt).deep = { a: 1 b { c: [1, 2] } [x.y/z.t] < s: "t" >; d: -inf };
message M {
  reserved 1 to 3, 9, 100 to max;
  reserved "old", "older";
  extensions 20 to 29 [declaration = { number: 20 full_name: ".a.b.x" type: "int32" }];
  map<string, N.O> entries = 4 [deprecated = true];
  optional group G = 5 { repeated int32 v = 1; }
  oneof which { option (k) = 1; string s = 6; message.T message = 7; }
  enum E { option allow_alias = true; A = 0; B = -0x10 [deprecated = true]; reserved -3 to -1; reserved gone; }
  extend Other { int32 x = 126; }
}
local enum Hidden { H = 0; }
export message Shown {}
service S {
  option deprecated = true;
  rpc Get(M) returns (stream .a.b.M) { option idempotency_level = IDEMPOTENT; };
  rpc Put (stream N.O) returns (M);
}
extend M { string y = 20; }
"""


def read(text):
    parsed = parse(Source("x.proto", text.encode()))
    return parsed.documents[0], parsed.problems


def test_everything_that_a_file_may_declare_is_read():
    document, problems = read(EVERYTHING)
    root = document.root
    message, shown = root.messages

    assert not problems
    assert (root.syntax, root.edition, root.package.text) == ("editions", "2023", "a.b")
    assert [(one.path.text, one.modifier) for one in root.imports] == [("x/y.proto", "public")]
    assert option(root.options, "java_package") == "cd"
    assert option(root.options, "(my.opt).deep.b") == {"c": [1, 2]}
    assert option(root.options, "(my.opt).deep.(x.y/z.t)") == {"s": "t"}
    assert [one[:2] for one in message.reserved.ranges] == [(1, 3), (9, 9), (100, 536_870_911)]
    assert [word.text for word in message.reserved.names] == ["old", "older"]
    assert [one[:2] for one in message.extensions] == [(20, 29)]
    assert [(one.name.text, one.tag, one.type.text, one.key, one.oneof, one.is_group) for one in message.fields] == [
        ("entries", 4, "N.O", "string", "", False),
        ("g", 5, "G", "", "", True),
        ("s", 6, "string", "", "which", False),
        ("message", 7, "message.T", "", "which", False),
    ]
    assert [(one.name.text, one.number) for one in message.enums[0].values] == [("A", 0), ("B", -16)]
    assert [word.text for word in message.enums[0].reserved.names] == ["gone"]
    assert [one.name.text for one in message.messages] == ["G"]
    assert [one.extendee.text for one in (*message.extends, *root.extends)] == ["Other", "M"]
    assert ([one.name.text for one in root.enums], shown.name.text) == (["Hidden"], "Shown")
    assert [
        (one.name.text, one.request.text, one.response.text, one.client_streams, one.server_streams)
        for one in root.services[0].methods
    ] == [("Get", "M", ".a.b.M", False, True), ("Put", "N.O", "M", True, False)]


def test_an_identifier_is_told_from_the_string_that_spells_it():
    document, _ = read(
        'option a = SPEED; option b = "SPEED"; option c = true; option d = -1.5e3; option e = "\\x41\\n";'
    )
    found = [setting.value for setting in document.root.options]

    assert found == ["SPEED", "SPEED", True, -1500.0, "A\n"]
    assert [isinstance(value, Identifier) for value in found[:2]] == [True, False]


def test_places_are_exact():
    document, _ = read(EVERYTHING)
    word = document.root.messages[0].fields[0].type

    assert str(document.locate(("M",))) == "x.proto:7:9"
    assert document.between(word.start, word.end).region == (11, 15, 11, 18)
    assert str(document.locate(("M", "G"))) == "x.proto:12:18"
    assert [(one.text, one.region.start_line) for one in document.comments] == [("first", 1), ("second", 2)]


@pytest.mark.parametrize(
    ("text", "places", "kept"),
    [
        pytest.param("message A { int32 = 1; int32 b = 2; }", ["1:19"], ["b"], id="a field without a name"),
        pytest.param("message A { int32 a = 1\n int32 b = 2; }", ["1:23"], ["a", "b"], id="a forgotten semicolon"),
        pytest.param("message A { int32 a = x; int32 b = 2; }", ["1:23"], ["b"], id="a number that is none"),
        pytest.param("message A { int32 a = 0; int32 b = 2; }", ["1:23"], ["b"], id="no field has the number 0"),
        pytest.param(
            "message A { oneof { int32 c = 1; } int32 b = 2; }", ["1:19"], ["b"], id="a block is left out whole"
        ),
        pytest.param("message A { int32 a = 1 [x = {y: }]; int32 b = 2; }", ["1:34"], ["b"], id="in an aggregate"),
        pytest.param("message A { int32 a = 1;", ["1:11"], ["a"], id="a block that does not end"),
        pytest.param("}\nmessage A { int32 a = 1; }", ["1:1"], ["a"], id="a brace too many"),
        pytest.param("message A { int32 a = 1; } /* open", ["1:28"], ["a"], id="a comment that does not end"),
        pytest.param('option a = "x\n;message A { int32 a = 1; }', ["1:12"], ["a"], id="a string that does not end"),
        pytest.param("SELECT 1; message A { int32 a = 1; }", ["1:1"], ["a"], id="another language"),
        pytest.param('syntax = "proto4"; message A { int32 a = 1; }', ["1:10"], ["a"], id="a syntax that is not known"),
        pytest.param("message A { reserved 5 to 3; int32 b = 2; }", ["1:22"], ["b"], id="a range that ends early"),
        pytest.param("message A { int32 é = 1; int32 b = 2; }", ["1:19"], ["b"], id="a name in other letters"),
        pytest.param("message A { int32 a = 09; int32 b = 2; }", ["1:23"], ["b"], id="an octal number with a nine"),
    ],
)
def test_a_broken_statement_is_a_located_problem_and_the_rest_is_read(text, places, kept):
    document, problems = read(text)

    assert places == [f"{one.region.start_line}:{one.region.start_column}" for one in problems]
    assert kept == [field.name.text for field in document.root.messages[0].fields]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("message A {" * 5000, id="messages in messages"),
        pytest.param("option a = " + "{ b " * 5000, id="aggregates in aggregates"),
        pytest.param("option a = {b:" + "[" * 50_000, id="lists in lists"),
        pytest.param("/*" * 100_000, id="comments that never end"),
        pytest.param("message A { int32 a = " + "9" * 100_000 + "; }", id="a number of many digits"),
        pytest.param('"\\' * 100_000, id="strings that never end"),
        pytest.param("{" * 100_000, id="braces"),
        pytest.param("\x00\xff", id="bytes"),
    ],
)
def test_hostile_input_ends_in_a_problem(text):
    _, problems = read(text)

    assert 1 <= len(problems) <= 102


def test_what_is_no_text_is_a_problem():
    parsed = parse(Source("x.proto", b"message A {}\n\xff"))

    assert [one.message for one in parsed.problems] == ["the file is not UTF-8: byte 0xff invalid start byte"]
    assert [one.name.text for one in parsed.documents[0].root.messages] == ["A"]


@given(st.lists(st.sampled_from([*re.findall(r"\w+|\W", EVERYTHING), "{", "}", "[", "]", '"', "/*", "0x", "-"])))
def test_no_order_of_tokens_raises(tokens):
    document, problems = read("".join(tokens))

    assert all(problem.region for problem in problems)
    assert {True} >= {comment.region.start_line >= 1 for comment in document.comments}


@pytest.mark.parametrize("path", sorted(PROTOS.rglob("*.proto")), ids=lambda path: path.relative_to(PROTOS).as_posix())
def test_protoc_reads_the_same(path, tmp_path):
    out = tmp_path / "set"
    code = protoc.main(["protoc", f"-I{PROTOS}", f"--descriptor_set_out={out}", str(path)])
    (theirs,) = FileDescriptorSet.FromString(out.read_bytes()).file
    document, problems = read(path.read_text())

    assert (code, list(problems)) == (0, [])
    assert described(theirs) == declared(document.root)


def described(file):
    """Return what protoc says of a file, as ``declared`` does; entries of maps are no messages of their own."""
    found = {"package": file.package}
    for message in file.message_type:
        found |= _described_message(message, message.name)
    for enum in file.enum_type:
        found[enum.name] = [(value.name, value.number) for value in enum.value]
    for service in file.service:
        found[service.name] = [
            (one.name, _last(one.input_type), _last(one.output_type), one.client_streaming, one.server_streaming)
            for one in service.method
        ]
    return found


def _described_message(message, name):
    maps = {one.name: one for one in message.nested_type if one.options.map_entry}
    oneofs = [one.name for one in message.oneof_decl]
    fields = []
    for field in message.field:
        kind = _last(field.type_name) or field.Type.Name(field.type)[5:].lower()
        entry = maps.get(kind)
        if entry is not None:
            key, value = (_last(one.type_name) or one.Type.Name(one.type)[5:].lower() for one in entry.field)
            kind = f"{key} {value}"
        oneof = oneofs[field.oneof_index] if field.HasField("oneof_index") and not field.proto3_optional else ""
        fields.append((field.name, field.number, kind, oneof))
    found = {name: fields, f"{name} reserved": [(one.start, one.end - 1) for one in message.reserved_range]}
    for enum in message.enum_type:
        found[f"{name}.{enum.name}"] = [(value.name, value.number) for value in enum.value]
    for nested in message.nested_type:
        if nested.name not in maps:
            found |= _described_message(nested, f"{name}.{nested.name}")
    return found


def declared(root):
    """Return packages, messages, enums and services of a file; of types the last name, for none is resolved here."""
    found = {"package": root.package.text if root.package else ""}
    for message in root.messages:
        found |= _declared_message(message, message.name.text)
    for enum in root.enums:
        found[enum.name.text] = [(value.name.text, value.number) for value in enum.values]
    for service in root.services:
        found[service.name.text] = [
            (one.name.text, _last(one.request.text), _last(one.response.text), one.client_streams, one.server_streams)
            for one in service.methods
        ]
    return found


def _declared_message(message, name):
    fields = []
    for field in message.fields:
        kind = field.type.text if field.type.text in SCALARS else _last(field.type.text)
        fields.append((field.name.text, field.tag, f"{field.key} {kind}" if field.key else kind, field.oneof))
    found = {name: fields, f"{name} reserved": [one[:2] for one in message.reserved.ranges]}
    for enum in message.enums:
        found[f"{name}.{enum.name.text}"] = [(value.name.text, value.number) for value in enum.values]
    for nested in message.messages:
        found |= _declared_message(nested, f"{name}.{nested.name.text}")
    return found


def _last(name):
    return name.rpartition(".")[2]
