"""What judging gave: of each side, and of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.engine import Hit, Judgement
    from trueline.model.change import Change
    from trueline.model.report import ContractRate, Notification
    from trueline.model.unit import Unit
    from trueline.run.costs import Priced
    from trueline.run.drifts import Drifted
    from trueline.run.gate import Gate, Request, Sides
    from trueline.run.portable import UnitResult

Key: TypeAlias = tuple[str, str, str]
"""That of a unit."""


class Side(NamedTuple):
    """What one side of the run gave.

    ``notes`` are about the run as a whole; ``left_out`` are the units of its tree that were not judged; ``changes`` are
    what its contracts differ in from those of base, ``rates`` how much of that breaks nobody.
    """

    units: Sequence[Unit]
    results: Mapping[Key, UnitResult]
    hits: Sequence[Hit]
    wide: Judgement
    notes: tuple[Notification, ...] = ()
    left_out: Sequence[Unit] = ()
    changes: tuple[Change, ...] = ()
    rates: tuple[ContractRate, ...] = ()


class Run(NamedTuple):
    """One run whose sides were judged.

    ``mended`` are the identities of what the change began with and trust has mended since, which is not known any more.
    ``priced`` is what things cost, ``drifted`` what differs from what is there; None where that was not asked.
    """

    sides: Sides
    gate: Gate
    request: Request
    head: Side
    base: Side | None
    mended: frozenset[str] = frozenset()
    priced: Priced | None = None
    drifted: Drifted | None = None
