"""The pages are what the code says, every kind has an example, and no name of a peer gets lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.contracts.aliases import MISSING, by_tool
from tests.contracts.examples import made
from tests.contracts.pages import pages

from trueline.contracts.registry import FORMATS, load

FOLDER = Path(__file__).parents[2] / "docs" / "contracts"


def test_the_pages_are_what_the_code_says():
    found = pages()

    assert found == {name: (FOLDER / name).read_text("utf-8") for name in found}, (
        "write them with `python -m tests.contracts.pages docs/contracts`"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_is_made_by_an_example(name):
    assert load(name).KINDS.keys() == made(name).keys()


@pytest.mark.parametrize("tool", MISSING)
def test_what_has_a_reason_to_be_missing_is_missing(tool):
    assert not MISSING[tool].keys() & by_tool()[tool].keys()


def test_every_change_of_the_reference_implementation_of_graphql_has_a_name():
    graphql = pytest.importorskip("graphql")
    theirs = {one.name for one in (*graphql.BreakingChangeType, *graphql.DangerousChangeType)}

    assert theirs - by_tool()["graphql-js"].keys() == set()
