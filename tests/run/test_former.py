"""What a resource may have been called before its file or its ``moved`` blocks gave it another name."""

from __future__ import annotations

import pytest
from effort import ends

from trueline.run.former import former_addresses


@pytest.mark.parametrize(
    ("address", "renamed", "expected"),
    [
        pytest.param("a.b", {}, ["a.b", "a.b[0]"], id="as it was, or with a count"),
        pytest.param("a.b[0]", {}, ["a.b[0]", "a.b"], id="the count came"),
        pytest.param("a.c", {"a.c": "a.b"}, ["a.c", "a.b", "a.c[0]"], id="renamed"),
        pytest.param("a.d", {"a.d": "a.c", "a.c": "a.b"}, ["a.d", "a.c", "a.b", "a.d[0]"], id="renamed twice"),
        pytest.param("module.n.a.b", {"module.n": "module.m"}, ["module.n.a.b", "module.m.a.b"], id="its module was"),
        pytest.param("a.b[0]", {"a.b": "a.c"}, ["a.b[0]", "a.c[0]"], id="with its index"),
        pytest.param("a.bc", {"a.b": "a.c"}, ["a.bc", "a.bc[0]"], id="another with the same beginning"),
        pytest.param("a.b", {"a.b": "a.c", "a.c": "a.b"}, ["a.b", "a.c", "a.b[0]"], id="a circle"),
    ],
)
def test_former_addresses(address, renamed, expected):
    assert list(former_addresses(address, renamed))[: len(expected)] == expected


@pytest.mark.parametrize(
    ("address", "renamed"),
    [
        pytest.param("module.a.b.c", {"module.a": "module.a.module.a"}, id="a module that came out of itself"),
        pytest.param("a.b9999", {f"a.b{n + 1}": f"a.b{n}" for n in range(10_000)}, id="a long chain"),
    ],
)
def test_hostile_renames_end(address, renamed):
    with ends():
        found = list(former_addresses(address, renamed))

    assert len(found) < 200
