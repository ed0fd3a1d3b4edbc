"""Which of two decisions reached the target branch first: its own history says so, whatever dates they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.run.gate import Sides

_MARK = "\x01"


def came_before(sides: Sides, mine: Sequence[str], others: Sequence[str]) -> bool | None:
    """Tell whether trust had all files of ``mine`` before any of ``others``; None where that is not known.

    So it is where both came at once, or before what a shallow clone shows.
    """
    if sides.git is None or not sides.trust_commit or not mine or not others:
        return None
    said = ("--first-parent", "-m", "--no-renames", "--diff-filter=A", "--name-only", "--format=%x01")
    ended = sides.git.attempt("log", *said, sides.trust_commit, "--", *mine, *others)
    ages: dict[str, list[int]] = {}
    for age, commit in enumerate(ended.out.decode("utf-8", "replace").split(_MARK)):
        for path in commit.split("\n"):
            ages.setdefault(path, []).append(age)
    if ended.code != 0 or not all(path in ages for path in (*mine, *others)):
        return None
    newest, oldest = min(min(ages[path]) for path in mine), max(max(ages[path]) for path in others)
    return None if newest == oldest else newest > oldest
