"""The pages are what the code says, every kind has an example or a reason, and no name of a peer gets lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.contracts.aliases import MISSING, by_tool
from tests.contracts.examples import made
from tests.contracts.pages import pages

from trueline.contracts.registry import FORMATS, load

FOLDER = Path(__file__).parents[2] / "docs" / "contracts"
LATER = "the format's schemas do not have the keyword"
MERGED = "stands for what cannot be told apart further; no pair is known that makes it"
LIMITS = tuple(f"max-contains-{verb}" for verb in ("added", "lowered", "raised", "removed"))
CONTAINS = (*LIMITS, *(f"min-contains-{verb}" for verb in ("lowered", "raised")))
LATER_KINDS = (
    *CONTAINS,
    *(f"dependent-{what}-{verb}" for what in ("required", "schema") for verb in ("added", "removed")),
)
UNMADE = {
    "asyncapi": {
        f"{role}-schema-{kind}": reason
        for role in ("send", "receive", "message")
        for kind, reason in {"composition-changed": MERGED, **dict.fromkeys(CONTAINS, LATER)}.items()
    },
    "kubernetes-crd": {
        f"schema-{kind}": LATER
        for kind in (
            *LATER_KINDS,
            *(f"contains-{verb}" for verb in ("added", "changed", "narrowed", "removed", "widened")),
            *(f"{what}-{verb}" for what in ("condition", "pattern-property") for verb in ("added", "removed")),
        )
    }
    | {"schema-composition-changed": MERGED, "schema-may-have-changed": MERGED},
    "openapi": {f"{role}-composition-changed": MERGED for role in ("parameter", "request", "response")},
}
"""Format → kind that no pair makes → why."""


def test_the_pages_are_what_the_code_says():
    found = pages()

    assert found == {name: (FOLDER / name).read_text("utf-8") for name in found}, (
        "write them with `python -m tests.contracts.pages docs/contracts`"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_is_made_by_an_example_or_has_a_reason(name):
    assert load(name).KINDS.keys() - made(name).keys() == {f"{name}/{kind}" for kind in UNMADE.get(name, ())}
    assert made(name).keys() <= load(name).KINDS.keys()


@pytest.mark.parametrize("tool", MISSING)
def test_what_has_a_reason_to_be_missing_is_missing(tool):
    assert not MISSING[tool].keys() & by_tool()[tool].keys()


def test_every_change_of_the_reference_implementation_of_graphql_has_a_name():
    graphql = pytest.importorskip("graphql")
    theirs = {one.name for one in (*graphql.BreakingChangeType, *graphql.DangerousChangeType)}

    assert theirs - by_tool()["graphql-js"].keys() == set()
