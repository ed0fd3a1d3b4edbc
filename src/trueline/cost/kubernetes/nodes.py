"""What a core, a GiB of memory and a GPU cost an hour: the team's word, its instance type's price, or defaults.

The price of an instance is divided between its parts in the ratio of the defaults, as OpenCost does: with 7.46 GiB to
a core, a node of 4 cores and 16 GiB costs 4 × 7.46 + 16 = 45.84 GiB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.kubernetes.shape import shape_of
from trueline.model.cost import Gap, Price

if TYPE_CHECKING:
    from trueline.cost.book import Book
    from trueline.cost.subject import World
    from trueline.model.cost_settings import Nodes

SECTION: Final = "kubernetes/nodes"
_MACHINES: Final = {"aws": "aws/ec2", "azure": "azure/vm", "google": "google/compute"}
_UNITS: Final = {"cpu": "core-hour", "memory": "GiB-hour", "gpu": "GPU-hour", "storage": "GiB-month",
                 "load-balancer": "hour"}  # fmt: skip


class Parts(NamedTuple):
    """The prices of what pods take."""

    cpu: Price | Gap
    memory: Price | Gap
    gpu: Price | Gap


def parts_of(world: World) -> Parts:
    """Return what the parts of the team's nodes cost an hour."""
    nodes, book = world.settings.nodes, world.book
    found = Parts(*(book.price(SECTION, name, "*") for name in Parts._fields))
    if nodes.instance and (nodes.cpu is None or nodes.memory is None or nodes.gpu is None):
        found = _divided(world, nodes, found)
    own = (nodes.cpu, nodes.memory, nodes.gpu)
    return Parts(
        *(
            part if price is None else own_price(name, price)
            for name, part, price in zip(Parts._fields, found, own, strict=True)
        )
    )


def own_price(name: str, price: float) -> Price:
    """Return a price that the config states; it has no day."""
    return Price(((0.0, price),), _UNITS[name], "USD", SECTION, "", "config")


def default_price(book: Book, name: str) -> Price | Gap:
    """Return what something costs in no cloud in particular."""
    return book.price(SECTION, name, "*")


def region_of_nodes(world: World) -> str | Gap:
    """Return where the nodes are."""
    nodes = world.settings.nodes
    region = nodes.region or world.settings.regions.get(nodes.cloud, "")
    return region or Gap("value", "where the nodes are is not declared: `cost.nodes.region`")


def _divided(world: World, nodes: Nodes, defaults: Parts) -> Parts:
    section = _MACHINES.get(nodes.cloud)
    if section is None:
        return _none(Gap("value", f"whose instance type {nodes.instance} is, is not declared: `cost.nodes.cloud`"))
    region = region_of_nodes(world)
    if isinstance(region, Gap):
        return _none(region)
    hour = world.book.price(section, nodes.instance, region)
    if isinstance(hour, Gap):
        return _none(hour)
    shape = shape_of(world.book, nodes.cloud, nodes.instance)
    cpu, memory, gpu = (0.0 if isinstance(price, Gap) else price.first for price in defaults)
    if shape is None or not memory:
        return _none(Gap("value", f"how many cores and how much memory {nodes.instance} has is not known"))
    gib = hour.first / (shape.cores * cpu / memory + shape.memory + shape.gpus * gpu / memory)
    return Parts(
        _part(hour, "cpu", gib * cpu / memory),
        _part(hour, "memory", gib),
        _part(hour, "gpu", gib * gpu / memory) if shape.gpus else defaults.gpu,
    )


def _part(hour: Price, name: str, price: float) -> Price:
    return hour._replace(tiers=((0.0, round(price, 10)),), unit=_UNITS[name], confidence="derived")


def _none(gap: Gap) -> Parts:
    return Parts(gap, gap, gap)
