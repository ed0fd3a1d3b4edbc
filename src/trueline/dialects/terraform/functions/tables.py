"""CSV, as strict as Go reads it."""

from __future__ import annotations

import re

from trueline.dialects.terraform.functions.types import FunctionError

_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\Z)')


def decode_csv(text: str) -> list[dict[str, str]]:
    """Return each line after the first as an object by the first line's names."""
    rows = _rows(text.replace("\r\n", "\n"))
    if not rows:
        raise FunctionError("argument 1: a first line with names is required")
    names, *records = rows
    if len(set(names)) < len(names):
        raise FunctionError("argument 1: a name stands twice in the first line")
    if any(len(record) != len(names) for record in records):
        raise FunctionError(f"argument 1: each line must have {len(names)} fields")
    return [dict(zip(names, record, strict=True)) for record in records]


def _rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = []
    row: list[str] = []
    position = 0
    while position < len(text) or row:
        if not row and text[position] == "\n":
            position += 1
            continue
        match = _FIELD.match(text, position)
        if match is None:
            raise FunctionError(f"argument 1: a quote at character {position + 1} is out of place")
        row.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        position = match.end()
        if match[3] != ",":
            rows.append(row)
            row = []
    return rows
