"""OpenAPI 2.0, 3.0, 3.1 and 3.2: what an API's next revision breaks for its clients.

All versions are read into one normal form, so that a contract may move from one to another. What is not compared:
descriptions, examples, tags, `externalDocs`, titles, contacts, licences, XML names; components that no operation and no
webhook reaches; of a link only where it leads and what it sends.
"""

from __future__ import annotations

from trueline.contracts.openapi.contract import compare
from trueline.contracts.openapi.kinds import KINDS
from trueline.contracts.openapi.plan import plan

__all__ = ["KINDS", "compare", "plan"]
