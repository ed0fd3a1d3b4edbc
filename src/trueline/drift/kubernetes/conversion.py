"""Objects of older API versions as the one that serves them today has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.unknown import find, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.drift.kubernetes.identity import Kind
    from trueline.model.location import Path

_TARGET_CPU: Final = "targetCPUUtilizationPercentage"
_OLD_METRICS: Final = "autoscaling.alpha.kubernetes.io/metrics"
_LONGEST: Final = 100_000


class Converted(NamedTuple):
    """A value in today's version, and the place in the former one of a path in it."""

    value: Mapping[str, object]
    place: Callable[[Path], Path] = lambda path: path


def converted(kind: Kind, value: Mapping[str, object]) -> Converted:
    """Return an object in today's version; itself where nothing changed but the version's name."""
    convert = _CONVERSIONS.get((kind.group, kind.name))
    version = value.get("apiVersion")
    return convert(value, version) if convert is not None and isinstance(version, str) else Converted(value)


def _autoscaler(value: Mapping[str, object], version: str) -> Converted:
    spec = value.get("spec")
    if not isinstance(spec, dict):
        return Converted(value)
    if version == "autoscaling/v1":
        metrics = [*_cpu(spec.get(_TARGET_CPU)), *_noted(value)]
        return Converted({**value, "spec": {**_without(spec, _TARGET_CPU), "metrics": metrics}}, _former_target)
    old = spec.get("metrics")
    if version == "autoscaling/v2beta1" and isinstance(old, list):
        return Converted({**value, "spec": {**spec, "metrics": [_metric(one) for one in old]}})
    return Converted(value)


def _cpu(target: object) -> list[object]:
    if target is None:
        return []
    return [{"type": "Resource", "resource": {"name": "cpu", "target": _utilization(target)}}]


def _utilization(target: object) -> dict[str, object]:
    return {"type": "Utilization", "averageUtilization": target}


def _noted(value: Mapping[str, object]) -> list[object]:
    """Return the metrics that ``v1`` cannot say, which the API server notes in an annotation in the form of v2beta1."""
    text = find(value, ("metadata", "annotations", _OLD_METRICS))
    if not isinstance(text, str) or len(text) > _LONGEST:
        return []
    try:
        noted = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [_metric(one) for one in noted] if isinstance(noted, list) else []


def _metric(metric: object) -> object:
    """Return a metric of ``v2beta1`` as ``v2`` has it: the target is a map of its own."""
    if not isinstance(metric, dict):
        return metric
    kind = metric.get("type")
    name = f"{kind[:1].lower()}{kind[1:]}" if isinstance(kind, str) else ""
    source = metric.get(name)
    return {**metric, name: _source(source)} if isinstance(source, dict) and "target" not in source else metric


def _source(source: Mapping[str, object]) -> dict[str, object]:
    targets = {
        "targetAverageUtilization": ("Utilization", "averageUtilization"),
        "targetAverageValue": ("AverageValue", "averageValue"),
        "targetValue": ("Value", "value"),
    }
    found = dict(source)
    for old, (kind, new) in targets.items():
        if found.get(old) is not None:
            found["target"] = {"type": kind, new: found.pop(old)}
    name, selector = found.pop("metricName", None), found.pop("metricSelector", None)
    if name is not None:
        found["metric"] = {"name": name, **({"selector": selector} if selector is not None else {})}
    return found


def _former_target(path: Path) -> Path:
    return ("spec", _TARGET_CPU) if path[:2] == ("spec", "metrics") else path


def _ingress(value: Mapping[str, object], version: str) -> Converted:
    spec = value.get("spec")
    if not version.endswith("/v1beta1") or not isinstance(spec, dict):
        return Converted(value)
    rules = spec.get("rules")
    now = _without(spec, "backend")
    if "backend" in spec:
        now["defaultBackend"] = _backend(spec["backend"])
    if isinstance(rules, list):
        now["rules"] = [_rule(rule) for rule in rules]
    return Converted({**value, "spec": now}, _former_backend)


def _rule(rule: object) -> object:
    paths = find(rule, ("http", "paths"))
    if not isinstance(rule, dict) or not isinstance(paths, list):
        return rule
    found = [{**one, "backend": _backend(one.get("backend"))} if isinstance(one, dict) else one for one in paths]
    return {**rule, "http": {**rule["http"], "paths": found}}


def _backend(backend: object) -> object:
    name, port = find(backend, ("serviceName",)), find(backend, ("servicePort",))
    if name is None or is_unknown(port):
        return backend
    is_number = isinstance(port, int) or (isinstance(port, str) and port.isdigit())
    return {"service": {"name": name, "port": {"number" if is_number else "name": port}}}


def _former_backend(path: Path) -> Path:
    former = {"number": "servicePort", "port": "servicePort"}
    if path[:2] == ("spec", "defaultBackend"):
        path = ("spec", "backend", *path[2:])
    if "service" in path:
        at = path.index("service")
        last = path[-1] if path[-1] != "service" else "name"
        return (*path[:at], former.get(str(last), "serviceName" if path[-2:-1] != ("port",) else "servicePort"))
    return path


def _without(members: Mapping[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in members.items() if name != key}


_CONVERSIONS: Final[Mapping[tuple[str, str], Callable[[Mapping[str, object], str], Converted]]] = {
    ("autoscaling", "HorizontalPodAutoscaler"): _autoscaler,
    ("networking.k8s.io", "Ingress"): _ingress,
}
