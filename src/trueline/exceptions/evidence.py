"""The evidence of an exception, ``evidence.json`` beside its request: data of a change, so anything may be in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from trueline.errors import ConfigError
from trueline.exceptions import files
from trueline.model.evidence import Evidence, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_FINDINGS: Final = 50
MOST_CHANGES: Final = 50
LONGEST: Final = 600
_DEEPEST: Final = 12


def load(tree: files.Files, identifier: str) -> Evidence:
    """Return the evidence of an exception. A file that is not as Trueline writes it has a ``problem``, and no more."""
    path = f"{files.FOLDER}/{identifier}/{files.EVIDENCE}"
    if not tree.exists(path):
        return Evidence(problem="there is none")
    try:
        return parse(files.read(tree, path).data)
    except ConfigError as error:
        return Evidence(problem=error.message)


def parse(data: bytes) -> Evidence:
    """Return what the bytes of the file say; at most 50 findings and 50 changes, of each text 600 characters."""
    try:
        body = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return Evidence(problem=f"it is no JSON that can be trusted: {_said(error)}")
    if not isinstance(body, dict) or not _is_list_of(body.get("findings"), dict) or _depth(body) > _DEEPEST:
        return Evidence(problem="it is not as `trueline exception request` writes it: no list of `findings`")
    changes = body.get("changes", [])
    if not _is_list_of(changes, str):
        return Evidence(problem="it is not as `trueline exception request` writes it: `changes` is no list of texts")
    return Evidence(
        tuple(_sighting(one) for one in body["findings"][:MOST_FINDINGS]),
        len(body["findings"]),
        tuple(change[:LONGEST] for change in changes[:MOST_CHANGES]),
        _text(body, "trueline"),
        _text(body, "base"),
        _text(body, "head"),
        body.get("complete") is True,
    )


def _sighting(one: dict[str, Any]) -> Sighting:
    names = ("fingerprint", "subject", "message", "severity", "environment", "fix")
    return Sighting(**{name: _text(one, name) for name in names}, place=_place(one.get("location")))


def _place(location: object) -> str:
    if not isinstance(location, dict):
        return ""
    region = location.get("region")
    numbers = [region.get(key) for key in ("start_line", "start_column")] if isinstance(region, dict) else []
    is_whole = len(numbers) == 2 and all(type(one) is int and 0 < one < 10**9 for one in numbers)
    return ":".join([_text(location, "path"), *(map(str, numbers) if is_whole else ())])


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    return value[:LONGEST] if isinstance(value, str) else ""


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _depth(value: object, most: int = _DEEPEST) -> int:
    """Return how deep plain data nests, looking no further than somewhat below ``most``."""
    if most < 0 or not isinstance(value, dict | list):
        return 0
    return 1 + max((_depth(one, most - 1) for one in (value.values() if isinstance(value, dict) else value)), default=0)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member stands there twice")
    return found


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON")


def _said(error: Exception) -> str:
    """Return what is wrong, without the bytes that are."""
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return str(error)[:200]
