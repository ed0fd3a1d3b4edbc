"""What a pod takes of a node, as the scheduler counts it.

Containers and sidecars (init containers that are restarted always) are summed; other init containers run before them,
so that the largest of these counts where it is more. What is not requested is the limit, then what a LimitRange of the
namespace gives; else nobody knows what a container takes, and its upper bound is open. An init container without
requests ends and reserves nothing. Ephemeral storage is part of the nodes' own disks and is not counted; huge pages
are memory. Extended resources that are no GPUs cost nothing by themselves, accelerators nobody has priced are a gap.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.subject import LARGEST, gap_of
from trueline.model.cost import Gap
from trueline.values.bounds import ANYTHING, NOTHING, Bounds, exactly
from trueline.values.quantity import parse_quantity
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.cost.subject import Subject

GIB: Final = 2.0**30
GPUS: Final = frozenset({"nvidia.com/gpu", "amd.com/gpu", "gpu.intel.com/i915", "gpu.intel.com/xe"})
_OTHER_DEVICES: Final = ("nvidia.com/", "amd.com/", "google.com/tpu", "aws.amazon.com/neuron", "habana.ai/",
                         "cloud-tpus.google.com/")  # fmt: skip
_NAMESPACE: Final = ("metadata", "namespace")
_NO_OVERHEAD: Final = frozenset({"nvidia", "runc", "crun"})


class Need(NamedTuple):
    """How much of something a pod takes, and what of that is not known."""

    amount: Bounds
    gaps: tuple[Gap, ...] = ()

    def plus(self, other: Need) -> Need:
        """Return the sum."""
        return Need(self.amount.plus(other.amount), (*self.gaps, *other.gaps))

    def or_more(self, other: Need) -> Need:
        """Return the larger one."""
        low, high = (max(*ends) for ends in zip(self.amount, other.amount, strict=True))
        return Need(Bounds(low, high), (*self.gaps, *other.gaps))


_NO_NEED: Final = Need(NOTHING)


class Pod(NamedTuple):
    """Cores, GiB of memory and GPUs that one pod takes; ``gaps`` are what it takes beside these."""

    cpu: Need
    memory: Need
    gpu: Need
    gaps: tuple[Gap, ...] = ()


def pod_of(it: Subject, spec: object) -> Pod:
    """Return what a pod of ``spec`` takes."""
    if not isinstance(find(spec, ("containers",)), list):
        gap = Gap("value", "which containers its pods have is not known")
        anything = Need(ANYTHING, (gap,))
        return Pod(anything, anything, anything)
    defaults = _defaults(it)
    cpu, memory, gpu = (_of(it, spec, name, defaults) for name in ("cpu", "memory", "gpu"))
    return Pod(cpu, memory, gpu, tuple(_beside(spec)))


def amount(value: object, of: float = 1.0) -> Bounds | Gap:
    """Return the amount a quantity names, in ``of`` units."""
    if isinstance(value, Unknown):
        return gap_of(value)
    try:
        found = float(parse_quantity(str(value))) / of
    except (ValueError, OverflowError):
        found = math.nan
    if found < 0:
        return Gap("value", f"{value!r} is less than nothing")
    if not found <= LARGEST:
        said = "what it names" if isinstance(value, int) else repr(value)  # a number may have thousands of digits
        return Gap("value", f"{said} is no quantity")
    return exactly(found)


def _of(it: Subject, spec: object, name: str, defaults: Callable[[str], Need | None]) -> Need:
    """Return how much of one resource a pod takes."""
    whole = find(spec, ("resources",))
    total = _of_containers(spec, name, defaults, may_lack=whole is not None)
    asked = _said(find(whole, ("requests",)), name)
    capped = _said(find(whole, ("limits",)), name)
    if asked is not None:
        total = _need(asked)
    elif capped is not None and not total.amount.high:
        total = _need(capped)
    elif whole is not None and capped is None and name != "gpu":  # nothing is said for the pod as a whole
        total = _of_containers(spec, name, defaults, may_lack=False)
    return total.plus(_overhead(it, spec, name))


def _of_containers(spec: object, name: str, defaults: Callable[[str], Need | None], *, may_lack: bool) -> Need:
    running, sidecars, largest = _NO_NEED, _NO_NEED, _NO_NEED
    for container in _containers(spec, "containers"):
        running = running.plus(_takes(container, name, defaults, may_lack=may_lack))
    first = find(spec, ("initContainers",))
    if isinstance(first, Unknown):
        largest = Need(ANYTHING, (gap_of(first),))
    for container in _containers(spec, "initContainers"):
        if find(container, ("restartPolicy",)) == "Always":
            need = _takes(container, name, defaults, may_lack=may_lack)
            running, sidecars = running.plus(need), sidecars.plus(need)
            largest = largest.or_more(Need(sidecars.amount))
        else:
            need = _takes(container, name, defaults, may_lack=True)
            largest = largest.or_more(need.plus(Need(sidecars.amount)))
    return running.or_more(largest)


def _takes(container: object, name: str, defaults: Callable[[str], Need | None], *, may_lack: bool) -> Need:
    for path in ("requests", "limits"):
        found = _said(find(container, ("resources", path)), name)
        if found is not None:
            return _need(found)
    given = defaults(name)
    if given is not None:
        return given
    if name == "gpu" or may_lack:
        return _NO_NEED
    called = find(container, ("name",))
    shown = called if isinstance(called, str) else "without a name"
    return Need(ANYTHING, (Gap("value", f"container {shown} requests no {name}: what it takes cannot be told"),))


def _said(resources: object, name: str) -> Bounds | Gap | None:
    """Return how much a map of resources says, None where it says nothing; huge pages are memory."""
    if isinstance(resources, Unknown):
        return amount(resources)
    if not isinstance(resources, dict):
        return None
    keys = [key for key in resources if _is_of(str(key), name)]
    found: Bounds | Gap | None = None
    for key in keys:
        one = amount(resources[key], GIB if name == "memory" else 1.0)
        if isinstance(one, Gap):
            return one
        found = one if not isinstance(found, Bounds) else found.plus(one)
    if name == "memory" and keys and "memory" not in keys:
        return None  # what it takes beside its huge pages is not said
    return found


def _is_of(key: str, name: str) -> bool:
    if name == "gpu":
        return key in GPUS
    return key == name or (name == "memory" and key.startswith("hugepages-"))


def _need(found: Bounds | Gap) -> Need:
    return Need(ANYTHING, (found,)) if isinstance(found, Gap) else Need(found)


def _overhead(it: Subject, spec: object, name: str) -> Need:
    """Return what the runtime takes for each pod."""
    own = _said(find(spec, ("overhead",)), name)
    if own is not None:
        return _need(own)
    runtime = find(spec, ("runtimeClassName",))
    if runtime is None or name == "gpu" or (isinstance(runtime, str) and runtime in _NO_OVERHEAD):
        return _NO_NEED
    for other in it.others("RuntimeClass"):
        if other.resource.name == runtime:
            found = _said(other.get("overhead.podFixed"), name)
            return _NO_NEED if found is None else _need(found)
    return Need(ANYTHING, (Gap("value", f"what the runtime class {_text(runtime)} takes for each pod is not known"),))


def _beside(spec: object) -> Iterator[Gap]:
    """Yield the devices of a pod that nobody has priced."""
    names = {
        str(key)
        for container in (*_containers(spec, "containers"), *_containers(spec, "initContainers"))
        for kind in ("requests", "limits")
        for key in _keys(find(container, ("resources", kind)))
    }
    for name in sorted(names - GPUS):
        if name.startswith(_OTHER_DEVICES):
            yield Gap("price", f"nobody has priced {name} yet")
    if find(spec, ("resourceClaims",)):
        yield Gap("price", "nobody has priced the devices of resource claims yet")


def _defaults(it: Subject) -> Callable[[str], Need | None]:
    """Return what tells the request that the namespace's LimitRanges give to containers without one."""
    home = namespace_of(it)
    places = [(one, find(one.resource.value, _NAMESPACE)) for one in it.others("LimitRange")]
    own = find(it.resource.value, _NAMESPACE)
    items: list[object] = []
    for one, place in places:
        doubt = next((found for found in (own, place) if isinstance(found, Unknown)), None)
        if doubt is not None:
            items.append({"defaultRequest": doubt})  # it may give anything
        elif namespace_of(one) == home:
            items += [item for item in one.items("spec.limits") if find(item, ("type",)) == "Container"]

    def default(name: str) -> Need | None:
        found = [given for item in items if (given := _given(item, name)) is not None]
        if not found:
            return None
        outer = Bounds(min(one.amount.low for one in found), max(one.amount.high for one in found))
        return Need(outer, tuple(gap for one in found for gap in one.gaps))

    return default


def _given(item: object, name: str) -> Need | None:
    for key in ("defaultRequest", "default", "max", "min"):  # in the order the API fills them in
        found = _said(find(item, (key,)), name)
        if found is not None:
            return _need(found)
    return None


def namespace_of(it: Subject) -> str:
    """Return the namespace of an object; what names none is applied to ``default``."""
    found = it.get("metadata.namespace")
    return found if isinstance(found, str) and found else "default"


def _containers(spec: object, name: str) -> Sequence[object]:
    found = find(spec, (name,))
    return found if isinstance(found, list) else ()


def _keys(resources: object) -> Iterable[object]:
    return resources if isinstance(resources, dict) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else "of its pods"


def notes_of(it: Subject) -> Mapping[str, object] | Unknown:
    """Return the annotations of an object, unknown where it is not known which it has."""
    found = find(it.resource.value, ("metadata", "annotations"))
    return found if isinstance(found, dict | Unknown) else {}


def labels_of(value: object, path: tuple[str | int, ...]) -> Mapping[str, object]:
    """Return labels or annotations; none where these are not known."""
    found = find(value, path)
    return found if isinstance(found, dict) else {}
