"""In every format a verb has its counterpart, and what is written has the same kinds as what is read; or a reason."""

from __future__ import annotations

import pytest

from trueline.contracts.registry import FORMATS, load
from trueline.contracts.schema import RULES

VERBS = (
    ("added", "removed"), ("added", "dropped"), ("raised", "lowered"), ("opened", "closed"), ("widened", "narrowed"),
    ("became-required", "became-optional"), ("became-non-null", "became-nullable"), ("enabled", "disabled"),
    ("became-sensitive", "became-public"), ("generalized", "specialized"), ("allowed", "disallowed"),
)  # fmt: skip
SPLIT = "what comes is told as required or optional, what goes as gone, or the other way round"
NAMES_ONLY = "nobody relied on what was not there, so what comes is silent"
MEMBERS = "a new one is told by what is in it"
OTHER_VERB = "the way back has a word of its own"
ALONE = {
    "asyncapi": {
        "channel-removed": "a new one is `operation-added`, with or without operations",
        "operation-added": "a new one is one kind; one that goes says who misses it",
        "receive-removed": "see `operation-added`", "send-removed": "see `operation-added`",
    },
    "avro": {"alias-removed": NAMES_ONLY},
    "graphql": {
        **{f"{place}-became-non-null": "with a default it may be left out, and `became-optional` is the way back"
           for place in ("argument", "directive-argument", "input-field")},
        **{f"{place}-removed": SPLIT for place in ("argument", "directive-argument", "input-field")},
        **{f"{need}-{place}-added": SPLIT for need in ("optional", "required")
           for place in ("argument", "directive-argument", "input-field")},
    },
    "json-schema": {"definition-removed": NAMES_ONLY},
    "kubernetes-crd": {"selectable-field-removed": NAMES_ONLY, "short-name-removed": NAMES_ONLY},
    "openapi": {
        "component-schema-removed": NAMES_ONLY, "operation-id-added": "one that goes is a changed one",
        "operation-sunset-removed": OTHER_VERB, "parameter-removed": SPLIT, "parameter-sunset-removed": OTHER_VERB,
        "request-body-removed": SPLIT, "server-variable-value-removed": NAMES_ONLY,
        "webhook-parameter-removed": SPLIT, "webhook-request-body-removed": SPLIT,
    },
    "protobuf": {
        "extension-range-removed": NAMES_ONLY, "file-removed": MEMBERS, "message-accessor-removed": NAMES_ONLY,
        "package-removed": MEMBERS, "required-field-added": "one that goes is `field-removed`",
        "reservation-removed": NAMES_ONLY, "rpc-http-removed": NAMES_ONLY,
    },
    "sql": {
        **{f"{what}-dropped": NAMES_ONLY for what in (
            "database", "extension", "function", "schema", "sequence", "table", "type", "view")},
        "column-default-dropped": "a default that is set is `column-default-changed`",
        "column-not-null-dropped": "the way back is `column-set-not-null`",
        "constraint-dropped": "one whose sort is not known; what is added says its sort",
        "exclusion-added": "one that goes is `constraint-dropped`",
        "json-column-added": "one that goes is `column-dropped`",
        "merged-migration-removed": "a migration that comes is what is judged",
        "required-column-added": "one that goes is `column-dropped`",
    },
    "terraform-module": {
        "optional-variable-added": SPLIT, "required-variable-added": SPLIT, "variable-removed": SPLIT,
        "version-requirement-removed": "one that comes is a changed one",
    },
}  # fmt: skip
"""Format → kind without a counterpart → why."""
ONE_DIRECTION = {
    "kubernetes-crd": "spec and status are told apart by where they are, not by kind",
    "json-schema": "what is backward is said by `breaks`: data is read, clients read what is new",
    "avro": "each change says what comes of both directions in `backward` and `forward`",
    "protobuf": "the wire does not know who writes; one message serves both",
    "sql": "tables are written and read by the same code",
}
"""Format without kinds for each direction → why."""


def _names(name):
    return {kind.partition("/")[2] for kind in load(name).KINDS}


@pytest.mark.parametrize("name", FORMATS)
def test_every_verb_has_its_counterpart_or_a_reason(name):
    names, alone = _names(name), set()
    ways = [way for pair in VERBS for way in (pair, pair[::-1])]
    for kind in names:
        back = {kind.removesuffix(old) + new for old, new in ways if kind.endswith(f"-{old}")}
        if back and not back & names:
            alone.add(kind)

    assert alone == ALONE.get(name, {}).keys()


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.startswith(("max-contains", "min-contains"))])
def test_messages_of_applications_have_every_kind_in_each_direction(rule):
    kinds = load("asyncapi").KINDS
    found = [kinds[f"asyncapi/{role}-schema-{rule}"].compatibility for role in ("receive", "send")]

    assert [RULES[rule].request, RULES[rule].response] == found


@pytest.mark.parametrize("what", ["added", "removed"])
def test_graphql_has_what_is_written_beside_what_is_read(what):
    names = _names("graphql")

    assert any(name.endswith(f"field-{what}") and "input" not in name for name in names)
    assert any(name.endswith(f"input-field-{what}") for name in names)


def test_every_format_has_kinds_for_each_direction_or_a_reason():
    both = {name for name in FORMATS if _two_ways(name)}

    assert both.isdisjoint(ONE_DIRECTION)
    assert both | ONE_DIRECTION.keys() == set(FORMATS)


def _two_ways(name):
    return {"request", "response"} <= {kind.direction for kind in load(name).KINDS.values()}
