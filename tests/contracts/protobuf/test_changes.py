"""Protobuf contracts: each kind of change with subject and places, silent refactorings, moves, and bad files."""

from __future__ import annotations

import pytest
from effort import ends, growth
from proto_pairs import PAIRS

from trueline.contracts import protobuf
from trueline.contracts.protobuf import KINDS
from trueline.repo.working import WorkingTree

HEAD = 'syntax = "proto3";\npackage a.v1;\n'
OTHER = 'syntax = "proto3";\npackage b;\n'
MESSAGE = "message M {\n  int32 x = 1;\n  string y = 2;\n}\n"
ENUM = "enum E {\n  Z = 0;\n  Y = 1;\n}\n"
SERVICE = "service S {\n  rpc R(M) returns (M);\n}\n"
FOLDERS = [
    pytest.param(
        {"a.proto": HEAD + MESSAGE + ENUM},
        {"x/b.proto": HEAD + MESSAGE + ENUM},
        ["file-moved a.proto a.proto:2:9 x/b.proto:2:9"],
        id="a file is moved",
    ),
    pytest.param(
        {"a.proto": HEAD + MESSAGE + ENUM},
        {"x/b.proto": HEAD + MESSAGE.replace("int32", "string") + ENUM},
        ["field-type-changed a.v1.M.x a.proto:4:3 x/b.proto:4:3", "file-moved a.proto a.proto:2:9 x/b.proto:2:9"],
        id="a file is moved and changed",
    ),
    pytest.param(
        {"a.proto": HEAD + MESSAGE + ENUM},
        {"b.proto": OTHER + MESSAGE + ENUM},
        [
            "file-moved a.proto a.proto:2:9 b.proto:2:9",
            "package-changed a.proto a.proto:2:9 b.proto:2:9",
            "package-removed a.v1 a.proto:2:9 -",
        ],
        id="a file is moved to another package",
    ),
    pytest.param(
        {"a.proto": HEAD + "message M {\n  int32 x = 1;\n}\n"},
        {"b.proto": OTHER + "message M {\n  bool z = 7;\n}\n"},
        [
            "file-removed a.proto a.proto:2:9 -",
            "message-added b.M - b.proto:3:9",
            "package-removed a.v1 a.proto:2:9 -",
        ],
        id="a file that has only the name of a message is not the same",
    ),
    pytest.param(
        {"v1.proto": HEAD + MESSAGE},
        {"v2.proto": HEAD.replace("v1", "v2") + MESSAGE},
        [
            "file-removed v1.proto v1.proto:2:9 -",
            "message-added a.v2.M - v2.proto:3:9",
            "package-removed a.v1 v1.proto:2:9 -",
        ],
        id="another version of a package is no move",
    ),
    pytest.param(
        {"a.proto": HEAD + MESSAGE + ENUM + SERVICE},
        {"a.proto": HEAD + "message N {}\n", "b.proto": HEAD + ENUM + SERVICE + MESSAGE.replace("y = 2", "z = 2")},
        [
            "enum-moved a.v1.E a.proto:7:6 b.proto:3:6",
            "field-renamed a.v1.M.y a.proto:5:10 b.proto:12:10",
            "message-added a.v1.N a.proto:2:9 a.proto:3:9",
            "message-moved a.v1.M a.proto:3:9 b.proto:10:9",
            "service-moved a.v1.S a.proto:11:9 b.proto:7:9",
        ],
        id="all is moved to another file, and compared",
    ),
    pytest.param(
        {"a.proto": HEAD + MESSAGE + "message U {\n  M m = 1;\n}\n", "b.proto": OTHER},
        {
            "a.proto": HEAD + 'import "b.proto";\nmessage U {\n  b.M m = 1;\n}\n',
            "b.proto": OTHER + MESSAGE.replace("int32", "bool"),
        },
        [
            "field-type-changed a.v1.M.x a.proto:4:3 b.proto:4:3",
            "message-moved a.v1.M a.proto:3:9 b.proto:3:9",
        ],
        id="a message is moved to another package, and who uses it is silent",
    ),
    pytest.param(
        {"a.proto": HEAD + MESSAGE + SERVICE},
        {"a.proto": HEAD, "b.proto": OTHER + MESSAGE},
        [
            "message-added b.M - b.proto:3:9",
            "message-removed a.v1.M a.proto:3:9 a.proto:2:9",
            "service-removed a.v1.S a.proto:7:9 a.proto:2:9",
        ],
        id="what another package has without being imported is another thing",
    ),
    pytest.param(
        {"p/c.proto": OTHER + ENUM, "p/a.proto": HEAD + 'import "c.proto";\nmessage U {\n  b.E e = 1;\n}\n'},
        {"p/c.proto": OTHER + ENUM, "p/a.proto": HEAD + 'import "c.proto";\nmessage U {\n  int32 e = 1;\n}\n'},
        ["field-type-changed a.v1.U.e p/a.proto:5:3 p/a.proto:5:3"],
        id="an enum from an import becomes a number",
    ),
    pytest.param(
        {"a.proto": HEAD + MESSAGE + SERVICE},
        {},
        [
            "file-removed a.proto a.proto:2:9 -",
            "package-removed a.v1 a.proto:2:9 -",
            "service-removed a.v1.S a.proto:7:9 -",
        ],
        id="of a package that is dropped the services are told",
    ),
    pytest.param(
        {"a.proto": HEAD, "b.proto": HEAD + MESSAGE},
        {"a.proto": HEAD},
        ["file-removed b.proto b.proto:2:9 -", "message-removed a.v1.M b.proto:3:9 -"],
        id="of a package that stays all is told",
    ),
    pytest.param(
        {"a.proto": HEAD, "b.proto": HEAD},
        {"a.proto": HEAD},
        ["file-removed b.proto b.proto:2:9 -"],
        id="an empty file is removed and its package stays",
    ),
]


