"""Which rules judge which facts: exact kinds, globs and families."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.level import FactKind
    from trueline.model.resource import Resource
    from trueline.model.rule import Rule


def fold(kind: str) -> str:
    """Return the spelling by which a kind is compared: Kubernetes kinds are found in either case."""
    return kind.lower() if kind[:11].lower() == "kubernetes/" else kind


def fits(pattern: str, kind: str) -> bool:
    """Tell whether ``kind`` is ``pattern``, in which ``*`` stands for any text."""
    pattern, kind = fold(pattern), fold(kind)
    if "*" not in pattern:
        return pattern == kind
    first, *middle, last = pattern.split("*")
    if not kind.startswith(first):
        return False
    position = len(first)
    for part in middle:
        position = kind.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return kind.endswith(last) and len(kind) - len(last) >= position


def match(patterns: Iterable[str], resource: Resource) -> str | None:
    """Return the kind or family of ``resource`` that the first fitting pattern means."""
    return _match(tuple(patterns), (resource.kind, *resource.families))


@lru_cache(maxsize=4096)  # the same rules meet the same kinds again and again
def _match(patterns: tuple[str, ...], kinds: tuple[str, ...]) -> str | None:
    for pattern in patterns:
        for kind in kinds:
            if fits(pattern, kind):
                return kind
    return None


def matches(rule: Rule, resource: Resource) -> str | None:
    """Return the kind or family of ``resource`` that ``rule`` judges, or None."""
    return match(rule.kinds, resource)


class RuleIndex:
    """Rules over facts of one sort by the kinds they judge; asking again for the same kind costs one look-up."""

    __slots__ = ("_by_kind", "_found", "_globs", "_rules")

    def __init__(self, rules: Sequence[Rule], on: FactKind = "resource") -> None:
        self._rules = rules
        self._by_kind: dict[str, list[int]] = {}
        self._globs: list[tuple[str, int]] = []
        self._found: dict[tuple[str, ...], Sequence[tuple[Rule, str]]] = {}
        for number, rule in enumerate(rules):
            for kind in rule.kinds if rule.on == on else ():
                if "*" in kind:
                    self._globs.append((kind, number))
                else:
                    self._by_kind.setdefault(fold(kind), []).append(number)

    def for_resource(self, resource: Resource) -> Sequence[tuple[Rule, str]]:
        """Return the rules that judge ``resource``, in their order, each with the kind or family it matched."""
        key = (resource.kind, *resource.families)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._search(resource)
        return found

    def _search(self, resource: Resource) -> Sequence[tuple[Rule, str]]:
        numbers: set[int] = set()
        for kind in (resource.kind, *resource.families):
            numbers.update(self._by_kind.get(fold(kind), ()))
            numbers.update(number for pattern, number in self._globs if fits(pattern, kind))
        pairs = ((self._rules[number], matches(self._rules[number], resource)) for number in sorted(numbers))
        return [(rule, kind) for rule, kind in pairs if kind is not None]
