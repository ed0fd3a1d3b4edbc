"""What a plan does about a difference that was made outside of it: undoes it, sets something else, or may do either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.terraform.differences import differences
from trueline.drift.terraform.noise import spelled
from trueline.drift.terraform.secrecy import is_marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.terraform.alterations import Alteration
    from trueline.drift.terraform.differences import Difference
    from trueline.model.location import Path

_TEXTS: Final = frozenset({
    "description", "comment", "note", "title", "display_name", "tags", "tags_all", "labels", "annotations",
})  # fmt: skip
"""Members of an element that only tell people of it: with another text it is the same one still."""


def named_only(path: Path) -> Path:
    """Return a path without the places of elements, which sets have otherwise on either side."""
    return tuple(step for step in path if not isinstance(step, int))


class Undone:
    """What a plan changes of a resource that drifted: what is there now, and what it sets."""

    def __init__(self, change: Alteration | None) -> None:
        self._change = change if change is not None and _is_setting(change) else None
        self._exact: dict[tuple[Path, str], list[Difference]] = {}
        self._around: dict[Path, list[Difference]] = {}
        if self._change is None:
            return
        for one in differences(self._change.before, self._change.after):
            is_open = is_marked(self._change.unknown, one.path)
            if not (is_open and one.after is None):
                self._around.setdefault(one.path[:1], []).append(one)
            if not is_open:
                self._exact.setdefault((named_only(one.path), spelled(one.before)), []).append(one)

    def planned(self, drift: Difference, *, is_guarding: bool) -> Difference | None:
        """Return the change that undoes a difference, None where none does.

        Of what guards something (``is_guarding``) any change does that does not leave it as it is there: it is nobody's
        to say that 0.0.0.0/1 beside 128.0.0.0/1 is not what was taken away.
        """
        found = self._exact.get((named_only(drift.path), spelled(drift.after)), [])
        back = [one for one in found if spelled(one.after) == spelled(drift.before)]
        same = [one for one in found if one.path == drift.path and drift.after is not None]
        again = [] if back or same else [*self._again(drift)]
        other = [*self._other(drift)] if is_guarding and not (back or same or again) else []
        return next(iter((*back, *same, *again, *other)), None)

    def is_open(self, path: Path) -> bool:
        """Tell whether what the plan sets at a path is known only after apply."""
        return self._change is not None and is_marked(self._change.unknown, path)

    def _again(self, drift: Difference) -> Iterator[Difference]:
        """Yield the element that comes back in substance for one that is gone."""
        if drift.after is not None or not isinstance(drift.before, dict):
            return
        gone = _substance(drift.before)
        for one in self._around.get(drift.path[:1], ()):
            is_beside = one.before is None and named_only(one.path) == named_only(drift.path)
            if is_beside and isinstance(one.after, dict) and _substance(one.after) == gone:
                yield one

    def _other(self, drift: Difference) -> Iterator[Difference]:
        """Yield what the plan sets where something drifted, unless it leaves there what is there."""
        names = named_only(drift.path)
        if drift.note or (drift.after is not None and not self._loses(drift.after, names)):
            return
        for one in self._around.get(drift.path[:1], ()):
            beside = named_only(one.path)
            is_along = all(step == other for step, other in zip(names, beside, strict=False))
            is_set = drift.after is not None or one.after is not None
            if is_along and is_set and not _TEXTS.intersection(beside[len(names) :]):
                yield one

    def _loses(self, value: object, names: Path) -> bool:
        """Tell whether the plan leaves less of a value under a name than is there."""
        if self._change is None:
            return False
        text = spelled(value)
        there, then = ([*map(spelled, values_at(one, names))] for one in (self._change.before, self._change.after))
        return then.count(text) < there.count(text)


def _is_setting(change: Alteration) -> bool:
    return change.after is not None and bool({"update", "create"} & set(change.actions))


def _substance(element: dict[str, object]) -> str:
    return spelled({name: member for name, member in element.items() if name not in _TEXTS})


def values_at(value: object, names: Path) -> Iterator[object]:
    """Yield what stands at a path of names, in whichever elements of lists."""
    if isinstance(value, list):
        for element in value:
            yield from values_at(element, names)
    elif not names:
        yield value
    elif isinstance(value, dict) and names[0] in value:
        yield from values_at(value[names[0]], names[1:])
