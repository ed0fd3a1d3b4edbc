"""Functions that are kept warm, however that is declared, and caches of interfaces of HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, estimates, missing, spread_of
from tests.cost.aws.bills import bill

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

UNBOUNDED = float("inf")
ZERO = US._replace(undeclared="zero")
ONE = 10.95
"""A GB that is kept warm: 0.0000041667 x 730 x 3,600 = 10.95."""
FUNCTION = """
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: {MemorySize: 1024}
"""
CONFIG = "ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: %s}"


def made(folder: Path, text: str) -> dict[str, Estimate]:
    return estimates(folder, text, ZERO, name="t.yaml")


def declared(kind: str, more: str = "") -> str:
    return f"{FUNCTION}  A:\n    Type: {kind}\n    Properties: {{FunctionName: !Ref F{more}}}\n"


@pytest.mark.parametrize("kind", ["AWS::Lambda::Alias", "AWS::Lambda::Version"])
def test_an_alias_and_a_version_keep_functions_warm(tmp_path: Path, kind: str) -> None:
    found = made(tmp_path, declared(kind, f", {CONFIG % 100}"))
    none = made(tmp_path, declared(kind))
    unknown = made(tmp_path, "Parameters: {N: {Type: Number}}" + declared(kind, f", {CONFIG % '!Ref N'}"))

    # 100 x 10.95
    assert spread_of(found["A"]) == tuple(pytest.approx(100 * ONE, abs=0.1) for _ in range(3))
    assert spread_of(found["F"]) == (0.0, 0.0, 0.0)
    assert none["A"].is_free
    assert unknown["A"].amount.expected.high == UNBOUNDED
    assert missing(unknown["A"]) == {"value"}


@pytest.mark.parametrize("where", ["Properties", "Globals"])
def test_sam_keeps_functions_warm(tmp_path: Path, where: str) -> None:
    inside = f", {CONFIG % 10}" if where == "Properties" else ""
    text = f"""
    Transform: AWS::Serverless-2016-10-31
    Globals: {{Function: {{Timeout: 5{"" if inside else ", " + CONFIG % 10}}}}}
    Resources:
      F:
        Type: AWS::Serverless::Function
        Properties: {{MemorySize: 512, AutoPublishAlias: live{inside}}}
    """

    # 10 x half of 10.95
    assert spread_of(made(tmp_path, text)["F"]) == tuple(pytest.approx(5 * ONE, abs=0.1) for _ in range(3))


TARGET = """
resource "aws_lambda_function" "a" {
  function_name = "f"
  memory_size   = 1024
}
resource "aws_lambda_alias" "l" {
  function_name = aws_lambda_function.a.function_name
  name          = "live"
}
resource "aws_appautoscaling_target" "t" {
  service_namespace  = "lambda"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  resource_id        = %s
  min_capacity       = 1
  max_capacity       = 100
}
"""


@pytest.mark.parametrize(
    "resource",
    ['"function:f:live"', '"function:${aws_lambda_alias.l.function_name}:${aws_lambda_alias.l.name}"'],
)
def test_what_keeps_functions_warm_may_be_scaled(tmp_path: Path, resource: str) -> None:
    config = """
    resource "aws_lambda_provisioned_concurrency_config" "p" {
      function_name                     = aws_lambda_alias.l.function_name
      qualifier                         = aws_lambda_alias.l.name
      provisioned_concurrent_executions = 5
    }
    """
    alone = bill(tmp_path, TARGET % resource)
    found = estimates(tmp_path, TARGET % resource + config, ZERO)

    # 1, 1 and 100 of 10.95; declared with a number it is 5 that are expected
    assert spread_of(alone) == tuple(pytest.approx(number * ONE, abs=0.1) for number in (1, 1, 100))
    configured = found["aws_lambda_provisioned_concurrency_config.p"]
    assert spread_of(configured) == tuple(pytest.approx(number * ONE, abs=0.1) for number in (1, 5, 100))
    assert spread_of(found["aws_lambda_function.a"]) == (0.0, 0.0, 0.0)


def test_a_function_that_may_be_scaled(tmp_path: Path) -> None:
    found = bill(tmp_path, TARGET % "var.x")

    assert found.amount.least == (0.0, pytest.approx(ONE, abs=0.01))  # 1 at least, where it is scaled
    assert found.amount.most == (0.0, UNBOUNDED)
    assert missing(found) == {"value"}


DEPLOYMENT = "AWS::ApiGateway::Deployment"


def deployment(more: str) -> str:
    return f"""
    Parameters: {{N: {{Type: String}}}}
    Resources:
      D:
        Type: {DEPLOYMENT}
        Properties: {{RestApiId: r, StageName: p{more}}}
    """


def test_a_deployment_may_have_a_stage_with_a_cache(tmp_path: Path) -> None:
    cache = ', StageDescription: {CacheClusterEnabled: true, CacheClusterSize: "237"}'
    found = made(tmp_path, deployment(cache))["D"]
    unknown = made(tmp_path, deployment(", StageDescription: {CacheClusterEnabled: !Ref N}"))["D"]

    # 3.80 x 730
    assert spread_of(found) == (2774.0, 2774.0, 2774.0)
    assert made(tmp_path, deployment(""))["D"].is_free
    assert unknown.amount.expected == (0.0, UNBOUNDED)
    assert missing(unknown) == {"value"}


def test_a_deployment_of_terraform_has_no_cache(tmp_path: Path) -> None:
    text = 'variable "x" {}\nresource "aws_api_gateway_deployment" "a" {\n  stage_description = var.x\n}\n'

    assert estimates(tmp_path, text)["aws_api_gateway_deployment.a"].is_free


def test_an_interface_of_sam_has_the_cache_of_its_stage(tmp_path: Path) -> None:
    text = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      A:
        Type: AWS::Serverless::Api
        Properties: {StageName: p, CacheClusterEnabled: true, CacheClusterSize: "0.5"}
    """

    # 0.020 x 730
    assert spread_of(made(tmp_path, text)["A"]) == (14.6, 14.6, 14.6)
