"""What a schema says about the elements of a list: of the first few, and of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.schema.node import Schema, node_of

if TYPE_CHECKING:
    from trueline.contracts.schema.part import Part


_UNEVALUATED: Final = "unevaluatedItems"


class _Row(NamedTuple):
    """What one part says: the keyword with one schema for each of the first elements, and that of the others."""

    part: Part
    prefix: str
    size: int
    others: str


class Lists:
    """The elements of a list, over all parts of its schema."""

    __slots__ = ("_rows", "_schema")

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._rows: list[_Row] | None = None

    @property
    def rows(self) -> list[_Row]:
        """What each part that speaks of elements says."""
        if self._rows is None:
            rows = [_row(part) for part in self._schema.flat]
            self._rows = [row for row in rows if row.size or row.others]
            self._rows += self._unevaluated(self._rows)
        return self._rows

    @property
    def count(self) -> int:
        """How many first elements have schemas of their own."""
        return max((row.size for row in self.rows), default=0)

    def element(self, index: int) -> Schema:
        """Return what holds for the element at ``index``."""
        found = []
        for row in self.rows:
            if index < row.size and row.prefix:
                found.append(row.part.below(row.prefix, index))
            elif index >= row.size and row.others:
                found.append(row.part.below(row.others))
        return node_of(found, self._schema.files)

    def rest(self) -> Schema:
        """Return what holds for all elements after the first ``count``."""
        return node_of((row.part.below(row.others) for row in self.rows if row.others), self._schema.files)

    def _unevaluated(self, rows: list[_Row]) -> list[_Row]:
        """Return the rows of ``unevaluatedItems``: they speak of what nothing that belongs to them speaks of."""
        found = []
        for part in self._schema.flat:
            if not _says(part, _UNEVALUATED) or part.keywords[_UNEVALUATED] is True:
                continue
            inside = self._schema.within(part)
            if any(one in inside and _speaks_of_all(one) for one in self._schema.flat):
                continue  # nothing is left
            count = max((row.size for row in rows if row.part in inside), default=0)
            found.append(_Row(part, "", count, _UNEVALUATED))
        return found


def _says(part: Part, keyword: str) -> bool:
    return keyword in part.keywords and keyword not in part.dialect.without


def _speaks_of_all(part: Part) -> bool:
    is_tuple = part.dialect.tuples and isinstance(part.keywords.get("items"), list)
    return _says(part, "additionalItems") if is_tuple else _says(part, "items")


def _row(part: Part) -> _Row:
    keywords, dialect = part.keywords, part.dialect
    prefix = "items" if dialect.tuples and isinstance(keywords.get("items"), list) else "prefixItems"
    members = keywords.get(prefix) if prefix not in dialect.without else None
    count = len(members) if isinstance(members, list) else 0
    others = "additionalItems" if prefix == "items" else "items"
    speaks = isinstance(keywords.get(others), dict) or keywords.get(others) is False
    return _Row(part, prefix if count else "", count, others if speaks else "")
