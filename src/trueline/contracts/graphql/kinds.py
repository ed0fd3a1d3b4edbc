"""The closed table of what can differ between two GraphQL schemas. ``graphql-js`` names what graphql-core also does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.change import Broken, Compatibility

FORMAT: Final = "graphql"
_DEPRECATE: Final = "Keep it, mark it @deprecated with a reason, and remove it when nobody asks for it any more."
_ADD: Final = "Leave it as it was, and add another beside it."
_OPTIONAL: Final = "Make it nullable, or give it a default."
_UNKNOWN: Final = "Tell clients to expect values that they do not know before the first is sent."


class _Inputs(NamedTuple):
    """What an argument or an input field is called: by us, in titles, by graphql-js, by GraphQL Inspector."""

    id: str
    title: str
    js: str
    required: str
    optional: str
    inspector: str
    default: str
    addition: Compatibility = "dangerous"


_INPUTS: Final = (
    _Inputs(
        "argument", "argument", "ARG", "REQUIRED_ARG_ADDED", "OPTIONAL_ARG_ADDED", "FIELD_ARGUMENT",
        "FIELD_ARGUMENT_DEFAULT_CHANGED",
    ),
    _Inputs(
        "input-field", "input field", "FIELD", "REQUIRED_INPUT_FIELD_ADDED", "OPTIONAL_INPUT_FIELD_ADDED",
        "INPUT_FIELD", "INPUT_FIELD_DEFAULT_VALUE_CHANGED",
    ),
    _Inputs(
        "directive-argument", "argument of a directive", "DIRECTIVE_ARG", "REQUIRED_DIRECTIVE_ARG_ADDED", "",
        "DIRECTIVE_ARGUMENT", "DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED", "compatible",
    ),
)  # fmt: skip


def _table() -> Iterator[ChangeKind]:
    yield from _definitions()
    yield from _outputs()
    for one in _INPUTS:
        yield from _inputs(one)
    yield from _directives()
    yield from _marks()


def _definitions() -> Iterator[ChangeKind]:
    yield _kind("schema-added", "A schema is new", "compatible")
    yield _kind("schema-removed", "A schema is gone", "breaking", fix="Keep it as long as anybody calls it.")
    yield _kind("operation-added", "A root operation is new", "compatible", inspector=_ROOTS)
    yield _kind("operation-removed", "A root operation is gone", "breaking", fix=_DEPRECATE, inspector=_ROOTS)
    yield _kind("operation-type-changed", "A root operation is of another type", "breaking", fix=_ADD, inspector=_ROOTS)
    yield _kind("type-added", "A type is new", "compatible", inspector=("TYPE_ADDED",))
    yield _kind("type-removed", "A type is gone", "breaking", fix=_DEPRECATE, js="TYPE_REMOVED")
    yield _kind(
        "type-kind-changed", "A type is of another kind", "breaking", fix=_ADD, js="TYPE_CHANGED_KIND",
        inspector=("TYPE_KIND_CHANGED",),
    )  # fmt: skip
    added, removed = "IMPLEMENTED_INTERFACE_ADDED", "IMPLEMENTED_INTERFACE_REMOVED"
    yield _kind(
        "interface-added", "A type implements one more interface", "dangerous", "response", fix=_UNKNOWN, js=added,
        inspector=("OBJECT_TYPE_INTERFACE_ADDED",),
    )  # fmt: skip
    yield _kind(
        "interface-removed", "A type implements an interface no more", "breaking", "response", fix=_DEPRECATE,
        js=removed, inspector=("OBJECT_TYPE_INTERFACE_REMOVED",),
    )  # fmt: skip


def _outputs() -> Iterator[ChangeKind]:
    for what, title, js in (
        ("union-member", "member of a union", "UNION"),
        ("enum-value", "value of an enum", "ENUM"),
    ):
        noun, name = what.split("-")[1].upper(), what.replace("-", "_").upper()
        noun = "TYPE" if js == "UNION" else noun
        direction = "response" if js == "UNION" else "both"
        yield _kind(
            f"{what}-added", f"A {title} is new", "dangerous", direction, fix=_UNKNOWN, js=f"{noun}_ADDED_TO_{js}",
            inspector=(f"{name}_ADDED",),
        )  # fmt: skip
        yield _kind(
            f"{what}-removed", f"A {title} is gone", "breaking", direction, fix=_DEPRECATE,
            js=f"{noun}_REMOVED_FROM_{js}", inspector=(f"{name}_REMOVED",),
        )  # fmt: skip
    changed = ("FIELD_TYPE_CHANGED",)
    yield _kind("field-added", "A field is new", "compatible", "response", inspector=("FIELD_ADDED",))
    yield _kind("field-removed", "A field is gone", "breaking", "response", fix=_DEPRECATE, js="FIELD_REMOVED")
    yield _kind(
        "field-type-changed", "A field is of another type", "breaking", "response", fix=_ADD, js="FIELD_CHANGED_KIND",
        inspector=changed,
    )  # fmt: skip
    yield _kind(
        "field-became-nullable", "A field may be null now", "breaking", "response", js="FIELD_CHANGED_KIND",
        inspector=changed, fix="Keep it non-null, and add a nullable field beside it.",
    )  # fmt: skip
    yield _kind("field-became-non-null", "A field is never null now", "compatible", "response", inspector=changed)


def _inputs(one: _Inputs) -> Iterator[ChangeKind]:
    changed = f"{one.js.removeprefix('DIRECTIVE_')}_CHANGED_KIND"
    types, article = (f"{one.inspector}_TYPE_CHANGED",), "An" if one.title[0] in "ai" else "A"
    title = f"{article} {one.title}"
    table: tuple[tuple[str, str, Compatibility, str, str, tuple[str, ...] | None], ...] = (
        ("required-{}-added", "that must be given is new", "breaking", _OPTIONAL, one.required, None),
        ("optional-{}-added", "that may be left out is new", one.addition, "", one.optional, None),
        ("{}-removed", "is gone", "breaking", _DEPRECATE, f"{one.js}_REMOVED", None),
        ("{}-type-changed", "is of another type", "breaking", _ADD, changed, types),
        ("{}-became-required", "must be given now", "breaking", _OPTIONAL, changed, types),
        ("{}-became-non-null", "may not be null any more", "breaking", _ADD, changed, types),
        ("{}-became-optional", "may be left out or null now", "compatible", "", "", types),
        ("{}-default-changed", "has another default", "dangerous", "Give it the default that it had.",
         f"{'INPUT_FIELD' if one.js == 'FIELD' else 'ARG'}_DEFAULT_VALUE_CHANGE", (one.default,)),
    )  # fmt: skip
    for name, rest, compatibility, fix, js, inspector in table:
        verb = "ADDED" if "added" in name else "REMOVED"
        yield _kind(
            name.format(one.id), f"{title} {rest}", compatibility, "request", fix=fix, js=js,
            inspector=inspector or (f"{one.inspector}_{verb}",),
        )  # fmt: skip


def _directives() -> Iterator[ChangeKind]:
    for name, added, removed, fix in (
        ("directive", "A directive is new", "A directive is gone", _DEPRECATE),
        ("directive-location", "A directive may stand in one more place", "A directive may not stand where it might",
         "Keep the place."),
        ("directive-repeatable", "A directive may be repeated", "A directive may not be repeated any more",
         "Keep it repeatable."),
    ):  # fmt: skip
        shouted = name.replace("-", "_").upper()
        yield _kind(f"{name}-added", added, "compatible", inspector=(f"{shouted}_ADDED",))
        yield _kind(f"{name}-removed", removed, "breaking", fix=fix, js=f"{shouted}_REMOVED")


def _marks() -> Iterator[ChangeKind]:
    deprecations = ("FIELD_DEPRECATION_ADDED", "FIELD_DEPRECATION_REASON_ADDED", "ENUM_VALUE_DEPRECATION_REASON_ADDED")
    for verb, title in (("added", "is marked"), ("removed", "is no longer marked")):
        aliases = tuple(alias.replace("ADDED", verb.upper()) for alias in deprecations)
        yield _kind(f"deprecation-{verb}", f"An element {title} @deprecated", "compatible", inspector=aliases)
    yield _kind(
        "deprecation-changed", "An element is @deprecated for another reason or date", "compatible",
        inspector=("FIELD_DEPRECATION_REASON_CHANGED", "ENUM_VALUE_DEPRECATION_REASON_CHANGED"),
    )  # fmt: skip
    yield _kind(
        "specification-changed", "A scalar is @specifiedBy another page", "dangerous", "both",
        fix="Add another scalar for the other format.",
    )  # fmt: skip
    yield _kind(
        "one-of-added", "An input type takes exactly one field now", "breaking", "request",
        fix="Add another input type that is @oneOf.",
    )  # fmt: skip
    yield _kind("one-of-removed", "An input type takes several fields now", "compatible", "request")
    for verb, title in (("added", "has one more directive"), ("removed", "lost a directive")):
        yield _kind(
            f"directive-use-{verb}", f"An element {title}", "dangerous", breaks=("clients", "servers"),
            inspector=tuple(f"DIRECTIVE_USAGE_{place}_{verb.upper()}" for place in _PLACES),
        )  # fmt: skip
    yield _kind(
        "directive-use-changed", "A directive on an element has other arguments", "dangerous",
        breaks=("clients", "servers"),
        inspector=("DIRECTIVE_USAGE_ARGUMENT_ADDED", "DIRECTIVE_USAGE_ARGUMENT_REMOVED"),
    )  # fmt: skip


_ROOTS: Final = ("SCHEMA_QUERY_TYPE_CHANGED", "SCHEMA_MUTATION_TYPE_CHANGED", "SCHEMA_SUBSCRIPTION_TYPE_CHANGED")
_PLACES: Final = (
    "ARGUMENT_DEFINITION", "ENUM", "ENUM_VALUE", "FIELD_DEFINITION", "INPUT_FIELD_DEFINITION", "INPUT_OBJECT",
    "INTERFACE", "OBJECT", "SCALAR", "SCHEMA",
)  # fmt: skip


def _kind(  # noqa: PLR0913  # a record with names
    name: str,
    title: str,
    compatibility: Compatibility,
    direction: str = "",
    *,
    fix: str = "",
    js: str = "",
    inspector: tuple[str, ...] = (),
    breaks: tuple[Broken, ...] = ("clients",),
) -> ChangeKind:
    own = (f"graphql-js:{js}",) if js else ()
    if js and not inspector:
        inspector = (js,)
    aliases = (*own, *(f"graphql-inspector:{alias}" for alias in inspector))
    return ChangeKind(
        f"{FORMAT}/{name}",
        title,
        compatibility,
        () if compatibility == "compatible" else breaks,
        direction,
        fix,
        aliases,
    )


KINDS: Final[Mapping[str, ChangeKind]] = {kind.id: kind for kind in _table()}
"""Every kind, by id."""
