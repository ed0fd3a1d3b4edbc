"""Whatever file a comparison opens is a member of its contract, however the reference to it is spelt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from trueline.contracts import asyncapi, json_schema, openapi
from trueline.contracts.references import Members, targets
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trueline.model.document import Source

OPENAPI = """\
openapi: 3.0.3
info: {title: shop, version: 1.0.0}
paths:
  /users:
    get:
      responses:
        "200":
          description: all
          content:
            application/json:
              schema:
                SPELT
components:
  schemas:
    Path: {type: string, default: &path ./u.json}
    Key: {type: string, default: &key $ref}
"""
ASYNCAPI = """\
asyncapi: 3.0.0
info: {title: shop, version: 1.0.0, x-path: &path ./u.json, x-key: &key $ref}
channels:
  users:
    address: users
    messages:
      joined:
        payload:
          properties:
            user:
              items:
                SPELT
operations:
  join: {action: send, channel: {$ref: "#/channels/users"}}
"""
JSON_SCHEMA = """\
$schema: https://json-schema.org/draft/2020-12/schema
$comment: &path ./u.json
title: &key $ref
properties:
  user:
    items:
      allOf:
      -
                SPELT
"""
FORMATS = [
    pytest.param(openapi, OPENAPI, id="openapi"),
    pytest.param(asyncapi, ASYNCAPI, id="asyncapi"),
    pytest.param(json_schema, JSON_SCHEMA, id="json-schema"),
]
SPELLINGS = [
    "$ref: ./u.json",
    "$ref: u.json",
    "$ref : ./u.json  # there",
    "$ref: './u.json'",
    '"$ref": "./u.json"',
    "'$ref': \"./u.json#\"",
    "$ref: ./u.json#/$defs/Own",
    "{$ref: ./u.json}",
    "{ $ref: ./u.json, description: x}",
    "{description: x, $ref: ./u.json#/$defs/Own }",
    '{"$ref":"./u.json"}',
    '{"$ref": ".\\/u.json"}',
    '{"$ref": "\\u002e/u.json"}',
    '{"\\u0024ref": "./u.json"}',
    '{"$\\x72ef": "./\\x75.json"}',
    '{"$ref": "./\\U00000075.json"}',
    "{$ref: !!str ./u.json}",
    "$ref: >-\n                  ./u.json",
    "$ref: |-\n                  ./u.json",
    "$ref: >2-  # there\n                  ./u.json",
    "$ref:\n                  ./u.json",
    "$ref:  # there\n                  ./u.json",
    '$ref: "./u\\\n                  .json"',
    "$ref: &x ./u.json",
    "$ref: !!str ./u.json",
    '$ref: !!str &x "./u.json"',
    "$ref: !<tag:yaml.org,2002:str> ./u.json",
    "$ref: *path",
    "{$ref: *path, description: x}",
    "*key : ./u.json",
    "!!str $ref: ./u.json",
    "? $ref\n                : ./u.json",
    "$ref: ./%75.json",
    "$ref: x/../u.json",
    "$ref: ./a b.json",
    "$ref: ./a\n                  b.json",
    "$ref: 'it''s.json'",
    '$ref: "\\xe9.json"',
    '{"$ref": "\\u00e9.json"}',
]
NAMES = ("u.json", "a b.json", "it's.json", "é.json")


class Opened:
    """A reader that remembers which files were there to be read."""

    def __init__(self, tree: WorkingTree) -> None:
        self._tree = tree
        self.paths: set[str] = set()

    def read(self, path: str) -> Source:
        """Return the file at ``path``."""
        source = self._tree.read(path)
        self.paths.add(path)
        return source

    def exists(self, path: str) -> bool:
        """Tell whether there is such a file."""
        return self._tree.exists(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the names in a folder."""
        return self._tree.list(folder)


def write(folder: Path, files: dict[str, str | bytes]) -> WorkingTree:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return WorkingTree(str(folder))


