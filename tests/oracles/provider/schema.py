"""What can be had in the cloud: a store, and a zone that is only read."""

from __future__ import annotations

import json
from typing import Any

TEXT, NUMBER, BOOL = "string", "number", "bool"
LIST_OF_TEXTS, MAP_OF_TEXTS, SET_OF_TEXTS, SET_OF_NUMBERS = (
    ["list", TEXT],
    ["map", TEXT],
    ["set", TEXT],
    ["set", NUMBER],
)
SINGLE, LIST, SET = 1, 2, 3

COMPUTED = {"computed": True}
OPTIONAL = {"optional": True}

STORE: dict[str, Any] = {
    "id": (TEXT, COMPUTED),
    "arn": (TEXT, COMPUTED),
    "revision": (NUMBER, COMPUTED),  # of each write another
    "address": (TEXT, {"optional": True, "computed": True}),
    "name": (TEXT, {"required": True}),
    "size": (NUMBER, OPTIONAL),
    "public": (BOOL, OPTIONAL),
    "policy": (TEXT, OPTIONAL),
    "secret": (TEXT, {"optional": True, "sensitive": True}),
    "zones": (LIST_OF_TEXTS, OPTIONAL),
    "ports": (SET_OF_NUMBERS, OPTIONAL),
    "tags": (MAP_OF_TEXTS, OPTIONAL),
    "disk": (LIST, {
        "kind": (TEXT, OPTIONAL), "size": (NUMBER, OPTIONAL), "copy": (LIST, {"keep": (NUMBER, OPTIONAL)}),
    }),
    "rule": (SET, {"port": (NUMBER, OPTIONAL), "cidrs": (SET_OF_TEXTS, OPTIONAL), "note": (TEXT, OPTIONAL)}),
    "limits": (SINGLE, {"cpu": (NUMBER, OPTIONAL), "owner": (TEXT, {"optional": True, "sensitive": True})}),
}  # fmt: skip
WRITE_ONLY = {"secret_wo": (TEXT, {"optional": True, "write_only": True}), "secret_wo_version": (NUMBER, OPTIONAL)}
"""What no state holds; Terraform knows of such since 1.11."""

ZONE: dict[str, Any] = {"name": (TEXT, {"required": True}), "cidr": (TEXT, COMPUTED)}
REGION: dict[str, Any] = {"region": (TEXT, OPTIONAL)}
REPLACING = ("name",)
COMPUTED_NAMES = tuple(name for name, (_, flags) in STORE.items() if flags == COMPUTED)


def is_block(kind: object) -> bool:
    """Tell whether a kind of member is a nested block's."""
    return isinstance(kind, int)


def block(messages: Any, members: dict[str, Any]) -> Any:
    """Return the message that describes a block."""
    found = messages.Schema.Block()
    for name, (kind, more) in members.items():
        if is_block(kind):
            found.block_types.add(type_name=name, nesting=kind, block=block(messages, more))
        else:
            found.attributes.add(name=name, type=json.dumps(kind).encode(), **more)
    return found


def empty(members: dict[str, Any]) -> dict[str, Any]:
    """Return a value in which nothing is set."""
    return {name: [] if kind in (LIST, SET) and is_block(kind) else None for name, (kind, _) in members.items()}
