"""Drift of a cluster: declared objects beside those that a snapshot holds, field by field."""

from __future__ import annotations

from trueline.drift.kubernetes.comparer import compare

__all__ = ["compare"]
