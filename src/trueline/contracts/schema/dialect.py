"""What the dialects of JSON Schema read differently."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

DialectName: TypeAlias = Literal[
    "draft4", "draft6", "draft7", "2019-09", "2020-12", "kubernetes", "openapi-2.0", "openapi-3.0",
    "openapi-3.1",
]  # fmt: skip


class Dialect(NamedTuple):
    """One dialect: which keywords it knows, and how it reads those that others read otherwise.

    ``siblings``: what stands beside ``$ref`` counts. ``boolean_exclusive``: ``exclusiveMinimum`` is true or false.
    ``tuples``: ``items`` may be a list, with ``additionalItems`` for the rest. ``has_directions``: ``readOnly`` is kept
    out of requests, ``writeOnly`` out of responses. ``has_words``: what is deprecated says so in its description alone.
    ``has_int_or_string``: ``x-kubernetes-int-or-string`` stands for these two types.
    ``without`` are keywords that it does not know, and so ignores.
    """

    name: str
    siblings: bool
    boolean_exclusive: bool
    tuples: bool
    has_nullable: bool = False
    has_directions: bool = False
    has_words: bool = False
    has_int_or_string: bool = False
    without: frozenset[str] = frozenset()


_AFTER_2019: Final = frozenset(
    {
        "dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "minContains",
        "maxContains", "$dynamicRef", "$recursiveRef", "prefixItems", "contentSchema",
    }
)  # fmt: skip
_AFTER_DRAFT6: Final = _AFTER_2019 | {"if"}
_AFTER_DRAFT4: Final = _AFTER_DRAFT6 | {"const", "contains", "propertyNames"}
_NOT_IN_OPENAPI_30: Final = _AFTER_DRAFT4 | {"patternProperties", "dependencies", "additionalItems", "$id", "id"}

DIALECTS: Final[dict[str, Dialect]] = {
    "draft4": Dialect("draft4", siblings=False, boolean_exclusive=True, tuples=True, without=_AFTER_DRAFT4),
    "draft6": Dialect("draft6", siblings=False, boolean_exclusive=False, tuples=True, without=_AFTER_DRAFT6),
    "draft7": Dialect("draft7", siblings=False, boolean_exclusive=False, tuples=True, without=_AFTER_2019),
    "2019-09": Dialect(
        "2019-09",
        siblings=True,
        boolean_exclusive=False,
        tuples=True,
        without=frozenset({"prefixItems", "$dynamicRef"}),
    ),
    "2020-12": Dialect(
        "2020-12",
        siblings=True,
        boolean_exclusive=False,
        tuples=False,
        without=frozenset({"additionalItems", "$recursiveRef"}),
    ),
    "kubernetes": Dialect(
        "kubernetes",
        siblings=False,
        boolean_exclusive=True,
        tuples=False,
        has_nullable=True,
        has_directions=True,
        has_words=True,
        has_int_or_string=True,
        without=_NOT_IN_OPENAPI_30,
    ),
    "openapi-2.0": Dialect(
        "openapi-2.0",
        siblings=False,
        boolean_exclusive=True,
        tuples=False,
        has_nullable=True,  # as x-nullable, which is widely read
        has_directions=True,
        without=_NOT_IN_OPENAPI_30 | {"oneOf", "anyOf", "not"},
    ),
    "openapi-3.0": Dialect(
        "openapi-3.0",
        siblings=False,
        boolean_exclusive=True,
        tuples=False,
        has_nullable=True,
        has_directions=True,
        without=_NOT_IN_OPENAPI_30,
    ),
    "openapi-3.1": Dialect(
        "openapi-3.1",
        siblings=True,
        boolean_exclusive=False,
        tuples=False,
        has_directions=True,
        without=frozenset({"additionalItems", "$recursiveRef"}),
    ),
}
"""Name → dialect."""
