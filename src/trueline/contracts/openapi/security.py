"""What differs between the ways in which clients authenticate: alternatives as sets of schemes with their scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.scope import Scope

Renamed: TypeAlias = "Mapping[str, str]"
"""What schemes at head are called at base."""


class Alternative(NamedTuple):
    """One way to authenticate: every scheme of it, each with its scopes."""

    schemes: Mapping[str, frozenset[str]]
    node: Node

    def asks_no_more_than(self, other: Alternative) -> bool:
        """Tell whether who satisfies ``other`` satisfies this one, too."""
        return all(name in other.schemes and scopes <= other.schemes[name] for name, scopes in self.schemes.items())

    @property
    def shown(self) -> dict[str, list[str]]:
        """Return it as plain data."""
        return {name: sorted(scopes) for name, scopes in self.schemes.items()}


def alternatives(security: Node, renamed: Renamed) -> list[Alternative]:
    """Return the alternatives of a list of requirements; where nothing is required, the one that asks nothing."""
    found = []
    for number in range(len(security.value) if isinstance(security.value, list) else 0):
        node = security.at(number)
        if node.is_map:
            names = [name for name in node.value if isinstance(name, str)]
            found.append(Alternative({renamed.get(name, name): frozenset(node.texts(name)) for name in names}, node))
    return found or [Alternative({}, security)]


def compare_security(scope: Scope, old: Node, new: Node, renamed: Renamed) -> None:
    """Take what differs between the requirements that are in force for an operation."""
    before, after = alternatives(old, {}), alternatives(new, renamed)
    if [one.schemes for one in before] == [one.schemes for one in after]:
        return
    scope = scope.within("security")
    was_open, is_open = (any(not one.schemes for one in side) for side in (before, after))
    if was_open and not is_open:
        values: tuple[object, object] = (None, [one.shown for one in after])
        scope.say("security-added", "it needs authentication now", old, new, values=values)
        return
    if is_open and not was_open:
        values = ([one.shown for one in before], None)
        scope.say("security-removed", "it needs no authentication any more", old, new, values=values)
        return
    for one in before:
        if not any(other.asks_no_more_than(one) for other in after):
            _say_refused(scope, one, after, new)
    for one in after:
        if all(one.schemes != other.schemes for other in before):
            _say_accepted(scope, one, before, after, old)


def _say_refused(scope: Scope, old: Alternative, after: list[Alternative], place: Node) -> None:
    """Take an alternative that is no longer enough."""
    partner = next((other for other in after if other.schemes.keys() == old.schemes.keys()), None)
    if partner is not None:
        scopes = sorted({one for name, all_of in partner.schemes.items() for one in all_of - old.schemes[name]})
        message = f"it needs the scope {', '.join(scopes)} now"
        where = _place(partner.node, scopes)
        scope.say("security-scope-added", message, old.node, where, values=(old.shown, partner.shown))
        return
    message = f"{_named(old)} is no longer accepted"
    scope.say("security-alternative-removed", message, old.node, place, values=(old.shown, None))


def _say_accepted(
    scope: Scope, new: Alternative, before: list[Alternative], after: list[Alternative], place: Node
) -> None:
    """Take an alternative that is new, unless it was told already as a stricter one."""
    looser = next((one for one in before if new.asks_no_more_than(one)), None)
    if looser is not None:
        if all(one.schemes != looser.schemes for one in after):
            message = f"{_named(new)} is enough now"
            scope.say("security-scope-removed", message, looser.node, new.node, values=(looser.shown, new.shown))
            return
    elif any(new.schemes.keys() == one.schemes.keys() for one in before):
        return
    scope.say("security-alternative-added", f"{_named(new)} is accepted", place, new.node, values=(None, new.shown))


def _place(requirement: Node, scopes: Sequence[str]) -> Node:
    """Return where the first of some scopes stands in a requirement."""
    for name in requirement.names():
        for number, text in enumerate(requirement.texts(name)):
            if text in scopes:
                return requirement.at(name, number)
    return requirement


def _named(one: Alternative) -> str:
    return " with ".join(one.schemes) or "no authentication"
