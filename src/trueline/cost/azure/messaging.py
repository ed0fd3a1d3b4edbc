"""Queues, streams, notifications and devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.azure.amount import between, is_on
from trueline.cost.reckoning import of
from trueline.cost.subject import spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

BUS = "azure/service-bus"
HUB = "azure/event-hub"


def service_bus(it: Subject) -> Iterator[Component]:
    """Yield a namespace: premium ones by messaging unit, others by operation."""
    kind = it.text("sku")
    if isinstance(kind, Unknown):
        yield it.hourly("namespace", BUS, kind)
        return
    if kind == "Premium":
        yield it.hourly("messaging units", BUS, "Premium-unit", it.number("capacity", 1.0))
        return
    if kind == "Standard":
        yield it.hourly("namespace", BUS, "Standard")
    usage = "monthly_messaging_operations"
    yield it.used("operations", BUS, f"{kind.lower()}-operations", usage, divide=1_000_000)


def event_hubs(it: Subject) -> Iterator[Component]:
    """Yield a namespace by its units, which may inflate by themselves, and the events it takes in."""
    kind = it.text("sku")
    units = it.number("capacity", 1.0)
    most = it.number("maximum_throughput_units", 0.0)
    inflates = is_on(it.get("auto_inflate_enabled"))
    top = inflates if isinstance(inflates, Unknown) else of(max, units, most) if inflates else units
    key = kind if isinstance(kind, Unknown) else f"{kind}-unit"
    found = it.hourly("units", HUB, key, between(units, top))
    yield found._replace(gaps=(*found.gaps, *spread(top)[1]))
    if isinstance(kind, str) and kind in ("Basic", "Standard"):
        yield it.used("events", HUB, "ingress", "monthly_ingress_events", divide=1_000_000)


def dedicated_hubs(it: Subject) -> Iterator[Component]:
    """Yield the units of a cluster for one tenant (``Dedicated_1``)."""
    name = it.text("sku_name", "Dedicated_1")
    if isinstance(name, Unknown):
        yield it.hourly("units", HUB, name)
        return
    units = name.partition("_")[2]
    yield it.hourly("units", HUB, "Dedicated-unit", float(units) if units.isdigit() else 1.0)


def notification_hubs(it: Subject) -> Iterator[Component]:
    """Yield a namespace by the month; the free one costs nothing."""
    kind = it.text("sku_name")
    if isinstance(kind, Unknown) or kind != "Free":
        yield it.monthly("namespace", "azure/notification-hub", kind)


def iot_hub(it: Subject) -> Iterator[Component]:
    """Yield the units of a hub; the free one costs nothing."""
    kind = it.text("sku[0].name")
    if isinstance(kind, Unknown) or kind != "F1":
        yield it.monthly("units", "azure/iot-hub", kind, it.number("sku[0].capacity", 1.0))


def event_grid(it: Subject) -> Iterator[Component]:
    """Yield the operations of a topic or a domain."""
    yield it.used("operations", "azure/event-grid", "operations", "monthly_operations", divide=1_000_000)


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_eventgrid_domain": event_grid,
    "azurerm_eventgrid_system_topic": event_grid,
    "azurerm_eventgrid_topic": event_grid,
    "azurerm_eventhub_cluster": dedicated_hubs,
    "azurerm_eventhub_namespace": event_hubs,
    "azurerm_iothub": iot_hub,
    "azurerm_notification_hub_namespace": notification_hubs,
    "azurerm_servicebus_namespace": service_bus,
}
