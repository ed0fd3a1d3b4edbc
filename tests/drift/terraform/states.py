"""States as Terraform writes them (version 4), and the snapshots that they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trueline.model.document import Source
from trueline.model.drift import Snapshot
from trueline.parsers.json import parse

if TYPE_CHECKING:
    from trueline.model.drift import SnapshotKind

AWS = 'provider["registry.terraform.io/hashicorp/aws"]'


def resource(kind: str, name: str, *instances: dict[str, object], module: str = "", mode: str = "managed") -> object:
    """Return one resource of a state."""
    found: dict[str, object] = {"mode": mode, "type": kind, "name": name, "provider": AWS, "instances": list(instances)}
    return {"module": module, **found} if module else found


def instance(attributes: dict[str, object], key: str | int | None = None, **more: object) -> dict[str, object]:
    """Return one instance of a resource."""
    index = {} if key is None else {"index_key": key}
    return {**index, "schema_version": 0, "attributes": attributes, "sensitive_attributes": [], **more}


def state(*resources: object, lineage: str = "6e3f", serial: object = 7) -> dict[str, object]:
    """Return a state of version 4."""
    return {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": serial,
        "lineage": lineage,
        "outputs": {},
        "resources": list(resources),
        "check_results": None,
    }


def snapshot(
    content: object, *, root: str = "", path: str = "state.json", kind: SnapshotKind = "terraform-state"
) -> Snapshot:
    """Return a snapshot of real bytes, read by the real parser."""
    data = content if isinstance(content, bytes) else json.dumps(content, indent=2).encode()
    return Snapshot(kind, parse(Source(path, data)).documents[0], root)
