"""Odd names are printed, and those taken for one another are found."""

from __future__ import annotations

import pytest

from trueline.repo.name import decode, encode, printable, twins


@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"a.tf", "a.tf"), ("ö".encode(), "ö"), (b"caf\xe9.tf", "caf\\xe9.tf"), (b"\xff", "\\xff")],
)
def test_any_bytes_can_be_printed_and_come_back(name, shown):
    assert shown == printable(decode(name))
    assert name == encode(decode(name))


def test_twins_differ_in_case_or_unicode_form():
    paths = ["a/File.tf", "a/file.tf", "b.tf", "e\u0301.tf", "\u00e9.tf", "STRASSE", "straße", "x/y", "x/z"]

    assert twins(paths) == [("STRASSE", "straße"), ("a/File.tf", "a/file.tf"), ("e\u0301.tf", "\u00e9.tf")]
