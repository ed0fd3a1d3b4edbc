"""What the attributes of a plan's resources refer to, through variables and outputs of modules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.plan.entries import mapping, module_steps, sequence, text, without_keys
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.dialects.terraform.plan.entries import Entry

_TOKEN = re.compile(r'\.?([^.\[\]]+)|(\[(?:\d+|"(?:[^"\\]|\\.)*")\])')
_ELSEWHERE = frozenset({"count", "each", "path", "self", "terraform"})


class Resolved(NamedTuple):
    """The addresses that some references lead to; ``locals`` are those that the plan does not explain."""

    addresses: frozenset[str] = frozenset()
    locals: frozenset[str] = frozenset()


class _Here(NamedTuple):
    """Where references stand: the module's address, the key of the instance, and what ``each.value`` runs over."""

    module: str
    key: str = ""
    loop: Sequence[str] = ()


class Configuration:
    """The configuration part of a plan, and the instances that the plan makes of it."""

    def __init__(
        self, configuration: Mapping[str, object], entries: Iterable[Entry], variables: Mapping[str, object]
    ) -> None:
        self._modules: dict[str, Mapping[str, object]] = {"": mapping(configuration.get("root_module"))}
        self._providers = mapping(configuration.get("provider_config"))
        self._variables = variables
        self._resources: dict[str, dict[str, Mapping[str, object]]] = {}
        self.instances: dict[str, list[str]] = {}
        self._keyed: dict[str, dict[str, None]] = {}
        for entry in entries:
            self.instances.setdefault(entry.base, []).append(entry.address)
            for step in module_steps(entry.module):
                self._keyed.setdefault(_inside(step.parent, f"module.{step.name}"), {})[step.address] = None

    def expressions(self, entry: Entry) -> Mapping[str, object]:
        """Return the expressions of a resource's attributes."""
        return mapping(self._resource(entry).get("expressions"))

    def resolve(self, expression: object, entry: Entry) -> Resolved:
        """Return what an expression of a resource refers to."""
        loop = references_in(self._resource(entry).get("for_each_expression"))
        search = _Search(self)
        search.follow(references_in(expression), _Here(entry.module, entry.key, loop))
        return Resolved(frozenset(search.addresses), frozenset(search.locals))

    def provided(self, entry: Entry, name: str) -> object:
        """Return what the provider of a resource is configured with; None where it does not say.

        What a plan does not work out itself is unknown, but for a variable of the root.
        """
        key = text(self._resource(entry).get("provider_config_key")) or entry.kind.partition("_")[0]
        expression = mapping(mapping(self._providers.get(key)).get("expressions")).get(name)
        if expression is None:
            return None
        told = mapping(expression)
        if "constant_value" in told:
            return told["constant_value"]
        references = references_in(expression)
        if ":" not in key and references[:1] and re.fullmatch(r"var\.[^.\[]+", references[0]):
            value = mapping(self._variables.get(references[0].removeprefix("var."))).get("value")
            if value is not None:
                return value
        return Unknown([f"provider.{key}.{name} ← not worked out in the plan"])

    def module(self, address: str) -> Mapping[str, object]:
        """Return the configuration of the module with an address."""
        if address not in self._modules:
            steps = module_steps(address)
            calls = mapping(self.module(steps[-1].parent).get("module_calls")) if steps else {}
            self._modules[address] = mapping(mapping(calls.get(steps[-1].name)).get("module")) if steps else {}
        return self._modules[address]

    def module_instances(self, module: str, call: str) -> list[str]:
        """Return the addresses of all instances of a module call."""
        return list(self._keyed.get(_inside(module, f"module.{call}"), ()))

    def _resource(self, entry: Entry) -> Mapping[str, object]:
        module = without_keys(entry.module)
        if module not in self._resources:
            found = map(mapping, sequence(self.module(entry.module).get("resources")))
            self._resources[module] = {text(resource.get("address")): resource for resource in found}
        prefix = f"{entry.module}." if entry.module else ""
        return self._resources[module].get(entry.base.removeprefix(prefix), {})


class _Search:
    """Follows references until resources are reached."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.addresses: set[str] = set()
        self.locals: set[str] = set()
        self.seen: set[tuple[str, str, str]] = set()

    def follow(self, references: Sequence[str], here: _Here) -> None:
        # an index that is no constant leaves its own reference beside that of the whole resource
        paired = any(reference.startswith(("each.", "count.")) for reference in references)
        for reference in _longest(references):
            if (here.module, here.key, reference) not in self.seen:
                self.seen.add((here.module, here.key, reference))
                self.step(reference, here, paired=paired)

    def step(self, reference: str, here: _Here, *, paired: bool) -> None:
        tokens = [match[1] or match[2] for match in _TOKEN.finditer(reference)]
        head, rest = tokens[0] if tokens else "", tokens[1:]
        if reference.startswith("each.value") and here.loop:
            self.follow([*here.loop, "each.key"], here)
        elif head in _ELSEWHERE or not rest:
            return
        elif head == "local":
            self.locals.add(reference)
        elif head == "var":
            self.variable(rest[0], here)
        elif head == "module":
            self.output(rest, here)
        else:
            self.resource(tokens, here, paired=paired)

    def variable(self, name: str, here: _Here) -> None:
        steps = module_steps(here.module)
        if not steps:
            return
        caller = steps[-1]
        calls = mapping(self.configuration.module(caller.parent).get("module_calls"))
        call = mapping(calls.get(caller.name))
        given = references_in(mapping(call.get("expressions")).get(name))
        self.follow(given, _Here(caller.parent, caller.key, references_in(call.get("for_each_expression"))))

    def output(self, tokens: Sequence[str], here: _Here) -> None:
        call, *rest = tokens
        found = self.configuration.module_instances(here.module, call)
        if rest and rest[0].startswith("["):
            found = [address for address in found if address.endswith(rest[0])]
            rest = rest[1:]
        for address in found:
            outputs = mapping(self.configuration.module(address).get("outputs"))
            for name in rest[:1] or outputs:
                self.follow(references_in(mapping(outputs.get(name)).get("expression")), _Here(address))

    def resource(self, tokens: Sequence[str], here: _Here, *, paired: bool) -> None:
        count = 3 if tokens[0] == "data" else 2
        base = _inside(here.module, ".".join(tokens[:count]))
        found = self.configuration.instances.get(base, [])
        key = tokens[count] if len(tokens) > count and tokens[count].startswith("[") else ""
        if not key and paired and here.key and base + here.key in found:
            key = here.key
        self.addresses.update([base + key] if base + key in found else [] if key else found)


def references_in(expression: object) -> list[str]:
    """Return all references inside an expression of the configuration."""
    found: list[str] = []
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, list):
            waiting.extend(reversed(current))
        elif isinstance(current, dict):
            if is_expression(current):
                found += map(text, sequence(current.get("references")))
            else:
                waiting.extend(reversed(current.values()))
    return found


def is_expression(value: object) -> bool:
    """Tell whether a member of the configuration is one expression, not a block of several."""
    return isinstance(value, dict) and (isinstance(value.get("references"), list) or "constant_value" in value)


def _longest(references: Iterable[str]) -> Iterator[str]:
    """Yield the references that are no shorter form of the one before."""
    before = ""
    for reference in references:
        if before.startswith((f"{reference}.", f"{reference}[")) or before == reference:
            continue
        before = reference
        yield reference


def _inside(module: str, address: str) -> str:
    return f"{module}.{address}" if module else address
