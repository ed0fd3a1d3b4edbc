"""Short spellings to long ones: each attribute of a service has one shape, and its parts keep their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.dialects.compose.node import Node, scalar_text
from trueline.values.partial_text import PartialText, assemble
from trueline.values.secret_name import sealed_by_name
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BOOLEANS: Final = {
    "true": True,
    "yes": True,
    "y": True,
    "on": True,
    "false": False,
    "no": False,
    "n": False,
    "off": False,
}
_SWITCHES: Final = ("init", "oom_kill_disable", "privileged", "read_only", "stdin_open", "tty")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_NUMBER = re.compile(r"[0-9]{1,9}")


def service(node: Node) -> Node:
    """Return a service with each of its attributes in the long spelling."""
    if not isinstance(node.value, dict):
        return node.beside({}) if node.value is None else node
    return node.beside({key: _shaped(key, member) for key, member in node.value.items()})


def labelled(node: Node) -> Node:
    """Return a volume, network, secret or config with its labels in the long spelling."""
    if not isinstance(node.value, dict):
        return node.beside({}) if node.value is None else node
    return node.beside({key: pairs(one) if key == "labels" else one for key, one in node.value.items()})


def _shaped(key: str, member: Node) -> Node:
    shape = _SHAPES.get(key)
    return member if shape is None or member.value is None else shape(member)


def pairs(node: Node, *, absent: str = "") -> Node:
    """Return a list of ``name=value`` as a map; values are texts. A name alone is unknown, because of ``absent``."""
    made: dict[str, Node] = {}
    if isinstance(node.value, dict):
        made = {name: member.beside(_text(name, member.value, absent)) for name, member in node.value.items()}
    elif isinstance(node.value, list):
        for item in node.value:
            first, *rest = _split(item.value, "=", 1)
            if isinstance(first, str):
                made[first] = item.beside(_text(first, rest[0] if rest else None, absent))
    else:
        return node
    return node.beside(made)


def _text(name: str, value: object, absent: str) -> object:
    if value is None:
        return Unknown([f"{name} ← {absent}"]) if absent else ""
    return sealed_by_name(name, scalar_text(value) if isinstance(value, str | int | float) else value)


def _environment(node: Node) -> Node:
    return pairs(node, absent="taken from whoever runs Compose")


def _build(node: Node) -> Node:
    if not isinstance(node.value, dict):
        return node.beside({"context": node})
    return node.beside({key: _environment(one) if key == "args" else one for key, one in node.value.items()})


def _each(change: Callable[[Node], Node]) -> Callable[[Node], Node]:
    """Return a shape that changes each member of a list; a single value is a list of one."""

    def shape(node: Node) -> Node:
        if isinstance(node.value, list):
            return node.beside([change(item) for item in node.value])
        return node if isinstance(node.value, Unknown) else node.beside([change(node)])

    return shape


def _named(defaults: Mapping[str, object]) -> Callable[[Node], Node]:
    """Return a shape that makes a list of names a map of maps."""

    def shape(node: Node) -> Node:
        if not isinstance(node.value, list):
            return node
        made = {item.text: item.beside({key: item.beside(one) for key, one in defaults.items()}) for item in node.value}
        return node.beside(made)

    return shape


def _called(name: str) -> Callable[[Node], Node]:
    """Return a shape that makes a text the member ``name`` of a map."""
    return lambda item: item if isinstance(item.value, dict) else item.beside({name: item.beside(item.value)})


def _port(item: Node) -> Node:
    """Return ``127.0.0.1:8000:80/tcp`` in its parts."""
    if isinstance(item.value, dict):
        whole = {
            key: one.beside(_number(one.value)) for key, one in item.value.items() if key in ("target", "published")
        }
        return item.beside({**item.value, **whole})
    value = scalar_text(item.value) if isinstance(item.value, int | float) else item.value
    if isinstance(value, Unknown) and not isinstance(value, PartialText):
        return item
    value, *protocol = _split(value, "/", 1)
    host, rest = _host(value)
    fields = _split(rest, ":")
    if len(fields) > 2:
        host, fields = assemble([*_joined(fields[:-2], ":")]), fields[-2:]
    elif len(fields) == 2 and host is None and isinstance(fields[0], Unknown):
        host = fields[0]  # the variable may hold an address as well
    parts: dict[str, object] = {"target": _number(fields[-1]), "protocol": protocol[0] if protocol else "tcp"}
    if len(fields) == 2 and not (isinstance(fields[0], str) and not fields[0]):
        parts["published"] = _number(fields[0])
    if host is not None:
        parts["host_ip"] = host
    return item.beside({key: item.beside(one) for key, one in parts.items()})


def _host(value: object) -> tuple[str | Unknown | None, object]:
    """Return an address in brackets before a port, and the rest."""
    if isinstance(value, str) and value.startswith("[") and "]:" in value:
        host, _, rest = value[1:].partition("]:")
        return host, rest
    return None, value


def _volume(item: Node) -> Node:
    """Return ``./data:/data:ro`` in its parts."""
    if isinstance(item.value, dict):
        read_only = item.get("read_only")
        more = {"read_only": _switch(read_only)} if read_only is not None else {}
        return item.beside({**item.value, **more})
    value = item.value
    if not isinstance(value, str | PartialText):
        return item
    drive = ""
    if isinstance(value, str) and _DRIVE.match(value):
        drive, value = value[:2], value[2:]
    fields = _split(value, ":")
    if len(fields) == 1:
        return item.beside({"type": item.beside("volume"), "target": item.beside(_with(drive, fields[0]))})
    source = _with(drive, fields[0])
    parts: dict[str, object] = {"type": _type(source), "source": source, "target": fields[1]}
    if len(fields) > 2 and isinstance(fields[2], str):
        parts["read_only"] = "ro" in fields[2].split(",")
        parts["mode"] = fields[2]
    return item.beside({key: item.beside(one) for key, one in parts.items()})


def _type(source: str | Unknown) -> object:
    """Return whether a source is a path or a volume's name, in which no slash can stand."""
    known = source.prefix if isinstance(source, PartialText) else source
    if isinstance(known, str) and known:
        return "bind" if known[0] in "./~\\" or _DRIVE.match(known) else "volume"
    if isinstance(source, PartialText) and source.holds("/"):
        return "bind"
    return source if isinstance(source, Unknown) else "volume"


