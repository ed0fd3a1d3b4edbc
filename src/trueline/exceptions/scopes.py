"""What an exception covers, and what an approval allows of it, as both are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Asked, Limits, Scope
from trueline.parsers.fields import Fields
from trueline.values.glob import GlobError, matches_glob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Path

FINGERPRINT: Final = re.compile("TL-[0-9a-f]{32}")
CONTEXT: Final = re.compile("[0-9a-f]{32}")
_LISTS: Final = ("environments", "paths", "releases")
_SCOPE: Final = ("rule", "severity", "findings", "resources", *_LISTS, "ceiling", "most")
_LIMITS: Final = ("severity", "findings", *_LISTS, "ceiling", "most")
_ASKED: Final = ("fingerprint", "subject", "unit", "environment", "context")
_MOST_FINDINGS: Final = 1_000
_MOST_RESOURCES: Final = 50
_MOST_STARS: Final = 4
_LONGEST_GLOB: Final = 300
_LARGEST: Final = 10**15


class ScopeFields(Fields):
    """Reads a scope, or the limits of an approval."""

    def scope(self, value: object, path: Path) -> Scope | None:
        """Return a scope, None where it names nothing that could be covered."""
        body = self.map(value, path, "a map", _SCOPE)
        if not body.get("rule") or bool(body.get("findings")) == bool(body.get("resources")):
            self.report("a scope names its `rule`, and either its `findings` or its `resources`", path)
            return None
        return Scope(
            self.text(body["rule"], (*path, "rule"), 200),
            self.choice(body.get("severity"), (*path, "severity"), SEVERITIES),
            self._findings(body.get("findings") or [], (*path, "findings")),
            self._resources(body, path),
            **self._rest(body, path),
        )

    def limits(self, value: object, path: Path) -> Limits:
        """Return what an approval allows of a scope."""
        body = self.map(value, path, "a map", _LIMITS)
        severity = self.choice(body["severity"], (*path, "severity"), SEVERITIES) if "severity" in body else None
        prints = self._names(body, path, "findings")
        for one in prints:
            if not FINGERPRINT.fullmatch(one):
                self.report(f"`{one}` is no fingerprint", (*path, "findings"))
        return Limits(severity, prints, **self._rest(body, path))

    def _rest(self, body: Mapping[str, Any], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {key: self._names(body, path, key) for key in _LISTS}
        for one in found["paths"]:
            problem = _unfit(one)
            if problem:
                self.report(f"`{one}`: {problem}", (*path, "paths"))
        return {**found, "ceiling": self._ceiling(body, path), "most": self._most(body, path)}

    def _names(self, body: Mapping[str, Any], path: Path, key: str) -> tuple[str, ...]:
        """Return a list of names, none where it is not there; an empty one, or an empty name, is a mistake."""
        if body.get(key) is None:
            return ()
        found = self.texts(body[key], (*path, key))
        if not found or not all(one.strip() for one in found):
            self.report(f"{key} names something, or is left out", (*path, key))
        return found

    def _resources(self, body: Mapping[str, Any], path: Path) -> tuple[str, ...]:
        found = self._names(body, path, "resources")
        too_much = (one for one in found if one.count("*") > _MOST_STARS or len(one) > _LONGEST_GLOB)
        if len(found) > _MOST_RESOURCES or any(too_much):
            self.report(f"at most {_MOST_RESOURCES} resources, with {_MOST_STARS} `*` in each", (*path, "resources"))
            return ()
        return found

    def _findings(self, value: object, path: Path) -> tuple[Asked, ...]:
        if not isinstance(value, list):
            self.report("findings must be a list", path)
            return ()
        if len(value) > _MOST_FINDINGS:
            self.report(f"one exception is about {_MOST_FINDINGS:,} findings at most", path)
            return ()
        found = tuple(self._asked(one, (*path, number)) for number, one in enumerate(value))
        if len({one.fingerprint for one in found}) < len(found):
            self.report("a finding is named twice", path)
        return found

    def _asked(self, value: object, path: Path) -> Asked:
        body = self.map(value, path, "a map with `fingerprint`, `subject`, `unit` and `context`", _ASKED)
        found = Asked(*(self.text(body.get(key, ""), (*path, key)) for key in _ASKED))
        if not FINGERPRINT.fullmatch(found.fingerprint):
            self.report(f"`{found.fingerprint}` is no fingerprint: TL- and 32 digits, as JSON has it", path)
        if not found.subject:
            self.report("it does not say what the finding is about: `subject`", path)
        if found.context and not CONTEXT.fullmatch(found.context):
            self.report("`context` has 32 digits, as JSON has it", path)
        return found

    def _ceiling(self, body: Mapping[str, Any], path: Path) -> float | None:
        value = body.get("ceiling")
        if value is None or not self.is_a(value, (int, float), (*path, "ceiling"), "a number"):
            return None
        if not -_LARGEST <= value <= _LARGEST:  # so is what is no number
            self.report("`ceiling` is an amount", (*path, "ceiling"))
            return None
        return float(value)

    def _most(self, body: Mapping[str, Any], path: Path) -> int | None:
        value = body.get("most")
        if value is None or not self.is_a(value, int, (*path, "most"), "a whole number"):
            return None
        if not 1 <= value <= _LARGEST:
            self.report("`most` is one at least", (*path, "most"))
        return int(value)


def holds_path(path: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether one of the patterns is the path, a folder above it, or a glob for it."""
    return any(path == one or path.startswith(one.rstrip("/") + "/") or matches_glob(path, one) for one in patterns)


