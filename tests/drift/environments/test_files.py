"""Files that no dialect judges: values, flags, variables, alerts, migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.drift.environments.pair import alike, both, compare, lines, only

if TYPE_CHECKING:
    from pathlib import Path

VALUES = """\
replicaCount: {replicas}
image: {{repository: example.com/web, tag: "{tag}"}}
ingress: {{host: {host}, tls: true}}
{more}
"""


def values(side: str, tag: str = "1.0.0", more: str = "") -> str:
    is_left = side == "staging"
    host = "staging.example.com" if is_left else "www.example.com"
    return VALUES.format(replicas=1 if is_left else 9, host=host, tag=tag, more=more)


def test_values_of_a_chart(tmp_path: Path) -> None:
    pair = alike(left=("staging", "chart/values-staging.yaml"), right=("production", "chart/values-production.yaml"))
    files = {
        "chart/Chart.yaml": "name: web\nversion: 1.0.0\n",
        "chart/values-staging.yaml": values("staging", "1.1.0", "podDisruptionBudget: {minAvailable: 1}"),
        "chart/values-production.yaml": values("production", "1.0.0", "featureFlags: {cart: true}"),
    }
    found = compare(tmp_path, files, pair)

    assert [(one.details["aspect"], one.type, one.path, str(one.location)) for one in found.drifts] == [
        ("safeguard", "file/values", "podDisruptionBudget", "chart/values-production.yaml:1:1"),
        ("image", "file/values", "image.tag", "chart/values-production.yaml:2:43"),
        ("flag", "file/values", "featureFlags", "chart/values-production.yaml:4:15"),
    ]
    assert found.drifts[1].details["newer"] == "staging"


def test_flags(tmp_path: Path) -> None:
    text = '{{"flags": {{"cart": {{"state": "ENABLED", "defaultVariant": "{0}"}}}}}}'
    drift = only(compare(tmp_path, both("flags.json", text.format("on"), text.format("off"))))

    assert (drift.details["aspect"], drift.path) == ("flag", "flags.cart.defaultVariant")
    assert drift.message == "cart.defaultVariant is off in production, on in staging"


def test_variable_files_alone(tmp_path: Path) -> None:
    left = 'web_instance_type = "small"\nname = "a-staging"\nweb_port = 80\nqueue_backup = true\n'
    right = 'web_instance_type = "large"\nname = "a-production"\nweb_port = 81\n'

    assert lines(compare(tmp_path, both("web.tfvars", left, right))) == [
        ("safeguard", "queue_backup", "only staging sets queue_backup, to true"),
        ("value", "web_port", "web_port is 81 in production, 80 in staging"),
    ]


def test_terragrunt(tmp_path: Path) -> None:
    text = """\
