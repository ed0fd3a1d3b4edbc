"""The reference implementation beside ours on the same pairs, and why they differ where they do."""

from __future__ import annotations

from collections import Counter

import pytest
from graphql import build_schema
from graphql.utilities import find_breaking_changes, find_dangerous_changes
from graphql_pairs import PAIRS

from trueline.contracts.graphql import KINDS

NAMES = "graphql-js:"


def reference(pair):
    base, head = (build_schema(text, assume_valid=True, assume_valid_sdl=True) for text in (pair.base, pair.head))
    found = [*find_breaking_changes(base, head), *find_dangerous_changes(base, head)]
    return Counter(change.type.name for change in found)


def ours(compared):
    names = [
        alias.removeprefix(NAMES)
        for change in compared.changes
        if change.compatibility != "compatible"
        for alias in KINDS[change.kind].aliases
        if alias.startswith(NAMES)
    ]
    return Counter(names)


@pytest.mark.parametrize("name", PAIRS)
def test_says_what_the_reference_says(compare, name):
    pair = PAIRS[name]
    theirs = reference(pair)

    if pair.reference is None:
        assert theirs == ours(compare(pair.base, pair.head))
        return
    assert pair.why
    assert Counter(pair.reference) == theirs