def compared(folder, base, head):
    """Return what comes of two folders of files; None is a side without the contract."""
    trees = []
    for name, files in (("base", base), ("head", head)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for path, text in (files or {}).items():
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_text(text)
        trees.append(WorkingTree(str(folder / name)))
    trees[0].revision = "main"
    units = [next(iter(protobuf.plan(tree.paths(), tree)), None) for tree in trees]
    return protobuf.compare(units[0], trees[0], units[1], trees[1])


def spelt(location, *, short=False):
    if location is None:
        return "-"
    return str(location).partition(":")[2] if short else str(location)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_change_is_named_with_its_subject_and_both_places(pair, tmp_path):
    base, head = pair.texts
    found = compared(tmp_path, {"a.proto": base}, {"a.proto": head})

    assert found.notifications == ()
    assert pair.changes == [
        f"{one.kind[9:]} {one.subject} {spelt(one.base_location, short=True)} {spelt(one.location, short=True)}"
        for one in found.changes
    ]
    assert {("main", "")} >= {
        (one.base_location.revision, one.location.revision) for one in found.changes if one.location
    }


@pytest.mark.parametrize(("base", "head", "expected"), FOLDERS)
def test_what_moves_between_files_is_seen(base, head, expected, tmp_path):
    found = compared(tmp_path, base, head)

    assert found.notifications == ()
    assert expected == sorted(
        f"{one.kind[9:]} {one.subject} {spelt(one.base_location)} {spelt(one.location)}" for one in found.changes
    )


def test_every_kind_has_a_pair():
    made = {f"protobuf/{one.partition(' ')[0]}" for pair in PAIRS for one in pair.changes}
    made |= {f"protobuf/{one.partition(' ')[0]}" for case in FOLDERS for one in case.values[2]}

    assert set(KINDS) == made


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("rm", ("breaking", ("FILE", "PACKAGE", "WIRE_JSON", "WIRE"), "data"), id="nothing is reserved"),
        pytest.param("rm-num", ("breaking", ("FILE", "PACKAGE", "WIRE_JSON"), "clients"), id="the name is free"),
        pytest.param("rm-both", ("breaking", ("FILE", "PACKAGE"), "code"), id="all is reserved"),
        pytest.param("type-code", ("breaking", ("FILE", "PACKAGE"), "code"), id="int32 and uint32"),
        pytest.param("type-json", ("breaking", ("FILE", "PACKAGE", "WIRE_JSON"), "clients"), id="int32 and int64"),
        pytest.param(
            "type-wire", ("breaking", ("FILE", "PACKAGE", "WIRE_JSON", "WIRE"), "data"), id="int32 and string"
        ),
        pytest.param("int-enum", ("dangerous", ("FILE", "PACKAGE", "WIRE_JSON", "WIRE"), "data"), id="int32 and enum"),
        pytest.param("opt-enum", ("dangerous", ("FILE", "PACKAGE"), "code"), id="presence is only in code"),
    ],
)
def test_who_breaks_depends_on_what_stays(name, expected, tmp_path):
    pair = next(one for one in PAIRS if one.name == name)
    (change,) = compared(tmp_path, {"a.proto": pair.texts[0]}, {"a.proto": pair.texts[1]}).changes

    assert expected[:2] == (change.compatibility, change.details["categories"])
    assert expected[2] in change.breaks
    assert ("data" in change.breaks) == ("WIRE" in change.details["categories"])


