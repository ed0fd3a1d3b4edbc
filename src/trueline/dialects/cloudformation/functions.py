"""The intrinsic functions, by their long names."""

from __future__ import annotations

import base64
import json
import re
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final, TypeAlias

from trueline.dialects.cloudformation.mappings import find_in_map
from trueline.dialects.cloudformation.node import IntrinsicError, Node, Perhaps, call_of
from trueline.dialects.cloudformation.texts import joined, kind_of, like, to_text, unknown_of, within_limit
from trueline.values.partial import PartialJson
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.dialects.cloudformation.evaluate import Evaluator

Function: TypeAlias = "Callable[[Evaluator, Node], object]"

HOLE: Final = re.compile(r"\$\{([^{}]*)\}")
"""A name in the text of ``Fn::Sub``."""

_MOST_BLOCKS: Final = 256


def _arguments(evaluator: Evaluator, argument: Node, least: int, most: int) -> list[object]:
    if not isinstance(argument.value, list) or not least <= len(argument.value) <= most:
        count = str(least) if least == most else f"{least} to {most}"
        raise IntrinsicError(f"needs a list of {count}")
    return [evaluator.value(argument.below(place)) for place in range(len(argument.value))]


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise IntrinsicError(f"{kind_of(value)} stands where a list is needed")
    return value


def _known_text(value: object) -> str:
    if not isinstance(value, str):
        raise IntrinsicError(f"{kind_of(value)} stands where a text is needed")
    return value


def _get_att(evaluator: Evaluator, argument: Node) -> object:
    if isinstance(argument.value, str):
        name, dot, attribute = evaluator.spelled(argument).partition(".")
        if not dot:
            raise IntrinsicError("needs a resource and an attribute")
        return evaluator.template.attribute(name, attribute)
    parts = _arguments(evaluator, argument, 2, 2)
    named = _known_text(parts[0])
    if isinstance(parts[1], Unknown):
        return join(parts[1]).referring([named])
    return evaluator.template.attribute(named, _known_text(parts[1]))


def _join(evaluator: Evaluator, argument: Node) -> object:
    separator, members = _arguments(evaluator, argument, 2, 2)
    if isinstance(separator, Unknown) or isinstance(members, Unknown):
        return join(*(one for one in (separator, members) if isinstance(one, Unknown)))
    if any(isinstance(member, Perhaps) for member in _list(members)):
        return unknown_of(members)
    parts: list[str | Unknown] = []
    for place, member in enumerate(_list(members)):
        parts += [_known_text(separator), to_text(member)] if place else [to_text(member)]
    return joined(parts)


def _split(evaluator: Evaluator, argument: Node) -> object:
    separator, text = _arguments(evaluator, argument, 2, 2)
    if isinstance(separator, Unknown) or isinstance(text, Unknown):
        return join(*(one for one in (separator, text) if isinstance(one, Unknown)))
    if not _known_text(separator):
        raise IntrinsicError("needs something to split at")
    return [like(part, text) for part in _known_text(text).split(_known_text(separator))]


def _select(evaluator: Evaluator, argument: Node) -> object:
    place, members = _arguments(evaluator, argument, 2, 2)
    if isinstance(place, Unknown) or isinstance(members, Unknown):
        return join(*(one for one in (place, members) if isinstance(one, Unknown)))
    text = str(to_text(place))
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) >= len(_list(members)):
        raise IntrinsicError(f"there is no element {text}")
    if any(isinstance(member, Perhaps) for member in _list(members)):
        return unknown_of(members)
    return _list(members)[int(text)]


def _sub(evaluator: Evaluator, argument: Node) -> object:
    own: dict[str, str | Unknown] = {}
    text = argument
    if isinstance(argument.value, list):
        if len(argument.value) != 2 or not isinstance(argument.value[1], dict):
            raise IntrinsicError("needs a text, and perhaps a map of names")
        text, names = argument.below(0), argument.below(1)
        own = {name: to_text(evaluator.value(member)) for name, member in evaluator.members(names)}
    if not isinstance(text.value, str) or call_of(text) is not None:
        raise IntrinsicError("needs a text")
    spelled = evaluator.spelled(text)
    parts: list[str | Unknown] = []
    end = 0
    for match in HOLE.finditer(spelled):
        parts += [spelled[end : match.start()], _filled(evaluator, match[1], own)]
        end = match.end()
    return joined([*parts, spelled[end:]])


