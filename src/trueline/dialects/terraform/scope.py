"""One call of a module, evaluated on demand: its variables, locals, resources, calls and outputs."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from trueline.dialects.terraform.blocks import attempt, bounded
from trueline.dialects.terraform.expansion import Expansion, expand_instances
from trueline.dialects.terraform.files import call_file
from trueline.dialects.terraform.frame import Frame, LazyObject
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.dialects.terraform.instance import Instance
from trueline.dialects.terraform.lazy import Missing, Names, Uncounted
from trueline.dialects.terraform.variables import variable_value
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.dialects.terraform.directory import Directory
    from trueline.dialects.terraform.expansion import Key
    from trueline.dialects.terraform.module import Caller, Given
    from trueline.dialects.terraform.world import World
    from trueline.parsers.hcl.syntax import Block

_NO_WORKSPACE = "terraform.workspace ← no environment names a workspace"


class Scope(LazyObject):
    """A module instance; as an object it has its outputs."""

    def __init__(
        self,
        world: World,
        directory: Directory,
        prefix: str,
        given: Mapping[str, Given],
        caller: Caller | None = None,
    ) -> None:
        self.world = world
        self.directory = directory
        self.prefix = prefix
        self.given = given
        self.caller = caller
        self.frame = Frame(self)
        self._known: dict[tuple[str, str], object] = {}
        self._expansions: dict[tuple[str, str], Expansion] = {}
        self._instances: dict[tuple[str, str, str], list[Instance]] = {}
        self._children: dict[str, list[tuple[str | int | None, Scope | Missing]]] = {}
        self._roots: dict[str, object] = {
            "var": Names(self.variable),
            "local": Names(self.local),
            "module": Names(self.module),
            "data": Names(self._data_type),
            "resource": Names(self._resource_type),
            "path": self._paths(),
            "terraform": {"workspace": world.workspace or Unknown([_NO_WORKSPACE], is_scalar=True)},
        }

    def _paths(self) -> dict[str, object]:
        inner = posixpath.relpath(self.directory.path or ".", self.world.folder or ".")
        return {
            "module": inner,
            "root": ".",
            "cwd": Unknown(["path.cwd ← depends on the machine"]),
        }

    def root(self, name: str) -> object:
        """Return what a bare name means in this module."""
        found = self._roots.get(name)
        if found is None:
            if name in ("each", "count", "self"):
                raise FunctionError(f"{name} has no meaning here")
            found = self._roots[name] = self._resource_type(name)
        return found

    def call(self, name: str, arguments: Sequence[object]) -> object:
        """Return what a function that reads files gives."""
        return call_file(name, arguments, self.world.folder, self.world.reader)

    def spend(self, steps: int) -> None:
        """Count steps of loops; raise ``FunctionError`` where there were too many for one evaluation."""
        self.world.spend(steps)

    def applied(self, address: str, path: tuple[str | int, ...]) -> object:
        """Return what the last apply knew of an attribute of a resource; None where nobody here knows."""
        return None if self.world.applied is None else self.world.applied(address, path)

    def attribute(self, name: str) -> object:
        """Return an output."""
        block = self.directory.outputs.get(name)
        if block is None:
            raise FunctionError(f"the module has no output named {name}")
        return self.once("output", name, lambda: self._output(block))

    def _output(self, block: Block) -> object:
        attribute = block.body.attributes.get("value")
        value = attempt(attribute, self.frame) if attribute is not None else None
        sensitive = block.body.attributes.get("sensitive")
        if sensitive is not None and attempt(sensitive, self.frame) is True:
            from trueline.dialects.terraform.functions.table import call

            return call("sensitive", [value])
        return value

    def plain(self) -> object:
        """Return all outputs."""
        return {name: self.attribute(name) for name in self.directory.outputs}

    @property
    def references(self) -> frozenset[str]:
        """A module is no resource; what its outputs refer to is told by each."""
        return frozenset()

    def once(self, kind: str, name: str, compute: Callable[[], object]) -> object:
        """Return what was computed for this name before, or compute it; a circle is unknown."""
        key = (kind, name)
        if key in self._known:
            return self._known[key]
        self._known[key] = Unknown([f"{self.prefix}{kind}.{name} ← refers to itself"])
        try:
            value = self._known[key] = bounded(compute(), f"{self.prefix}{kind}.{name}")
        except BaseException:
            del self._known[key]
            raise
        return value

    def variable(self, name: str) -> object:
        """Return ``var.name``."""
        block = self.directory.variables.get(name)
        if block is None:  # try() cannot mend that, so it stays at its leaf
            return Unknown([f"{self.prefix}var.{name} ← there is no such variable"])
        return self.once("var", name, lambda: variable_value(self, block, self.given.get(name)))

    def local(self, name: str) -> object:
        """Return ``local.name``."""
        attribute = self.directory.locals.get(name)
        if attribute is None:
            raise FunctionError(f"there is no local value named {name}")
        return self.once("local", name, lambda: attempt(attribute, self.frame))

    def _resource_type(self, kind: str) -> Names:
        return Names(lambda label: self.resource("resource", kind, label))

    def _data_type(self, kind: str) -> object:
        return Names(lambda label: self.resource("data", kind, label))

    def resource(self, mode: str, kind: str, name: str) -> object:
        """Return a resource as expressions see it: one object, or a list or map of its instances."""
        if (kind, name) not in (self.directory.data if mode == "data" else self.directory.resources):
            raise FunctionError(f"there is no {'data source' if mode == 'data' else 'resource'} {kind}.{name}")
        return self.once(mode, f"{kind}.{name}", lambda: self._collected(mode, kind, name))

    def _collected(self, mode: str, kind: str, name: str) -> object:
        instances = self.instances(mode, kind, name)
        expansion = self._expansions[mode, f"{kind}.{name}"]
        block = (self.directory.data if mode == "data" else self.directory.resources)[kind, name]
        return collect(block, expansion, [(instance.key.value, instance.reference) for instance in instances])

    def instances(self, mode: str, kind: str, name: str) -> list[Instance]:
        """Return the instances of one resource block."""
        found = self._instances.get((mode, kind, name))
        if found is None:
            block = (self.directory.data if mode == "data" else self.directory.resources)[kind, name]
            expansion = self._expansion(mode, f"{kind}.{name}", block)
            base = f"{self.prefix}{'data.' if mode == 'data' else ''}{kind}.{name}"
            found = [Instance(self, block, base + key.text, key) for key in expansion.keys]  # a field
            self._instances[mode, kind, name] = found
        return found

    def _expansion(self, mode: str, name: str, block: Block) -> Expansion:
        found = self._expansions.get((mode, name))
        if found is None:
            self._expansions[mode, name] = Expansion((), ())  # whoever asks meanwhile asks in a circle
            found = self._expansions[mode, name] = expand_instances(block.body, self.frame)
        return found

    def module(self, name: str) -> object:
        """Return a called module as expressions see it."""
        if name not in self.directory.calls:
            raise FunctionError(f"there is no module named {name}")
        return self.once("module", name, lambda: self._collected_calls(name))

    def _collected_calls(self, name: str) -> object:
        children = self.children(name)
        return collect(self.directory.calls[name], self._expansions["module", name], children)

    def children(self, name: str) -> list[tuple[str | int | None, Scope | Missing]]:
        """Return the instances of a called module with their keys."""
        found = self._children.get(name)
        if found is None:
            block = self.directory.calls[name]
            expansion = self._expansion("module", name, block)
            found = self._children[name] = [(key.value, self._enter(name, block, key)) for key in expansion.keys]
        return found

    def _enter(self, name: str, block: Block, key: Key) -> Scope | Missing:
        entry = self.world.enter(self, name, block, key)
        return entry if isinstance(entry, Missing) else Scope(self.world, *entry)

    def walk(self) -> Iterator[Scope]:
        """Yield this module and all that it calls, directly and not."""
        waiting: list[Scope] = [self]
        while waiting:
            scope = waiting.pop()
            yield scope
            inner = [child for name in scope.directory.calls for _, child in scope.children(name)]
            waiting.extend(child for child in reversed(inner) if isinstance(child, Scope))

    def all_instances(self) -> Iterator[Instance]:
        """Yield every instance that this module itself declares."""
        for mode, table in (("resource", self.directory.resources), ("data", self.directory.data)):
            for kind, name in table:
                yield from self.instances(mode, kind, name)


def collect(block: Block, expansion: Expansion, found: Iterable[tuple[str | int | None, LazyObject]]) -> object:
    """Return instances as expressions see them."""
    pairs = list(found)
    if expansion.reasons:
        return Uncounted(pairs[0][1], expansion.reasons)
    if "count" in block.body.attributes:
        return [member for _, member in pairs]
    if "for_each" in block.body.attributes:
        return {str(key): member for key, member in pairs}
    return pairs[0][1] if pairs else Unknown([f"{block.type} ← refers to itself"])
