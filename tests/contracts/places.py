"""Makes the places of all examples: ``python -m tests.contracts.places``; what differs is read before it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.contracts.examples import made

from trueline.contracts.registry import FORMATS

if TYPE_CHECKING:
    from tests.contracts.examples import Made

    from trueline.model.location import Location

FILE = Path(__file__).with_name("places.json")
Places = dict[str, list[list[str]]]


def places(name: str) -> Places:
    """Return for each kind of a format the subjects in its example, with the place at base and at head."""
    return {kind: _places(kind, one) for kind, one in made(name).items()}


def _places(kind: str, one: Made) -> list[list[str]]:
    found = [change for change in one.changes if change.kind == kind]
    return sorted([change.subject, _at(change.base_location), _at(change.location)] for change in found)


def _at(location: Location | None) -> str:
    if location is None or location.region is None:
        return "" if location is None else location.path
    region = location.region
    return f"{location.path}:{region.start_line}:{region.start_column}-{region.end_line}:{region.end_column}"


if __name__ == "__main__":
    every = {kind: found for name in FORMATS for kind, found in places(name).items()}
    lines = (f"{json.dumps(kind)}: {json.dumps(found)}" for kind, found in sorted(every.items()))
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
