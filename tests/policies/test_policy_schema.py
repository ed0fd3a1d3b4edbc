from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import trueline.policies
from trueline.model.document import Source
from trueline.parsers import yaml
from trueline.policies import yaml_policy
from trueline.policies.folders import builtin_folder

SCHEMA = json.loads((Path(trueline.policies.__file__).parents[1] / "schemas" / "policy.json").read_text("utf-8"))
POLICIES = sorted(path for path in Path(builtin_folder()[0]).rglob("*.yaml") if "tests" not in path.parts)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_the_keys_of_the_loader() -> None:
    assert yaml_policy.POLICY.keys() == SCHEMA["properties"].keys()
    assert yaml_policy.RULE.keys() == SCHEMA["$defs"]["rule"]["properties"].keys()
    assert yaml_policy.CASE.keys() == SCHEMA["$defs"]["case"]["properties"].keys()


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in POLICIES])
def test_built_in_policies_fit(path: Path) -> None:
    (document,) = yaml.parse(Source(path.name, path.read_bytes())).documents

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document.root)] == []


RULE = {"id": "a", "for": "x/y", "require": "it.z"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"requires": "x"}, id="unknown key"),
        pytest.param({"forbid": "x"}, id="two verbs"),
        pytest.param({"severity": "bad"}, id="severity"),
        pytest.param({"id": "A b"}, id="id"),
        pytest.param({"replaced_by": "b"}, id="a retired rule that judges"),
        pytest.param({"parameters": {"a": {"type": "string"}}}, id="no default"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(change: dict[str, object]) -> None:
    policy = {"policy": "p", "rules": [{**RULE, **change}]}

    assert Draft202012Validator(SCHEMA).is_valid({"policy": "p", "rules": [RULE]})
    assert not Draft202012Validator(SCHEMA).is_valid(policy)
    assert yaml_policy.read(Source("p.yaml", json.dumps(policy).encode())).problems
