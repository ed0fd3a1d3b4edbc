"""What of a text belongs to one environment whatever it says: accounts, regions, ids, hosts, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_AWS: Final = r"(?:us|eu|ap|ca|sa|me|af|cn|il|mx)-(?:gov-|isob?-)?(?:north|south|east|west|central){1,2}-\d[a-f]?"
_GOOGLE: Final = (
    r"(?:us|europe|asia|australia|northamerica|southamerica|me|africa)-"
    r"(?:north|south|east|west|central){1,2}\d(?:-[a-f])?"
)
_REGION: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_AWS}|{_GOOGLE}|(?:north|west)europe|(?:east|west|central)us[23]?|uk(?:south|west))(?![A-Za-z0-9])"
)
_UUID: Final = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_ARN: Final = r"arn:aws[a-z-]*:[^\s\"',]+"
_AWS_ID: Final = (
    r"(?:vpc|subnet|sg|ami|rtb|rtbassoc|igw|nat|eni|vol|snap|i|acl|eipalloc|tgw|tgw-attach|lt|pcx|vpce|fs|fsap|pl|"
    r"dopt|vgw|cgw|aclassoc|eigw|lsn|mrk|o|ou|sgr|r)-[0-9a-f]{8,32}"
)
_ID: Final = re.compile(rf"{_ARN}|(?<![A-Za-z0-9-])(?:{_UUID}|{_AWS_ID}|\d{{12}}|Z[0-9A-Z]{{9,31}})(?![A-Za-z0-9])")
_NETWORK: Final = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w.])|(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}[0-9a-f:]*(?:/\d{1,3})?(?![\w:])"
)
_HOST: Final = re.compile(
    r"(?<![\w.@/-])(?:[a-z][a-z0-9+.-]*://)?(?:[^\s/@:\"']+(?::[^\s/@\"']*)?@)?"
    r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?(?![\w-])",
    re.IGNORECASE,
)
_SERVICE_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/\"']+", re.IGNORECASE)
_FILE: Final = re.compile(
    r"\.(?:json|ya?ml|tf|tfvars|sh|py|js|ts|toml|xml|ini|conf|cfg|properties|txt|md|sql|jar|war|zip|tgz|gz|html|css|go|rb|"
    r"php|pem|crt|key|log|env|hcl|lock|svg|png)$",
    re.IGNORECASE,
)


def _regions(text: str) -> str:
    return _REGION.sub("anyregion", text)


def _ids(text: str) -> str:
    return _REGION.sub("anyregion", _ID.sub("anyid", text))


def _networks(text: str) -> str:
    return _NETWORK.sub("anynetwork", text)


def _hosts(text: str) -> str:
    return _HOST.sub(lambda found: found[0] if _FILE.search(found[0]) else "anyhost", _SERVICE_URL.sub("anyhost", text))


MASKS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("ids", _ids),
    ("addresses", _networks),
    ("hosts", _hosts),
)
"""The category of a usual difference, and what masks it; each is laid over those before it."""


def masked(text: str) -> str:
    """Return a name or key without accounts, regions and ids."""
    return _ids(text)


def difference(left: str, right: str) -> str:
    """Return the category of all that two texts differ in, empty where they differ in more."""
    if len(left) > 5000 or len(right) > 5000:
        return ""
    for category, mask in MASKS:
        left, right = mask(left), mask(right)
        if left == right:
            return category
    return ""
