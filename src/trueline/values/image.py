"""Container image references: ``registry.example.com:5000/team/app:1.2@sha256:…``."""

from __future__ import annotations

from typing import Final, NamedTuple

_DEFAULT_REGISTRY: Final = "docker.io"


class Image(NamedTuple):
    """An image reference. ``name`` is the full repository (``library/nginx``); tag and digest are empty where unset."""

    registry: str
    name: str
    tag: str = ""
    digest: str = ""


def parse_image(text: str) -> Image:
    """Return the parts of an image reference; raise ``ValueError`` for what is none.

    As Docker reads it: without a registry it is ``docker.io``, whose single names are in ``library/``.
    """
    rest, at, digest = text.partition("@")
    if not rest or text != text.strip() or any(character.isspace() for character in text):
        raise ValueError(f"no image reference: {text!r}")
    if at and ":" not in digest:
        raise ValueError(f"no image digest: {text!r}")
    first, slash, remainder = rest.partition("/")
    is_host = bool(slash) and ("." in first or ":" in first or first == "localhost" or first != first.lower())
    registry, path = (first, remainder) if is_host else (_DEFAULT_REGISTRY, rest)
    if registry == "index.docker.io":
        registry = _DEFAULT_REGISTRY
    name, colon, tag = path.partition(":")
    if not name or (colon and not _is_tag(tag)) or not _is_name(name):
        raise ValueError(f"no image reference: {text!r}")
    if registry == _DEFAULT_REGISTRY and "/" not in name:
        name = f"library/{name}"
    return Image(registry, name, tag, digest)


def _is_tag(text: str) -> bool:
    return 0 < len(text) <= 128 and text[0] not in ".-" and set(text.lower()) <= _LETTERS


def _is_name(text: str) -> bool:
    return all(part and part.isascii() and part == part.lower() and set(part) <= _LETTERS for part in text.split("/"))


_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
