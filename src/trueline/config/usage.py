"""``.trueline/usage.yaml``: how much things are used; Infracost's usage files are read, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.cost_settings import Usage
from trueline.parsers.fields import Fields

if TYPE_CHECKING:
    from trueline.model.document import Document
    from trueline.model.location import Path

_KEYS: Final = ("version", "resource_usage", "resource_type_default_usage", "types", "resources")


class UsageFile(Fields):
    """One walk over the file.

    ``resource_usage`` and ``resource_type_default_usage`` are Infracost's words; ``resources`` and ``types`` are short
    for them.
    """

    def __init__(self, document: Document[object]) -> None:
        super().__init__(document, "the usage file")

    def usage(self) -> Usage:
        """Return what the document says; what is wrong with it is among ``problems``."""
        if self.document.root is None:
            return Usage()
        root = self.map(self.document.root, (), "a map of usage", _KEYS)
        resources: dict[str, dict[str, object]] = {}
        types: dict[str, dict[str, object]] = {}
        for key in ("resource_usage", "resources"):
            resources.update(self._entries(root.get(key), (key,)))
        for key in ("resource_type_default_usage", "types"):
            types.update(self._entries(root.get(key), (key,)))
        return Usage(resources, types)

    def _entries(self, value: object, path: Path) -> dict[str, dict[str, object]]:
        if value is None:
            return {}
        found = {}
        for name, body in self.map(value, path, "a map from addresses or types to usage").items():
            at = (*path, name)
            found[str(name)] = self.map(body, at, "a map of figures") if body is not None else {}
            self._figures(found[str(name)], at)
        return found

    def _figures(self, value: object, path: Path) -> None:
        """Report figures that are negative; texts and truth values are for other tools that read the file."""
        if isinstance(value, dict):
            for key, inner in value.items():
                self._figures(inner, (*path, key))
        elif isinstance(value, int | float) and not isinstance(value, bool) and not 0 <= value < float("inf"):
            self.report(f"{'.'.join(map(str, path))} must be zero or more", path)