def opened_by(module, root: str, folders: tuple[Path, Path], files: dict[str, str | bytes], changed: str):
    """Return what a comparison opens, and what is a member of the contract."""
    trees = [write(folder, files) for folder in folders]
    write(folders[1], {name: changed for name in files if name not in (root, "deep.json")})
    sides = [module.plan([root], tree)[0] for tree in trees]
    readers = [Opened(tree) for tree in trees]
    compared = module.compare(sides[0], readers[0], sides[1], readers[1])
    return readers[0].paths | readers[1].paths, set(sides[1].members), compared


@pytest.mark.parametrize(("module", "text"), FORMATS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("spelt", SPELLINGS)
def test_what_is_opened_is_a_member(module, text: str, encoding: str, spelt: str, tmp_path: Path) -> None:
    own = '{"$defs": {"Own": {"$ref": "deep.json"}}, "type": "object", "properties": {"x": {"$ref": "deep.json"}}'
    files: dict[str, str | bytes] = dict.fromkeys(NAMES, own + "}")
    files |= {"a.yaml": text.replace("SPELT", spelt).encode(encoding), "deep.json": '{"type": "string"}'}
    folders = tmp_path / "old", tmp_path / "new"
    opened, members, compared = opened_by(module, "a.yaml", folders, files, own + ', "title": "y"}')

    assert len(opened - {"a.yaml", "deep.json"}) == 1, compared.notifications
    assert opened <= members


@pytest.mark.parametrize(
    ("root", "files"),
    [
        pytest.param(
            {"$id": "https://example.com/schemas/a.schema.json", "$ref": "https://example.com/schemas/sub/c.json"},
            {"sub/c.json"},
            id="an address beside the schema's own",
        ),
        pytest.param(
            {
                "$id": "https://example.com/schemas/a.schema.json",
                "properties": {"x": {"$id": "sub/b.json", "properties": {"y": {"$ref": "c.json"}}}},
            },
            {"sub/c.json"},
            id="seen from a schema inside that has an address of its own",
        ),
        pytest.param({"$dynamicRef": "c.json#x"}, {"c.json"}, id="dynamic"),
    ],
)
def test_files_known_by_their_addresses_are_members(root, files: set[str], tmp_path: Path) -> None:
    spelt: dict[str, str | bytes] = {
        "a.schema.json": json.dumps(root),
        **dict.fromkeys(files, '{"$dynamicAnchor": "x"}'),
    }
    changed = '{"$dynamicAnchor": "x", "type": "string"}'
    opened, members, _ = opened_by(json_schema, "a.schema.json", (tmp_path / "old", tmp_path / "new"), spelt, changed)

    assert opened == {"a.schema.json", *files}
    assert opened <= members


def test_the_mapping_of_a_discriminator_refers_to_files() -> None:
    text = b"discriminator:\n  propertyName: kind\n  mapping: {cat: ./cat.yaml, dog: 'pets/dog.yaml#/Dog'}\n"

    assert {"api/cat.yaml", "api/pets/dog.yaml"} <= targets("api/a.yaml", text)


@pytest.mark.parametrize(
    "spelt",
    [
        pytest.param("../../u.json", id="above the repository"),
        pytest.param("#/components/schemas/A", id="in the same file"),
        pytest.param("", id="nothing"),
        pytest.param("..", id="the folder above"),
        pytest.param("..\\\\u.json", id="a backslash"),
    ],
)
def test_nothing_outside_is_a_member(spelt: str) -> None:
    assert targets("api/a.json", f'{{"$ref": "{spelt}"}}'.encode()) == set()


def test_files_that_lead_to_each_other_are_looked_through_once(tmp_path: Path) -> None:
    tree = Opened(write(tmp_path, {"a.json": '{"$ref": "b.json"}', "b.json": '{"$ref": "a.json"}'}))
    members = Members(tree)

    assert [members.of("a.json"), members.of("b.json")] == [("a.json", "b.json"), ("b.json", "a.json")]
