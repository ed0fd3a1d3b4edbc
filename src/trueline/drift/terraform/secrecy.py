"""What of a plan or state must not be shown: what it marks, what names tell, and the same texts wherever they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from trueline.dialects.terraform.plan.entries import mapping, sequence
from trueline.drift.hidden import hidden, holds_secret, is_secret_member, is_secret_place
from trueline.values.unknown import leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.model.location import Path

SHORTEST: Final = 4
"""Characters of a text from which its being secret in one place hides it in all: shorter ones stand everywhere."""

SHORTEST_PART: Final = 8
"""Characters of a secret from which a text that only holds it is hidden, too."""


def is_marked(mask: object, path: Path) -> bool:
    """Tell whether a mask of a plan marks what stands at a path, the whole it is in, or anything inside of it.

    A mask has the shape of the value, with true where it holds for all below. A mark in one element of a list counts
    for each: elements of sets have other places on either side of a difference.
    """
    current = [mask]
    for step in path:
        if any(one is True for one in current):
            return True
        if isinstance(step, int):
            current = [element for one in current if isinstance(one, list) for element in one]
        else:
            current = [one[step] for one in current if isinstance(one, dict) and step in one]
    return any(leaf is True for leaf in leaves(current))


class Secrets:
    """The texts of one plan or state that are known to be secret."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        found = {text for text in texts if len(text) >= SHORTEST}
        self.texts = frozenset(found)
        self._known: dict[str, bool] = {}
        self._parts: dict[str, list[str]] = defaultdict(list)
        for text in sorted(found):
            if len(text) >= SHORTEST_PART:
                self._parts[text[:SHORTEST_PART]].append(text)

    def is_secret(self, path: Path, *values: object) -> bool:
        """Tell whether what stands at a path may be secret: by its name, or as a value that is one elsewhere."""
        return is_secret_place(path) or any(
            isinstance(leaf, str) and (self.holds(leaf) or holds_secret(leaf))
            for value in values
            for leaf in leaves(value)
        )

    def holds(self, text: str) -> bool:
        """Tell whether a text is a secret, or has one in it."""
        if text not in self._known:
            self._known[text] = text in self.texts or any(part in text for part in self._likely(text))
        return self._known[text]

    def _likely(self, text: str) -> Iterator[str]:
        """Yield the secrets whose beginning is somewhere in a text."""
        if not self._parts:
            return
        places = range(len(text) - SHORTEST_PART + 1)
        ends = range(SHORTEST_PART, len(text) + 1)
        begins = map(text.__getitem__, map(slice, places, ends))  # each step of it in C: texts are long
        for begin in self._parts.keys() & begins:
            yield from self._parts[begin]

    def conceal(self, value: object, *, whole: bool) -> object:
        """Return a value with what must not be shown marked: all of it, or what is called like a secret or is one."""
        if whole:
            return hidden(value)
        if isinstance(value, dict):
            return {name: self.conceal(member, whole=is_secret_member(value, name)) for name, member in value.items()}
        if isinstance(value, list):
            return [self.conceal(member, whole=False) for member in value]
        return hidden(value) if isinstance(value, str) and self.holds(value) else value


def secrets_of(plan: Mapping[str, object]) -> Iterator[str]:
    """Yield the texts of a plan's sensitive variables, and those that a mask of a change marks."""
    given = mapping(plan.get("variables"))
    declared = mapping(mapping(mapping(plan.get("configuration")).get("root_module")).get("variables"))
    for name, variable in declared.items():
        if mapping(variable).get("sensitive") is True:
            yield from texts_of(mapping(given.get(name)).get("value"))
            yield from texts_of(mapping(variable).get("default"))
    for list_name in ("resource_drift", "resource_changes"):
        for entry in map(mapping, sequence(plan.get(list_name))):
            change = mapping(entry.get("change"))
            yield from _masked(change.get("before"), change.get("before_sensitive"))
            yield from _masked(change.get("after"), change.get("after_sensitive"))


def _masked(value: object, mask: object) -> Iterator[str]:
    if mask is True:
        yield from texts_of(value)
    elif isinstance(mask, dict) and isinstance(value, dict):
        for name, marks in mask.items():
            if marks:
                yield from _masked(value.get(name), marks)
    elif isinstance(mask, list) and isinstance(value, list):
        for member, marks in zip(value, mask, strict=False):
            if marks:
                yield from _masked(member, marks)


def texts_of(value: object) -> Iterator[str]:
    """Yield the texts in a value."""
    return (leaf for leaf in leaves(value) if isinstance(leaf, str))
