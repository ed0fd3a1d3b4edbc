"""References lead to other files inside the repository, to anchors and identifiers, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from trueline.contracts.schema import Files, SchemaChange, compare_schemas, read_schema
from trueline.parsers import json as parser
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def compare(
    tmp_path: Path, base: dict[str, object], head: dict[str, object], dialect: str = "2020-12"
) -> list[SchemaChange]:
    """Compare ``main.json`` of two folders, given as files by name."""
    sides = []
    for name, files in (("base", base), ("head", head)):
        for path, value in files.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(value if isinstance(value, str) else json.dumps(value, indent=1))
        tree = WorkingTree(str(tmp_path / name))
        document = parser.parse(tree.read("main.json")).documents[0]
        sides.append(read_schema(document, (), Files(tree), dialect))
    return list(compare_schemas(sides[0], sides[1], "both"))


TEXT: Any = {"type": "string"}
NUMBER: Any = {"type": "number"}


@pytest.mark.parametrize(
    ("reference", "definitions"),
    [
        pytest.param("#/$defs/a~1b", {"$defs": {"a/b": ...}}, id="escaped slash"),
        pytest.param("#/$defs/a%20b", {"$defs": {"a b": ...}}, id="escaped blank"),
        pytest.param("#/allOf/1/not", {"allOf": [{}, {"not": ...}]}, id="number of a list"),
        pytest.param("#here", {"$defs": {"a": {"$anchor": "here", "allOf": [...]}}}, id="anchor"),
        pytest.param("#here", {"$defs": {"a": {"$id": "#here", "allOf": [...]}}}, id="anchor up to draft 7"),
        pytest.param("#here", {"$defs": {"a": {"$dynamicAnchor": "here", "allOf": [...]}}}, id="dynamic anchor"),
        pytest.param(
            "b.json",
            {"$id": "https://example.com/a.json", "$defs": {"b": {"$id": "b.json", "allOf": [...]}}},
            id="embedded resource",
        ),
        pytest.param(
            "https://example.com/b",
            {"$defs": {"b": {"$id": "https://example.com/b", "allOf": [...]}}},
            id="embedded with its full name",
        ),
        pytest.param(
            "/b#/$defs/c",
            {"$id": "https://example.com/a", "$defs": {"b": {"$id": "/b", "$defs": {"c": ...}}}},
            id="pointer from an embedded resource",
        ),
    ],
)
def test_a_reference_leads_to_its_target(reference: str, definitions: Any, tmp_path: Path) -> None:
    def fill(value: Any, end: Any) -> Any:
        if value is ...:
            return end
        if isinstance(value, dict):
            return {name: fill(member, end) for name, member in value.items()}
        return [fill(member, end) for member in value] if isinstance(value, list) else value

    old, new = (
        {"properties": {"x": {"$ref": reference}}, **fill(definitions, end)} for end in (TEXT, {"type": "boolean"})
    )
    changes = [
        change for change in compare(tmp_path, {"main.json": old}, {"main.json": new}) if change.pointer == ("x",)
    ]

    assert [change.id for change in changes] == ["type-changed"]


def test_a_change_in_another_file_stands_there(tmp_path: Path) -> None:
    main = {"$ref": "shared/order.json#/$defs/Order"}
    old = {"main.json": main, "shared/order.json": {"$defs": {"Order": {"properties": {"n": {"$ref": "../n.yaml"}}}}}}

    (change,) = compare(tmp_path, old | {"n.yaml": "type: string\n"}, old | {"n.yaml": "title: N\ntype: number\n"})

    assert (change.id, change.pointer) == ("type-changed", ("n",))
    assert (str(change.base_location), str(change.location)) == ("n.yaml:1:7", "n.yaml:2:7")


def test_a_file_that_refers_back_is_read_once(tmp_path: Path) -> None:
    main = {"properties": {"child": {"$ref": "child.json"}, "v": TEXT}}
    child = {"properties": {"parent": {"$ref": "main.json"}}}

    changes = compare(
        tmp_path,
        {"main.json": main, "child.json": child},
        {"main.json": {"properties": {**main["properties"], "v": NUMBER}}, "child.json": child},
    )

    assert [(change.id, change.pointer) for change in changes] == [("type-changed", ("v",))]


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("https://example.com/a.json", id="network"),
        pytest.param("//example.com/a.json", id="network without a scheme"),
        pytest.param("file:///etc/hostname", id="file address"),
        pytest.param("/etc/hostname", id="absolute path"),
        pytest.param("../outside.json", id="above the repository"),
        pytest.param("a/%2e%2e/%2e%2e/outside.json", id="above the repository in disguise"),
        pytest.param("missing.json", id="missing file"),
        pytest.param("#/nowhere", id="missing schema"),
        pytest.param("#/properties/x/$ref/0", id="into a text"),
        pytest.param("http://[", id="no address at all"),
        pytest.param("broken.json", id="broken file"),
        pytest.param("a\0b", id="NUL"),
    ],
)
def test_what_is_not_followed_is_never_passed_over(reference: str, tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text("{}")
    old = {"main.json": {"properties": {"x": {}}}, "broken.json": "{"}
    new = {"main.json": {"properties": {"x": {"$ref": reference}}}, "broken.json": "{"}

    (change,) = compare(tmp_path, old, new)

    assert (change.id, change.pointer, change.compatibility) == ("may-have-changed", ("x",), "dangerous")
    assert reference == change.after


def test_files_say_what_was_wrong_with_them(tmp_path: Path) -> None:
    (tmp_path / "main.json").write_text(
        '{"allOf": [{"$ref": "bad.json"}, {"$ref": "twice.json"}, {"$ref": "no.json"}]}'
    )
    (tmp_path / "bad.json").write_text("{\n ]")
    (tmp_path / "twice.json").write_text('{"type": "string",\n "type": "null"}')
    tree = WorkingTree(str(tmp_path))
    files = Files(tree)
    node = read_schema(parser.parse(tree.read("main.json")).documents[0], (), files, "2020-12")

    assert frozenset({"null"}) == node.view.types
    assert [str(one.location) for one in files.notifications] == ["bad.json:2:2", "twice.json:2:2"]
    states = {entry.path: entry.state for entry in files.inputs}
    assert states == {"bad.json": "unreadable", "twice.json": "partly-read", "no.json": "unreadable"}
