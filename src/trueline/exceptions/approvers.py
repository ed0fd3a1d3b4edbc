"""Who may decide on exceptions: ``.trueline/approvers.yaml``, as trust has it."""

from __future__ import annotations

import base64
import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, get_args

from trueline.errors import ConfigError
from trueline.exceptions import files
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Approvers, Person, Quorum, SourceOfProof
from trueline.parsers.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.level import Severity
    from trueline.model.location import Path
    from trueline.model.rule import Rule

CAPS: Final[dict[Severity, int]] = {"critical": 30, "high": 90, "medium": 180, "low": 365, "info": 365}
"""Days that an exception may last by the severity of what it covers, where the file says nothing."""

SOURCES: Final = get_args(SourceOfProof)
TAKEN: Final[tuple[SourceOfProof, ...]] = ("merged", "signed")
"""The sources that count where the file says nothing."""

MATCHES: Final = ("exact", "subject")
_KEYS: Final = (
    "version",
    "people",
    "quorums",
    "longest",
    "repositories",
    "sources",
    "match",
    "scope",
    "renewals",
    "break-glass",
)
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_KEY: Final = re.compile(
    r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com)"
    r" ([A-Za-z0-9+/]+=*)(?: .*)?"
)
_DAYS: Final = re.compile(r"([1-9][0-9]{0,3})d")
_HOURS: Final = re.compile(r"([1-9][0-9]{0,3})h")


def load(tree: files.Files, path: str = files.APPROVERS) -> Approvers:
    """Return who may decide; nobody where there is no such file. Raise ``ConfigError`` when it is not valid."""
    if not tree.exists(path):
        return Approvers(caps=tuple(CAPS.items()))
    walk = _Walk(files.document(files.read(tree, path)), "the list of approvers")
    found = walk.approvers()._replace(path=path)
    if walk.problems:
        raise ConfigError("\n".join(map(str, walk.problems)), hint=f"`trueline schema approvers` has {path}")
    return found


def refuse_unknown(known: Approvers, rules: Iterable[Rule]) -> None:
    """Raise ``ConfigError`` where a quorum speaks of rules that are not there: another one would be asked instead."""
    from trueline.exceptions.quorum import unknown_names

    named = [one for one in known.quorums if one.rules or one.policies]
    said = unknown_names(named, rules) if named else []
    if said:
        hint = "`trueline policy list` shows the rules, and their policies"
        raise ConfigError(f"quorums: {'; '.join(said)}", place=known.path, hint=hint)


