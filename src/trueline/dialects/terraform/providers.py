"""What a provider is configured with, found through aliases and module calls: its region, and ``default_tags``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.blocks import Element, attempt, expand
from trueline.dialects.terraform.calls import plain_of
from trueline.dialects.terraform.frame import describe
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.parsers.hcl.syntax import Literal, Object
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from trueline.dialects.terraform.module import Module
    from trueline.parsers.hcl.syntax import Block, Expression


def tags_all(tags: object, block: Block, scope: Module) -> object:
    """Return a resource's own ``tags`` over the default ones; None where there are neither."""
    own = plain_of(tags)
    default = default_tags(scope, provider_key(block))
    if own is None or default is None:
        return default if own is None else own
    if isinstance(own, Unknown) or isinstance(default, Unknown):
        return own if isinstance(own, Unknown) else default
    return {**default, **own} if isinstance(own, dict) and isinstance(default, dict) else own


def provider_key(block: Block) -> str:
    """Return ``aws`` or ``aws.east``: the provider that a resource names, or its type's own."""
    attribute = block.body.attributes.get("provider")
    if attribute is None:
        return block.labels[0].partition("_")[0]
    return _reference(attribute.expression)


def _reference(expression: Expression) -> str:
    return str(expression.value) if isinstance(expression, Literal) else describe(expression)


def default_tags(scope: Module, key: str) -> object:
    """Return the default tags of a provider as a module sees it; None where it has none."""
    found = _block(scope, key)
    if found is None:
        return None
    block, declared, own = found
    return declared.once("provider", own, lambda: _tags(block, declared))


def provided(scope: Module, block: Block, name: str) -> object:
    """Return what the provider of a resource is configured with under ``name``; None where it does not say."""
    found = _block(scope, provider_key(block))
    if found is None:
        return None
    provider, declared, own = found
    attribute = provider.body.attributes.get(name)
    if attribute is None:
        return None

    def value() -> object:
        try:
            return plain_of(attempt(attribute, declared.frame))
        except FunctionError as error:
            return Unknown([str(error)])

    return declared.once(f"provider.{name}", own, value)


def _block(scope: Module, key: str) -> tuple[Block, Module, str] | None:
    """Return the block of a provider as a module sees it, the module that declares it, and its key there."""
    block = scope.directory.providers.get(key)
    if block is not None:
        return block, scope, key
    if scope.caller is None:
        return None
    passed = scope.caller.block.body.attributes.get("providers")
    if passed is not None and isinstance(passed.expression, Object):
        for name, value in passed.expression.items:
            if _reference(name) == key:
                return _block(scope.caller.scope, _reference(value))
    return _block(scope.caller.scope, key) if "." not in key else None


def _tags(block: Block, scope: Module) -> object:
    for element in expand(block.body, scope.frame).get("default_tags", []):
        if not isinstance(element, Element):
            return element
        tags = element.body.attributes.get("tags")
        if tags is not None:
            try:
                return plain_of(attempt(tags, element.frame))
            except FunctionError as error:
                return Unknown([str(error)])
    return None