def test_what_was_deprecated_before_it_was_removed_says_so(tmp_path):
    pair = next(one for one in PAIRS if one.name == "removed-deprecated")
    (change,) = compared(tmp_path, {"a.proto": pair.texts[0]}, {"a.proto": pair.texts[1]}).changes

    assert change.details["deprecated"] is True


def test_a_name_that_no_file_declares_is_said_to_be_unresolved(tmp_path):
    pair = next(one for one in PAIRS if one.name == "type-unresolved")
    (change,) = compared(tmp_path, {"a.proto": pair.texts[0]}, {"a.proto": pair.texts[1]}).changes

    assert change.details["unresolved"] == ("x.y.A", "x.y.B")


@pytest.mark.parametrize(
    ("base", "head", "levels"),
    [
        pytest.param("message A { int32 = 1; }\n", "", ["warning"], id="broken at base"),
        pytest.param("", "message A { int32 = 1; }\n", ["error"], id="broken at head"),
    ],
)
def test_a_broken_file_is_located_and_the_rest_compared(base, head, levels, tmp_path):
    removed = "message R {}\n"
    found = compared(tmp_path, {"a.proto": HEAD + base + removed}, {"a.proto": HEAD + head})

    assert levels == [one.level for one in found.notifications]
    assert [(one.location.path, one.location.region.start_line) for one in found.notifications] == [("a.proto", 3)]
    assert "a.v1.R" in [one.subject for one in found.changes if one.kind == "protobuf/message-removed"]


@pytest.mark.parametrize(
    ("base", "head", "kinds"),
    [
        pytest.param(None, {"a.proto": HEAD + MESSAGE}, ["protobuf/message-added"], id="a new contract"),
        pytest.param(
            {"a.proto": HEAD + MESSAGE},
            None,
            ["protobuf/file-removed", "protobuf/package-removed"],
            id="a contract that is gone",
        ),
        pytest.param(None, None, [], id="none at all"),
    ],
)
def test_one_side_may_have_no_contract(base, head, kinds, tmp_path):
    assert kinds == sorted(one.kind for one in compared(tmp_path, base, head).changes)


def test_what_did_not_change_is_not_read(tmp_path):
    found = compared(tmp_path, {"a.proto": "broken {"}, {"a.proto": "broken {"})

    assert (found.changes, found.inputs, found.notifications) == ((), (), ())


def test_a_name_that_is_everywhere_takes_no_more_to_match_than_its_files(tmp_path):
    def everywhere(size):
        folder = tmp_path / str(size)
        base, head = (
            {f"{side}{n}.proto": f"package {side}.p{n};\n{MESSAGE}" for n in range(size)} for side in ("old", "new")
        )
        return lambda: compared(folder, base, head)

    with ends():
        found = everywhere(300)()

    assert {"protobuf/file-removed", "protobuf/package-removed", "protobuf/message-added"} == {
        one.kind for one in found.changes
    }
    assert growth(everywhere, 150) < 2.5  # fewer are matched one by one
