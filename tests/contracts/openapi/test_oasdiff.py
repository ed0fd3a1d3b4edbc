"""Every serious check of oasdiff has a kind or a reason."""

from __future__ import annotations

from trueline.contracts.openapi import KINDS
from trueline.contracts.openapi.oasdiff import NOTES, REASONS, SERIOUS


def _peers():
    return {
        alias.partition(":")[2] for kind in KINDS.values() for alias in kind.aliases if alias.startswith("oasdiff:")
    }


def test_every_serious_check_of_oasdiff_has_a_kind_or_a_reason():
    assert (len(SERIOUS), len(NOTES)) == (243, 266)
    assert SERIOUS - _peers() == REASONS.keys()


def test_no_kind_is_called_what_oasdiff_does_not_have():
    assert _peers() <= SERIOUS | NOTES
