"""What a change costs, on a Markdown page: stacks and budgets, and folded the resources that make the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.costs import changed, gaps, names, reasons, scales, shown, total_of
from trueline.reporters.markup import code, prose, row
from trueline.reporters.money import amount, bounded
from trueline.reporters.page import counted
from trueline.reporters.sheet import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.cost import Cost, Gap
    from trueline.model.report import Report

_HEADS: Final = {"a month": "---", "before": "--:", "after": "--:", "change": "--:", "at maximum scale": "--:"}
_RESOURCES: Final = "| resource | before | after | change | at maximum scale |\n|---|--:|--:|--:|--:|"
_MISSING: Final = "| resource | because |\n|---|---|"
_LONGEST: Final = 200


def cost_sections(report: Report) -> list[Section]:
    """Return the parts of the page; none where nothing was priced, or nothing costs anything."""
    total = total_of(report.costs)
    if total is None:
        return []
    sums, resources = shown(report.costs), changed(report.costs)
    missing, usage = gaps(total, usage=False), gaps(total, usage=True)
    compares = total.increase is not None
    resource = "resources" if len(resources) != 1 else "resource"
    return [
        Section("### Cost", _head(compares=compares), _rows(sums, compares=compares), len(sums)),
        _folded(
            f"{len(resources):,} {resource} with another cost",
            _RESOURCES,
            _rows(resources, compares=True),
            len(resources),
        ),
        _folded(f"{counted(len(missing), 'resource')} not fully priced", _MISSING, map(_gap, missing), len(missing)),
        _folded(f"usage of {counted(len(usage), 'resource')} not declared", _MISSING, map(_gap, usage), len(usage)),
    ]


def _head(*, compares: bool) -> str:
    heads = [*_HEADS] if compares else ["a month", "expected", "at maximum scale"]
    return f"{row(*heads)}\n|{'|'.join(_HEADS.get(head, '--:') for head in heads)}|"


def _folded(title: str, head: str, rows: Iterable[str], total: int) -> Section:
    return Section(f"<details>\n<summary>{title}</summary>", head, rows, total, "\n</details>")


def _rows(costs: Sequence[Cost], *, compares: bool) -> Iterator[str]:
    for name, cost in zip(names(costs), costs, strict=True):
        after = amount(cost.head, cost.currency)
        cells = [amount(cost.base, cost.currency), after, _change(cost)] if compares else [after]
        yield row(_name(cost, name), *cells, _most(cost))


def _name(cost: Cost, name: str) -> str:
    if cost.scope == "total":
        return "**all**"
    return code(name, _LONGEST) if cost.scope == "resource" else f"{cost.scope} {code(name, _LONGEST)}"


def _change(cost: Cost) -> str:
    return amount(cost.increase, cost.currency, signed=True)


def _most(cost: Cost) -> str:
    return bounded(cost.head.most, cost.currency) if cost.head is not None and scales(cost) else ""


def _gap(entry: tuple[str, list[Gap]]) -> str:
    address, found = entry
    return row(code(address, _LONGEST), prose(reasons(found)))
