"""What is no sane number in a declaration is not known: no crash, no figure without end, and no saving."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from priced import estimates, missing

from trueline.model.cost_settings import CostSettings
from trueline.run.costs.pairs import increase
from trueline.values.bounds import NONE

if TYPE_CHECKING:
    from pathlib import Path

OBJECT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {build: %s}}
spec:
  replicas: %s
  template:
    spec:
      containers:
      - {name: a, image: x, resources: {requests: {cpu: %s, memory: 1Gi}}}
"""
TOO_MUCH = ["1" + "0" * 400, "9" * 5000, "1e308", "1e999"]
NO_NUMBER = ['"nan"', '"inf"', "[1]", "{ a = 1 }", "-5"]


@pytest.mark.parametrize("figure", [*TOO_MUCH, *NO_NUMBER])
def test_a_size_that_is_no_quantity_is_not_known(tmp_path: Path, figure: str) -> None:
    text = f'resource "aws_ebs_volume" "a" {{\n  size = {figure}\n  tags = {{ build = {figure} }}\n}}\n'
    found = estimates(tmp_path, text)["aws_ebs_volume.a"]

    assert [tuple(side) for side in found.amount] == [(0.0, math.inf)] * 3
    assert missing(found) == {"value"}


@pytest.mark.parametrize("figure", [".nan", ".inf", "[1]", "-5", *TOO_MUCH])
def test_replicas_and_requests_that_are_no_quantity_are_not_known(tmp_path: Path, figure: str) -> None:
    several = estimates(tmp_path, OBJECT % (figure, figure, "1"), name="a.yaml")["Deployment/web"]
    large = estimates(tmp_path, OBJECT % ("x", "1", figure), name="a.yaml")["Deployment/web"]

    assert several.amount.expected == (0.0, math.inf)
    assert large.amount.expected.high == math.inf
    assert not math.isinf(large.amount.expected.low)
    assert missing(several) == missing(large) == {"value"}


@pytest.mark.parametrize("period", ["nan", "abc", "0s", "-5s", "[]"])
def test_a_time_between_checks_that_is_none_is_not_known(tmp_path: Path, period: str) -> None:
    text = f"""
        resource "google_monitoring_uptime_check_config" "a" {{
          display_name = "a"
          timeout      = "10s"
          period       = "{period}"
        }}
        resource "azurerm_application_insights_standard_web_test" "a" {{
          geo_locations = ["us-ca-sjc-azr"]
          frequency     = 0
          location      = "westeurope"
        }}
    """
    for found in estimates(tmp_path, text).values():
        assert found.amount.expected == (0.0, math.inf)
        assert missing(found) == {"value"}


def test_an_engine_with_a_long_name_is_in_no_price_book(tmp_path: Path) -> None:
    text = f'resource "aws_db_instance" "a" {{\n  engine = "{"x" * 5000}"\n  instance_class = "db.t3.micro"\n}}\n'

    assert "price" in missing(estimates(tmp_path, text)["aws_db_instance.a"])


def test_what_is_sensitive_is_in_no_bill(tmp_path: Path) -> None:
    text = """
        variable "secret" {
          sensitive = true
          default   = "hunter2"
        }
        variable "number" {
          sensitive = true
          default   = 4711
        }
        provider "aws" {
          region = var.secret
        }
        resource "aws_ebs_volume" "a" {
          type = var.secret
          size = var.number
        }
        resource "aws_db_instance" "a" {
          engine         = var.secret
          instance_class = var.secret
        }
        resource "aws_instance" "a" {
          instance_type = "m5.large"
          tags          = { team = var.secret }
        }
    """
    found = estimates(tmp_path, text, CostSettings())

    assert len(found) == 3
    assert all(missing(one) >= {"value"} for one in found.values())
    assert "hunter2" not in repr(found)
    assert "4711" not in repr(found)


def test_another_sensitive_size_is_no_other_one_that_costs_the_same(tmp_path: Path) -> None:
    text = """
        variable "size" {
          sensitive = true
          default   = "%s"
        }
        resource "aws_instance" "a" {
          instance_type = var.size
        }
    """
    small, large = (estimates(tmp_path, text % size)["aws_instance.a"] for size in ("t3.micro", "m5.24xlarge"))

    assert increase(small, large).expected.high == math.inf
    assert increase(small, small) == NONE
