"""What an instance type has: cores, memory, GPUs. AWS by a list, Azure and Google by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from trueline.cost.book import Book


class Shape(NamedTuple):
    """Cores, GiB of memory and GPUs."""

    cores: float
    memory: float
    gpus: float = 0.0


def shape_of(book: Book, cloud: str, instance: str) -> Shape | None:
    """Return what an instance type has, None where it cannot be told."""
    if cloud == "aws":
        family, _, size = instance.partition(".")
        found = (book.section("kubernetes/shapes-aws") or {}).get("shapes", {}).get(family, {}).get(size)
        return None if found is None else Shape(*map(float, found))
    if cloud == "azure":
        return _azure(instance)
    return _google(instance) if cloud == "google" else None


_GOOGLE: Final[dict[str, dict[str, float]]] = {  # GiB a core: https://cloud.google.com/compute/docs/machine-resource
    "n1": {"standard": 3.75, "highmem": 6.5, "highcpu": 0.9},
    "n2": {"standard": 4, "highmem": 8, "highcpu": 1},
    "n2d": {"standard": 4, "highmem": 8, "highcpu": 1},
    "n4": {"standard": 4, "highmem": 8, "highcpu": 2},
    "e2": {"standard": 4, "highmem": 8, "highcpu": 1},
    "t2d": {"standard": 4},
    "t2a": {"standard": 4},
    "c2": {"standard": 4},
    "c2d": {"standard": 4, "highmem": 8, "highcpu": 2},
    "c3": {"standard": 4, "highmem": 8, "highcpu": 2},
    "c3d": {"standard": 4, "highmem": 8, "highcpu": 2},
    "c4a": {"standard": 4, "highmem": 8, "highcpu": 2},
}
_GOOGLE_ODD: Final = frozenset({"n2-highmem-128", "c3d-highcpu-180", "c3d-highcpu-360"})  # have less
# Those that share a core: what the node offers to pods is not what is billed: the cores a guest sees.
_GOOGLE_SMALL: Final = {"e2-micro": (2, 1), "e2-small": (2, 2), "e2-medium": (2, 4), "f1-micro": (1, 0.6),
                        "g1-small": (1, 1.7)}  # fmt: skip


def _google(name: str) -> Shape | None:
    if name in _GOOGLE_SMALL:
        return Shape(*_GOOGLE_SMALL[name])
    custom = re.fullmatch(r"(?:[a-z]\d[a-z]?-)?custom-(\d+)-(\d+)(?:-ext)?", name)
    if custom is not None:
        return Shape(float(custom[1]), int(custom[2]) / 1024)
    found = re.fullmatch(r"([a-z]\d[a-z]?)-(standard|highmem|highcpu)-(\d+)(?:-lssd)?", name)
    if found is None or name in _GOOGLE_ODD:
        return None
    each = _GOOGLE.get(found[1], {}).get(found[2])
    return None if each is None else Shape(float(found[3]), int(found[3]) * each)


_AZURE_OLD: Final = {  # cores, GiB; D2_v2 and DS2_v2 are the same
    "D1_v2": (1, 3.5), "D2_v2": (2, 7), "D3_v2": (4, 14), "D4_v2": (8, 28), "D5_v2": (16, 56), "D11_v2": (2, 14),
    "D12_v2": (4, 28), "D13_v2": (8, 56), "D14_v2": (16, 112), "D15_v2": (20, 140), "B1ls": (1, 0.5), "B1s": (1, 1),
    "B1ms": (1, 2), "B2s": (2, 4), "B2ms": (2, 8), "B4ms": (4, 16), "B8ms": (8, 32), "B12ms": (12, 48),
    "B16ms": (16, 64), "B20ms": (20, 80), "E64_v3": (64, 432), "E64s_v3": (64, 432),
}  # fmt: skip
_AZURE_GPU: Final = {
    "NC6s_v3": (6, 112, 1), "NC12s_v3": (12, 224, 2), "NC24s_v3": (24, 448, 4), "NC4as_T4_v3": (4, 28, 1),
    "NC8as_T4_v3": (8, 56, 1), "NC16as_T4_v3": (16, 110, 1), "NC64as_T4_v3": (64, 440, 4),
    "NC24ads_A100_v4": (24, 220, 1), "NC48ads_A100_v4": (48, 440, 2), "NC96ads_A100_v4": (96, 880, 4),
}  # fmt: skip
_AZURE_NAME: Final = re.compile(r"([A-Z]+)(\d+)(?:-(\d+))?([a-z]*)(?:_v(\d+))?")
_AZURE_MOST: Final = 64  # from there on a family's largest sizes have less memory for each core than the others


def _azure(name: str) -> Shape | None:
    size = name.removeprefix("Standard_").removesuffix("_Promo")
    known = _AZURE_GPU.get(size) or _AZURE_OLD.get(re.sub(r"^DS(?=\d+_v2)", "D", size))
    if known is not None:
        return Shape(*map(float, known))
    found = _AZURE_NAME.fullmatch(size)
    if found is None:
        return None
    family, cores, fewer, letters, version = found.groups()
    each = _azure_memory(family, letters, int(version or 1), int(cores))
    return None if each is None else Shape(float(fewer or cores), int(cores) * each)


def _azure_memory(family: str, letters: str, version: int, cores: int) -> float | None:
    """Return the GiB of each core."""
    if family == "A" and version == 2:
        return 8.0 if "m" in letters else 2.0
    if family == "B" and "t" in letters and version == 2:
        return 0.5 if cores == 2 else None
    if (family == "D" and version >= 3) or (family == "B" and version == 2):
        return 2.0 if "l" in letters else 4.0
    if family == "E" and version >= 3:
        return 8.0 if cores < _AZURE_MOST or (version >= 5 and cores == _AZURE_MOST) else None
    if family == "F" and version >= 6:
        return {"l": 2.0, "m": 8.0}.get(next((letter for letter in letters if letter in "lm"), ""), 4.0)
    if family == "F" and letters in ("", "s"):
        return 2.0
    return None
