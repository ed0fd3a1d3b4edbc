"""OpenAPI 2.0, 3.0, 3.1 and 3.2: what an API's next revision breaks for its clients.

All versions are read into one normal form, so that a contract may move from one to another. What is not compared:
descriptions, examples, tags, `externalDocs`, titles, contacts, licences, XML names; components that no operation and no
webhook reaches; of a link only where it leads and what it sends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.openapi.plan import plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import ChangeKind, Compared
    from trueline.model.document import Reader
    from trueline.model.unit import Unit

__all__ = ["compare", "plan"]

# A tree is looked through for contracts far more often than one of them has changed.


def __getattr__(name: str) -> Mapping[str, ChangeKind]:
    if name == "KINDS":
        from trueline.contracts.openapi.kinds import KINDS

        return KINDS
    raise AttributeError(name)


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of an API description; None is a side that does not have it."""
    from trueline.contracts.openapi.contract import compare as tell

    return tell(base, before, head, after)
