"""What references give: resources and their parts, computed one attribute at a time, so that circles are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trueline.dialects.terraform.collection import references_in
from trueline.dialects.terraform.frame import LazyObject
from trueline.dialects.terraform.functions.marks import each_leaf
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.values.unknown import MarkedText, Unknown, is_sensitive, references_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from trueline.parsers.hcl.syntax import Block

    Applied: TypeAlias = Callable[[tuple[str | int, ...]], object]
    """Gives what the last apply knew of an attribute, by its path; None where nobody here knows."""


_TEXTS = frozenset({"arn", "id"})  # one text each in every provider


class Names(LazyObject):
    """A namespace such as ``var`` or ``aws_s3_bucket``: each name is looked up when it is asked for."""

    __slots__ = ("_look_up",)

    def __init__(self, look_up: Callable[[str], object]) -> None:
        self._look_up = look_up

    def attribute(self, name: str) -> object:
        """Return what the name stands for."""
        return self._look_up(name)


def refer_to(value: object, references: frozenset[str]) -> object:
    """Return ``value`` with the references on every leaf that can carry them."""

    def mark(leaf: object) -> object:
        if isinstance(leaf, str):
            return MarkedText(leaf, references | references_of(leaf), sensitive=is_sensitive(leaf))
        return leaf.referring(references) if isinstance(leaf, Unknown) else leaf

    return each_leaf(value, mark)


class Declared(Protocol):
    """An instance of a resource or data source, as those that refer to it see it."""

    @property
    def address(self) -> str:
        """What Terraform calls it."""
        ...

    @property
    def block(self) -> Block:
        """Where it is written."""
        ...

    def applied(self, path: tuple[str | int, ...]) -> object:
        """Return what the last apply knew of an attribute; None where nobody here knows."""
        ...

    def attribute(self, name: str) -> object:
        """Return the value of a configured attribute; None where it is not set."""
        ...

    def configured(self) -> dict[str, object]:
        """Return everything that is set."""
        ...


class Reference(LazyObject):
    """A resource or data source as other expressions see it: what it does not set is known after apply."""

    __slots__ = ("instance",)

    def __init__(self, instance: Declared) -> None:
        self.instance = instance

    @property
    def references(self) -> frozenset[str]:
        """The address itself."""
        return frozenset((self.instance.address,))

    def attribute(self, name: str) -> object:
        """Return one attribute, marked with the resource's address."""
        value = _known(self.instance.attribute(name), self.instance.applied, name)
        if value is None:
            return self._later(name)
        return refer_to(value, self.references)

    def _later(self, name: str) -> Unknown:
        when = "read at apply" if self.instance.block.type == "data" else "known after apply"
        reasons = [f"{self.instance.address}.{name} ← {when}"]
        return Unknown(reasons, self.references, is_scalar=name in _TEXTS)

    def plain(self) -> object:
        """Return what is configured, and the identity that every resource has."""
        configured = self.instance.configured()
        return {"id": self.attribute("id"), "arn": self.attribute("arn"), **configured}


def _known(value: object, applied: Applied, name: str) -> object:
    """Return a value of the code, or what the last apply made of it where the code alone does not tell."""
    if value is not None and not isinstance(value, Unknown):
        return value
    found = applied((name,))
    return value if found is None else found


def not_applied(_path: tuple[str | int, ...]) -> None:
    """Return that nothing is known of an attribute but what the code says."""


class Part(LazyObject):
    """A nested block of a resource as other expressions see it."""

    __slots__ = ("_address", "_applied", "_references", "_value")

    def __init__(
        self, value: Mapping[str, object], address: str, references: frozenset[str], applied: Applied = not_applied
    ) -> None:
        self._value = value
        self._address = address
        self._references = references
        self._applied = applied

    @property
    def references(self) -> frozenset[str]:
        """The address of the resource."""
        return self._references

    def attribute(self, name: str) -> object:
        """Return one attribute; what is not set is known after apply."""
        value = _known(self._value.get(name), self._applied, name)
        if value is None:
            return Unknown([f"{self._address}.{name} ← known after apply"], self._references)
        if isinstance(value, list) and value and all(isinstance(element, dict) for element in value):
            inner = applied_inside(self._applied, name, len(value))
            return [Part(element, f"{self._address}.{name}", self._references, inner) for element in value]
        return refer_to(value, self._references)

    def plain(self) -> object:
        """Return what is configured."""
        return dict(self._value)


def applied_inside(applied: Applied, name: str, number: int) -> Applied:
    """Return what is known inside of a block: of one among several nobody can say which it was when it was applied."""
    return (lambda path: applied((name, 0, *path))) if number == 1 else not_applied


class Uncounted(LazyObject):
    """Instances whose number cannot be known: any index gives the one that is judged, ``[*]``."""

    __slots__ = ("elements", "reasons")

    def __init__(self, element: LazyObject, reasons: tuple[str, ...]) -> None:
        self.elements = element
        self.reasons = reasons

    @property
    def references(self) -> frozenset[str]:
        """The address of the judged instance."""
        return references_in(self.elements)

    def attribute(self, name: str) -> object:
        """Return an element by its key, as ``instances.key`` may be written."""
        return self.index(name)

    def index(self, key: object) -> object:
        """Return the one instance, whatever the key."""
        if key is None:
            raise FunctionError("an index must not be null")
        return self.elements

    def plain(self) -> object:
        """Return what can be told of an unknown number: nothing but whom it refers to."""
        return Unknown(self.reasons, self.references)


class Missing(LazyObject):
    """A module that is not there: every output is unknown for the same reason."""

    __slots__ = ("_address", "reason")

    def __init__(self, address: str, reason: str) -> None:
        self._address = address
        self.reason = reason

    def attribute(self, name: str) -> object:
        """Return an unknown output."""
        return Unknown([f"{self._address}.{name} ← {self.reason}"])

    def plain(self) -> object:
        """Return that nothing is known."""
        return Unknown([f"{self._address} ← {self.reason}"])
