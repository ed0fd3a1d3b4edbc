"""Trueline's own policies of the central folder beside those that CI runs: rules by their id.

Which of them the config switches off or lowers is no matter of files: the policy diff tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.admission.difference import frozen
from trueline.drift.admission.facts import short
from trueline.drift.admission.folder import files_below
from trueline.drift.admission.policies import is_below
from trueline.errors import ReadError
from trueline.model.drift import Drift
from trueline.parsers import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.document import Document
    from trueline.model.location import Location, Path

# what decides; texts, tags and other tools' names for a rule do not
_FIELDS: Final = (
    "severity", "enforcement", "from", "unknown", "on", "for", "scope", "each", "when", "let", "forbid", "require",
    "cases", "parameters", "identity", "schema", "replaced_by",
)  # fmt: skip
_INHERITED: Final = ("severity", "enforcement", "from", "unknown")
_SHARED: Final = ("let", "parameters")
_LEVELS: Final = {
    "severity": ("info", "low", "medium", "high", "critical"),
    "enforcement": ("advise", "soft", "hard"),
}
_NOT_OURS: Final = ("builtin", "package:")


class _Rule(NamedTuple):
    id: str
    fields: dict[str, object]
    locate: Callable[[Path], Location]


def compare(centre: Sequence[Document[object]], folder: str, declared: Declared) -> Iterator[Drift]:
    """Yield which rules of the central folder CI does not run, or runs otherwise."""
    wanted = _rules(centre)
    if not wanted:
        return
    run = [path.strip("/") for path in declared.settings.policies if not path.startswith(_NOT_OURS)]
    own = _rules(_own(run, folder, declared))
    for rule in wanted.values():
        path = rule.locate(()).path
        mine = own.get(rule.id)
        if any(is_below(path, source) or source in ("", ".") for source in run):
            continue
        if mine is None:
            text = f"CI does not run rule {rule.id} of the organisation's policies"
            yield _fact("policies/missing", rule, rule.locate(("id",)), text, {"side": "ci"})
            continue
        yield from _differences(rule, mine)


def _differences(rule: _Rule, mine: _Rule) -> Iterator[Drift]:
    for field in _FIELDS:
        wanted, there = rule.fields.get(field), mine.fields.get(field)
        if frozen(wanted) == frozen(there):
            continue
        kind = "policies/weaker" if _is_weaker(field, wanted, there) else "policies/changed"
        text = f"rule {rule.id}: {field} is {short(there)}, the organisation's policy says {short(wanted)}"
        related = (rule.locate((field,))._replace(message="the organisation's policy says"),)
        details: dict[str, object] = {"rule": rule.id}
        if field == "enforcement":
            details |= {name: word for name, word in (("action", wanted), ("live_action", there)) if word is not None}
        found = _fact(kind, rule, mine.locate((field,)), text, details)
        yield found._replace(path=field, declared=wanted, actual=there, related=related)


def _is_weaker(field: str, wanted: object, there: object) -> bool:
    levels = _LEVELS.get(field)
    if levels is not None and wanted in levels:
        if there is None:  # what holds then is the profile's matter, and that makes nothing hard
            return wanted == "hard"
        return there in levels and levels.index(str(there)) < levels.index(str(wanted))
    if field == "from":  # until that day a rule only advises
        return there is not None and (wanted is None or str(there) > str(wanted))
    return field == "replaced_by" and wanted is None


def _fact(kind: str, rule: _Rule, location: Location, message: str, details: dict[str, object]) -> Drift:
    words = {"engine": "trueline", "central": True, "touches": ["admission"], "rule": rule.id, **details}
    return Drift(kind, rule.id, location, type="trueline/rule", message=message, details=words)


def _own(run: Sequence[str], folder: str, declared: Declared) -> Iterator[Document[object]]:
    for source in run:
        paths = [source] if declared.reader.exists(source) else []
        paths += files_below("" if source == "." else source, declared.reader, (".yaml", ".yml"), without=folder)
        for path in paths:
            if is_below(path, folder):
                continue
            try:
                yield from yaml.parse(declared.reader.read(path)).documents
            except ReadError:
                continue


def _rules(documents: Sequence[Document[object]] | Iterator[Document[object]]) -> dict[str, _Rule]:
    found: dict[str, _Rule] = {}
    for document in documents:
        root = document.root
        if not isinstance(root, dict) or not isinstance(root.get("policy"), str):
            continue
        rules = root.get("rules")
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            name = rule.get("id") if isinstance(rule, dict) else None
            if isinstance(name, str):
                place = _locator(document, number, rule)
                found.setdefault(name, _Rule(name, _fields(root, rule), place))
    return found


def _fields(policy: dict[str, object], rule: dict[str, object]) -> dict[str, object]:
    """Return what decides of a rule, with what it has from its policy."""
    found: dict[str, object] = {name: rule[name] for name in _FIELDS if name in rule}
    for name in _INHERITED:
        if name not in found and name in policy:
            found[name] = policy[name]
    for name in _SHARED:
        shared, own = policy.get(name), rule.get(name)
        both = {
            **(shared if isinstance(shared, dict) else {}),
            **(own if isinstance(own, dict) else {}),
        }
        if both:
            found[name] = both
    return found


def _locator(document: Document[object], number: int, rule: dict[str, object]) -> Callable[[Path], Location]:
    def locate(path: Path) -> Location:
        inner = path if path and path[0] in rule else ("id",)
        return document.locate(("rules", number, *inner))

    return locate
