"""What two renderings of a chart disagree on: it is unknown, and nothing else is."""

from __future__ import annotations

import pytest

from trueline.dialects.kubernetes.volatile import forget
from trueline.model.document import Source
from trueline.parsers.yaml import parse
from trueline.values.unknown import Unknown


def documents(text):
    return parse(Source("a.yaml", text.encode())).documents


def forgotten(one, other):
    found = documents(one)
    return [forget(found, documents(other)), *(document.root for document in found)]


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        pytest.param("a-b-xyz", "a-b-xuv", "a-b-", id="the last part"),
        pytest.param("a-1", "a-12", "a-", id="one begins the other"),
        pytest.param("abc", "abd", "", id="no parts"),
        pytest.param("v1.abc", "v1.xyz", "v1.", id="a dot"),
    ],
)
def test_a_name_becomes_what_it_begins_with(one, other, name):
    is_steady, root = forgotten(f"metadata: {{name: {one}}}\n", f"metadata: {{name: {other}}}\n")

    assert (is_steady, root) == (True, {"metadata": {"generateName": name}})


def test_what_differs_is_unknown_and_the_rest_is_not():
    is_steady, root = forgotten("a: {b: 1, c: [x, y]}\nd: 3\n", "a: {b: 1, c: [x, z]}\nd: '3'\n")

    assert is_steady
    assert root["a"]["b"] == 1
    assert root["a"]["c"][0] == "x"
    assert [type(one) for one in (root["a"]["c"][1], root["d"])] == [Unknown] * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a: [1]\n", "a: [1, 2]\n", id="a list"),
        pytest.param("a: {b: 1}\n", "a: 3\n", id="a map"),
        pytest.param("a: 3\n", "a: {b: 1}\n", id="a scalar"),
        pytest.param("a: 3\n", "a: 3\nb: 4\n", id="a member"),
        pytest.param("a: 1\n---\nb: 2\n", "a: 1\n", id="a document"),
        pytest.param("kind: A\napiVersion: v1\nb: 1\n", "kind: B\napiVersion: v1\nb: 2\n", id="a kind"),
    ],
)
def test_what_has_another_shape_stays_and_is_told(one, other):
    is_steady, *roots = forgotten(one, other)

    assert not is_steady
    assert roots == [document.root for document in documents(one)]
