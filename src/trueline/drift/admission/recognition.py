"""Whether a policy is one of the well-known ones, told by its name and by what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.admission.action import action_of, is_blocking
from trueline.drift.admission.correspondence import CORRESPONDENCES
from trueline.drift.admission.difference import frozen, printable
from trueline.drift.admission.kinds import is_exception
from trueline.drift.engines import CONSTRAINTS, KUBERNETES, KYVERNO, KYVERNO_CEL, engine_of
from trueline.values.unknown import find, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.admission.correspondence import Known
    from trueline.drift.admission.subject import Subject

_WEBHOOK: Final = "ValidatingWebhookConfiguration"
_LOOKED_AT: Final = frozenset({"kyverno", "gatekeeper"})
_BINDING: Final = "ValidatingAdmissionPolicyBinding"
_VALIDATING: Final = frozenset(
    {"ClusterPolicy", "ValidatingPolicy", "ClusterAdmissionPolicy", "ClusterAdmissionPolicyGroup", _BINDING}
)
_LIMITS: Final = frozenset({"namespaces", "namespaceSelector", "selector", "labelSelector", "objectSelector", "names"})
"""Keys that let a policy hold for some objects alone."""
_FOR_PEOPLE: Final = frozenset({"name", "message", "description"})
_RUNS_PODS: Final = frozenset({"deployment", "statefulset", "daemonset", "job", "cronjob", "replicaset"})


def is_general(subject: Subject) -> bool:
    """Tell whether a policy is of a kind that holds in every namespace, and validates."""
    if is_exception(subject.group, subject.kind):
        return False
    return subject.group == CONSTRAINTS or subject.kind in _VALIDATING


def is_known(subject: Subject) -> bool:
    """Tell whether a policy is one of the table, so that it is known what it does not keep out."""
    return any(corresponds(subject, known) for known in CORRESPONDENCES.values())


def corresponds(subject: Subject, known: Known) -> bool:
    """Tell whether a policy, as it stands, keeps out what a rule of Trueline's finds, wherever that is."""
    if not _LIMITS.isdisjoint(_match_keys(subject)):
        return False
    if subject.group in (KYVERNO, KYVERNO_CEL):
        words = known.kyverno.get(subject.name)
        return words is not None and _holds(subject, words) and _enforces_all(subject)
    if subject.group == CONSTRAINTS:
        needed = known.gatekeeper.get(subject.kind)
        return needed is not None and _has_parameters(find(subject.value, ("spec", "parameters"), {}), needed)
    return False


def is_about(subject: Subject, kinds: tuple[str, ...]) -> bool:
    """Tell whether a policy may be about objects of some kinds; workloads are about their pods."""
    if subject.kind == _BINDING:  # its policy says so, and that may be in a snapshot or not
        return True
    wanted = {kind.lower() for kind in kinds}
    wanted |= _RUNS_PODS if "pod" in wanted else set()
    wanted |= {f"{kind}s" for kind in wanted} | {"*"}
    places = [find(subject.value, ("spec", name)) for name in ("match", "rules", "matchConstraints")]
    texts = (leaf for place in places for leaf in leaves(place) if isinstance(leaf, str))
    words = {text.rpartition("/")[2].lower() for text in texts}
    return not words or not wanted.isdisjoint(words)


def guards(webhook: object, kinds: tuple[str, ...]) -> list[str]:
    """Return the name of a configuration of webhooks, where one may keep out objects of some kinds by its own rules.

    Those of Kyverno and Gatekeeper ask what policies say, and these are looked at.
    """
    name = find(webhook, ("metadata", "name"))
    if not isinstance(name, str) or engine_of(KUBERNETES, _WEBHOOK, webhook) in _LOOKED_AT:
        return []
    wanted = _resources(kinds) | {"*", "*/*"}
    entries = find(webhook, ("webhooks",))
    for entry in entries if isinstance(entries, list) else ():
        rules = find(entry, ("rules",))
        for rule in rules if isinstance(rules, list) else ():
            resources = find(rule, ("resources",))
            words = [word for word in resources if isinstance(word, str)] if isinstance(resources, list) else []
            if not wanted.isdisjoint(words):
                return [f"{_WEBHOOK} {printable(name)}"]
    return []


def _resources(kinds: tuple[str, ...]) -> set[str]:
    """Return what the API calls the objects of some kinds; workloads are about their pods."""
    found = {f"{kind.lower()}s" for kind in kinds}
    return found | {f"{kind}s" for kind in _RUNS_PODS} if "pods" in found else found


def _match_keys(subject: Subject) -> Iterator[str]:
    """Yield the keys of what says where a policy holds."""
    spec = subject.value.get("spec")
    rules = find(spec, ("rules",))
    waiting = [find(rule, ("match",)) for rule in (rules if isinstance(rules, list) else ())]
    waiting += [find(spec, ("match",)), find(spec, ("matchConstraints",))]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield from (str(name) for name, member in current.items() if member)
            waiting += current.values()
        elif isinstance(current, list):
            waiting += current


def _enforces_all(subject: Subject) -> bool:
    """Tell whether each rule of a policy blocks: one of several may be the one that counts."""
    rules = find(subject.value, ("spec", "rules"))
    names = [find(rule, ("name",)) for rule in rules] if isinstance(rules, list) else []
    return all(is_blocking(action_of(subject, name)) for name in names if isinstance(name, str))


def _holds(subject: Subject, words: tuple[str, ...]) -> bool:
    text = "\n".join(_words(subject.value.get("spec")))
    return all(word in text for word in words)


def _words(value: object) -> Iterator[str]:
    """Yield the keys and texts of a value, but not what is said to people."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            for name, member in current.items():
                if name not in _FOR_PEOPLE:
                    yield str(name)
                    waiting.append(member)
        elif isinstance(current, list):
            waiting += current
        elif isinstance(current, str):
            yield current


def _has_parameters(there: object, needed: Mapping[str, object]) -> bool:
    """Tell whether a constraint has the parameters that are needed, and lets nothing off."""
    members = there if isinstance(there, dict) else {}
    if any(isinstance(name, str) and name.startswith("exempt") and member for name, member in members.items()):
        return False
    return all(_is_as_needed(members.get(name), wanted) for name, wanted in needed.items())


def _is_as_needed(value: object, wanted: object) -> bool:
    if wanted is None:
        return value is None or value == []
    if isinstance(wanted, list):
        return isinstance(value, list) and {frozen(one) for one in wanted} <= {frozen(one) for one in value}
    if isinstance(wanted, dict):
        return _has_parameters(value, wanted)
    return frozen(value) == frozen(wanted)
