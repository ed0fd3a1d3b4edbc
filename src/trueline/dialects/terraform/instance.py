"""One instance of a resource or data source: its attributes, computed on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.blocks import attempt, body_value, element_value, expand, settle
from trueline.dialects.terraform.frame import Frame, Spelled
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.dialects.terraform.lazy import Part, Reference, applied_inside
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.dialects.terraform.expansion import Key
    from trueline.dialects.terraform.module import Module
    from trueline.parsers.hcl.syntax import Block

META = frozenset({"count", "for_each", "depends_on", "provider", "providers", "lifecycle", "provisioner", "connection"})
_BUSY = object()


def _tags_all(instance: Instance) -> object:
    from trueline.dialects.terraform.providers import tags_all

    return tags_all(instance.attribute("tags"), instance.block, instance.scope)


def _policy_json(instance: Instance) -> object:
    from trueline.dialects.terraform.policy_document import policy_json

    return policy_json(instance.block.body, instance.frame)


_TAGGED: Mapping[str, Callable[[Instance], object]] = {"tags_all": _tags_all}
_POLICY_DOCUMENT: Mapping[str, Callable[[Instance], object]] = {"json": _policy_json, "minified_json": _policy_json}


class Instance:
    """One instance; its attributes are evaluated when first read."""

    __slots__ = ("_attributes", "_blocks", "address", "block", "frame", "key", "reference", "scope")

    def __init__(self, scope: Module, block: Block, address: str, key: Key) -> None:
        self.scope = scope
        self.block = block
        self.address = address
        self.key = key
        self.reference = Reference(self)
        self.frame = Frame(scope, {**key.names, "self": self.reference})
        self._attributes: dict[str, object] = {}
        self._blocks: dict[str, list[object]] | None = None

    def attribute(self, name: str) -> object:
        """Return the value of a configured attribute or the list of its blocks; None where it is not set."""
        found = self._attributes.get(name, _BUSY)
        if found is not _BUSY:
            return found
        self._attributes[name] = Unknown([f"{self.address}.{name} ← refers to itself"], (self.address,))
        try:
            self._attributes[name] = value = self._compute(name)
        except BaseException:
            del self._attributes[name]
            raise
        return value

    def _compute(self, name: str) -> object:
        attribute = self.block.body.attributes.get(name)
        if attribute is not None and name not in META:
            return attempt(attribute, self.frame)
        computed = self._computed().get(name)
        if computed is not None:
            try:
                return computed(self)
            except FunctionError as error:
                return Unknown([f"{self.address}.{name} ← {error}"])
        if not any(
            name == (block.labels[0] if block.type == "dynamic" and block.labels else block.type)
            for block in self.block.body.blocks
        ):
            return None
        elements = expand(self.block.body, self.frame).get(name, [])
        references = frozenset((self.address,))
        values = [element_value(element) for element in elements]
        inner = applied_inside(self.applied, name, len(values))
        found = [Part(v, f"{self.address}.{name}", references, inner) if isinstance(v, dict) else v for v in values]
        unknowns = [value for value in found if isinstance(value, Unknown)]
        if not unknowns:
            return found
        known = next(place for place, value in enumerate(found) if isinstance(value, Unknown))
        return PartialList(found[:known], join(*unknowns))

    def _computed(self) -> Mapping[str, Callable[[Instance], object]]:
        """Return the attributes that follow from the configuration alone."""
        kind = self.block.labels[0]
        if self.block.type == "data":
            return _POLICY_DOCUMENT if kind == "aws_iam_policy_document" else {}
        return _TAGGED if kind.startswith("aws_") else {}

    def applied(self, path: tuple[str | int, ...]) -> object:
        """Return what the last apply knew of an attribute; None where nobody here knows."""
        return self.scope.applied(self.address, path)

    def configured(self) -> dict[str, object]:
        """Return everything that is set, as other expressions see it."""
        names = [name for name in self.block.body.attributes if name not in META]
        return {name: value for name in names if (value := self.reference.attribute(name)) is not None}

    def value(self) -> dict[str, object]:
        """Return everything that is set as plain data, and what can be computed from it."""
        found = body_value(self.block.body, self.frame, META)
        for name in self._computed():
            value = settle(self.attribute(name))
            if value is not None:
                found[name] = value
        lifecycle = self.block.body.blocks_of("lifecycle")
        if lifecycle:
            skip = frozenset({"precondition", "postcondition"})
            found["lifecycle"] = [body_value(block.body, Frame(Spelled()), skip) for block in lifecycle]
        return found
