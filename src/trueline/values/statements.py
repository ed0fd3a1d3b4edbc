"""IAM policy statements, brought to one form whichever way they were spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList, members
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTS: Final = {
    "actions": ("Action", "action", "actions"),
    "not_actions": ("NotAction", "not_action", "not_actions"),
    "resources": ("Resource", "resource", "resources"),
    "not_resources": ("NotResource", "not_resource", "not_resources"),
}
_PRINCIPALS: Final = {
    "principals": ("Principal", "principal", "principals"),
    "not_principals": ("NotPrincipal", "not_principal", "not_principals"),
}


class NoPolicyError(ValueError):
    """The value is no IAM policy, or the text no JSON."""


def read_statements(policy: object) -> list[object] | Unknown:
    """Return the statements of an IAM policy: JSON text, a map, or the value of an ``aws_iam_policy_document``.

    Each is a map ``{sid, effect, principals, not_principals, actions, not_actions, resources, not_resources,
    conditions}``. A single value becomes a list, what is not there is empty. ``principals`` maps a type to its names
    (``{"AWS": ["arn:…"]}``; ``"*"`` is ``{"*": ["*"]}``); ``conditions`` is a list of ``{operator, key, values}``.
    What is unknown stays unknown where it stands. Raises ``NoPolicyError`` for what is no policy.
    """
    value = load(policy)
    if isinstance(value, Unknown):
        return value
    if isinstance(value, dict):
        found = _first(value, ("Statement", "statement", "statements"))
        if found is None:
            if value.get("Version") is None and value:
                raise NoPolicyError("a policy has a Statement")
            return []
        value = found
    if isinstance(value, Unknown) and not isinstance(value, PartialList):
        return value
    if not isinstance(value, list | dict | PartialList):
        raise NoPolicyError("a policy is a map or the JSON of one")
    return [_statement(statement) for statement in _listed(value)]


def load(policy: object) -> object:
    """Return the value of JSON text, known in part perhaps; anything but text is its own value."""
    if isinstance(policy, PartialJson):
        return policy.value
    if not isinstance(policy, str):
        return policy
    import json

    text = str(policy)
    if not text.strip():
        return {}  # as Terraform and IAM have it: no policy
    if text.lstrip().startswith("%7B"):
        from urllib.parse import unquote

        text = unquote(text)
    try:
        return json.loads(text)
    except RecursionError:
        raise NoPolicyError("this JSON is nested too deeply") from None
    except ValueError as error:
        raise NoPolicyError(f"no JSON: {error}") from None


def _listed(value: object) -> list[object]:
    return [] if value is None else members(value)


def _texts(value: object) -> object:
    return value if type(value) is Unknown else _listed(value)  # a text, known in part or not, is one of them


def _first(statement: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((statement[name] for name in names if statement.get(name) is not None), None)


def _statement(statement: object) -> object:
    if isinstance(statement, Unknown):
        return statement
    if not isinstance(statement, dict):
        raise NoPolicyError("a statement of a policy is a map")
    effect = _first(statement, ("Effect", "effect"))
    if effect is None:
        # a block of Terraform's aws_iam_policy_document allows unless it says otherwise; JSON must say
        effect = "" if "Action" in statement or "NotAction" in statement else "Allow"
    sid = _first(statement, ("Sid", "sid"))
    made: dict[str, object] = {"sid": "" if sid is None else sid, "effect": effect}
    for name, spellings in _PRINCIPALS.items():
        made[name] = _principals(_first(statement, spellings))
    for name, spellings in _LISTS.items():
        made[name] = _texts(_first(statement, spellings))
    made["conditions"] = _conditions(_first(statement, ("Condition", "condition", "conditions")))
    return made


def _principals(value: object) -> object:
    if type(value) is Unknown:
        return value
    if isinstance(value, dict) and not ("identifiers" in value and "type" in value):
        return {kind: _texts(names) for kind, names in value.items()}
    made: dict[str, object] = {}
    for block in _listed(value):
        if isinstance(block, PartialText) and block.is_text("*") is None:
            return join(block)
        if isinstance(block, str | PartialText):
            made.setdefault("*" if block == "*" else "AWS", [block])
            continue
        if isinstance(block, Unknown):
            return block
        if not isinstance(block, dict):
            raise NoPolicyError("a principal is a text or a map")
        kind, names = block.get("type"), _texts(block.get("identifiers"))
        if isinstance(kind, Unknown) or isinstance(names, Unknown):
            return join(*(part for part in (kind, names) if isinstance(part, Unknown)))
        made[str(kind)] = [*cast("list[object]", made.get(str(kind), [])), *cast("list[object]", names)]
    return made


def _conditions(value: object) -> object:
    if isinstance(value, Unknown):
        return value
    if isinstance(value, dict) and not ("test" in value and "variable" in value):
        return [condition for operator, tests in value.items() for condition in _tests(operator, tests)]
    return [_block(block) for block in _listed(value)]


def _tests(operator: str, tests: object) -> list[object]:
    if isinstance(tests, Unknown) and not isinstance(tests, PartialMap):
        return [tests]
    if not isinstance(tests, dict | PartialMap):
        raise NoPolicyError("a condition maps keys to values")
    pairs = tests.pairs if isinstance(tests, PartialMap) else tests.items()
    return [{"operator": operator, "key": key, "values": _texts(values)} for key, values in pairs]


def _block(block: object) -> object:
    if isinstance(block, Unknown):
        return block
    if not isinstance(block, dict):
        raise NoPolicyError("a condition is a map")
    return {"operator": block.get("test", ""), "key": block.get("variable", ""), "values": _texts(block.get("values"))}
