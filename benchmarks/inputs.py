"""Makes the inputs that are measured; the same bytes every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BUCKET = """resource "aws_s3_bucket" "{name}" {{
  bucket = "${{var.prefix}}-{name}"
  tags   = {{ team = var.team, index = "{number}" }}
}}

resource "aws_s3_bucket_acl" "{name}" {{
  bucket = aws_s3_bucket.{name}.id
  acl    = "{acl}"
}}
"""

GROUP = """resource "aws_security_group" "{name}" {{
  name = "${{var.prefix}}-{name}"
  dynamic "ingress" {{
    for_each = var.ports
    content {{
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }}
  }}
}}
"""

VARIABLES = """variable "prefix" {
  type    = string
  default = "example"
}

variable "team" {
  type    = string
  default = "platform"
}

variable "ports" {
  type    = list(number)
  default = [22, 443]
}
"""

CALL = """module "{name}" {{
  source = "{source}"
  prefix = "${{var.prefix}}-{name}"
  team   = var.team
}}
"""

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: service-{number}
  namespace: shop
  labels: {{app: service-{number}}}
spec:
  replicas: 3
  selector:
    matchLabels: {{app: service-{number}}}
  template:
    metadata:
      labels: {{app: service-{number}}}
    spec:
      containers:
        - name: main
          image: registry.example.com/service-{number}:1.0.{number}
          ports: [{{containerPort: 8080}}]
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
---
apiVersion: v1
kind: Service
metadata:
  name: service-{number}
  namespace: shop
spec:
  selector: {{app: service-{number}}}
  ports: [{{port: 80, targetPort: 8080}}]
"""


TEMPLATE = """AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Stage:
    Type: String
    Default: staging
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
Resources:
  Store:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "example-${{Stage}}-{number}"
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Snapshot
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.medium
      AllocatedStorage: "20"
      MultiAZ: !If [IsProduction, true, false]
      ManageMasterUserPassword: true
      MasterUsername: owner
      PubliclyAccessible: false
"""

WORKFLOW = """name: service-{number}
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: python -m pytest services/service-{number}
  build:
    needs: test
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: docker build --tag service-{number}:${{{{ github.sha }}}} services/service-{number}
"""

DOCKERFILE = """FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt
COPY . .

FROM python:3.13-slim
RUN apt-get update && apt-get install --yes --no-install-recommends tini \\
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src /srv/service-{number}
USER 1000
ENTRYPOINT ["tini", "--", "python", "/srv/service-{number}/main.py"]
"""


def one_terraform_file(folder: Path) -> None:
    """Write one file with two resources."""
    _write(folder / "main.tf", VARIABLES + BUCKET.format(name="logs", number=0, acl="public-read"))


def one_manifest(folder: Path) -> None:
    """Write one file with a Deployment and a Service."""
    _write(folder / "service.yaml", DEPLOYMENT.format(number=0))


def middle(folder: Path) -> None:
    """Write 200 files: 20 Terraform roots that share five modules, and 105 manifests."""
    for number in range(5):
        _module(folder / f"modules/store{number}", [], number)
    for number in range(20):
        root = folder / f"infra/root{number}"
        calls = [(f"store{number % 5}", f"../../modules/store{number % 5}")]
        _module(root, calls, number)
        _write(root / "network.tf", GROUP.format(name="web"))
    for number in range(105):
        _write(folder / f"deploy/service-{number}.yaml", DEPLOYMENT.format(number=number))


