"""The rules that CI enforces beside those that admission enforces, where both are known to mean the same."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from trueline.drift.admission.action import action_of, is_blocking
from trueline.drift.admission.correspondence import CORRESPONDENCES, LEVELS
from trueline.drift.admission.facts import fact
from trueline.drift.admission.kinds import is_by_itself
from trueline.drift.admission.recognition import corresponds, guards, is_about, is_general, is_known
from trueline.drift.engines import KUBERNETES, KUBEWARDEN, KYVERNO, KYVERNO_CEL, PSS_LABEL, TEMPLATES
from trueline.model.drift import Drift
from trueline.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.admission.cluster import Cluster
    from trueline.drift.admission.correspondence import Known
    from trueline.drift.admission.subject import Subject
    from trueline.drift.declared import Enforced

_SYSTEM: Final = frozenset({"kube-system", "kube-public", "kube-node-lease"})
# what has to be told of, so that nothing that admission enforces is overlooked
_KINDS: Final = (
    (KYVERNO, "ClusterPolicy"), (KYVERNO_CEL, "ValidatingPolicy"), (TEMPLATES, "ConstraintTemplate"),
    (KUBEWARDEN, "ClusterAdmissionPolicy"), (KUBERNETES, "ValidatingAdmissionPolicy"),
)  # fmt: skip
_SURE_KINDS: Final = (("", "Namespace"), (KUBERNETES, "ValidatingWebhookConfiguration"))  # every cluster has them
_MOST_NAMED: Final = 3


def compare_ci(rules: Mapping[str, Enforced], cluster: Cluster, snapshot: str) -> Iterator[Drift]:
    """Yield what only CI or only the cluster enforces, of what corresponds exactly.

    That the cluster does not enforce something is said only where all that it enforces is known; otherwise once that
    this could not be told. A cluster of whose admission the snapshot tells nothing is left alone.
    """
    admission = _Admission(cluster)
    if not admission.is_told:
        return
    unsure: list[str] = []
    for rule_id, known in CORRESPONDENCES.items():
        enforced = rules.get(rule_id)
        is_enforced = enforced is not None and enforced.enforcement in ("soft", "hard")
        by = admission.by(known, enforced.aliases if enforced is not None else ())
        if is_enforced and by is None:
            if admission.is_open(known):
                unsure.append(rule_id)
            else:
                yield _only_ci(rule_id, enforced, snapshot)
        elif by is not None and not is_enforced and known.is_both:
            yield _only_cluster(rule_id, by)
    if unsure:
        yield _unchecked(unsure, admission, snapshot)


class _Admission:
    """What a cluster enforces, as far as a snapshot tells."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._policies = [one for one in cluster.policies() if one.kind != "Namespace" and not is_by_itself(one)]

    @property
    def is_told(self) -> bool:
        """Whether the snapshot tells of any admission policy at all."""
        return bool(self._policies) or any(map(self._levels.get, self._levels))

    @cached_property
    def blocking(self) -> list[Subject]:
        """Policies that keep something out everywhere."""
        return [one for one in self._policies if is_general(one) and is_blocking(action_of(one))]

    def by(self, known: Known, aliases: Sequence[str]) -> Subject | None:
        """Return the policy that keeps out what a rule finds, None where none is known to."""
        for one in self.blocking:
            if corresponds(one, known) or (one.name in aliases or one.kind in aliases):
                return one
        if known.level and self._level and LEVELS.index(self._level) >= LEVELS.index(known.level):
            return next(one for one in self._namespaces if one.name in self._levels)
        return None

    def is_open(self, known: Known) -> bool:
        """Tell whether something may keep out what a rule finds, of which it is not known."""
        if not all(self._cluster.tells_of(*kind) for kind in _SURE_KINDS):
            return True
        return any(self._cluster.may_overlook(*kind) for kind in _KINDS) or bool(self.unknown(known))

    def unknown(self, known: Known) -> list[str]:
        """Return what blocks, nothing is known of and is about the same objects: policies, and webhooks of others."""
        policies = [one.title for one in self.blocking if not is_known(one) and is_about(one, known.kinds)]
        return policies + [name for webhook in self._cluster.webhooks() for name in guards(webhook, known.kinds)]

    @cached_property
    def _namespaces(self) -> list[Subject]:
        return [one for one in self._cluster.policies() if one.kind == "Namespace" and one.name not in _SYSTEM]

    @cached_property
    def _levels(self) -> dict[str, str]:
        """Levels that namespaces enforce, by their names."""
        found = {one.name: action_of(one) for one in self._namespaces}
        return {name: level for name, level in found.items() if level in LEVELS[1:]}

    @cached_property
    def _level(self) -> str:
        """The level that every namespace enforces, but for those of Kubernetes itself."""
        names = {one.name for one in self._namespaces}
        if not names or names != set(self._levels) or not self._cluster.tells_of("", "Namespace"):
            return ""
        return min(self._levels.values(), key=LEVELS.index)


def _only_ci(rule_id: str, enforced: Enforced | None, snapshot: str) -> Drift:
    details = {"side": "cluster", "rule": rule_id, "engine": "trueline", "touches": ["admission"]}
    if enforced is not None:
        details["action"] = enforced.enforcement
    text = f"CI enforces {rule_id}, and no admission policy of the cluster does"
    return Drift("policies/missing", rule_id, Location(snapshot), type="trueline/rule", message=text, details=details)


def _only_cluster(rule_id: str, by: Subject) -> Drift:
    details = {"side": "ci", "rule": rule_id, "live_action": action_of(by)}
    what = f"Pod Security level {action_of(by)}" if by.kind == "Namespace" else by.title
    path = ("metadata", "labels", f"{PSS_LABEL}enforce") if by.kind == "Namespace" else ("metadata", "name")
    text = f"the cluster keeps out what {rule_id} finds ({what}), and CI does not enforce it"
    return fact("policies/missing", by, by.locate(path), text, details)


def _unchecked(unsure: list[str], admission: _Admission, snapshot: str) -> Drift:
    names = dict.fromkeys(name for id_ in unsure for name in admission.unknown(CORRESPONDENCES[id_]))
    listed = list(names)[:_MOST_NAMED]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    reason = (
        f"it is not known what {', '.join(listed)}{more} keep out"
        if listed
        else ("the snapshot does not tell of all that admission may enforce")
    )
    text = f"whether the cluster enforces {len(unsure)} rules that CI enforces could not be told: {reason}"
    details = {"reason": reason, "rules": unsure, "touches": ["admission"], "side": "cluster"}
    return Drift("snapshot/unchecked", "ci", Location(snapshot), type="trueline/rule", message=text, details=details)