def is_named(subject: str, names: tuple[str, ...]) -> bool:
    """Tell whether one of the names is the subject; ``*`` stands for anything, and nothing else is special."""
    return any(subject == one or ("*" in one and _fits(subject, one.split("*"))) for one in names)


def overlap(one: Scope, other: Scope) -> bool:
    """Tell whether two scopes are about the same: one rule, and a finding or a resource of both."""
    if one.rule != other.rule:
        return False
    prints = {asked.fingerprint for asked in one.findings} & {asked.fingerprint for asked in other.findings}
    return bool(prints) or _names(one, other) or _names(other, one)


def _names(one: Scope, other: Scope) -> bool:
    if any("*" in name for name in one.resources) and any("*" in name for name in other.resources):
        return True  # both may name the same, and nobody has to find out
    subjects = (*(asked.subject for asked in other.findings), *other.resources)
    return any(is_named(subject, one.resources) for subject in subjects)


def _fits(text: str, parts: list[str]) -> bool:
    first, *middle, last = parts
    if not (text.startswith(first) and text.endswith(last) and len(text) >= len(first) + len(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _unfit(pattern: str) -> str:
    if len(pattern) > _LONGEST_GLOB:
        return f"a path has {_LONGEST_GLOB} characters at most"
    if pattern.startswith(("!", "/")) or not pattern.strip("/") or "{" in pattern:
        return "a path begins at the top of the repository, takes nothing back and has no choices"
    try:
        matches_glob("", pattern)
    except GlobError as error:
        return str(error)
    return ""


def scope_members(scope: Scope) -> dict[str, object]:
    """Return a scope as it is written, without what it does not say."""
    found: dict[str, object] = {"rule": scope.rule, "severity": scope.severity}
    if scope.findings:
        found["findings"] = [{key: value for key, value in one._asdict().items() if value} for one in scope.findings]
    return found | _members(scope, ("resources", *_LISTS, "ceiling", "most"))


def limit_members(limits: Limits) -> dict[str, object]:
    """Return limits as they are written, without what they do not say."""
    return _members(limits, _LIMITS)


def _members(given: Scope | Limits, keys: tuple[str, ...]) -> dict[str, object]:
    values = ((key, getattr(given, key)) for key in keys)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values if value not in ((), None)}
