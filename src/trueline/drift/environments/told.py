"""A difference as a fact: what it is about, where it stands on both sides, and in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from trueline.drift.environments import images, network, permitted
from trueline.drift.environments.aspects import aspect, component_aspect, is_input, is_switch, weaker
from trueline.drift.environments.compared import is_compared, values
from trueline.drift.environments.found import ABSENT, At, Found
from trueline.drift.environments.pairing import Pairs, bare_address, modules_of
from trueline.drift.environments.pods import Pods, namespace_of
from trueline.drift.environments.usual import category, is_usual_component
from trueline.drift.environments.walk import Walk
from trueline.drift.environments.wording import brief, in_words
from trueline.drift.hidden import hidden, shielded
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.environments.pairing import Component
    from trueline.drift.environments.sides import Side
    from trueline.model.location import Location
    from trueline.model.resource import Resource

_SPECIAL: Final = ("image", "version", "flag", "schema", "engine", "slo")
"""Aspects that are told whatever the attribute is called."""
_OWN_NAMESPACE: Final = ("metadata", "namespace")
_MODULE: Final = "terraform/module"


class Comparison:
    """Two environments side by side; ``suppressed`` counts what usually differs, by category."""

    def __init__(self, left: Side, right: Side) -> None:
        self.left, self.right = left, right
        self.alike = left.place.alike
        self.neutrals = left.place.neutral, right.place.neutral
        self.suppressed: Counter[str] = Counter()
        self.permitted: Counter[str] = Counter()
        self._inside: Counter[tuple[str, str]] = Counter()
        mentioned = "" if left.is_live == right.is_live else "right" if left.is_live else "left"
        self._pods = Pods(Pairs([], [], []))
        self._walk = Walk(self.neutrals, mentioned)
        self.mentioned = mentioned

    def drifts(self, pairs: Pairs) -> Iterator[Drift]:
        """Yield what differs: components that only one has, then attributes of what both have."""
        self._pods = Pods(pairs)
        known = {bare_address(one.resource.address) for two in pairs.both for one in two}
        for side, missing in (("left", pairs.left), ("right", pairs.right)):
            if self.mentioned and side != self.mentioned:
                continue
            for component in self._outermost(missing):
                yield from self._missing(component, side, is_one_more=bare_address(component.resource.address) in known)
        for left, right in pairs.both:
            yield from self._changed(left.resource, right.resource)

    def _outermost(self, missing: Sequence[Component]) -> Iterator[Component]:
        """Yield what one side lacks without all that is in a module which it lacks as a whole."""
        calls = {(one.group, bare_address(one.resource.address)) for one in missing if one.resource.kind == _MODULE}
        self._inside.clear()
        kept = []
        for one in missing:
            bare = bare_address(one.resource.address)
            outer = [call for name in modules_of(one.resource.address) if (call := (one.group, name)) in calls]
            if outer and outer[0][1] != bare:
                self._inside[outer[0]] += 1
            else:
                kept.append(one)
        yield from kept

    def _missing(self, component: Component, side: str, *, is_one_more: bool) -> Iterator[Drift]:
        resource = component.resource
        is_one_more = is_one_more and resource.kind.startswith("terraform/") and "[" in resource.address
        about = "size" if is_one_more or is_usual_component(resource.kind) else component_aspect(resource.kind)
        if permitted.is_ignored(resource, self.alike, self.neutrals[side == "right"]):
            self.permitted["ignore"] += 1
            return
        if about == "size" and "size" not in self.alike.compare:
            self.suppressed["size"] += 1
            return
        have, lack = (self.left, self.right) if side == "left" else (self.right, self.left)
        details = {**self._sides(about), "side": side, "only_in": have.place.name, "missing_in": lack.place.name}
        if about == "safeguard":
            details["weaker"] = lack.place.name
        message = f"only {have.place.name} has {brief(resource.address)}, {lack.place.name} has not"
        inside = self._inside[component.group, bare_address(resource.address)] if resource.kind == _MODULE else 0
        if inside:
            details["more"] = inside
            message += f"; with {inside} component{'s' if inside != 1 else ''} in it"
        yield Drift(
            "environment/missing",
            resource.address,
            resource.locate().primary,
            type=resource.kind,
            message=message,
            unit=resource.unit,
            environment=resource.environment or have.place.name,
            snapshot=self.left.snapshot or self.right.snapshot,
            details=details,
        )

    def _changed(self, left: Resource, right: Resource) -> Iterator[Drift]:
        for found in self._walk.walk(At(), *values(left, right)):
            if is_compared(found, left, right):
                yield from self._told(found, left, right)
        if right.kind.startswith("kubernetes/") and component_aspect(right.kind) == "safeguard":
            yield from self._moved(left, right)

    def _moved(self, left: Resource, right: Resource) -> Iterator[Drift]:
        """Yield that a safeguard is in another namespace than what it protects, where its counterpart is not."""
        side = self._pods.unprotected(left, right)
        if not side:
            return
        here, there = (namespace_of(one) or ABSENT for one in (left, right))
        at = _OWN_NAMESPACE
        found = Found(".".join(at), at, at, here, there, at, at[-1])
        if permitted.may_differ(found, left, right, self.alike):
            self.permitted["differ"] += 1
            return
        name = (self.left if side == "left" else self.right).place.name
        drift = self._drift(found, left, right, {**self._sides("safeguard"), "weaker": name})
        yield drift._replace(message=f"{drift.message}; what it protects in {name} is in another one")

    def _told(self, found: Found, left: Resource, right: Resource) -> Iterator[Drift]:
        wider = network.more_open(found.words, left, right, self.neutrals, self._pods)
        about = "safeguard" if wider else aspect(found, right.kind)
        if about == "image" and not found.is_one_sided:
            versions = images.skew(found.left, found.right, self.neutrals)
            if versions is None and "registry" not in self.alike.compare:
                self.suppressed["registry"] += 1
                return
        else:
            versions = images.order(found.left, found.right) if about in ("version", "engine") else {}
        usual = category(found, right.kind, self.neutrals)
        if not wider and self._is_suppressed(about, usual, found, has_default=is_input(right.kind)):
            self.suppressed[usual] += 1
            return
        if permitted.may_differ(found, left, right, self.alike):
            self.permitted["differ"] += 1
            return
        yield self._drift(
            found,
            left,
            right,
            {
                **self._sides(about),
                **({} if found.is_secret or versions is None else versions),
                **self._details(found, about, usual, has_default=is_input(right.kind)),
                **({"weaker": (self.left if wider == "left" else self.right).place.name} if wider else {}),
            },
        )

    def _is_suppressed(self, about: str, usual: str, found: Found, *, has_default: bool) -> bool:
        if not usual or usual in self.alike.compare:
            return False
        if about == "keys":  # whatever a setting is about, what reads it misses it
            return usual in ("generated", "backend") or (usual == "size" and has_default)
        if about in _SPECIAL and usual not in ("names", "generated", "ids", "secrets"):
            return about == "slo" and usual in ("hosts", "size")
        return not (about == "safeguard" and usual in ("size", "logging", "ids", "hosts") and is_switch(found))

    def _details(self, found: Found, about: str, usual: str, *, has_default: bool) -> dict[str, object]:
        details: dict[str, object] = {}
        if found.is_one_sided:
            side = "right" if found.left is ABSENT else "left"
            have, lack = (self.right, self.left) if side == "right" else (self.left, self.right)
            details |= {"side": side, "only_in": have.place.name, "missing_in": lack.place.name}
        if usual:
            details["usual"] = usual
        weak = weaker(found) if about == "safeguard" and not (found.is_one_sided and has_default) else ""
        if weak:
            details["weaker"] = (self.left if weak == "left" else self.right).place.name
        return details

    def _sides(self, about: str) -> dict[str, object]:
        return {
            "aspect": about,
            "pair": self.alike.name,
            "left": self.left.place.name,
            "right": self.right.place.name,
        }

    def _drift(self, found: Found, left: Resource, right: Resource, details: dict[str, object]) -> Drift:
        there, here = _locate(left, found.left_path), _locate(right, found.right_path)
        location, other = _told_apart(here, there)
        found = found._replace(
            left=_shielded(found.left),
            right=_shielded(found.right),
            only_left=tuple(map(_shielded, found.only_left)),
            only_right=tuple(map(_shielded, found.only_right)),
        )
        names = self.left.place.name, self.right.place.name
        newer = details.pop("newer", "")
        if newer:
            details["newer"] = names[newer == "right"]
        words = in_words(found, names)
        other = other._replace(message=words.left)
        return Drift(
            "environment/changed",
            right.address,
            location,
            type=right.kind,
            path=found.path,
            message=words.message,
            declared=_shown(found.left, is_secret=found.is_secret),
            actual=_shown(found.right, is_secret=found.is_secret),
            related=(other,),
            unit=right.unit,
            environment=right.environment or names[1],
            snapshot=self.left.snapshot or self.right.snapshot,
            details=details,
        )


def _locate(resource: Resource, path: tuple[str | int, ...]) -> tuple[Location, ...]:
    place = resource.locate(path)
    return (place.primary, *place.related)


def _told_apart(here: tuple[Location, ...], there: tuple[Location, ...]) -> tuple[Location, Location]:
    """Return the first place of each side that is not the other's too: of a shared module, what each hands to it."""
    bare_here = [one._replace(message="") for one in here]
    bare_there = [one._replace(message="") for one in there]
    if bare_here[0] != bare_there[0]:
        return bare_here[0], bare_there[0]
    own = next((one for one in bare_here if one not in bare_there), bare_here[0])
    other = next((one for one in bare_there if one not in bare_here), bare_there[0])
    return own, other


def _shielded(value: object) -> object:
    return value if value is ABSENT else shielded(value)


def _shown(value: object, *, is_secret: bool) -> object:
    if value is ABSENT:
        return None
    if is_secret:
        return hidden(value)
    return value
