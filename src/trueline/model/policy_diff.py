"""What a change proposes for the gate itself, and what that would do: nothing of it is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from trueline.model.location import Location
    from trueline.model.report import Finding

RuleMove: TypeAlias = Literal["added", "removed", "off", "on", "changed"]
FileMove: TypeAlias = Literal["added", "removed", "changed"]
Release: TypeAlias = Literal["removed", "off", "excluded", "gone", "suppressed", "advises", "known", "lowered"]
"""How a finding would be let go: its rule is not there, or off; its place is not judged; the rule, a parameter or a
setting does not find it; a mark or the baseline may let it go; it only advises; it counts as known. One that is
``lowered`` stays, with a lower severity."""
Addition: TypeAlias = Literal["new", "stands", "blocks", "raised"]
"""How a finding would come: nothing finds it today; what let it go does so no more; it blocks; its severity is
higher."""


class SettingChange(NamedTuple):
    """One setting that would change: ``name`` as the config spells it, ``said`` in words."""

    name: str
    said: str
    location: Location | None = None


class RuleChange(NamedTuple):
    """What would become of one rule, ``details`` in words."""

    rule_id: str
    move: RuleMove
    details: tuple[str, ...] = ()
    location: Location | None = None


class Released(NamedTuple):
    """A finding as it stands today that the proposal would let go. ``blocks`` says whether this run fails by it."""

    finding: Finding
    how: Release
    said: str = ""

    @property
    def blocks(self) -> bool:
        """Tell whether it blocks today."""
        return self.finding.blocks


class Added(NamedTuple):
    """A finding that the proposal would make, as it would stand. Its ``blocks`` is that of a run without a base."""

    finding: Finding
    how: Addition
    said: str = ""


class GateFile(NamedTuple):
    """A file of the gate that differs from the one at trust: its sort, and in what way, in words."""

    path: str
    move: FileMove
    sort: str
    said: str = ""


class NotEvaluated(NamedTuple):
    """A part of the proposal of which is not known what it would do, and why."""

    path: str
    reason: str


class Counts(NamedTuple):
    """How many findings would come and go, and how many of them matter to a verdict.

    ``released_blocking`` block this run, ``added_blocking`` would block one without a base. What is only ``lowered`` or
    ``raised`` is counted there alone. ``unknowns`` are answers that could not be told, and block for that.
    """

    added: int = 0
    added_blocking: int = 0
    released: int = 0
    released_blocking: int = 0
    lowered: int = 0
    raised: int = 0
    unknowns_added: int = 0
    unknowns_released: int = 0


class PolicyDiff(NamedTuple):
    """What head proposes for the gate, and what that would do to the findings of this repository.

    Of very many findings ``would_add`` and ``would_release`` hold those that matter most; the counts are of all.
    ``complete`` is False where the findings could not be compared: then both are empty.
    """

    settings: tuple[SettingChange, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    would_add: tuple[Added, ...] = ()
    would_release: tuple[Released, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    files: tuple[GateFile, ...] = ()
    complete: bool = True
    counts: Counts = Counts()
