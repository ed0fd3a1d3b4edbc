"""GraphQL schemas (SDL): what differs between two revisions of one that may be split over files.

Looked at are types, fields, arguments, enum values, unions, interfaces, directives and their uses, root operations;
extensions count with what they extend. Descriptions and order are nothing. Whether a new enum value may surprise
depends on whether the enum stands in what servers send or only in what clients send. Left out: schemas as introspection
JSON or inside other languages, what operations of clients ask for, and composition of federated graphs.
"""

from __future__ import annotations

from trueline.contracts.graphql.comparison import compare
from trueline.contracts.graphql.kinds import KINDS
from trueline.contracts.graphql.layout import plan

__all__ = ["KINDS", "compare", "plan"]
