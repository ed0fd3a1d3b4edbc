"""Images and versions of two environments: whether they differ, and which is newer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.values.image import parse_image
from trueline.values.semver import parse_semver

if TYPE_CHECKING:
    from trueline.drift.environments.words import Neutral
    from trueline.values.image import Image

_VERSION: Final = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z.-]+)?)$")
_REF: Final = re.compile(r"[?&]ref=([^&]+)")


def skew(left: object, right: object, sides: tuple[Neutral, Neutral]) -> dict[str, object] | None:
    """Return what two images differ in (``tags``, ``digests``, ``newer``); None where only the registry differs."""
    here, there = _image(left), _image(right)
    if here is None or there is None:
        return order(left, right)
    if _name(here, sides[0]) != _name(there, sides[1]):
        return {"images": [str(left), str(right)]}
    tags = sides[0].text(here.tag), sides[1].text(there.tag)
    if tags[0] == tags[1] and here.digest == there.digest:
        return None
    found: dict[str, object] = {"tags": [here.tag, there.tag], **order(here.tag, there.tag)}
    if here.digest or there.digest:
        found["digests"] = [here.digest, there.digest]
    return found


def order(left: object, right: object) -> dict[str, object]:
    """Return both versions and the side with the newer one (``newer``), as far as they are versions."""
    if not isinstance(left, str | int | float) or not isinstance(right, str | int | float):
        return {}
    here, there = _version(str(left)), _version(str(right))
    if not here or not there:
        return {}
    found: dict[str, object] = {"versions": [here, there]}
    try:
        one, other = parse_semver(here, lenient=True), parse_semver(there, lenient=True)
    except ValueError:
        return found
    short, long = sorted((here.split("."), there.split(".")), key=len)
    if one != other and long[: len(short)] != short:  # `8.4` may well be `8.4.9`
        found["newer"] = "left" if one > other else "right"
    return found


def _version(text: str) -> str:
    ref = _REF.search(text)
    match = _VERSION.search(ref[1] if ref is not None else text)
    return match[1] if match is not None else ref[1] if ref is not None else ""


def _image(value: object) -> Image | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_image(value) if ":" in value or "/" in value or "@" in value else None
    except ValueError:
        return None


def _name(image: Image, side: Neutral) -> str:
    """Return what an image is called wherever it is kept: registries and their folders may be per environment."""
    return side.name(image.name).rpartition("/")[2]
