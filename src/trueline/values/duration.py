"""Durations as texts: ``1h30m`` as Go writes them, ``1w2d`` as Prometheus does."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

_GO: Final = {
    "h": 3_600_000_000_000,
    "m": 60_000_000_000,
    "s": 1_000_000_000,
    "ms": 1_000_000,
    "us": 1000,
    "µs": 1000,
    "μs": 1000,
    "ns": 1,
}
_PROMETHEUS: Final = {
    "y": 31_536_000_000,
    "w": 604_800_000,
    "d": 86_400_000,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1000,
    "ms": 1,
}


def parse_duration(text: str) -> timedelta:
    """Return the duration of ``1h30m``, ``-1.5s`` (Go's ``time.ParseDuration``); raise ``ValueError`` for others.

    Python's durations count microseconds; nanoseconds are cut off.
    """
    sign = -1 if text[:1] == "-" else 1
    body = text[1:] if text[:1] in ("-", "+") else text
    if body == "0":
        return timedelta()
    total = 0
    position = 0
    while position < len(body):
        digits, fraction, unit, position = _part(body, position, text)
        if unit not in _GO:
            raise ValueError(f"no duration: {text!r}")
        total += int(digits or "0") * _GO[unit]
        if fraction:
            total += int(fraction) * _GO[unit] // 10 ** len(fraction)
    if not body or total > 2**63:
        raise ValueError(f"no duration: {text!r}")
    return timedelta(microseconds=sign * (total // 1000))


def parse_prometheus_duration(text: str) -> timedelta:
    """Return the duration of ``1w2d``, ``5m``, ``90s``: units fall, each once; raise ``ValueError`` for others."""
    if text == "0":
        return timedelta()
    left = list(_PROMETHEUS)
    total = 0
    position = 0
    while position < len(text):
        digits, fraction, unit, position = _part(text, position, text)
        if fraction or not digits or unit not in left:
            raise ValueError(f"no Prometheus duration: {text!r}")
        del left[: left.index(unit) + 1]
        total += int(digits) * _PROMETHEUS[unit]
    if not text or total >= 2**63 // 1_000_000:
        raise ValueError(f"no Prometheus duration: {text!r}")
    return timedelta(milliseconds=total)


def format_duration(duration: timedelta) -> str:
    """Return a duration in seconds, as CEL writes it: ``90s``, ``0.5s``."""
    microseconds = (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds
    whole, rest = divmod(abs(microseconds), 1_000_000)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return f"{'-' if microseconds < 0 else ''}{whole}{fraction}s"


def _part(text: str, position: int, whole: str) -> tuple[str, str, str, int]:
    digits, position = _run_of(text, position, digits=True)
    fraction = ""
    dot = text[position : position + 1] == "."
    if dot:
        fraction, position = _run_of(text, position + 1, digits=True)
    unit, position = _run_of(text, position, digits=False)
    if not (digits or fraction) or not unit:
        raise ValueError(f"no duration: {whole!r}")
    return digits, fraction, unit, position


def _run_of(text: str, position: int, *, digits: bool) -> tuple[str, int]:
    end = position
    while end < len(text) and text[end] != "." and (text[end] in "0123456789") is digits:
        end += 1
    return text[position:end], end
