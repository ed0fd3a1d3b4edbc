"""``.trueline/drift.yaml``: what is wholly declared, which environments are alike, and what drift is accepted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from trueline.config.documents import open_document, refuse
from trueline.drift.environments.usual import CATEGORIES
from trueline.model.drift import DRIFT_KINDS
from trueline.model.drift_settings import Alike, DriftSettings, Expected
from trueline.parsers.fields import Fields

if TYPE_CHECKING:
    from trueline.model.document import Document, Reader
    from trueline.model.location import Path
    from trueline.parsers.fields import FieldProblem

DRIFT: Final = ".trueline/drift.yaml"
_DAYS: Final = re.compile(r"([1-9][0-9]{0,4})d")
_LISTS: Final = ("managed", "managers", "controllers")
_EXPECTED: Final = ("address", "path", "kind", "unit", "reason", "owner", "expires")
_BESIDE: Final = ("differ", "ignore", "compare", "words")


def read_drift(reader: Reader) -> DriftSettings:
    """Return what the file says; raise ``ConfigError`` where it is not valid."""
    document = open_document(reader, DRIFT, "the file about drift")
    if document is None:
        return DriftSettings()
    found, problems = parse(document)
    refuse(problems, DRIFT, "drift")
    return found


def parse(document: Document[object]) -> tuple[DriftSettings, list[FieldProblem]]:
    """Return what a document says of drift, and what is wrong with it."""
    walk = _Walk(document)
    return walk.settings(), walk.problems


class _Walk(Fields):
    def __init__(self, document: Document[object]) -> None:
        super().__init__(document, "the file about drift")

    def settings(self) -> DriftSettings:
        keys = ("version", *_LISTS, "central", "environments", "expected", "longest")
        if self.document.root is None:
            return DriftSettings()
        root = self.map(self.document.root, (), f"a map with {', '.join(keys)}", keys)
        if root.get("version", 1) != 1:
            self.report(f"version {root['version']} is not known to this Trueline", ("version",), "it reads version 1")
        found: dict[str, Any] = {key: self.texts(root[key], (key,)) for key in _LISTS if root.get(key) is not None}
        if root.get("central") is not None:
            found["central"] = self.text(root["central"], ("central",)).rstrip("/")
        if root.get("longest") is not None:
            days = _DAYS.fullmatch(str(root["longest"]))
            if days is None:
                self.report("`longest` is a number of days", ("longest",), "`longest: 90d`")
            else:
                found["longest"] = int(days[1])
        pairs = self.map(root.get("environments") or {}, ("environments",), "a map from names to two environments")
        found["alike"] = tuple(
            one for name, body in pairs.items() if (one := self._alike(str(name), body, ("environments", name)))
        )
        entries = root.get("expected") or []
        if self.is_a(entries, list, ("expected",), "a list"):
            made = (self._expected(body, ("expected", place)) for place, body in enumerate(entries))
            found["expected"] = tuple(one for one in made if one is not None)
        return DriftSettings(**found)

    def _alike(self, name: str, value: object, path: Path) -> Alike | None:
        body = self.map(value, path, "a map")
        sides = [(str(key), self.text(body[key] or "", (*path, key))) for key in body if key not in _BESIDE]
        if len(sides) != 2:
            self.report(
                f"{name} names {len(sides)} environments, and two are compared", path, "`staging: deploy/staging`"
            )
            return None
        left, right = sides
        differ, ignore = (self._reasons(body.get(key), (*path, key)) for key in ("differ", "ignore"))
        compare = self.texts(body.get("compare") or [], (*path, "compare"))
        for place, one in enumerate(compare):
            self.choice(one, (*path, "compare", place), tuple(CATEGORIES))
        words = self.map(body.get("words") or {}, (*path, "words"), "a map", [name for name, _ in sides])
        said = {key: self.texts(one, (*path, "words", key)) for key, one in words.items()}
        both = (said.get(left[0], ()), said.get(right[0], ()))
        return Alike(name, left, right, self.document.locate(path), differ, ignore, compare, both)

    def _reasons(self, value: object, path: Path) -> tuple[tuple[str, str], ...]:
        body = self.map(value or {}, path, "a map from patterns to why they may differ")
        return tuple((str(pattern), self.text(why, (*path, pattern))) for pattern, why in body.items())

    def _expected(self, value: object, path: Path) -> Expected | None:
        body = self.map(value, path, "a map", _EXPECTED)
        texts = {
            key: self.text(body[key], (*path, key))
            for key in _EXPECTED
            if key != "expires" and body.get(key) is not None
        }
        for key, why in (("address", "what drifts"), ("reason", "why that is accepted")):
            if not texts.get(key):
                self.report(f"an entry says {why}: `{key}`", path)
        if texts.get("kind") and texts["kind"] not in DRIFT_KINDS:
            self.choice(texts["kind"], (*path, "kind"), tuple(DRIFT_KINDS))
        if "expires" not in body:
            self.report("an entry ends: `expires: 2027-01-31`", path)
            return None
        expires = self.instant(body["expires"], (*path, "expires"), end=True)
        if expires is None or not texts.get("address"):
            return None
        return Expected(
            texts["address"], texts.get("path", ""), texts.get("reason", ""), expires, self.document.locate(path),
            texts.get("unit", ""), texts.get("kind", ""), texts.get("owner", ""),
        )  # fmt: skip
