"""Policies that a cluster enforces and nobody declares, and exceptions that nobody declared."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from trueline.drift.admission.action import action_of
from trueline.drift.admission.facts import fact, short
from trueline.drift.admission.kinds import is_by_itself, is_exception
from trueline.drift.engines import TEMPLATES, WEBHOOKS
from trueline.drift.kubernetes.owners import Managers
from trueline.drift.kubernetes.undeclared import fits
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.drift.admission.compare import Comparison
    from trueline.drift.admission.subject import Subject
    from trueline.model.drift import Drift

_MOST_NAMED: Final = 3
_LONGEST_NAME: Final = 320  # a namespace, a slash and a name


def compare_undeclared(it: Comparison) -> Iterator[Drift]:
    """Yield what is enforced and declared nowhere, of engines that this tree declares policies for or manages.

    A tree that declares none says nothing of who does. Where a part of the tree could not be read it may be declared
    there; then it is said once that this was not checked.
    """
    engines = it.policies.engines
    found = [
        one
        for one in it.cluster.policies()
        if (one.engine in engines or _is_managed(one, it)) and _is_wanted(one) and not it.policies.has(one.key)
    ]
    if it.policies.unread:
        if found:
            yield _unchecked(found, it)
        return
    for subject in found:
        yield _undeclared(subject, it)


def _is_wanted(subject: Subject) -> bool:
    """Leave out what enforces nothing by itself, and what nobody has to declare."""
    is_inert = subject.kind == "Namespace" or subject.group == TEMPLATES or subject.kind in WEBHOOKS
    return not is_inert and not is_by_itself(subject)


def _is_managed(subject: Subject, it: Comparison) -> bool:
    return any(fits(word, it.settings.managed) for word in (subject.type, subject.namespace) if word)


def _undeclared(subject: Subject, it: Comparison) -> Drift:
    by = Managers(subject.value, it.settings).first()
    details: dict[str, object] = {"managed": _is_managed(subject, it)}
    action = action_of(subject)
    if action:
        details["live_action"] = action
    kind, text = "policies/undeclared", f"{subject.title} is in the cluster and declared nowhere"
    if is_exception(subject.group, subject.kind):
        details["exception"] = True
        let_go = sorted(excepted(subject, it.policies.all()))
        if let_go:
            kind = "policies/weaker"
            details["policies"] = let_go
            more = f" and {len(let_go) - _MOST_NAMED} more" if len(let_go) > _MOST_NAMED else ""
            named = ", ".join(short(name) for name in let_go[:_MOST_NAMED])
            text = f"{subject.title} is declared nowhere and lets things pass {named}{more}"
    if by is not None:
        text += f"; made by {short(by.name)}"
    return fact(kind, subject, subject.locate(("metadata", "name")), text, details)._replace(by=by)


def excepted(subject: Subject, policies: Iterable[Subject]) -> set[str]:
    """Return the names of those policies that an exception names, also by patterns."""
    entries = find(subject.value, ("spec", "exceptions")) or find(subject.value, ("spec", "policyRefs"))
    listed = entries if isinstance(entries, list) else ()
    names = [find(entry, ("policyName",)) or find(entry, ("name",)) for entry in listed]
    # Kyverno knows `*` and `?` alone
    patterns = [name.replace("[", "[[]") for name in names if isinstance(name, str) and len(name) <= _LONGEST_NAME]
    return {
        one.name
        for one in policies
        if one.engine == subject.engine
        and not is_exception(one.group, one.kind)
        and any(
            fnmatchcase(word, pattern) for pattern in patterns for word in (one.name, f"{one.namespace}/{one.name}")
        )
    }


def _unchecked(found: list[Subject], it: Comparison) -> Drift:
    first = found[0]
    roots = ", ".join(it.policies.unread[:_MOST_NAMED]) + ("…" if len(it.policies.unread) > _MOST_NAMED else "")
    reason = f"{roots} could not be read whole"
    others = f" and {len(found) - 1} more" if len(found) > 1 else ""
    verb = "are" if others else "is"
    text = f"{first.title}{others} {verb} in the cluster; whether declared could not be told: {reason}"
    details = {"reason": reason, "count": len(found), "policies": [one.title for one in found[:50]]}
    return fact("snapshot/unchecked", first, first.locate(("metadata", "name")), text, details)
