"""Drift that trust accepts for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from trueline.model.drift import Drift
from trueline.policies.kinds import fits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from trueline.model.drift_settings import DriftSettings, Expected


_PRESENCE: Final = frozenset(
    f"{source}/{what}"
    for source in ("terraform", "aws", "kubernetes", "cloudformation", "environment", "policies")
    for what in ("deleted", "missing", "undeclared", "reverted", "destroyed")
)
"""Kinds that are about the whole of something: an entry without a path accepts them alone."""


def accept(
    drifts: Iterable[Drift], settings: DriftSettings, now: datetime, *, is_whole: bool
) -> tuple[list[Drift], list[Drift]]:
    """Return the differences, with why some are accepted; and what is to be said of the entries themselves.

    An entry is unused only where everything was compared that it may be about: ``is_whole``. One that reaches farther
    ahead than is allowed accepts nothing.
    """
    entries, latest = settings.expected, now + timedelta(days=settings.longest + 1)  # a day counts to its end
    used: set[Expected] = set()
    over: set[Expected] = set()
    told = []
    for drift in drifts:
        meant = [one for one in entries if means(one, drift)]
        entry = next((one for one in meant if now <= one.expires <= latest), None)
        used.update(meant)
        over.update(meant if entry is None else ())
        told.append(drift if entry is None else drift._replace(expected=entry.reason))
    own = []
    for entry in entries:
        if entry.expires > latest:
            text = f"drift of {_what(entry)} is accepted until {_day(entry)}: {settings.longest} days ahead are allowed"
            own.append(_about(entry, "expected/distant", text))
        elif entry in over:
            own.append(_about(entry, "expected/expired", f"drift of {_what(entry)} was accepted until {_day(entry)}"))
        elif entry not in used and is_whole:
            own.append(_about(entry, "expected/unused", _unused(entry, told, now)))
    return told, own


def _unused(entry: Expected, drifts: Iterable[Drift], now: datetime) -> str:
    """Return why an entry is of no use."""
    is_inside = not entry.path and any(one.path and means(entry._replace(path="*"), one) for one in drifts)
    if is_inside:
        said = f"this is about {_what(entry)} being there or not, and what differs is in it: add a `path`"
    else:
        said = f"nothing of {_what(entry)} differs any more, or nothing is called so"
    return said if now <= entry.expires else f"{said}; it was until {_day(entry)}"


def means(entry: Expected, drift: Drift) -> bool:
    """Tell whether an entry is about a difference."""
    if drift.kind.startswith(("snapshot/", "expected/")):
        return False
    if not entry.path and not drift.path and drift.kind not in _PRESENCE:
        return False  # what is more than declared has no path, and is not what was agreed on
    return (
        fits(entry.address, drift.address)
        and (fits(entry.path, drift.path) or _is_inside(drift.path, entry.path))
        and (not entry.unit or fits(entry.unit, drift.unit))
        and (not entry.kind or entry.kind == drift.kind)
    )


def _is_inside(path: str, whole: str) -> bool:
    """Tell whether a path without a pattern holds another one."""
    return bool(whole) and path.startswith((whole + ".", whole + "["))


def _about(entry: Expected, kind: str, message: str) -> Drift:
    details: dict[str, object] = {"reason": entry.reason, "owner": entry.owner, "expires": entry.expires}
    return Drift(
        kind, entry.address, entry.location, path=entry.path, message=message, unit=entry.unit, is_standing=True,
        details={name: value for name, value in details.items() if value},
    )  # fmt: skip


def _what(entry: Expected) -> str:
    return f"{entry.path} of {entry.address}" if entry.path else entry.address


def _day(entry: Expected) -> str:
    return f"{entry.expires:%Y-%m-%d}"
