"""What was found when an exception was asked for, as the file beside the request has it."""

from __future__ import annotations

from typing import NamedTuple


class Sighting(NamedTuple):
    """One finding as it was then. ``place`` is spelled ``path:line:column``; every text may be anything."""

    fingerprint: str
    subject: str = ""
    message: str = ""
    severity: str = ""
    place: str = ""
    environment: str = ""
    fix: str = ""


class Evidence(NamedTuple):
    """The first of ``total`` findings, what changed in contracts, and the run that saw it.

    ``problem`` says why the file cannot be read, or not whole; ``is_complete`` whether that run judged everything.
    """

    findings: tuple[Sighting, ...] = ()
    total: int = 0
    changes: tuple[str, ...] = ()
    trueline: str = ""
    base: str = ""
    head: str = ""
    is_complete: bool = True
    problem: str = ""
