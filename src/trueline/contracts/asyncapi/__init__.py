"""AsyncAPI 2 and 3: what differs between two revisions of what an application sends and receives.

What it sends may only narrow and what it receives may only widen; answers go the other way. Version 2 says it from the
other side: who may ``subscribe`` gets what the application sends. Operations are known by their action and the address
of their channel, whatever its parameters are called, so that both versions can be compared with each other. Left out:
payloads that are no JSON Schema (said as ``payload-not-compared`` where they differ), security, tags and texts.
"""

from __future__ import annotations

from trueline.contracts.asyncapi.compare import compare
from trueline.contracts.asyncapi.kinds import KINDS
from trueline.contracts.asyncapi.plan import plan

__all__ = ["KINDS", "compare", "plan"]
