"""Budgets, as people meet them: limits at the target, what blocks, and what a change cannot get round."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.spending import BUCKET, BUDGETS, CONFIG, GROUP, MACHINE, PROVIDER, TAGGED, found


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


# cost.nodes at one dollar for a core a month: 500 pods of 4 cores are 2000
NODES = "cost:\n  nodes: {cpu: 0.00136986301369863, memory: 0}\n"
PODS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: big%s}
spec:
  replicas: 500
  template:
    spec: {containers: [{name: c, resources: {requests: {cpu: 4, memory: 8Gi}}}]}
"""
ELSEWHERE = 'module "m" {\n  source  = "terraform-aws-modules/ec2-instance/aws"\n  version = "5.0.0"\n}\n'
REMOTE = "resources: [https://github.com/x/y]\n"


@pytest.mark.parametrize(
    ("budget", "head", "doubt"),
    [
        pytest.param("namespaces: shop", {"a.yaml": PODS % ""}, "namespace", id="no namespace"),
        pytest.param("namespaces: default", {"a.yaml": PODS % ""}, "namespace", id="it need not be the default one"),
        pytest.param("namespaces: shop", {"a.yaml": PODS % ", namespace: '${NS}'"}, "${NS}", id="a namespace put in"),
        pytest.param("tags: {team: shop}", {"a.yaml": PODS % ", labels: {team: '$(T)'}"}, "$(T)", id="a label put in"),
        pytest.param("teams: shop", {"a.yaml": PODS % ", labels: {'${KEY}': shop}"}, "${KEY}", id="a key put in"),
        pytest.param(
            "teams: shop", {"a.yaml": PODS % ", labels: {team: '${T}', owner: ann}"}, "${T}", id="before another tag"
        ),
        pytest.param("modules: m", {"a.tf": ELSEWHERE}, "not installed", id="an absent module is itself"),
        pytest.param("tags: {team: shop}", {"a.tf": ELSEWHERE}, "not installed", id="any tag in an absent module"),
        pytest.param("teams: shop", {"a.tf": ELSEWHERE}, "not installed", id="any team in an absent module"),
        pytest.param("namespaces: shop", {"a.tf": ELSEWHERE}, "not installed", id="any namespace in an absent module"),
        pytest.param("tags: {a: b}", {"k/kustomization.yaml": REMOTE}, "rendering", id="any tag where not rendered"),
        pytest.param(
            "namespaces: shop", {"k/kustomization.yaml": REMOTE}, "rendering", id="any namespace where not rendered"
        ),
    ],
)
def test_whose_something_is_may_not_be_known(change, budget, head, doubt) -> None:
    budgets = f"budgets:\n  shop:\n    {budget}\n    monthly: 100\n    enforcement: hard\n"
    ran = change({"main.tf": PROVIDER, BUDGETS: budgets, CONFIG: NODES + "unknown: fail\n"}, head)

    (unknown,) = [one for one in ran.report["unknowns"] if one["rule_id"] == "budget-exceeded"]
    assert doubt in " ".join(unknown["reasons"])
    assert unknown["blocks"]
    assert found(ran, "budget-matches-nothing") == []


@pytest.mark.parametrize(
    ("budget", "said", "rules"),
    [
        pytest.param("namespaces: shop", ", namespace: shop", 1, id="its namespace"),
        pytest.param("namespaces: shop", ", namespace: other", 0, id="another one"),
        pytest.param("namespaces: '*'", "", 1, id="any namespace"),
        pytest.param("teams: shop", ", labels: {team: shop, owner: '${O}'}", 1, id="the first tag decides"),
        pytest.param("teams: shop", ", labels: {team: other, owner: '${O}'}", 0, id="also for another team"),
    ],
)
def test_what_is_said_of_an_object_decides_whose_it_is(change, budget, said, rules) -> None:
    budgets = f"budgets:\n  shop:\n    {budget}\n    monthly: 100\n"
    ran = change({"main.tf": PROVIDER, BUDGETS: budgets, CONFIG: NODES}, {"a.yaml": PODS % said})

    assert len(found(ran, "budget-exceeded")) == rules
    assert [one for one in ran.report["unknowns"] if one["rule_id"] == "budget-exceeded"] == []


QUEUE = """
AWSTemplateFormatVersion: "2010-09-09"
%s
Resources:
%s
  A: {Type: AWS::SNS::Topic}
"""


@pytest.mark.parametrize(
    ("head", "doubts"),
    [
        pytest.param(QUEUE % ("Transform: [Mine]", ""), 1, id="a macro"),
        pytest.param(QUEUE % ("", "  Fn::Transform: {Name: AWS::Include, Parameters: {}}"), 1, id="an include"),
        pytest.param(QUEUE % ("Transform: AWS::LanguageExtensions", ""), 0, id="one of AWS"),
    ],
)
def test_a_macro_may_add_anything_to_a_template(change, head, doubts) -> None:
    budgets = "budgets:\n  all: {monthly: 300, increase: 100, enforcement: hard}\n"
    config = "unknown: fail\ncost: {regions: {aws: us-east-1}, undeclared-usage: zero}\n"
    ran = change({"main.tf": PROVIDER, BUDGETS: budgets, CONFIG: config}, {"t.yaml": head})

    unknown = [one for one in ran.report["unknowns"] if one["rule_id"] == "cost-increase-over-limit"]
    assert len(unknown) == doubts
    assert all(one["blocks"] for one in unknown)


def test_a_macro_that_stays_adds_nothing(change) -> None:
    budgets = "budgets:\n  all: {increase: 100, enforcement: hard}\n"
    config = "unknown: fail\ncost: {regions: {aws: us-east-1}, undeclared-usage: zero}\n"
    files = {"main.tf": PROVIDER, BUDGETS: budgets, CONFIG: config, "t.yaml": QUEUE % ("Transform: [Mine]", "")}
    ran = change(files, {"main.tf": PROVIDER + BUCKET})

    assert [one for one in ran.report["unknowns"] if one["rule_id"] == "cost-increase-over-limit"] == []
