"""Terraform modules: what differs between two revisions of what their callers see.

Looked at are variables (required or not, types down to the attributes of objects, defaults, null, validation), outputs,
and the versions and configurations of providers that a module asks for. Descriptions and order are nothing. Left out:
what the values of outputs are made of, resources that are destroyed because no ``moved`` says where they went, and
``ephemeral``.
"""

from __future__ import annotations

from trueline.contracts.terraform_module.comparison import compare, plan
from trueline.contracts.terraform_module.kinds import KINDS

__all__ = ["KINDS", "compare", "plan"]
