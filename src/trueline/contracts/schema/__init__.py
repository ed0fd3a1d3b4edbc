"""The tree of schemas that JSON Schema, OpenAPI and AsyncAPI share, and what differs between two of them.

``read_schema`` makes a node, ``compare_schemas`` tells two nodes apart. Nodes are made as far as they are asked for.

What is not worked out is said as ``may-have-changed``, never passed over: conditions (``if``, ``then``, ``else``) that
are written otherwise, references that lead to nothing that may be read, choices of too many alternatives. Dynamic
references are followed as if they were static; where several schemas have their name, and one of them differs, that is
said too. ``unevaluatedProperties`` sees what all parts of its schema declare.
"""

from __future__ import annotations

from trueline.contracts.schema.change import Direction, SchemaChange
from trueline.contracts.schema.compare import Comparison, compare_schemas
from trueline.contracts.schema.files import Files
from trueline.contracts.schema.node import Schema, read_schema
from trueline.contracts.schema.rules import RULES, Rule
from trueline.contracts.schema.titles import TITLES

__all__ = [
    "RULES",
    "TITLES",
    "Comparison",
    "Direction",
    "Files",
    "Rule",
    "Schema",
    "SchemaChange",
    "compare_schemas",
    "read_schema",
]
