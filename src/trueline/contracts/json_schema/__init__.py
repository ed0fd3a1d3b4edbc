"""JSON Schema as a contract for data: what is stored must stay valid, what runs must go on reading.

Drafts 4, 6, 7, 2019-09 and 2020-12, by ``$schema``; files of another or of none are read as 2020-12. ``details`` of a
change tell which compatibility it breaks, in the words of schema registries: ``backward`` (the new schema refuses data
that the old one allowed), ``forward`` (the old schema refuses data that the new one allows), ``certain`` (false where
that depends on who validates, or was not worked out), ``open_model`` (only because objects may hold members that their
schema does not name: what Confluent's lenient policy lets through).

Definitions that the file's own schema does not use are compared too, since other files may refer to them. Left to come:
metaschemas with vocabularies of their own, dynamic scope of ``$dynamicRef``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.json_schema.plan import plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import ChangeKind, Compared
    from trueline.model.document import Reader
    from trueline.model.unit import Unit

__all__ = ["compare", "plan"]

# A tree is looked through for contracts far more often than one of them has changed.


def __getattr__(name: str) -> Mapping[str, ChangeKind]:
    if name == "KINDS":
        from trueline.contracts.json_schema.kinds import KINDS

        return KINDS
    raise AttributeError(name)


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a schema; None is a side that does not have it."""
    from trueline.contracts.json_schema.comparison import compare as tell

    return tell(base, before, head, after)
