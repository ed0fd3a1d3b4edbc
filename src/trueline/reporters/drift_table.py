"""The tables of ``trueline drift``: declared and actual side by side, and what could not be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.drifts import by_address, reason, sides, sort, spelled, summary_line, what, who
from trueline.reporters.layout import width
from trueline.reporters.markup import code, prose, row
from trueline.reporters.text import cut, harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.drift import Drift

NOTHING: Final = "nothing tells what is there: name it with --live FILE, --tfstate ROOT=FILE or --plan ROOT=FILE\n"
_WIDEST: Final = (48, 40, 40, 60)


def text(drifts: Sequence[Drift]) -> str:
    """Return the tables for a terminal."""
    if not drifts:
        return NOTHING
    found = sort(drifts)
    lines: list[str] = []
    for group in by_address(found.differences):
        lines += [*_resource(group), ""]
    lines += _listed("accepted:", (f"{_address(one)}: {one_line(one.expected)}" for one in found.accepted))
    lines += _listed("entries of .trueline/drift.yaml:", (f"{one.location}: {reason(one)}" for one in found.entries))
    lines += _listed("not checked:", (f"{_address(one)}: {reason(one)}" for one in found.unchecked))
    lines += _listed("read:", (f"{one_line(one.address)}: {reason(one)}" for one in found.read))
    return "\n".join(harmless(line.rstrip()) for line in (*lines, summary_line(drifts))) + "\n"


def _resource(group: Sequence[Drift]) -> Iterator[str]:
    first = group[0]
    kind = f" ({one_line(first.type)})" if first.type else ""
    yield f"{one_line(first.address)}{kind}  {first.location}"
    heads = ("", *sides(first), "by")
    rows = [heads, *(_cells(one) for one in group)]
    room = [min(most, max(width(cells[at]) for cells in rows)) for at, most in enumerate(_WIDEST)]
    if any(any(cells[1:]) for cells in rows[1:]):
        yield _line(heads, room)
    for one, cells in zip(group, rows[1:], strict=True):
        yield _line(cells, room)
        if not any(cells[1:]):
            yield f"    {reason(one)}"


def _cells(one: Drift) -> tuple[str, str, str, str]:
    if one.declared is None and one.actual is None:
        return what(one), "", "", who(one.by)
    return what(one), spelled(one.declared), spelled(one.actual), who(one.by)


def _line(cells: Sequence[str], room: Sequence[int]) -> str:
    shown = [_end(cells[0], room[0]), *(cut(cell, most) for cell, most in zip(cells[1:], room[1:], strict=True))]
    return "  " + "  ".join(cell + " " * (most - width(cell)) for cell, most in zip(shown, room, strict=True))


def _end(path: str, most: int) -> str:
    """Return the end of a path, which tells more than its beginning."""
    return path if len(path) <= most else "…" + path[len(path) - most + 1 :]


def _listed(title: str, entries: Iterator[str]) -> list[str]:
    said = [f"  {entry}" for entry in entries]
    return [title, *said, ""] if said else []


def _address(one: Drift) -> str:
    return one_line(f"{one.address} {one.path}".rstrip() if one.address else one.snapshot)


def markdown(drifts: Sequence[Drift]) -> str:
    """Return the tables as Markdown."""
    if not drifts:
        return NOTHING
    found = sort(drifts)
    lines = [prose(summary_line(drifts)), ""]
    if found.differences:
        lines += [row("where", "what", "declared", "actual", "by"), "|---|---|---|---|---|"]
        lines += [markdown_row(one) for one in found.differences]
    for title, drifted, said in (
        ("accepted", found.accepted, lambda one: one.expected),
        ("not checked", found.unchecked, reason),
        ("read", found.read, reason),
    ):
        entries = [f"- {code(_address(one))}: {prose(said(one))}" for one in drifted]
        lines += ["", f"{title}:", "", *entries] if entries else ()
    return "\n".join(map(harmless, lines)) + "\n"


def markdown_row(one: Drift) -> str:
    """Return one difference as a row: where, what, declared, actual, by."""
    if one.declared is None and one.actual is None:
        return row(code(one.address), prose(reason(one)), "", "", prose(who(one.by)))
    return row(
        code(one.address), code(what(one)), code(spelled(one.declared)), code(spelled(one.actual)), prose(who(one.by))
    )
