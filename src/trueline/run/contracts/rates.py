"""How much of what changed in a contract breaks nobody, and how many of the rules' checks passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.versions import required
from trueline.model.change import Version
from trueline.model.report import ContractRate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.engine import Judgement
    from trueline.model.change import Change, Compared
    from trueline.model.unit import Unit


def rate(unit: Unit, changes: Sequence[Change], compared: Compared, judgement: Judgement) -> ContractRate | None:
    """Return the rates of one contract, None where nothing changed.

    ``changes`` are all that are told, also those since a release; what differs from base decides on the version.
    """
    if not changes:
        return None
    levels = [change.compatibility for change in changes]
    version = compared.version or Version()
    counts = judgement.counts.values()
    return ContractRate(
        path=unit.root or _folder(unit),
        format=unit.dialect,
        changes=len(levels),
        breaking=levels.count("breaking"),
        dangerous=levels.count("dangerous"),
        compatible=levels.count("compatible"),
        version_before=version.before,
        version_after=version.after,
        bump=version.bump,
        required_bump=required(compared.changes),
        checks_passed=sum(count.passed for count in counts),
        checks=sum(count.passed + count.failed + count.unknown + count.errors for count in counts),
    )


def _folder(unit: Unit) -> str:
    """Return the folder that all files of a contract without a root are in, ``.`` for the repository."""
    from posixpath import commonpath

    folders = [path.rpartition("/")[0] for path in unit.members]
    return (commonpath(folders) if folders and all(folders) else "") or "."
