"""What a plan says of each resource that will be there after it: values, what is unknown, what is secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.expansion import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.location import Path

_STEP = re.compile(r'module\.(?P<name>[^.\[]+)(?P<key>\[(?:\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|\Z)')
_NOTHING: Mapping[str, object] = {}


class Entry(NamedTuple):
    """One instance of a resource or data source; ``module`` is the address of the module it is in.

    ``key`` is its index as Terraform prints it (``[0]``, ``["a"]``), ``unknown`` and ``sensitive`` have the shape of
    ``values`` with true at the leaves that are; ``path`` leads to its values in the plan.
    """

    address: str
    module: str
    key: str
    mode: str
    kind: str
    name: str
    values: Mapping[str, object]
    unknown: object
    sensitive: tuple[object, ...]
    path: Path

    @property
    def base(self) -> str:
        """Its address without its own key."""
        return self.address.removesuffix(self.key)


class Module(NamedTuple):
    """One step of a module's address."""

    name: str
    key: str
    address: str
    parent: str


def mapping(value: object) -> Mapping[str, object]:
    """Return a JSON object, empty where it is none."""
    return value if isinstance(value, dict) else _NOTHING


def sequence(value: object) -> list[object]:
    """Return a JSON array, empty where it is none."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return a JSON string, empty where it is none."""
    return value if isinstance(value, str) else ""


def entries_of(plan: Mapping[str, object]) -> Iterator[Entry]:
    """Yield what is planned, then the data sources that were read while planning."""
    changes = {
        text(change.get("address")): mapping(change.get("change"))
        for change in map(mapping, sequence(plan.get("resource_changes")))
        if "deposed" not in change
    }
    seen: set[str] = set()
    planned = mapping(mapping(plan.get("planned_values")).get("root_module"))
    for entry in _walk(planned, "", ("planned_values", "root_module"), changes):
        seen.add(entry.address)
        yield entry
    prior = mapping(mapping(mapping(plan.get("prior_state")).get("values")).get("root_module"))
    for entry in _walk(prior, "", ("prior_state", "values", "root_module"), {}):
        if entry.mode == "data" and entry.address not in seen:
            yield entry


def _walk(
    module: Mapping[str, object], address: str, path: Path, changes: Mapping[str, Mapping[str, object]]
) -> Iterator[Entry]:
    for place, resource in enumerate(map(mapping, sequence(module.get("resources")))):
        if text(resource.get("address")) and text(resource.get("type")):
            yield _entry(resource, address, (*path, "resources", place, "values"), changes)
    for place, child in enumerate(map(mapping, sequence(module.get("child_modules")))):
        yield from _walk(child, text(child.get("address")), (*path, "child_modules", place), changes)


def _entry(
    resource: Mapping[str, object], module: str, path: Path, changes: Mapping[str, Mapping[str, object]]
) -> Entry:
    address = text(resource.get("address"))
    mode, kind, name = (text(resource.get(word)) for word in ("mode", "type", "name"))
    local = f"{'data.' if mode == 'data' else ''}{kind}.{name}"
    base = f"{module}.{local}" if module else local
    if address in (local, base):  # prior states of 0.12 have neither module nor index in it
        address = base + _key(resource.get("index"))
    change = changes.get(address, _NOTHING)
    return Entry(
        address=address,
        module=module,
        key=address.removeprefix(base) if "index" in resource and address.startswith(base) else "",
        mode=mode,
        kind=kind,
        name=name,
        values=mapping(resource.get("values")),
        unknown=change.get("after_unknown"),
        sensitive=(resource.get("sensitive_values"), change.get("after_sensitive")),
        path=path,
    )


def _key(index: object) -> str:
    if isinstance(index, str):
        return f"[{quoted(index)}]"
    return f"[{index}]" if isinstance(index, int) and not isinstance(index, bool) else ""


def module_steps(address: str) -> list[Module]:
    """Return the modules that an address goes through, from the root on."""
    steps: list[Module] = []
    position = 0
    while match := _STEP.match(address, position):
        parent = address[: max(position - 1, 0)]
        steps.append(Module(match["name"], match["key"] or "", address[: match.end()].removesuffix("."), parent))
        position = match.end()
    return steps


def without_keys(address: str) -> str:
    """Return an address without any index."""
    return re.sub(r'\[(?:\*|\d+|"(?:[^"\\]|\\.)*")\]', "", address)
