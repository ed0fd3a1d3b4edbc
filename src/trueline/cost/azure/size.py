"""How Azure spells sizes: from what Terraform says to what the price book knows."""

from __future__ import annotations

import re
from typing import NamedTuple

# The largest disk of each price, in GiB.
STEPS = {
    1: 4, 2: 8, 3: 16, 4: 32, 6: 64, 10: 128, 15: 256, 20: 512, 30: 1024, 40: 2048, 50: 4096, 60: 8192, 70: 16384,
    80: 32767,
}  # fmt: skip
LETTERS = {"Premium": "P", "Standard": "S", "StandardSSD": "E"}


class VCores(NamedTuple):
    """A size of a database that is sold by the core."""

    tier: str  # GP, BC, HS, …
    family: str  # Gen5, …
    cores: int
    serverless: bool


def disk(kind: str, gib: float) -> str | None:
    """Return the key of a managed disk: ``Premium_LRS`` of 100 GiB is ``P10_LRS``; None where disks are not sold so."""
    name, _, replication = kind.partition("_")
    letter = LETTERS.get(name)
    if letter is None or replication not in ("LRS", "ZRS") or gib <= 0:
        return None
    first = 4 if letter == "S" else 1
    step = next((step for step, largest in STEPS.items() if step >= first and gib <= largest), None)
    return None if step is None else f"{letter}{step}_{replication}"


def vcores(name: str) -> VCores | None:
    """Read ``GP_Gen5_4`` or ``GP_S_Gen5_2``; None for what is sold by the DTU."""
    found = re.fullmatch(r"([A-Z]{2})_(S_)?([A-Za-z0-9]+)_(\d+)", name)
    if found is None:
        return None
    tier, serverless, family, cores = found.groups()
    return VCores(tier, family, int(cores), serverless is not None)


def cores(size: str) -> int | None:
    """Return the cores in the name of a size of machine: 4 of ``GP_Standard_D4ds_v5``, 2 of ``E8-2s_v5``."""
    found = re.search(r"(?:^|_)[A-Z]+(\d+)(?:-(\d+))?[a-z]*(?:_|$)", size)
    return None if found is None else int(found[2] or found[1])
