"""The entries of a plan that tell how a resource changed, or will: ``resource_drift`` and ``resource_changes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.terraform.plan.entries import mapping, sequence, text, without_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.location import Path

DRIFT: Final = "resource_drift"
CHANGES: Final = "resource_changes"


class Alteration(NamedTuple):
    """One entry; ``before`` and ``after`` are the attributes, ``marks`` the masks of what is sensitive in either.

    ``previous`` is the address before a move, ``unknown`` has true where ``after`` will only be known after apply,
    ``path`` leads to the entry in the plan.
    """

    address: str
    kind: str
    actions: tuple[str, ...]
    before: object
    after: object
    unknown: object
    marks: tuple[object, ...]
    path: Path
    previous: str = ""
    deposed: str = ""
    reason: str = ""
    replace_paths: tuple[Path, ...] = ()

    @property
    def is_delete(self) -> bool:
        """Tell whether the resource is gone after it, and not there anew."""
        return self.actions == ("delete",)

    @property
    def is_replace(self) -> bool:
        """Tell whether the resource is destroyed and made anew, in either order."""
        return set(self.actions) == {"create", "delete"}


def alterations(plan: Mapping[str, object], name: str) -> Iterator[Alteration]:
    """Yield the entries about managed resources under ``name``; what has no such shape is left out."""
    for place, entry in enumerate(map(mapping, sequence(plan.get(name)))):
        if _is_whole(entry) and entry.get("mode") != "data":
            yield _alteration(entry, (name, place))


def faults(plan: Mapping[str, object], name: str) -> Iterator[tuple[Path, str]]:
    """Yield what under ``name`` is no entry: the path to it, and why."""
    found = plan.get(name)
    if found is not None and not isinstance(found, list):
        yield (name,), f"{name} is no list"
    for place, entry in enumerate(sequence(found)):
        if not _is_whole(mapping(entry)):
            yield (name, place), f"this entry of {name} has no address, type and change with actions"


def _is_whole(entry: Mapping[str, object]) -> bool:
    actions = mapping(entry.get("change")).get("actions")
    return bool(text(entry.get("address")) and text(entry.get("type"))) and isinstance(actions, list)


def _alteration(entry: Mapping[str, object], path: Path) -> Alteration:
    change = mapping(entry.get("change"))
    return Alteration(
        address=text(entry.get("address")),
        kind=text(entry.get("type")),
        actions=tuple(text(action) for action in sequence(change.get("actions"))),
        before=change.get("before"),
        after=change.get("after"),
        unknown=change.get("after_unknown"),
        marks=(change.get("before_sensitive"), change.get("after_sensitive")),
        path=path,
        previous=text(entry.get("previous_address")),
        deposed=text(entry.get("deposed")),
        reason=text(entry.get("action_reason")),
        replace_paths=tuple(filter(None, map(_path, sequence(change.get("replace_paths"))))),
    )


def _path(steps: object) -> Path:
    """Return the steps of an attribute's path, as far as they are some."""
    found: list[str | int] = []
    for step in sequence(steps):
        if not isinstance(step, str | int) or isinstance(step, bool):
            break
        found.append(step)
    return tuple(found)


class Relevance:
    """Which attributes decide what a plan does, as the plan itself tells; older formats (before 1.1) tell nothing."""

    def __init__(self, plan: Mapping[str, object]) -> None:
        self.is_told = "relevant_attributes" in plan or text(plan.get("format_version")) not in ("0.1", "0.2", "1.0")
        self._paths: dict[str, list[Path]] = {}
        for entry in map(mapping, sequence(plan.get("relevant_attributes"))):
            address = without_keys(text(entry.get("resource")))
            self._paths.setdefault(address, []).append(_path(entry.get("attribute")))

    def holds(self, address: str, path: Path) -> bool:
        """Tell whether what stands at a path, or anything around or inside of it, is relevant."""
        found = self._paths.get(without_keys(address), ())
        return any(_is_along(relevant, path) for relevant in found)


def _is_along(one: Path, other: Path) -> bool:
    return all(step == beside for step, beside in zip(one, other, strict=False))
