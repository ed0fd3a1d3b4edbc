"""Whether a difference lets more through than is declared, as far as that can be told without running the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.admission.difference import frozen
from trueline.drift.admission.kinds import is_exception
from trueline.drift.engines import KUBEWARDEN, PSS_LABEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.admission.difference import Difference
    from trueline.drift.admission.subject import Subject

_FILTERS: Final = frozenset(
    {
        "match", "exclude", "matchConstraints", "matchResources", "matchConditions", "preconditions",
        "celPreconditions", "namespaceSelector", "objectSelector", "exceptions", "policyRefs",
    }
)  # fmt: skip
"""Keys below which it is said what a rule is about."""
_INVERSE: Final = frozenset({"exclude", "excludeResourceRules"})
"""Keys below which it is said what a rule is not about."""
_DEMANDS: Final = frozenset({"all", "matchExpressions", "matchConditions", "preconditions", "celPreconditions"})
"""Lists each of whose elements has to hold: a further one means fewer objects."""
_LIMITS: Final = _DEMANDS | {
    "names", "name", "namespaces", "operations", "annotations", "subjects", "roles", "clusterRoles", "resourceNames",
    "kinds", "apiGroups", "apiVersions", "resources", "selector", "namespaceSelector", "objectSelector",
    "labelSelector", "matchLabels", "conditions", "ruleNames", "images", "any", "excludedNamespaces", "scope",
}  # fmt: skip
"""Keys of a filter whose absence means everything."""
_WORDS: Final = frozenset({"name", "policyName"})
"""Keys of a filter with one word; another word means other objects."""
_CHECKS: Final = frozenset(
    {
        "expressions",
        "validations",
        "foreach",
        "verifyImages",
        "attestors",
        "attestations",
        "imageReferences",
        "webhooks",
    }
)
"""Lists each of whose elements is checked: one fewer lets more through."""
_LENIENT: Final = frozenset({"anyPattern", "skipImageReferences"})
"""Lists each of whose elements lets something through."""
_LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "applyRules": ("One", "All"),
    "enforcementAction": ("dryrun", "warn", "deny"),
    "failureAction": ("Audit", "Enforce"),
    "failurePolicy": ("Ignore", "Fail"),
    "level": ("privileged", "baseline", "restricted"),
    "mode": ("monitor", "protect"),
    "parameterNotFoundAction": ("Allow", "Deny"),
    "validationFailureAction": ("Audit", "Enforce"),
    f"{PSS_LABEL}enforce": ("privileged", "baseline", "restricted"),
}
"""Words of which each lets less through than the ones before it."""
_SWITCHES: Final = frozenset({"admission", "required", "verifyDigest"})
"""What makes a rule hold where it is true."""
_OPERATORS: Final = frozenset({"In", "NotIn", "Exists", "DoesNotExist"})


def is_weaker(subject: Subject, difference: Difference) -> bool:
    """Tell whether a difference surely lets something through that the declared policy would not."""
    names, declared, actual = difference.names, difference.declared, difference.actual
    last = names[-2] if names[-1:] == ("enabled",) and len(names) > 1 else names[-1] if names else ""
    if last in _LEVELS and isinstance(declared, str) and declared in _LEVELS[last]:
        return _is_lower(_LEVELS[last], declared, actual)
    if last == "validationActions" and isinstance(declared, list) and not difference.is_element:
        return _set(["Deny"]) <= _set(declared) and not _set(["Deny"]) <= _set(actual)
    if last in _SWITCHES and not _FILTERS.intersection(names):
        return declared is True and actual is False
    if is_exception(subject.group, subject.kind):
        return _is_filter_weaker(difference._replace(names=("exclude", *names)))
    if subject.kind == "Config":  # of Gatekeeper: all of it says what is let through
        plain = tuple("namespaces" if name == "excludedNamespaces" else name for name in names)
        return _is_filter_weaker(difference._replace(names=("exclude", *plain)))
    if _is_filter(subject, names):
        return _is_filter_weaker(difference)
    return _is_check_weaker(difference)


def _is_lower(levels: tuple[str, ...], declared: str, actual: object) -> bool:
    if actual is None:  # only Pod Security has no default of its own: without the label it allows everything
        return levels[0] == "privileged" and declared != levels[0]
    return isinstance(actual, str) and actual in levels and levels.index(actual) < levels.index(declared)


def _is_filter(subject: Subject, names: tuple[str, ...]) -> bool:
    if _FILTERS.intersection(names):
        return True
    return "rules" in names[:2] and (names[0] == "webhooks" or subject.group == KUBEWARDEN)


def _is_filter_weaker(difference: Difference) -> bool:
    loses, gains = _effect(difference)
    return gains if _INVERSE.intersection(difference.names) else loses


def _effect(difference: Difference) -> tuple[bool, bool]:
    """Return whether a filter lets go of objects that it took, and whether it takes others."""
    names, declared, actual = difference.names, difference.declared, difference.actual
    keys = [name for name in names if name not in _OPERATORS]
    key = keys[-1] if keys else ""
    is_new = declared is None
    if is_new or actual is None:
        if difference.is_element:
            return (is_new, not is_new) if key in _DEMANDS else (not is_new, is_new)
        if key in _INVERSE:
            return not is_new, is_new
        limits = key in _LIMITS or (len(keys) > 1 and keys[-2] in ("matchLabels", "annotations"))
        return (is_new, not is_new) if limits else (False, False)
    if isinstance(declared, list) and isinstance(actual, list):
        everything = frozen("*")
        mine, yours = _set(declared), _set(actual)
        loses, gains = bool(mine - yours) and everything not in yours, bool(yours - mine) and everything not in mine
        is_turned = key == "excludedNamespaces" or "NotIn" in names
        return (gains, loses) if is_turned else (loses, gains)
    if key == "scope":
        return declared == "*", actual == "*"
    is_word = key in _WORDS or (len(keys) > 1 and keys[-2] in ("matchLabels", "annotations"))
    return is_word, is_word


def _set(value: object) -> set[object]:
    return {frozen(element) for element in value} if isinstance(value, list) else set()


def _is_check_weaker(difference: Difference) -> bool:
    names, declared, actual = difference.names, difference.declared, difference.actual
    last = names[-1] if names else ""
    if last in _CHECKS:
        return _has_lost(declared, actual)
    if last in _LENIENT or (last.startswith("exempt") and "parameters" in names):
        return _has_lost(actual, declared)
    if "deny" in names and difference.is_element:
        return (actual is None) if last == "any" else (declared is None and last == "all")
    if "pattern" in names and actual is None:  # the other anchors say when a pattern applies, not what it demands
        return not last.startswith(("(", "<(", "+(", "^("))
    return False


def _has_lost(before: object, after: object) -> bool:
    if isinstance(before, list) and isinstance(after, list):
        return bool(_set(before) - _set(after))
    return before is not None and after is None