def company(folder: Path) -> None:
    """Write 1,000 files: 120 Terraform roots on ten modules, 190 manifests, 60 each of the others."""
    for number in range(10):
        _module(folder / f"modules/store{number}", [], number)
    for number in range(120):
        root = folder / f"infra/root{number}"
        _module(root, [(f"store{number % 10}", f"../../modules/store{number % 10}")], number)
        _write(root / "network.tf", GROUP.format(name="web"))
        _write(root / "terraform.tfvars", f'team = "team{number % 7}"\n')
    for number in range(190):
        _write(folder / f"deploy/service-{number}.yaml", DEPLOYMENT.format(number=number))
    for number in range(60):
        _write(folder / f"stacks/stack-{number}.yaml", TEMPLATE.format(number=number))
        _write(folder / f".github/workflows/service-{number}.yaml", WORKFLOW.format(number=number))
        _write(folder / f"services/service-{number}/Dockerfile", DOCKERFILE.format(number=number))


def nested_modules(folder: Path, roots: int = 600) -> None:
    """Write roots of three files that call modules, which call modules, which call modules: 2,310 files for 600."""
    for number in range(100):
        _module(folder / f"modules/leaf{number}", [], number)
    for number in range(50):
        calls = [(f"leaf{step}", f"../leaf{(number * 3 + step) % 100}") for step in range(3)]
        _module(folder / f"modules/middle{number}", calls, number)
    for number in range(20):
        calls = [(f"middle{step}", f"../middle{(number * 3 + step) % 50}") for step in range(3)]
        _module(folder / f"modules/top{number}", calls, number)
    for number in range(roots):
        calls = [(f"top{step}", f"../../modules/top{(number + step) % 20}") for step in range(2)]
        _module(folder / f"roots/root{number}", calls, number)


def plan(folder: Path, buckets: int = 2000) -> None:
    """Write the JSON of a plan that makes this many buckets, beside the configuration it comes from."""
    names = [f"bucket{number}" for number in range(buckets)]
    _write(
        folder / "main.tf",
        "".join(f'resource "aws_s3_bucket" "{name}" {{\n  bucket = "example-{name}"\n}}\n' for name in names),
    )
    resources = [_planned(name) for name in names]
    text = json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.9.5",
            "planned_values": {"root_module": {"resources": resources}},
            "resource_changes": [_change(resource) for resource in resources],
            "configuration": {"root_module": {"resources": [_configured(name) for name in names]}},
        },
        indent=1,
    )
    _write(folder / "plan.json", text)


def _module(folder: Path, calls: Iterable[tuple[str, str]], number: int) -> None:
    acl = "public-read" if number % 7 == 0 else "private"
    main = BUCKET.format(name="store", number=number, acl=acl)
    main += "".join(CALL.format(name=name, source=source) for name, source in calls)
    _write(folder / "main.tf", main)
    _write(folder / "variables.tf", VARIABLES)
    _write(folder / "outputs.tf", 'output "bucket" {\n  value = aws_s3_bucket.store.id\n}\n')


def _planned(name: str) -> dict[str, object]:
    return {
        "address": f"aws_s3_bucket.{name}",
        "mode": "managed",
        "type": "aws_s3_bucket",
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "schema_version": 0,
        "values": {
            "bucket": f"example-{name}",
            "force_destroy": False,
            "tags": {"team": "platform", "name": name},
            "tags_all": {"team": "platform", "name": name},
            "timeouts": None,
        },
        "sensitive_values": {"tags": {}, "tags_all": {}},
    }


def _change(resource: dict[str, object]) -> dict[str, object]:
    after_unknown = dict.fromkeys(("acl", "arn", "id", "policy", "region", "versioning", "website"), True)
    identity = {key: resource[key] for key in ("address", "mode", "type", "name", "provider_name")}
    change = {
        "actions": ["create"],
        "before": None,
        "after": resource["values"],
        "after_unknown": after_unknown,
        "before_sensitive": False,
        "after_sensitive": resource["sensitive_values"],
    }
    return {**identity, "change": change}


def _configured(name: str) -> dict[str, object]:
    return {
        "address": f"aws_s3_bucket.{name}",
        "mode": "managed",
        "type": "aws_s3_bucket",
        "name": name,
        "provider_config_key": "aws",
        "expressions": {"bucket": {"constant_value": f"example-{name}"}},
        "schema_version": 0,
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
