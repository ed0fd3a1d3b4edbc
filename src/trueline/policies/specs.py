"""A checked rule as plain data, between the file it was read from and the ``Rule`` that judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from trueline.model.location import Location, Region
from trueline.model.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trueline.model.resource import Resource
    from trueline.model.rule import Answer, Context
    from trueline.policies.problem import PolicyProblem

Spec: TypeAlias = dict[str, Any]
"""``Rule``'s own fields as JSON, ``place``, and either ``cases`` (YAML) or ``python``."""

_TEXTS: Final = ("owner", "description", "fix", "replaced_by")
_LISTS: Final = ("references", "aliases", "benchmarks", "tags", "needs")


class PolicyFile(NamedTuple):
    """The rules of one file that are valid, and what is wrong with the others."""

    specs: tuple[Spec, ...]
    problems: tuple[PolicyProblem, ...]


def complete(found: Mapping[str, Any], location: Location, content: bytes = b"") -> Spec:
    """Return the spec with its title, place and digest; ``content`` is what the digest covers besides the fields."""
    spec: Spec = {key: value for key, value in found.items() if value not in ("", [], {}, False)}
    spec.setdefault("title", spec["id"].replace("-", " ").capitalize())
    spec["digest"] = _digest(spec, content)
    spec["place"] = [location.path, location.revision, list(location.region) if location.region else None]
    return spec


def _digest(spec: Spec, content: bytes) -> str:
    import hashlib
    import json

    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass") + b"\0" + content).hexdigest()


def location_of(spec: Spec) -> Location:
    """Return where the rule stands."""
    path, revision, region = spec["place"]
    return Location(path, revision, Region(*region) if region else None)


def make_rule(spec: Spec, judge: Callable[[Resource, str, Context], Iterable[Answer]], pack: str) -> Rule:
    """Return the rule of a spec."""
    texts: Any = {key: spec.get(key, "") for key in _TEXTS}
    lists: Any = {key: tuple(spec.get(key, ())) for key in _LISTS}
    return Rule(
        id=spec["id"],
        title=spec["title"],
        policy=spec["policy"],
        location=location_of(spec),
        judge=judge,
        kinds=tuple(spec.get("kinds", ())),
        on=spec.get("on", "resource"),
        scope=spec.get("scope", "fact"),
        severity=spec.get("severity"),
        enforcement=spec.get("enforcement"),
        unknown=spec.get("unknown"),
        starts=_day(spec.get("starts")),
        pack=pack,
        parameters=spec.get("parameters", {}),
        reads_clock=spec.get("reads_clock", False),
        reads_before=spec.get("reads_before", False),
        digest=spec["digest"],
        **texts,
        **lists,
    )


def _day(text: str | None) -> Any:  # date | None, without importing datetime where no rule has one
    if text is None:
        return None
    from datetime import date

    return date.fromisoformat(text)
