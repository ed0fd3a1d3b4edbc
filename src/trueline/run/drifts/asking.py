"""Whether a run is asked for drift: told apart so that who is not asked pays nothing."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from trueline.run.plan import under

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.run.gate import Gate, Request


NAMES: Final[Mapping[str, str]] = {"live": "live*.json", "state": "state*.json", "plan": "plan*.json"}
"""How files are called in a policy's test that tell what is there; states and plans are of the root they lie in."""


def is_told(path: str) -> bool:
    """Tell whether a file of a policy's test tells what is there."""
    return any(fnmatchcase(path.rpartition("/")[2], pattern) for pattern in NAMES.values())


def told_by(request: Request) -> frozenset[str]:
    """Return the files that tell a run what is there."""
    states = (path for paths in request.states.values() for path in paths)
    return frozenset((*request.live, *states, *request.plans.values()))


def concerns(request: Request, kind: str, path: str, unit: str) -> bool:
    """Tell whether what differs is asked for: it stands under one of the paths, or its unit lies or reaches there.

    An overlay is made of files elsewhere: rather too much is told than that something is left out. What nothing
    declares stands in what tells of it, and is always asked for; so is what could not be told, which stands for many.
    """
    paths = request.scope.paths
    if not paths or kind == "snapshot/unchecked" or path in told_by(request):
        return True
    return under(path, paths) or is_asked(request, unit)


def is_asked(request: Request, unit: str) -> bool:
    """Tell whether a unit lies under one of the paths, or reaches there."""
    paths = request.scope.paths
    return not paths or (bool(unit) and under(unit, paths)) or any(under(one, [unit]) for one in paths)


def drift_asked(gate: Gate, request: Request) -> bool:
    """Tell whether something tells what is there, or settings name what should be alike and all of it is judged."""
    if request.live or request.states or request.plans:
        return True
    said = gate.settings.drift
    return bool(said.alike or said.central) and request.scope.changed is None
