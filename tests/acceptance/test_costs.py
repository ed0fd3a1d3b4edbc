"""What a change costs, as people meet it: amounts, usage, and what is not known."""

from __future__ import annotations

import pytest
from tests.acceptance.spending import BUDGETS, MACHINE, PROVIDER, TAGGED, found


def test_prices_of_the_target_lie_over_those_of_the_package(change) -> None:
    own = (
        '{"section": "aws/ec2", "asof": "2026-01-01", "confidence": "list", "unit": "hour",'
        ' "prices": {"us-east-1": {"m5.large": 1}}}'
    )
    ran = change(
        {"main.tf": PROVIDER, ".trueline/prices/aws/ec2.json": own},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large")},
    )

    assert ran.report["costs"][0]["increase"]["expected"] == 730.80


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(BUDGETS, "budgets:\n  all:\n    montly: 50\n", id="a misspelt limit"),
        pytest.param(BUDGETS, "budgets:\n  all:\n    paths: [a]\n", id="no limit"),
        pytest.param(BUDGETS, "budgets:\n  all:\n    monthly: -1\n", id="a negative limit"),
        pytest.param(BUDGETS, "budgets:\n  all:\n    monthly: .nan\n", id="no number"),
        pytest.param(BUDGETS, "budgets:\n  all:\n    monthly: 5\n    environments: [prod]\n", id="no such environment"),
        pytest.param(BUDGETS, "budgets:\n  all:\n    unit: {name: x, volume: 0, most: 1}\n", id="no volume"),
        pytest.param(".trueline/usage.yaml", "resource_usage:\n  a.b: {monthly_requests: -5}\n", id="negative usage"),
        pytest.param(".trueline/usage.yaml", "resource_use:\n  a.b: {}\n", id="a misspelt section"),
        pytest.param(".trueline/usage.yml", "resource_usage: {}\n", id="a name that is not read"),
        pytest.param(".trueline/prices/aws/ec2.json", "{}", id="no prices"),
        pytest.param(".trueline/prices/aws/ec2.json", "{", id="no JSON"),
        pytest.param(".trueline/prices/aws/ec22.json", "{}", id="prices that nothing asks for"),
        pytest.param(".trueline/prices/ec2.json", "{}", id="prices of no cloud"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(trueline, tree, name, text) -> None:
    ran = trueline("check", "--report", "json", cwd=tree({"main.tf": PROVIDER, name: text}))

    assert ran.code == 2
    assert name.removeprefix(".trueline/") in ran.err


def test_a_size_that_is_not_sold_is_no_saving(change) -> None:
    budgets = "budgets:\n  all:\n    increase: 10\n"
    ran = change(
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), BUDGETS: budgets},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.misspelt")},
    )

    (total, *_) = ran.report["costs"]
    assert total["coverage"] < 1
    assert [one["rule_id"] for one in ran.report["unknowns"]] == ["cost-increase-over-limit"]
    assert len(found(ran, "price-missing")) == 1


def test_what_goes_is_a_saving(change) -> None:
    ran = change(
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large") + MACHINE % ("b", "m5.large")},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large")},
    )

    assert ran.report["costs"][0]["increase"]["expected"] == -70.88


def test_what_stays_as_unknown_as_it_was_adds_nothing(change) -> None:
    unknown = 'variable "size" {}\nresource "aws_instance" "a" {\n  instance_type = var.size\n}\n'
    budgets = "budgets:\n  all:\n    increase: 100\n"
    ran = change(
        {"main.tf": PROVIDER + unknown, BUDGETS: budgets},
        {"main.tf": PROVIDER + unknown + MACHINE % ("b", "m5.large")},
    )

    assert ran.report["costs"][0]["increase"]["expected"] == 70.88
    assert [one for one in ran.report["unknowns"] if one["rule_id"].startswith("cost-")] == []


def test_usage_that_is_declared_counts(change) -> None:
    gateway = 'resource "aws_nat_gateway" "a" {\n  subnet_id = "subnet-1"\n}\n'
    usage = "version: 0.1\nresource_usage:\n  aws_nat_gateway.a:\n    monthly_data_processed_gb: 1000\n"
    ran = change(
        {"main.tf": PROVIDER, ".trueline/usage.yaml": usage},
        {"main.tf": PROVIDER + gateway},
    )

    # 730 x 0.045 = 32.85, and 1,000 GB x 0.045 = 45.00
    assert ran.report["costs"][0]["increase"]["expected"] == 77.85


def test_usage_of_what_is_not_there_is_said(change) -> None:
    usage = "resource_usage:\n  aws_nat_gateway.gone:\n    monthly_data_processed_gb: 1000\n"
    ran = change({"main.tf": PROVIDER, ".trueline/usage.yaml": usage}, {"docs.md": "x"})

    assert [one["id"] for one in ran.report["notifications"]] == ["usage-unused"]


def test_what_is_not_rendered_is_not_priced(change) -> None:
    deployment = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 1\n  template:\n    spec:\n"
        "      containers:\n        - name: web\n          image: web:1\n"
        "          resources: {requests: {cpu: 1, memory: 1Gi}}\n"
    )
    overlay = "resources: [../base]\nreplicas:\n  - {name: web, count: %s}\n"
    ran = change(
        {
            "base/deployment.yaml": deployment,
            "base/kustomization.yaml": "resources: [deployment.yaml]\n",
            "prod/kustomization.yaml": overlay % 7,
        },
        {"prod/kustomization.yaml": overlay % 70},
    )

    (total, *_) = ran.report["costs"]
    assert total["coverage"] < 1
    assert total["increase"]["expected"] == {"at_least": 0.0, "at_most": None}


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        pytest.param("monthly_data_procesed_gb: 5", "did you mean monthly_data_processed_gb?", id="a misspelt key"),
        pytest.param("monthly_data_processed_gb: lots", "must be a number", id="no number"),
    ],
)
def test_usage_that_cannot_be_meant_is_said(change, figure, said) -> None:
    gateway = 'resource "aws_nat_gateway" "a" {\n  subnet_id = "subnet-1"\n}\n'
    usage = f"resource_usage:\n  aws_nat_gateway.a:\n    {figure}\n"
    ran = change({"main.tf": PROVIDER + gateway, ".trueline/usage.yaml": usage}, {"docs.md": "x"})

    (note,) = ran.report["notifications"]
    assert said in note["message"]


