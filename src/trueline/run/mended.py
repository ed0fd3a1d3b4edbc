"""What the branch began with and the target has mended since: known is only what the target still has.

Compare is where a branch parted from its target, which its author chooses. Whoever begins at an old commit, and brings
back elsewhere what was mended after it, brings something new. Contracts are not asked: what they differ in is held
against base, and who merges two changes of one contract has to settle them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trueline.repo.recording import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trueline.engine import Hit
    from trueline.repo.tree import Tree
    from trueline.run.gate import Sides
    from trueline.run.side import Side


def mended(head: Side, base: Side, sides: Sides, judge_trust: Callable[[], Side]) -> frozenset[str]:
    """Return the identities of what head and base have, and trust less often, where head touched what they come of.

    What head left as base has it is merged as trust has it. Trust is judged only where that can make a difference.
    """
    if sides.base is None or sides.base_commit == sides.trust_commit:
        return frozenset()
    known = {hit.identity for hit in base.hits}
    asked = known & {hit.identity for hit in _of_differing(head, sides.base)}
    if asked:
        asked &= {hit.identity for hit in _of_differing(base, sides.trust)}
    if not asked:
        return frozenset()
    here, there = _count(head.hits), _count(judge_trust().hits)
    return frozenset(identity for identity in asked if there[identity] < here[identity])


def without(base: Side, identities: frozenset[str]) -> Side:
    """Return base as if it had never had them."""
    return base._replace(hits=[hit for hit in base.hits if hit.identity not in identities])


def _of_differing(side: Side, tree: Tree) -> Iterable[Hit]:
    """Yield the hits of the units that would not read the same in ``tree``, and all of the repository's rules."""
    yield from side.wide.hits
    for result in side.results.values():
        if result.trace and result.judgement.hits and not verify(result.trace, tree):
            yield from result.judgement.hits


def _count(hits: Iterable[Hit]) -> Counter[str]:
    return Counter(hit.identity for hit in hits)
