"""Two revisions of a folder of migrations, compared."""

from __future__ import annotations

import pytest

from trueline.contracts import sql
from trueline.repo.working import WorkingTree


def place(location) -> int:
    return location.region.start_line if location is not None and location.region is not None else 0


def told(compared) -> list[tuple[str, str, int, int]]:
    """Return kind, subject and both lines of each change."""
    return [
        (one.kind.removeprefix("sql/"), one.subject, place(one.location), place(one.base_location))
        for one in compared.changes
    ]


@pytest.fixture
def compare(tmp_path):
    """Return a function from the files of both sides to what differs; ``options`` are what a config would say."""
    count = iter(range(1000))

    def side(files):
        folder = tmp_path / str(next(count))
        folder.mkdir()
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        tree = WorkingTree(str(folder))
        units = sql.plan(tree.paths(), tree)
        assert len(units) <= 1
        return (units[0] if units else None), tree

    def run(base, head, **options):
        (old, before), (new, after) = side(base), side(head)
        old = old and old._replace(options={**old.options, **options})
        new = new and new._replace(options={**new.options, **options})
        return sql.compare(old, before, new, after)

    run.told = lambda *sides, **options: told(run(*sides, **options))
    return run
