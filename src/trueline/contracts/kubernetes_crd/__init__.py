"""Custom resource definitions of Kubernetes: versions, names and schemas, as those who store and read objects see them.

What users write may only be taken more freely, and ``status``, which controllers write, may only promise more. Objects
that are stored must stay valid, and keep what is in them. Printed columns and descriptions are nothing. Left out: what
webhooks convert or refuse, definitions inside of chart templates, and one that moves to another of several files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.kubernetes_crd.plan import plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import ChangeKind, Compared
    from trueline.model.document import Reader
    from trueline.model.unit import Unit

__all__ = ["compare", "plan"]

# A tree is looked through for contracts far more often than one of them has changed.


def __getattr__(name: str) -> Mapping[str, ChangeKind]:
    if name == "KINDS":
        from trueline.contracts.kubernetes_crd.kinds import KINDS

        return KINDS
    raise AttributeError(name)


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a definition; None is a side that does not have it."""
    from trueline.contracts.kubernetes_crd.comparison import compare as tell

    return tell(base, before, head, after)
