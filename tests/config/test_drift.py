from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from trueline import config
from trueline.cli.schema import FOLDER
from trueline.errors import ConfigError
from trueline.model.drift_settings import DriftSettings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

DRIFT = """
version: 1
managed: [shop, kubernetes/ClusterRoleBinding]
managers: deploy-bot
controllers: [our-operator]
central: org/policies/
longest: 90d
environments:
  shop:
    staging: deploy/staging
    production: deploy/production
    differ: {"Deployment/*/spec.replicas": scaled apart}
    ignore: {"NetworkPolicy/*": not in staging}
    compare: [size]
    words: {staging: rehearsal}
expected:
  - address: aws_autoscaling_group.web
    path: desired_capacity
    reason: scaled by hand for the sale
    owner: team-shop
    expires: "2027-01-15"
  - address: Deployment/shop/*
    kind: kubernetes/missing
    unit: deploy/*
    reason: not yet brought out
    expires: 2027-02-01T12:00:00Z
"""


def read(folder: Path, text: str, name: str = "drift.yaml") -> DriftSettings:
    (folder / ".trueline").mkdir()
    (folder / ".trueline" / name).write_text(text)
    return config.load(WorkingTree(str(folder))).drift


def test_all_that_is_said_of_drift(tmp_path: Path) -> None:
    found = read(tmp_path, DRIFT)

    assert found.managed == ("shop", "kubernetes/ClusterRoleBinding")
    assert (found.managers, found.controllers) == (("deploy-bot",), ("our-operator",))
    assert found.central == "org/policies"
    (pair,) = found.alike
    assert (pair.name, pair.left, pair.right) == (
        "shop", ("staging", "deploy/staging"), ("production", "deploy/production"),
    )  # fmt: skip
    assert pair.differ == (("Deployment/*/spec.replicas", "scaled apart"),)
    assert pair.ignore == (("NetworkPolicy/*", "not in staging"),)
    assert (pair.compare, pair.words) == (("size",), (("rehearsal",), ()))
    first, second = found.expected
    assert (first.address, first.path, first.owner) == ("aws_autoscaling_group.web", "desired_capacity", "team-shop")
    assert first.expires == datetime(2027, 1, 15, 23, 59, 59, tzinfo=UTC)
    assert (second.kind, second.unit, second.path) == ("kubernetes/missing", "deploy/*", "")
    assert second.location.region.start_line == 22
    assert found.longest == 90


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == DriftSettings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("- a", "must be a map", id="a list"),
        pytest.param("version: 2", "version 2", id="another version"),
        pytest.param("manged: [a]", "unknown key `manged`", id="a misspelt key"),
        pytest.param("managed: [1]", "must be text", id="no text"),
        pytest.param("environments: {shop: {staging: a}}", "names 1 environments", id="one environment"),
        pytest.param("environments: {shop: {a: x, b: y, c: z}}", "names 3 environments", id="three environments"),
        pytest.param("environments: {shop: {a: x, b: y, compare: [sise]}}", "must be one of", id="no such category"),
        pytest.param("environments: {shop: {a: x, b: y, words: {c: d}}}", "unknown key `c`", id="no such environment"),
        pytest.param("longest: for ever", "a number of days", id="no number of days"),
        pytest.param("expected: {a: b}", "must be a list", id="entries that are no list"),
        pytest.param("expected: [{address: a, reason: b}]", "an entry ends", id="an entry without an end"),
        pytest.param("expected: [{address: a, expires: 2027-01-01}]", "says why", id="an entry without a reason"),
        pytest.param("expected: [{reason: a, expires: 2027-01-01}]", "what drifts", id="an entry about nothing"),
        pytest.param("expected: [{address: a, reason: b, expires: soon}]", "must be a day", id="no day"),
        pytest.param(
            "expected: [{address: a, reason: b, expires: 2027-01-01, kind: x}]", "must be one of", id="no such kind"
        ),
        pytest.param("a: [", "drift.yaml:1", id="no YAML"),
        pytest.param("a: b\n---\na: c\n", "more than one document", id="two documents"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)

    assert said in str(caught.value)


def test_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="under this name"):
        read(tmp_path, DRIFT, "drift.yml")


def test_the_schema_takes_what_the_reader_takes() -> None:
    with open(f"{FOLDER}/drift.json") as file:
        schema = json.load(file)
    document = yaml.load(DRIFT, yaml.BaseLoader) | {"version": 1}

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
