"""A difference as a fact: what it is about, where it stands on both sides, and in words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from trueline.drift.environments import images, permitted
from trueline.drift.environments.aspects import aspect, component_aspect, is_input, is_switch, weaker
from trueline.drift.environments.found import ABSENT, At
from trueline.drift.environments.pairing import bare_address, modules_of
from trueline.drift.environments.sides import KEYS_ONLY
from trueline.drift.environments.usual import category, is_usual_component
from trueline.drift.environments.walk import Walk
from trueline.drift.environments.wording import brief, in_words
from trueline.drift.hidden import hidden
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.environments.found import Found
    from trueline.drift.environments.pairing import Component, Pairs
    from trueline.drift.environments.sides import Side
    from trueline.model.location import Location
    from trueline.model.resource import Resource

_SPECIAL: Final = ("image", "version", "flag", "schema", "engine", "slo")
"""Aspects that are told whatever the attribute is called."""
_SECRETS: Final = (
    (re.compile(r"kubernetes/Secret|terraform/kubernetes_secret\w*"), ("data", "stringData", "binary_data")),
    (
        re.compile(r"terraform/\w+_secret(?:_version)?|terraform/aws_ssm_parameter"),
        ("value", "secret_string", "secret_data"),
    ),
)
"""Kinds, and which of their members are secret whatever they are called."""
_MODULE: Final = "terraform/module"
_PRESENCE_ONLY: Final = frozenset({"terraform/variable", "terraform/output"})
_OWN_NAME: Final = (
    ("metadata", "name"),
    ("metadata", "namespace"),
    ("metadata", "generatename"),
    ("metadata", "managedfields"),
)
# from the API reference of Kubernetes 1.32
_DEFAULTS: Final = {
    "protocol": "tcp", "imagepullpolicy": "ifnotpresent", "restartpolicy": "always", "dnspolicy": "clusterfirst",
    "terminationgraceperiodseconds": "30", "schedulername": "default-scheduler", "revisionhistorylimit": "10",
    "progressdeadlineseconds": "600", "sessionaffinity": "none", "failurethreshold": "3", "successthreshold": "1",
    "periodseconds": "10", "timeoutseconds": "1", "initialdelayseconds": "0", "minreadyseconds": "0", "scheme": "http",
    "volumemode": "filesystem", "concurrencypolicy": "allow", "suspend": "false", "defaultmode": "420",
    "terminationmessagepath": "/dev/termination-log", "terminationmessagepolicy": "file", "optional": "false",
    "podmanagementpolicy": "orderedready", "backofflimit": "6", "hostnetwork": "false", "privileged": "false",
}  # fmt: skip
_PINNED: Final = frozenset({"source", "version"})


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
        self._walk = Walk(self.neutrals, mentioned)
        self.mentioned = mentioned

    def drifts(self, pairs: Pairs) -> Iterator[Drift]:
        """Yield what differs: components that only one has, then attributes of what both have."""
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
        values = _value(left), _value(right)
        if right.kind == "terraform/module" and not (left.absent and right.absent):
            values = _pinned(values[0]), _pinned(values[1])
        for found in self._walk.walk(At(), *values):
            if _is_compared(found, left, right):
                yield from self._told(found, left, right)

    def _told(self, found: Found, left: Resource, right: Resource) -> Iterator[Drift]:
        about = aspect(found, right.kind)
        if about == "image" and not found.is_one_sided:
            versions = images.skew(found.left, found.right, self.neutrals)
            if versions is None and "registry" not in self.alike.compare:
                self.suppressed["registry"] += 1
                return
        else:
            versions = images.order(found.left, found.right) if about in ("version", "engine") else {}
        usual = category(found, right.kind, self.neutrals)
        if self._is_suppressed(about, usual, found, has_default=is_input(right.kind)):
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


def _value(resource: Resource) -> object:
    """Return what is compared of a resource: of a module that can be looked into only which it is."""
    value = resource.value
    if not isinstance(value, dict):
        return value
    if resource.kind in _PRESENCE_ONLY:
        return {}
    if resource.kind == "terraform/lock":  # its hashes and constraints follow from the versions
        providers = value.get("provider")
        return _versions(providers) if isinstance(providers, dict) else {}
    secret = next((names for kinds, names in _SECRETS if kinds.fullmatch(resource.kind)), ())
    return {name: hidden(member) if name in secret else member for name, member in value.items()} if secret else value


def _versions(providers: dict[str, object]) -> object:
    return {
        "provider": {
            name: {"version": member.get("version")} for name, member in providers.items() if isinstance(member, dict)
        }
    }


def _pinned(value: object) -> object:
    """Return of a module's call what says which module it is: what it hands over is seen in the resources."""
    return {name: member for name, member in value.items() if name in _PINNED} if isinstance(value, dict) else value


def _is_compared(found: Found, left: Resource, right: Resource) -> bool:
    if right.kind.startswith("kubernetes/") and found.words[:2] in _OWN_NAME:
        return False
    if found.words[:1] == ("tags_all",) or (
        len(found.words) == 1 and found.words[0] in ("apiversion", "kind", "status")
    ):
        return False
    if right.kind.startswith("kubernetes/") and found.is_one_sided and found.words and _is_default(found):
        return False
    if KEYS_ONLY in left.labels or KEYS_ONLY in right.labels:
        return found.is_one_sided and len(found.words) == 1
    return True


def _is_default(found: Found) -> bool:
    """Tell whether what only one says is what Kubernetes takes where nothing is said."""
    default = _DEFAULTS.get(found.words[-1])
    return default is not None and str(found.right if found.left is ABSENT else found.left).lower() == default


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


def _shown(value: object, *, is_secret: bool) -> object:
    if value is ABSENT:
        return None
    if is_secret:
        return hidden(value)
    return value


def folded(drifts: Sequence[Drift]) -> list[Drift]:
    """Return differences of which those that the same place makes in several components are said once."""
    found: dict[tuple[object, ...], Drift] = {}
    more: Counter[tuple[object, ...]] = Counter()
    for one in drifts:
        # what explains it differs from component to component, what makes it does not
        about = (one.message, one.details.get("aspect")) if one.path else (one.type, one.details.get("side"))
        key = one.kind, one.location, *about
        if found.setdefault(key, one) is not one:
            more[key] += 1
    return [_with_more(one, more[key]) for key, one in found.items()]


def _with_more(drift: Drift, more: int) -> Drift:
    if not more or "more" in drift.details:
        return drift
    message = f"{drift.message}; so in {more} more component{'s' if more != 1 else ''}"
    return drift._replace(message=message, details={**drift.details, "more": more})
