"""The folder of exceptions, as far as every run has to look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.exceptions.files import APPROVERS, FOLDER
from trueline.repo.line_ends import is_left
from trueline.repo.tree import ABSENT

if TYPE_CHECKING:
    from trueline.repo.tree import Tree
    from trueline.run.gate import Sides


def has_exceptions(sides: Sides) -> bool:
    """Tell whether anybody asks for an exception, or was granted one; a file in place of the folder counts, too."""
    return any(tree.list(FOLDER) or is_no_folder(tree) for tree in (sides.trust, sides.head))


def is_no_folder(tree: Tree) -> bool:
    """Tell whether a file or a link stands where the folder should be, or on the way to it."""
    try:
        return tree.real(FOLDER) != FOLDER or tree.blob(FOLDER) != ABSENT
    except ReadError:
        return True


def alters_approvers(sides: Sides) -> bool:
    """Tell whether head has another list of approvers than the one that the target branch has, and changed it."""
    if sides.base is None or sides.head is sides.trust:
        return False
    is_there = sides.trust.blob(APPROVERS) != ABSENT
    return is_there and not any(is_left(sides.head, APPROVERS, one) for one in (sides.trust, sides.base))
