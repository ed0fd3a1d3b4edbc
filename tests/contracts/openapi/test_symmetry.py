"""Each kind about requests has its mirror about responses, or a reason; and what webhooks invert is inverted."""

from __future__ import annotations

import pytest

from trueline.contracts.openapi import KINDS
from trueline.contracts.openapi.kinds_content import CONTENT
from trueline.contracts.schema import RULES

MIRRORS = {
    "parameter-added-optional": "response-header-added-optional",
    "parameter-added-required": "response-header-added-required",
    "parameter-became-optional": "response-header-became-optional",
    "parameter-became-required": "response-header-became-required",
    "parameter-removed": "response-header-removed-optional",
    "request-media-type-added": "response-media-type-added",
    "request-media-type-generalized": "response-media-type-generalized",
    "request-media-type-removed": "response-media-type-removed",
    "request-media-type-specialized": "response-media-type-specialized",
    "request-schema-added": "response-schema-added",
    "request-schema-removed": "response-schema-removed",
}
"""What clients send → the same in what they read."""
EITHER_WAY = {
    "request-media-type-removed": "clients ask for a media type by Accept: they miss one in both directions",
    "request-media-type-added": "clients ask for a media type by Accept: they get no other than they ask for",
    "parameter-removed": "what is no longer read, and what no longer comes, is missed by whoever relied on it",
    "parameter-added-optional": "nobody has to send it, nobody has to read it",
}
"""Pairs that have the same answer in both directions, with the reason."""
ALONE = {
    "parameter-location-changed": "a header of a response has one place",
    "parameter-style-changed": "headers of responses have one style, `simple`",
    "parameter-media-type-changed": "headers of responses with `content` are compared by schema alone",
    "parameter-empty-value-allowed": "only query parameters have it",
    "parameter-empty-value-disallowed": "only query parameters have it",
    "parameter-reserved-allowed": "only query parameters have it",
    "parameter-reserved-disallowed": "only query parameters have it",
    "request-body-added-optional": "a response is told by its status, with its media types",
    "request-body-added-required": "a response is told by its status, with its media types",
    "request-body-became-optional": "a response has no `required`",
    "request-body-became-required": "a response has no `required`",
    "request-body-removed": "a response is told by its status, with its media types",
    "request-encoding-changed": "the standard knows encodings of requests alone",
    "response-error-status-added": "a request has no status",
    "response-error-status-removed": "a request has no status",
    "response-header-removed-required": "every response lacks it then; a parameter that is gone is ignored",
    "response-link-added": "a request has no links",
    "response-link-changed": "a request has no links",
    "response-link-removed": "a request has no links",
    "response-status-generalized": "a request has no status",
    "response-status-specialized": "a request has no status",
    "response-success-status-added": "a request has no status",
    "response-success-status-removed": "a request has no status",
}
"""Kinds without a mirror, with the reason."""


def test_every_kind_has_a_mirror_or_a_reason():
    told = {*MIRRORS, *MIRRORS.values(), *ALONE}

    assert told == {row[0] for row in CONTENT}


@pytest.mark.parametrize("kind", MIRRORS)
def test_a_mirror_answers_the_opposite(kind):
    sent, read = KINDS[f"openapi/{kind}"], KINDS[f"openapi/{MIRRORS[kind]}"]
    answers = sorted({sent.compatibility == "compatible", read.compatibility == "compatible"})

    assert ([False, True] if kind not in EITHER_WAY else answers[:1]) == answers


@pytest.mark.parametrize("row", CONTENT, ids=lambda row: row[0])
def test_a_webhook_has_every_kind_with_the_opposite_direction(row):
    here, there = KINDS[f"openapi/{row[0]}"], KINDS[f"openapi/webhook-{row[0]}"]

    assert {here.direction, there.direction} == {"request", "response"}
    assert there.breaks == (() if there.compatibility == "compatible" else ("clients",))


@pytest.mark.parametrize("name", RULES)
def test_a_schema_has_every_kind_in_each_role(name):
    rule = RULES[name]

    assert [rule.request, rule.response, rule.request] == [
        KINDS[f"openapi/{role}-{name}"].compatibility for role in ("request", "response", "parameter")
    ]


def test_what_is_not_compatible_says_what_to_do():
    assert [kind.id for kind in KINDS.values() if kind.compatibility != "compatible" and not kind.fix] == []
