"""What Terraform's ``moved``, ``removed`` and ``import`` blocks say of both sides of a change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.model.cost import Estimate

WORDS: Final = frozenset({"terraform/moved", "terraform/removed", "terraform/import"})
_KEYS: Final = re.compile(r'\[(?:\*|\d+|"(?:[^"\\]|\\.)*")\]')


class Words(NamedTuple):
    """The blocks of head: old addresses by new ones and by unit, what is left alone by unit, and what is taken over."""

    moved: Mapping[str, Mapping[str, str]]
    left: Mapping[str, frozenset[str]]
    imported: frozenset[str]

    def staying(self, former: Iterable[Estimate]) -> Iterator[Estimate]:
        """Yield what was at base; what Terraform just forgets stays."""
        for one in former:
            yield one._replace(stays=True) if self._is_left(one) else one

    def _is_left(self, one: Estimate) -> bool:
        names = self.left.get(one.unit)
        if names is None or not one.kind.startswith("terraform/"):
            return False
        steps = _KEYS.sub("", one.address).split(".")
        return any(".".join(steps[:end]) in names for end in range(1, len(steps) + 1))


def words_of(now: Iterable[Estimate]) -> Words:
    """Return what the blocks among the estimates of head say."""
    moved: dict[str, dict[str, str]] = {}
    left: dict[str, set[str]] = {}
    imported: set[str] = set()
    for one in now:
        said = one.tags
        if one.kind == "terraform/moved" and {"from", "to"} <= said.keys():
            moved.setdefault(one.unit, {})[said["to"]] = said["from"]
        elif one.kind == "terraform/removed" and "from" in said:
            left.setdefault(one.unit, set()).add(_KEYS.sub("", said["from"]))
        elif one.kind == "terraform/import" and "to" in said:
            imported.add(said["to"])
    return Words(moved, {unit: frozenset(names) for unit, names in left.items()}, frozenset(imported))
