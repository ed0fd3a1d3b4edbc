"""A finding named by the beginning of its fingerprint: what is one, and what is refused."""

from __future__ import annotations

import pytest

from trueline.cli.fingerprints import is_fingerprint, one_of
from trueline.errors import UsageError
from trueline.model.location import Location
from trueline.model.report import Finding

PRINTS = [f"TL-{number:08x}{'0' * 24}" for number in range(0x1A, 0x22)]
FINDINGS = [Finding("r", "low", "soft", "s", "m", Location("a"), fingerprint=known) for known in (*PRINTS, PRINTS[0])]


@pytest.mark.parametrize("text", ["TL-1", "tl-18B28bc4", "18b28bc462b0", "18B28BC4", "TL-" + "a" * 32, "0" * 32])
def test_what_begins_as_a_fingerprint_is_one(text: str) -> None:
    assert is_fingerprint(text)


@pytest.mark.parametrize(
    "text", ["s3-public-acl", "1234567", "deadbeef", "TL", "18b28bc462b0.tf", "0" * 33, "openapi/operation-removed"]
)
def test_what_is_a_word_is_none(text: str) -> None:
    assert not is_fingerprint(text)


@pytest.mark.parametrize("text", [PRINTS[0], PRINTS[0][:11], PRINTS[0].upper(), "tl-0000001a", "0000001A"])
def test_a_beginning_is_enough(text: str) -> None:
    assert one_of(FINDINGS, text) == PRINTS[0]


def test_what_means_several_is_refused_and_they_are_named() -> None:
    with pytest.raises(UsageError) as caught:
        one_of(FINDINGS, "TL-000000")

    assert caught.value.hint == f"it may be {', '.join(PRINTS[:5])} and 3 more"


def test_what_means_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="no finding"):
        one_of(FINDINGS, "TL-ff")
