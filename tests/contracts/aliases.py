"""What other tools call a change, by tool: the page for those who come from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.openapi.oasdiff import REASONS
from trueline.contracts.registry import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT = "texts for people are not compared"
_STYLE = "style, not what a change breaks"
_BOUND = "an exclusive bound is a bound: see `MAXIMUM_…` and `MINIMUM_…`"
_UNEVALUATED = "said as what it comes to for the properties and items that no other keyword declares"
_CONFLUENT = {
    **dict.fromkeys(("ID_CHANGED", "DESCRIPTION_CHANGED", "TITLE_CHANGED"), _TEXT),
    **{f"EXCLUSIVE_{end}_{verb}": _BOUND for end in ("MAXIMUM", "MINIMUM")
       for verb in ("ADDED", "DECREASED", "INCREASED", "REMOVED")},
    **{f"UNEVALUATED_{what}_{verb}": _UNEVALUATED for what in ("ITEMS", "PROPERTIES")
       for verb in ("ADDED", "EXTENDED", "NARROWED", "REMOVED")},
}  # fmt: skip
_INSIDE = "said as what differs in the schema of all others: `max-length-added` at `{}` or `[]`"
_ITEM = "said as what differs for the item at that place: `type-narrowed` at `[1]`"
_NOTHING = "nothing differs: the same lists and objects are allowed"
_CONFLUENT |= {
    **{f"ADDITIONAL_{what}_{verb}": _INSIDE for what in ("ITEMS", "PROPERTIES") for verb in ("EXTENDED", "NARROWED")},
    **{f"ITEM_{verb}_{model}_CONTENT_MODEL": _ITEM for verb, preposition in (("ADDED", "TO"), ("REMOVED", "FROM"))
       for model in (f"{preposition}_CLOSED", f"{preposition}_OPEN", "IS_COVERED_BY_PARTIALLY_OPEN",
                     "NOT_COVERED_BY_PARTIALLY_OPEN")},
    "COMBINED_TYPE_SUBSCHEMAS_CHANGED": "said member by member, as `one-of-member-added` and `-removed`",
    "ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL": _NOTHING,
    "ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL": _NOTHING,
    "PRODUCT_TYPE_EXTENDED": "`allOf` is merged: said as the keywords that come",
    "PRODUCT_TYPE_NARROWED": "`allOf` is merged: said as the keywords that go",
    "PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL": _NOTHING,
    **{f"DEPENDENCY_ARRAY_{verb}": "said name by name, as `dependent-required-added` and `-removed`"
       for verb in ("CHANGED", "EXTENDED", "NARROWED")},
    "ENUM_ARRAY_CHANGED": "said value by value, as `enum-value-added` and `-removed`",
    "MIN_CONTAINS_ADDED": "without it, it is 1: see `min-contains-raised` and `-lowered`",
    "MIN_CONTAINS_REMOVED": "without it, it is 1: see `min-contains-raised` and `-lowered`",
    "SCHEMA_ADDED": "no schema lets everything in: said as the keywords that come",
    "SCHEMA_REMOVED": "no schema lets everything in: said as the keywords that go",
    "RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY": "Confluent's own keyword `confluent:reserved` is not read",
    "RESERVED_PROPERTY_REMOVED": "Confluent's own keyword `confluent:reserved` is not read",
}  # fmt: skip
_INSPECTOR = {
    **{f"{what}_DESCRIPTION_CHANGED": _TEXT for what in (
        "DIRECTIVE", "DIRECTIVE_ARGUMENT", "ENUM_VALUE", "FIELD", "FIELD_ARGUMENT", "INPUT_FIELD", "TYPE")},
    **{f"{what}_DESCRIPTION_{verb}": _TEXT for what in ("FIELD", "INPUT_FIELD", "TYPE")
       for verb in ("ADDED", "REMOVED")},
    **{f"DIRECTIVE_USAGE_{what}_{verb}": "a schema cannot have a directive there"
       for what in ("FIELD", "UNION_MEMBER") for verb in ("ADDED", "REMOVED")},
}  # fmt: skip
_NOT_JUDGED = "not judged: the statement is read, and no change is made of it"
_SQUAWK = {
    **dict.fromkeys((
        "ban-char-field", "identifier-too-long", "prefer-bigint-over-int", "prefer-bigint-over-smallint",
        "prefer-identity", "prefer-robust-stmts", "prefer-text-field", "prefer-timestamptz",
        "require-enum-value-ordering", "require-table-schema"), _STYLE),
    **dict.fromkeys((
        "ban-alter-database-options", "ban-alter-extension", "ban-alter-function-options",
        "ban-alter-policy-condition", "ban-alter-policy-roles", "ban-alter-role-options",
        "ban-alter-sequence-values", "ban-alter-view-options", "ban-create-policy", "ban-detach-inheritance",
        "ban-drop-policy", "ban-replica-identity"), _NOT_JUDGED),
    "ban-alter-system-options": "about the server, not the schema: said as `statement-unknown`",
    "ban-drop-index": "no code names an index: only one that goes under a lock is `index-dropped-under-lock`",
    "ban-duplicate-column-assignments": "PostgreSQL refuses the statement itself",
    "unused-ignore": "about squawk's own comments; here `suppression-unused` is a rule",
}  # fmt: skip
MISSING: Mapping[str, Mapping[str, str]] = {
    "confluent": _CONFLUENT,
    "graphql-inspector": _INSPECTOR,
    "oasdiff": REASONS,
    "squawk": _SQUAWK,
}
"""Tool → name → why it is nothing here."""


def by_tool() -> dict[str, dict[str, list[str]]]:
    """Return our kinds by their names, by tool."""
    found: dict[str, dict[str, list[str]]] = {}
    for kind in kinds().values():
        for alias in kind.aliases:
            tool, _, name = alias.partition(":")
            found.setdefault(tool, {}).setdefault(name, []).append(kind.id)
    return found


def render() -> str:
    lines = [
        "# Coming from another tool",
        "",
        "What other tools call a change, and what it is here. What is missing on purpose has its reason instead.",
        "This page is made by `python -m tests.contracts.pages docs/contracts`.",
    ]
    for tool, names in sorted(by_tool().items()):
        lines += ["", f"## {tool}", "", f"| {tool} | here |", "|---|---|"]
        told = {name: ", ".join(f"`{kind}`" for kind in sorted(ours)) for name, ours in names.items()}
        lines += [f"| `{name}` | {text} |" for name, text in sorted({**MISSING.get(tool, {}), **told}.items())]
    return "\n".join(lines) + "\n"
