"""What differs between the schemas of a version: what they allow, what they keep, and how lists are merged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from trueline.contracts.kubernetes_crd.kinds import FORMAT, KINDS
from trueline.contracts.schema import compare_schemas, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.kubernetes_crd.definition import Definition
    from trueline.contracts.kubernetes_crd.ledger import Ledger
    from trueline.contracts.schema import Direction, Files, SchemaChange
    from trueline.model.location import Path

_DIALECT: Final = "kubernetes"
_DEEPEST: Final = 60
_KEEPS: Final = "x-kubernetes-preserve-unknown-fields"
_KEYS: Final = "x-kubernetes-list-map-keys"
_MERGES: Final = {
    "x-kubernetes-list-type": "atomic", _KEYS: None, "x-kubernetes-map-type": "granular",
}  # fmt: skip
"""How lists and maps are merged, and what holds where nothing is said."""
_RULES: Final = "x-kubernetes-validations"


class Sides:
    """Both definitions with the files that their schemas were read from."""

    def __init__(self, base: Definition, head: Definition, files: tuple[Files, Files]) -> None:
        self.base = base
        self.head = head
        self.files = files


def compare_version(ledger: Ledger, sides: Sides, subject: str, old: Path, new: Path) -> None:
    """Write down what differs between two schemas at ``old`` and ``new``."""
    for change in _changes(sides, old, new):
        name = f"schema-{change.id}"
        if f"{FORMAT}/{name}" not in KINDS:
            continue
        kind = KINDS[f"{FORMAT}/{name}"]
        breaks = () if change.compatibility == "compatible" else kind.breaks or ("clients",)
        ledger.add(
            name,
            subject + _pointer(change.pointer),
            change.message,
            (change.base_location, change.location),
            values=(change.before, change.after),
            verdict=(change.compatibility, breaks),
            details=dict(change.details),
        )
    _walk(ledger, sides, subject, old, new)


def _changes(sides: Sides, old: Path, new: Path) -> Iterator[SchemaChange]:
    """Yield what differs in what users write as a request, and in what controllers write as a response."""
    directions: tuple[Direction, ...] = ("request", "response")
    for direction in directions:
        base = read_schema(sides.base.document, old, sides.files[0], _DIALECT)
        head = read_schema(sides.head.document, new, sides.files[1], _DIALECT)
        for change in compare_schemas(base, head, direction):
            if (change.pointer[:1] == ("status",)) == (direction == "response"):
                yield change


def _walk(ledger: Ledger, sides: Sides, subject: str, old: Path, new: Path, depth: int = 0) -> None:
    """Compare what Kubernetes adds to schemas, where both have the same part."""
    base, head = sides.base.value(old), sides.head.value(new)
    if not isinstance(base, dict) or not isinstance(head, dict) or depth > _DEEPEST:
        return
    _keeps(ledger, sides, subject, old, new)
    is_told = False
    for mark, usual in _MERGES.items():
        values = base.get(mark), head.get(mark)
        if (values[0] or usual) != (values[1] or usual) and not (mark == _KEYS and is_told):
            is_told = True
            places = sides.base.at(*old, mark), sides.head.at(*new, mark)
            message = f"{mark} is {values[1] or 'not said'}, was {values[0] or 'not said'}"
            ledger.add("list-type-changed", subject, message, places, values=values)
    _rules(ledger, sides, subject, old, new)
    members = base.get("properties"), head.get("properties")
    if isinstance(members[0], dict) and isinstance(members[1], dict):
        for name in (name for name in members[0] if name in members[1]):
            inner = subject + _pointer((str(name),))
            _walk(ledger, sides, inner, (*old, "properties", name), (*new, "properties", name), depth + 1)
    for keyword, step in (("items", "[]"), ("additionalProperties", "{}")):
        _walk(ledger, sides, subject + _pointer((step,)), (*old, keyword), (*new, keyword), depth + 1)


def _keeps(ledger: Ledger, sides: Sides, subject: str, old: Path, new: Path) -> None:
    before, after = (_kept(side.value(path)) for side, path in ((sides.base, old), (sides.head, new)))
    if before == after:
        return
    places = sides.base.at(*old, _KEEPS), sides.head.at(*new, _KEEPS)
    name, said = ("unknown-fields-kept", "keeps") if after else ("unknown-fields-pruned", "drops")
    ledger.add(name, subject, f"{subject} {said} fields that it does not name", places, values=(before, after))


def _kept(schema: Any) -> bool:
    return schema.get(_KEEPS) is True


def _rules(ledger: Ledger, sides: Sides, subject: str, old: Path, new: Path) -> None:
    before, after = _said(sides.base.value((*old, _RULES))), _said(sides.head.value((*new, _RULES)))
    for text, index in after.items():
        if text not in before:
            places = sides.base.at(*old), sides.head.at(*new, _RULES, index, "rule")
            ledger.add("validation-added", subject, f"{subject} must satisfy {text}", places, values=(None, text))
    for text, index in before.items():
        if text not in after:
            places = sides.base.at(*old, _RULES, index, "rule"), sides.head.at(*new)
            ledger.add(
                "validation-removed",
                subject,
                f"{subject} need not satisfy {text} any more",
                places,
                values=(text, None),
            )


def _said(rules: object) -> dict[str, int]:
    """Return the rules of a schema without blanks that mean nothing, and which each is."""
    found: dict[str, int] = {}
    for index, one in enumerate(rules if isinstance(rules, list) else ()):
        rule = one.get("rule") if isinstance(one, dict) else None
        found.setdefault(" ".join(rule.split()) if isinstance(rule, str) else json.dumps(one, default=str), index)
    return found


def _pointer(steps: tuple[str, ...]) -> str:
    return "".join(step if step[:1] in "[{<" else f".{step}" for step in steps)
