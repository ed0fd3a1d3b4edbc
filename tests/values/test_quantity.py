from __future__ import annotations

import pytest

from trueline.values.quantity import parse_quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "1"),
        ("500m", "0.5"),
        ("1Ki", "1024"),
        ("1.5Gi", "1610612736"),
        ("2e3", "2000"),
        ("1E", str(10**18)),
        ("1E2", "100"),
        ("-3k", "-3000"),
        ("+.5", "0.5"),
        ("1n", "0.000000001"),
        ("0.1n", "0.000000001"),
        ("5.", "5"),
    ],
)
def test_reads(text: str, expected: str) -> None:
    assert expected == str(parse_quantity(text))


@pytest.mark.parametrize(
    "text", ["", "m", "1 Gi", "1gi", "1KiB", "1.2.3", "--1", "1e", "1e999", "٣", "9" * 100, "1e1.5"]
)
def test_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="no quantity"):
        parse_quantity(text)


def test_order() -> None:
    assert sorted(map(parse_quantity, ["1G", "1Gi", "900M", "1000000k"])) == [
        parse_quantity(text) for text in ("900M", "1G", "1G", "1Gi")
    ]
