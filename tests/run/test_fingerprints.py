"""Fingerprints and contexts under edits of text, judged by the real engine: what keeps them, and what changes them."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest
from tests.run.styles import Block, Plain, Style

from trueline.identity import fingerprint, identify
from trueline.model.location import Location
from trueline.model.resource import Place, Resource
from trueline.model.rule import Answer
from trueline.model.settings import Settings
from trueline.policies import packs
from trueline.repo.working import WorkingTree
from trueline.run import settle
from trueline.run.check import judge_sides
from trueline.run.gate import Gate, Request, Sides
from trueline.run.moves import stood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from trueline.model.report import Finding

EACH = 170  # documents of each of the six sorts: more than a thousand edits
CHANGES = 150  # of each of the sorts of offending value: more than a thousand that a fingerprint must see
IDENTITIES = 100_000
RULE = """
  - id: {id}
    title: it is wrong
    severity: high
    for: terraform/thing
    require: {require}
    {at}
    message: {message}
"""
ROWS = [
    ("no-text", "'!has(it.text)'", "at: text", "no"),
    ("no-list", "'!has(it.list)'", "at: list", "no"),
    ("no-map", "'!has(it.map)'", "at: map", "no"),
    ("none-at-all", "'false'", "", "no {address}"),
    ("says", "'false'", "", "no {it.said}"),
]
HOUSE = "policy: house\nowner: platform\nrules:" + "".join(
    RULE.format(id=name, require=require, at=at, message=repr(message)) for name, require, at, message in ROWS
)


def terraform(number: str, rng: random.Random | None, values: Mapping[str, Plain]) -> dict[str, str]:
    """A root whose blocks stand in any file of it."""
    port = values.get("port", 22)
    blocks = [
        Block(["resource", "aws_s3_bucket_acl", f"x{number}"], {"bucket": "b", "acl": "public-read"}),
        Block(
            ["resource", "aws_security_group", f"x{number}"],
            {"name": "n", "tags": {"team": "shop", "stage": "prod"}},
            [
                Block(["ingress"], {"from_port": a, "to_port": b, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]})
                for a, b in ((port, 22), (3389, 3389), (443, 443))
            ],
        ),
        Block(["resource", "aws_db_instance", f"x{number}"], {"publicly_accessible": True, "password": "hunter22!"}),
        Block(
            ["resource", "thing", f"x{number}"],
            {"text": "t", "list": ["a", "b"], "map": {"a": 1, "b": 2}, "said": "s", "tag": "t", **values},
        ),
    ]
    files: dict[str, str] = {}
    for text in Style(rng).terraform(blocks):
        name = f"tf{number}/{rng.choice('abc') if rng else 'main'}.tf"
        files[name] = files.get(name, "") + text
    return files


def kubernetes(number: str, rng: random.Random | None, values: Mapping[str, Plain]) -> dict[str, str]:
    containers = [
        {"name": "web", "image": values.get("image", "nginx:latest"), "securityContext": {"privileged": True}},
        {
            "name": "side",
            "image": "busybox:latest",
            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "yes"}],
        },
    ]
    volumes = [{"name": "sock", "hostPath": {"path": "/var/run/docker.sock"}}]
    pod = {"hostNetwork": True, "containers": containers, "volumes": volumes}
    root = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": f"x{number}", "namespace": "shop", "labels": {"app": "web", "tier": "1"}},
        "spec": {"replicas": 2, "template": {"metadata": {"labels": {"app": "web"}}, "spec": pod}},
    }
    return {f"k8s/{rng.choice('abc') if rng else 'd'}{number}.yaml": Style(rng).yaml(root)}


def workflow(number: str, rng: random.Random | None, values: Mapping[str, Plain]) -> dict[str, str]:
    title = "${{ github.event.pull_request.title }}"
    steps = [
        {"uses": "actions/checkout@v4", "with": {"ref": "${{ github.event.pull_request.head.sha }}"}},
        {"name": "title", "run": f"echo {title} && echo done", "env": {"A": "1", "B": "2"}},
        {"name": "it", "uses": f"some/{values.get('action', 'thing')}@main"},
    ]
    root = {
        "name": "w",
        "on": {"pull_request_target": {"branches": ["main", "next"]}},
        "permissions": "write-all",
        "jobs": {"build": {"runs-on": "ubuntu-latest", "steps": steps}, "last": {"runs-on": "x", "steps": steps[1:]}},
    }
    return {f".github/workflows/w{number}.yaml": Style(rng).yaml(root)}


def dockerfile(number: str, rng: random.Random | None, values: Mapping[str, Plain]) -> dict[str, str]:
    return {
        f"docker{number}/Dockerfile": Style(rng).dockerfile(
            [
                f"FROM {values.get('image', 'ubuntu:latest')}",
                "RUN apt-get update && apt-get install -y curl",
                "RUN curl http://example.com/x.sh | sh && echo done",
                "ADD https://example.com/a.tgz /a",
                "ENV PASSWORD=hunter22hunter",
                "USER root",
                'CMD ["/a"]',
            ]
        )
    }


def compose(number: str, rng: random.Random | None, values: Mapping[str, Plain]) -> dict[str, str]:
    service = {
        "image": values.get("image", "nginx:latest"),
        "privileged": True,
        "network_mode": "host",
        "volumes": ["/var/run/docker.sock:/var/run/docker.sock"],
        "environment": {"A": "1", "B": "2"},
    }
    name = rng.choice(["compose.yaml", "compose.yml", "docker-compose.yml"]) if rng else "compose.yaml"
    return {f"compose{number}/{name}": Style(rng).yaml({"services": {f"x{number}": service, f"y{number}": service}})}


def cloudformation(number: str, rng: random.Random | None, values: Mapping[str, Plain]) -> dict[str, str]:
    rule = {"IpProtocol": "tcp", "FromPort": values.get("port", 22), "ToPort": 22, "CidrIp": "0.0.0.0/0"}
    group = {"GroupDescription": "d", "SecurityGroupIngress": [rule, {**rule, "FromPort": 3389, "ToPort": 3389}]}
    root = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            f"X{number}": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}},
            f"G{number}": {"Type": "AWS::EC2::SecurityGroup", "Properties": group},
        },
    }
    return {f"cfn/{rng.choice('abc') if rng else 't'}{number}.yaml": Style(rng).yaml(root)}


SORTS = (terraform, kubernetes, workflow, dockerfile, compose, cloudformation)
Written: TypeAlias = "Callable[[str, random.Random | None, Mapping[str, Plain]], dict[str, str]]"


def tree(top: Path, files: Mapping[str, str]) -> WorkingTree:
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(text.encode())
    found = WorkingTree(str(top))
    found.revision = top.name
    return found


class Compared(NamedTuple):
    """The findings of head beside base, and each context that base had, by fingerprint."""

    findings: list[Finding]
    before: dict[str, str]
    errors: list[str]


def compared(top: Path, base: Mapping[str, str], head: Mapping[str, str]) -> Compared:
    old, new = tree(top / "base", {**base, "policies/house.yaml": HOUSE}), tree(top / "head", head)
    loaded = packs.load(["builtin", "policies"], old)
    settings = Settings(policies=("builtin", "policies"))
    gate = Gate(settings, loaded.rules, loaded.digest, datetime(2026, 1, 1, tzinfo=UTC))
    run = judge_sides(Sides(new, old, old), gate, Request(workers=1))
    assert run.base is not None
    prints = settle.fingerprints(run.head.hits, run.base.hits, stood(run))[len(run.head.hits) :]
    notes = [note for result in run.head.results.values() for note in result.notifications]
    return Compared(
        settle.findings(run.head.hits, gate.bench, base=run.base.hits, stood=stood(run)),
        {known: hit.context for known, hit in zip(prints, run.base.hits, strict=True)},
        [note.message for note in notes if note.level == "error"],
    )


def test_what_means_the_same_is_the_same(tmp_path: Path) -> None:
    rng = random.Random(7)
    base: dict[str, str] = {}
    head: dict[str, str] = {}
    for number in range(EACH):
        for sort in SORTS:
            base |= sort(f"{number:04}", None, {})
            head |= sort(f"{number:04}", rng, {})

    findings, before, errors = compared(tmp_path, base, head)

    assert errors == []
    assert len(set(head.values()) & set(base.values())) < EACH
    assert [(found.subject, found.rule_id) for found in findings if found.status != "unchanged"] == []
    assert before == {found.fingerprint: found.context for found in findings}
    assert len(findings) > 40 * EACH
    assert all(found.unit for found in findings)


OFFENDING: list[tuple[str, Written, str, str, str]] = [
    # which value, of what, by which rule: does the fingerprint change with it, does the context?
    ("image", kubernetes, "image-tag-latest", "fingerprint", "{word}:latest"),
    ("image", compose, "service-image-latest", "fingerprint", "{word}:latest"),
    ("image", dockerfile, "base-image-latest", "fingerprint", "{word}:latest"),
    ("action", workflow, "action-on-branch", "fingerprint", "{word}"),
    ("port", terraform, "security-group-admin-port-open", "fingerprint", "{port}"),
    ("port", cloudformation, "security-group-admin-port-open", "fingerprint", "{port}"),
    ("text", terraform, "no-text", "fingerprint", "{word}"),
    ("list", terraform, "no-list", "context", "{word}"),
    ("map", terraform, "no-map", "context", "{word}"),
    ("said", terraform, "says", "context", "{word}"),
    ("tag", terraform, "none-at-all", "nothing", "{word}"),
]


def offending(name: str, shape: str, number: int, rng: random.Random) -> Plain:
    if shape == "{port}":
        return 21 - rng.randrange(20)
    word = shape.format(word=f"{rng.randbytes(3).hex()}{number}")
    return {"list": ["a", "b", word], "map": {"a": word, "b": 2}}.get(name, word)


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Compared:
    """Documents of every row, each with another offending value than before."""
    rng = random.Random(11)
    base: dict[str, str] = {}
    head: dict[str, str] = {}
    for row, (name, sort, _, _, shape) in enumerate(OFFENDING):
        for number in range(CHANGES):
            base |= sort(f"{row:02}r{number:04}", None, {})
            head |= sort(f"{row:02}r{number:04}", None, {name: offending(name, shape, number, rng)})
    return compared(tmp_path_factory.mktemp("changed"), base, head)


@pytest.mark.parametrize(
    ("row", "rule", "changes"),
    [pytest.param(row, it[2], it[3], id=f"{it[1].__name__} {it[0]}") for row, it in enumerate(OFFENDING)],
)
def test_another_offending_value_is_another_finding(changed: Compared, row: int, rule: str, changes: str) -> None:
    mine = [found for found in changed.findings if found.rule_id == rule and f"{row:02}r" in found.unit]
    new, same, fixed = ([one for one in mine if one.status == status] for status in ("new", "unchanged", "fixed"))
    moved = [found for found in same if changed.before[found.fingerprint] != found.context]

    if changes == "fingerprint":
        # what was is gone, and what is there now was never seen
        assert len(new) == len(fixed) >= CHANGES
        assert not {found.fingerprint for found in new} & set(changed.before)
        assert moved == []
    else:
        assert (len(new), len(same)) == (0, CHANGES)
        assert len(moved) == (CHANGES if changes == "context" else 0)


def test_no_two_identities_collide() -> None:
    rng = random.Random(13)
    seen: dict[str, object] = {}
    for _ in range(IDENTITIES):  # of words that would read alike if they were only put beside each other
        words = ["".join(rng.choices("a\0=:", k=rng.randrange(3))) for _ in range(7)]
        rule, kind, address, environment, *steps, text = words[: rng.randrange(5, 8)]
        value: object = text
        for step in reversed(steps):
            value = {step: value}
        found = Resource(
            kind=kind, address=address, name="", value=value, source="", locate=lambda _: Place(Location("")),
            environment=environment,
        )  # fmt: skip
        mark = fingerprint(identify(rule, found, Answer("fail", path=tuple(steps))))
        assert seen.setdefault(mark, words[: 5 + len(steps)]) == words[: 5 + len(steps)]

    assert len(seen) > IDENTITIES * 0.9


def test_every_process_says_the_same(tmp_path: Path) -> None:
    files = {name: text for sort in SORTS for number in range(3) for name, text in sort(str(number), None, {}).items()}
    tree(tmp_path / "tree", files)
    said = set()
    for seed, options in (("1", "--workers=1 --no-cache"), ("2", "--workers=2"), ("3", ""), ("4", "--workers=1")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        command = [sys.executable, "-m", "trueline", "check", "--report", "json", *options.split()]
        ran = subprocess.run(command, cwd=tmp_path / "tree", env=environment, capture_output=True, check=False)
        findings = json.loads(ran.stdout)["findings"]
        said.add(tuple((one["fingerprint"], one["context"], one["unit"]) for one in findings))

    assert len(said) == 1
    assert len(next(iter(said))) > 100
