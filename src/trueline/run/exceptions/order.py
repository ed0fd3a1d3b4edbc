"""Which of two decisions reached the target branch first: its own history says so, whatever dates they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.run.gate import Sides

_MARK = "\x01"


def came_before(sides: Sides, path: str, others: Sequence[str]) -> bool | None:
    """Tell whether trust had a file before any of ``others``; None where that is not known.

    So it is where both came at once, or before what a shallow clone shows.
    """
    if sides.git is None or not sides.trust_commit or not others:
        return None
    said = ("--first-parent", "-m", "--no-renames", "--diff-filter=A", "--name-only", "--format=%x01")
    ended = sides.git.attempt("log", *said, sides.trust_commit, "--", path, *others)
    ages: dict[str, list[int]] = {}
    for age, commit in enumerate(ended.out.decode("utf-8", "replace").split(_MARK)):
        for name in commit.split("\n"):
            ages.setdefault(name, []).append(age)
    if ended.code != 0 or not ages.keys() >= {path, *others}:
        return None
    newest, oldest = min(ages[path]), max(max(ages[other]) for other in others)
    return None if newest == oldest else newest > oldest
