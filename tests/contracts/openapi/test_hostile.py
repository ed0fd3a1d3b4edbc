"""Whatever is written in place of anything ends in changes that have places, and in no exception."""

from __future__ import annotations

import copy
import json
import random

import pytest

from trueline.contracts import openapi
from trueline.model.document import Source
from trueline.model.unit import Unit
from trueline.parsers import yaml

from .test_silent import OPENAPI_30, SWAGGER

ODD = [
    None, True, 0, -1, 1.5, "", "x", [], {}, [1], {"a": 1}, {"$ref": "#/paths"}, {"$ref": "#"}, {"$ref": 1},
    {"$ref": "#/components/schemas/Order"}, {"$ref": "b.yaml"}, [{}], {"type": "object"}, {"type": [{}]}, "#/a", ["a"],
]  # fmt: skip
UNIT = Unit("openapi", "a.json", members=("a.json",))


class OneFile:
    """A revision of one file."""

    def __init__(self, root):
        self.data = json.dumps(root).encode()

    def read(self, path):
        return Source(path, self.data)


def roots():
    new, old = (yaml.parse(Source("a.yaml", text.encode())).documents[0].root for text in (OPENAPI_30, SWAGGER))
    new["webhooks"] = {"w": copy.deepcopy(new["paths"]["/orders"])}
    new["paths"]["/orders"]["post"]["callbacks"] = {"c": {"{$u}": copy.deepcopy(new["paths"]["/photos"])}}
    return [new, old]


def places(value):
    members = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    return [*((value, key) for key, _ in members), *(place for _, member in members for place in places(member))]


def edited(root, chance):
    root = copy.deepcopy(root)
    for _ in range(chance.randint(0, 3)):
        owner, key = chance.choice(places(root))
        if chance.random() < 0.2:
            del owner[key]
        else:
            owner[key] = copy.deepcopy(chance.choice(ODD))
    return root


@pytest.mark.parametrize("seed", range(150))
def test_anything_ends_in_changes_with_places(seed):
    chance = random.Random(seed)
    start = chance.choice(roots())
    base, head = edited(start, chance), edited(start, chance)
    changes = openapi.compare(UNIT, OneFile(base), UNIT, OneFile(head)).changes

    assert [one.kind for one in changes if one.kind not in openapi.KINDS] == []
    assert [one.kind for one in changes if one.location is None or one.base_location is None] == []
    assert base != head or changes == ()
