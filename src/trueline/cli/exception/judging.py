"""A request, before it is written: refused here where a run would refuse it, by the code that the run has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cli.exception.base import nobody_decides
from trueline.cli.output import say
from trueline.errors import ConfigError, UsageError
from trueline.exceptions import files, requests
from trueline.exceptions.decisions import spelled
from trueline.model.document import Source
from trueline.run.exceptions.drafts import latest_end, with_drafts
from trueline.run.exceptions.releasing import Releasing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.cli.exception.base import Room
    from trueline.model.policy_exception import Check, Standing
    from trueline.model.report import Finding
    from trueline.run.exceptions.opening import Granted

_OPTIONS: Final = {
    "renewals": "mend what it is about: nobody's approval makes another renewal count",
    "evidence": "fewer findings in one request",
}
"""What to change where a demand is not met, by its name."""

_LATER: Final = frozenset(("votes", "release"))
"""What need not hold yet for an exception to cover a finding one day."""


def see_that_it_counts(identifier: str, written: Mapping[str, bytes], meant: Sequence[Finding], room: Room) -> Standing:
    """Return how a request will stand; raise ``UsageError`` where a run would not take it, and say what is in vain."""
    _see_that_it_is_read(written[f"{files.FOLDER}/{identifier}/{files.REQUEST}"], identifier)
    opened = room.opened
    granted = with_drafts(opened.sides, opened.gate, opened.request, written)
    standing = granted.standings.get(identifier)
    if standing is None:
        said = [one.message for one in granted.notifications if one.location and identifier in one.location.path]
        raise UsageError(_refused("\n".join(said) or "it would not be read"))
    missing = [one for one in standing.checks if not one.holds and one.name not in ("votes", "people")]
    if missing:
        hints = filter(None, (_hint(one, standing, room) for one in missing))
        raise UsageError(_refused("; ".join(one.said for one in missing)), hint="; ".join(hints))
    _say_who_is_missing(standing, room)
    for line in _uncovered(identifier, granted, meant):
        say(f"trueline: as it is asked for, it will not cover {line}")
    return standing


def _see_that_it_is_read(data: bytes, identifier: str) -> None:
    try:
        _, problems = requests.read(Source(files.REQUEST, data), identifier)
    except ConfigError as error:
        raise UsageError(_refused(error.message)) from error
    if problems:
        said = "; ".join(one.message for one in problems)
        hint = "--reason says why it has to be, for those who decide" if "reason" in said else ""
        raise UsageError(_refused(said), hint=hint)


def _hint(missing: Check, standing: Standing, room: Room) -> str:
    """Return what to change where a demand is not met; nothing where the demand itself says it."""
    if missing.name == "length":
        return f"--expires {_latest(standing, room)} or earlier"
    if missing.name == "renews":
        denied = files.IDENTIFIER.search(missing.said)
        return f"--renews {denied[0]}" if denied is not None else ""
    return _OPTIONS.get(missing.name, "")


def _latest(standing: Standing, room: Room) -> str:
    """Return the latest end that may be asked for, as the argument is written."""
    end = spelled(latest_end(standing.request, room.opened.sides, room.opened.gate))
    return end if standing.request.break_glass else end[:10]


def _refused(why: str) -> str:
    return f"nothing was written, a run would not take this request: {why}"


def _say_who_is_missing(standing: Standing, room: Room) -> None:
    """Say that nobody can approve it as things are: that is no fault of the request."""
    check: Check | None = next((one for one in standing.checks if one.name == "people" and not one.holds), None)
    if check is not None:
        say(f"trueline: {nobody_decides(room) or f'too few people can decide: {check.said}'}; until then it is refused")


def _uncovered(identifier: str, granted: Granted, meant: Sequence[Finding]) -> Iterator[str]:
    """Yield the findings that the request is about and would not cover, each with why."""
    releasing = Releasing(granted, meant)
    for finding in meant:
        for verdict in releasing.verdicts(finding):
            if verdict.standing.request.id == identifier:
                why = [one.said for one in verdict.checks if not one.holds and one.name not in _LATER]
                if why:
                    yield f"{finding.fingerprint}: {'; '.join(why)}"
