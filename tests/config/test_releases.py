"""Releases of charts in the config: what may be said of one, and what is wrong with the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from trueline import config
from trueline.cli.schema import FOLDER
from trueline.errors import ConfigError
from trueline.model.settings import Release
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Sequence

RELEASES = """
version: 1
environments:
  production:
    releases:
      charts/shop/:
        name: shop
        namespace: web
        values: [values-production.yaml, {image: {tag: "1.2"}}]
        kube_version: "1.31"
        api_versions: [monitoring.coreos.com/v1]
      ./charts/cache: [{name: sessions}, {name: carts, values: carts.yaml}]
      .: {name: own}
  staging: {releases: }
"""
CASES = [
    pytest.param("{values: a.yaml}", "the release of c has no name", id="no name"),
    pytest.param("{name: Shop}", "name must be a name of a release, such as shop", id="a name in capitals"),
    pytest.param("{name: --post-renderer=a}", "name must be a name of a release, such as shop", id="an option"),
    pytest.param("{name: 3}", "name must be a name of a release, such as shop", id="a number"),
    pytest.param(f"{{name: {'a' * 54}}}", "name must be a name of a release, such as shop", id="a long name"),
    pytest.param("{name: a, namespace: a/b}", "namespace must be a namespace, such as shop", id="a path"),
    pytest.param("{name: a, kube_version: 1.31}", 'kube_version must be a version, such as "1.32"', id="no text"),
    pytest.param("{name: a, api_versions: [-x]}", "-x is no version of an API", id="no API"),
    pytest.param("{name: a, values: [3]}", "values are files, or maps of what is set", id="values of another type"),
    pytest.param("{name: a, value: b}", "unknown key `value` (did you mean `values`?)", id="a key"),
    pytest.param("shop", "must be a map with the `name` of a release", id="a text"),
]


def read(folder: Path, text: str) -> Sequence[Sequence[Release]]:
    (folder / ".trueline").mkdir()
    (folder / ".trueline/config.yaml").write_text(text)
    return [one.releases for one in config.load(WorkingTree(str(folder))).environments]


def test_all_that_is_said_of_releases(tmp_path: Path) -> None:
    assert read(tmp_path, RELEASES) == [
        (
            Release(
                "charts/shop", "shop", "web", ("values-production.yaml", {"image": {"tag": "1.2"}}), "1.31",
                ("monitoring.coreos.com/v1",),
            ),
            Release("charts/cache", "sessions"),
            Release("charts/cache", "carts", values=("carts.yaml",)),
            Release("", "own"),
        ),
        (),
    ]  # fmt: skip


@pytest.mark.parametrize(("body", "message"), CASES)
def test_what_is_wrong_is_said_at_its_place(tmp_path: Path, body: str, message: str) -> None:
    text = f"version: 1\nenvironments:\n  production:\n    releases:\n      c: {body}\n"
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)

    assert message in str(error.value)
    assert ".trueline/config.yaml:5:" in str(error.value)


def test_the_schema_takes_the_same() -> None:
    schema = json.loads(Path(FOLDER, "config.json").read_text())
    jsonschema.validate(yaml.safe_load(RELEASES), schema)
    for case in CASES:
        body, _ = case.values
        document = {"version": 1, "environments": {"a": {"releases": {"c": yaml.safe_load(str(body))}}}}
        if body not in ("{name: a, api_versions: [-x]}",):  # of which only the gate knows the form
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate(document, schema)