def _filled(evaluator: Evaluator, name: str, own: Mapping[str, str | Unknown]) -> str | Unknown:
    if name.startswith("!"):
        return f"${{{name[1:]}}}"
    name = name.strip()
    if name in own:
        return own[name]
    head, dot, attribute = name.partition(".")
    if dot:
        return evaluator.template.attribute(head, attribute)
    return to_text(evaluator.template.name(name))


def _base64(evaluator: Evaluator, argument: Node) -> object:
    text = to_text(evaluator.value(argument))
    if isinstance(text, Unknown):
        return join(text)
    return like(within_limit(base64.b64encode(text.encode()).decode()), text)


def _cidr(evaluator: Evaluator, argument: Node) -> object:
    values = _arguments(evaluator, argument, 2, 3)
    unknown = unknown_of(values)
    if unknown is not None:
        return unknown
    try:
        network = ip_network(_known_text(values[0]), strict=False)
        count = int(str(to_text(values[1])))
        bits = int(str(to_text(values[2]))) if len(values) == 3 else 8
        length = network.max_prefixlen - bits
        if not 1 <= count <= _MOST_BLOCKS or not network.prefixlen <= length <= network.max_prefixlen:
            raise IntrinsicError("needs 1 to 256 blocks, none larger than the whole")
        if count > 1 << (length - network.prefixlen):
            raise IntrinsicError(f"{network} does not hold {count} blocks of /{length}")
        blocks = network.subnets(new_prefix=length)
        return [str(next(blocks)) for _ in range(count)]
    except ValueError as error:
        raise IntrinsicError(str(error)) from error


def _get_azs(evaluator: Evaluator, argument: Node) -> object:
    region = evaluator.value(argument)
    where = region if isinstance(region, str) and region else "the region"
    return Unknown([f"the availability zones of {where} ← known at deployment"])


def _import_value(evaluator: Evaluator, argument: Node) -> object:
    name = to_text(evaluator.value(argument))
    if isinstance(name, Unknown):
        shown = getattr(name, "show", lambda *_: "")("…", "…")
        return Unknown([f"ImportValue {shown}".rstrip() + " ← exported by another stack"])
    return Unknown([f"ImportValue {name} ← exported by another stack"])


def _length(evaluator: Evaluator, argument: Node) -> object:
    members = evaluator.value(argument)
    if isinstance(members, Unknown):
        return join(members)
    if any(isinstance(member, Perhaps) for member in _list(members)):
        return unknown_of(members)
    return len(_list(members))


def _to_json(evaluator: Evaluator, argument: Node) -> object:
    value = evaluator.value(argument)
    if isinstance(value, Unknown):
        return join(value)
    if not isinstance(value, dict | list):
        raise IntrinsicError("needs a list or map")
    if unknown_of(value) is not None:
        return PartialJson(value)
    return like(within_limit(json.dumps(value, separators=(",", ":"), ensure_ascii=False)), value)


def _transform(_: Evaluator, argument: Node) -> object:
    name = argument.value.get("Name") if isinstance(argument.value, dict) else None
    return Unknown([f"transform {name if isinstance(name, str) else ''}".rstrip() + " ← made at deployment"])


FUNCTIONS: Final[dict[str, Function]] = {
    "Fn::Base64": _base64,
    "Fn::Cidr": _cidr,
    "Fn::FindInMap": find_in_map,
    "Fn::GetAZs": _get_azs,
    "Fn::GetAtt": _get_att,
    "Fn::ImportValue": _import_value,
    "Fn::Join": _join,
    "Fn::Length": _length,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Fn::ToJsonString": _to_json,
    "Fn::Transform": _transform,
}
