"""Services, ingresses and network policies; defaults as in ``pkg/apis/{core,networking}/v1/defaults.go``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.metadata import CHOSEN, METADATA, SELECTOR
from trueline.drift.kubernetes.pods import INT_OR_TEXT, SCALARS
from trueline.drift.kubernetes.shape import ANY, Shape, bag, keyed, union
from trueline.drift.kubernetes.workloads import whole

if TYPE_CHECKING:
    from collections.abc import Mapping


def _service(spec: Mapping[str, object]) -> Mapping[str, object]:
    filled: dict[str, object] = {}
    kind = spec.get("type", "ClusterIP")
    if kind == "LoadBalancer":
        filled["allocateLoadBalancerNodePorts"] = True
    if kind != "ExternalName":  # the first where something is reached from outside, which somebody may have made so
        filled |= {"externalTrafficPolicy": "Cluster", "internalTrafficPolicy": "Cluster"}
    if spec.get("sessionAffinity") == "ClientIP":
        filled["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": 10800}}
    return filled


def _target_port(port: Mapping[str, object]) -> Mapping[str, object]:
    return {"targetPort": port.get("port")}


_SERVICE_PORT: Final = Shape(
    fields={"targetPort": INT_OR_TEXT},
    defaults={"protocol": "TCP"},
    derive=_target_port,
    watched=union("targetPort"),
)
SERVICE: Final = whole(
    Shape(
        fields={
            "ports": keyed(_SERVICE_PORT, "port", "protocol"),
            "selector": CHOSEN,
            "externalIPs": SCALARS,
            "loadBalancerSourceRanges": SCALARS,
            "ipFamilies": Shape(order="list"),
            "clusterIPs": Shape(order="list"),
            "sessionAffinityConfig": Shape(
                fields={"clientIP": Shape(defaults={"timeoutSeconds": 10800})},
            ),
        },
        defaults={"type": "ClusterIP", "sessionAffinity": "None"},
        derive=_service,
        watched=union("type externalIPs loadBalancerSourceRanges externalName publishNotReadyAddresses"),
    )
)
ENDPOINTS: Final = Shape(
    fields={
        "metadata": METADATA,
        "subsets": bag(Shape(fields={"addresses": bag(ANY), "notReadyAddresses": bag(ANY), "ports": bag(
            Shape(defaults={"protocol": "TCP"})
        )})),
    },
    quiet=union("apiVersion kind"),
)  # fmt: skip
_POLICY_PORT: Final = Shape(fields={"port": INT_OR_TEXT}, defaults={"protocol": "TCP"}, is_closed=True)
_PEER: Final = Shape(
    fields={
        "podSelector": SELECTOR, "namespaceSelector": SELECTOR,
        "ipBlock": Shape(fields={"except": SCALARS}, is_closed=True),
    },
    is_closed=True,
    present=union("podSelector namespaceSelector"),
)  # fmt: skip
_POLICY_RULE: Final = Shape(
    fields={"from": bag(_PEER), "to": bag(_PEER), "ports": bag(_POLICY_PORT)},
)


def _policy_types(spec: Mapping[str, object]) -> Mapping[str, object]:
    return {"policyTypes": ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]}


NETWORK_POLICY: Final = whole(
    Shape(
        fields={
            "podSelector": SELECTOR, "policyTypes": SCALARS,
            "ingress": bag(_POLICY_RULE), "egress": bag(_POLICY_RULE),
        },
        derive=_policy_types,
        watched=union("policyTypes"),
        present=union("podSelector"),
    )
)  # fmt: skip
_BACKEND: Final = Shape(
    fields={"service": Shape(fields={"port": Shape(fields={"number": INT_OR_TEXT}, is_closed=True)}), "resource": ANY},
    is_closed=True,
)
_HTTP_PATH: Final = Shape(fields={"backend": _BACKEND}, defaults={"pathType": "ImplementationSpecific"})
_INGRESS_RULE: Final = Shape(fields={"http": Shape(fields={"paths": keyed(_HTTP_PATH, "path")})})
INGRESS: Final = whole(
    Shape(
        fields={
            "rules": keyed(_INGRESS_RULE, "host"),
            "tls": bag(Shape(fields={"hosts": SCALARS})),
            "defaultBackend": _BACKEND,
        },
        watched=union("defaultBackend"),
    )
)
INGRESS_CLASS: Final = whole(Shape(fields={"parameters": Shape(defaults={"scope": "Cluster"})}))
_ROUTE_PARENT: Final = Shape(defaults={"group": "gateway.networking.k8s.io", "kind": "Gateway"})
_ROUTE_BACKEND: Final = Shape(defaults={"group": "", "kind": "Service", "weight": 1})
_ROUTE_RULE: Final = Shape(
    fields={
        "backendRefs": bag(_ROUTE_BACKEND),
        "matches": Shape(
            items=Shape(fields={"path": Shape(defaults={"type": "PathPrefix", "value": "/"})}), order="list"
        ),
    }
)
ROUTE: Final = Shape(
    fields={
        "metadata": METADATA,
        "spec": Shape(fields={
            "parentRefs": bag(_ROUTE_PARENT), "hostnames": SCALARS, "rules": Shape(items=_ROUTE_RULE, order="list"),
        }),
    },
    quiet=union("apiVersion kind status"),
)  # fmt: skip
GATEWAY: Final = Shape(
    fields={"metadata": METADATA, "spec": Shape(fields={"listeners": keyed(ANY, "name")})},
    quiet=union("apiVersion kind status"),
)
