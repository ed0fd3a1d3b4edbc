"""Two revisions of a file with custom resource definitions to changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trueline.contracts.kubernetes_crd.definition import SELECTABLE as _SELECTABLE
from trueline.contracts.kubernetes_crd.definition import Definition
from trueline.contracts.kubernetes_crd.kinds import FORMAT
from trueline.contracts.kubernetes_crd.ledger import Ledger
from trueline.contracts.kubernetes_crd.member import members
from trueline.contracts.kubernetes_crd.plan import is_definition, parse
from trueline.contracts.kubernetes_crd.schemas import Sides, compare_version
from trueline.contracts.schema import Files
from trueline.errors import ReadError
from trueline.model.change import Compared
from trueline.model.location import Location
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from trueline.contracts.kubernetes_crd.definition import Version
    from trueline.model.document import Reader
    from trueline.model.unit import Unit

UNREADABLE: Final = "unreadable-input"
_NAMES: Final = ("kind", "plural", "singular", "listKind")


class _File(NamedTuple):
    """One revision of the file: its definitions by name, and what is to be said of it."""

    definitions: dict[str, Definition]
    place: Location | None = None
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()
    is_whole: bool = True


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a file with definitions; None is a side that does not have it."""
    old, new = _read(base, before, "warning"), _read(head, after, "error")
    ledger = Ledger()
    for name, definition in old.definitions.items():
        if name in new.definitions:
            _definition(ledger, name, definition, new.definitions[name])
        elif new.is_whole:
            place = definition.at("metadata", "name")
            places = place, new.place
            ledger.add(
                "definition-removed", name, f"{name} is gone", places, values=(name, None), details=definition.announced
            )
    for name, definition in new.definitions.items():
        if name not in old.definitions and old.is_whole:
            place = definition.at("metadata", "name")
            ledger.add("definition-added", name, f"{name} is new", (old.place, place), values=(None, name))
    inputs = new.inputs if head is not None else ()
    return Compared(tuple(ledger.changes), inputs, (*old.notifications, *new.notifications))


def _read(unit: Unit | None, reader: Reader, level: Literal["warning", "error"]) -> _File:
    if unit is None:
        return _File({})
    try:
        source = reader.read(unit.root)
    except ReadError as error:
        found = Notification(level, UNREADABLE, error.message, Location(unit.root))
        return _File({}, None, (Input(unit.root, FORMAT, "unreadable", error.message),), (found,), is_whole=False)
    parsed = parse(source)
    fatal = [problem for problem in parsed.problems if problem.fatal]
    notifications = tuple(
        Notification(
            level if problem.fatal else "warning", UNREADABLE, problem.message,
            Location(source.path, source.revision, problem.region),
        )
        for problem in parsed.problems
    )  # fmt: skip
    definitions: dict[str, Definition] = {}
    for document in (one for whole in parsed.documents for one in members(whole)):
        if is_definition(document):
            definition = Definition(document)
            definitions.setdefault(definition.name, definition)
    state: Literal["read", "partly-read", "unreadable"] = "read"
    if fatal:
        state = "partly-read" if definitions else "unreadable"
    entry = Input(source.path, FORMAT, state, fatal[0].message if fatal else "")
    place = Location(source.path, source.revision)
    return _File(definitions, place, (entry,), notifications, is_whole=not fatal)


