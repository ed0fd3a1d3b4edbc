"""Nothing that stands in a file may crash the comparison, nor take long."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from effort import ends, growth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.drift.environments.pair import alike, both, compare, write

from trueline.drift.environments.found import At
from trueline.drift.environments.walk import Walk
from trueline.drift.environments.words import neutrals
from trueline.values.unknown import is_sensitive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trueline.model.drift import Detected

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["staging", "prod"])
)
KEYS = st.sampled_from(
    ["name", "env", "spec", "containers", "image", "value", "valueFrom", "data", "flags", "resources", ""]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@given(VALUES, VALUES)
@settings(max_examples=300)
def test_any_two_values(left: object, right: object) -> None:
    walk = Walk(neutrals(alike()))

    for found in walk.walk(At(), left, right):
        assert found.left is not found.right
    assert not list(walk.walk(At(), left, json.loads(json.dumps(left))))


@given(VALUES, VALUES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_objects(tmp_path: Path, left: object, right: object) -> None:
    def spelled(value: object, kind: str) -> str:
        return json.dumps({"apiVersion": "v1", "kind": kind, "metadata": {"name": "a"}, "spec": value, "data": value})

    for kind in ("ConfigMap", "Deployment", "PrometheusRule"):
        compare(tmp_path, both("a.json", spelled(left, kind), spelled(right, kind)))


@given(VALUES, VALUES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_snapshots(tmp_path: Path, left: object, right: object) -> None:
    def cluster(value: object) -> str:
        item = {"apiVersion": "v1", "kind": "Deployment", "metadata": value, "spec": value}
        return json.dumps({"trueline_snapshot": 1, "kind": "kubernetes", "items": [item, value], "other": value})

    def state(value: object) -> str:
        instances = [value, {"attributes": value}, {"attributes": {"a": value}, "sensitive_attributes": value}]
        resource = {"type": "aws_x", "name": "x", "module": value, "instances": instances}
        return json.dumps({"version": 4, "lineage": "a", "resources": [value, resource]})

    pair = alike(left=("staging", "a.json"), right=("production", "b.json"))
    compare(
        tmp_path, {"a.json": cluster(left), "b.json": cluster(right)}, pair, snapshots={"a.json": None, "b.json": None}
    )
    compare(tmp_path, {"a.json": state(left), "b.json": state(right)}, pair, snapshots={"a.json": "a", "b.json": "b"})


def test_deep_nesting(tmp_path: Path) -> None:
    deep = "a: " + "{a: " * 40 + "{0}" + "}" * 40 + "\n"

    assert len(compare(tmp_path, both("a.yaml", deep.replace("{0}", "1"), deep.replace("{0}", "2"))).drifts) == 1


@pytest.mark.parametrize("where", ["../..", "/etc", "a\0b", "staging/..", "*", "~"])
def test_places_that_are_none(tmp_path: Path, where: str) -> None:
    found = compare(tmp_path, {"staging/a.json": "{}"}, alike(right=("production", where)))

    assert [one.level for one in found.notifications] == ["error"]


def test_control_characters_are_not_in_messages(tmp_path: Path) -> None:
    found = compare(tmp_path, both("a.json", '{"a\\u001b[31m": "b"}', '{"a\\u001b[31m": "c\\u0007"}'))

    assert all(one.message.isprintable() for one in found.drifts)


OBJECT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app-{0}-{1}, namespace: {1}}}
spec:
  replicas: {2}
  template:
    spec:
      containers:
        - name: app
          image: example.com/app-{0}:1.{2}
          env: [{{name: A, value: "{0}"}}, {{name: HOST, value: app.{1}.example.com}}, {{name: C, value: "{2}"}}]
          resources: {{limits: {{memory: {2}Gi}}}}
"""


def test_two_environments_take_no_more_than_their_objects(tmp_path: Path) -> None:
    def objects(size: int) -> Callable[[], Detected]:
        files = {}
        for side, memory in (("staging", 1), ("production", 2)):
            texts = [OBJECT.format(number, side, memory) for number in range(size)]
            files |= {f"{side}/{part}.yaml": "---\n".join(texts[part::10]) for part in range(10)}
        folder = tmp_path / str(size)
        folder.mkdir(exist_ok=True)
        write(folder, files)
        return lambda: compare(folder, {})

    with ends():
        found = objects(300)()

    assert len(found.drifts) == 600
    assert growth(objects, 50) < 2.5


def test_many_of_the_same_name_are_paired_in_no_more_than_their_number(tmp_path: Path) -> None:
    def same(size: int) -> Callable[[], Detected]:
        service = "apiVersion: v1\nkind: Service\nmetadata: {{name: web, namespace: {0}}}\nspec: {{type: {1}}}\n"
        files = both(
            "all.yaml",
            "---\n".join(service.format(f"a{number}", "NodePort") for number in range(size)),
            "---\n".join(service.format(f"b{number}", "NodePort") for number in range(size)),
        )
        return lambda: compare(tmp_path, files)

    with ends():
        found = same(1000)()

    assert found.drifts == ()
    assert growth(same, 50) < 2.5


def test_very_long_names_take_no_time(tmp_path: Path) -> None:
    texts = [json.dumps({"secret" * 20_000: value, "_secretkeyref" * 9_000: value}) for value in ("a", "b")]
    with ends():
        found = compare(tmp_path, both("values.json", *texts))

    assert len(found.drifts) == 2


def test_secrets_inside_of_texts_are_not_shown(tmp_path: Path) -> None:
    texts = [json.dumps({"run": f"job --mode {mode} --db-password QUIET{mode}"}) for mode in ("fast", "slow")]
    (found,) = compare(tmp_path, both("values.json", *texts)).drifts

    assert "QUIET" not in found.message + found.related[0].message
    assert is_sensitive(found.declared)
    assert is_sensitive(found.actual)


def test_files_that_are_too_many_to_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueline.drift.environments.sides._MOST_FILES", 1)
    files = {f"{side}/{name}.env": "A=1\n" for side in ("staging", "production") for name in "ab"}
    found = compare(tmp_path, files).drifts

    assert [(one.kind, one.location.path) for one in found] == [
        ("snapshot/unchecked", "staging"), ("snapshot/unchecked", "production"),
    ]  # fmt: skip
    assert found[0].details["reason"] == "1 of its 2 files were not read"
