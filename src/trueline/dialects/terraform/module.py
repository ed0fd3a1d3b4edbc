"""What is known of one call of a module by those that compute its parts: who calls it, and what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from trueline.dialects.terraform.frame import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trueline.dialects.terraform.directory import Directory
    from trueline.dialects.terraform.frame import Frame
    from trueline.dialects.terraform.lazy import Missing
    from trueline.parsers.hcl.syntax import Attribute, Block


class Given(NamedTuple):
    """What a variable is set to, and where: an attribute seen from ``frame``, or a plain value from the settings."""

    attribute: Attribute | None
    frame: Frame | None = None
    value: object = None
    origin: str = ""


class Caller:
    """Who calls a module: the block, its scope and frame, and the instance's key."""

    __slots__ = ("block", "frame", "name", "scope")

    def __init__(self, scope: Module, name: str, block: Block, frame: Frame) -> None:
        self.scope = scope
        self.name = name
        self.block = block
        self.frame = frame


class Entry(NamedTuple):
    """A call that can be entered: where its module is written, its address, what it is given, and by whom."""

    directory: Directory
    prefix: str
    given: Mapping[str, Given]
    caller: Caller | None = None


class Module(Surroundings, Protocol):
    """One call of a module, as its parts see it."""

    @property
    def directory(self) -> Directory:
        """Its declarations."""
        ...

    @property
    def prefix(self) -> str:
        """Its address, with a dot at the end; empty for the root."""
        ...

    @property
    def given(self) -> Mapping[str, Given]:
        """What its variables are set to."""
        ...

    @property
    def caller(self) -> Caller | None:
        """Who calls it; nobody the root."""
        ...

    @property
    def frame(self) -> Frame:
        """What its expressions see outside of loops."""
        ...

    def applied(self, address: str, path: tuple[str | int, ...]) -> object:
        """Return what the last apply knew of an attribute of a resource; None where nobody here knows."""
        ...

    def once(self, kind: str, name: str, compute: Callable[[], object]) -> object:
        """Return what was computed for this name before, or compute it."""
        ...

    def children(self, name: str) -> Sequence[tuple[str | int | None, Module | Missing]]:
        """Return the instances of a called module with their keys."""
        ...
