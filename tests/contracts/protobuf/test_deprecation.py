"""What a .proto file announced at base: by options, by comments, and by what an element stands in."""

from __future__ import annotations

import pytest

from trueline.contracts import protobuf
from trueline.repo.working import WorkingTree

HEAD = 'syntax = "proto3";\npackage a.v1;\n'
MEMBERS = ("deprecated", "sunset", "sunset_invalid")


def compared(tmp_path, base, head):
    sides = []
    for side, files in (("base", base), ("head", head)):
        for name, text in {"keep.proto": 'syntax = "proto3";\npackage keep;\n', **files}.items():
            (tmp_path / side / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / side / name).write_text(text)
        tree = WorkingTree(str(tmp_path / side))
        sides += [next(iter(protobuf.plan(tree.paths(), tree)), None), tree]
    return {one.kind.partition("/")[2]: one for one in protobuf.compare(*sides).changes}


def told(change):
    return {name: change.details[name] for name in MEMBERS if name in change.details}


DAY = {"deprecated": True, "sunset": "2026-12-01"}
FIELD = "message M {{\n  int32 x = 1;\n{}\n}}\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("  string y = 2;", {}, id="not deprecated"),
        pytest.param("  string y = 2; // removed on 2026-12-01", {}, id="a comment alone"),
        pytest.param("  string y = 2 [deprecated = false]; // sunset: 2026-12-01", {}, id="deprecated = false"),
        pytest.param("  string y = 2 [deprecated = true];", {"deprecated": True}, id="no day"),
        pytest.param("  string y = 2 [deprecated = true]; // removed on 2026-12-01", DAY, id="behind"),
        pytest.param("  // sunset: 2026-12-01\n  string y = 2 [deprecated = true];", DAY, id="above"),
        pytest.param("  // Use z.\n  // until 2026-12-01\n  string y = 2 [deprecated = true];", DAY, id="above, two"),
        pytest.param("  /* until 2026-12-01 */\n  string y = 2 [\n  deprecated = true\n  ];", DAY, id="in lines"),
        pytest.param("  string y = 2 [deprecated = true, (acme.sunset) = '2026-12-01'];", DAY, id="an option"),
        pytest.param("  string y = 2 [deprecated = true, (acme.o).remove_after = '2026-12-01'];", DAY, id="its member"),
        pytest.param("  // 2026-12-01\n\n  string y = 2 [deprecated = true];", {"deprecated": True}, id="a line apart"),
        pytest.param(
            "  string w = 9; // until 2026-12-01\n  string y = 2 [deprecated = true];",
            {"deprecated": True},
            id="the comment of the field above",
        ),
        pytest.param(
            "  string y = 2 [deprecated = true]; // sunset: soon",
            {"deprecated": True, "sunset_invalid": "soon"},
            id="no day at all",
        ),
        pytest.param(
            "  string y = 2 [deprecated = true]; // removed on 2026-02-30",
            {"deprecated": True, "sunset_invalid": "2026-02-30"},
            id="a day that no month has",
        ),
        pytest.param(
            "  string y = 2 [deprecated = true]; // since 2024-01-01, until 2026-12-01", DAY, id="not its beginning"
        ),
    ],
)
def test_a_field(line, expected, tmp_path):
    base = HEAD + FIELD.format(line)
    head = HEAD + FIELD.format("  string w = 9;" if " w " in line else "")

    assert expected == told(compared(tmp_path, {"a.proto": base}, {"a.proto": head})["field-removed"])


@pytest.mark.parametrize(
    ("base", "head", "kind"),
    [
        pytest.param(
            "enum E { Z = 0;\n  Y = 1 [deprecated = true]; // until 2026-12-01\n}",
            "enum E { Z = 0; }", "enum-value-removed", id="an enum value",
        ),
        pytest.param(
            "enum E {\n  option deprecated = true; // until 2026-12-01\n  Z = 0; Y = 1;\n}",
            "enum E { Z = 0; }", "enum-value-removed", id="a value of an enum",
        ),
        pytest.param(
            "// until 2026-12-01\nmessage M { option deprecated = true; }", "", "message-removed", id="a message",
        ),
        pytest.param(
            "// until 2026-12-01\nmessage M { option deprecated = true; string y = 2; }",
            "message M {}", "field-removed", id="a field of a message",
        ),
        pytest.param(
            "// until 2026-12-01\nmessage M { option deprecated = true; message N { string y = 2; } }",
            "message M { message N { int32 y = 2; } }", "field-type-changed", id="a type, two levels below",
        ),
        pytest.param(
            "// until 2026-12-01\nmessage M { option deprecated = true; string y = 2 [deprecated = true]; }",
            "message M {}", "field-removed", id="a day of the message alone",
        ),
        pytest.param(
            "message M {}\nservice S {\n  // until 2026-12-01\n  rpc R(M) returns (M) { option deprecated = true; }\n}",
            "message M {}\nservice S {}", "rpc-removed", id="an rpc",
        ),
        pytest.param(
            "message M {}\n// until 2026-12-01\nservice S {\n  option deprecated = true;\n  rpc R(M) returns (M);\n}",
            "message M {}\nservice S {}", "rpc-removed", id="an rpc of a service",
        ),
        pytest.param(
            "option deprecated = true; // until 2026-12-01\nmessage M { string y = 2; }",
            "message M {}", "field-removed", id="all of a file",
        ),
    ],
)  # fmt: skip
def test_other_elements_and_what_stands_in_them(base, head, kind, tmp_path):
    assert told(compared(tmp_path, {"a.proto": HEAD + base}, {"a.proto": HEAD + head})[kind]) == DAY


def test_what_head_alone_announces_does_not_count(tmp_path):
    base = HEAD + "message M { string y = 2; }"
    head = HEAD + "// until 2020-01-01\nmessage M { option deprecated = true; }"

    assert told(compared(tmp_path, {"a.proto": base}, {"a.proto": head})["field-removed"]) == {}


OLD = HEAD + "option deprecated = true; // until {}\nmessage M {{}}\n"


def test_a_package_is_announced_by_all_its_files_until_the_last_day(tmp_path):
    files = {"1.proto": OLD.format("2026-12-01"), "2.proto": OLD.format("2027-03-01")}
    found = compared(tmp_path, files, {})

    assert told(found["package-removed"]) == {"deprecated": True, "sunset": "2027-03-01"}


def test_a_package_with_one_file_that_is_not_deprecated_is_not(tmp_path):
    files = {"1.proto": OLD.format("2026-12-01"), "2.proto": HEAD + "message N {}\n"}

    assert told(compared(tmp_path, files, {})["package-removed"]) == {}
