"""Rows for people and for programs: a table, JSON, or CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from trueline.reporters.text import cut, harmless, json_text, one_line, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, object]

FORMATS: Final = ("table", "json", "csv")
WIDEST: Final = 100
"""Characters of a cell that people see."""

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")


def add_format(command: argparse.ArgumentParser) -> None:
    """Add the argument that says how rows are printed."""
    command.add_argument("--format", choices=FORMATS, default="table", help="(default: table)")


def print_rows(rows: Sequence[Row], columns: Sequence[str], shown: Sequence[str], how: str, nothing: str) -> None:
    """Print rows: ``columns`` in their order for programs, ``shown`` for people; ``nothing`` where there are none."""
    if how == "json":
        print(json_text([{name: row[name] for name in columns} for row in rows]), end="")
    elif how == "csv":
        print(as_csv(rows, columns), end="")
    elif not rows:
        print(nothing)
    else:
        for line in as_table(rows, shown):
            print(harmless(line))


def as_table(rows: Sequence[Row], shown: Sequence[str]) -> list[str]:
    """Return the lines of a table, its heads first."""
    table = [tuple(name.upper().replace("_", " ") for name in shown)]
    table += [tuple(visible(cut(_cell(row[name], ", "), WIDEST)) for name in shown) for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(shown))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]


def as_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return CSV with a head; a cell that a spreadsheet would compute begins with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = [harmless(_cell(row[name], " ")) for name in columns]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue()


def _cell(value: object, between: str) -> str:
    if isinstance(value, list | tuple):
        return one_line(between.join(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else one_line(str(value))
