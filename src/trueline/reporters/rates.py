"""Shares of a run: of its inputs that were judged, of its contracts' changes and checks; each as part and whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trueline.model.report import Report


class Share(NamedTuple):
    """A part of a whole, both counted."""

    part: int
    whole: int

    @property
    def ratio(self) -> float | None:
        """The part by the whole, from 0 to 1; None of nothing."""
        return round(self.part / self.whole, 4) if self.whole else None


def inputs_judged(report: Report) -> Share:
    """Return how many of the inputs that a dialect or format claims were read in full."""
    claimed = [given for given in report.inputs if given.kind]
    return Share(sum(given.state == "read" for given in claimed), len(claimed))


def changes_compatible(report: Report) -> Share:
    """Return how many changes of contracts break nobody."""
    return Share(sum(one.compatible for one in report.contracts), sum(one.changes for one in report.contracts))


def checks_passed(report: Report) -> Share:
    """Return how many answers of rules for changes of contracts let them be."""
    return Share(sum(one.checks_passed for one in report.contracts), sum(one.checks for one in report.contracts))
