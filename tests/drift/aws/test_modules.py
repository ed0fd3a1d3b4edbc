"""Groups in modules, made many times, with blocks that are made: told at the block in the module."""

from __future__ import annotations

import json

from tests.drift.aws.bench import PROVIDER, told

ROOT = """\
module "web" {
  source   = "./web"
  for_each = toset(["blue", "green"])
  name     = each.key
  ports    = [80, 443]
}
"""
MODULE = """\
variable "name" {}
variable "ports" {}

resource "aws_security_group" "this" {
  name        = var.name
  description = "web"

  dynamic "ingress" {
    for_each = var.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}
"""


def test_groups_in_modules(bench):
    bench.code(ROOT)
    (bench.folder / "infra/web").mkdir()
    bench.code(MODULE, "web/main.tf")
    ec2 = bench.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    instances = []
    for name in ("blue", "green"):
        group = ec2.create_security_group(GroupName=name, Description="web", VpcId=vpc)["GroupId"]
        everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[everything])
        rules = [
            {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
            for port in (80, 443)
        ]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rules)
        kept = [
            {"cidr_blocks": ["10.0.0.0/8"], "from_port": port, "to_port": port, "protocol": "tcp", "self": False}
            for port in (443, 80)
        ]
        attributes = {"id": group, "name": name, "description": "web", "vpc_id": vpc, "ingress": kept, "egress": []}
        instances.append({"attributes": attributes, "module": f'module.web["{name}"]'})
    resources = [
        {
            "module": one["module"], "mode": "managed", "type": "aws_security_group", "name": "this",
            "provider": PROVIDER, "instances": [{"schema_version": 1, "attributes": one["attributes"]}],
        }
        for one in instances
    ]  # fmt: skip
    bench.state = "infra.tfstate"
    body = {"version": 4, "lineage": "l", "serial": 1, "resources": resources}
    (bench.folder / bench.state).write_text(json.dumps(body))
    assert bench.drifts() == ()
    rule = {"IpProtocol": "tcp", "FromPort": 3389, "ToPort": 3389, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    ec2.authorize_security_group_ingress(GroupId=instances[1]["attributes"]["id"], IpPermissions=[rule])

    (one,) = bench.drifts()

    path = "ingress[tcp 3389-3389 ::/0]"
    assert told([one]) == [("aws/added", 'module.web["green"].aws_security_group.this', path)]
    assert (one.location.path, one.location.region.start_line) == ("infra/web/main.tf", 4)
    assert "infra/main.tf" in {place.path for place in one.related}
    assert json.dumps(dict(one.details))
    bench.state = None
    assert [drift.address for drift in bench.drifts()] == ['module.web["green"].aws_security_group.this']
