"""Two revisions of a contract, written to files and compared."""

from __future__ import annotations

import pytest

from trueline.contracts import openapi
from trueline.repo.working import WorkingTree


@pytest.fixture
def compared(tmp_path):
    """Return what compares two mappings of paths to texts, or two texts of ``api.yaml``."""

    def run(before, after):
        sides = []
        for name, files in (("base", before), ("head", after)):
            for path, text in ({"api.yaml": files} if isinstance(files, str) else files).items():
                place = tmp_path / name / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(text if isinstance(text, bytes) else text.encode())
            (tmp_path / name).mkdir(exist_ok=True)
            reader = WorkingTree(str(tmp_path / name))
            units = openapi.plan(reader.paths(), reader)
            sides += [units[0] if units else None, reader]
        return openapi.compare(*sides)

    return run
