"""One walk over the config's document: what each section may say, and every problem with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from trueline.model.level import ENFORCEMENTS, SEVERITIES, UNKNOWN_MODES
from trueline.model.settings import Environment, Override, Release, Settings, Suppressions
from trueline.parsers.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.model.document import Document
    from trueline.model.location import Path
    from trueline.parsers.fields import FieldProblem

RENDERERS = ("helm", "kustomize")
PROFILES = ("prototype", "recommended", "strict")
ALLOWED = ("allow", "forbid")
SHORT_FORMS = ("off", *ENFORCEMENTS)
_RULE_KEYS = ("enabled", "severity", "enforcement", "unknown", "suppressions")


class Check(Fields):
    """One walk over the config's document that collects settings and problems."""

    def __init__(self, document: Document[object]) -> None:
        super().__init__(document, "the config")

    def settings(self) -> tuple[Settings, list[FieldProblem]]:
        """Return what the document says, and what is wrong with it."""
        if self.document.root is None:
            return Settings(), []
        root = self.map(self.document.root, (), "a map of settings", self._SETTINGS)
        found: dict[str, Any] = {}
        for key, (field, read) in self._SETTINGS.items():
            if key in root and root[key] is not None:
                found[field] = read(self, root[key], (key,))
        limits = found.pop("limits", {})
        return Settings()._replace(**{**found, **limits}), self.problems

    def _version(self, value: object, path: Path) -> object:
        if value != 1:
            self.report(f"version {value} is not known to this Trueline", path, "it reads version 1")
        return ""

    def _profile(self, value: object, path: Path) -> object:
        return self.choice(value, path, PROFILES)

    def _unknown(self, value: object, path: Path) -> object:
        return self.choice(value, path, UNKNOWN_MODES)

    def _block(self, value: object, path: Path) -> object:
        return self.choice(value, path, ("new", "all"))

    def _policies(self, value: object, path: Path) -> object:
        sources = self.texts(value, path)
        if not sources:
            self.report("no policy is named, so nothing would be judged", path, "`builtin` names the built-in packs")
        return tuple(source.removesuffix("/") for source in sources)

    def _paths(self, value: object, path: Path) -> object:
        paths = self.map(value, path, "a map with `exclude`", ("exclude",))
        return self.texts(paths.get("exclude") or [], (*path, "exclude"))

    def _render(self, value: object, path: Path) -> object:
        names = self.texts([name for name, on in value.items() if on] if isinstance(value, dict) else value, path)
        for name in names:
            if name not in RENDERERS:
                self.report(f"nothing renders `{name}`", path, f"one of {', '.join(RENDERERS)}")
        return frozenset(names)

    def _terraform(self, value: object, path: Path) -> object:
        terraform = self.map(value, path, "a map with `roots`", ("roots",))
        return tuple(root.removesuffix("/") for root in self.texts(terraform.get("roots") or [], (*path, "roots")))

    def _limits(self, value: object, path: Path) -> object:
        known = {"file-bytes": "largest_file", "seconds": "deadline", "workers": "workers"}
        limits = self.map(value, path, "a map of limits", known)
        found = {}
        for key, field in known.items():
            kind, wanted = ((int, float), "a number") if key == "seconds" else (int, "a whole number")
            if key in limits and self.is_a(limits[key], kind, (*path, key), wanted):
                if limits[key] >= 0:
                    found[field] = limits[key]
                else:  # which NaN is, too
                    self.report(f"limits.{key} must be zero or more", (*path, key))
        return found

    def _suppressions(self, value: object, path: Path) -> object:
        import re

        body = self.map(value, path, "a map", ("inline", "require-until", "longest"))
        found: dict[str, Any] = {}
        if "inline" in body:
            found["inline"] = self.choice(body["inline"], (*path, "inline"), ALLOWED)
        until = body.get("require-until", False)
        if self.is_a(until, bool, (*path, "require-until"), "true or false"):
            found["require_until"] = until
        if "longest" in body:
            days = re.fullmatch(r"([1-9][0-9]{0,4})d", str(body["longest"]))
            if days is None:
                self.report("suppressions.longest must be a number of days: 90d", (*path, "longest"))
            else:
                found["longest"] = int(days[1])
        return Suppressions(**found)

    def _contracts(self, value: object, path: Path) -> object:
        from trueline.config.contracts import read_contracts

        return read_contracts(self, value, path)

    def _cost(self, value: object, path: Path) -> object:
        from trueline.config.cost import read_cost

        return read_cost(self, value, path)

    def _environments(self, value: object, path: Path) -> object:
        bodies = self.map(value, path, "a map of environments")
        return tuple(self._environment(str(name), body, (*path, name)) for name, body in bodies.items())

    def _environment(self, name: str, value: object, path: Path) -> Environment:
        if value is None:
            return Environment(name)
        body = self.map(value, path, "a map", ("tier", "workspace", "variable_files", "variables", "releases"))
        files = body.get("variable_files") or {}
        by_root = files if isinstance(files, dict) else {"**": files}
        return Environment(
            name,
            tier=str(body.get("tier") or ""),
            workspace=str(body.get("workspace") or ""),
            variable_files={str(root): self.texts(names, (*path, "variable_files")) for root, names in by_root.items()},
            variables=body.get("variables") or {},
            releases=self._releases(body.get("releases"), (*path, "releases")),
        )

    def _releases(self, value: object, path: Path) -> tuple[Release, ...]:
        if value is None:
            return ()
        from trueline.config.releases import read_releases

        return read_releases(self, value, path)

    def _rules(self, value: object, path: Path) -> object:
        found: list[Override] = []
        for pattern, body in self.map(value, path, "a map from rule id to what holds for it").items():
            found += self._overrides(str(pattern), body, (*path, pattern))
        return tuple(found)

    def _overrides(self, pattern: str, value: object, path: Path) -> list[Override]:
        if isinstance(value, bool):  # `off` and `on` of YAML 1.1 habits
            return [Override(pattern, enabled=value)]
        if isinstance(value, str):
            form = self.choice(value, path, SHORT_FORMS)
            return [Override(pattern, enabled=False) if form == "off" else Override(pattern, enforcement=form)]
        wanted = "a map, or one of " + ", ".join(SHORT_FORMS)
        body = self.map(value, path, wanted, (*_RULE_KEYS, "parameters", "where"))
        found = [self._override(pattern, body, path)]
        where = body.get("where") or []
        for index, case in enumerate(where if isinstance(where, list) else [where]):
            at = (*path, "where", index) if isinstance(where, list) else (*path, "where")
            condition = self.map(case, at, "a map")
            if "parameters" in condition:  # a fact is judged before it is known where a finding points
                self.report("parameters are the same everywhere", (*at, "parameters"), "no case sets them")
            self.keys(condition, at, (*_RULE_KEYS, "parameters", "paths", "environments", "tiers"))
            if not any(key in condition for key in ("paths", "environments", "tiers")):
                self.report("this case names no paths, environments or tiers", at)
            found.append(self._override(pattern, condition, at))
        return found

    def _override(self, pattern: str, value: dict[str, Any], path: Path) -> Override:
        picked: dict[str, Any] = {}
        for key, choices in (
            ("severity", SEVERITIES), ("enforcement", ENFORCEMENTS), ("unknown", UNKNOWN_MODES),
            ("suppressions", ALLOWED),
        ):  # fmt: skip
            if key in value:
                picked[key] = self.choice(value[key], (*path, key), choices)
        if "enabled" in value and self.is_a(value["enabled"], bool, (*path, "enabled"), "true or false"):
            picked["enabled"] = value["enabled"]
        if "parameters" in value and self.is_a(value["parameters"], dict, (*path, "parameters"), "a map"):
            picked["parameters"] = value["parameters"]
        for key in ("paths", "environments", "tiers"):
            if key in value:
                picked[key] = self.texts(value[key], (*path, key))
        return Override(pattern, **picked)

    _SETTINGS: ClassVar[Mapping[str, tuple[str, Callable[[Check, object, Path], object]]]] = {
        "version": ("source", _version),
        "profile": ("profile", _profile),
        "unknown": ("unknown", _unknown),
        "block": ("block", _block),
        "policies": ("policies", _policies),
        "paths": ("exclude", _paths),
        "rules": ("overrides", _rules),
        "environments": ("environments", _environments),
        "terraform": ("terraform_roots", _terraform),
        "render": ("render", _render),
        "limits": ("limits", _limits),
        "suppressions": ("suppressions", _suppressions),
        "contracts": ("contracts", _contracts),
        "cost": ("cost", _cost),
    }
