"""Admission policies: what is declared, what a cluster has, what CI enforces, and what the organisation wants."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trueline.drift.admission.central import compare_central
from trueline.drift.admission.ci import compare_ci
from trueline.drift.admission.cluster import Cluster
from trueline.drift.admission.compare import Comparison, compare_declared, there_of
from trueline.drift.admission.policies import declared_policies
from trueline.drift.admission.undeclared import compare_undeclared
from trueline.drift.foreign import compared_with
from trueline.drift.kubernetes.candidates import candidates
from trueline.model.drift import Detected

if TYPE_CHECKING:
    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot

__all__ = ["compare", "compare_central"]


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return how the policies of a cluster differ from those that are declared; the input is another comparer's."""
    cluster = Cluster(snapshot)
    elsewhere = candidates(declared, cluster.live, snapshot).elsewhere
    it = Comparison(declared_policies(declared, frozenset(unit.key for unit, _ in elsewhere)), cluster, declared.drift)
    found = [*compare_declared(it), *compare_undeclared(it)]
    if declared.rules is not None:
        found += compare_ci(declared.rules, cluster, snapshot.path)
    compared = compared_with(snapshot, Counter(there_of(it)))
    return Detected(tuple(one._replace(snapshot=snapshot.path) for one in found), compared=compared)
