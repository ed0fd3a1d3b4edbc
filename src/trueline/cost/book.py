"""The price book: dated sections of prices, by cloud, region and key, each with its source."""

from __future__ import annotations

import hashlib
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from trueline.cost.section import parse
from trueline.model.cost import Gap, Price

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.model.cost import Confidence

FOLDER: Final = os.path.join(os.path.dirname(__file__), "prices")
CURRENCY: Final = "USD"
"""What all amounts are in: they are added up."""
_FOLDERS: Final = ("aws", "azure", "google", "kubernetes")
_PLAIN_KEY: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}/[A-Za-z0-9_.-]{1,60}")


class Book:
    """The sections of the wheel, and over them those of the team: ``own`` maps ``aws/ec2`` to the bytes of its file."""

    def __init__(self, own: Mapping[str, bytes] | None = None) -> None:
        self._own = dict(own or {})
        self._read: dict[str, dict[str, Any] | None] = {}
        self._free: dict[str, frozenset[str]] = {}

    def price(self, sections: str | tuple[str, ...], key: str, region: str) -> Price | Gap:
        """Return the price of ``key`` in ``region``, from the first section that has it, or why there is none."""
        names = (sections,) if isinstance(sections, str) else sections
        for name in names:
            found = self._price(name, key, region)
            if found is not None and found.currency != CURRENCY:
                return Gap("price", f"the price of {name} {key} is in {found.currency}, and amounts are in {CURRENCY}")
            if found is not None:
                return found
        return Gap("price", self._why(names, key, region))

    def is_free(self, cloud: str, kind: str) -> bool:
        """Tell whether a type of Terraform costs nothing by itself."""
        if cloud not in self._free:
            self._free[cloud] = frozenset((self.section(f"{cloud}/free") or {}).get("types", ()))
        return kind in self._free[cloud]

    def section(self, name: str) -> dict[str, Any] | None:
        """Return a section as its file has it, None where there is no such section."""
        if name not in self._read:
            data = self._own.get(name)
            self._read[name] = _shipped(name) if data is None else parse(data, name)
        return self._read[name]

    def _price(self, name: str, key: str, region: str) -> Price | None:
        body = self.section(name)
        if body is None:
            return None
        for place in (region, "*"):
            here = body["prices"].get(place, {})
            if key in here:
                said = origin(body, place, key)
                return self._made(name, body, key, here[key], said)
        return self._derived(name, body, key, region)

    def _derived(self, name: str, body: Mapping[str, Any], key: str, region: str) -> Price | None:
        scaled = derived(body, region, key)
        if scaled is None:
            return None
        said = {**origin(body, body["derived"]["from"], key), "confidence": "derived"}
        return self._made(name, body, key, scaled, said)

    def _made(self, name: str, body: Mapping[str, Any], key: str, value: Any, said: Mapping[str, Any]) -> Price:
        units = body.get("units") or {}
        tiers = value if isinstance(value, list) else [[0, value]]
        own: Confidence = "config" if name in self._own else said["confidence"]
        return Price(
            tuple((float(start), float(price)) for start, price in tiers),
            units.get(key) or body.get("unit") or "",
            body.get("currency") or "USD",
            name,
            said["asof"],
            own,
        )

    def _why(self, names: tuple[str, ...], key: str, region: str) -> str:
        elsewhere = any(key in here for name in names for here in (self.section(name) or {}).get("prices", {}).values())
        if elsewhere:
            return f"the price book has no price of {names[0]} {key} in {region}"
        return f"the price book has no price of {names[0]} {key}"


def derived(body: Mapping[str, Any], region: str, key: str) -> list[list[float]] | None:
    """Return the tiers of a price that a region does not list and that is made of another region's."""
    said = body.get("derived")
    if said is None:
        return None
    listed = body["prices"].get(said["from"], {}).get(key)
    ratios = said["ratios"].get(region, {})
    names = {"family": family, "series": series}
    ratio = ratios.get(names.get(said.get("by"), str)(key), ratios.get("*"))
    if listed is None or ratio is None:
        return None
    tiers = [[0, listed]] if not isinstance(listed, list) else listed
    return [[start, round(price * ratio, 10)] for start, price in tiers]


def origin(body: Mapping[str, Any], region: str, key: str) -> Mapping[str, Any]:
    """Return what has the date, the source and the confidence of a listed price.

    That is the section itself, or one of the parts in ``kept``: prices that a later reading did not give.
    """
    for part in body.get("kept", ()):
        keys = part["keys"].get(region, ())
        if key in keys or "*" in keys:
            return dict(part)
    return body


def family(key: str) -> str:
    """Return ``m5`` of ``m5.large``, ``db.m5.large``, ``multi-az/db.m5.large`` and ``m5.large.search``."""
    parts = key.rpartition("/")[2].split(".")
    return parts[1] if parts[0] in ("db", "cache") and len(parts) > 1 else parts[0]


def series(key: str) -> str:
    """Return ``n2`` of ``n2-standard-4``."""
    return key.partition("-")[0]


def _shipped(name: str) -> dict[str, Any] | None:
    """Return a section of the wheel; a test has looked at each of them, so that a run need not."""
    if _PLAIN_KEY.fullmatch(name) is None:
        return None
    import orjson

    try:
        with open(f"{FOLDER}/{name}.json", "rb") as file:
            found: dict[str, Any] = orjson.loads(file.read())
    except FileNotFoundError:
        return None
    return found


def shipped_sections() -> list[str]:
    """Return the names of all sections of the wheel, sorted."""
    found = []
    for cloud in _FOLDERS:
        names = os.listdir(f"{FOLDER}/{cloud}")
        found += [f"{cloud}/{name.removesuffix('.json')}" for name in names if name.endswith(".json")]
    return sorted(found)


@cache
def shipped_digest() -> str:
    """Return the digest of every section of the wheel, as it was written down with them."""
    with open(f"{FOLDER}/DIGEST", encoding="ascii") as file:
        return file.read().strip()


def computed_digest() -> str:
    """Return the digest of every section of the wheel, made anew."""
    digest = hashlib.sha256()
    for name in shipped_sections():
        with open(f"{FOLDER}/{name}.json", "rb") as file:
            digest.update(name.encode() + b"\0" + file.read() + b"\0")
    return digest.hexdigest()


def write_digest() -> None:
    """Write the digest of the sections beside them: whoever changes one calls this, and a test holds it."""
    with open(f"{FOLDER}/DIGEST", "w", encoding="ascii") as file:
        file.write(computed_digest() + "\n")


def digest_of_book(own: Mapping[str, bytes]) -> str:
    """Return what names this very book: that of the wheel, and what the team puts over it."""
    parts: Iterable[bytes] = (name.encode() + b"\0" + own[name] + b"\0" for name in sorted(own))
    return hashlib.sha256(shipped_digest().encode() + b"".join(parts)).hexdigest()[:16]
