"""What somebody asks for: ``request.yaml`` in the folder of an exception."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_args

from trueline.errors import ConfigError
from trueline.exceptions import files
from trueline.exceptions.canonical import digest
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Category, ExceptionRequest, Identity, Scope
from trueline.parsers.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.document import Reader
    from trueline.model.location import Path

CATEGORIES: Final = get_args(Category)
SHORTEST_REASON: Final = 10
_FINGERPRINT: Final = re.compile("TL-[0-9a-f]{12}")
_DIGEST: Final = re.compile("sha256:[0-9a-f]{64}")
SCOPE_KEYS: Final = (
    "rule", "severity", "findings", "resources", "environments", "paths", "releases", "ceiling", "most",
)  # fmt: skip
_KEYS: Final = (
    "version", "id", "scope", "category", "reason", "mitigation", "ticket", "requested-by", "requested-at", "authors",
    "not-before", "expires", "policy", "evidence", "renews", "break-glass",
)  # fmt: skip
_NEEDED: Final = ("version", "id", "scope", "category", "reason", "requested-by", "requested-at", "expires")


def load(reader: Reader, identifier: str) -> ExceptionRequest:
    """Return the request of one exception; raise ``ConfigError`` with all that is wrong with it."""
    path = f"{files.FOLDER}/{identifier}/{files.REQUEST}"
    if not files.IDENTIFIER.fullmatch(identifier):
        raise ConfigError("an exception is called EX-, a year and some letters", place=f"{files.FOLDER}/{identifier}")
    source = files.read(reader, path)
    walk = RequestFields(files.document(source), "the request")
    found = walk.request(identifier)
    if walk.problems or found is None:
        raise ConfigError("\n".join(map(str, walk.problems)), hint="`trueline schema request` says what stands there")
    return found._replace(digest=digest(source.data))


class RequestFields(Fields):
    """One walk over a request, or over the scope of a decision."""

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
        asked = self.instant(root["requested-at"], ("requested-at",))
        expires = self.instant(root["expires"], ("expires",), end=True)
        start = self.instant(root["not-before"], ("not-before",)) if "not-before" in root else None
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

    def scope(self, value: object, path: Path) -> Scope | None:
        """Return a scope, None where it names nothing that could be covered."""
        body = self.map(value, path, "a map", SCOPE_KEYS)
        if not body.get("rule") or not (body.get("findings") or body.get("resources")):
            self.report("a scope names its `rule`, and its `findings` or `resources`", path)
            return None
        prints = self.texts(body.get("findings") or [], (*path, "findings"))
        for one in prints:
            if not _FINGERPRINT.fullmatch(one):
                self.report(f"`{one}` is no fingerprint", (*path, "findings"))
        ceiling, most = body.get("ceiling"), body.get("most")
        if ceiling is not None:
            self.is_a(ceiling, (int, float), (*path, "ceiling"), "a number")
        if most is not None and self.is_a(most, int, (*path, "most"), "a whole number") and most < 1:
            self.report("`most` is one at least", (*path, "most"))
        return Scope(
            self.text(body["rule"], (*path, "rule"), 200),
            self.choice(body.get("severity"), (*path, "severity"), SEVERITIES),
            prints,
            **{
                key: self.texts(body.get(key) or [], (*path, key))
                for key in ("resources", "environments", "paths", "releases")
            },
            ceiling=ceiling,
            most=most,
        )

    def identity(self, value: object, path: Path) -> Identity:
        """Return who somebody is: a name and an address."""
        body = self.map(value, path, "a map with `name` and `email`", ("name", "email"))
        found = Identity(*(self.text(body.get(key, ""), (*path, key), 300) for key in ("name", "email")))
        if not found.email:
            self.report("somebody is known by an `email`", path)
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
        if found["evidence"] and not _DIGEST.fullmatch(found["evidence"]):
            self.report("evidence is the digest of the file beside it: sha256:…", ("evidence",))
        if found["renews"] and not files.IDENTIFIER.fullmatch(found["renews"]):
            self.report("renews names an exception: EX-…", ("renews",))
        return found

    def _flag(self, value: object, path: Path) -> bool:
        return self.is_a(value, bool, path, "true or false") and value is True
