"""Whether two schemas say the very same, what they refer to included; whatever the order of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.schema.node import Schema
    from trueline.contracts.schema.part import Part


class Sameness:
    """What is known of pairs of parts."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[tuple[Part, Part], bool] = {}

    def of_schemas(self, old: Schema, new: Schema) -> bool:
        """Tell whether all parts of two schemas are the same, one by one."""
        if len(old.parts) != len(new.parts) or old.only != new.only or old.left_out or new.left_out:
            return False
        return all(self.of_parts(one, other) for one, other in zip(old.parts, new.parts, strict=True))

    def of_parts(self, old: Part, new: Part) -> bool:
        """Tell whether two parts are the same; parts in a cycle are, when nothing in it differs."""
        known = self._known.get((old, new))
        if known is not None:
            return known
        seen = {(old, new)}
        todo = [(old, new)]
        while todo:
            pair = todo.pop()
            below = list(_below(*pair))
            if None in below or any(self._known.get(one) is False for one in below if one is not None):
                self._known[pair] = self._known[old, new] = False
                return False
            for one in below:
                if one is not None and one not in seen and one not in self._known:
                    seen.add(one)
                    todo.append(one)
        self._known.update(dict.fromkeys(seen, True))
        return True


def _below(old: Part, new: Part) -> Iterator[tuple[Part, Part] | None]:
    """Yield what two parts refer to, in pairs; None where they differ themselves, or that cannot be told."""
    if old is new:
        return
    digest, references = old.digest()
    if old.admits_null != new.admits_null or old.dialect != new.dialect or digest != new.digest()[0]:
        yield None
        return
    for reference in references:
        one, other = old.target(reference), new.target(reference)
        yield None if one is None or other is None else (one, other)
