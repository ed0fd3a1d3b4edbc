from __future__ import annotations

from trueline.reporters.registry import REPORTERS, load


def test_registry_is_sorted_and_loads():
    assert sorted(REPORTERS) == list(REPORTERS)
    assert ["render"] * len(REPORTERS) == [load(name).render.__name__ for name in REPORTERS]