def _definition(ledger: Ledger, name: str, base: Definition, head: Definition) -> None:
    _names(ledger, name, base, head)
    if base.spec.get("conversion") != head.spec.get("conversion"):
        places = base.at("spec", "conversion"), head.at("spec", "conversion")
        ledger.add("conversion-changed", name, f"versions of {name} are converted otherwise", places)
    sides = Sides(base, head, (Files(), Files()))
    for version, old in base.versions.items():
        subject = f"{name}/{version}"
        if version in head.versions:
            with ledger.announced.inside(old.announced):
                _version(ledger, sides, subject, old, head.versions[version])
        else:
            verdict = None if old.is_served else ("dangerous", ("data",))
            places = base.at(*old.path, "name"), head.at("spec", "versions")
            details = {"deprecated": False, **old.announced, "served": old.is_served, "stored": old.is_stored}
            ledger.add("version-removed", subject, f"{subject} is gone", places, verdict=verdict, details=details)  # type: ignore[arg-type]  # a literal
    for version, new in head.versions.items():
        if version not in base.versions:
            places = base.at("spec", "versions"), head.at(*new.path, "name")
            ledger.add("version-added", f"{name}/{version}", f"{name}/{version} is new", places)
    _storage(ledger, name, base, head)


def _names(ledger: Ledger, name: str, base: Definition, head: Definition) -> None:
    before, after = base.spec.get("scope"), head.spec.get("scope")
    if before != after:
        places = base.at("spec", "scope"), head.at("spec", "scope")
        message = f"objects of {name} are {after}, were {before}"
        ledger.add("scope-changed", name, message, places, values=(before, after))
    for key in _NAMES:
        before, after = base.names.get(key), head.names.get(key)
        if before != after and before is not None and after is not None:
            places = base.at("spec", "names", key), head.at("spec", "names", key)
            message = f"the {key} of {name} is {after}, was {before}"
            ledger.add("name-changed", name, message, places, values=(before, after))
    for index, short in enumerate(base.short_names):
        if short not in head.short_names:
            places = base.at("spec", "names", "shortNames", index), head.at("spec", "names", "shortNames")
            message = f"{name} has the short name {short} no more"
            ledger.add("short-name-removed", name, message, places, values=(short, None))


def _version(ledger: Ledger, sides: Sides, subject: str, old: Version, new: Version) -> None:
    if old.is_served != new.is_served:
        places = sides.base.at(*old.path, "served"), sides.head.at(*new.path, "served")
        kind, said = ("version-served", "now") if new.is_served else ("version-not-served", "no more")
        values = old.is_served, new.is_served
        ledger.add(kind, subject, f"{subject} is served {said}", places, values=values)
    if old.is_deprecated != new.is_deprecated:
        places = sides.base.at(*old.path, "deprecated"), sides.head.at(*new.path, "deprecated")
        kind, said = ("version-deprecated", "now") if new.is_deprecated else ("version-not-deprecated", "no more")
        warning = str((new if new.is_deprecated else old).value.get("deprecationWarning") or "")
        ledger.add(kind, subject, f"{subject} is deprecated {said}", places, details={"reason": warning})
    for name in sorted(old.subresources.keys() ^ new.subresources.keys(), key=str):
        places = (
            sides.base.at(*old.path, "subresources", name), sides.head.at(*new.path, "subresources", name),
        )  # fmt: skip
        verb, said = ("removed", "is gone") if name in old.subresources else ("added", "is new")
        ledger.add(f"subresource-{verb}", subject, f"the subresource {name} of {subject} {said}", places)
    for path, index in old.selectable.items():
        if path not in new.selectable:
            places = sides.base.at(*old.path, _SELECTABLE, index), sides.head.at(*new.path, _SELECTABLE)
            message = f"objects of {subject} can no longer be selected by {path}"
            ledger.add("selectable-field-removed", subject, message, places, values=(path, None))
    if old.schema is not None or new.schema is not None:
        compare_version(ledger, sides, subject, old.schema or old.own_schema, new.schema or new.own_schema)


def _storage(ledger: Ledger, name: str, base: Definition, head: Definition) -> None:
    old, new = (next((one for one in side.versions.values() if one.is_stored), None) for side in (base, head))
    if old is None or new is None or old.name == new.name:
        return
    places = base.at(*old.path, "storage"), head.at(*new.path, "storage")
    message = f"objects of {name} are stored as {new.name}, were as {old.name}"
    ledger.add("storage-version-changed", name, message, places, values=(old.name, new.name))
