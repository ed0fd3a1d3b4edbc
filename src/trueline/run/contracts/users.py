"""Changes with those who use what they are about, as the config and the consumers' own files say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.run.plan import exclusions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.change import Change
    from trueline.model.report import Notification
    from trueline.model.settings import Settings
    from trueline.repo.tree import Tree
    from trueline.run.contracts.pairs import Pair


def with_consumers(
    changes: Sequence[Change], pair: Pair, sides: tuple[Tree | None, Tree], settings: Settings
) -> tuple[tuple[Change, ...], tuple[Notification, ...]]:
    """Return changes that say who uses what they are about, and what is wrong with what consumers say."""
    known = settings.contracts.consumers
    if not known or not changes:
        return tuple(changes), ()
    from trueline.contracts import consumers
    from trueline.repo.patterns import matches

    excluded = exclusions(settings)
    trees = [
        consumers.Tree([path for path in tree.paths() if not excluded or not matches(path, excluded)], tree)
        for tree in sides
        if tree is not None
    ]
    schema = pair.base if sides[0] is not None else pair.head
    found = consumers.find(known, pair.unit, schema, trees)
    notes = (*found.notifications, *consumers.unmatched(known, trees))
    told = (change._replace(details={**change.details, **found.details(change)}) for change in changes)
    return tuple(told), tuple(dict.fromkeys(notes))