def _with(drive: str, field: str | Unknown) -> str | Unknown:
    return assemble([drive, field]) if drive else field


def _switch(node: Node) -> Node:
    """Return a boolean where a text says one, as ``"yes"`` does."""
    value = _BOOLEANS.get(str(node.value).lower()) if isinstance(node.value, str) else None
    return node if value is None else node.beside(value)


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value


def _split(value: object, sign: str, most: int = -1) -> list[str | Unknown]:
    """Return a text in parts, as ``str.split`` does; what is unknown in it is taken to hold no ``sign``."""
    if not isinstance(value, PartialText):
        return [value] if isinstance(value, Unknown) else [*scalar_text(value).split(sign, most)]
    fields: list[list[str | Unknown]] = [[]]
    for piece in value.pieces:
        if isinstance(piece, str):
            first, *rest = piece.split(sign, most if most < 0 else max(most - len(fields) + 1, 0))
            fields[-1].append(first)
            fields += [[one] for one in rest]
        else:
            fields[-1].append(piece)
    return [assemble(parts) for parts in fields]


def _joined(fields: list[str | Unknown], sign: str) -> list[str | Unknown]:
    return [part for field in fields for part in (sign, field)][1:]


_SHAPES: Final[dict[str, Callable[[Node], Node]]] = {
    "annotations": pairs,
    "build": _build,
    "configs": _each(_called("source")),
    "depends_on": _named({"condition": "service_started"}),
    "dns": _each(lambda item: item),
    "env_file": _each(_called("path")),
    "environment": _environment,
    "extends": _called("service"),
    "labels": pairs,
    "networks": _named({}),
    "ports": _each(_port),
    "secrets": _each(_called("source")),
    "sysctls": pairs,
    "tmpfs": _each(lambda item: item),
    "volumes": _each(_volume),
    **dict.fromkeys(_SWITCHES, _switch),
}
