"""Manifests, charts and kustomizations: which files make a unit, and what each of them gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.documents import ALL_SUFFIXES, extract_files, is_path_of
from trueline.model.unit import Extract, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Reader
    from trueline.model.settings import Settings

MANIFEST: Final = "manifest"


def plan(paths: Sequence[str], reader: Reader, settings: Settings) -> Sequence[Unit]:
    """Return a unit for each manifest, and one for each chart and kustomization; their members are in no other."""
    from trueline.dialects.kubernetes.layout import read_layout

    layout = read_layout(paths, reader, settings)
    # GitHub runs a workflow, whatever a kustomization says of it
    free = (path for path in paths if path not in layout.taken or is_path_of("workflow", path))
    # kubectl reads a file in capitals when it is named, as pipelines do
    alone = (path for path in free if path.lower().endswith(ALL_SUFFIXES))
    return [*layout.units, *(Unit(MANIFEST, path, members=(path,)) for path in alone)]


def extract(unit: Unit, reader: Reader, settings: Settings) -> Extract:
    """Return the resources of a manifest, or what is said of a chart or kustomization that is not rendered."""
    if unit.dialect != MANIFEST:
        from trueline.dialects.kubernetes.unrendered import extract_unrendered

        return extract_unrendered(unit, reader, settings)
    return extract_files(unit.members, reader, unit)
