"""Rego of the central folder (Conftest, OPA) beside the tree's own: rules by package and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.admission.folder import files_below
from trueline.drift.admission.rego import Rule, rules_of
from trueline.errors import ReadError
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.document import Source
    from trueline.model.location import Location

_DENIES: Final = ("deny", "violation")
_WARNS: Final = "warn"
_EXCEPTION: Final = "exception"  # Conftest's: rules that it names are not asked

_Rules = dict[str, dict[str, Rule]]


def compare(centre: Sequence[Source], folder: str, declared: Declared) -> Iterator[Drift]:
    """Yield how the tree's own Rego differs; a package that the tree has nothing of is one fact."""
    wanted = _by_package(centre)
    if not wanted:
        return
    own = _by_package(_own(folder, declared))
    for package, rules in wanted.items():
        copy = own.get(package)
        first = next(iter(rules.values())).location
        if copy is None:
            yield _absent(package, first, has_rego=bool(own))
            continue
        for rule in rules.values():
            yield from _difference(rule, copy)
        if _EXCEPTION in copy and _EXCEPTION not in rules:
            text = f"package {package} here has exceptions that the organisation's does not have"
            yield _fact("policies/weaker", copy[_EXCEPTION], text, first)


def _absent(package: str, location: Location, *, has_rego: bool) -> Drift:
    details: dict[str, object] = {"engine": "rego", "central": True, "touches": ["admission"]}
    text = f"this repository lacks package {package} of the organisation's policies"
    kind = "policies/missing"
    if not has_rego:
        kind, text = "snapshot/unchecked", f"{text}: there is no Rego here at all"
        details["reason"] = "there is no Rego here"
    return Drift(kind, package, location, type="rego/package", message=text, details=details)


def _difference(rule: Rule, copy: dict[str, Rule]) -> Iterator[Drift]:
    mine = copy.get(rule.name)
    called = f"rule {rule.name} of package {rule.package}"
    denies = rule.name.startswith(_DENIES)
    if mine is None:
        warns = copy.get(rule.name.replace(_DENIES[0], _WARNS).replace(_DENIES[1], _WARNS)) if denies else None
        if warns is not None:
            yield _fact("policies/weaker", warns, f"{called} only warns here", rule.location)._replace(
                address=f"{rule.package}.{rule.name}"
            )
            return
        yield _fact("policies/missing", rule, f"this repository lacks {called} of the organisation's policies")
        return
    if mine.bodies == rule.bodies:
        return
    lets_more = mine.bodies < rule.bodies if denies else rule.name.startswith("allow") and mine.bodies > rule.bodies
    if lets_more:
        yield _fact("policies/weaker", mine, f"{called} lets more pass here than the organisation's", rule.location)
        return
    yield _fact("policies/changed", mine, f"{called} is not the organisation's here", rule.location)


def _fact(kind: str, rule: Rule, message: str, said: Location | None = None) -> Drift:
    """Return a fact that stands where ``rule`` does; ``said`` is where the organisation says otherwise."""
    related = (said._replace(message="the organisation's policy says"),) if said is not None else ()
    details: dict[str, object] = {
        "engine": "rego", "central": True, "touches": ["admission"], "rule": rule.name,
    }  # fmt: skip
    address = f"{rule.package}.{rule.name}"
    return Drift(kind, address, rule.location, type="rego/rule", message=message, related=related, details=details)


def _own(folder: str, declared: Declared) -> Iterator[Source]:
    for path in files_below("", declared.reader, (".rego",), without=folder):
        try:
            yield declared.reader.read(path)
        except ReadError:
            continue


def _by_package(sources: Iterable[Source]) -> _Rules:
    found: _Rules = {}
    for source in sources:
        if source.path.endswith("_test.rego"):
            continue
        package, rules = rules_of(source)
        known = found.setdefault(package, {}) if package and rules else {}
        for rule in rules:
            before = known.get(rule.name)
            known[rule.name] = rule if before is None else before._replace(bodies=before.bodies | rule.bodies)
    return found
