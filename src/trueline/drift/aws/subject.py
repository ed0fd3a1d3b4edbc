"""What is declared: an instance of a state, its block in the code, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.drift.aws.identity import NATURAL, PREFIX, canonical
from trueline.drift.terraform.instances import instances_of
from trueline.drift.terraform.roots import units_of
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.declared import Declaration, Declared
    from trueline.drift.terraform.instances import StateInstance
    from trueline.model.drift import Snapshot
    from trueline.model.location import Location, Path
    from trueline.model.resource import Resource

_KIND: Final = f"terraform/{PREFIX}"


class Subject(NamedTuple):
    """One declared thing. ``resource`` is its block, None where only the state has it; ``state`` its instance there.

    ``holder`` is the state's snapshot. ``is_whole`` says that nothing of its unit was left unread.
    """

    type: str
    address: str
    resource: Resource | None = None
    state: StateInstance | None = None
    holder: Snapshot | None = None
    unit: str = ""
    environment: str = ""
    is_whole: bool = True

    @property
    def spelled(self) -> str:
        """Its type as it is written, ``terraform/aws_alb``."""
        return self.resource.kind if self.resource is not None else f"terraform/{self.state.type if self.state else ''}"

    @property
    def code(self) -> Mapping[str, Any]:
        """What the code says of it."""
        value = self.resource.value if self.resource is not None else None
        return value if isinstance(value, dict) else {}

    @property
    def kept(self) -> Mapping[str, Any]:
        """What the state says of it."""
        return self.state.attributes if self.state is not None else {}

    def value(self, name: str) -> Any:
        """Return an attribute as the code has it where that is known, else as the state has it."""
        value = self.code.get(name)
        if (value is None or isinstance(value, Unknown)) and self.kept.get(name) is not None:
            return self.kept[name]
        return value

    def text(self, name: str) -> str:
        """Return a text that an attribute is known to be, empty where it is not; the state knows it best."""
        for value in (self.kept.get(name), self.code.get(name)):
            if isinstance(value, str) and value:
                return str(value)
        return ""

    def locate(self, path: Path = ()) -> tuple[Location, tuple[Location, ...]]:
        """Return where it stands in the code, and what explains that; else where in the state."""
        if self.resource is not None:
            place = self.resource.locate(path)
            return place.primary, place.related
        assert self.holder is not None and self.state is not None  # noqa: S101, PT018  # one of the two is there
        return self.holder.document.locate((*self.state.path, *path)), ()

    def ignores(self, name: str) -> bool:
        """Tell whether its ``lifecycle`` says that changes of an attribute are left as they are."""
        return any(
            spelled in ("all", name) or spelled.startswith((f"{name}.", f"{name}[")) for spelled in self._ignored
        )

    def leaves(self, path: Path) -> bool:
        """Tell whether a difference at a path is left as it is; the places in lists may be others than in the code."""
        if path[:1] == ("tags",):
            return self.ignores_path(path) or self.ignores_path(("tags_all", *path[1:]))
        return bool(path) and (self.ignores(str(path[0])) or self.ignores_path(path))

    def ignores_path(self, path: Path) -> bool:
        """Tell whether changes at a path are left as they are."""
        names = [_bare(step) for step in path]
        for spelled in self._ignored:
            steps = [_bare(step) for step in spelled.replace("[", ".").replace("]", "").split(".")]
            if spelled == "all" or steps == names[: len(steps)]:
                return True
        return False

    @property
    def _ignored(self) -> Sequence[str]:
        found = self.code.get("lifecycle")
        blocks = found if isinstance(found, list) else [found]
        lists = [block.get("ignore_changes") for block in blocks if isinstance(block, dict)]
        flat = [one for names in lists for one in (names if isinstance(names, list) else [names])]
        return [str(name) for name in flat if isinstance(name, str)]


def _bare(step: object) -> str:
    return str(step).strip().strip('"')


def subjects_of(declared: Declared) -> Iterator[Subject]:
    """Yield everything of AWS that is declared: by states with the code they are of, and by code without a state."""
    declarations = list(declared.of("terraform"))
    covered: set[tuple[str, str, str]] = set()
    for snapshot in declared.snapshots:
        if snapshot.kind == "terraform-state":
            units = {unit.key for unit in units_of(snapshot, declared)}
            here = [one for one in declarations if one.unit.key in units]
            covered |= units
            yield from _of_state(snapshot, here)
    for declaration in declarations:
        if declaration.unit.key not in covered:
            yield from _of_code(declaration)


def _of_code(declaration: Declaration) -> Iterator[Subject]:
    unit = declaration.unit
    for resource in declaration.resources:
        if resource.kind.startswith(_KIND):
            kind = canonical(resource.kind.partition("/")[2])
            address, whole = resource.address, declaration.is_whole
            yield Subject(kind, address, resource, None, None, unit.root, unit.environment, whole)


def _of_state(snapshot: Snapshot, units: Sequence[Declaration]) -> Iterator[Subject]:
    instances = [
        one
        for one in instances_of(snapshot)
        if one.mode == "managed" and one.type.startswith(PREFIX) and not one.deposed and not one.fault
    ]
    chosen = max(units, key=lambda unit: _agreement(unit, instances)) if len(units) > 1 else next(iter(units), None)
    blocks = {one.address: one for one in chosen.resources if one.kind.startswith(_KIND)} if chosen else {}
    for one in instances:
        resource = blocks.get(one.address) or blocks.get(f"{one.base}[*]")
        unit = chosen.unit if chosen is not None else None
        yield Subject(
            canonical(one.type), one.address, resource, one, snapshot,
            unit.root if unit is not None else snapshot.root,
            unit.environment if unit is not None else "",
        )  # fmt: skip


def _agreement(unit: Declaration, instances: Sequence[StateInstance]) -> int:
    """Return how many instances of a state are called as a unit calls them: which environment a state is of."""
    blocks = {one.address: one for one in unit.resources if one.kind.startswith(_KIND)}
    count = 0
    for one in instances:
        block = blocks.get(one.address)
        value = block.value if block is not None else None
        name = NATURAL.get(canonical(one.type), "tags")
        mine, its = (value.get(name) if isinstance(value, dict) else None), one.attributes.get(name)
        count += isinstance(mine, str) and isinstance(its, str) and str(mine) == its
    return count
