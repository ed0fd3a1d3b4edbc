"""What differs between the versions, providers and configurations of them that two revisions of a module ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.terraform_module.ledger import Spot
from trueline.contracts.terraform_module.side import value
from trueline.contracts.terraform_module.spelling import constant
from trueline.parsers.hcl.syntax import GetAttr, Literal, Object, Tuple, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.contracts.terraform_module.ledger import Ledger
    from trueline.contracts.terraform_module.side import Side
    from trueline.model.location import Location
    from trueline.parsers.hcl.syntax import Attribute, Expression


class _Provider(NamedTuple):
    """What a module says of one provider: its address, its versions, and the configurations that callers pass."""

    at: Location
    source: str = ""
    version: str = ""
    version_at: Location | None = None
    configurations: tuple[str, ...] = ()


def compare_requirements(ledger: Ledger) -> None:
    """Write down what differs between the settings of the module."""
    base, head = ledger.base, ledger.head
    if base.is_whole and head.is_whole:
        spot = Spot("terraform", base.file(""), head.file(""))
        _versions(ledger, spot, _terraform(base), _terraform(head))
    old, new = _providers(base), _providers(head)
    for name, provider in old.items():
        path = provider.at.path
        if name in new:
            _provider(ledger, name, provider, new[name])
        elif not head.may_have(name, path):
            spot = Spot(f"provider.{name}", provider.at, head.file(path))
            ledger.add("provider-removed", spot, f"provider {name} is no longer asked for", before=provider.version)
    for name, provider in new.items():
        path = provider.at.path
        if name not in old and not base.may_have(name, path):
            spot = Spot(f"provider.{name}", base.file(path), provider.at)
            ledger.add("provider-added", spot, f"provider {name} is asked for now", after=provider.version)
            for one in provider.configurations:
                _configuration(ledger, one, spot, "added")


def _provider(ledger: Ledger, name: str, base: _Provider, head: _Provider) -> None:
    spot = Spot(f"provider.{name}", base.at, head.at)
    before, after = (one.source or f"hashicorp/{name}" for one in (base, head))
    if before.lower() != after.lower():
        message = f"provider {name} is {after}, was {before}"
        ledger.add("provider-source-changed", spot, message, before=before, after=after)
    _versions(ledger, spot, _given(base), _given(head))
    for one in head.configurations:
        if one not in base.configurations:
            _configuration(ledger, one, spot, "added")
    for one in base.configurations:
        if one not in head.configurations:
            _configuration(ledger, one, spot, "removed")


def _configuration(ledger: Ledger, name: str, spot: Spot, verb: str) -> None:
    said = "must be passed now" if verb == "added" else "may not be passed any more"
    message = f"a configuration of provider {name} {said}"
    ledger.add(f"provider-configuration-{verb}", spot._replace(subject=f"provider.{name}"), message)


def _given(provider: _Provider) -> tuple[str, Location] | None:
    return (provider.version, provider.version_at or provider.at) if provider.version else None


def _versions(ledger: Ledger, spot: Spot, base: tuple[str, Location] | None, head: tuple[str, Location] | None) -> None:
    """Compare two constraints on a version; without one any will do."""
    before, after = ("".join(one[0].split()) if one else "" for one in (base, head))
    if sorted(before.split(",")) == sorted(after.split(",")):
        return
    spot = Spot(spot.subject, base[1] if base else spot.base, head[1] if head else spot.head)
    name, was = spot.subject.removeprefix("provider."), base[0] if base else None
    if head is None:
        ledger.add("version-requirement-removed", spot, f"any version of {name} will do, was {was}", before=was)
        return
    message = f"{name} {head[0]} is asked for, was {was or 'any'}"
    ledger.add("version-requirement-changed", spot, message, before=was, after=head[0])


def _terraform(side: Side) -> tuple[str, Location] | None:
    for block in side.directory.settings:
        attribute = block.body.attributes.get("required_version")
        if attribute is not None and isinstance(attribute.expression, Literal):
            return str(attribute.expression.value), value(attribute)
    return None


def _providers(side: Side) -> Mapping[str, _Provider]:
    found: dict[str, _Provider] = {}
    for settings in side.directory.settings:
        for block in settings.body.blocks_of("required_providers"):
            if side.is_sure(block):
                found.update((name, _read(attribute)) for name, attribute in block.body.attributes.items())
    return found


def _read(attribute: Attribute) -> _Provider:
    at, node = value(attribute), attribute.expression
    if isinstance(node, Literal):  # as Terraform 0.12 wrote it
        return _Provider(at, version=str(node.value))
    if not isinstance(node, Object):
        return _Provider(at)
    said = {str(constant(key)): inner for key, inner in node.items}
    texts = {name: str(inner.value) for name, inner in said.items() if isinstance(inner, Literal)}
    aliases = tuple(_aliases(said.get("configuration_aliases")))
    version = said.get("version")
    version_at = None if version is None else attribute.document.location((version.start, version.end))
    return _Provider(at, texts.get("source", ""), texts.get("version", ""), version_at, aliases)


def _aliases(node: Expression | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Tuple) else ():
        if isinstance(item, GetAttr) and isinstance(item.source, Variable):
            yield f"{item.source.name}.{item.name}"
        elif isinstance(item, Variable):
            yield item.name
