"""``.trueline/budgets.yaml``: limits on money a month, by path, module, tag, namespace, team and environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.config.cost import is_figure
from trueline.model.cost_settings import Budget, UnitLimit
from trueline.model.level import ENFORCEMENTS
from trueline.parsers.fields import Fields

if TYPE_CHECKING:
    from trueline.model.document import Document
    from trueline.model.location import Path
    from trueline.parsers.fields import FieldProblem

_LISTS: Final = {
    "paths": "paths", "modules": "modules", "namespaces": "namespaces", "teams": "teams",
    "environments": "environments",
}  # fmt: skip
_LIMITS: Final = {
    "monthly": "monthly", "worst-case": "worst_case", "increase": "increase", "increase-percent": "increase_percent",
    "resource": "resource",
}  # fmt: skip
_KEYS: Final = (*_LISTS, "tags", *_LIMITS, "unit", "enforcement", "owner")
_UNIT: Final = ("name", "volume", "most", "increase-percent")


def read_budgets(document: Document[object]) -> tuple[tuple[Budget, ...], list[FieldProblem]]:
    """Return the budgets of a file, and what is wrong with it."""
    walk = _Walk(document)
    return walk.budgets(), walk.problems


class _Walk(Fields):
    def __init__(self, document: Document[object]) -> None:
        super().__init__(document, "the file of budgets")

    def budgets(self) -> tuple[Budget, ...]:
        if self.document.root is None:
            return ()
        root = self.map(self.document.root, (), "a map with `budgets`", ("version", "budgets"))
        if root.get("version", 1) != 1:
            self.report(f"version {root['version']} is not known to this Trueline", ("version",), "it reads version 1")
        bodies = self.map(root.get("budgets") or {}, ("budgets",), "a map from names to limits")
        return tuple(self._budget(str(name), body, ("budgets", name)) for name, body in bodies.items())

    def _budget(self, name: str, value: object, path: Path) -> Budget:
        body = self.map(value, path, "a map", _KEYS)
        found: dict[str, Any] = {}
        for key, field in _LISTS.items():
            if body.get(key) is not None:
                found[field] = self.texts(body[key], (*path, key))
        tags = self.map(body.get("tags") or {}, (*path, "tags"), "a map of tags")
        found["tags"] = {str(tag): str(wanted) for tag, wanted in tags.items()}
        for key, field in _LIMITS.items():
            if body.get(key) is not None and is_figure(self, body[key], (*path, key), "an amount"):
                found[field] = float(body[key])
        if body.get("unit") is not None:
            found["unit"] = self._unit(body["unit"], (*path, "unit"))
        if body.get("enforcement") is not None:
            found["enforcement"] = self.choice(body["enforcement"], (*path, "enforcement"), ENFORCEMENTS)
        if body.get("owner") is not None:
            found["owner"] = self.text(body["owner"], (*path, "owner"))
        if not any(key in body for key in (*_LIMITS, "unit")):
            self.report(f"budget {name} has no limit", path, f"one of {', '.join(_LIMITS)}, unit")
        return Budget(name, self.document.locate(path), **found)

    def _unit(self, value: object, path: Path) -> UnitLimit | None:
        body = self.map(value, path, "a map", _UNIT)
        if not isinstance(body.get("name"), str) or not body["name"]:
            self.report("a unit has a name", path, "`name: request`")
        volume = body.get("volume")
        if volume is None or not is_figure(self, volume, (*path, "volume"), "a number of units a month") or not volume:
            self.report("a unit has a volume: how many there are in a month", path)
            return None
        found: dict[str, float] = {}
        for key, field in (("most", "most"), ("increase-percent", "increase_percent")):
            if body.get(key) is not None and is_figure(self, body[key], (*path, key), "an amount"):
                found[field] = float(body[key])
        if not found:
            self.report("a unit has a limit", path, "`most`, or `increase-percent`")
        return UnitLimit(str(body.get("name")), float(volume), **found)
