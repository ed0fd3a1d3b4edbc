"""What an AsyncAPI document announced at base, of operations, messages and payloads."""

from __future__ import annotations

import pytest

DAY = {"deprecated": True, "sunset": "2026-12-01"}
MARK = "deprecated: true, x-sunset: '2026-12-01', "
V2 = """\
asyncapi: 2.6.0
info: {{title: a, version: {version}}}
channels:
  a: {{{channel}subscribe: {{{operation}message: {{oneOf: [
    {{{message}name: M, payload: {{type: object, properties: {{x: {{{field}type: {type}}}}}}}}}, {{name: N}}]}}}}}}
  b: {{subscribe: {{message: {{name: K}}}}}}
"""
NOTHING = dict.fromkeys(("channel", "operation", "message", "field"), "")


def document(**members):
    return V2.format(**{**NOTHING, "version": "1.0.0", "type": "string", **members})


def told(change):
    return {name: one for name, one in change.details.items() if name in ("deprecated", "sunset", "sunset_invalid")}


@pytest.mark.parametrize("place", NOTHING)
def test_what_is_in_something_deprecated_is_deprecated_too(compare, place):
    (change,) = compare(document(**{place: MARK}), document(type="integer", **{place: MARK})).changes

    assert (change.kind, told(change)) == ("asyncapi/send-schema-type-changed", DAY)


def test_nothing_was_announced(compare):
    (change,) = compare(document(), document(type="integer", channel=MARK, message=MARK)).changes

    assert told(change) == {}


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param("x-deprecated: true, x-sunset: '2026-12-01', ", DAY, id="x-deprecated"),
        pytest.param("deprecated: true, ", {"deprecated": True}, id="no day"),
        pytest.param(
            "deprecated: true, x-sunset: soon, ", {"deprecated": True, "sunset_invalid": "soon"}, id="no day at all"
        ),
    ],
)
def test_an_operation_that_goes(compare, mark, expected):
    head = document()
    head = "\n".join(line for line in head.splitlines() if not line.startswith(("  a:", "    {")))
    (change,) = compare(document(operation=mark), head).changes

    assert (change.kind, told(change)) == ("asyncapi/send-removed", expected)


def test_a_message_that_two_channels_share_ends_with_the_last_of_them(compare):
    shared = """\
asyncapi: 2.6.0
info: {{title: a, version: 1.0.0}}
channels:
  a: {{deprecated: true, x-sunset: '2026-12-01', subscribe: {{message: {{$ref: '#/components/messages/M'}}}}}}
  b: {{{mark}subscribe: {{message: {{$ref: '#/components/messages/M'}}}}}}
components: {{messages: {{M: {{payload: {{type: {type}}}}}}}}}
"""
    mark = "deprecated: true, x-sunset: '2027-12-01', "
    (change,) = compare(shared.format(mark=mark, type="string"), shared.format(mark=mark, type="integer")).changes

    assert told(change)["sunset"] == "2027-12-01"


def test_a_message_that_a_channel_keeps_is_not_deprecated(compare):
    text = """\
asyncapi: 2.6.0
info: {{title: a, version: 1.0.0}}
channels:
  a: {{deprecated: true, x-sunset: '2026-12-01', subscribe: {{message: {{$ref: '#/components/messages/M'}}}}}}
  b: {{subscribe: {{message: {{$ref: '#/components/messages/M'}}}}}}
components: {{messages: {{M: {{payload: {{type: {type}}}}}}}}}
"""
    (change,) = compare(text.format(type="string"), text.format(type="integer")).changes

    assert told(change) == {}


def test_the_version_is_told_with_its_places(compare):
    version = compare(document(), document(version="1.1.0", type="integer")).version

    assert version[:3] == ("1.0.0", "1.1.0", "minor")
    assert [place.region.start_line for place in version[3:]] == [2, 2]
