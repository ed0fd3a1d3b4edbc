"""The tables of ``trueline drift``: declared and actual side by side, and what could not be told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from trueline.reporters.drifts import (
    apart,
    by_address,
    by_reason,
    has_sides,
    reason,
    remark,
    sentence,
    sides,
    sort,
    spelled,
    standing,
    summary_line,
    what,
    who,
)
from trueline.reporters.layout import width
from trueline.reporters.markup import code, prose, row
from trueline.reporters.text import cut, harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.drift import Drift

NOTHING: Final = "nothing tells what is there: name it with --live FILE, --tfstate ROOT=FILE or --plan ROOT=FILE\n"
_WIDEST: Final = (48, 56, 56, 60, 60)
_MOST: Final = 5
_LONG: Final = 2_000
_WIDE: Final = 120


def text(drifts: Sequence[Drift]) -> str:
    """Return the tables for a terminal."""
    if not drifts:
        return NOTHING
    found = sort(drifts)
    lines: list[str] = []
    for group in by_address(found.differences):
        lines += [*_resource(group), ""]
    lines += _listed("by this change:", map(sentence, found.changing))
    lines += _listed(
        "accepted:", (f"{_address(one)}: {reason(one)}; {one_line(one.expected)}" for one in found.accepted)
    )
    lines += _listed("nobody's doing:", (f"{_address(one)}: {reason(one)}; {remark(one)}" for one in found.formal))
    lines += _listed("entries of .trueline/drift.yaml:", (f"{one.location}: {reason(one)}" for one in found.entries))
    lines += _listed("not checked:", map(_unchecked, by_reason(found.unchecked)))
    lines += _listed("read:", (f"{one_line(one.address)}: {reason(one)}" for one in found.read))
    lines += _entry(found.differences)
    return "\n".join(harmless(line.rstrip()) for line in (*lines, summary_line(drifts))) + "\n"


def _resource(group: Sequence[Drift]) -> Iterator[str]:
    first = group[0]
    kind = f" ({one_line(first.type)})" if first.type else ""
    yield f"{one_line(first.address)}{kind}  {first.location}"
    heads = ("", *sides(first), "by", "")
    table = [heads, *(_cells(one) for one in group if has_sides(one))]
    room = [min(most, max(width(cells[at]) for cells in table)) for at, most in enumerate(_WIDEST)]
    if len(table) > 1:
        yield _line(heads, room)
    for one in sorted(group, key=has_sides, reverse=True):
        yield (_line(_cells(one), room) if has_sides(one) else f"  {_said(one)}") + _elsewhere(one, first)


def _said(one: Drift) -> str:
    """Return in one line what has no two sides, of the whole without its name, which stands above."""
    said, name = reason(one), one_line(one.address)
    if not one.path or not said.startswith(what(one)):
        said = f"{what(one)}: {f'it{said.removeprefix(name)}' if said.startswith(f'{name} ') else said}"
    by = who(one.by) if one.by is not None and one_line(one.by.name) not in said else ""
    return "; ".join(filter(None, (said, by, standing(one))))


def _cells(one: Drift) -> tuple[str, str, str, str, str]:
    """Return the attribute, what both sides have, who did it, and what is to be known beside."""
    declared, actual = (spelled(value, _LONG) or '""' for value in (one.declared, one.actual))
    declared, actual = apart(declared, actual, _WIDEST[1])
    return what(one), declared, actual, who(one.by), remark(one)


def _elsewhere(one: Drift, first: Drift) -> str:
    """Return where a difference is declared: its line, where it is the file that stands above."""
    if one.location == first.location:
        return ""
    region = one.location.region
    if one.location.path == first.location.path and region is not None:
        return f"  :{region.start_line}:{region.start_column}"
    return f"  {one.location}"


def _line(cells: Sequence[str], room: Sequence[int]) -> str:
    shown = [_end(cells[0], room[0]), *(cut(cell, most) for cell, most in zip(cells[1:], room[1:], strict=True))]
    columns = [(cell, most) for cell, most in zip(shown, room, strict=True) if most]
    return "  " + "  ".join(cell + " " * (most - width(cell)) for cell, most in columns)


def _end(path: str, most: int) -> str:
    """Return the end of a path, which tells more than its beginning."""
    return path if len(path) <= most else "…" + path[len(path) - most + 1 :]


def _unchecked(group: tuple[str, Sequence[Drift]]) -> str:
    """Return what could not be told for one reason: in its own words where it is alone."""
    why, found = group
    if len(found) == 1:
        return sentence(found[0])
    named = ", ".join(_address(one) for one in found[:_MOST])
    more = f" and {len(found) - _MOST:,} more" if len(found) > _MOST else ""
    return f"{named}{more}: {one_line(why)}"


def _entry(drifts: Sequence[Drift]) -> list[str]:
    """Return how a difference is accepted for a while: what to write, for the first that touches nothing grave."""
    one = next((one for one in drifts if not one.details.get("touches")), None)
    if one is None:
        return []
    path = f", path: {json.dumps(one.path)}" if one.path else ""
    text = f"- {{address: {json.dumps(one.address)}{path}, reason: …, expires: …}}"
    return ["to accept one for a while, under `expected:` of .trueline/drift.yaml:", f"  {one_line(text)}", ""]


def _listed(title: str, entries: Iterable[str]) -> list[str]:
    said = [f"  {entry}" for entry in entries]
    return [title, *said, ""] if said else []


def _expected(one: Drift) -> str:
    return one_line(one.expected)


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
        ("by this change", found.changing, reason),
        ("accepted", found.accepted, lambda one: f"{reason(one)}; {_expected(one)}"),
        ("nobody's doing", found.formal, lambda one: f"{reason(one)}; {remark(one)}"),
        ("not checked", found.unchecked, reason),
        ("read", found.read, reason),
    ):
        entries = [f"- {code(_address(one))}: {prose(said(one))}" for one in drifted]
        lines += ["", f"{title}:", "", *entries] if entries else ()
    return "\n".join(map(harmless, lines)) + "\n"


def markdown_row(one: Drift) -> str:
    """Return one difference as a row: where, what, declared, actual, by."""
    by = prose("; ".join(filter(None, (who(one.by), remark(one)))))
    where = f"{code(one.address)} {code(str(one.location))}"
    if not has_sides(one):
        return row(where, prose(reason(one)), "", "", by)
    declared, actual = apart(spelled(one.declared, _LONG), spelled(one.actual, _LONG), _WIDE)
    return row(where, code(what(one)), code(declared), code(actual), by)
