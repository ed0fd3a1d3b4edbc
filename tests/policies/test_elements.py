from __future__ import annotations

import pytest

from trueline.policies.elements import ALL, Element, parse, place, point, select
from trueline.values.unknown import Unknown

POD = {
    "spec": {
        "containers": [{"name": "a", "env": [{"name": "X"}, {"name": "Y"}]}, {"name": "b", "env": None}],
        "volumes": Unknown(["var.volumes"]),
        "replicas": 3,
        "labels": {"app": "web", "a.b/c": "d"},
    }
}


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        pytest.param("ingress[*]", ("ingress", ALL), id="all"),
        pytest.param("[*].a[0]", (ALL, "a", 0), id="from the root"),
        pytest.param('a["b.c"][*][*]', ("a", "b.c", ALL, ALL), id="quoted names"),
    ],
)
def test_parse(text: str, steps: tuple[object, ...]) -> None:
    assert steps == parse(text)


@pytest.mark.parametrize("text", ["", "a[*]b", "a..b", "a[x]", "a[", "a."])
def test_no_path(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


def test_a_place_is_one_place() -> None:
    assert place("a[0].b") == ("a", 0, "b")
    with pytest.raises(ValueError, match="one place"):
        place("a[*]")


@pytest.mark.parametrize(
    ("text", "paths", "unknowns", "wrong"),
    [
        pytest.param(
            "spec.containers[*].env[*]",
            [("spec", "containers", 0, "env", 0), ("spec", "containers", 0, "env", 1)],
            [],
            [],
            id="null is absent",
        ),
        pytest.param("spec.containers[-1].name", [], [], [], id="indices count from the start"),
        pytest.param("spec.containers[1].name", [("spec", "containers", 1, "name")], [], [], id="an index"),
        pytest.param("spec.containers[9]", [], [], [], id="no such index"),
        pytest.param("spec.labels[*]", [("spec", "labels", "app"), ("spec", "labels", "a.b/c")], [], [], id="a map"),
        pytest.param("spec.volumes[*].name", [], [("spec", "volumes")], [], id="an unknown on the way"),
        pytest.param("spec.volumes", [("spec", "volumes")], [], [], id="an unknown element is an element"),
        pytest.param("spec.missing[*]", [], [], [], id="nothing there"),
        pytest.param("spec.replicas[*]", [], [], ["spec.replicas is a number, not a list or a map"], id="wrong type"),
        pytest.param("spec.containers.name", [], [], ["spec.containers is a list, not a map"], id="a name in a list"),
        pytest.param("spec.labels[0]", [], [], ["spec.labels is a map, not a list"], id="an index in a map"),
    ],
)
def test_select(text: str, paths: list[object], unknowns: list[object], wrong: list[str]) -> None:
    selection = select(Element((), POD, None), parse(text))

    assert paths == [element.path for element in selection.elements]
    assert unknowns == [path for path, _ in selection.unknowns]
    assert wrong == [message for _, message in selection.wrong]


def test_the_parent_is_the_nearest_map() -> None:
    container, *_ = select(Element((), POD, None), parse("spec.containers[*].env[*]")).elements

    assert container.parent is POD["spec"]["containers"][0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param([], ("e",), id="the element itself"),
        pytest.param([("b",), ("a",)], ("e", "a"), id="the first that exists"),
        pytest.param([("b", "c"), ("n",)], ("e", "b", "c"), id="else the first; null is absent"),
    ],
)
def test_point(places: list[tuple[str, ...]], expected: tuple[str, ...]) -> None:
    assert expected == point(Element(("e",), {"a": 1, "n": None}, None), places)
