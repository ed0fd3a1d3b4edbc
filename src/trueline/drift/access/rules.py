"""Rules of Kubernetes roles: what each allows, what covers what, and what lets its holder have more than it says.

Source: Kubernetes, "Using RBAC Authorization" and "Role Based Access Control Good Practices".
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST: Final = 20_000
_URL: Final = "url"

ESCALATING: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = tuple(
    (word, frozenset(verbs.split()), frozenset(resources.split()))
    for word, verbs, resources in (
        ("escalate", "escalate", "roles clusterroles"),
        ("bind", "bind", "roles clusterroles"),
        ("impersonate", "impersonate", "users groups serviceaccounts uids userextras"),
        ("secrets", "get list watch", "secrets"),
        ("pods/exec", "create get", "pods/exec pods/attach pods/ephemeralcontainers"),
        ("nodes/proxy", "get create update patch delete", "nodes/proxy"),
        ("serviceaccounts/token", "create", "serviceaccounts/token"),
        ("approve certificates", "update patch approve", "certificatesigningrequests/approval signers"),
        (
            "admission webhooks",
            "create update patch",
            "mutatingwebhookconfigurations validatingwebhookconfigurations",
        ),
    )
)
"""Word, verbs and resources of what lets its holder become somebody else or read what they may not."""


class Atom(NamedTuple):
    """One verb on one resource (``apps/deployments``, ``pods/exec``) of a group; an empty ``name`` means any.

    The group of a URL that is no resource is ``url``.
    """

    verb: str
    group: str
    resource: str
    name: str = ""

    def covers(self, other: Atom) -> bool:
        """Tell whether it allows all that another one does."""
        if (self.group == _URL) != (other.group == _URL) or self.verb not in ("*", other.verb):
            return False
        if self.group == _URL:
            return _is_under(other.resource, self.resource)
        return (
            self.group in ("*", other.group)
            and self.name in ("", other.name)
            and (
                self.resource in ("*", other.resource)
                or (self.resource.startswith("*/") and other.resource.endswith(self.resource[1:]))
            )
        )

    @property
    def shown(self) -> str:
        """What it is about, as people write it."""
        shown = self.resource if self.group in ("", _URL) else f"{self.group}/{self.resource}"
        return f"{shown}/{self.name}" if self.name else shown


class TooManyError(ValueError):
    """A rule stands for more than can be looked at one by one."""


def _is_under(url: str, pattern: str) -> bool:
    return url.startswith(pattern[:-1]) if pattern.endswith("*") else url == pattern


def atoms(rule: object) -> list[Atom]:
    """Return what a rule allows, one by one; raise ``TooManyError`` beyond 20,000."""
    if not isinstance(rule, dict):
        return []
    verbs, groups, resources, names, urls = (
        texts(rule.get(key)) for key in ("verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs")
    )
    if len(verbs) * (len(groups) * len(resources) * max(1, len(names)) + len(urls)) > _MOST:
        raise TooManyError(f"a rule stands for more than {_MOST} permissions")
    found = [Atom(*one) for one in product(verbs, groups, resources, names or ("",))]
    return [*found, *(Atom(verb, _URL, url) for verb, url in product(verbs, urls))]


def texts(value: object) -> list[str]:
    """Return the different texts of a list, in order."""
    listed = value if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in listed if isinstance(one, str)))


class Allowed:
    """What several rules allow together, so that one can ask what is covered."""

    def __init__(self, known: Iterable[Atom]) -> None:
        self._exact = set(known)
        self._wide = [
            one
            for one in self._exact
            if "*" in (one.verb, one.group) or one.resource[:1] == "*" or one.resource[-1:] == "*"
        ]

    def covers(self, atom: Atom) -> bool:
        """Tell whether one of the rules allows it."""
        return (
            atom in self._exact
            or atom._replace(name="") in self._exact
            or any(wide.covers(atom) for wide in self._wide)
        )

    def lacks(self, wanted: Iterable[Atom]) -> list[Atom]:
        """Return those of ``wanted`` that no rule allows."""
        return [atom for atom in wanted if not self.covers(atom)]


def escalations(allowed: Iterable[Atom]) -> list[str]:
    """Return in words what of it lets its holder have more than it says."""
    return list(dict.fromkeys(word for atom in allowed for word in _words(atom)))


def _words(atom: Atom) -> Iterator[str]:
    if atom.verb == "*" and atom.resource == "*":
        yield "*"
    for word, verbs, resources in ESCALATING:
        if (atom.verb == "*" or atom.verb in verbs) and _means_one(atom.resource, resources):
            yield word


def _means_one(resource: str, resources: frozenset[str]) -> bool:
    if resource.startswith("*/"):
        return any(one.endswith(resource[1:]) for one in resources)
    return resource == "*" or resource in resources
