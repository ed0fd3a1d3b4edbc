"""Types that make up a pod: containers, probes, volumes; defaults as in ``pkg/apis/core/v1/defaults.go``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.metadata import METADATA, SELECTOR, TEXT
from trueline.drift.kubernetes.shape import ANY, Shape, bag, keyed, union
from trueline.drift.kubernetes.values import image, int_or_text, literal, quantity, text
from trueline.values.image import parse_image

if TYPE_CHECKING:
    from collections.abc import Mapping

QUANTITY: Final = Shape(read=quantity)
QUANTITIES: Final = Shape(rest=QUANTITY, is_exact=True)
INT_OR_TEXT: Final = Shape(read=int_or_text)
SCALARS: Final = Shape(items=ANY, order="set")
_LITERALS: Final = Shape(items=Shape(read=literal), order="list")


def _pull_policy(container: Mapping[str, object]) -> Mapping[str, object]:
    reference = container.get("image")
    if not isinstance(reference, str):
        return {}
    try:
        found = parse_image(reference)
    except ValueError:
        return {}
    is_moving = found.tag == "latest" or not (found.tag or found.digest)
    return {"imagePullPolicy": "Always" if is_moving else "IfNotPresent"}


def _volume_source(volume: Mapping[str, object]) -> Mapping[str, object]:
    return {"emptyDir": {}} if not any(key != "name" for key in volume) else {}


_GET: Final = Shape(
    fields={"port": INT_OR_TEXT, "httpHeaders": Shape(items=ANY, order="list")},
    defaults={"path": "/", "scheme": "HTTP"},
    is_closed=True,
)
_EXEC: Final = Shape(fields={"command": _LITERALS})
_TCP: Final = Shape(fields={"port": INT_OR_TEXT}, is_closed=True)
_HANDLER: Final = {"httpGet": _GET, "exec": _EXEC, "tcpSocket": _TCP, "grpc": Shape(fields={"port": INT_OR_TEXT})}
PROBE: Final = Shape(
    fields=_HANDLER, defaults={"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
)
_LIFECYCLE: Final = Shape(fields={"postStart": Shape(fields=_HANDLER), "preStop": Shape(fields=_HANDLER)})
_FIELD_REF: Final = Shape(defaults={"apiVersion": "v1"}, is_closed=True)
_RESOURCE_REF: Final = Shape(fields={"divisor": QUANTITY}, defaults={"divisor": "0"}, is_closed=True)
_REF: Final = Shape(is_closed=True)
ENV: Final = Shape(
    fields={
        "value": Shape(read=literal),
        "valueFrom": Shape(
            fields={
                "fieldRef": _FIELD_REF, "resourceFieldRef": _RESOURCE_REF, "configMapKeyRef": _REF,
                "secretKeyRef": _REF,
            },
            is_closed=True,
        ),
    },
    is_closed=True,
)  # fmt: skip
_PORT: Final = Shape(defaults={"protocol": "TCP"}, watched=union("hostPort hostIP"))
_MOUNT: Final = Shape(is_closed=True)
_RESOURCES: Final = Shape(fields={"limits": QUANTITIES, "requests": QUANTITIES, "claims": keyed(ANY, "name")})
_CAPABILITIES: Final = Shape(fields={"add": SCALARS, "drop": SCALARS}, watched=union("add drop"))
SECURITY: Final = Shape(
    fields={"capabilities": _CAPABILITIES, "seLinuxOptions": ANY, "seccompProfile": ANY, "windowsOptions": ANY},
    # whoever leaves it out may escalate
    defaults={"procMount": "Default", "allowPrivilegeEscalation": True},
    watched=union(
        "privileged runAsUser runAsGroup runAsNonRoot allowPrivilegeEscalation readOnlyRootFilesystem procMount",
        "seLinuxOptions seccompProfile appArmorProfile windowsOptions",
    ),
    exact=union("runAsUser runAsGroup"),
)
CONTAINER: Final = Shape(
    fields={
        "image": Shape(read=image),
        "command": _LITERALS, "args": _LITERALS,
        "env": keyed(ENV, "name"),
        "envFrom": bag(Shape(fields={"configMapRef": _REF, "secretRef": _REF}, is_closed=True)),
        "ports": keyed(_PORT, "containerPort", "protocol"),
        "resources": _RESOURCES,
        "volumeMounts": keyed(_MOUNT, "mountPath"),
        "volumeDevices": keyed(ANY, "devicePath"),
        "livenessProbe": PROBE, "readinessProbe": PROBE, "startupProbe": PROBE,
        "lifecycle": _LIFECYCLE,
        "securityContext": SECURITY,
        "resizePolicy": keyed(ANY, "resourceName", order="open"),
    },
    defaults={"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"},
    derive=_pull_policy,
    watched=union("command args livenessProbe readinessProbe startupProbe lifecycle"),
)  # fmt: skip
_ITEMS: Final = bag(Shape(is_closed=True))
_MODE: Final = {"defaultMode": 420}
_DOWNWARD: Final = bag(Shape(fields={"fieldRef": _FIELD_REF, "resourceFieldRef": _RESOURCE_REF}, is_closed=True))
_PROJECTED: Final = Shape(
    fields={
        "serviceAccountToken": Shape(defaults={"expirationSeconds": 3600}, is_closed=True),
        "configMap": Shape(fields={"items": _ITEMS}, is_closed=True),
        "secret": Shape(fields={"items": _ITEMS}, is_closed=True),
        "downwardAPI": Shape(fields={"items": _DOWNWARD}, is_closed=True),
        "clusterTrustBundle": Shape(fields={"labelSelector": SELECTOR}),
    },
    is_closed=True,
)
CLAIM_SPEC: Final = Shape(
    fields={
        "accessModes": SCALARS,
        "resources": Shape(fields={"requests": QUANTITIES, "limits": QUANTITIES}),
        "selector": SELECTOR,
    },
    defaults={"volumeMode": "Filesystem"},
    mirrors={"dataSourceRef": "dataSource"},
)
"""The spec of a PersistentVolumeClaim."""
CLAIM_TEMPLATE: Final = Shape(fields={"metadata": METADATA, "spec": CLAIM_SPEC}, quiet=union("apiVersion kind status"))
VOLUME: Final = Shape(
    fields={
        "emptyDir": Shape(fields={"sizeLimit": QUANTITY}),
        "configMap": Shape(fields={"items": _ITEMS}, defaults=_MODE),
        "secret": Shape(fields={"items": _ITEMS}, defaults=_MODE),
        "downwardAPI": Shape(fields={"items": _DOWNWARD}, defaults=_MODE),
        "projected": Shape(fields={"sources": bag(_PROJECTED)}, defaults=_MODE),
        "hostPath": Shape(is_closed=True),
        "csi": Shape(fields={"volumeAttributes": Shape(rest=TEXT, is_exact=True)}),
        "ephemeral": Shape(fields={"volumeClaimTemplate": CLAIM_TEMPLATE}),
        "iscsi": Shape(defaults={"iscsiInterface": "default"}),
        "rbd": Shape(defaults={"pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"}),
        "azureDisk": Shape(defaults={"cachingMode": "ReadWrite", "fsType": "ext4", "kind": "Shared"}),
        "scaleIO": Shape(defaults={"storageMode": "ThinProvisioned", "fsType": "xfs"}),
        "image": Shape(fields={"reference": Shape(read=image)}),
    },
    derive=_volume_source,
    is_closed=True,
    present=union("emptyDir"),
)
_TOLERATION: Final = Shape(defaults={"operator": "Equal"}, exact=union("tolerationSeconds"), is_closed=True)
_SPREAD: Final = Shape(
    fields={"labelSelector": SELECTOR, "matchLabelKeys": SCALARS},
    defaults={"nodeAffinityPolicy": "Honor", "nodeTaintsPolicy": "Ignore"},
)
_AFFINITY_TERM: Final = Shape(
    fields={"labelSelector": SELECTOR, "namespaceSelector": SELECTOR, "namespaces": SCALARS},
    present=union("namespaceSelector"),
)
_POD_AFFINITY: Final = Shape(
    fields={
        "requiredDuringSchedulingIgnoredDuringExecution": bag(_AFFINITY_TERM),
        "preferredDuringSchedulingIgnoredDuringExecution": bag(Shape(fields={"podAffinityTerm": _AFFINITY_TERM})),
    }
)
_NODE_TERM: Final = Shape(fields={
    "matchExpressions": bag(Shape(fields={"values": Shape(items=TEXT, order="set")})), "matchFields": bag(ANY),
})  # fmt: skip
NODE_SELECTOR: Final = Shape(fields={"nodeSelectorTerms": bag(_NODE_TERM)})
_NODE_AFFINITY: Final = Shape(
    fields={
        "requiredDuringSchedulingIgnoredDuringExecution": NODE_SELECTOR,
        "preferredDuringSchedulingIgnoredDuringExecution": bag(Shape(fields={"preference": _NODE_TERM})),
    }
)
_AFFINITY: Final = Shape(
    fields={"podAffinity": _POD_AFFINITY, "podAntiAffinity": _POD_AFFINITY, "nodeAffinity": _NODE_AFFINITY}
)
_POD_SECURITY: Final = Shape(
    fields={"sysctls": keyed(ANY, "name"), "supplementalGroups": SCALARS},
    watched=union(
        "runAsUser runAsGroup runAsNonRoot fsGroup supplementalGroups seLinuxOptions seccompProfile appArmorProfile",
        "sysctls windowsOptions",
    ),
    exact=union("runAsUser runAsGroup fsGroup"),
)
_RESOLVER: Final = Shape(fields={
    "nameservers": Shape(order="list"), "searches": Shape(order="list"),
    "options": bag(Shape(fields={"value": Shape(read=text)})),
}, watched=union("nameservers"))  # fmt: skip


POD_SPEC: Final = Shape(
    fields={
        "containers": keyed(CONTAINER, "name"),
        "initContainers": keyed(CONTAINER, "name"),
        "ephemeralContainers": keyed(CONTAINER, "name"),
        "volumes": keyed(VOLUME, "name"),
        "imagePullSecrets": keyed(ANY, "name", order="open"),
        "hostAliases": keyed(Shape(fields={"hostnames": SCALARS}), "ip"),
        "tolerations": bag(_TOLERATION),
        "topologySpreadConstraints": keyed(_SPREAD, "topologyKey", "whenUnsatisfiable", order="open"),
        "nodeSelector": Shape(rest=TEXT, is_exact=True),
        "securityContext": _POD_SECURITY,
        "affinity": _AFFINITY,
        "dnsConfig": _RESOLVER,
        "readinessGates": bag(ANY),
        "schedulingGates": keyed(ANY, "name", order="open"),
        "overhead": QUANTITIES,
    },
    defaults={
        "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
        "terminationGracePeriodSeconds": 30, "enableServiceLinks": True, "automountServiceAccountToken": True,
        "preemptionPolicy": "PreemptLowerPriority", "hostUsers": True, "serviceAccountName": "default",
    },
    watched=union(
        "hostNetwork hostPID hostIPC shareProcessNamespace serviceAccountName automountServiceAccountToken nodeName",
        "hostUsers runtimeClassName hostname dnsPolicy dnsConfig priorityClassName",
    ),
    mirrors={"serviceAccount": "serviceAccountName"},
)  # fmt: skip
"""The spec of a pod's template."""
OWN_POD_SPEC: Final = POD_SPEC._replace(
    watched=POD_SPEC.watched - union("nodeName hostname dnsConfig priorityClassName")
)
"""The spec of a pod itself: the scheduler and admission write into it."""
POD_TEMPLATE: Final = Shape(fields={"metadata": METADATA, "spec": POD_SPEC})
"""The template of a workload's pods."""
