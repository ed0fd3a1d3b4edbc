"""Which components of two environments are the same: by kind and address, then without what names the environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.environments.elements import spell
from trueline.drift.environments.masks import masked
from trueline.values.unknown import leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from trueline.drift.environments.words import Neutral
    from trueline.model.resource import Resource

_MOST_COMPARED: Final = 900
"""Pairs of one group of which each is looked at."""
_HASHED: Final = frozenset({"kubernetes/ConfigMap", "kubernetes/Secret"})
_HASH: Final = re.compile(r"-[bcdfghkmt2456789]{10}$")  # what kustomize puts after generated names
_INDEX: Final = re.compile(r"\[[^\]]*\]")
_ALONE: Final = re.compile(r"kubernetes/Namespace|terraform/(?:terraform|lock|terragrunt|tfvars)|file/\w+")
_ALIASES: Final = (("terraform/aws_alb", "terraform/aws_lb"),)


class Component(NamedTuple):
    """One thing of an environment; ``group`` is the root that declares it, seen from where the environment is."""

    resource: Resource
    group: str = ""


class Pairs(NamedTuple):
    """What is the same in both environments, and what only one has."""

    both: list[tuple[Component, Component]]
    left: list[Component]
    right: list[Component]


def pair(left: Sequence[Component], right: Sequence[Component], sides: tuple[Neutral, Neutral]) -> Pairs:
    """Pair components one to one: those with the same address first, then ever less alike."""
    both: list[tuple[Component, Component]] = []
    for key in _ROUNDS:
        here, there = _groups(left, key, sides[0]), _groups(right, key, sides[1])
        matched = list(_single(here, there) if key is _alone else _matched(here, there, sides))
        both += matched
        done = {id(one.resource) for two in matched for one in two}
        left = [one for one in left if id(one.resource) not in done]
        right = [one for one in right if id(one.resource) not in done]
    return Pairs(both, list(left), list(right))


def _groups(
    components: Iterable[Component], key: Callable[[Component, Neutral], Hashable], side: Neutral
) -> dict[Hashable, list[Component]]:
    found: dict[Hashable, list[Component]] = {}
    for one in components:
        name = key(one, side)
        if name is not None:
            found.setdefault(name, []).append(one)
    return found


def _single(
    left: dict[Hashable, list[Component]], right: dict[Hashable, list[Component]]
) -> Iterable[tuple[Component, Component]]:
    """Yield those of which each side has one alone, whatever it is called."""
    for key, there in right.items():
        here = left.get(key, [])
        if len(here) == len(there) == 1:
            yield here[0], there[0]


def _matched(
    left: dict[Hashable, list[Component]], right: dict[Hashable, list[Component]], sides: tuple[Neutral, Neutral]
) -> Iterable[tuple[Component, Component]]:
    for key, there in right.items():
        here = left.get(key, [])
        if (len(here) == 1 and len(there) == 1) or len(here) * len(there) > _MOST_COMPARED:
            yield from zip(here, there, strict=False)
        elif here:
            yield from _most_alike(here, there, sides)


def _most_alike(
    left: list[Component], right: list[Component], sides: tuple[Neutral, Neutral]
) -> Iterable[tuple[Component, Component]]:
    """Yield pairs of a few that are called the same, the most alike first."""
    here = [_words(one, sides[0]) for one in left]
    there = [_words(one, sides[1]) for one in right]
    marks = sorted(
        ((-len(one & other), abs(a - b), a, b) for a, one in enumerate(here) for b, other in enumerate(there)),
    )
    taken: set[int] = set()
    given: set[int] = set()
    for _, _, a, b in marks:
        if a not in taken and b not in given:
            taken.add(a)
            given.add(b)
            yield left[a], right[b]


def _words(component: Component, side: Neutral) -> set[str]:
    return {side.name(component.resource.address), *(spell(leaf, side) for leaf in leaves(component.resource.value))}


def kind_of(component: Component) -> str:
    """Return the kind of a component, one for those that are the same under two names."""
    kind = component.resource.kind
    for alias, meant in _ALIASES:
        kind = kind.replace(alias, meant)
    return kind


def _exact(component: Component, _: Neutral) -> Hashable:
    return component.group, kind_of(component), component.resource.address


def _neutral(component: Component, side: Neutral) -> Hashable:
    return _group(component, side), kind_of(component), _address(component, side)


def _anywhere(component: Component, side: Neutral) -> Hashable:
    """Kubernetes objects mean the same whatever file or folder declares them."""
    if not component.resource.kind.startswith(("kubernetes/", "terraform/")):
        return None
    return kind_of(component), _address(component, side)


def _named(component: Component, side: Neutral) -> Hashable:
    if not component.resource.kind.startswith("kubernetes/"):
        return None
    return kind_of(component), side.name(plain_name(component.resource))


def _unindexed(component: Component, side: Neutral) -> Hashable:
    if not component.resource.kind.startswith("terraform/"):
        return None
    return _group(component, side), kind_of(component), side.name(bare_address(component.resource.address))


def _alone(component: Component, side: Neutral) -> Hashable:
    return (_group(component, side), kind_of(component)) if _ALONE.fullmatch(kind_of(component)) else None


def _glued(component: Component, side: Neutral) -> Hashable:
    return _group(component, side), kind_of(component), side.glued(masked(_hashless(component.resource)))


_ROUNDS: Final = (_exact, _neutral, _anywhere, _named, _unindexed, _glued, _alone)


def plain_name(resource: Resource) -> str:
    """Return the name of an object without the hash that a tool put behind it."""
    return _HASH.sub("", resource.name) if resource.kind in _HASHED else resource.name


def bare_address(address: str) -> str:
    """Return an address without its indices."""
    return _INDEX.sub("", address)


def modules_of(address: str) -> Iterator[str]:
    """Yield the modules that an address is in: ``module.a`` and ``module.a.module.b``."""
    steps = bare_address(address).split(".")
    for place in range(0, len(steps) - 2, 2):
        if steps[place] != "module":
            return
        yield ".".join(steps[: place + 2])


def _group(component: Component, side: Neutral) -> str:
    return side.name(masked(component.group))


def _address(component: Component, side: Neutral) -> str:
    return side.name(masked(_hashless(component.resource)))


def _hashless(resource: Resource) -> str:
    if resource.kind in _HASHED:
        return resource.address.removesuffix(resource.name) + plain_name(resource)
    return resource.address
