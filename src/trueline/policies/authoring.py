"""What the author of a Python policy writes with: ``rule``, ``Hit`` and the context of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from trueline.values.unknown import UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from trueline.model.resource import Links, Relations, Resource


class Hit(NamedTuple):
    """One thing a rule found: its message, the dotted path it points at, and resources that explain it."""

    message: str
    at: str = ""
    related: Sequence[Resource] = ()


Judge: TypeAlias = "Callable[..., Iterable[Hit]]"


class Check(NamedTuple):
    """A function that ``@rule`` marked; it can still be called."""

    function: Judge
    id: str

    def __call__(self, *arguments: Any) -> Iterable[Hit]:  # whatever the author's own function takes
        """Call the author's function."""
        return self.function(*arguments)


def rule(*, id: str, **_arguments: object) -> Callable[[Judge], Check]:  # noqa: A002  # the word of YAML policies
    """Mark a function as a rule. Nothing is registered: the arguments are literals, read without running the file.

    ``id`` and ``kinds`` are needed. Others: ``severity``, ``enforcement``, ``unknown``, ``scope``, ``on``, ``starts``,
    ``title``, ``fix``, ``references``, ``aliases``, ``benchmarks``, ``tags``, ``parameters``.
    """

    def mark(function: Judge) -> Check:
        return Check(function, id)

    return mark


class Found:
    """Resources found by a relation. Where there may be more, coming to their end makes the answer *unknown*."""

    __slots__ = ("_links",)

    def __init__(self, links: Links) -> None:
        self._links = links

    def __iter__(self) -> Iterator[Resource]:
        yield from self._links.resources
        self._end()

    def __bool__(self) -> bool:
        if self._links.resources:
            return True
        self._end()
        return False

    def __len__(self) -> int:
        self._end()
        return len(self._links.resources)

    def _end(self) -> None:
        if self._links.open is not None:
            raise UnknownValueError(self._links.open)


class RuleContext:
    """What a Python rule may ask beside its resource; ``resource`` is the whole one where a family's view is judged."""

    __slots__ = ("_relations", "environment", "labels", "now", "parameters", "resource")

    def __init__(  # one record, made in two places
        self,
        resource: Resource,
        relations: Relations,
        *,
        now: datetime,
        environment: str = "",
        labels: Mapping[str, str] | None = None,
        parameters: Mapping[str, object] | None = None,
    ) -> None:
        self.resource = resource
        self._relations = relations
        self.now = now
        self.environment = environment
        self.labels = labels or {}
        self.parameters = parameters or {}

    def linked(self, kind: str, attribute: str) -> Found:
        """Return the resources of ``kind`` whose ``attribute`` refers to the judged one."""
        return Found(self._relations.linked(self.resource, kind, attribute))

    def refers(self, kind: str, attribute: str) -> Found:
        """Return the resources of ``kind`` that ``attribute`` of the judged one refers to."""
        return Found(self._relations.refers(self.resource, kind, attribute))

    def resources(self, kind: str) -> Found:
        """Return all resources of ``kind``."""
        return Found(self._relations.resources(kind))
