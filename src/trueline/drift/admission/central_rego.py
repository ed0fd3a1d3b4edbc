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
        if copy is None:
            first = next(iter(rules.values()))
            text = f"this repository lacks package {package} of the organisation's policies"
            yield _fact("policies/missing" if own else "snapshot/unchecked", first, text, first, is_whole=True)
            continue
        for rule in rules.values():
            found = _difference(rule, copy)
            if found is not None:
                yield found
        if _EXCEPTION in copy and _EXCEPTION not in rules:
            text = f"package {package} here has exceptions that the organisation's does not have"
            yield _fact("policies/weaker", copy[_EXCEPTION], text, next(iter(rules.values())))


def _difference(rule: Rule, copy: dict[str, Rule]) -> Drift | None:
    mine = copy.get(rule.name)
    called = f"rule {rule.name} of package {rule.package}"
    if mine is None:
        warns = copy.get(rule.name.replace(_DENIES[0], _WARNS).replace(_DENIES[1], _WARNS))
        if warns is not None and rule.name.startswith(_DENIES):
            return _fact("policies/weaker", warns, f"{called} only warns here", rule)
        return _fact("policies/missing", rule, f"this repository lacks {called} of the organisation's policies", rule)
    if mine.bodies == rule.bodies:
        return None
    lets_more = mine.bodies < rule.bodies if rule.name.startswith(_DENIES) else mine.bodies > rule.bodies
    if lets_more and rule.name.startswith((*_DENIES, "allow")):
        return _fact("policies/weaker", mine, f"{called} lets more pass here than the organisation's", rule)
    return _fact("policies/changed", mine, f"{called} is not the organisation's here", rule)


def _fact(kind: str, place: Rule, message: str, rule: Rule, *, is_whole: bool = False) -> Drift:
    related = (rule.location._replace(message="the organisation's policy says"),) if rule is not place else ()
    details: dict[str, object] = {"engine": "rego", "central": True, "touches": ["admission"]}
    if not is_whole:
        details["rule"] = rule.name
    if kind == "snapshot/unchecked":
        details["reason"] = "there is no Rego here"
        message += ": there is no Rego here at all"
    address = rule.package if is_whole else f"{rule.package}.{rule.name}"
    return Drift(kind, address, place.location, type="rego/rule", message=message, related=related, details=details)


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
