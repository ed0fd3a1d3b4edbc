"""Two revisions of a schema: what breaks for data and for code, and what becomes of files that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.contracts import json_schema
from trueline.model.unit import Unit
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.change import Compared

NAME = "a.schema.json"
OPEN = '{"type": "object", "properties": {"a": {"type": "string"}%s}%s}'


def compare(tmp_path: Path, base: str | None, head: str | None, **others: str) -> Compared:
    """Compare a schema of two folders; ``others`` are further files, as ``base_name`` and ``head_name``."""
    sides = []
    for side, text in (("base", base), ("head", head)):
        folder = tmp_path / side
        folder.mkdir()
        if text is not None:
            (folder / NAME).write_text(text)
        for name, content in others.items():
            if name.startswith(side):
                (folder / f"{name[5:]}.json").write_text(content)
        sides += [None if text is None else Unit("json-schema", NAME), WorkingTree(str(folder))]
    return json_schema.compare(*sides)


OTHER = ', "b": {"type": "integer"}'
CLOSED = ', "additionalProperties": false'
TYPED = ', "additionalProperties": {"type": "integer"}'
NEEDED = ', "required": ["b"]'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # (kind, compatibility, breaks backward, breaks forward, only since the model is open)
        pytest.param(
            ("", ""), (OTHER, ""), ("property-added", "dangerous", True, False, True), id="added to an open object"
        ),
        pytest.param(
            (OTHER, ""),
            ("", ""),
            ("property-removed", "dangerous", False, True, True),
            id="removed from an open object",
        ),
        pytest.param(
            ("", CLOSED),
            (OTHER, CLOSED),
            ("property-added", "dangerous", False, True, False),
            id="added to a closed object",
        ),
        pytest.param(
            (OTHER, CLOSED),
            ("", CLOSED),
            ("property-removed", "breaking", True, False, False),
            id="removed from a closed object",
        ),
        pytest.param(
            (OTHER, TYPED),
            ("", TYPED),
            ("property-removed", "compatible", False, False, False),
            id="removed and still covered",
        ),
        pytest.param(
            ("", TYPED),
            (OTHER, TYPED),
            ("property-added", "compatible", False, False, False),
            id="added and covered before",
        ),
        pytest.param(
            ("", TYPED),
            (', "b": {"type": "string"}', TYPED),
            ("property-added", "breaking", True, True, False),
            id="added and not covered before",
        ),
        pytest.param(
            ("", ""),
            (', "b": {}', ""),
            ("property-added", "compatible", False, False, False),
            id="added with an empty schema",
        ),
        pytest.param((', "b": false', CLOSED), ("", CLOSED), None, id="removed where it was forbidden"),
        pytest.param(
            ("", ""), (OTHER, NEEDED), ("required-property-added", "breaking", True, False, False), id="required"
        ),
        pytest.param(
            ("", CLOSED),
            (OTHER, NEEDED + CLOSED),
            ("required-property-added", "breaking", True, True, False),
            id="required in a closed object",
        ),
        pytest.param(
            ("", ""), ("", CLOSED), ("additional-properties-closed", "breaking", True, False, False), id="closed"
        ),
    ],
)
def test_open_and_closed_content_models(
    old: tuple[str, str], new: tuple[str, str], expected: tuple[object, ...] | None, tmp_path: Path
) -> None:
    compared = compare(tmp_path, OPEN % old, OPEN % new)

    found = [
        (
            change.kind[12:],
            change.compatibility,
            *(change.details[name] for name in ("backward", "forward", "open_model")),
        )
        for change in compared.changes
    ]
    assert ([] if expected is None else [expected]) == found


def test_a_default_of_a_new_required_property_is_told(tmp_path: Path) -> None:
    (change,) = compare(tmp_path, OPEN % ("", ""), OPEN % (', "b": {"default": 1}', NEEDED)).changes

    assert change.details["has_default"] is True


def test_a_file_that_is_gone_or_new_is_a_change(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (gone,) = compare(tmp_path / "a", "{}", None).changes
    (new,) = compare(tmp_path / "b", None, "{}").changes

    assert (gone.kind, gone.location, gone.base_location.path) == ("json-schema/contract-removed", None, NAME)
    assert (new.kind, new.location.path, new.base_location) == ("json-schema/contract-added", NAME, None)


@pytest.mark.parametrize(
    ("base", "head", "level", "state"),
    [
        pytest.param('{"type": ', "{}", "warning", "read", id="broken at base"),
        pytest.param("{}", '{"type": ', "error", "unreadable", id="broken at head"),
        pytest.param("{}", "[]", "error", "unreadable", id="no schema at head"),
        pytest.param("3", "{}", "warning", "read", id="no schema at base"),
        pytest.param("{}", '{"type": "string", "type": "null"}', "error", "partly-read", id="a key twice at head"),
    ],
)
def test_a_broken_side_is_told_where_it_is_broken(base: str, head: str, level: str, state: str, tmp_path: Path) -> None:
    compared = compare(tmp_path, base, head)

    assert [level] == [notification.level for notification in compared.notifications]
    assert all(notification.location.region is not None for notification in compared.notifications)
    assert [(NAME, state)] == [(entry.path, entry.state) for entry in compared.inputs]


def test_what_can_be_read_of_a_broken_head_is_compared(tmp_path: Path) -> None:
    compared = compare(tmp_path, '{"maxLength": 3}', '{"maxLength": 2, "title": "a", "title": "b"}')

    assert [change.kind for change in compared.changes] == ["json-schema/max-length-lowered"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    tree = WorkingTree(str(tmp_path))

    compared = json_schema.compare(Unit("json-schema", NAME), tree, Unit("json-schema", NAME), tree)

    assert [notification.level for notification in compared.notifications] == ["warning", "error"]


def test_the_same_bytes_may_lead_to_other_files(tmp_path: Path) -> None:
    main = '{"properties": {"b": {"$ref": "b.json"}}}'

    compared = compare(tmp_path, main, main, base_b='{"type": "string"}', head_b='{"type": "integer"}')

    assert [(change.kind, change.subject, change.location.path) for change in compared.changes] == [
        ("json-schema/type-changed", "$.b", "b.json")
    ]
    assert [entry.path for entry in compared.inputs] == [NAME, "b.json"]


def test_definitions_that_nothing_uses_here_are_compared_too(tmp_path: Path) -> None:
    text = (
        '{"$ref": "#/$defs/A", "$defs": {"A": {"properties": {"x": {"type": "%s"}}},'
        ' "B": {"maxLength": %d}, "C": {"$ref": "#/$defs/A"}}}'
    )

    compared = compare(tmp_path, text % ("string", 3), text % ("integer", 2))

    assert [(change.kind[12:], change.subject) for change in compared.changes] == [
        ("type-changed", "$.x"),
        ("max-length-lowered", "$.$defs.B"),
    ]


def test_a_renamed_definition_that_is_only_used_here_is_no_change(tmp_path: Path) -> None:
    old = '{"items": {"$ref": "#/$defs/A"}, "$defs": {"A": {"type": "string"}}}'

    assert compare(tmp_path, old, old.replace("A", "B")).changes == ()


def test_odd_names_are_quoted_in_subjects(tmp_path: Path) -> None:
    text = '{"properties": {"a.b \\"c": {"items": {"type": "%s"}}}}'

    (change,) = compare(tmp_path, text % "string", text % "null").changes

    assert change.subject == '$["a.b \\"c"][]'


def test_what_is_broken_and_was_so_before_is_told(tmp_path: Path) -> None:
    compared = compare(tmp_path, '{"broken', '{"broken')

    assert compared.changes == ()
    assert [notification.level for notification in compared.notifications] == ["error"]
    assert [entry.state for entry in compared.inputs] == ["unreadable"]


def test_the_same_bytes_make_no_change(tmp_path: Path) -> None:
    compared = compare(tmp_path, OPEN % ("", ""), OPEN % ("", ""))

    assert compared.changes == ()
    assert [entry.state for entry in compared.inputs] == ["read"]