class _Walk(Fields):
    """One walk over the list."""

    def approvers(self) -> Approvers:
        root = self.map(self.document.root, (), "a map", _KEYS)
        if root.get("version") != 1:
            self.report("`version` must be 1", ("version",))
        people = self.map(root.get("people") or {}, ("people",), "a map from names to people")
        found = tuple(self._person(str(name), value, ("people", name)) for name, value in people.items())
        self._see_that_they_differ(found)
        broad, wildcards = self._scope(root.get("scope") or {}, ("scope",))
        return Approvers(
            found,
            self._quorums(root.get("quorums") or [], ("quorums",)),
            self._caps(root.get("longest") or {}, ("longest",)),
            self.texts(root.get("repositories") or [], ("repositories",)),
            self._sources(root.get("sources"), ("sources",)),
            self.choice(root.get("match", "exact"), ("match",), MATCHES) == "exact",
            broad,
            wildcards,
            self._number(root.get("renewals", 2), ("renewals",)),
            **self._break_glass(root.get("break-glass") or {}, ("break-glass",)),
        )

    def _person(self, name: str, value: object, path: Path) -> Person:
        if not NAME.fullmatch(name):  # no twins by case or by look
            self.report(f"`{name}` is no name: small letters, digits, dots and hyphens", path, at_key=True)
        body = self.map(value, path, "a map", ("roles", "keys", "forge", "emails", "from", "until"))
        forge = body.get("forge", "")
        self.is_a(forge, str, (*path, "forge"), "the login on the forge")
        starts, ends = (
            self.instant(body[key], (*path, key), end=key == "until") if key in body else None
            for key in ("from", "until")
        )
        return Person(
            name,
            self.texts(body.get("roles") or [], (*path, "roles")),
            tuple(self._key(key, (*path, "keys")) for key in self.texts(body.get("keys") or [], (*path, "keys"))),
            str(forge).casefold(),
            tuple(same(one) for one in self.texts(body.get("emails") or [], (*path, "emails"))),
            starts,
            ends,
        )

    def _key(self, text: str, path: Path) -> str:
        match = _KEY.fullmatch(text.strip())
        if match is None:
            self.report("this is no SSH public key (`ssh-ed25519 AAAA…`)", path, "the line of the .pub file")
            return ""
        if not _is_key(match[1], match[2]):
            self.report("this key is not whole, or not what it says it is", path, "the line of the .pub file")
        return f"{match[1]} {match[2]}"

    def _see_that_they_differ(self, people: tuple[Person, ...]) -> None:
        """One person has one vote: no key, login or address stands with two."""
        seen: dict[tuple[str, str], str] = {}
        for person in people:
            marks = [("key", one) for one in person.keys] + [("email", one) for one in person.emails]
            marks += [("forge", person.forge)] if person.forge else []
            for mark in marks:
                other = seen.setdefault(mark, person.name)
                if other != person.name:
                    self.report(f"{person.name} and {other} have the same {mark[0]}", ("people", person.name))

    def _quorums(self, value: object, path: Path) -> tuple[Quorum, ...]:
        found = []
        for number, one in enumerate(value if isinstance(value, list) else []):
            at = (*path, number)
            body = self.map(one, at, "a map", ("need", "roles", "severities", "rules", "policies", "longest"))
            severities = self.texts(body.get("severities") or [], (*at, "severities"))
            for key in ("severities", "rules", "policies"):
                if key in body and not body[key]:  # it would be about all of them
                    self.report(f"{key} names something, or is left out", (*at, key))
            need = self._number(body.get("need", 1), (*at, "need"))
            if not need:
                self.report("it takes one person at least", (*at, "need"))
            if not body.get("roles"):
                self.report("a quorum names the roles that count", at)
            longest = self._days(body["longest"], (*at, "longest")) if "longest" in body else 0
            found.append(
                Quorum(
                    need,
                    self.texts(body.get("roles") or [], (*at, "roles")),
                    tuple(self.choice(each, (*at, "severities"), SEVERITIES) for each in severities),
                    self.texts(body.get("rules") or [], (*at, "rules")),
                    self.texts(body.get("policies") or [], (*at, "policies")),
                    timedelta(days=longest) if longest else None,
                )
            )
        if not isinstance(value, list):
            self.report("quorums must be a list", path)
        return tuple(found)

    def _caps(self, value: object, path: Path) -> tuple[tuple[Severity, int], ...]:
        body = self.map(value, path, "a map from severity to days", SEVERITIES)
        said = {key: self._days(days, (*path, key)) for key, days in body.items() if key in SEVERITIES}
        return tuple((severity, said.get(severity, days)) for severity, days in CAPS.items())

    def _sources(self, value: object, path: Path) -> tuple[SourceOfProof, ...]:
        if value is None:
            return TAKEN
        return tuple(self.choice(one, path, SOURCES) for one in self.texts(value, path))

    def _scope(self, value: object, path: Path) -> tuple[bool, bool]:
        body = self.map(value, path, "a map", ("resources", "wildcards"))
        for key, one in body.items():
            self.is_a(one, bool, (*path, key), "true or false")
        return body.get("resources") is True, body.get("wildcards") is True

    def _break_glass(self, value: object, path: Path) -> dict[str, Any]:
        body = self.map(value, path, "a map", ("roles", "longest", "review"))
        found: dict[str, Any] = {"break_glass": self.texts(body.get("roles") or [], (*path, "roles"))}
        if "longest" in body:
            found["break_glass_hours"] = self._matched(_HOURS, body["longest"], (*path, "longest"), "hours: 72h")
        if "review" in body:
            found["review_days"] = self._days(body["review"], (*path, "review"))
        return found

    def _number(self, value: object, path: Path) -> int:
        if self.is_a(value, int, path, "a whole number") and isinstance(value, int) and value >= 0:
            return value
        if isinstance(value, int):
            self.report("it must be zero or more", path)
        return 0

    def _days(self, value: object, path: Path) -> int:
        return self._matched(_DAYS, value, path, "days: 30d")

    def _matched(self, form: re.Pattern[str], value: object, path: Path, wanted: str) -> int:
        match = form.fullmatch(str(value))
        if match is None:
            self.report(f"{'.'.join(map(str, path))} must be a number of {wanted}", path)
            return 1
        return int(match[1])


def _is_key(kind: str, text: str) -> bool:
    """Tell whether the text of a key is of the kind that its line names, and has all its parts to their ends."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return False
    parts = []
    while data:
        length, data = int.from_bytes(data[:4], "big"), data[4:]
        if length > len(data):
            return False
        part, data = data[:length], data[length:]
        parts.append(part)
    return len(parts) > 1 and parts[0] == kind.encode() and all(parts)


def same(text: str) -> str:
    """Return a name or address as it is compared: by its characters, whatever their case and form."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
