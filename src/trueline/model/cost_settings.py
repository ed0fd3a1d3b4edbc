"""What a team says of money: regions, discounts, usage, nodes, budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.level import Enforcement
    from trueline.model.location import Location

Undeclared: TypeAlias = Literal["unknown", "zero"]


class Usage(NamedTuple):
    """How much things are used a month: by address (``*`` and ``[*]`` are patterns), and for all of a type."""

    resources: Mapping[str, Mapping[str, object]] = {}
    types: Mapping[str, Mapping[str, object]] = {}


class Nodes(NamedTuple):
    """What Kubernetes runs on: an instance type of a cloud, or prices of the team's own in US dollars.

    ``cpu`` is that of a core for an hour, ``memory`` and ``gpu`` of a GiB and of a device for an hour, ``storage`` of a
    GiB for a month, ``load_balancer`` of one for an hour; None where the cloud's own holds. ``number`` are the nodes of
    a cluster, for what runs on each.
    """

    cloud: str = ""
    region: str = ""
    instance: str = ""
    cpu: float | None = None
    memory: float | None = None
    gpu: float | None = None
    storage: float | None = None
    load_balancer: float | None = None
    number: int | None = None


class UnitLimit(NamedTuple):
    """What one request, job or tenant may cost: the amount of a scope ÷ ``volume`` a month."""

    name: str
    volume: float
    most: float | None = None
    increase_percent: float | None = None


class Budget(NamedTuple):
    """A limit on money a month, for the scope that all its conditions name; of the whole repository without any.

    ``monthly`` is held against what is expected, ``worst_case`` against what it is at its most, ``resource`` against
    each resource; ``increase`` and ``increase_percent`` against what a change adds.
    """

    name: str
    location: Location
    paths: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    tags: Mapping[str, str] = {}
    namespaces: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    monthly: float | None = None
    worst_case: float | None = None
    increase: float | None = None
    increase_percent: float | None = None
    resource: float | None = None
    unit: UnitLimit | None = None
    enforcement: Enforcement | None = None
    owner: str = ""


class CostSettings(NamedTuple):
    """What the config, the usage file, the budgets and the team's own prices say.

    ``regions`` maps a cloud to the region that holds where the code names none that is known; ``discounts``
    patterns of sections or types to percent; ``team_tags`` are the tags and labels that name a team. ``prices``
    maps a section of the price book to the bytes of the team's own.
    """

    regions: Mapping[str, str] = {}
    discounts: Mapping[str, float] = {}
    undeclared: Undeclared = "unknown"
    nodes: Nodes = Nodes()
    team_tags: tuple[str, ...] = ("team", "owner")
    usage: Usage = Usage()
    budgets: tuple[Budget, ...] = ()
    prices: Mapping[str, bytes] = {}
