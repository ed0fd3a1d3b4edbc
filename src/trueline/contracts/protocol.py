"""What every format of this folder offers; the table of formats is in ``registry``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.model.change import ChangeKind, Compared
    from trueline.model.document import Reader
    from trueline.model.unit import Unit


class Format(Protocol):
    """A module that finds contracts of its format, and tells two revisions of one apart."""

    @property
    def KINDS(self) -> Mapping[str, ChangeKind]:  # noqa: N802  # a constant of the module
        """Every kind of change that it makes, by id."""
        ...

    def plan(self, paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
        """Return the contracts among ``paths`` (all of the tree, sorted), each with its root and its members."""
        ...

    def compare(self, base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
        """Return what differs between two revisions of a contract; None is a side that does not have it.

        Raises nothing on bad input: what cannot be read is a located notification, and the rest is compared.
        """
        ...
