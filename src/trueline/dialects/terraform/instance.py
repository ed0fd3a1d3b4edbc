"""One instance of a resource or data source: ``count`` and ``for_each`` expanded, attributes computed on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.blocks import attempt, body_value, element_value, expand, settle
from trueline.dialects.terraform.calls import plain_of
from trueline.dialects.terraform.frame import Frame, LazyObject, Spelled
from trueline.dialects.terraform.functions.scalars import to_integer, to_text
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.dialects.terraform.lazy import Part, Reference, Uncounted
from trueline.values.unknown import Unknown, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trueline.dialects.terraform.scope import Scope
    from trueline.parsers.hcl.syntax import Block, Body

MOST_INSTANCES = 2_000
META = frozenset({"count", "for_each", "depends_on", "provider", "providers", "lifecycle", "provisioner", "connection"})
_BUSY = object()


class Key(NamedTuple):
    """What tells instances apart: ``text`` as Terraform prints it (``["a"]``, ``[0]``, ``[*]``), and what they see."""

    text: str
    value: str | int | None
    names: Mapping[str, object]


class Expansion(NamedTuple):
    """The instances of a block; ``reasons`` say why their number is unknown, then there is one, ``[*]``."""

    keys: Sequence[Key]
    reasons: tuple[str, ...] = ()


SINGLE = Expansion((Key("", None, {}),))


def expand_instances(body: Body, frame: Frame) -> Expansion:
    """Return the instances that ``count`` or ``for_each`` ask for."""
    for name, keys in (("count", _counted), ("for_each", _keyed)):
        attribute = body.attributes.get(name)
        if attribute is None:
            continue
        wanted = attempt(attribute, frame)
        if isinstance(wanted, LazyObject):
            wanted = plain_of(wanted) if not isinstance(wanted, Uncounted) else wanted.plain()
        try:
            found = keys(wanted) if not isinstance(wanted, Unknown) else None
            reason = wanted.reasons if isinstance(wanted, Unknown) else ()
        except FunctionError as error:
            found, reason = None, (str(error),)
        return Expansion(found) if found is not None else _unknown(name, reason)
    return SINGLE


def _counted(wanted: object) -> list[Key] | None:
    number = to_integer(wanted)
    if not 0 <= number <= MOST_INSTANCES:
        raise FunctionError(f"count is {number}; at most {MOST_INSTANCES} instances are looked at")
    return [Key(f"[{place}]", place, {"count": {"index": place}}) for place in range(number)]


def _keyed(wanted: object) -> list[Key] | None:
    if isinstance(wanted, dict):
        pairs = [(str(key), wanted[key]) for key in sorted(wanted)]
    elif isinstance(wanted, SetValue | list):
        if any(is_unknown(element) for element in wanted):
            return None
        pairs = [(str(to_text(element)), element) for element in wanted]
    else:
        raise FunctionError("for_each needs a map or a set")
    if len(pairs) > MOST_INSTANCES:
        raise FunctionError(f"for_each has {len(pairs)} keys; at most {MOST_INSTANCES} instances are looked at")
    return [Key(f"[{_quoted(key)}]", key, {"each": {"key": key, "value": value}}) for key, value in pairs]


def _quoted(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return '"' + escaped.replace("\t", "\\t").replace("${", "$${").replace("%{", "%%{") + '"'


def _unknown(name: str, reasons: Sequence[str]) -> Expansion:
    chain = tuple(f"{name} ← {reason}" for reason in reasons) or (name,)
    if name == "count":
        names: dict[str, object] = {"count": {"index": Unknown([f"count.index ← {reason}" for reason in chain])}}
    else:
        parts = ("key", "value")
        names = {"each": {part: Unknown([f"each.{part} ← {reason}" for reason in chain]) for part in parts}}
    return Expansion((Key("[*]", None, names),), chain)


def _tags_all(instance: Instance) -> object:
    from trueline.dialects.terraform.providers import tags_all

    return tags_all(instance)


def _policy_json(instance: Instance) -> object:
    from trueline.dialects.terraform.policy_document import policy_json

    return policy_json(instance)


_TAGGED: Mapping[str, Callable[[Instance], object]] = {"tags_all": _tags_all}
_POLICY_DOCUMENT: Mapping[str, Callable[[Instance], object]] = {"json": _policy_json, "minified_json": _policy_json}


class Instance:
    """One instance; its attributes are evaluated when first read."""

    __slots__ = ("_attributes", "_blocks", "address", "block", "frame", "key", "reference", "scope")

    def __init__(self, scope: Scope, block: Block, address: str, key: Key) -> None:
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
        return [Part(v, f"{self.address}.{name}", references) if isinstance(v, dict) else v for v in values]

    def _computed(self) -> Mapping[str, Callable[[Instance], object]]:
        """Return the attributes that follow from the configuration alone."""
        kind = self.block.labels[0]
        if self.block.type == "data":
            return _POLICY_DOCUMENT if kind == "aws_iam_policy_document" else {}
        return _TAGGED if kind.startswith("aws_") else {}

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
