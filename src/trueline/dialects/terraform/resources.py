"""What rules judge of a Terraform root: resources, data sources, module calls, providers, variables, outputs."""

from __future__ import annotations

from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any

from trueline.dialects.references import refer
from trueline.dialects.terraform.blocks import body_value, settle
from trueline.dialects.terraform.expansion import expand_instances
from trueline.dialects.terraform.frame import Frame, Spelled
from trueline.dialects.terraform.functions.marks import conceal, each_leaf
from trueline.dialects.terraform.instance import META
from trueline.dialects.terraform.lazy import Missing
from trueline.dialects.terraform.places import locate_in
from trueline.dialects.terraform.providers import provided
from trueline.dialects.terraform.scope import Scope
from trueline.dialects.terraform.typed import typed
from trueline.model.resource import Number, Resource
from trueline.parsers.hcl.syntax import Block, Body
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.dialects.terraform.instance import Instance
    from trueline.model.unit import Unit


class TerraformResource(Resource):
    """A resource whose value is computed when a rule first reads it."""

    __slots__ = ("_compute", "_value")

    def __init__(self, compute: Callable[[], object], **record: object) -> None:
        self._compute: Callable[[], object] | None = compute
        self._value: object = None
        super().__init__(value=None, **record)  # type: ignore[arg-type]  # the same record as its parent's

    @property
    def value(self) -> object:
        """Its plain data."""
        if self._compute is not None:
            self._value = self._compute()
            self._compute = None
        return self._value

    @value.setter
    def value(self, value: object) -> None:
        if value is not None:
            self._value = value
            self._compute = None


def resources_of(root: Scope, unit: Unit) -> Iterator[Resource]:
    """Yield everything a root declares, modules included."""
    for scope in root.walk():
        for instance in scope.all_instances():
            yield _resource(instance, unit)
        yield from _declared(scope, unit)


def _resource(instance: Instance, unit: Unit) -> Resource:
    block = instance.block
    kind, name = block.labels
    is_data = block.type == "data"
    resource = TerraformResource(
        lambda: typed(kind, instance.value()),
        kind=f"terraform/{'data.' if is_data else ''}{kind}",
        address=instance.address,
        name=name,
        locate=partial(locate_in, block, instance.frame, instance.scope),
        source=block.document.source.path,
        unit=unit.root,
        environment=unit.environment,
        provide=lambda name: provided(instance.scope, block, name),
        number=_number(instance),
    )
    resource._refer = lambda attribute: refer(resource.value, attribute)  # noqa: SLF001  # it needs itself
    return resource


def _number(instance: Instance) -> Number | None:
    """Return how many there may be of an instance, in as many instances of each module that it is in."""
    if "[*]" not in instance.address:
        return None
    numbers = [instance.key.number]
    caller = instance.scope.caller
    while caller is not None:
        numbers += [key.number for key in expand_instances(caller.block.body, caller.scope.frame).keys]
        caller = caller.scope.caller
    told = [number for number in numbers if number is not None]
    most = None if any(one.most is None for one in told) else prod(one.most or 0 for one in told)
    return Number(prod(one.least for one in told), most, "+".join(one.origin for one in told))


def _declared(scope: Scope, unit: Unit) -> Iterator[Resource]:
    directory = scope.directory
    for name in directory.calls:
        block = directory.calls[name]
        yield _plain(scope, unit, "module", f"module.{name}", block)
    for name, block in directory.providers.items():
        yield _plain(scope, unit, "provider", f"provider.{name}", block)
    for name, block in directory.variables.items():
        yield _plain(scope, unit, "variable", f"var.{name}", block)
    for name, block in directory.outputs.items():
        yield _plain(scope, unit, "output", f"output.{name}", block)
    for name, block in directory.checks.items():
        yield _plain(scope, unit, "check", f"check.{name}", block)
    for kind, blocks in (("moved", directory.moved), ("removed", directory.removed), ("import", directory.imports)):
        for place, block in enumerate(blocks):
            yield _plain(scope, unit, kind, f"{kind}[{place}]", block)
    if directory.settings:
        yield _plain(scope, unit, "terraform", "terraform", _together(directory.settings))


def _together(blocks: list[Block]) -> Block:
    body = Body()
    for block in reversed(blocks):
        body.attributes.update(block.body.attributes)
    body.blocks = [inner for block in blocks for inner in block.body.blocks]
    first = blocks[0]
    return Block(first.document, first.type, (), (first.start, first.end), body)


def _plain(scope: Scope, unit: Unit, kind: str, address: str, block: Block) -> Resource:
    frame = Frame(Spelled()) if kind in _SPELLED else scope.frame
    if kind == "module":
        frame = _call_frame(scope, block)
    resource = TerraformResource(
        lambda: _value(kind, block, frame),
        kind=f"terraform/{kind}",
        address=scope.prefix + address,
        name=address.partition(".")[2] or address,
        locate=partial(locate_in, block, frame, scope),
        source=block.document.source.path,
        unit=unit.root,
        environment=unit.environment,
        absent=_absent(scope, block) if kind == "module" else "",
    )
    resource._refer = lambda attribute: refer(resource.value, attribute)  # noqa: SLF001  # it needs itself
    return resource


def _absent(scope: Scope, block: Block) -> str:
    """Return why a module that is called cannot be looked into, empty where it can."""
    return next((child.reason for _, child in scope.children(block.labels[0]) if isinstance(child, Missing)), "")


def _call_frame(scope: Scope, block: Block) -> Frame:
    children = scope.children(block.labels[0])
    if children and isinstance(children[0][1], Scope) and children[0][1].caller is not None:
        return children[0][1].caller.frame
    nothing = Unknown([f"module.{block.labels[0]} ← has no instance that can be looked into"])
    return scope.frame.child({"each": {"key": nothing, "value": nothing}, "count": {"index": nothing}})


_SPELLED = frozenset({"moved", "removed", "import", "check", "terraform"})
_SECRETS = {"variable": "default", "output": "value"}
_SKIP = {"variable": frozenset({"type", "validation"}), "module": META, "provider": frozenset[str]()}


def _value(kind: str, block: Block, frame: Frame) -> object:
    skip = _SKIP.get(kind, frozenset({"depends_on", "precondition"}))
    found = body_value(block.body, frame, skip)
    declared = block.body.attributes.get("type")
    if kind == "variable" and declared is not None:
        span = declared.expression.start, declared.expression.end
        found["type"] = declared.document.data[span[0] : span[1]].decode()
    settled: Any = settle(found)
    secret = _SECRETS.get(kind, "")
    if settled.get("sensitive") is True and secret in settled:
        settled[secret] = each_leaf(settled[secret], conceal)
    return settled
