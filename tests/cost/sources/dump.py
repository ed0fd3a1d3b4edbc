"""Writes a section of the price book: sorted, one line a region."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ORDER = ("section", "title", "asof", "confidence", "source", "currency", "unit", "units", "prices", "derived", "types")


def render(section: Mapping[str, Any]) -> str:
    """Return the text of a section; what is in `prices`, `ratios` and `types` takes one line an entry."""
    lines = [f"  {json.dumps(key)}: {_value(key, section[key])}" for key in ORDER if key in section]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def write(path: Path, section: Mapping[str, Any]) -> None:
    """Write a section to its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(section), encoding="utf-8")


def _value(key: str, value: Any) -> str:
    if key == "prices":
        return _rows(value, "    ", "  ")
    if key == "derived":
        rest = {name: part for name, part in value.items() if name != "ratios"}
        rows = _rows(value["ratios"], "      ", "    ")
        lines = [f"    {json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}" for name, part in rest.items()]
        return "{\n" + ",\n".join([*lines, f'    "ratios": {rows}']) + "\n  }"
    if key == "types":
        return "[\n" + ",\n".join(f"    {json.dumps(name)}" for name in sorted(value)) + "\n  ]"
    return json.dumps(value, ensure_ascii=False, sort_keys=key == "units")


def _rows(regions: Mapping[str, Mapping[str, Any]], indent: str, end: str) -> str:
    rows = [
        f"{indent}{json.dumps(region)}: {json.dumps(dict(sorted(keys.items())), separators=(', ', ': '))}"
        for region, keys in sorted(regions.items())
        if keys
    ]
    return "{\n" + ",\n".join(rows) + f"\n{end}" + "}"
