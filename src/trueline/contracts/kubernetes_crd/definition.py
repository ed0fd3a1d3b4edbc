"""One custom resource definition, as both of its API versions write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.contracts.deprecation import notice, weakest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.deprecation import Notice
    from trueline.model.document import Document
    from trueline.model.location import Location, Path

SELECTABLE: Final = "selectableFields"


class Version(NamedTuple):
    """One version: ``path`` is where it stands, ``schema`` where its schema does, None without one."""

    name: str
    path: Path
    schema: Path | None
    value: Mapping[str, Any]
    subresources: Mapping[str, Any]

    @property
    def own_schema(self) -> Path:
        """Where its schema stands, or would."""
        return (*self.path, "schema", "openAPIV3Schema")

    @property
    def is_served(self) -> bool:
        """Tell whether clients may use it."""
        return self.value.get("served", True) is not False

    @property
    def selectable(self) -> dict[str, int]:
        """Return the fields by which objects can be selected, and which each is."""
        said = self.value.get(SELECTABLE)
        paths = [_map(one).get("jsonPath") for one in said] if isinstance(said, list) else []
        return {path: index for index, path in enumerate(paths) if isinstance(path, str)}

    @property
    def is_stored(self) -> bool:
        """Tell whether objects are stored in it."""
        return self.value.get("storage", False) is True

    @property
    def is_deprecated(self) -> bool:
        """Tell whether clients are warned."""
        return self.value.get("deprecated", False) is True

    @property
    def announced(self) -> Notice:
        """What is announced of it; the day stands in the warning, if anywhere."""
        return notice(str(self.value.get("deprecationWarning") or "")) if self.is_deprecated else {}


class Definition:
    """A definition: what is asked of it, and where that stands."""

    def __init__(self, document: Document[object]) -> None:
        self.document = document
        root = document.root
        self._root: dict[str, Any] = root if isinstance(root, dict) else {}
        self.spec = _map(self._root.get("spec"))
        self.names = _map(self.spec.get("names"))
        self.versions = {version.name: version for version in self._versions()}

    @property
    def name(self) -> str:
        """Its name: plural and group."""
        said = _map(self._root.get("metadata")).get("name")
        return str(said or f"{self.names.get('plural', '')}.{self.spec.get('group', '')}")

    @property
    def short_names(self) -> list[object]:
        """What users may write for its kind."""
        said = self.names.get("shortNames")
        return said if isinstance(said, list) else []

    @property
    def announced(self) -> Notice:
        """What is announced of the whole kind: what its versions say, if all that are served do."""
        return weakest(one.announced for one in self.versions.values() if one.is_served)

    def at(self, *path: str | int) -> Location:
        """Return the place of what stands at ``path``, or of the nearest above."""
        return self.document.locate(path)

    def value(self, path: Path) -> object:
        """Return what stands at ``path``, None where there is nothing."""
        found: Any = self._root
        for step in path:
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def _versions(self) -> list[Version]:
        shared: Path | None = ("spec", "validation", "openAPIV3Schema")
        if self.value(shared or ()) is None:
            shared = None
        common = _map(self.spec.get("subresources"))
        listed = self.spec.get("versions")
        found = []
        for index, one in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(one, dict):
                path: Path = ("spec", "versions", index)
                subresources = _map(one.get("subresources")) or common
                version = Version(str(one.get("name")), path, shared, one, subresources)
                has_own = self.value(version.own_schema) is not None
                found.append(version._replace(schema=version.own_schema) if has_own else version)
        alone = self.spec.get("version")
        if not found and isinstance(alone, str):
            found.append(Version(alone, ("spec", "version"), shared, {"storage": True}, common))
        return found


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
