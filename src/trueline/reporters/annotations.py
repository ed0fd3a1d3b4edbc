"""The annotations that a build log shows beside the code: a runner takes ten of a kind, so the best ten come first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.closing import closing
from trueline.reporters.page import Options, Page
from trueline.reporters.remarks import level, rank, remarks
from trueline.reporters.summary import at_base, side_of
from trueline.reporters.text import cut, harmless, harmless_text, one_line, short, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.location import Region
    from trueline.model.report import Report
    from trueline.reporters.remarks import Remark

# GitHub's runner and Azure's agent show this many of one kind and one step, and drop the others in silence
MOST: Final = 10
LONGEST: Final = 4_096
_LONGEST_TITLE: Final = 255
_MOST_ALSO: Final = 3
_WIDTH: Final = 100


class Annotation(NamedTuple):
    """One annotation; its texts are visible and harmless. Without ``path`` it belongs to the run as a whole.

    ``columns`` are there for a region in one line, both ends from 1 and the second exclusive.
    """

    title: str
    code: str
    message: str
    path: str = ""
    lines: tuple[int, int] = (0, 0)
    columns: tuple[int, int] | None = None


def best_annotations(report: Report, levels: Sequence[str]) -> dict[str, list[Annotation]]:
    """Return at most ten annotations for each of ``levels``; the last says how many more there are."""
    found: dict[str, list[list[Remark]]] = {name: [] for name in levels}
    for group in _grouped(sorted(remarks(report), key=rank)):
        found.get(level(group[0]), []).append(group)
    return {name: _best(report, groups) for name, groups in found.items()}


def plain_closing(report: Report) -> str:
    """Return the last lines of the report for terminals, for the log below the annotations."""
    page = Page(Options(_WIDTH))
    closing(page, report, verbose=False)
    return page.text()


def _grouped(sorted_remarks: Iterable[Remark]) -> list[list[Remark]]:
    """Return together what one rule says at one place of several subjects: they need one annotation."""
    groups: dict[tuple[object, ...], list[Remark]] = {}
    for remark in sorted_remarks:
        groups.setdefault((remark.name, remark.severity, remark.fails, remark.is_new, remark.location), []).append(
            remark
        )
    return list(groups.values())


def _best(report: Report, groups: list[list[Remark]]) -> list[Annotation]:
    if len(groups) <= MOST:
        return [_annotation(report, group) for group in groups]
    left = sum(len(group) for group in groups[MOST - 1 :])
    more = Annotation("Trueline", "more", f"+{left:,} more: see the summary of this step, or the whole report")
    return [*(_annotation(report, group) for group in groups[: MOST - 1]), more]


def _annotation(report: Report, group: Sequence[Remark]) -> Annotation:
    remark = group[0]
    location = remark.location
    title = cut(harmless(visible(f"{remark.severity}: {remark.name}")), _LONGEST_TITLE)
    code, message = harmless(visible(remark.name)), _message(report, group)
    if not remark.is_placed or at_base(report, location):
        return Annotation(title, code, message)
    path, region = harmless(visible(location.path)), location.region
    if region is None:
        return Annotation(title, code, message, path, (1, 1))
    columns = (region.start_column, region.end_column) if region.start_line == region.end_line else None
    return Annotation(title, code, message, path, (region.start_line, _last_line(region)), columns)


def _last_line(region: Region) -> int:
    """Return the last line with a character of the region; the end is exclusive."""
    if region.end_column == 1 and region.end_line > region.start_line:
        return region.end_line - 1
    return max(region.end_line, region.start_line)


def _another(one: Remark, first: Remark) -> str:
    """Return what tells a remark of one rule at one place apart from the first: its subject, else its message."""
    return one.message if one.subject == first.subject and one.message != first.message else one.subject or one.message


def _message(report: Report, group: Sequence[Remark]) -> str:
    """Return what is said, where it comes from and what mends it, cut as the runner would cut it."""
    remark = group[0]
    lines = [remark.message]
    if at_base(report, remark.location):
        lines.append(f"at {side_of(report, remark.location)}: {remark.location}")
    if remark.environment:
        lines.append(f"environment: {remark.environment}")
    if len(group) > 1:
        also = ", ".join(one_line(_another(one, group[0])) for one in group[1 : 1 + _MOST_ALSO])
        more = len(group) - 1 - _MOST_ALSO
        lines.append(f"also: {also}" + (f", +{more:,} more" if more > 0 else ""))
    lines += [
        f"see {place}{at_base(report, place)}: {one_line(place.message)}" for place in remark.related[:_MOST_ALSO]
    ]
    lines += [f"fix: {remark.fix}"] if remark.fix else []
    lines += [f"note: {refusal}" for refusal in remark.refusals]
    lines += [f"trueline explain {short(remark.fingerprint)}"] if remark.fingerprint else []
    return _cut_units("\n".join(harmless_text(line) for line in lines))


def _cut_units(text: str) -> str:
    """Return text of at most 4,096 UTF-16 units, which is how the runners count."""
    data = text.encode("utf-16-le")
    if len(data) <= 2 * LONGEST:
        return text
    return data[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
