"""What the config says of single rules, held against the rules that were loaded."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trueline import config
from trueline.errors import ConfigError
from trueline.model.location import Location
from trueline.model.report import Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.document import Reader
    from trueline.model.rule import Rule
    from trueline.model.settings import Override, Settings


def refuse_unfit(settings: Settings, rules: Sequence[Rule], trust: Reader) -> None:
    """Raise ``ConfigError`` for entries of ``rules:`` that fit no loaded rule, or whose parameters do not."""
    if not settings.overrides:
        return
    places = config.rule_places(trust, settings.source)
    lines: dict[str, None] = {}
    for override in settings.overrides:
        lines.update(dict.fromkeys(_problems(override, rules, places)))
        lines.update(dict.fromkeys(_unmet(override, settings, places)))
    if lines:
        raise ConfigError("\n".join(lines), hint="`trueline policy list` shows the rules that are loaded")


def without_effect(settings: Settings, rules: Sequence[Rule]) -> list[Notification]:
    """Return what is said and not heeded: settings of replaced rules, and rules on what this version does not read."""
    found = []
    for override in settings.overrides:
        for rule in rules:
            if rule.replaced_by and rule.id == override.rules:
                message = f"`{rule.id}` is replaced by `{rule.replaced_by}`; what is set for it has no effect"
                found.append(Notification("warning", "rule-replaced", message, Location(settings.source), rule.id))
    for rule in rules:
        if rule.on not in ("resource", "change", "cost", "drift"):
            message = f"rule {rule.id} is not judged: this version reads nothing that is `on: {rule.on}`"
            found.append(Notification("warning", "rule-not-judged", message, rule.location, rule.id))
    return found


def _problems(override: Override, rules: Sequence[Rule], places: Mapping[str, Location]) -> Iterator[str]:
    place = places.get(override.rules)
    meant = [rule for rule in rules if any(fnmatchcase(name, override.rules) for name in (rule.id, *rule.aliases))]
    if not meant:
        from difflib import get_close_matches

        known = sorted({name for rule in rules for name in (rule.id, *rule.aliases)})
        close = get_close_matches(override.rules, known, n=1)
        yield f"{place}: no rule is called `{override.rules}`" + (f"; did you mean `{close[0]}`?" if close else "")
        return
    for name, value in override.parameters.items():
        schemas = [rule.parameters[name] for rule in meant if name in rule.parameters]
        if not schemas:
            known = sorted({parameter for rule in meant for parameter in rule.parameters})
            has = f"has {', '.join(known)}" if known else "has none"
            yield f"{place}: `{override.rules}` has no parameter `{name}`; it {has}"
        for schema in schemas:
            yield from (f"{place}: parameter `{name}`: {fault}" for fault in _faults(value, schema))


def _unmet(override: Override, settings: Settings, places: Mapping[str, Location]) -> Iterator[str]:
    """Yield the environments and tiers of a condition that the config does not have, so that it is never met."""
    place = places.get(override.rules)
    names = [environment.name for environment in settings.environments]
    tiers = sorted({environment.tier for environment in settings.environments if environment.tier})
    for noun, asked, known in (("environment", override.environments, names), ("tier", override.tiers, tiers)):
        for name in asked:
            if name not in known:
                yield f"{place}: `{override.rules}`: no {noun} is called `{name}`" + (
                    f"; known: {', '.join(known)}" if known else "; `environments:` names none"
                )


def _faults(value: object, schema: Mapping[str, object]) -> list[str]:
    from jsonschema import Draft202012Validator

    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]
