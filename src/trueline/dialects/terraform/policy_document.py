"""``data "aws_iam_policy_document"``: the JSON its provider would make, computed from its statement blocks.

Source: the provider's documentation of the data source; ``source_policy_documents`` come first, statements of
``override_policy_documents`` replace those of the same ``sid``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from trueline.dialects.terraform.blocks import body_value
from trueline.dialects.terraform.functions.table import call
from trueline.values.partial import PartialJson
from trueline.values.partial_list import members
from trueline.values.partial_map import PartialMap
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.dialects.terraform.frame import Frame
    from trueline.parsers.hcl.syntax import Body

_LISTS = {"actions": "Action", "not_actions": "NotAction", "resources": "Resource", "not_resources": "NotResource"}


def policy_json(body: Body, frame: Frame) -> object:
    """Return the policy as text, or as ``PartialJson`` where a part of it is unknown."""
    config: Any = body_value(body, frame)  # its members have whatever type was written
    statements = list(_imported(config, ("source_json", "source_policy_documents")))
    for statement in config.get("statement", []):
        _override(statements, statement if isinstance(statement, Unknown) else _statement(statement))
    for statement in _imported(config, ("override_json", "override_policy_documents")):
        _override(statements, statement)
    document: dict[str, object] = {"Version": config.get("version", "2012-10-17")}
    if config.get("policy_id") is not None:
        document["Id"] = config["policy_id"]
    return call("jsonencode", [{**document, "Statement": statements}])


def _statement(config: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    sid = config.get("sid")
    if sid is not None and (isinstance(sid, Unknown) or sid):
        found["Sid"] = sid
    found["Effect"] = config.get("effect", "Allow")
    for name, key in _LISTS.items():
        if config.get(name) is not None:
            found[key] = _single(config[name])
    for name, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        if config.get(name):
            found[key] = _principals(config[name])
    if config.get("condition"):
        found["Condition"] = _conditions(config["condition"])
    return found


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _principals(blocks: Iterable[Any]) -> object:
    found: dict[str, list[object]] = {}
    for block in blocks:
        if isinstance(block, Unknown) or isinstance(block.get("type"), Unknown):
            return block if isinstance(block, Unknown) else join(block["type"])
        identifiers = block.get("identifiers", [])
        names = members(identifiers)
        if block.get("type") == "*" and names == ["*"]:
            return "*"
        found.setdefault(str(block.get("type")), []).extend(names)
    return {kind: _single(names) for kind, names in found.items()}


def _conditions(blocks: Iterable[Any]) -> object:
    found: dict[str, list[tuple[str | Unknown, object]]] = {}
    for block in blocks:
        if isinstance(block, Unknown):
            return block
        test, variable = block.get("test"), block.get("variable")
        if isinstance(test, Unknown):
            return join(test)
        key = variable if isinstance(variable, Unknown) else str(variable)
        found.setdefault(str(test), []).append((key, _single(block.get("values", []))))
    return {
        test: PartialMap(pairs) if any(isinstance(key, Unknown) for key, _ in pairs) else dict(pairs)
        for test, pairs in found.items()
    }


def _imported(config: Any, names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        for document in members(config.get(name)):
            yield from _read(document)


def _read(document: object) -> Iterator[Any]:
    if isinstance(document, PartialJson):
        document = document.value
    elif isinstance(document, Unknown):
        yield document
        return
    elif isinstance(document, str) and document.strip():
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            yield Unknown(["a source policy document ← is not JSON"])
            return
    statements = document.get("Statement", []) if isinstance(document, dict) else []
    yield from members(statements)


def _override(statements: list[Any], statement: Any) -> None:
    sid = _sid(statement)
    for place, known in enumerate(statements):
        if sid and _sid(known) == sid:
            statements[place] = statement
            return
    statements.append(statement)


def _sid(statement: Any) -> str:
    sid = statement.get("Sid") if isinstance(statement, dict) else None
    return sid if isinstance(sid, str) else ""
