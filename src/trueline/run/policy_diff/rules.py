"""What would become of each rule: there or not, on or off, how bad, with which parameters, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.policy_diff import RuleChange
from trueline.run.settle import Bench, conditional

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from trueline.model.location import Location
    from trueline.model.rule import Rule
    from trueline.model.settings import Override, Settings
    from trueline.run.settle import Standing

_FIELDS: Final[Mapping[str, str]] = {
    "kinds": "what it is for",
    "scope": "its scope",
    "starts": "from",
    "replaced_by": "replaced by",
}
_LONGEST: Final = 60


class Held(NamedTuple):
    """Rules and settings of one side, held together."""

    rules: Mapping[str, Rule]
    settings: Settings
    bench: Bench

    @classmethod
    def of(cls, rules: tuple[Rule, ...], settings: Settings, today: date) -> Held:
        """Return the rules of a side with its settings."""
        return cls({rule.id: rule for rule in rules}, settings, Bench(rules, settings, today))


def rule_changes(before: Held, after: Held, places: Mapping[str, Location]) -> tuple[RuleChange, ...]:
    """Return what would become of the rules, those that go first; ``places`` are the entries of ``rules:``.

    A rule that stands otherwise by another profile alone is not told: that is one setting.
    """
    found: list[RuleChange] = []
    for name in sorted({*before.rules, *after.rules}):
        was, now = before.rules.get(name), after.rules.get(name)
        if now is None:
            found += [RuleChange(name, "removed")] if before.bench.is_asked(name) else []
        elif was is None:
            found += [RuleChange(name, "added", (_standing(after.bench.standing(name)),), now.location)]
        else:
            found += _changed(name, before, after, places)
    order = ("removed", "off", "changed", "on", "added")
    return tuple(sorted(found, key=lambda change: (order.index(change.move), change.rule_id)))


def _changed(name: str, before: Held, after: Held, places: Mapping[str, Location]) -> Iterator[RuleChange]:
    was, now = before.rules[name], after.rules[name]
    set_was, set_now = before.bench.overrides(name), after.bench.overrides(name)
    if was.digest == now.digest and set_was == set_now:
        return
    place = now.location if was.digest != now.digest else _place(set_now, places)
    stood, stands = before.bench.standing(name), after.bench.standing(name)
    cases = tuple(_cases(set_was, set_now))
    details = [*_written(was, now), *_set(was, now, before, after), *cases]
    if stood.enabled and not stands.enabled:
        yield RuleChange(name, "off", cases, place)
    elif stands.enabled and not stood.enabled:
        yield RuleChange(name, "on", (_standing(stands), *cases), place)
    elif details:
        yield RuleChange(name, "changed", tuple(details), place)


def _written(was: Rule, now: Rule) -> Iterator[str]:
    """Yield what is written otherwise in the policy itself."""
    if was.digest == now.digest:
        return
    named = False
    for field, words in _FIELDS.items():
        old, new = getattr(was, field), getattr(now, field)
        if old != new:
            named = True
            yield f"{words}: {_text(old)} → {_text(new)}"
    standing = (was.severity, was.enforcement, was.unknown, was.parameters)
    if not named and standing == (now.severity, now.enforcement, now.unknown, now.parameters):
        yield "its condition or its text"


def _set(was: Rule, now: Rule, before: Held, after: Held) -> Iterator[str]:
    """Yield how it stands otherwise, by the policy and what the config sets."""
    stood, stands = before.bench.standing(was.id), after.bench.standing(now.id)
    if stood.severity != stands.severity:
        yield f"severity {stood.severity} → {stands.severity}"
    if stood.enforcement != stands.enforcement:
        yield f"{stood.enforcement} → {stands.enforcement}"
    if stood.unknown != stands.unknown:
        yield f"unknown {stood.unknown} → {stands.unknown}"
    if stood.may_be_marked != stands.may_be_marked:
        yield "marks in files " + ("are allowed" if stands.may_be_marked else "are forbidden")
    old, new = before.bench.parameters(was), after.bench.parameters(now)
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield f"parameter {name}: {_text(old.get(name))} → {_text(new.get(name))}"


def _cases(was: list[Override], now: list[Override]) -> Iterator[str]:
    """Yield what would hold in some places only, or would no more."""
    old, new = ([one for one in some if conditional(one)] for some in (was, now))
    yield from (f"no more: {_case(one)}" for one in old if one not in new)
    yield from (_case(one) for one in new if one not in old)


def _case(override: Override) -> str:
    set_to = [] if override.enabled is None else ["on" if override.enabled else "off"]
    set_to += [f"severity {override.severity}"] if override.severity else []
    set_to += [override.enforcement] if override.enforcement else []
    set_to += [f"unknown {override.unknown}"] if override.unknown else []
    set_to += [f"marks {override.suppressions}"] if override.suppressions else []
    where = [_text(override.paths)] if override.paths else []
    where += [f"environment {_text(override.environments)}"] if override.environments else []
    where += [f"tier {_text(override.tiers)}"] if override.tiers else []
    return f"{', '.join(set_to) or 'as it is'} in {', '.join(where)}"


def _standing(standing: Standing) -> str:
    return f"{standing.severity}, {standing.enforcement if standing.enabled else 'off'}"


def _place(overrides: list[Override], places: Mapping[str, Location]) -> Location | None:
    return next((places[one.rules] for one in reversed(overrides) if one.rules in places), None)


def _text(value: object) -> str:
    if value is None or value == "":
        return "not set"
    text = ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
