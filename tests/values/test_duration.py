from __future__ import annotations

from datetime import timedelta

import pytest

from trueline.values.duration import format_duration, parse_duration, parse_prometheus_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h30m", 5400),
        ("-1.5s", -1.5),
        ("0", 0),
        ("100ms", 0.1),
        ("1h0.5m", 3630),
        (".5s", 0.5),
        ("+2s", 2),
        ("3us", 3e-6),
    ],
)
def test_duration(text: str, seconds: float) -> None:
    assert timedelta(seconds=seconds) == parse_duration(text)


@pytest.mark.parametrize("text", ["", "1", "s", "1 s", "1d", "1h-1m", "--1s", "1.s.", "10000000000000h", "é"])
def test_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1w2d", timedelta(days=9)),
        ("5m", timedelta(minutes=5)),
        ("1y", timedelta(days=365)),
        ("0", timedelta()),
        ("1h30m15s500ms", timedelta(hours=1, minutes=30, seconds=15.5)),
    ],
)
def test_prometheus(text: str, expected: timedelta) -> None:
    assert expected == parse_prometheus_duration(text)


@pytest.mark.parametrize("text", ["", "5", "1m1h", "1s1s", "1.5h", "-5m", "5 m", "1us", "999999999999y"])
def test_no_prometheus_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (Prometheus )?duration"):
        parse_prometheus_duration(text)


@pytest.mark.parametrize("text", ["90s", "0.5s", "-1.25s", "0s", "0.000001s"])
def test_round_trip(text: str) -> None:
    assert text == format_duration(parse_duration(text))
