"""Whether a reader's schema reads what a writer's wrote: "Schema Resolution" of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.avro.defaults import is_filled
from trueline.contracts.avro.schema import NAMED, UNRESOLVED, family

if TYPE_CHECKING:
    from trueline.contracts.avro.schema import Field, Schema

# writer → what reads it besides itself
PROMOTIONS: Final = {
    "bytes": frozenset({"string"}),
    "float": frozenset({"double"}),
    "int": frozenset({"double", "float", "long"}),
    "long": frozenset({"double", "float"}),
    "string": frozenset({"bytes"}),
}


class Resolution:
    """Answers for pairs of schemas of two files; each pair is looked at once, and one that is open is taken to hold."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] = {}
        self._kept: list[Schema] = []

    def reads(self, reader: Schema, writer: Schema) -> bool:
        """Tell whether ``reader`` reads everything that ``writer`` may have written."""
        key = id(reader), id(writer)
        if key not in self._known:
            self._kept += reader, writer  # so that no other schema gets the id of one
            self._known[key] = True
            self._known[key] = self._reads(reader, writer)
        return self._known[key]

    def _reads(self, reader: Schema, writer: Schema) -> bool:
        if writer.type == "union":
            return all(self.reads(reader, branch) for branch in writer.branches)
        if reader.type == "union":
            return any(self.reads(branch, writer) for branch in reader.branches)
        if UNRESOLVED in {reader.type, writer.type}:
            return reader.name == writer.name
        if family(reader) != family(writer):
            return reader.type in PROMOTIONS.get(writer.type, ())
        if reader.type in NAMED:
            return is_same_name(reader, writer) and self._reads_named(reader, writer)
        if reader.items is not None and writer.items is not None:
            return self.reads(reader.items, writer.items)
        return True

    def _reads_named(self, reader: Schema, writer: Schema) -> bool:
        if reader.type == "fixed":
            return reader.size == writer.size
        if reader.type == "enum":
            return reader.default in reader.symbols or set(writer.symbols) <= set(reader.symbols)
        for field in reader.fields:
            written = written_as(field, writer)
            if written is None and not is_filled(field):
                return False
            if written is not None and not self.reads(field.schema, written.schema):
                return False
        return True


def is_same_name(reader: Schema, writer: Schema) -> bool:
    """Tell whether a reader takes a named type for its own: by its name without namespace, or by an alias."""
    return reader.short == writer.short or writer.name in reader.aliases


def written_as(field: Field, writer: Schema) -> Field | None:
    """Return the writer's field that a reader's field is filled from: of its name, or of one of its aliases."""
    by_name = {one.name: one for one in writer.fields}
    return next((by_name[name] for name in (field.name, *field.aliases) if name in by_name), None)
