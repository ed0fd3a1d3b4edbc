"""The table of contract formats: each is a module or folder, imported when a tree may hold a contract of it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.contracts.protocol import Format
    from trueline.model.change import ChangeKind


class Entry(NamedTuple):
    """A format's module, and the ends of file names without which nothing is a contract of it.

    ``by_content`` says that a file has to be read to be recognised.
    """

    module: str
    suffixes: tuple[str, ...]
    by_content: bool = False


_DOCUMENTS: Final = (".json", ".yaml", ".yml")

FORMATS: Final[dict[str, Entry]] = {
    "asyncapi": Entry("trueline.contracts.asyncapi", _DOCUMENTS, by_content=True),
    "avro": Entry("trueline.contracts.avro", (".avsc", ".avpr")),
    "graphql": Entry("trueline.contracts.graphql", (".gql", ".graphql", ".graphqls")),
    "json-schema": Entry("trueline.contracts.json_schema", _DOCUMENTS, by_content=True),
    "kubernetes-crd": Entry("trueline.contracts.kubernetes_crd", _DOCUMENTS, by_content=True),
    "openapi": Entry("trueline.contracts.openapi", _DOCUMENTS, by_content=True),
    "protobuf": Entry("trueline.contracts.protobuf", (".proto",)),
    "sql": Entry("trueline.contracts.sql", (".sql",)),
    "terraform-module": Entry("trueline.contracts.terraform_module", (".tf", ".tf.json", ".tofu", ".tofu.json")),
}
"""Name → entry; sorted."""


def load(name: str) -> Format:
    """Return the format called ``name``."""
    return cast("Format", import_module(FORMATS[name].module))


def formats_of(paths: Iterable[str]) -> list[str]:
    """Return the formats that may have a contract among ``paths``, as far as their names tell."""
    ends = {end: name for name, entry in FORMATS.items() for end in entry.suffixes}
    longest = tuple(ends)
    found: set[str] = set()
    for path in paths:
        low = path.lower()
        if low.endswith(longest):
            found.update(name for name, entry in FORMATS.items() if low.endswith(entry.suffixes))
    return sorted(found)


def kinds() -> Mapping[str, ChangeKind]:
    """Return every kind of change of every format."""
    return {kind: entry for name in FORMATS for kind, entry in load(name).KINDS.items()}
