"""What Kyverno's ClusterPolicy and Policy say in two places: what happens when a rule fails, and when Kyverno does.

Since 1.13 each rule may have its own ``failureAction``; the policy's ``validationFailureAction`` holds for the others,
and so with the overrides by namespace. ``failurePolicy`` and the timeout moved into ``webhookConfiguration``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.admission.defaults import AUTOGEN
from trueline.drift.admission.difference import Difference, frozen, printable
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.admission.subject import Subject
    from trueline.model.location import Path

_POLICY_ACTION: Final = "validationFailureAction"
_POLICY_OVERRIDES: Final = "validationFailureActionOverrides"
_AUTOGEN_RULES: Final = ("autogen-cronjob-", "autogen-")
# what Kyverno itself wrote into the annotation before 1.8, where nobody else did
_OWN_CONTROLLERS: Final = frozenset(
    {"DaemonSet", "Deployment", "Job", "StatefulSet", "ReplicaSet", "ReplicationController", "CronJob"}
)


class _Enforced(NamedTuple):
    """What happens where a rule is broken; ``at`` is where that is said, for the whole policy or for the rule alone."""

    rule: str
    what: str
    action: object
    overrides: object
    action_at: Path
    overrides_at: Path
    rule_at: Path

    @property
    def names(self) -> tuple[str, ...]:
        return ("spec", "rules", *(step for step in self.rule_at[3:] if isinstance(step, str)))


def lift(settled: dict[str, object]) -> list[_Enforced]:
    """Take out of a policy what happens when its rules are broken, and write the rest the newer way."""
    spec = settled.get("spec")
    if not isinstance(spec, dict):
        return []
    _write_newer(spec)
    action, overrides = _word(spec.pop(_POLICY_ACTION, "Audit")), spec.pop(_POLICY_OVERRIDES, None)
    found: list[_Enforced] = []
    rules = spec.get("rules")
    for number, rule in enumerate(rules if isinstance(rules, list) else ()):
        name = rule.get("name") if isinstance(rule, dict) else None
        if not isinstance(name, str):
            continue
        for what, holder, at in _holders(rule, ("spec", "rules", number)):
            own, further = holder.pop("failureAction", None), holder.pop("failureActionOverrides", None)
            found.append(
                _Enforced(
                    name,
                    what,
                    action if own is None else _word(own),
                    overrides if further is None else further,
                    ("spec", _POLICY_ACTION) if own is None else (*at, "failureAction"),
                    ("spec", _POLICY_OVERRIDES) if further is None else (*at, "failureActionOverrides"),
                    at,
                )
            )
    return found


def action_differences(declared: list[_Enforced], actual: list[_Enforced]) -> Iterator[Difference]:
    """Yield where other things happen when a rule is broken: once for the policy where no rule has its own word."""
    there = {(one.rule, one.what): one for one in actual}
    pairs = [(one, there[one.rule, one.what]) for one in declared if (one.rule, one.what) in there]
    said: set[str] = set()
    for mine, yours in pairs:
        for key in ("action", "overrides"):
            before, after = getattr(mine, key), getattr(yours, key)
            if isinstance(before, Unknown) or frozen(before) == frozen(after):
                continue
            mine_at, yours_at = getattr(mine, f"{key}_at"), getattr(yours, f"{key}_at")
            if len(mine_at) == len(yours_at) == 2:
                if key not in said:
                    said.add(key)
                    shown = ".".join(mine_at)
                    yield Difference(mine_at, shown, mine_at, yours_at, before, after)
                continue
            field = "failureAction" if key == "action" else "failureActionOverrides"
            shown = f"spec.rules[name={printable(mine.rule)}].{mine.what}.{field}"
            yield Difference((*mine.names, field), shown, mine_at, yours_at, before, after)


def are_overrides_weaker(declared: object, actual: object) -> bool:
    """Tell whether overrides by namespace let more through: a further one audits, or one that enforces is gone."""
    mine, yours = _overrides(declared), _overrides(actual)
    audits, enforces = frozen("Audit"), frozen("Enforce")
    return any(action == audits for action, _ in yours - mine) or any(action == enforces for action, _ in mine - yours)


def actions(subject: Subject) -> dict[str, str]:
    """Return for each rule of a policy ``Enforce`` or ``Audit``; nothing for rules that only change or make objects."""
    spec = subject.value.get("spec")
    if not isinstance(spec, dict):
        return {}
    general = _word(spec.get(_POLICY_ACTION) or "Audit")
    found: dict[str, str] = {}
    rules = spec.get("rules")
    for rule in rules if isinstance(rules, list) else ():
        name = rule.get("name") if isinstance(rule, dict) else None
        if not isinstance(name, str):
            continue
        words = [_word(holder.get("failureAction") or general) for _, holder, _ in _holders(rule, ())]
        if words:
            found[name] = "Enforce" if all(word == "Enforce" for word in words) else "Audit"
    return found


def autogen_names(policy: object) -> frozenset[str]:
    """Return what Kyverno calls the rules that it makes for controllers, of each rule of a policy."""
    rules = find(policy, ("spec", "rules"))
    names = [find(rule, ("name",)) for rule in rules] if isinstance(rules, list) else []
    return frozenset((prefix + name)[:63] for name in names if isinstance(name, str) for prefix in _AUTOGEN_RULES)


def is_made_by_kyverno(difference: Difference, made: frozenset[str], actual: Subject) -> bool:
    """Tell whether Kyverno itself wrote what is only there: rules (``made``), and for which controllers."""
    if difference.declared is not None:
        return False
    if difference.names == ("spec", "rules") and difference.is_element:
        name = find(difference.actual, ("name",))
        return isinstance(name, str) and name in made
    if AUTOGEN not in difference.names or not isinstance(difference.actual, list):
        return False
    words = {word for word in difference.actual if isinstance(word, str)}
    # where the status has the rules, Kyverno does not write the annotation
    is_old = not isinstance(find(actual.value, ("status", "autogen")), dict)
    return is_old and (words == {"none"} or words <= _OWN_CONTROLLERS)


def _write_newer(spec: dict[str, object]) -> None:
    webhook = spec.get("webhookConfiguration")
    webhook = dict(webhook) if isinstance(webhook, dict) else {}
    for old, new in (("failurePolicy", "failurePolicy"), ("webhookTimeoutSeconds", "timeoutSeconds")):
        before = spec.pop(old, None)
        if before is not None:
            webhook.setdefault(new, before)
    webhook.setdefault("failurePolicy", "Fail")
    spec["webhookConfiguration"] = webhook


def _holders(rule: dict[str, object], at: Path) -> Iterator[tuple[str, dict[str, object], Path]]:
    validate, images = rule.get("validate"), rule.get("verifyImages")
    if isinstance(validate, dict):
        yield "validate", validate, (*at, "validate")
    for number, image in enumerate(images if isinstance(images, list) else ()):
        if isinstance(image, dict):
            yield f"verifyImages[{number}]", image, (*at, "verifyImages", number)


def _word(action: object) -> object:
    """Return an action as it is spelled since 1.10; anything that does not enforce audits."""
    return ("Enforce" if action.lower() == "enforce" else "Audit") if isinstance(action, str) else action


def _overrides(value: object) -> set[tuple[object, object]]:
    found: set[tuple[object, object]] = set()
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            rest = {key: member for key, member in entry.items() if key != "action"}
            found.add((frozen(_word(entry.get("action"))), frozen(rest)))
    return found
