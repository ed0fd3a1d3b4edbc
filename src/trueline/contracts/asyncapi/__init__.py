"""AsyncAPI 2 and 3: what differs between two revisions of what an application sends and receives.

What it sends may only narrow and what it receives may only widen; answers go the other way. Version 2 says it from the
other side: who may ``subscribe`` gets what the application sends. Operations are known by their action and the address
of their channel, whatever its parameters are called, so that both versions can be compared with each other. Payloads in
Avro are compared as that; a type that a file of its own declares is told with that file. Left out: payloads in further
languages (said as ``payload-not-compared`` where they differ), security, tags and texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.asyncapi.plan import plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import ChangeKind, Compared
    from trueline.model.document import Reader
    from trueline.model.unit import Unit

__all__ = ["compare", "plan"]

# A tree is looked through for contracts far more often than one of them has changed.


def __getattr__(name: str) -> Mapping[str, ChangeKind]:
    if name == "KINDS":
        from trueline.contracts.asyncapi.kinds import KINDS

        return KINDS
    raise AttributeError(name)


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of an AsyncAPI document; None is a side that does not have it."""
    from trueline.contracts.asyncapi.comparison import compare as tell

    return tell(base, before, head, after)
