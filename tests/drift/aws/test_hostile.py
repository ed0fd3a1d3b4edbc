"""A snapshot is a file that anybody may have written: nothing in it ends the comparison."""

from __future__ import annotations

import json
import random

import pytest
from tests.drift.aws.estate import access, compute, messages, network, storage

ODD = (None, True, -1, 1e308, "", "\x00\u202e", "arn:", "a" * 5000, [], {}, [None], {"": None}, [[[]]])


def _places(value, path=()):
    yield path
    if isinstance(value, dict):
        for name in value:
            yield from _places(value[name], (*path, name))
    elif isinstance(value, list):
        for place in range(len(value)):
            yield from _places(value[place], (*path, place))


def _put(value, path, odd):
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = odd


@pytest.mark.parametrize("estate", [network.security_groups, network.routes, storage.buckets, messages.functions,
                                    access.people, compute.balancers], ids=lambda one: one.__name__)  # fmt: skip
def test_mangled_snapshots_end_nothing(bench, estate):
    estate(bench)
    whole = json.dumps(bench.take(), default=str)
    rest = random.Random(7)
    places = [path for path in _places(json.loads(whole)) if path and path[0] not in ("trueline_snapshot", "kind")]

    for path in rest.sample(places, min(60, len(places))):
        mangled = json.loads(whole)
        _put(mangled, path, rest.choice(ODD))
        (bench.folder / "live.json").write_text(json.dumps(mangled))
        for one in bench.detect().drifts:
            assert one.message.isprintable()


@pytest.mark.parametrize(
    "estate", [network.security_groups, storage.buckets, messages.queues], ids=lambda one: one.__name__
)
def test_mangled_states_end_nothing(bench, estate):
    estate(bench)
    bench.take()
    whole = (bench.folder / "infra.tfstate").read_text()
    rest = random.Random(11)
    places = [path for path in _places(json.loads(whole)) if len(path) > 2 and path[0] == "resources"]

    for path in rest.sample(places, min(60, len(places))):
        mangled = json.loads(whole)
        _put(mangled, path, rest.choice(ODD))
        (bench.folder / "infra.tfstate").write_text(json.dumps(mangled))
        bench.detect()


def test_what_is_no_resource_is_said(bench):
    (bench.folder / "live.json").write_text(
        json.dumps(
            {"trueline_snapshot": 1, "kind": "aws", "resources": [1, {"type": "x"}], "absent": {}, "listed": [7]}
        )
    )

    found = bench.detect()

    assert [(one.level, one.location.path) for one in found.notifications] == [("error", "live.json")] * 3
    assert found.inputs[0].state == "partly-read"


def test_a_thing_that_stands_twice_is_said(bench):
    one = {"type": "aws_sqs_queue", "id": "u", "region": "r", "arn": "", "attributes": {}}
    (bench.folder / "live.json").write_text(
        json.dumps({"trueline_snapshot": 1, "kind": "aws", "resources": [one, one]})
    )

    assert "aws_sqs_queue u stands twice in the snapshot" in [note.message for note in bench.detect().notifications]


def test_deep_nesting_is_not_followed_for_ever(bench):
    messages.queues(bench)
    found = bench.take()
    deep: dict = {}
    for _ in range(90):
        deep = {"a": deep, "b": [deep]} if len(json.dumps(deep)) < 2000 else {"a": deep}
    next(one for one in found["resources"] if one["type"] == "aws_sqs_queue")["attributes"]["name"] = deep
    (bench.folder / "live.json").write_text(json.dumps(found))

    assert bench.detect().inputs
