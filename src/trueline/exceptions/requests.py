"""What somebody asks for: ``request.yaml`` in the folder of an exception."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_args

from trueline.errors import ConfigError
from trueline.exceptions import files
from trueline.exceptions.canonical import digest
from trueline.exceptions.scopes import ScopeFields
from trueline.model.policy_exception import Category, ExceptionRequest, Identity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from trueline.model.document import Source
    from trueline.model.location import Path
    from trueline.parsers.fields import FieldProblem

CATEGORIES: Final = get_args(Category)
SHORTEST_REASON: Final = 10
EARLIEST: Final = 2000
LATEST: Final = 2199
"""The years that an exception may speak of."""

_DIGEST: Final = re.compile("sha256:[0-9a-f]{64}")
_KEYS: Final = (
    "version", "id", "scope", "category", "reason", "mitigation", "ticket", "requested-by", "requested-at", "authors",
    "not-before", "expires", "policy", "evidence", "renews", "break-glass",
)  # fmt: skip
_NEEDED: Final = ("version", "id", "scope", "category", "reason", "requested-by", "requested-at", "expires", "policy")


def load(tree: files.Files, identifier: str) -> ExceptionRequest:
    """Return the request of one exception; raise ``ConfigError`` with all that is wrong with it."""
    path = f"{files.FOLDER}/{identifier}/{files.REQUEST}"
    if not files.IDENTIFIER.fullmatch(identifier):
        raise ConfigError("an exception is called EX-, a year and some letters", place=f"{files.FOLDER}/{identifier}")
    source = files.read(tree, path)
    found, problems = read(source, identifier)
    if problems or found is None:
        raise ConfigError("\n".join(map(str, problems)), hint="`trueline schema request` says what stands there")
    return found._replace(digest=digest(source.data))


def read(source: Source, identifier: str) -> tuple[ExceptionRequest | None, list[FieldProblem]]:
    """Return the request that a file holds, None where too much of it is missing, and all that is wrong with it."""
    walk = RequestFields(files.document(source), "the request")
    return walk.request(identifier), walk.problems


class RequestFields(ScopeFields):
    """One walk over a request."""

    def request(self, identifier: str) -> ExceptionRequest | None:
        """Return the request, None where something of it is missing."""
        root = self.map(self.document.root, (), "a map", _KEYS)
        missing = [key for key in _NEEDED if root.get(key) is None]
        if missing:
            self.report(f"the request has no {', '.join(f'`{key}`' for key in missing)}", ())
            return None
        if root["version"] != 1 or isinstance(root["version"], bool):
            self.report("`version` must be 1", ("version",))
        if root["id"] != identifier:
            self.report(f"it is called {root['id']}, and lies in the folder of {identifier}", ("id",))
        asked = self._instant(root, "requested-at")
        expires = self._instant(root, "expires", end=True)
        start = self._instant(root, "not-before") if "not-before" in root else None
        reason = self.text(root["reason"], ("reason",))
        if len(reason) < SHORTEST_REASON:
            self.report(f"a reason has {SHORTEST_REASON} characters at least", ("reason",))
        scope = self.scope(root["scope"], ("scope",))
        who = self.identity(root["requested-by"], ("requested-by",))
        if asked is None or expires is None or scope is None:
            return None
        return ExceptionRequest(
            identifier, scope, self.choice(root["category"], ("category",), CATEGORIES), reason, who, asked, expires,
            "", self.document.locate(("id",)),
            authors=self._authors(root.get("authors") or []),
            not_before=start,
            break_glass=self._flag(root.get("break-glass", False), ("break-glass",)),
            **self._texts(root),
        )  # fmt: skip

    def identity(self, value: object, path: Path) -> Identity:
        """Return who somebody is: a name and an address."""
        body = self.map(value, path, "a map with `name` and `email`", ("name", "email"))
        found = Identity(*(self.text(body.get(key, ""), (*path, key), 300) for key in ("name", "email")))
        if not found.email:
            self.report("somebody is known by an `email`", path)
        return found

    def _instant(self, root: Mapping[str, Any], key: str, *, end: bool = False) -> datetime | None:
        found = self.instant(root[key], (key,), end=end)
        if found is not None and not EARLIEST <= found.year <= LATEST:
            self.report(f"{key} lies between {EARLIEST} and {LATEST}", (key,))
        return found

    def _authors(self, value: object) -> tuple[Identity, ...]:
        if not isinstance(value, list):
            self.report("authors must be a list", ("authors",))
            return ()
        return tuple(self.identity(one, ("authors", number)) for number, one in enumerate(value))

    def _texts(self, root: Mapping[str, Any]) -> dict[str, str]:
        found = {
            key: self.text(root.get(key, ""), (key,))
            for key in ("mitigation", "ticket", "policy", "evidence", "renews")
        }
        for key in ("policy", "evidence"):
            if found[key] and not _DIGEST.fullmatch(found[key]):
                self.report(f"{key} is a digest: sha256:…", (key,))
        if found["renews"] and not files.IDENTIFIER.fullmatch(found["renews"]):
            self.report("renews names an exception: EX-…", ("renews",))
        if found["renews"] and found["renews"] == root["id"]:
            self.report("nothing renews itself: `renews` names another exception", ("renews",))
        return found

    def _flag(self, value: object, path: Path) -> bool:
        return self.is_a(value, bool, path, "true or false") and value is True
