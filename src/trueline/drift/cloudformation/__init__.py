"""What CloudFormation's own drift detection found, beside the templates that declare it."""

from __future__ import annotations

from trueline.drift.cloudformation.comparison import compare
from trueline.drift.cloudformation.entries import taken

__all__ = ["compare", "taken"]
