"""Custom resource definitions of Kubernetes: versions, names and schemas, as those who store and read objects see them.

What users write may only be taken more freely, and ``status``, which controllers write, may only promise more. Objects
that are stored must stay valid, and keep what is in them. Printed columns and descriptions are nothing. Left out: what
webhooks convert or refuse, definitions inside of chart templates, and one that moves to another of several files.
"""

from __future__ import annotations

from trueline.contracts.kubernetes_crd.compare import compare
from trueline.contracts.kubernetes_crd.kinds import KINDS
from trueline.contracts.kubernetes_crd.plan import plan

__all__ = ["KINDS", "compare", "plan"]