def test_what_is_in_no_team_is_a_row_of_its_own_so_that_they_add_up(trueline, tree) -> None:
    top = tree({"main.tf": PROVIDER + TAGGED % ("m5.large", '"shop"') + MACHINE % ("b", "m5.large")})
    ran = trueline("cost", "--report", "json", cwd=top)
    teams = {one["address"]: one["head"]["expected"] for one in ran.report["costs"] if one["scope"] == "team"}

    assert teams == {"(none)": 70.88, "shop": 70.88}


@pytest.mark.parametrize(
    ("before", "after", "grows"),
    [
        pytest.param("size = var.n", "size = var.n * 1000", True, id="another formula"),
        pytest.param("size = local.a", "size = local.b", True, id="another local"),
        pytest.param("size = var.n * 2", "size = var.n  *  2", False, id="set out otherwise"),
        pytest.param("size = var.n", "size = var.n\n  tags = { a = 1 }", False, id="a tag"),
        pytest.param("size = 5\n  count = var.n", "size = 5\n  count = var.n * 10", True, id="another number"),
        pytest.param(
            "size = 5\n  count = var.n", "size = 5\n  count = var.n\n  encrypted = true", False, id="the same"
        ),
    ],
)
def test_another_formula_of_what_is_not_known_may_be_more(change, before, after, grows) -> None:
    text = 'variable "n" {}\nlocals {\n  a = var.n\n  b = var.n * 1000\n}\nresource "aws_ebs_volume" "v" {\n'
    text += '  availability_zone = "us-east-1a"\n  type = "gp3"\n  %s\n}\n'
    ran = change({"main.tf": PROVIDER + text % before}, {"main.tf": PROVIDER + text % after})
    (total, *_) = ran.report["costs"]

    assert total["increase"]["expected"] == ({"at_least": 0.0, "at_most": None} if grows else 0.0)


def test_another_formula_of_the_number_of_a_module_may_be_more(change) -> None:
    module = 'resource "aws_ebs_volume" "v" {\n  availability_zone = "us-east-1a"\n  size = 5\n}\n'
    call = 'variable "n" {}\nmodule "m" {\n  source = "./m"\n  count  = %s\n}\n'
    ran = change(
        {"main.tf": PROVIDER + call % "var.n", "m/main.tf": module}, {"main.tf": PROVIDER + call % "var.n + 50"}
    )

    assert ran.report["costs"][0]["increase"]["expected"] == {"at_least": 0.0, "at_most": None}


def test_what_a_module_that_is_not_installed_declares_is_not_priced(change) -> None:
    module = 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "%s"\n}\n'
    ran = change({"main.tf": PROVIDER + module % "5.0.0"}, {"main.tf": PROVIDER + module % "5.1.0"})
    (total, *_) = ran.report["costs"]

    assert (total["priced"], total["unpriced"], total["coverage"]) == (0, 1, 0.0)
    assert total["increase"]["expected"] == {"at_least": 0.0, "at_most": None}
    assert "module not installed" in total["unknown"][0]["reason"]


def test_a_module_that_is_not_installed_and_stays_adds_nothing(change) -> None:
    module = 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n'
    ran = change({"main.tf": PROVIDER + module}, {"main.tf": PROVIDER + module + MACHINE % ("a", "m5.large")})

    assert ran.report["costs"][0]["increase"]["expected"] == 70.88


REMOVED = """
removed {
  from = aws_instance.a
  lifecycle {
    destroy = %s
  }
}
"""


@pytest.mark.parametrize(
    ("block", "increase"),
    [
        # m5.large costs 0.096 x 730 + 0.80 = 70.88: one comes, and one goes or is left alone
        pytest.param("", 0.0, id="it goes"),
        pytest.param(REMOVED % "true", 0.0, id="it is destroyed"),
        pytest.param(REMOVED % "false", 70.88, id="it is left where it is"),
    ],
)
def test_what_terraform_leaves_where_it_is_pays_for_nothing(change, block, increase) -> None:
    ran = change(
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large")},
        {"main.tf": PROVIDER + MACHINE % ("b", "m5.large") + block},
    )

    assert ran.report["costs"][0]["increase"]["expected"] == increase


TEMPLATE = """
Resources:
  %s:
    Type: AWS::EC2::Instance
    %s
    Properties: {InstanceType: m5.large, AvailabilityZone: us-east-1a}
"""


@pytest.mark.parametrize(
    ("policy", "increase"),
    [
        pytest.param("Metadata: {}", 0.0, id="none"),
        pytest.param("DeletionPolicy: Delete", 0.0, id="it goes"),
        pytest.param("DeletionPolicy: Retain", 70.88, id="it stays"),
        pytest.param("DeletionPolicy: !Ref P", 70.88, id="it may stay"),
    ],
)
def test_what_cloudformation_leaves_where_it_is_pays_for_nothing(change, policy, increase) -> None:
    top = "Parameters: {P: {Type: String}}\n"
    ran = change({"t.yaml": top + TEMPLATE % ("A", policy)}, {"t.yaml": top + TEMPLATE % ("B", policy)})

    assert ran.report["costs"][0]["increase"]["expected"] == increase
