"""Volumes, claims, classes, and what is configured with plain data: ConfigMap, LimitRange, ResourceQuota."""

from __future__ import annotations

from typing import Final

from trueline.drift.kubernetes.metadata import DATA, METADATA
from trueline.drift.kubernetes.pods import CLAIM_SPEC, NODE_SELECTOR, QUANTITIES, SCALARS
from trueline.drift.kubernetes.shape import ANY, Shape, keyed, union
from trueline.drift.kubernetes.values import encoded, literal
from trueline.drift.kubernetes.workloads import whole

_HEAD: Final = union("apiVersion kind status")

CLAIM: Final = whole(CLAIM_SPEC)
VOLUME_OBJECT: Final = whole(
    Shape(
        fields={
            "capacity": QUANTITIES, "accessModes": SCALARS, "mountOptions": Shape(order="list"),
            "nodeAffinity": Shape(fields={"required": NODE_SELECTOR}),
            # when it is bound the controller completes it
            "claimRef": Shape(quiet=union("uid resourceVersion apiVersion kind")),
            "iscsi": Shape(defaults={"iscsiInterface": "default"}),
            "rbd": Shape(defaults={"pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"}),
            "azureDisk": Shape(defaults={"cachingMode": "ReadWrite", "fsType": "ext4", "kind": "Shared"}),
        },
        defaults={"persistentVolumeReclaimPolicy": "Retain", "volumeMode": "Filesystem"},
        watched=union("hostPath"),
    )
)  # fmt: skip
_TERMS: Final = Shape(order="bag", items=ANY)
STORAGE_CLASS: Final = Shape(
    fields={
        "metadata": METADATA, "parameters": Shape(rest=Shape(read=literal), is_exact=True),
        "mountOptions": Shape(order="list"), "allowedTopologies": _TERMS,
    },
    defaults={"reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"},
    quiet=_HEAD,
)  # fmt: skip
CSI_DRIVER: Final = whole(
    Shape(
        fields={"volumeLifecycleModes": SCALARS, "tokenRequests": keyed(ANY, "audience")},
        defaults={
            "attachRequired": True, "podInfoOnMount": False, "storageCapacity": False, "requiresRepublish": False,
            "volumeLifecycleModes": ["Persistent"], "fsGroupPolicy": "ReadWriteOnceWithFSType", "seLinuxMount": False,
        },
    )
)  # fmt: skip
CONFIG_MAP: Final = Shape(
    fields={
        "metadata": METADATA, "data": DATA._replace(rest=Shape(read=literal)),
        "binaryData": DATA._replace(rest=Shape(read=encoded)),
    },
    quiet=union("apiVersion kind"),
)  # fmt: skip
SECRET: Final = Shape(
    fields={"metadata": METADATA},
    # their values are compared apart
    quiet=union("apiVersion kind data stringData"),
    defaults={"type": "Opaque"},
)
SERVICE_ACCOUNT: Final = Shape(
    fields={
        "metadata": METADATA, "secrets": keyed(ANY, "name", order="open"),
        "imagePullSecrets": keyed(ANY, "name", order="open"),
    },
    defaults={"automountServiceAccountToken": True},
    quiet=union("apiVersion kind"),
)  # fmt: skip
_BOUNDS: Final = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")
_LIMITS: Final = Shape(fields=dict.fromkeys(_BOUNDS, QUANTITIES))
LIMIT_RANGE: Final = whole(Shape(fields={"limits": keyed(_LIMITS, "type")}))
RESOURCE_QUOTA: Final = whole(Shape(fields={"hard": QUANTITIES._replace(is_closed=True), "scopes": SCALARS}))
