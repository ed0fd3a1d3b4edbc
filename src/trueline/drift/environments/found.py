"""One difference between two values, and where a walk through both of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from trueline.model.location import Path


class _Absent:
    """What a side has that has nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


class Found(NamedTuple):
    """One difference. ``path`` is printed; ``left_path`` and ``right_path`` lead to the nearest there is on each side.

    ``words`` are the names on the way in lower case, without keys of elements; ``name`` what the last of them is about:
    of a variable of the environment its name. ``only_left`` and ``only_right`` are what differs of two lists.
    """

    path: str
    left_path: Path
    right_path: Path
    left: object
    right: object
    words: tuple[str, ...]
    name: str
    is_secret: bool = False
    only_left: tuple[object, ...] = ()
    only_right: tuple[object, ...] = ()

    @property
    def is_element(self) -> bool:
        """Whether it is a whole element of a list."""
        return is_element(self.path)

    @property
    def is_one_sided(self) -> bool:
        """Whether only one side has it."""
        return self.left is ABSENT or self.right is ABSENT


class At(NamedTuple):
    """Where both sides are in a walk."""

    path: str = ""
    left: Path = ()
    right: Path = ()
    words: tuple[str, ...] = ()
    name: str = ""
    is_secret: bool = False
    is_embedded: bool = False
    depth: int = 0

    def member(self, key: str, left: Path, right: Path, *, is_secret: bool) -> At:
        """Return the place of a member of both maps."""
        plain = bool(key) and all(character.isalnum() or character in "_-" for character in key)
        shown = (f"{self.path}.{key}" if self.path else key) if plain else f'{self.path}["{key}"]'
        word = key.lower()
        name = self.name if word in ("value", "valuefrom", "defaultvalue") and self.name else word
        return self._replace(
            path=shown,
            left=self.left if self.is_embedded else (*self.left, *left),
            right=self.right if self.is_embedded else (*self.right, *right),
            words=(*self.words, word),
            name=name,
            is_secret=self.is_secret or is_secret,
            depth=self.depth + 1,
        )

    def element(self, label: str, left: Path, right: Path, name: str = "") -> At:
        """Return the place of an element of both lists."""
        return self._replace(
            path=f"{self.path}[{label}]",
            left=self.left if self.is_embedded else (*self.left, *left),
            right=self.right if self.is_embedded else (*self.right, *right),
            name=name.lower() or self.name,
            depth=self.depth + 1,
        )


def is_element(path: str) -> bool:
    """Tell whether a printed path ends in an element of a list."""
    return path.endswith("]") and not path.endswith('"]')
