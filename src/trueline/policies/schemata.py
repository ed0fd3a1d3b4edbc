"""JSON Schemas over values of which parts are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.values.unknown import Unknown, UnknownValueError, join, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from trueline.model.location import Path

_DESCENDING: Final = frozenset(("$ref", "$dynamicRef", "allOf"))
_DOUBTFUL: Final = frozenset(
    ("contains", "dependentSchemas", "else", "if", "not", "oneOf", "then", "unevaluatedItems", "unevaluatedProperties")
)
"""Keywords that may refuse a value only because something inside it was taken as fitting."""


class Mismatch(NamedTuple):
    """One place where a value does not fit its schema."""

    path: Path
    message: str


class Match(NamedTuple):
    """What a schema says of a value: where it certainly does not fit, and the unknown that the rest depends on."""

    mismatches: list[Mismatch]
    unknown: Unknown | None


class SchemaError(Exception):
    """The schema cannot be applied."""


class Matcher:
    """One schema, made ready; whatever it refers to must be inside it."""

    def __init__(self, schema: Mapping[str, Any] | bool) -> None:  # noqa: FBT001  # ``true`` is a JSON Schema
        from jsonschema.validators import Draft202012Validator, extend, validator_for
        from referencing import Registry

        self._asked: list[Unknown] = []
        draft = validator_for(schema, default=Draft202012Validator)
        keywords = {name: self._asking(check) for name, check in draft.VALIDATORS.items() if name not in _DESCENDING}
        if isinstance(schema, dict):
            schema = {key: member for key, member in schema.items() if key != "$schema"}  # it would pick a class itself
        self._validator: Any = extend(draft, keywords)(schema, registry=Registry())  # type: ignore[no-untyped-call]  # a third party's

    def match(self, value: object) -> Match:
        """Judge ``value``; an unknown part fits, and counts where the schema asks something of it."""
        from referencing.exceptions import Unresolvable

        self._asked.clear()
        mismatches: list[Mismatch] = []
        try:
            for error in self._validator.iter_errors(value):
                inside = [leaf for leaf in leaves(error.instance) if isinstance(leaf, Unknown)]
                if inside and error.validator in _DOUBTFUL:
                    self._asked += inside
                else:
                    mismatches.append(Mismatch(tuple(error.absolute_path), error.message))
        except UnknownValueError as error:
            self._asked.append(error.unknown)
        except Unresolvable as error:
            raise SchemaError(f"the schema refers to what is not in it: {error}") from error
        return Match(mismatches, join(*self._asked) if self._asked else None)

    def _asking(self, check: Callable[..., Iterator[Any] | None]) -> Callable[..., Iterator[Any]]:
        def ask(validator: object, expected: object, instance: object, schema: object) -> Iterator[Any]:
            if isinstance(instance, Unknown):
                self._asked.append(instance)
                return
            yield from check(validator, expected, instance, schema) or ()

        return ask
