"""App Service, functions, containers, registries, and what stands in front of interfaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline.cost.azure.amount import DAYS, autoscaled, between
from trueline.cost.reckoning import SECONDS, maybe, of
from trueline.cost.subject import spread, times
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

PLAN = "azure/app-service-plan"
FUNCTIONS = "azure/functions"

# Plans of which only use is paid, or nothing.
BY_USE = frozenset({"F1", "FC1", "Y1"})

# Cores and GB of an instance of the elastic premium plans.
ELASTIC = {"EP1": (1.0, 3.5), "EP2": (2.0, 7.0), "EP3": (4.0, 14.0)}


def service_plan(it: Subject) -> Iterator[Component]:
    """Yield the instances of a plan; what runs on it costs nothing more."""
    yield from plan(it, it.text("os_type"), it.text("sku_name"), it.number("worker_count", 1.0))


def legacy_plan(it: Subject) -> Iterator[Component]:
    """Yield an ``azurerm_app_service_plan``."""
    kind = it.text("kind", "Windows")
    linux = isinstance(kind, str) and kind.lower() == "linux"
    system = kind if isinstance(kind, Unknown) else "Linux" if linux else "Windows"
    yield from plan(it, system, it.text("sku[0].size"), it.number("sku[0].capacity", 1.0))


def plan(it: Subject, system: str | Unknown, size: str | Unknown, workers: float | Unknown) -> Iterator[Component]:
    """Yield as many instances as the plan may have."""
    if isinstance(size, str) and size in BY_USE:
        return
    if isinstance(size, str) and size in ELASTIC:
        yield from elastic(it, size, workers)
        return
    unknowns = [one for one in (system, size) if isinstance(one, Unknown)]
    key: str | Unknown = join(*unknowns) if unknowns else f"{'Linux' if system == 'Linux' else 'Windows'}-{size}"
    amount, gaps = autoscaled(it, workers)
    yield from times([it.hourly("instances", PLAN, key)], amount, gaps)


def elastic(it: Subject, size: str, workers: float | Unknown) -> Iterator[Component]:
    """Yield cores and memory of the instances that are kept warm, and of those that load may add."""
    cores, memory = ELASTIC[size]
    most = it.number("maximum_elastic_worker_count") if it.get("maximum_elastic_worker_count") is not None else workers
    low, high = spread(workers)[0].least, spread(most)[0].most
    high = Bounds(max(low.low, high.low), max(low.high, high.high))
    amount = Spread(low, Bounds(low.low, high.high), high)
    gaps = (*spread(workers)[1], *spread(most)[1])
    parts = [
        it.hourly("cores", FUNCTIONS, "premium-vcpu", cores),
        it.hourly("memory", FUNCTIONS, "premium-memory", memory),
    ]
    yield from times(parts, amount, gaps)


def function_app(it: Subject) -> Iterator[Component]:
    """Yield executions and their memory, unless the plan of the app is paid by the instance."""
    size = size_of_plan(it)
    if isinstance(size, str) and size not in BY_USE:
        return
    yield maybe(it.used("executions", FUNCTIONS, "execution", "monthly_executions", divide=1_000_000), size)
    yield maybe(it.used("execution time", FUNCTIONS, "duration", "monthly_gb_seconds"), size)


def size_of_plan(it: Subject) -> str | Unknown:
    """Return the size of the plan that an app runs on; unknown where that is not in the code."""
    for name in ("service_plan_id", "app_service_plan_id"):
        for owner in it.refers("azurerm_service_plan", name):
            return owner.text("sku_name")
        for owner in it.refers("azurerm_app_service_plan", name):
            return owner.text("sku[0].size")
        if it.get(name) is not None:
            return Unknown([f"{it.address}.{name} ← its plan is not in the code"])
    return "Y1"


def static_site(it: Subject) -> Iterator[Component]:
    """Yield a site of the standard plan; the free one costs nothing."""
    tier = it.text("sku_tier", "Free")
    if isinstance(tier, Unknown) or tier != "Free":
        yield it.monthly("site", "azure/static-web-app", tier, region="global")


def app_configuration(it: Subject) -> Iterator[Component]:
    """Yield a store by the day; the free one costs nothing."""
    kind = it.text("sku", "free")
    if isinstance(kind, Unknown) or kind != "free":
        yield it.monthly("store", "azure/app-configuration", kind, DAYS)


def registry(it: Subject) -> Iterator[Component]:
    """Yield a registry by the day, here and where it is replicated to, and what it keeps over what is included."""
    kind = it.text("sku", "Basic")
    yield it.monthly("registry", "azure/container-registry", kind, DAYS)
    for index, copy in enumerate(it.items("georeplications")):
        more = copy if isinstance(copy, Unknown) else DAYS
        yield it.monthly(f"replica {index + 1}", "azure/container-registry", kind, more)
    yield it.used("storage over what is included", "azure/container-registry", "storage", "storage_gb")


def container_group(it: Subject) -> Iterator[Component]:
    """Yield cores and memory of containers that run all month."""
    for index, one in enumerate(it.items("container")):
        path = f"container[{index}]."
        cores = one if isinstance(one, Unknown) else it.number(path + "cpu")
        memory = one if isinstance(one, Unknown) else it.number(path + "memory")
        yield it.hourly(f"container {index + 1}, cores", "azure/container-instances", "vcpu", cores)
        yield it.hourly(f"container {index + 1}, memory", "azure/container-instances", "memory", memory)
    if it.items("container") and it.get("os_type") == "Windows":
        yield it.unpriced("Windows licence", "the price book has no price of Windows in container groups")


def container_app(it: Subject) -> Iterator[Component]:
    """Yield cores and memory of replicas, as many as may run; and requests."""
    section = "azure/container-apps"
    ends = (it.number("template[0].min_replicas", 0.0), it.number("template[0].max_replicas", 10.0))
    replicas, gaps = between(*ends), [gap for end in ends for gap in spread(end)[1]]
    for index, one in enumerate(it.items("template[0].container")):
        path = f"template[0].container[{index}]."
        cores = one if isinstance(one, Unknown) else it.number(path + "cpu")
        memory = one if isinstance(one, Unknown) else gibibytes(it.text(path + "memory"))
        parts = [
            it.monthly(f"container {index + 1}, cores", section, "vcpu", of(lambda figure: figure * SECONDS, cores)),
            it.monthly(
                f"container {index + 1}, memory", section, "memory", of(lambda figure: figure * SECONDS, memory)
            ),
        ]
        yield from times(parts, replicas, gaps)
    yield it.used("requests", section, "requests", "monthly_requests", divide=1_000_000)


def gibibytes(text: str | Unknown) -> float | Unknown:
    """Return the figure of ``0.5Gi``."""
    if isinstance(text, Unknown):
        return text
    found = re.fullmatch(r"(\d+(?:\.\d+)?)Gi?", text)
    return Unknown([f"{text} is no amount of memory"]) if found is None else float(found[1])


def signalr(it: Subject) -> Iterator[Component]:
    """Yield units by the day; the free one costs nothing."""
    kind = it.text("sku[0].name" if it.kind == "azurerm_signalr_service" else "sku")
    if isinstance(kind, str) and kind.startswith("Free"):
        return
    key = kind if isinstance(kind, Unknown) else f"{kind.partition('_')[0]}-unit"
    units = it.number("sku[0].capacity" if it.kind == "azurerm_signalr_service" else "capacity", 1.0)
    yield it.monthly("units", "azure/signalr", key, of(lambda figure: figure * DAYS, units))


def api_management(it: Subject) -> Iterator[Component]:
    """Yield the units of ``Standard_2``; of the consumption tier the calls."""
    kind = it.text("sku_name")
    if isinstance(kind, Unknown):
        yield it.hourly("units", "azure/api-management", kind)
        return
    tier, _, units = kind.partition("_")
    if tier == "Consumption":
        yield it.used("calls", "azure/api-management", "consumption-calls", "monthly_api_calls", divide=1_000_000)
    else:
        yield it.hourly("units", "azure/api-management", tier, float(units) if units.isdigit() else 1.0)


def search(it: Subject) -> Iterator[Component]:
    """Yield the search units: replicas times partitions; the free service costs nothing."""
    kind = it.text("sku")
    if isinstance(kind, str) and kind == "free":
        return
    units = of(lambda copies, parts: copies * parts, it.number("replica_count", 1.0), it.number("partition_count", 1.0))
    yield it.hourly("search units", "azure/search-service", kind, units)


def workflow(it: Subject) -> Iterator[Component]:
    """Yield the actions and the calls of connectors of a workflow that is paid by use."""
    yield it.used("actions", "azure/logic-app", "action", "monthly_actions")
    yield it.used("calls of connectors", "azure/logic-app", "standard-connector", "monthly_standard_connector_calls")
    yield it.used(
        "calls of enterprise connectors",
        "azure/logic-app",
        "enterprise-connector",
        "monthly_enterprise_connector_calls",
    )


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_api_management": api_management,
    "azurerm_app_configuration": app_configuration,
    "azurerm_app_service_plan": legacy_plan,
    "azurerm_container_app": container_app,
    "azurerm_container_group": container_group,
    "azurerm_container_registry": registry,
    "azurerm_function_app": function_app,
    "azurerm_linux_function_app": function_app,
    "azurerm_logic_app_workflow": workflow,
    "azurerm_search_service": search,
    "azurerm_service_plan": service_plan,
    "azurerm_signalr_service": signalr,
    "azurerm_static_site": static_site,
    "azurerm_static_web_app": static_site,
    "azurerm_windows_function_app": function_app,
}
