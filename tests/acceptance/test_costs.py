"""What a change costs, as people meet it: budgets at the target, a change that scales, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.conftest import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n'
# m5.large 0.096 x 730 = 70.08, and 8 GiB of gp2 at 0.10: 70.88 a month
MACHINE = """
resource "aws_instance" "%s" {
  instance_type = "%s"
  metadata_options {
    http_tokens = "required"
  }
}
"""
GROUP = """
resource "aws_launch_template" "web" {
  instance_type = "m5.large"
  metadata_options {
    http_tokens = "required"
  }
}
resource "aws_autoscaling_group" "web" {
  min_size         = 2
  desired_capacity = 2
  max_size         = %s
  launch_template {
    id = aws_launch_template.web.id
  }
}
"""
BUDGETS = ".trueline/budgets.yaml"


@pytest.fixture
def change(
    trueline: Callable[..., Any], repository: Callable[..., Path], tree: Callable[..., Path]
) -> Callable[..., Any]:
    """Return a function that commits files on main, others on a branch, and judges that."""

    def judge(base: dict[str, str], head: dict[str, str], *arguments: str) -> Any:
        top = repository(base)
        git(top, "switch", "--quiet", "--create=change")
        tree(head)
        git(top, "add", "--all")
        git(top, "commit", "--quiet", "--message=change")
        return trueline("check", "--base", "main", "--report", "json", *arguments, cwd=top)

    return judge


def found(ran: Any, rule: str) -> list[dict[str, Any]]:
    return [one for one in ran.report["findings"] if one["rule_id"] == rule]


def test_a_maximum_raised_from_4_to_400_passes_what_is_expected_and_fails_the_worst_case(change) -> None:
    budgets = "budgets:\n  web:\n    monthly: 200\n    increase: 50\n    worst-case: 1000\n"
    ran = change(
        {"main.tf": PROVIDER + GROUP % 4, BUDGETS: budgets},
        {"main.tf": PROVIDER + GROUP % 400},
    )

    assert ran.code == 1
    assert found(ran, "budget-exceeded") == found(ran, "cost-increase-over-limit") == []
    (worst,) = found(ran, "worst-case-over-budget")
    assert worst["location"]["path"] == "main.tf"
    assert "28352 USD" in worst["message"]  # 400 x 70.88


def test_without_a_base_there_is_no_increase(trueline, tree) -> None:
    budgets = "budgets:\n  web:\n    increase: 1\n    increase-percent: 1\n"
    top = tree({"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), BUDGETS: budgets})
    ran = trueline("check", "--report", "json", cwd=top)

    assert ran.code == 0
    assert ran.report["costs"][0]["increase"] is None


def test_a_change_cannot_raise_the_budget_that_judges_it(change) -> None:
    ran = change(
        {"main.tf": PROVIDER, BUDGETS: "budgets:\n  all:\n    monthly: 50\n"},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), BUDGETS: "budgets:\n  all:\n    monthly: 5000\n"},
    )

    assert ran.code == 1
    assert len(found(ran, "budget-exceeded")) == 1


def test_a_change_cannot_bring_cheaper_prices(change) -> None:
    cheap = (
        '{"section": "aws/ec2", "asof": "2026-01-01", "confidence": "list", "unit": "hour",'
        ' "prices": {"us-east-1": {"m5.large": 0.001}}}'
    )
    ran = change(
        {"main.tf": PROVIDER, BUDGETS: "budgets:\n  all:\n    monthly: 50\n"},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), ".trueline/prices/aws/ec2.json": cheap},
    )

    assert len(found(ran, "budget-exceeded")) == 1


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


def test_a_budget_that_was_passed_before_stops_no_change_that_adds_nothing(change) -> None:
    budgets = "budgets:\n  all:\n    monthly: 10\n"
    ran = change(
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), BUDGETS: budgets},
        {"docs.md": "x"},
    )

    assert ran.code == 0
    assert [one["status"] for one in found(ran, "budget-exceeded")] == ["unchanged"]


def test_a_budget_that_was_passed_before_stops_a_change_that_adds_to_it(change) -> None:
    budgets = "budgets:\n  all:\n    monthly: 10\n"
    ran = change(
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), BUDGETS: budgets},
        {"b.tf": MACHINE % ("b", "t3.micro")},
    )

    assert ran.code == 1
    (one,) = found(ran, "budget-exceeded")
    assert one["status"] == "new"
    assert one["location"]["path"] == "b.tf"


@pytest.mark.parametrize(("enforcement", "code"), [("advise", 0), ("soft", 1), ("hard", 1)])
def test_a_budget_says_whether_it_blocks(change, enforcement, code) -> None:
    ran = change(
        {"main.tf": PROVIDER, BUDGETS: f"budgets:\n  all:\n    monthly: 10\n    enforcement: {enforcement}\n"},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large")},
    )

    assert ran.code == code
    assert [one["enforcement"] for one in found(ran, "budget-exceeded")] == [enforcement]


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


def test_an_exception_lets_go_up_to_its_ceiling(shop) -> None:
    budgets = "budgets:\n  all:\n    monthly: 50\n"
    shop.base({"cost.tf": PROVIDER, BUDGETS: budgets})
    git(shop.top, "rm", "--quiet", "acl.tf")
    shop.write({"cost.tf": PROVIDER + MACHINE % ("a", "m5.large")})
    shop.commit()
    (over,) = found(shop.check(), "budget-exceeded")
    git(shop.top, "config", "user.email", "dev@example.org")
    said = ("--reason", "until the sale is over", "--expires", "14d", "--base", "main")
    asked = shop.run("exception", "request", over["fingerprint"], *said, cwd=shop.top)
    assert asked.code == 0, asked.err
    (folder,) = (shop.top / ".trueline/exceptions").glob("EX-*")
    assert "ceiling: 70.88" in (folder / "request.yaml").read_text()
    key = str(shop.keys["rita"])
    git(shop.top, "config", "user.email", "rita@example.org")
    decided = shop.run(
        "exception", "approve", folder.name, "--as", "rita", "--key", key, "--reason", "agreed", "--base", "main",
        "--yes", cwd=shop.top,
    )  # fmt: skip
    assert decided.code == 0, decided.err
    git(shop.top, "config", "user.email", "dev@example.org")
    shop.commit("dev")

    assert shop.check().code == 0
    assert found(shop.check(), "budget-exceeded")[0]["suppression"]["kind"] == "exception"

    shop.write({"cost.tf": PROVIDER + MACHINE % ("a", "m5.xlarge")})
    shop.commit()
    ran = shop.check()

    assert ran.code == 1
    (over,) = found(ran, "budget-exceeded")
    assert over["suppression"] is None

    unknown = 'variable "size" {}\nresource "aws_instance" "b" {\n  instance_type = var.size\n}\n'
    shop.write({"cost.tf": PROVIDER + MACHINE % ("a", "t3.large") + unknown})  # at least 62.34
    shop.commit()
    ran = shop.check()

    assert ran.code == 1
    (over,) = found(ran, "budget-exceeded")
    assert over["suppression"] is None


def test_a_baseline_lets_no_budget_grow(trueline, repository, tree) -> None:
    top = repository(
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), BUDGETS: "budgets:\n  all:\n    monthly: 50\n"}
    )
    assert trueline("baseline", "create", cwd=top).code == 0
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=baseline")

    assert trueline("check", "--report", "json", cwd=top).code == 0

    git(top, "switch", "--quiet", "--create=change")
    tree({"docs.md": "x"})
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=words")

    assert trueline("check", "--base", "main", "--report", "json", cwd=top).code == 0

    tree({"main.tf": PROVIDER + MACHINE % ("a", "m5.24xlarge")})
    git(top, "commit", "--quiet", "--all", "--message=large")
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert ran.code == 1
    (over,) = found(ran, "budget-exceeded")
    assert over["suppression"] is None
    assert "the change adds to its amount" in over["refusals"][0]


def test_what_is_staged_is_held_against_what_it_adds(trueline, repository) -> None:
    top = repository({"main.tf": PROVIDER, BUDGETS: "budgets:\n  all:\n    increase: 50\n    monthly: 1\n"})
    (top / "main.tf").write_text(PROVIDER + MACHINE % ("a", "m5.large"))
    git(top, "add", "--all")
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert ran.code == 1
    assert len(found(ran, "cost-increase-over-limit")) == 1


def test_a_change_of_a_budget_says_what_it_would_do(change) -> None:
    ran = change(
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large"), BUDGETS: "budgets:\n  all:\n    monthly: 50\n"},
        {BUDGETS: "budgets:\n  all:\n    monthly: 500\n  new:\n    resource: 10\n"},
    )

    diff = ran.report["policy_diff"]
    assert [(one["name"], one["said"]) for one in diff["settings"]] == [("cost.budgets", "adds `new`; changes `all`")]
    assert [one["finding"]["rule_id"] for one in diff["would_release"]] == ["budget-exceeded"]
    assert [one["finding"]["rule_id"] for one in diff["would_add"]] == ["resource-over-cap"]


BUCKET = 'resource "aws_s3_bucket" "files" {\n  bucket = "files"\n}\n'
TAGGED = """
resource "aws_instance" "a" {
  instance_type = "%s"
  tags          = { team = %s }
  metadata_options {
    http_tokens = "required"
  }
}
"""


def test_what_is_not_known_of_what_goes_pays_for_nothing(change) -> None:
    budgets = "budgets:\n  all:\n    increase: 50\n"
    ran = change(
        {"main.tf": PROVIDER + BUCKET, BUDGETS: budgets},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large")},
    )

    assert len(found(ran, "cost-increase-over-limit")) == 1
    assert ran.report["costs"][0]["increase"]["expected"] == 70.88


def test_a_module_that_is_renamed_stays_in_its_budget(change) -> None:
    module = (
        'variable "size" {}\nresource "aws_instance" "a" {\n  instance_type = var.size\n  metadata_options {\n'
        '    http_tokens = "required"\n  }\n}\n'
    )
    call = 'module "%s" {\n  source = "./m"\n  size   = "%s"\n}\n'
    moved = "moved {\n  from = module.m\n  to   = module.mm\n}\n"
    ran = change(
        {
            "main.tf": PROVIDER + call % ("m", "m5.large"),
            "m/main.tf": module,
            BUDGETS: "budgets:\n  mod:\n    modules: module.m\n    monthly: 100\n",
        },
        {"main.tf": PROVIDER + call % ("mm", "m5.4xlarge") + moved},
    )

    assert len(found(ran, "budget-exceeded")) == 1
    resources = [one for one in ran.report["costs"] if one["scope"] == "resource"]
    assert [(one["address"], one["base"]["expected"]) for one in resources] == [("module.mm.aws_instance.a", 70.88)]


@pytest.mark.parametrize(
    ("head", "rules"),
    [
        pytest.param('"other"', ({"budget-exceeded"}, set()), id="another team"),
        pytest.param("var.team", ({"budget-exceeded"}, set()), id="a team that is not known, of what was in it"),
    ],
)
def test_what_a_change_takes_out_of_a_budget_still_counts_there(change, head, rules) -> None:
    variable = 'variable "team" {}\n'
    ran = change(
        {
            "main.tf": PROVIDER + variable + TAGGED % ("m5.large", '"shop"'),
            BUDGETS: "budgets:\n  shop:\n    teams: shop\n    monthly: 100\n",
        },
        {"main.tf": PROVIDER + variable + TAGGED % ("m5.4xlarge", head)},
    )

    assert {one["rule_id"] for one in ran.report["findings"] if one["subject"] == "shop"} == rules[0]


def test_whether_something_new_is_in_a_budget_may_not_be_known(change) -> None:
    variable = 'variable "team" {}\n'
    ran = change(
        {"main.tf": PROVIDER + variable, BUDGETS: "budgets:\n  shop:\n    teams: shop\n    monthly: 100\n"},
        {"main.tf": PROVIDER + variable + TAGGED % ("m5.4xlarge", "var.team")},
    )

    (unknown,) = [one for one in ran.report["unknowns"] if one["rule_id"] == "budget-exceeded"]
    assert "team" in unknown["reasons"][0]


def test_the_tags_of_a_group_are_its_own(change) -> None:
    tag = '  tag {\n    key = "team"\n    value = "shop"\n    propagate_at_launch = true\n  }\n'
    group = GROUP.replace("  launch_template {\n    id", tag + "  launch_template {\n    id")
    ran = change(
        {"main.tf": PROVIDER, BUDGETS: "budgets:\n  shop:\n    teams: shop\n    monthly: 100\n"},
        {"main.tf": PROVIDER + group % 4},
    )

    assert len(found(ran, "budget-exceeded")) == 1


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


CONFIG = ".trueline/config.yaml"


def test_a_low_cap_that_advises_hides_no_higher_one_that_blocks(change) -> None:
    caps = "budgets:\n  small: {resource: 10, enforcement: advise}\n  large: {resource: 60, enforcement: hard}\n"
    ran = change({"main.tf": PROVIDER, BUDGETS: caps}, {"main.tf": PROVIDER + MACHINE % ("a", "m5.large")})

    assert ran.code == 1
    assert [one["enforcement"] for one in found(ran, "resource-over-cap")] == ["hard"]


def test_a_budget_makes_no_rule_block_that_only_advises(change) -> None:
    caps = "budgets:\n  all:\n    resource: 1000\n    enforcement: hard\n"
    ran = change({"main.tf": PROVIDER, BUDGETS: caps}, {"main.tf": PROVIDER + MACHINE % ("a", "m5.misspelt")})

    assert ran.code == 0
    assert [one["enforcement"] for one in found(ran, "price-missing")] == ["advise"]


def test_what_the_config_says_of_another_place_takes_nothing_from_a_budget(change) -> None:
    config = "rules:\n  budget-exceeded:\n    where: [{paths: [legacy/**], enforcement: advise}]\n"
    budgets = "budgets:\n  all:\n    monthly: 10\n    enforcement: hard\n"
    ran = change(
        {"main.tf": PROVIDER, BUDGETS: budgets, CONFIG: config},
        {"main.tf": PROVIDER + MACHINE % ("a", "m5.large")},
    )

    assert ran.code == 1
    assert [one["enforcement"] for one in found(ran, "budget-exceeded")] == ["hard"]


@pytest.mark.parametrize(("enforcement", "code"), [("advise", 0), ("soft", 1)])
def test_a_budget_says_whether_what_is_not_known_blocks(change, enforcement, code) -> None:
    budgets = f"budgets:\n  all:\n    increase: 10\n    enforcement: {enforcement}\n"
    unknown = 'variable "size" {}\nresource "aws_instance" "a" {\n  instance_type = var.size\n}\n'
    config = "unknown: fail\n"
    ran = change({"main.tf": PROVIDER, BUDGETS: budgets, CONFIG: config}, {"main.tf": PROVIDER + unknown})

    (doubt,) = [one for one in ran.report["unknowns"] if one["rule_id"] == "cost-increase-over-limit"]
    assert doubt["blocks"] is bool(code)


def test_a_cap_that_may_be_about_a_resource_is_not_passed_over(change) -> None:
    caps = "budgets:\n  web:\n    tags: {team: web}\n    resource: 60\n"
    machine = MACHINE.replace("{\n  instance", "{\n  tags = { team = var.team }\n  instance", 1)
    ran = change(
        {"main.tf": PROVIDER, BUDGETS: caps},
        {"main.tf": PROVIDER + 'variable "team" {}\n' + machine % ("a", "m5.large") + machine % ("b", "t3.micro")},
    )

    doubts = [one["subject"] for one in ran.report["unknowns"] if one["rule_id"] == "resource-over-cap"]
    assert doubts == ["aws_instance.a"]


def test_a_stack_in_another_folder_adds_nothing_and_stays_in_its_budget(change) -> None:
    gateway = 'resource "aws_nat_gateway" "a" {\n  subnet_id = "subnet-1"\n}\n'  # how much goes through is not known
    budgets = "budgets:\n  all: {increase: 1}\n  shop: {paths: [shop/**], monthly: 10, enforcement: hard}\n"
    ran = change(
        {"shop/main.tf": PROVIDER + gateway, BUDGETS: budgets},
        {"shop/main.tf": "", "other/main.tf": PROVIDER + gateway + MACHINE % ("b", "t3.micro")},
    )

    (total, *_) = ran.report["costs"]
    assert total["increase"]["expected"] == 8.392  # 730 x 0.0104, and 8 GiB of gp2 at 0.10
    (shop,) = [one for one in ran.report["costs"] if one["scope"] == "budget" and one["address"] == "shop"]
    assert shop["head"]["expected"] == {"at_least": 32.85, "at_most": None}
    assert shop["increase"]["expected"] == 0
    assert [one["status"] for one in found(ran, "budget-exceeded")] == ["unchanged"]


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
