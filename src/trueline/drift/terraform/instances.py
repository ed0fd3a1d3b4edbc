"""What a Terraform state (version 4) holds: each instance with its attributes, and which of them are secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.terraform.expansion import quoted
from trueline.dialects.terraform.plan.entries import mapping, sequence, text
from trueline.drift.hidden import hidden, holds_secret, is_secret_member, is_secret_place
from trueline.drift.secret_attributes import is_secret_attribute
from trueline.drift.terraform.secrecy import Secrets, texts_of
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.model.drift import Snapshot
    from trueline.model.location import Path

DATA: Final = "data"
TAINTED: Final = "tainted"
_NO_SECRETS: Final = Secrets()
_TYPES: Final = frozenset({"string", "number", "bool", "dynamic", "object", "map", "list", "set", "tuple"})


class StateInstance(NamedTuple):
    """One instance of a resource (``mode`` is ``managed``) or data source (``data``), as the state has it.

    ``address`` is spelled as Terraform does (``module.logs["a"].aws_s3_bucket.this[0]``), ``type`` without a prefix,
    ``provider`` as the state spells it (``provider["registry.terraform.io/hashicorp/aws"].west``); ``module`` is the
    address of the module, empty for the root, ``key`` the index, None without one. ``attributes`` are plain and may be
    secret: show those of `shown`. ``sensitive`` are paths of attributes that the state marks. ``deposed`` is the key of
    an object that waits to be destroyed, ``status`` may be ``tainted``. ``path`` leads to the attributes in the
    document. ``fault`` says why the attributes could not be read, empty where they were. ``secrets`` are those of all
    the state.
    """

    address: str
    type: str
    name: str
    provider: str = ""
    module: str = ""
    key: str | int | None = None
    attributes: Mapping[str, object] = {}
    sensitive: tuple[Path, ...] = ()
    mode: str = "managed"
    deposed: str = ""
    status: str = ""
    path: Path = ()
    fault: str = ""
    secrets: Secrets = _NO_SECRETS

    @property
    def base(self) -> str:
        """Its address without its own index."""
        data = "data." if self.mode == DATA else ""
        return f"{self.module}{'.' if self.module else ''}{data}{self.type}.{self.name}"

    def is_secret(self, path: Path) -> bool:
        """Tell whether what stands at a path of the attributes must not be shown: by the state's marks, or its name.

        A mark in one element of a list counts for each: elements of sets have other places wherever they stand.
        """
        names = _named(path)
        if is_secret_place(path) or is_secret_attribute(self.type, path):
            return True
        return any(names[: len(mark)] == mark for mark in map(_named, self.sensitive))

    def shown(self) -> dict[str, object]:
        """Return the attributes with those that must not be shown marked as such."""
        return {name: self.conceal(value, (name,)) for name, value in self.attributes.items()}

    def conceal(self, value: object, path: Path) -> object:
        """Return what stands at a path, with what must not be shown of it marked as such."""
        if self.is_secret(path):
            return hidden(value)
        if isinstance(value, dict):
            return {
                name: hidden(member) if is_secret_member(value, name) else self.conceal(member, (*path, name))
                for name, member in value.items()
            }
        if isinstance(value, list):
            return [self.conceal(member, (*path, place)) for place, member in enumerate(value)]
        is_secret = holds_secret(value) or (isinstance(value, str) and self.secrets.holds(value))
        return hidden(value) if is_secret else value


def instances_of(snapshot: Snapshot) -> Sequence[StateInstance]:
    """Return every instance of a state, data sources and deposed objects as well, in the order of the file.

    What is no instance by its shape is left out; `faults_of` says so.
    """
    state = mapping(snapshot.document.root)
    found = [
        instance
        for place, resource in enumerate(sequence(state.get("resources")))
        for instance in _instances(mapping(resource), ("resources", place))
    ]
    secrets = Secrets(_secret_texts(state, found))
    return [one._replace(secrets=secrets) for one in found] if secrets.texts else found


def _secret_texts(state: Mapping[str, object], instances: Iterable[StateInstance]) -> Iterator[str]:
    """Yield what a state marks, but for lists, of which a mark may mean one element, and what is secret by its type."""
    for output in map(mapping, mapping(state.get("outputs")).values()):
        if output.get("sensitive") is True:
            yield from texts_of(output.get("value"))
    for one in instances:
        for path in filter(None, one.sensitive):
            value = find(one.attributes, path)
            if not isinstance(value, list):
                yield from texts_of(value)
        for name, value in one.attributes.items():
            if is_secret_attribute(one.type, (name,)):
                yield from texts_of(value)


def _named(path: Path) -> tuple[str, ...]:
    """Return the names in a path."""
    return tuple(step for step in path if isinstance(step, str))


def faults_of(snapshot: Snapshot) -> Iterator[tuple[Path, str]]:
    """Yield what of a state could not be read: the path to it, and why."""
    state = mapping(snapshot.document.root)
    if not isinstance(state.get("resources"), list):
        yield ("resources",), "the resources of the state are no list"
    for place, resource in enumerate(sequence(state.get("resources"))):
        path: Path = ("resources", place)
        if not (text(mapping(resource).get("type")) and text(mapping(resource).get("name"))):
            yield path, "this resource of the state has no type and name"
        elif not isinstance(mapping(resource).get("instances"), list):
            yield path, "the instances of this resource are no list"
        else:
            yield from _odd_instances(mapping(resource), path)


def _odd_instances(resource: Mapping[str, object], path: Path) -> Iterator[tuple[Path, str]]:
    for place, instance in enumerate(sequence(resource.get("instances"))):
        if not isinstance(instance, dict):
            yield (*path, "instances", place), "this instance of the state is no object"


def _instances(resource: Mapping[str, object], path: Path) -> Iterator[StateInstance]:
    kind, name = text(resource.get("type")), text(resource.get("name"))
    if not kind or not name:
        return
    whole = StateInstance(
        address="",
        type=kind,
        name=name,
        provider=text(resource.get("provider")),
        module=text(resource.get("module")),
        mode=DATA if resource.get("mode") == DATA else "managed",
    )
    for place, instance in enumerate(sequence(resource.get("instances"))):
        if isinstance(instance, dict):
            yield _instance(whole, instance, (*path, "instances", place))


def _instance(resource: StateInstance, instance: Mapping[str, object], path: Path) -> StateInstance:
    index = instance.get("index_key")
    key = index if isinstance(index, str) or (isinstance(index, int) and not isinstance(index, bool)) else None
    attributes = instance.get("attributes")
    return resource._replace(
        address=f"{resource.base}{key_text(key)}",
        key=key,
        attributes={name: _unwrapped(value) for name, value in mapping(attributes).items()},
        sensitive=tuple(_marks(instance.get("sensitive_attributes"), attributes)),
        deposed=text(instance.get("deposed")),
        status=text(instance.get("status")),
        path=(*path, "attributes"),
        fault=_fault(instance),
    )


def key_text(key: str | int | None) -> str:
    """Return the index of an instance as Terraform prints it: ``[0]``, ``["a"]``, empty for none."""
    if key is None:
        return ""
    return f"[{quoted(key)}]" if isinstance(key, str) else f"[{key}]"


def _unwrapped(value: object) -> object:
    """Return a value of any type, which a state keeps beside its type: ``{"value": "x", "type": "string"}``."""
    if not isinstance(value, dict) or value.keys() != {"value", "type"}:
        return value
    kind = value["type"][0] if isinstance(value["type"], list) and value["type"] else value["type"]
    return value["value"] if isinstance(kind, str) and kind in _TYPES else value


def _fault(instance: Mapping[str, object]) -> str:
    if isinstance(instance.get("attributes"), dict):
        return ""
    if "attributes_flat" in instance:
        return "the state has its attributes as Terraform before 0.12 wrote them; `terraform apply` writes them anew"
    return "the state has no attributes of it"


def _marks(marks: object, attributes: object) -> Iterator[Path]:
    """Yield the paths that a state marks as sensitive, as far as they lead anywhere.

    Each is a list of steps: ``{"type": "get_attr", "value": "x"}``, ``{"type": "index", "value": {"value": 0, …}}``;
    a step that is not read ends the path, so that all below it is marked.
    """
    for mark in sequence(marks):
        path: list[str | int] = []
        for step in sequence(mark):
            value = mapping(step).get("value")
            value = value.get("value") if isinstance(value, dict) else value
            if not isinstance(value, str | int) or isinstance(value, bool):
                break
            if isinstance(find(attributes, tuple(path)), list) and not isinstance(value, int):
                break  # an element of a set is known by its value
            path.append(value)
        yield tuple(path)
