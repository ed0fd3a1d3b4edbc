"""The value of an input variable: what it is given or its default, converted to its type, marked where secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.blocks import attempt
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.dialects.terraform.type_constraints import convert, read_type
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from trueline.dialects.terraform.module import Given, Module
    from trueline.parsers.hcl.syntax import Block


def variable_value(scope: Module, block: Block, given: Given | None) -> object:
    """Return the value of a variable in one call of its module."""
    name = block.labels[0]
    value = _given_value(scope, name, given)
    attributes = block.body.attributes
    default = attributes.get("default")
    nullable = attributes.get("nullable")
    if given is None and default is None:
        value = Unknown([f"var.{name} ← not set"])
    elif given is None or (value is None and nullable is not None and attempt(nullable, scope.frame) is False):
        value = attempt(default, scope.frame) if default is not None else None
    kind = attributes.get("type")
    if kind is not None:
        try:
            value = convert(value, read_type(kind.expression), scope.frame)
        except FunctionError as error:
            return Unknown([f"var.{name} ← {error}"])
    sensitive = attributes.get("sensitive")
    if sensitive is not None and attempt(sensitive, scope.frame) is True:
        from trueline.dialects.terraform.functions.table import call

        return call("sensitive", [value])
    return value


def _given_value(scope: Module, name: str, given: Given | None) -> object:
    if given is None:
        return None
    if given.attribute is None or given.frame is None:
        return given.value
    value = attempt(given.attribute, given.frame)
    if isinstance(value, Unknown) and scope.caller is not None:
        return value.because(f"var.{name} ← module.{scope.caller.name} argument")
    return value
