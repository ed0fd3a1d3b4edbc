from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from trueline import config
from trueline.cli.schema import FOLDER
from trueline.errors import ConfigError
from trueline.model.cost_settings import Nodes, UnitLimit
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
cost:
  regions: {aws: eu-west-1}
  discounts: {aws/ec2: 12.5, aws_db_*: 30}
  undeclared-usage: zero
  team-tags: [squad]
  nodes: {cloud: aws, region: eu-west-1, instance: m5.large, number: 3, load-balancer: 0.03}
"""
BUDGETS = """
version: 1
budgets:
  shop:
    paths: shop/**
    modules: [shop]
    tags: {stage: prod}
    namespaces: [shop-*]
    teams: [shop]
    monthly: 100
    worst-case: 1000
    increase: 10
    increase-percent: 5
    resource: 50
    unit: {name: order, volume: 1000, most: 0.5, increase-percent: 3}
    enforcement: hard
    owner: finops
"""
USAGE = """
version: 0.1
resource_type_default_usage:
  aws_lambda_function: {monthly_requests: 1000}
resource_usage:
  aws_s3_bucket.a[*]:
    standard: {storage_gb: 5, monthly_tier_1_requests: 10}
types: {aws_nat_gateway: {monthly_data_processed_gb: 7}}
resources: {module.a.aws_instance.b: {operating_system: linux}}
"""


def read(folder: Path, **files: str):
    (folder / ".trueline").mkdir()
    for name, text in files.items():
        (folder / ".trueline" / f"{name}.yaml").write_text(text)
    return config.load(WorkingTree(str(folder))).cost


def test_the_section_of_the_config(tmp_path: Path) -> None:
    found = read(tmp_path, config=CONFIG)

    assert found.regions == {"aws": "eu-west-1"}
    assert found.discounts == {"aws/ec2": 12.5, "aws_db_*": 30.0}
    assert found.undeclared == "zero"
    assert found.team_tags == ("squad",)
    assert found.nodes == Nodes("aws", "eu-west-1", "m5.large", load_balancer=0.03, number=3)


def test_budgets_and_usage(tmp_path: Path) -> None:
    found = read(tmp_path, budgets=BUDGETS, usage=USAGE)

    (budget,) = found.budgets
    assert budget.location.region.start_line == 4
    assert budget[2:8] == (("shop/**",), ("shop",), {"stage": "prod"}, ("shop-*",), ("shop",), ())
    assert budget[8:13] == (100.0, 1000.0, 10.0, 5.0, 50.0)
    assert budget[13:] == (UnitLimit("order", 1000.0, 0.5, 3.0), "hard", "finops")
    assert found.usage.types == {
        "aws_lambda_function": {"monthly_requests": 1000},
        "aws_nat_gateway": {"monthly_data_processed_gb": 7},
    }
    assert set(found.usage.resources) == {"aws_s3_bucket.a[*]", "module.a.aws_instance.b"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("cost: {region: x}", id="a misspelt key"),
        pytest.param("cost: {regions: {aws: 5}}", id="a region that is no text"),
        pytest.param("cost: {regions: {amazon: x}}", id="a cloud that is none"),
        pytest.param("cost: {discounts: {aws/ec2: 120}}", id="more than all of it"),
        pytest.param("cost: {discounts: {aws/ec2: -1}}", id="a surcharge"),
        pytest.param("cost: {undeclared-usage: ignore}", id="no such way"),
        pytest.param("cost: {nodes: {cpu: many}}", id="no price"),
        pytest.param("cost: {nodes: {cloud: ibm}}", id="no such cloud"),
        pytest.param("cost: {nodes: {instance: m5.large}}", id="an instance in no region"),
    ],
)
def test_what_is_wrong_in_the_section_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml:1"):
        read(tmp_path, config=text)


@pytest.mark.parametrize(("name", "text"), [("config", CONFIG), ("budgets", BUDGETS), ("usage", USAGE)])
def test_the_schema_takes_what_the_reader_takes(name: str, text: str) -> None:
    with open(f"{FOLDER}/{name}.json") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("budgets", "budgets: {a: {paths: [x]}}", id="no limit"),
        pytest.param("budgets", "budgets: {a: {monthly: -1}}", id="a negative limit"),
        pytest.param("budgets", "budgets: {a: {montly: 1}}", id="a misspelt limit"),
        pytest.param("budgets", "budgets: {a: {unit: {name: x, volume: 0, most: 1}}}", id="no volume"),
        pytest.param("budgets", "budgets: {a: {unit: {name: x, volume: 5}}}", id="a unit without a limit"),
        pytest.param("budgets", "budgets: {a: {monthly: 1, enforcement: maybe}}", id="no such enforcement"),
        pytest.param("usage", "resource_usage: {a: {b: -1}}", id="negative usage"),
        pytest.param("usage", "resource_use: {}", id="a misspelt section"),
    ],
)
def test_neither_the_reader_nor_the_schema_takes_it(tmp_path: Path, name: str, text: str) -> None:
    with open(f"{FOLDER}/{name}.json") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))

    assert not validator.is_valid(yaml.safe_load(text))
    with pytest.raises(ConfigError, match=rf"{name}\.yaml:1"):
        read(tmp_path, **{name: text})
