"""One declared thing that rules judge, its places and what it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from trueline.model.location import Location, Path


class Place(NamedTuple):
    """One primary location, and those that explain it (the module call, the template a value came from)."""

    primary: Location
    related: tuple[Location, ...] = ()


class References(NamedTuple):
    """What one attribute of a resource points at.

    ``addresses`` are exact; ``matches`` tells of any candidate whether it is meant (a label selector); ``open`` is the
    reason why there may be more, when part of the attribute is unknown. ``narrow`` spares asking every candidate: only
    those of which its function says one of its words can be meant.
    """

    addresses: frozenset[str] = frozenset()
    matches: Callable[[Resource], bool] | None = None
    open: Unknown | None = None
    narrow: tuple[Callable[[Resource], Iterable[str]], frozenset[str]] | None = None


NO_REFERENCES = References()


class Number(NamedTuple):
    """How few and how many there may be of a resource whose number is not known; ``most`` is None where nothing says.

    ``origin`` is that of the unknown which decides it.
    """

    least: int = 0
    most: int | None = None
    origin: str = ""


class Resource:
    """One declared thing: a Terraform resource, a Kubernetes object, an alert rule, ….

    ``kind`` is ``terraform/aws_s3_bucket``; ``address`` is unique in its unit of work
    (``module.logs.aws_s3_bucket.this[0]``, ``Deployment/shop/web``). ``value`` is plain data whose leaves may be
    ``Unknown``. ``families`` maps further kinds it answers to (``kubernetes/workload``) to the path of the value that
    such a rule sees. ``locate`` and ``refer`` are handed in by the dialect; ``before`` is its former self at base.
    ``provide`` tells what its provider is configured with; ``number`` says how many of it there may be, where an
    address with ``[*]`` leaves that open; ``absent`` why what it calls is not here (a module that is not installed).
    """

    __slots__ = (
        "_locate", "_provide", "_refer", "absent", "address", "before", "environment", "families", "kind", "labels",
        "name", "number", "source", "unit", "value",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913  # one record, made in one place per dialect
        self,
        *,
        kind: str,
        address: str,
        name: str,
        value: object,
        locate: Callable[[Path], Place],
        source: str,
        refer: Callable[[str], References] | None = None,
        provide: Callable[[str], object] | None = None,
        families: Mapping[str, Path] | None = None,
        unit: str = "",
        environment: str = "",
        labels: Mapping[str, str] | None = None,
        number: Number | None = None,
        absent: str = "",
    ) -> None:
        self.kind = kind
        self.address = address
        self.name = name
        self.value = value
        self.source = source
        self.families: Mapping[str, Path] = families or {}
        self.unit = unit
        self.environment = environment
        self.labels: Mapping[str, str] = labels or {}
        self.number = number
        self.absent = absent
        self.before: Resource | None = None
        self._locate = locate
        self._refer = refer
        self._provide = provide

    def get(self, path: str, default: object = None) -> object:
        """Return the value at a dotted path (``spec.containers[0].image``), or ``default`` where there is none."""
        return find(self.value, parse_path(path), default)

    def locate(self, path: Path = ()) -> Place:
        """Return the place of the value at ``path``, or of its nearest located ancestor."""
        return self._locate(path)

    def refer(self, attribute: str) -> References:
        """Return what ``attribute`` (a dotted path, or a relation's name) points at."""
        return self._refer(attribute) if self._refer is not None else NO_REFERENCES

    def provided(self, name: str) -> object:
        """Return what its provider is configured with under ``name`` (``region``); None where it is not."""
        return self._provide(name) if self._provide is not None else None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.address}>"


class Links(NamedTuple):
    """Resources found by a relation; ``open`` says why there may be more."""

    resources: Sequence[Resource]
    open: Unknown | None = None


class Relations(Protocol):
    """What a rule may ask about other resources; the engine fills it."""

    def linked(self, resource: Resource, kind: str, attribute: str) -> Links:
        """Return the resources of ``kind`` whose ``attribute`` refers to ``resource``."""
        ...

    def refers(self, resource: Resource, kind: str, attribute: str) -> Links:
        """Return the resources of ``kind`` that ``attribute`` of ``resource`` refers to."""
        ...

    def resources(self, kind: str) -> Links:
        """Return all resources of ``kind``."""
        ...


def parse_path(text: str) -> Path:
    """Return the path a dotted text names: ``a.b[0]["c d"]``; raise ``ValueError`` where it is not one."""
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        if text[position] == "[":
            end = text.index('"]' if text[position + 1 : position + 2] == '"' else "]", position + 2)
            inner = text[position + 1 : end]
            steps.append(inner[1:] if inner.startswith('"') else int(inner))
            position = end + (2 if inner.startswith('"') else 1)
            continue
        if text[position] == "." and steps:
            position += 1
        end = position
        while end < len(text) and text[end] not in ".[":
            end += 1
        if end == position:
            raise ValueError(f"no path: {text!r}")
        steps.append(text[position:end])
        position = end
    return tuple(steps)