terraform {{
  source = "git::https://example.com/modules.git//db?ref={0}"
}}
inputs = {{
  instance_class = "{1}"
  name           = "db-${{local.env}}"
  {2}
}}
"""
    files = both(
        "db/terragrunt.hcl", text.format("v1.1.0", "small", "audit = true"), text.format("v1.0.0", "large", "")
    )

    assert [(one.details["aspect"], one.path, str(one.location)) for one in compare(tmp_path, files).drifts] == [
        ("version", "terraform.source", "production/db/terragrunt.hcl:2:12"),
        ("keys", "inputs.audit", "production/db/terragrunt.hcl:4:10"),
    ]


def test_alerts_of_prometheus(tmp_path: Path) -> None:
    text = "groups: [{{name: web, rules: [{{alert: Down, expr: up == {0}}}{1}]}}]\n"
    found = compare(tmp_path, both("alerts.yaml", text.format(0, ", {alert: Slow, expr: x}"), text.format(0, "")))

    assert lines(found) == [("slo", "groups[name=web].rules[alert=Slow]", "only staging sets rules[alert=Slow]")]


def test_names_in_env_files(tmp_path: Path) -> None:
    files = both(".env", "A=1\nexport B='2'\nDB_URL=postgres://a.staging\n", "A=1\nDB_URL=postgres://b\n")

    assert [(aspect, path) for aspect, path, _ in lines(compare(tmp_path, files))] == [("keys", "env.B")]


FIRST = "revision = 'a'\ndown_revision = None\n"


@pytest.mark.parametrize(
    ("left", "right", "heads"),
    [
        pytest.param({"V1__a.sql": "", "V2__b.sql": ""}, {"V1__a.sql": ""}, ("2", "1"), id="Flyway"),
        pytest.param({"V9__a.sql": "", "V10__b.sql": ""}, {"V9__a.sql": ""}, ("10", "9"), id="as numbers"),
        pytest.param({"0001_a.up.sql": "", "0001_a.down.sql": ""}, {"0001_a.up.sql": ""}, None, id="the same"),
        pytest.param({"20240101_a.sql": ""}, {"20230101_a.sql": ""}, ("20240101", "20230101"), id="by date"),
        pytest.param(
            {"versions/a.py": FIRST, "versions/b.py": "revision = 'b'\ndown_revision = 'a'\n"},
            {"versions/a.py": FIRST},
            ("b", "a"),
            id="alembic",
        ),
    ],
)  # fmt: skip
def test_migrations(tmp_path: Path, left: dict[str, str], right: dict[str, str], heads: tuple[str, str] | None) -> None:
    files = {f"staging/db/{name}": text for name, text in left.items()}
    files |= {f"production/db/{name}": text for name, text in right.items()}

    found = compare(tmp_path, files)

    assert {
        (one.details["aspect"], one.path, one.declared, one.actual) for one in found.drifts if one.path == "head"
    } == (set() if heads is None else {("schema", "head", *heads)})


def test_a_broken_file_is_said_and_the_others_are_compared(tmp_path: Path) -> None:
    files = {**both("a.json", '{"a": 1}', '{"a": 2}'), "production/b.json": "{"}

    found = compare(tmp_path, files)

    assert [(one.kind, one.path, str(one.location)) for one in found.drifts] == [
        ("snapshot/unchecked", "", "production/b.json:1:2"),
        ("environment/changed", "a", "production/a.json:1:7"),
    ]
    assert found.drifts[0].details["pair"] == "shop"


def test_templates_of_a_chart_are_no_settings(tmp_path: Path) -> None:
    chart = {
        "Chart.yaml": "name: web\nversion: {0}\n",
        "values.yaml": "a: {0}\n",
        "templates/a.yaml": "{{{{ a }}}}: {0}\n",
    }
    files = {
        f"{side}/{name}": text.format(number)
        for side, number in (("staging", 2), ("production", 1))
        for name, text in chart.items()
    }

    found = compare(tmp_path, files)

    assert [(one.kind, one.location.path, one.path) for one in found.drifts] == [
        ("snapshot/unchecked", "staging/Chart.yaml", ""),
        ("snapshot/unchecked", "production/Chart.yaml", ""),
        ("environment/changed", "production/Chart.yaml", "version"),
        ("environment/changed", "production/values.yaml", "a"),
    ]


def test_one_place_is_no_pair(tmp_path: Path) -> None:
    files = both("a.tfvars", "a = 1\n", "a = 1\n") | {"main.tf": 'resource "aws_sns_topic" "a" {}\n'}
    found = compare(tmp_path, files, alike(left=("staging", "."), right=("production", ".")))

    assert [(one.level, one.id) for one in found.notifications] == [("error", "environment-missing")]


def test_compose(tmp_path: Path) -> None:
    text = "services: {{web: {{image: 'web:{0}', environment: {{FEATURE_X: '{1}'}}}}{2}}}\n"
    found = compare(tmp_path, both("compose.yaml", text.format(2, 1, ", mail: {image: mail}"), text.format(1, 0, "")))

    assert [(one.details["aspect"], one.address, one.path) for one in found.drifts] == [
        ("image", "service/web", "image"),
        ("flag", "service/web", "environment.FEATURE_X"),
        ("component", "service/mail", ""),
    ]


def test_cloudformation(tmp_path: Path) -> None:
    text = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {{BucketName: shop-{0}, VersioningConfiguration: {{Status: {1}}}}}
"""
    found = compare(tmp_path, both("stack.yaml", text.format("stg", "Enabled"), text.format("prod", "Suspended")))

    assert [(one.type, one.path) for one in found.drifts] == [
        ("cloudformation/AWS::S3::Bucket", "VersioningConfiguration.Status")
    ]
