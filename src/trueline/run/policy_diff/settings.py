"""Which settings would change, in words; those of single rules are told with the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.cost_settings import Budget, Nodes, Usage
from trueline.model.drift_settings import Alike, Expected
from trueline.model.location import Location
from trueline.model.policy_diff import SettingChange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from trueline.model.cost_settings import CostSettings
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.settings import Consumer, ContractSettings, Environment, Settings, Suppressions

    _Section: TypeAlias = Suppressions | ContractSettings

_NAMES: Final[Mapping[str, str]] = {
    "profile": "profile",
    "unknown": "unknown",
    "block": "block",
    "policies": "policies",
    "exclude": "paths.exclude",
    "environments": "environments",
    "terraform_roots": "terraform.roots",
    "render": "render",
    "largest_file": "limits.file-bytes",
    "deadline": "limits.seconds",
    "workers": "limits.workers",
    "suppressions": "suppressions",
    "contracts": "contracts",
    "cost": "cost",
    "drift": "drift",
}
_MEMBERS: Final[Mapping[str, str]] = {
    "inline": "inline",
    "require_until": "require-until",
    "longest": "longest",
    "against": "against",
    "versions": "version",
    "consumers": "consumers",
    "database": "database",
    "database_version": "database",
    "regions": "regions",
    "discounts": "discounts",
    "undeclared": "undeclared-usage",
    "nodes": "nodes",
    "team_tags": "team-tags",
    "usage": "usage",
    "budgets": "budgets",
    "prices": "prices",
    "managed": "managed",
    "managers": "managers",
    "controllers": "controllers",
    "central": "central",
    "alike": "environments",
    "expected": "expected",
}
_MAPS: Final = frozenset({"versions", "regions", "discounts", "prices"})
_MOST: Final = 5
_LONGEST: Final = 80


def setting_changes(before: Settings, after: Settings, places: Mapping[str, Location]) -> tuple[SettingChange, ...]:
    """Return the settings that differ; ``places`` are those of the sections of the config that is proposed."""
    return tuple(
        SettingChange(name, said, places.get(name.partition(".")[0])) for name, said in _changes(before, after)
    )


def _changes(before: Settings, after: Settings) -> Iterator[tuple[str, str]]:
    for field, name in _NAMES.items():
        was, now = getattr(before, field), getattr(after, field)
        if was == now:
            continue
        if field in ("suppressions", "contracts", "cost", "drift"):
            yield from _parts(name, was, now)
        elif field == "environments":
            yield name, _members(_named(was), _named(now))
        else:
            yield name, _said(was, now)


def _parts(
    name: str,
    was: Suppressions | ContractSettings | CostSettings | DriftSettings,
    now: Suppressions | ContractSettings | CostSettings | DriftSettings,
) -> Iterator[tuple[str, str]]:
    told = set()
    for field, member in _MEMBERS.items():
        old, new = getattr(was, field, None), getattr(now, field, None)
        if old == new or member in told:
            continue
        told.add(member)
        if member == "database":
            old, new = _database(was), _database(now)
        if field in _MAPS:
            yield f"{name}.{member}", _members(old or {}, new or {})
        elif field in ("consumers", "budgets", "alike", "expected"):
            yield f"{name}.{member}", _members(_named(old or ()), _named(new or ()))
        elif field == "usage":
            yield (
                f"{name}.{member}",
                _members(*({**one.resources, **one.types} for one in (old or Usage(), new or Usage()))),
            )
        elif field == "nodes":
            yield f"{name}.{member}", _members(*(_set(one or Nodes()) for one in (old, new)))
        elif field == "longest":
            yield f"{name}.{member}", f"{_days(old)} → {_days(new)}"
        elif field == "against":
            yield f"{name}.{member}", f"{_against(old)} → {_against(new)}"
        else:
            yield f"{name}.{member}", _said(old, new)


def _set(nodes: Nodes) -> dict[str, object]:
    return {field: value for field, value in nodes._asdict().items() if value not in (None, "")}


def _named(members: Iterable[Environment | Consumer | Budget | Alike | Expected]) -> dict[str, object]:
    """Return members by what they are called; where they stand is no difference."""
    found: dict[str, object] = {}
    for one in members:
        name = f"{one.address} {one.path}".rstrip() if isinstance(one, Expected) else one.name
        found[name] = one._replace(location=Location("")) if isinstance(one, Budget | Alike | Expected) else one
    return found


def _said(was: object, now: object) -> str:
    if isinstance(was, tuple | frozenset) and isinstance(now, tuple | frozenset):
        return _lists(list(map(str, was)), list(map(str, now)))
    return f"{_word(was)} → {_word(now)}"


def _lists(was: list[str], now: list[str]) -> str:
    added = [text for text in now if text not in was]
    removed = [text for text in was if text not in now]
    said = [f"adds {_some(added)}"] if added else []
    said += [f"removes {_some(removed)}"] if removed else []
    return "; ".join(said) or "another order"


def _members(was: Mapping[str, object], now: Mapping[str, object]) -> str:
    said = [f"adds {_some([name for name in now if name not in was])}"] if now.keys() - was.keys() else []
    said += [f"removes {_some([name for name in was if name not in now])}"] if was.keys() - now.keys() else []
    changed = [name for name, value in now.items() if name in was and was[name] != value]
    return "; ".join([*said, *([f"changes {_some(changed)}"] if changed else [])]) or "another order"


def _some(names: Collection[str]) -> str:
    shown = [_cut(name) for name in list(names)[:_MOST]]
    more = len(names) - len(shown)
    return ", ".join(f"`{name}`" for name in shown) + (f" and {more:,} more" if more else "")


def _word(value: object) -> str:
    if value is None or value == "":
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _days(days: object) -> str:
    return f"{days} days" if days else "no limit"


def _against(against: object) -> str:
    if against is None:
        return "no releases"
    tags, oldest, most = against.tags, against.oldest, against.most  # type: ignore[attr-defined]  # its only type
    said = f"releases {_some(tags)}"
    said += f" from {_cut(oldest)}" if oldest else ""
    return said + (f", the newest {most:,}" if most else "")


def _database(settings: object) -> str:
    name = getattr(settings, "database", "")
    return " ".join([name, ".".join(map(str, getattr(settings, "database_version", ())))]).strip()
