"""The table of parsers."""

from __future__ import annotations

import pytest

from trueline.model.document import Source
from trueline.parsers.registry import PARSERS, parser


def test_is_sorted():
    assert sorted(PARSERS) == list(PARSERS)


@pytest.mark.parametrize("name", [pytest.param("json"), pytest.param("yaml")])
def test_hands_out_modules_that_parse(name):
    module = parser(name)
    source = Source(f"a{module.SUFFIXES[0]}", b'{"a": [1]}')

    assert [document.root for document in module.parse(source).documents] == [{"a": [1]}]
