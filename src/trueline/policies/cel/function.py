"""What a function of the language is: how it is called, which kinds it takes, and the Python behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.policies.cel.kinds import KIND_OF

if TYPE_CHECKING:
    from collections.abc import Callable


class Function(NamedTuple):
    """One function.

    ``takes`` lists the kinds of its arguments, a method's target first: ``"string int"``, ``"string|list any?"``
    (``?``: may be left out, ``*``: any number of the last). ``style`` tells how it is called: ``f(x)``,
    ``m`` as ``x.f()``, ``fm`` both. ``run`` functions get the run as first argument; ``partial`` ones look into values
    that are unknown in part. ``pieces`` answers where an argument is text known in pieces; it gives None where that
    does not do.
    """

    call: Callable[..., object]
    takes: str
    gives: str = "dyn"
    style: str = "m"
    run: bool = False
    partial: bool = False
    pieces: Callable[..., object] | None = None


_KINDS: Final = {
    "number": ("int", "uint", "double"),
    "null": ("null_type",),
    "timestamp": ("google.protobuf.Timestamp",),
    "duration": ("google.protobuf.Duration",),
    "optional": ("optional_type",),
    "ip": ("net.IP",),
    "cidr": ("net.CIDR",),
    "quantity": ("kubernetes.Quantity",),
    "semver": ("kubernetes.Semver",),
    "url": ("kubernetes.URL",),
}


class Parameter(NamedTuple):
    """One argument that a function takes; ``kinds`` is empty where any will do."""

    kinds: frozenset[str]
    words: str


class Signature(NamedTuple):
    """The arguments of a function; of the last there may be ``most`` in all (no number: any)."""

    parameters: tuple[Parameter, ...]
    least: int
    most: int | None

    def takes(self, count: int) -> bool:
        """Tell whether it may be called with ``count`` arguments."""
        return self.least <= count and (self.most is None or count <= self.most)

    def parameter(self, position: int) -> Parameter:
        """Return what stands at ``position``; the last parameter stands for all after it."""
        return self.parameters[min(position, len(self.parameters) - 1)]


def signature(function: Function) -> Signature:
    """Return what ``function.takes`` says."""
    words = function.takes.split()
    parameters = tuple(_parameter(word.rstrip("?*")) for word in words)
    least = sum(1 for word in words if not word.endswith(("?", "*")))
    return Signature(parameters, least, None if words and words[-1].endswith("*") else len(words))


def _parameter(word: str) -> Parameter:
    if word == "any":
        return Parameter(frozenset(), word)
    kinds = frozenset(kind for part in word.split("|") for kind in _KINDS.get(part, (part,)))
    return Parameter(kinds, word.replace("|", " or "))


def types_of(parameter: Parameter) -> frozenset[type] | None:
    """Return the Python types an argument may have, or None where any will do."""
    if not parameter.kinds:
        return None
    return frozenset(kind for kind, name in KIND_OF.items() if name in parameter.kinds)
