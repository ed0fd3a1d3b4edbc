"""URLs, with the functions that Kubernetes has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, urlsplit

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import KIND_OF

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND_OF[SplitResult] = "kubernetes.URL"


def _parse(text: str) -> SplitResult:
    try:
        found = urlsplit(text)
        _ = found.port
    except ValueError:
        raise EvaluationError(f"no URL: {text!r}") from None
    if not (found.scheme and found.netloc) and not text.startswith("/"):
        raise EvaluationError(f"no absolute URL: {text!r}")
    if any(character.isspace() for character in text):
        raise EvaluationError(f"no URL: {text!r}")
    return found


def _is_url(text: str) -> bool:
    try:
        _parse(text)
    except EvaluationError:
        return False
    return True


def _host(found: SplitResult) -> str:
    return found.netloc.rpartition("@")[2]


def _host_name(found: SplitResult) -> str:
    name = _host(found)
    return name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]


FUNCTIONS: Mapping[str, Function] = {
    "getEscapedPath": Function(lambda found: found.path, "url", "string"),
    "getHost": Function(_host, "url", "string"),
    "getHostname": Function(_host_name, "url", "string"),
    "getPort": Function(lambda found: "" if found.port is None else str(found.port), "url", "string"),
    "getQuery": Function(lambda found: parse_qs(found.query, keep_blank_values=True), "url", "map"),
    "getScheme": Function(lambda found: found.scheme, "url", "string"),
    "isURL": Function(_is_url, "string", "bool", "f"),
    "url": Function(_parse, "string", "kubernetes.URL", "f"),
}
