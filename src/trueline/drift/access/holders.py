"""Who holds permissions in an account, as it is declared: users, groups, roles and managed policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.access.shapes import NAME
from trueline.values.partial_list import PartialList, members
from trueline.values.unknown import Unknown, references_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.access.arns import Shaper
    from trueline.model.location import Path
    from trueline.model.resource import Resource

KINDS: Final = ("group", "policy", "role", "user")


class Document(NamedTuple):
    """A policy that is written in a resource: its name there, its value, and where it stands.

    ``data`` are the ``aws_iam_policy_document`` of which it is made; ``is_perhaps`` tells that it may be given to
    somebody else.
    """

    name: str
    value: object
    resource: Resource
    path: Path
    shaper: Shaper
    data: tuple[Resource, ...] = ()
    is_perhaps: bool = False


class Attached(NamedTuple):
    """A managed policy that is attached, or a group that is joined: its ARN or name as a pattern, or what declares it.

    ``is_many`` says that it may be any number of them, ``is_perhaps`` that it may be given to somebody else.
    """

    pattern: str
    refers: frozenset[str]
    resource: Resource
    path: Path
    is_many: bool = False
    is_perhaps: bool = False


@dataclass(slots=True)
class Holder:
    """One user, group, role or managed policy. ``name`` is a pattern; a partial one is declared elsewhere."""

    kind: str
    name: str
    resource: Resource
    is_partial: bool = False
    documents: list[Document] = field(default_factory=list)
    trust: Document | None = None
    attached: list[Attached] = field(default_factory=list)
    groups: list[Attached] = field(default_factory=list)
    boundary: Attached | None = None
    is_boundary_open: bool = False


class Declaring:
    """All holders of some units, while they are read; ``libraries`` are folders of modules that nobody calls."""

    def __init__(self, libraries: frozenset[str] = frozenset()) -> None:
        self.libraries = libraries
        self.holders: list[Holder] = []
        self.floating: list[Resource] = []
        self._named: dict[tuple[str, str], Holder] = {}
        self._placed: dict[tuple[str, str, str, str], Holder] = {}

    def add(self, holder: Holder) -> Holder:
        """Add a holder, known by its name where that is known and by its address."""
        self.holders.append(holder)
        if NAME not in holder.name:
            self._named[holder.kind, holder.name] = holder
        resource = holder.resource
        for address in {resource.address, resource.address.removesuffix("[*]")}:
            self._placed[(*_unit(resource, address), holder.kind)] = holder
        return holder

    def policy(self, refers: frozenset[str], resource: Resource) -> Holder | None:
        """Return the managed policy of the same unit that a value refers to."""
        return self._referred("policy", refers, resource)

    def find(self, kind: str, value: object, refers: frozenset[str], resource: Resource) -> Holder | None:
        """Return whom a value means that names or refers to somebody; a partial holder where nobody declares them."""
        found = self._referred(kind, refers, resource)
        if found is not None or not isinstance(value, str):
            return found
        found = self._named.get((kind, value))
        if found is None:
            found = self._named[kind, value] = Holder(kind, value, resource, is_partial=True)
            self.holders.append(found)
        return found

    def meant(self, kind: str, value: object, resource: Resource) -> Iterator[tuple[Holder, bool]]:
        """Yield whom the members of a value mean, and whether for sure: of what is not known it may be anybody."""
        for one in listed(value)[0]:
            known = references_of(one)
            holder = self.find(kind, one, known, resource)
            if holder is not None:
                yield holder, True
            elif isinstance(one, Unknown):
                self.floating.append(resource)
                yield from ((other, False) for other in list(self.holders) if other.kind == kind)

    def _referred(self, kind: str, refers: frozenset[str], resource: Resource) -> Holder | None:
        keys = ((*_unit(resource, address), kind) for address in sorted(refers))
        return next((self._placed[key] for key in keys if key in self._placed), None)


def _unit(resource: Resource, address: str) -> tuple[str, str, str]:
    return resource.unit, resource.environment, address


def listed(value: object) -> tuple[Sequence[object], bool]:
    """Return the members of a list, and whether there may be any number of others."""
    if value is None:
        return [], False
    if isinstance(value, Unknown) and not isinstance(value, PartialList):
        return [value], True
    return members(value), isinstance(value, PartialList)
