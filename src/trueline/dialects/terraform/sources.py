"""Where a planned resource is written: from the address in a plan to its block in the sources of the root.

``index_sources(folder, reader, settings, environment)`` evaluates nothing but what finding the blocks needs.
``SourceIndex.locate(address, path)`` then gives the same ``Place`` as the statically evaluated resource would, for
the exact instance where it is known (``module.a["x"].aws_s3_bucket.this[0]``), else for its block.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline.dialects.terraform.dialect import open_root
from trueline.dialects.terraform.expansion import Key
from trueline.dialects.terraform.instance import Instance
from trueline.dialects.terraform.places import locate_in

if TYPE_CHECKING:
    from trueline.dialects.terraform.scope import Scope
    from trueline.model.document import Reader
    from trueline.model.location import Path
    from trueline.model.resource import Place
    from trueline.model.settings import Settings

_KEYS = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+|\*)\]')


class SourceIndex:
    """The resources of a root by address, and by address without instance keys."""

    __slots__ = ("_exact", "_plain")

    def __init__(self, root: Scope) -> None:
        self._exact: dict[str, Instance] = {}
        self._plain: dict[str, Instance] = {}
        for scope in root.walk():
            for instance in _declared(scope):
                self._exact.setdefault(instance.address, instance)
                self._plain.setdefault(without_keys(instance.address), instance)

    def locate(self, address: str, path: Path = ()) -> Place | None:
        """Return the place of an attribute of a planned resource; None where no source declares it."""
        found = self._exact.get(address) or self._plain.get(without_keys(address))
        return locate_in(found.block, found.frame, found.scope, path) if found is not None else None

    def source(self, address: str) -> str:
        """Return the file that declares a planned resource; empty where none does."""
        found = self._plain.get(without_keys(address))
        return found.block.document.source.path if found is not None else ""


def without_keys(address: str) -> str:
    """Return ``module.a.aws_s3_bucket.this`` for ``module.a["x"].aws_s3_bucket.this[0]``."""
    return _KEYS.sub("", address)


def index_sources(folder: str, reader: Reader, settings: Settings, environment: str = "") -> SourceIndex:
    """Read the sources of a root and of every module it calls."""
    wanted = next((one for one in settings.environments if one.name == environment), None)
    root, _ = open_root(folder, reader, wanted)
    return SourceIndex(root)


def _declared(scope: Scope) -> list[Instance]:
    """Return all instances of a module, and one for each block that has none under these variables."""
    found = list(scope.all_instances())
    seen = {without_keys(instance.address) for instance in found}
    for mode, table in (("", scope.directory.resources), ("data.", scope.directory.data)):
        for (kind, name), block in table.items():
            address = f"{scope.prefix}{mode}{kind}.{name}"
            if without_keys(address) not in seen:
                found.append(Instance(scope, block, address, Key("", None, {})))
    return found
