"""Instances of a state: addresses, attributes, and what of them is secret."""

from __future__ import annotations

import pytest
from tests.drift.terraform.states import instance, resource, snapshot, state

from trueline.drift.terraform.instances import StateInstance, faults_of, instances_of
from trueline.values.unknown import is_sensitive


def _only(content: object) -> StateInstance:
    (found,) = instances_of(snapshot(content))
    return found


@pytest.mark.parametrize(
    ("written", "address"),
    [
        pytest.param(resource("aws_eip", "this", instance({})), "aws_eip.this", id="alone"),
        pytest.param(resource("aws_eip", "this", instance({}, 0)), "aws_eip.this[0]", id="counted"),
        pytest.param(
            resource("aws_eip", "this", instance({}, 'a"b')), 'aws_eip.this["a\\"b"]', id="keyed, with a quote"
        ),
        pytest.param(
            resource("aws_eip", "this", instance({}, "a.b"), module='module.net["x"].module.in[1]'),
            'module.net["x"].module.in[1].aws_eip.this["a.b"]',
            id="inside of modules",
        ),
        pytest.param(resource("aws_ami", "x", instance({}), mode="data"), "data.aws_ami.x", id="a data source"),
    ],
)
def test_an_address_is_spelled_as_terraform_does(written: object, address: str) -> None:
    found = _only(state(written))

    assert found.address == address


def test_attributes_are_placed_in_the_document() -> None:
    read = snapshot(state(resource("aws_eip", "this", instance({"domain": "vpc"}))))
    (found,) = instances_of(read)
    place = read.document.locate((*found.path, "domain"))

    assert place.region is not None
    assert read.document.source.data.splitlines()[place.region.start_line - 1].strip() == b'"domain": "vpc"'


def test_what_the_state_marks_as_sensitive_is_hidden_in_what_is_shown() -> None:
    marks = [
        [{"type": "get_attr", "value": "content"}],
        [
            {"type": "get_attr", "value": "block"},
            {"type": "index", "value": {"value": 1, "type": "number"}},
            {"type": "get_attr", "value": "value"},
        ],
    ]
    attributes = {"content": {"a": "x"}, "block": [{"value": "open"}, {"value": "shut"}], "master_password": "p4ss"}
    shown = _only(state(resource("t", "n", instance(attributes, sensitive_attributes=marks)))).shown()

    assert shown == attributes
    assert is_sensitive(shown["content"]["a"])  # type: ignore[index]
    assert all(is_sensitive(block["value"]) for block in shown["block"])  # type: ignore[attr-defined]
    assert is_sensitive(shown["master_password"])


def test_a_text_that_holds_what_the_state_marks_elsewhere_is_hidden() -> None:
    mark = [{"type": "get_attr", "value": "token"}]
    written = state(
        resource("t", "one", instance({"token": "hunter2hunter2"}, sensitive_attributes=[mark])),
        resource("t", "two", instance({"url": ["http://x?hunter2hunter2", "http://y"], "of": "swordfish"})),
    )
    written["outputs"] = {"shown": {"value": "http://y"}, "not": {"value": {"a": "swordfish"}, "sensitive": True}}
    shown = instances_of(snapshot(written))[1].shown()

    assert [is_sensitive(one) for one in shown["url"]] == [True, False]  # type: ignore[attr-defined]
    assert is_sensitive(shown["of"])


@pytest.mark.parametrize("mark", [None, [], [{"type": "index", "value": None}], "content", 7])
def test_a_mark_that_cannot_be_read_hides_everything(mark: object) -> None:
    shown = _only(state(resource("t", "n", instance({"a": "x"}, sensitive_attributes=[mark])))).shown()

    assert is_sensitive(shown["a"])


def test_an_instance_without_attributes_says_why() -> None:
    flat = _only(state(resource("t", "n", {"schema_version": 0, "attributes_flat": {"id": "i"}})))
    bare = _only(state(resource("t", "n", {"schema_version": 0})))

    assert "before 0.12" in flat.fault
    assert bare.fault == "the state has no attributes of it"


@pytest.mark.parametrize("broken", [None, 1, "x", [], {}, {"type": 1, "name": []}, {"type": "a", "name": "b"}])
def test_what_is_no_resource_is_told(broken: object) -> None:
    read = snapshot(state(broken, resource("t", "n", instance({}), 7)))  # type: ignore[arg-type]

    assert [found.address for found in instances_of(read)] == ["t.n"]
    assert [path for path, _ in faults_of(read)] == [("resources", 0), ("resources", 1, "instances", 1)]
