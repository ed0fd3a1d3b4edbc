"""What claims of storage cost a month: the team's price, else that of the disks their class makes, else a default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.azure import size
from trueline.cost.kubernetes.nodes import default_price, own_price, region_of_nodes
from trueline.cost.kubernetes.pods import GIB, amount
from trueline.cost.kubernetes.replicas import Count
from trueline.cost.subject import gap_of
from trueline.model.cost import Gap
from trueline.values.bounds import ANYTHING, Bounds, Spread, always
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Price

_AWS: Final = frozenset({"gp2", "gp3", "io1", "io2", "st1", "sc1"})
_AWS_DEFAULT: Final = "gp2"  # the class that EKS has made for years
_GOOGLE: Final = {"standard": "pd-standard", "standard-rwo": "pd-balanced", "premium-rwo": "pd-ssd", "": "pd-balanced"}
_AZURE: Final = {
    "": "StandardSSD_LRS", "default": "StandardSSD_LRS", "managed": "StandardSSD_LRS",
    "managed-csi": "StandardSSD_LRS", "managed-premium": "Premium_LRS", "managed-csi-premium": "Premium_LRS",
}  # fmt: skip
_DISKS: Final = {
    "aws": ("ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"),
    "google": ("pd.csi.storage.gke.io", "kubernetes.io/gce-pd"),
    "azure": ("disk.csi.azure.com", "kubernetes.io/azure-disk"),
}
_SECTIONS: Final = {"aws": "aws/ebs", "google": "google/disk", "azure": "azure/managed-disk"}


def claim(it: Subject) -> Iterator[Component]:
    """Yield the storage of a PersistentVolumeClaim."""
    yield claim_line(it, "storage", it.get("spec"), Count(always(1.0)))


def claim_line(it: Subject, name: str, spec: object, count: Count) -> Component:
    """Return the storage of ``count`` claims of ``spec``; what a class promises beyond its size is not counted."""
    asked = find(spec, ("resources", "requests", "storage"))
    size_of = Gap("value", "how much storage it claims is not known") if asked is None else amount(asked, GIB)
    gib = ANYTHING if isinstance(size_of, Gap) else size_of
    found = _price(it, find(spec, ("storageClassName",)), gib)
    per = gib
    if not isinstance(found, Gap) and found.unit == "month":  # sold by the disk
        per = Bounds(1.0, 1.0)
    made = it.component(name, found, count.spread.times(Spread(per, per, per)))
    if not count.spread.most.high:
        return made._replace(gaps=())
    gaps = (size_of,) if isinstance(size_of, Gap) else ()
    return made._replace(gaps=tuple(dict.fromkeys((*made.gaps, *gaps, *count.gaps))), usage=count.usage)


def _price(it: Subject, named: object, gib: Bounds) -> Price | Gap:
    nodes = it.world.settings.nodes
    if nodes.storage is not None:
        return own_price("storage", nodes.storage)
    if isinstance(named, Unknown):
        return gap_of(named)
    if not nodes.cloud:
        return default_price(it.world.book, "storage")
    if named == "":
        return Gap("price", "the volume it claims is made elsewhere: `cost.nodes.storage`")
    region = region_of_nodes(it.world)
    if isinstance(region, Gap):
        return region
    key = _key(it, nodes.cloud, named if isinstance(named, str) else "", gib)
    return key if isinstance(key, Gap) else it.world.book.price(_SECTIONS[nodes.cloud], key, region)


def _key(it: Subject, cloud: str, name: str, gib: Bounds) -> str | Gap:
    """Return the key of the disk that a storage class makes: by the class in the unit, else by a name clouds use."""
    kind = _declared(it, cloud, name) or _known(cloud, name)
    if kind is None:
        return Gap("price", f"the price of storage class {name} is not known: `cost.nodes.storage`")
    if cloud != "azure":
        return kind
    key = size.disk(kind, gib.low) if gib.is_exact else None
    return key or Gap("price", f"the price book has no disk {kind} of this size")


def _known(cloud: str, name: str) -> str | None:
    if cloud == "aws":
        return name if name in _AWS else _AWS_DEFAULT if not name else None
    return (_GOOGLE if cloud == "google" else _AZURE).get(name)


def _declared(it: Subject, cloud: str, name: str) -> str | None:
    for one in it.others("StorageClass"):
        if one.resource.name == name and one.get("provisioner") in _DISKS.get(cloud, ()):
            kind = one.get("parameters.type") or one.get("parameters.skuName") or one.get("parameters.skuname")
            defaults = {"aws": "gp3", "google": "pd-standard", "azure": "StandardSSD_LRS"}
            return kind if isinstance(kind, str) else defaults[cloud]
    return None
