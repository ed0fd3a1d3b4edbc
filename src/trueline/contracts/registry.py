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

    A file has to be read to be recognised where a format has ``words``: without one of them, and a name that ends as
    those that are ``named`` so, it is none. ``is_one_file`` says that what is referred to is no part of a contract.
    ``names`` matches the names of what is in a file, where these tell it from others whatever the file is called.
    """

    module: str
    suffixes: tuple[str, ...]
    words: tuple[bytes, ...] = ()
    named: tuple[str, ...] = ()
    is_one_file: bool = False
    names: bytes = b""

    @property
    def by_content(self) -> bool:
        """Tell whether a file has to be read to be recognised."""
        return bool(self.words)


_DOCUMENTS: Final = (".json", ".yaml", ".yml")

FORMATS: Final[dict[str, Entry]] = {
    "asyncapi": Entry("trueline.contracts.asyncapi", _DOCUMENTS, (b"asyncapi",)),
    "avro": Entry("trueline.contracts.avro", (".avsc", ".avpr")),
    "graphql": Entry("trueline.contracts.graphql", (".gql", ".graphql", ".graphqls")),
    "json-schema": Entry(
        "trueline.contracts.json_schema",
        _DOCUMENTS,
        (b"json-schema.org",),
        named=(".schema.json", ".schema.yaml", ".schema.yml"),
    ),
    "kubernetes-crd": Entry(
        "trueline.contracts.kubernetes_crd",
        _DOCUMENTS,
        (b"apiextensions.k8s.io",),
        is_one_file=True,
        names=rb"""(?m)["']?\bname["']?:[ \t]*["']?([a-z0-9-]+(?:\.[a-z0-9-]+)+)["']?,?[ \t\r}]*$""",
    ),
    "openapi": Entry("trueline.contracts.openapi", _DOCUMENTS, (b"openapi", b"swagger")),
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
