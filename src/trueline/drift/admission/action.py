"""What happens when a policy is broken, in the engine's own word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.admission.kyverno import actions
from trueline.drift.engines import CONSTRAINTS, KUBEWARDEN, KYVERNO, KYVERNO_CEL, PSS_LABEL
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.drift.admission.subject import Subject
    from trueline.model.location import Path

# where it stands, and what holds where nothing does
_ACTIONS: Final[Mapping[str, tuple[Path, str]]] = {
    CONSTRAINTS: (("spec", "enforcementAction"), "deny"),
    KUBEWARDEN: (("spec", "mode"), "protect"),
}
_BLOCKING: Final = frozenset({"Enforce", "deny", "Deny", "protect", "baseline", "restricted"})


def action_of(subject: Subject, rule: str = "") -> str:
    """Return the word of a policy, or of one of its rules; ``Deny,Audit`` where there are several; nothing for none."""
    return actions_of(subject)(rule)


def actions_of(subject: Subject) -> Callable[[str], str]:
    """Return what tells the word of each rule of a policy, read once; of the policy for an empty name."""
    if subject.group != KYVERNO:
        word = _word_of(subject)
        return lambda _rule: word
    words = actions(subject)
    whole = ("Enforce" if "Enforce" in words.values() else "Audit") if words else ""
    return lambda rule: words.get(rule, "") if rule else whole


def _word_of(subject: Subject) -> str:
    if subject.kind == "Namespace":
        return _text(find(subject.value, ("metadata", "labels", f"{PSS_LABEL}enforce")))
    if subject.group in _ACTIONS:
        path, default = _ACTIONS[subject.group]
        return _text(find(subject.value, path, default))
    several = find(subject.value, ("spec", "validationActions"))
    if isinstance(several, list) and several:
        return ",".join(sorted(_text(one) for one in several))
    is_validating = subject.group == KYVERNO_CEL and subject.kind.endswith("ValidatingPolicy")
    return "Deny" if is_validating else ""


def is_blocking(action: str) -> bool:
    """Tell whether a word of `action_of` keeps out what breaks the policy."""
    return not _BLOCKING.isdisjoint(action.split(","))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
