"""CloudFormation and SAM: templates become resources whose intrinsic functions are evaluated as far as they can be."""

from __future__ import annotations

from trueline.dialects.cloudformation.resources import check, recognises, resources

__all__ = ["check", "recognises", "resources"]
