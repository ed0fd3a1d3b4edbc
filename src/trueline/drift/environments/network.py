"""Which of two network policies keeps out less.

https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1: a policy keeps out of the pods
that it selects, in the directions that it is about, all that no rule lets in; a rule that names no peers or ports lets
in all of them.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.drift.environments.elements import spell
from trueline.drift.environments.pods import namespace_of
from trueline.values.unknown import find, is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.environments.pods import Pod, Pods
    from trueline.drift.environments.words import Neutral
    from trueline.model.resource import Resource

_KIND: Final = "kubernetes/NetworkPolicy"
_PEERS: Final = {"ingress": "from", "egress": "to"}
_EVERY_ADDRESS: Final = ("0.0.0.0/0", "::/0")
_MOST: Final = 200
"""Pairs of a peer and a port up to which two policies are compared."""


class _Allowed(NamedTuple):
    """What a rule lets in: a peer and a port, each with how it is spelled; None stands for all of them."""

    peer: object
    port: object
    spelled: tuple[str, str]


_ALL: Final = _Allowed(None, None, ("", ""))
_Side: TypeAlias = "tuple[Resource, Neutral, Mapping[str, Sequence[Pod]]]"


def more_open(
    words: tuple[str, ...], left: Resource, right: Resource, sides: tuple[Neutral, Neutral], pods: Pods
) -> str:
    """Return the side whose network policy keeps out less by what is at ``words``, empty where that cannot be told.

    Of two of which each keeps out less in one direction it is the right one: where findings stand.
    """
    if not (left.kind == right.kind == _KIND and words[:1] == ("spec",) and len(words) > 1):
        return ""
    if any(is_unknown(leaf) for one in (left, right) for leaf in leaves(find(one.value, ("spec",), {}))):
        return ""
    two = (left, sides[0], pods.left), (right, sides[1], pods.right)
    part = words[1]
    if part == "podselector":
        return _by_selector(*two)
    directions = (part,) if part in _PEERS else tuple(_PEERS) if part == "policytypes" else ()
    found = {_by_rules(direction, *two) for direction in directions} - {""}
    return max(found, default="")


def _by_rules(direction: str, left: _Side, right: _Side) -> str:
    here, there = (_allowed(direction, *side[:2]) for side in (left, right))
    if len(here) > _MOST or len(there) > _MOST:
        return ""
    is_wider = all(any(_covers(one, other) for one in here) for other in there)
    is_narrower = all(any(_covers(other, one) for other in there) for one in here)
    if is_wider == is_narrower:
        return ""
    return "left" if is_wider else "right"


def _allowed(direction: str, resource: Resource, side: Neutral) -> list[_Allowed]:
    types, rules = (find(resource.value, ("spec", name)) for name in ("policyTypes", direction))
    is_about = direction == "ingress" or bool(rules)
    if isinstance(types, list) and types:
        is_about = direction.capitalize() in types
    return list(islice(_let_in(direction, rules, side), _MOST + 1)) if is_about else [_ALL]


def _let_in(direction: str, rules: object, side: Neutral) -> Iterator[_Allowed]:
    for rule in rules if isinstance(rules, list) else ():
        for peer in _members(rule, _PEERS[direction]):
            for port in _members(rule, "ports"):
                whose = None if _is_everyone(peer) else peer
                yield _Allowed(whose, port, (spell(whose, side), spell(port, side)))


def _members(rule: object, name: str) -> list[object]:
    found = find(rule, (name,))
    return found if isinstance(found, list) and found else [None]


def _is_everyone(peer: object) -> bool:
    block = find(peer, ("ipBlock",))
    return not peer or (find(block, ("cidr",)) in _EVERY_ADDRESS and not find(block, ("except",)))


def _covers(one: _Allowed, other: _Allowed) -> bool:
    """Tell whether what one lets in is all that the other does."""
    is_same_peer = one.peer is None or (one.spelled[0] == other.spelled[0] and other.peer is not None)
    is_same_port = one.port is None or (one.spelled[1] == other.spelled[1] and other.port is not None)
    return (is_same_peer or _is_in_cluster(one.peer, other.peer)) and (is_same_port or _is_protocol(one, other))


def _is_in_cluster(one: object, other: object) -> bool:
    """Tell whether one is every pod of every namespace, and the other some of them."""
    is_every_pod = isinstance(one, dict) and one.get("namespaceSelector") == {} and not one.get("podSelector")
    return is_every_pod and isinstance(other, dict) and "ipBlock" not in other


def _is_protocol(one: _Allowed, other: _Allowed) -> bool:
    """Tell whether one is every port of a protocol, and the other some of it."""
    if not isinstance(one.port, dict) or not isinstance(other.port, dict) or "port" in one.port:
        return False
    return bool(one.port.get("protocol", "TCP") == other.port.get("protocol", "TCP"))


def _by_selector(left: _Side, right: _Side) -> str:
    here, there = (_selected(*side) for side in (left, right))
    if (here == 0) != (there == 0):
        return "left" if here == 0 else "right"
    selectors = [find(side[0].value, ("spec", "podSelector")) or {} for side in (left, right)]
    if bool(selectors[0]) == bool(selectors[1]):
        return ""
    return "left" if selectors[0] else "right"


def _selected(resource: Resource, _: Neutral, pods: Mapping[str, Sequence[Pod]]) -> int:
    """Return how many of the pods beside a policy it is about; one where none is known."""
    near = pods.get(namespace_of(resource), ())
    selector = find(resource.value, ("spec", "podSelector"))
    return sum(1 for pod in near if _selects(selector, pod.labels)) if near else 1


def _selects(selector: object, labels: Mapping[str, object]) -> bool:
    wanted = find(selector, ("matchLabels",))
    if isinstance(wanted, dict) and not all(_is_label(labels.get(name), value) for name, value in wanted.items()):
        return False
    expressions = find(selector, ("matchExpressions",))
    return all(_holds(one, labels) for one in expressions) if isinstance(expressions, list) else True


def _is_label(actual: object, wanted: object) -> bool:
    """Tell whether a label has a value, or may have one that is filled in later."""
    return actual == wanted or any(isinstance(one, str) and "${" in one for one in (actual, wanted))


def _holds(expression: object, labels: Mapping[str, object]) -> bool:
    key, operator, values = (find(expression, (name,)) for name in ("key", "operator", "values"))
    if not isinstance(key, str):
        return True
    listed = values if isinstance(values, list) else []
    return {
        "In": any(_is_label(labels.get(key), value) for value in listed),
        "NotIn": labels.get(key) not in listed,
        "Exists": key in labels,
        "DoesNotExist": key not in labels,
    }.get(str(operator), True)
