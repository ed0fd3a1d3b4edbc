"""Values that are put together from the words of a Dockerfile, and where each of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.resource import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.model.location import Path
    from trueline.parsers.dockerfile import DockerfileDocument

    Span = tuple[int, int]


class Placed:
    """A value in the making: ``put`` says what it is and where it stands."""

    def __init__(self, span: Span) -> None:
        self.spans: dict[Path, Span] = {(): span}

    def put(self, path: Path, span: Span) -> None:
        """Say where the value at ``path`` stands."""
        self.spans[path] = span

    def locator(self, document: DockerfileDocument) -> Callable[[Path], Place]:
        """Return the function that finds the place of a value, or of its nearest ancestor that has one."""

        def locate(path: Path) -> Place:
            while path not in self.spans:
                path = path[:-1]
            return Place(document.between(*self.spans[path]))

        return locate
