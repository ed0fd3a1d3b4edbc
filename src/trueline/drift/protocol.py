"""What every comparer of this folder offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from trueline.drift.declared import Declared
    from trueline.model.drift import Detected, Snapshot


class Comparer(Protocol):
    """A module that compares a snapshot of one kind with what is declared."""

    def compare(self, snapshot: Snapshot, declared: Declared) -> Detected:
        """Return the differences; raise nothing on bad input: what is wrong comes back as located notifications."""
        ...
