"""The admission policies that a tree declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.drift.admission.kinds import pod_security
from trueline.drift.admission.subject import subject_of
from trueline.drift.engines import is_namespaced
from trueline.drift.kubernetes.candidates import applied

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from trueline.drift.admission.subject import Subject
    from trueline.drift.declared import Declared
    from trueline.model.location import Location, Path
    from trueline.model.resource import Resource

Key: TypeAlias = tuple[str, str, str, str]


class Policies(NamedTuple):
    """The policies of a tree by what they are known by: several where units declare the same one.

    ``central`` are those of the folder of the organisation, which nothing else brings out. ``unread`` are the roots of
    units that may declare more than could be read.
    """

    own: Mapping[Key, Sequence[Subject]]
    central: frozenset[Key]
    unread: tuple[str, ...]

    @property
    def engines(self) -> frozenset[str]:
        """The engines that a policy is declared for; a namespace is one only where it says what Pod Security does."""
        return frozenset(
            subject.engine
            for subjects in self.own.values()
            for subject in subjects
            if subject.kind != "Namespace" or pod_security(subject.value)
        )

    def all(self) -> Iterator[Subject]:
        """Yield each declared policy."""
        for subjects in self.own.values():
            yield from subjects

    def has(self, key: Key) -> bool:
        """Tell whether a policy is declared; of one that is written without a namespace its name has to do."""
        group, kind, _, name = key
        keys = [key, (group, kind, "", name)] if is_namespaced(group, kind) else [key]
        return any(one in self.own or one in self.central for one in keys)


def declared_policies(declared: Declared, elsewhere: Collection[tuple[str, str, str]] = ()) -> Policies:
    """Return the admission policies that the tree declares, but for units that are of another place (``elsewhere``)."""
    own: dict[Key, list[Subject]] = {}
    central: set[Key] = set()
    unread: list[str] = []
    folder = declared.drift.central.strip("/")
    for declaration in applied(declared):
        if declaration.unit.key in elsewhere:
            continue
        is_central = bool(folder) and is_below(declaration.unit.root, folder)
        if not declaration.is_whole and not is_central:
            unread.append(declaration.unit.root)
        for resource in declaration.resources:
            subject = subject_of(resource.value, _primary(resource), resource)
            if subject is None:
                continue
            if is_central:
                central.add(subject.key)
            else:
                own.setdefault(subject.key, []).append(subject)
    return Policies(own, frozenset(central), tuple(dict.fromkeys(unread)))


def is_below(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or lies in it."""
    return path == folder or path.startswith(folder + "/")


def _primary(resource: Resource) -> Callable[[Path], Location]:
    return lambda path: resource.locate(path).primary
