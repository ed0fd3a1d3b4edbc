"""Members whose shape rules may rely on: what is of another one is told as a problem, and left out of the fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.document import Document
    from trueline.model.location import Path

_MAP: Final = (dict,)
_TEXT: Final = (str, int, float)
_STEP: Final[Mapping[str, tuple[type, ...]]] = {
    "env": (dict, str), "id": _TEXT, "if": _TEXT, "name": _TEXT, "run": _TEXT, "shell": _TEXT, "uses": _TEXT,
    "with": _MAP, "working-directory": _TEXT,
}  # fmt: skip
_JOB: Final[Mapping[str, tuple[type, ...]]] = {
    "container": (dict, str), "defaults": _MAP, "env": (dict, str), "if": _TEXT, "needs": (list, str), "outputs": _MAP,
    "permissions": (dict, str), "runs-on": (list, dict, str), "secrets": (dict, str), "services": (dict, str),
    "steps": (list,), "strategy": (dict, str), "uses": (str,), "with": _MAP,
}  # fmt: skip
_WORKFLOW: Final[Mapping[str, tuple[type, ...]]] = {
    "defaults": _MAP, "env": (dict, str), "jobs": _MAP, "on": (dict, list, str), "permissions": (dict, str),
}  # fmt: skip
_ACTION: Final[Mapping[str, tuple[type, ...]]] = {"inputs": _MAP, "outputs": _MAP, "runs": _MAP}
_MEMBERS: Final = {"action": _ACTION, "job": _JOB, "step": _STEP, "workflow": _WORKFLOW}
_NOUNS: Final = {dict: "a map", list: "a list", str: "a text", int: "a number", float: "a number"}
# what a fact says in these is worked out, where there is anything to say
_WORKED_OUT: Final = {"job": frozenset(("call", "granted")), "step": frozenset(("action", "job", "on"))}
# may be an expression as a whole: rules see its expressions, and a map or nothing
_MAPS_IN_FACTS: Final = frozenset(("env", "services", "strategy"))


class Shape:
    """Reads parts of one document as what they must be, and keeps what is wrong with them in ``problems``."""

    def __init__(self, document: Document[object]) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def members(self, what: str, value: Mapping[str, object], path: Path) -> dict[str, object]:
        """Return the members of a ``workflow``, ``job``, ``step`` or ``action`` that have the shape they must have."""
        own = _WORKED_OUT.get(what, ())
        kept = {key: member for key, member in value.items() if member is not None and key not in own}
        for key, types in _MEMBERS[what].items():
            member = kept.get(key)
            if member is None:
                continue
            if not isinstance(member, types):
                self.tell(_must_be(key, types), (*path, key))
                del kept[key]
            elif types is _TEXT and not isinstance(member, str):
                kept[key] = str(member).lower() if isinstance(member, bool) else str(member)
        return kept

    def map(self, what: str, value: object, path: Path) -> dict[str, object] | None:
        """Return ``value`` where it is a map, and tell where it is none."""
        if isinstance(value, dict):
            return value
        self.tell(_must_be(what, _MAP), path)
        return None

    def tell(self, message: str, path: Path, *, fatal: bool = True) -> None:
        """Keep a problem; ``fatal`` where something could not be judged because of it."""
        self.problems.append(Problem(message, self._document.locate(path).region, fatal))


def only_maps(members: Mapping[str, object]) -> dict[str, object]:
    """Return ``members`` without those that an expression may make, so that a rule finds a map or nothing."""
    return {key: member for key, member in members.items() if key not in _MAPS_IN_FACTS or isinstance(member, dict)}


def _must_be(what: str, types: tuple[type, ...]) -> str:
    nouns = list(dict.fromkeys(_NOUNS[one] for one in types if types is not _TEXT)) or ["a text"]
    return f"`{what}` must be {' or '.join(nouns)}"
