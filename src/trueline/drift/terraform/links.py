"""Long names of what a cloud has: ARNs, links, paths of ids, host names; and when two of them are of one thing.

| what is the same | why |
|---|---|
| `https://www.googleapis.com/compute/v1/projects/p/…` and `projects/p/…` | Google's links have the interface before |
| `/subscriptions/s/resourceGroups/g` and `/subscriptions/s/resourcegroups/g` | Azure's ids are of any case |
| `arn:aws:logs:…:log-group:g` and `arn:aws:logs:…:log-group:g:*` | the provider takes the end away, or adds it |
| `a.elb.amazonaws.com` and `A.elb.amazonaws.com.` | names of hosts are of any case |
"""

from __future__ import annotations

import re
from typing import Final

from trueline.values.unknown import references_of

_LONG: Final = re.compile(r"arn:|https?://|/subscriptions/|(?:v\d\w*/)?(?:projects|organizations|folders)/|//")
_BEFORE: Final = re.compile(r"(?:https?:)?//[a-z.-]*googleapis\.com/(?:[a-z]+/)?(?:v\d\w*|beta|alpha)?/?(?=projects/)")
_HOST: Final = re.compile(r"[\w.-]+\.amazonaws\.com(?:\.cn)?\.?", re.IGNORECASE)
_ALIAS: Final = ":alias/"


def is_long(text: str) -> bool:
    """Tell whether a text is the long name of something: an ARN, a link, a path of ids."""
    return _LONG.match(text) is not None


def is_same_link(one: str, other: str) -> bool:
    """Tell whether two long names are of one thing."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    if _HOST.fullmatch(text):
        return text.lower().rstrip(".")
    if text.startswith("/subscriptions/"):
        return text.lower()
    if text.startswith("arn:") and ":log-group:" in text:
        return text.removesuffix(":*")
    return _BEFORE.sub("", text, count=1)


def is_otherwise_named(declared: object, actual: object) -> bool:
    """Tell whether two names may be of one thing though nothing in them is alike: an id and an ARN, an alias and a key.

    Only what refers to another resource may: it says which of its names it takes, and the provider writes its own.
    """
    if not (isinstance(declared, str) and isinstance(actual, str) and declared and actual and references_of(declared)):
        return False
    aliases = [_ALIAS in text or text.startswith("alias/") for text in (declared, actual)]
    return is_long(declared) is not is_long(actual) or (any(aliases) and not all(aliases))
