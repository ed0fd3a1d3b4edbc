"""Gauges as OpenMetrics text, which the older text format of Prometheus reads, too.

OpenMetrics 1.0 has the types *info* and *stateset*; the Pushgateway and the textfile collector refuse a file that has
one. Everything here is a gauge, which all of them read.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.reporters.text import cut, harmless, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Labels: TypeAlias = tuple[tuple[str, str], ...]

_UNITS: Final = ("seconds", "ratio")
_LONGEST: Final = 300
"""Characters of a label's value."""


class Family(NamedTuple):
    """One metric: its name, what it says, and its samples by labels. No two samples have the same labels."""

    name: str
    help: str
    samples: Mapping[Labels, float]


def gauge(name: str, said: str, samples: Iterable[tuple[Mapping[str, object], float]]) -> Family:
    """Return a metric of counts; samples whose labels read the same are added up. ``said`` is plain ASCII text."""
    found: dict[Labels, float] = {}
    for labels, value in samples:
        key = tuple((label, _value(str(text))) for label, text in labels.items())
        found[key] = found.get(key, 0) + value
    return Family(name, said, found)


def single(name: str, said: str, value: float | None) -> Family:
    """Return a metric with one sample without labels; None where there is nothing to measure, and then no sample."""
    return Family(name, said, {} if value is None else {(): value})


def info(name: str, said: str, samples: Iterable[Mapping[str, object]]) -> Family:
    """Return a metric whose labels are what it says; each value is 1."""
    found = {tuple((label, _value(str(text))) for label, text in labels.items()): 1 for labels in samples}
    return Family(name, said, found)


def exposition(families: Iterable[Family]) -> str:
    """Return the whole text; what has no sample is left out."""
    return "".join(line + "\n" for family in families if family.samples for line in _lines(family)) + "# EOF\n"


def _lines(family: Family) -> Iterable[str]:
    unit = family.name.rpartition("_")[2]
    yield f"# HELP {family.name} {family.help}"
    yield f"# TYPE {family.name} gauge"
    if unit in _UNITS:
        yield f"# UNIT {family.name} {unit}"
    for labels, value in family.samples.items():
        spelled = ",".join(f'{label}="{text}"' for label, text in labels)
        yield f"{family.name}{{{spelled}}} {_number(value)}" if spelled else f"{family.name} {_number(value)}"


def _value(text: str) -> str:
    r"""Return a label's value: hidden characters, line ends among them, are visible; ``\\`` and ``"`` are escaped."""
    shown = harmless(visible(cut(text, _LONGEST)))
    return shown.replace("\\", "\\\\").replace('"', '\\"')


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) else repr(value)
