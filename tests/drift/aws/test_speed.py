"""Many things, declared and there, take no more than their number."""

from __future__ import annotations

import json

from effort import ends, growth
from tests.drift.aws.bench import PROVIDER


def things(bench, count):
    code, instances, live = [], [], []
    for number in range(count):
        group, role = f"sg-{number}", f"role-{number}"
        code.append(f'resource "aws_security_group" "g{number}" {{\n  name = "g{number}"\n}}\n')
        code.append(f'resource "aws_iam_role" "r{number}" {{\n  name = "{role}"\n  assume_role_policy = "{{}}"\n}}\n')
        rule = {"protocol": "tcp", "from_port": 1, "to_port": 1, "cidr_blocks": ["10.0.0.0/8"]}
        said = {"id": group, "name": f"g{number}", "ingress": [], "egress": []}
        instances.append(("aws_security_group", f"g{number}", said))
        live.append({"type": "aws_security_group", "id": group, "region": "r", "arn": "", "attributes": {
            **said, "ingress": [rule]}})  # fmt: skip
        named = {"id": role, "name": role, "assume_role_policy": "{}"}
        instances.append(("aws_iam_role", f"r{number}", named))
        live.append({"type": "aws_iam_role", "id": role, "region": "global", "arn": "", "attributes": named})
    bench.code("".join(code))
    resources = [
        {"mode": "managed", "type": kind, "name": name, "provider": PROVIDER,
         "instances": [{"schema_version": 0, "attributes": said}]}
        for kind, name, said in instances
    ]  # fmt: skip
    bench.state = "infra.tfstate"
    body = {"version": 4, "lineage": "l", "serial": 1, "resources": resources}
    (bench.folder / bench.state).write_text(json.dumps(body))
    (bench.folder / "live.json").write_text(json.dumps({"trueline_snapshot": 1, "kind": "aws", "resources": live}))
    return lambda: bench.detect().drifts


def test_a_thousand_things(bench):
    with ends():
        drifts = things(bench, 500)()

    assert len(drifts) == 500
    assert growth(lambda size: things(bench, size), 50) < 2.5
