"""What tests of costs declare: machines of a known price, and the findings of one rule."""

from __future__ import annotations

from typing import Any

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
CONFIG = ".trueline/config.yaml"


def found(ran: Any, rule: str) -> list[dict[str, Any]]:
    return [one for one in ran.report["findings"] if one["rule_id"] == rule]
