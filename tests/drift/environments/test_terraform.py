"""Terraform roots of two environments, and one root that is evaluated for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.drift.environments.pair import alike, both, compare, lines, only

from trueline.model.settings import Environment

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = """\
resource "aws_db_instance" "{name}" {{
  identifier = "shop-{side}"
  {more}
}}
"""


def database(side: str, more: str = "", name: str = "main") -> str:
    return DATABASE.format(side=side, more=more, name=name)


def attribute(left: str, right: str) -> dict[str, str]:
    return both("db/main.tf", database("staging", left), database("production", right))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param('instance_class = "db.t3.small"', 'instance_class = "db.r5.xlarge"', [], id="size"),
        pytest.param('engine_version = "16.1"', 'engine_version = "15.4"', ["engine"], id="engine"),
        pytest.param("deletion_protection = true", "", ["safeguard"], id="protection in one"),
        pytest.param("storage_encrypted = true", "storage_encrypted = false", ["safeguard"], id="encryption off"),
        pytest.param("backup_retention_period = 7", "backup_retention_period = 30", [], id="backups kept longer"),
        pytest.param("backup_retention_period = 7", "backup_retention_period = 0", ["safeguard"], id="no backups"),
        pytest.param("port = 5432", "port = 5433", ["value"], id="anything else"),
        pytest.param("tags = {Env = \"stg\"}", "tags = {Env = \"prod\"}", [], id="tag"),
        pytest.param("tags = {}", "tags = {Owner = \"a\"}", ["value"], id="another tag"),
        pytest.param("multi_az = false", "multi_az = true", [], id="zones"),
        pytest.param('kms_key_id = "arn:aws:kms:a:1:a"', 'kms_key_id = "arn:aws:kms:a:2:b"', [], id="key"),
        pytest.param('password = "abc12345"', 'password = "def67890"', [], id="password"),
        pytest.param("port = var.unknown", "port = 5433", [], id="unknown"),
        pytest.param('groups = ["sg-0123456789abcdef0"]', 'groups = ["sg-0abcdef0123456789"]', [], id="ids"),
    ],
)  # fmt: skip
def test_attributes(tmp_path: Path, left: str, right: str, expected: list[str]) -> None:
    assert [aspect for aspect, _, _ in lines(compare(tmp_path, attribute(left, right)))] == expected


def test_the_place_is_that_of_the_attribute(tmp_path: Path) -> None:
    drift = only(compare(tmp_path, attribute('engine_version = "16.1"', 'engine_version = "15.4"')))

    assert (drift.address, drift.path, drift.unit) == ("aws_db_instance.main", "engine_version", "production/db")
    assert (drift.declared, drift.actual) == ("16.1", "15.4")
    assert str(drift.location) == "production/db/main.tf:3:20"
    assert [(str(one), one.message) for one in drift.related] == [("staging/db/main.tf:3:20", "staging has 16.1")]
    assert drift.details["versions"] == ["16.1", "15.4"]
    assert drift.details["newer"] == "staging"


@pytest.mark.parametrize("more", ["deletion_protection = true", "skip_final_snapshot = false"])
def test_the_side_that_is_protected_less(tmp_path: Path, more: str) -> None:
    name, _, value = more.partition(" = ")
    other = f"{name} = {'false' if value == 'true' else 'true'}"

    assert only(compare(tmp_path, attribute(more, other))).details["weaker"] == "production"
    assert only(compare(tmp_path, attribute(other, more))).details["weaker"] == "staging"


@pytest.mark.parametrize("more", ["web_acl_default_allow = true", "storage_encrypted = var.unset"])
def test_which_is_protected_less_is_not_guessed(tmp_path: Path, more: str) -> None:
    name = more.partition(" = ")[0]
    found = compare(tmp_path, attribute(more, f"{name} = false"))

    assert [one.details.get("weaker") for one in found.drifts] == ([] if "unset" in more else [None])


@pytest.mark.parametrize(
    ("left", "right", "newer"),
    [("16.1", "15.4", "staging"), ("9.6", "10.1", "production"), ("8.4", "8.4.9", None), ("latest", "8.4", None)],
)
def test_which_version_is_newer(tmp_path: Path, left: str, right: str, newer: str | None) -> None:
    found = compare(tmp_path, attribute(f'engine_version = "{left}"', f'engine_version = "{right}"'))

    assert only(found).details.get("newer") == newer


def test_labels_and_keys_that_name_the_environment(tmp_path: Path) -> None:
    each = 'resource "aws_sqs_queue" "{0}" {{\n  for_each = toset(["{1}-a", "{1}-b"])\n  name = each.key\n}}\n'
    left = database("staging", name="staging_main") + each.format("q", "stg")
    right = database("production", name="prod_main") + each.format("q", "prod")

    assert lines(compare(tmp_path, both("main.tf", left, right))) == []


def test_names_in_which_nothing_sets_the_environment_apart(tmp_path: Path) -> None:
    topic = 'resource "aws_sns_topic" "{0}" {{\n  name = "{0}"\n}}\n'
    left, right = (topic.format(name) + topic.format("endpoint") for name in ("acmeint", "acmeprod"))
    files = {"int/main.tf": left, "prod/main.tf": right}

    assert lines(compare(tmp_path, files, alike(left=("integration", "int"), right=("production", "prod")))) == []


def test_more_instances_are_a_matter_of_size(tmp_path: Path) -> None:
    text = 'resource "aws_instance" "web" {{\n  count = {0}\n}}\n'
    files = both("main.tf", text.format(1), text.format(3))

    assert lines(compare(tmp_path, files)) == []
    assert lines(compare(tmp_path, files, alike(compare=("size",)))) == [
        (
            "size",
            "aws_instance.web[1]",
            "only production has aws_instance.web[1], staging has not; so in 1 more component",
        )
    ]


def test_what_only_one_has(tmp_path: Path) -> None:
    files = attribute("", "")
    files["staging/db/waf.tf"] = 'resource "aws_wafv2_web_acl" "main" {}\nresource "aws_sns_topic" "news" {}\n'
    files["production/db/alarm.tf"] = 'resource "aws_cloudwatch_metric_alarm" "cpu" {}\nvariable "owner" {}\n'

    found = compare(tmp_path, files)

    assert [(one.details["aspect"], one.address, one.details["side"]) for one in found.drifts] == [
        ("slo", "aws_cloudwatch_metric_alarm.cpu", "right"),
        ("keys", "var.owner", "right"),
        ("safeguard", "aws_wafv2_web_acl.main", "left"),
        ("component", "aws_sns_topic.news", "left"),
    ]


SETTINGS = """\
terraform {{
  required_version = "{0}"
  backend "s3" {{ bucket = "{1}" }}
  required_providers {{
    aws = {{ source = "hashicorp/aws", version = "{2}" }}
  }}
}}
module "network" {{
  source = "git::https://example.com/network.git?ref={3}"
  cidr   = "10.{4}.0.0/16"
}}
provider "aws" {{ region = "{5}" }}
"""


def test_versions_of_modules_and_providers(tmp_path: Path) -> None:
    left = SETTINGS.format("1.9.0", "a", "~> 5.60", "v2.1.0", 1, "eu-west-1")
    right = SETTINGS.format("1.8.0", "b", "~> 5.40", "v2.0.0", 2, "us-east-1")

    found = compare(tmp_path, both("main.tf", left, right))

    assert [(one.details["aspect"], one.address, one.path, one.details["newer"]) for one in found.drifts] == [
        ("version", "terraform", "required_version", "staging"),
        ("version", "terraform", "required_providers[0].aws.version", "staging"),
        ("version", "module.network", "source", "staging"),
    ]
    assert str(found.drifts[2].location) == "production/main.tf:9:12"


def test_versions_in_lock_files(tmp_path: Path) -> None:
    lock = 'provider "registry.terraform.io/hashicorp/aws" {{\n  version = "{0}"\n  hashes = ["h1:{1}"]\n}}\n'
    files = {**attribute("", "")}
    files["staging/db/.terraform.lock.hcl"] = lock.format("5.60.0", "a")
    files["production/db/.terraform.lock.hcl"] = lock.format("5.40.0", "b")

    drift = only(compare(tmp_path, files))

    assert drift.details["aspect"] == "version"
    assert str(drift.location) == "production/db/.terraform.lock.hcl:2:13"
    assert drift.message == (
        'provider["registry.terraform.io/hashicorp/aws"].version is 5.40.0 in production, 5.60.0 in staging'
    )


SHARED = """\
variable "size" { type = string }
variable "engine" { type = string }
resource "aws_db_instance" "main" {
  engine_version = var.engine
  instance_class = var.size
}
"""


def environment(name: str) -> Environment:
    return Environment(name, variable_files={"infra": (f"{name}.tfvars",)})


@pytest.mark.parametrize("where", ["infra", ""])
def test_one_root_that_is_evaluated_for_both(tmp_path: Path, where: str) -> None:
    files = {
        "infra/main.tf": SHARED,
        "infra/staging.tfvars": 'engine = "16.1"\nsize = "small"\nextra = 1\n',
        "infra/production.tfvars": 'engine = "15.4"\nsize = "large"\n',
    }
    pair = alike(left=("staging", where), right=("production", where))
    found = compare(tmp_path, files, pair, environments=(environment("staging"), environment("production")))

    assert [(one.details["aspect"], one.path, str(one.location), str(one.related[0])) for one in found.drifts] == [
        ("keys", "extra", "infra/production.tfvars", "infra/staging.tfvars:3:9"),
        ("engine", "engine_version", "infra/production.tfvars:1:10", "infra/staging.tfvars:1:10"),
    ]
    assert found.drifts[0].environment == "production"


def test_roots_that_share_a_module_are_told_apart_by_what_they_hand_to_it(tmp_path: Path) -> None:
    call = 'module "db" {{\n  source = "../modules/db"\n  engine = "{0}"\n  size   = "{1}"\n}}\n'
    files = {
        "modules/db/main.tf": SHARED,
        "staging/main.tf": call.format("16.1", "small"),
        "production/main.tf": call.format("15.4", "large"),
    }
    drift = only(compare(tmp_path, files))

    assert drift.address == "module.db.aws_db_instance.main"
    assert str(drift.location) == "production/main.tf:3:12"
    assert str(drift.related[0]) == "staging/main.tf:3:12"


def test_a_module_that_is_called_in_one_alone(tmp_path: Path) -> None:
    call = 'module "waf" {{\n  source = "example/waf/aws"\n  count = {0}\n}}\n'
    drift = only(
        compare(tmp_path, both("main.tf", database("staging") + call.format(1), database("p") + call.format(0)))
    )

    assert (drift.kind, drift.address, drift.details["side"]) == ("environment/missing", "module.waf", "left")


def test_a_module_that_only_one_has_is_said_once(tmp_path: Path) -> None:
    files = {
        "modules/db/main.tf": SHARED,
        "staging/main.tf": 'module "db" {\n  source = "../modules/db"\n}\nresource "aws_sns_topic" "a" {}\n',
        "production/main.tf": 'resource "aws_sns_topic" "a" {}\n',
    }
    drift = only(compare(tmp_path, files))

    assert drift.message == "only staging has module.db, production has not; with 1 component in it"
    assert (str(drift.location), drift.details["more"]) == ("staging/main.tf:1:1", 1)


def test_json_inside_of_attributes(tmp_path: Path) -> None:
    text = """\
resource "aws_lb" "web" {{}}
resource "aws_ecs_task_definition" "web" {{
  family = "web"
  container_definitions = jsonencode([{{
    name = "web", image = "1.dkr.ecr.eu-west-1.amazonaws.com/web:{0}", memory = {1}
    environment = [{{ name = "FEATURE_CART", value = "{2}" }}, {{ name = "URL", value = aws_lb.web.dns_name }}]
  }}])
}}
"""
    found = compare(tmp_path, both("main.tf", text.format("2.0.0", 256, "on"), text.format("1.9.0", 1024, "off")))

    assert lines(found) == [
        (
            "image",
            "container_definitions[name=web].image",
            "container_definitions[name=web].image is 1.dkr.ecr.eu-west-1.amazonaws.com/web:1.9.0 in production, "
            "1.dkr.ecr.eu-west-1.amazonaws.com/web:2.0.0 in staging",
        ),
        (
            "flag",
            "container_definitions[name=web].environment[name=FEATURE_CART].value",
            "environment[name=FEATURE_CART].value is off in production, on in staging",
        ),
    ]
