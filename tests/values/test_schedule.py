from __future__ import annotations

from datetime import timedelta

import pytest

from trueline.values.schedule import parse_schedule


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("*/5 * * * *", 5),
        ("0 * * * *", 60),
        ("@daily", 1440),
        ("0,50 0 * * *", 50),
        ("59,0 23,0 * * *", 1),
        ("@hourly", 60),
        ("7/20 * * * *", 20),
        ("* * * * *", 1),
    ],
)
def test_shortest(text: str, minutes: int) -> None:
    assert timedelta(minutes=minutes) == parse_schedule(text).shortest


def test_names_and_zones() -> None:
    schedule = parse_schedule("TZ=Europe/Berlin 0 9-17/4 1,15 jan-MAR sun,7,5")

    assert schedule.hours == (9, 13, 17)
    assert schedule.days == (1, 15)
    assert schedule.months == (1, 2, 3)
    assert schedule.weekdays == (0, 5)
    assert schedule.timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "5-1 * * * *",
        "*/0 * * * *",
        "a * * * *",
        "@often",
        "* * * foo *",
        "1,,2 * * * *",
    ],
)
def test_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="cron schedule"):
        parse_schedule(text)
