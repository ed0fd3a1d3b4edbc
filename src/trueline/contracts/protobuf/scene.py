"""Two revisions beside each other, and the changes that were found so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.deprecation import without
from trueline.contracts.protobuf.deprecation import notice_of, notices
from trueline.contracts.protobuf.kinds import CATEGORIES, KINDS
from trueline.contracts.protobuf.names import Names, Type, candidates
from trueline.model.change import Change
from trueline.parsers.protobuf.syntax import option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.contracts.deprecation import Notice
    from trueline.contracts.protobuf.side import File, Side
    from trueline.model.change import Broken, Compatibility
    from trueline.model.location import Location
    from trueline.parsers.protobuf.syntax import Setting


class Fact(NamedTuple):
    """What is said of one change beside its kind, subject and places.

    ``categories`` are those of buf, ``rules`` its names for it; of these as of ``compatibility`` None is what the kind
    has. ``notice`` is what base announced of it, where that is not what the file at base says of the subject.
    """

    message: str
    before: object = None
    after: object = None
    categories: tuple[str, ...] | None = None
    rules: tuple[str, ...] | None = None
    compatibility: Compatibility | None = None
    notice: Notice | None = None
    more: tuple[tuple[str, object], ...] = ()


class Scene:
    """Both revisions, what moved from one to the other, which packages were dropped as a whole, and the changes."""

    def __init__(self, base: Side, head: Side) -> None:
        self.base = base
        self.head = head
        self.base_names = Names(base)
        self.head_names = Names(head)
        self.moved: dict[str, str] = {}
        self.dropped: set[str] = set()
        self.changes: list[Change] = []
        self._notices: dict[str, Mapping[str, Notice]] = {}

    def add(self, kind: str, subject: str, base: Location | None, head: Location | None, fact: Fact) -> None:
        """Keep one change."""
        known = KINDS[f"protobuf/{kind}"]
        categories = CATEGORIES.get(kind, ()) if fact.categories is None else fact.categories
        details = dict(fact.more)
        if categories:
            aliases = tuple(alias[4:] for alias in known.aliases if alias.startswith("buf:"))
            details |= {"categories": categories, "rules": aliases if fact.rules is None else fact.rules}
        if base is not None:
            details |= self._announced(base.path, subject)
        if fact.notice is not None:
            details = {**without(details), **fact.notice}
        breaks = known.breaks if kind in CATEGORIES else _broken(categories, known.breaks)
        compatibility = fact.compatibility or known.compatibility
        self.changes.append(
            Change(known.id, subject, fact.message, compatibility, breaks, head, base, fact.before, fact.after, details)
        )

    def _announced(self, path: str, subject: str) -> Notice:
        """Return what the file of a change at base announced of it."""
        if path not in self._notices:
            file = self.base.peek(path)
            self._notices[path] = {} if file is None else notices(file)
        return notice_of(self._notices[path], subject)

    def same_type(self, pair: Pair, scopes: tuple[str, str], names: tuple[str, str]) -> tuple[Type, Type] | None:
        """Return what two names of types mean when that is not the same, None when it is or may be."""
        local = (
            self.base_names.local(pair.base, scopes[0], names[0]),
            self.head_names.local(pair.head, scopes[1], names[1]),
        )
        is_same_text = names[0] == names[1]
        if local[0] is None and local[1] is None and is_same_text and pair.base.package == pair.head.package:
            return None
        if local[0] is not None and local[1] is not None and self._is_same(local[0], local[1]):
            return None
        base = self.base_names.find(pair.base, scopes[0], names[0])
        head = self.head_names.find(pair.head, scopes[1], names[1])
        if self._is_same(base, head) or ("unknown" in {base.kind, head.kind} and _may_be(pair, scopes, base, head)):
            return None
        return base, head

    def _is_same(self, base: Type, head: Type) -> bool:
        return (
            base.kind == head.kind
            and base.kind != "unknown"
            and (base.name == head.name or self.moved.get(base.name) == head.name)
        )


class Pair(NamedTuple):
    """A file at base and what it became at head."""

    base: File
    head: File


def _may_be(pair: Pair, scopes: tuple[str, str], base: Type, head: Type) -> bool:
    """Tell whether two names, of which one or both are declared nowhere here, may mean the same."""
    left, right = (
        {type_.name}
        if type_.kind != "unknown"
        else set(candidates(file.full(scope) if scope else file.package, type_.name))
        for type_, file, scope in ((base, pair.base, scopes[0]), (head, pair.head, scopes[1]))
    )
    return bool(left & right) and not {base.kind, head.kind} & {"scalar"}


def _broken(categories: Sequence[str], otherwise: tuple[Broken, ...]) -> tuple[Broken, ...]:
    if "WIRE" in categories:
        return ("clients", "servers", "data", "code")
    if "WIRE_JSON" in categories:
        return ("clients", "servers", "code")
    return ("code",) if categories else otherwise


def is_deprecated(settings: tuple[Setting, ...]) -> bool:
    """Tell whether something was marked ``deprecated = true``."""
    return option(settings, "deprecated") is True


def place(settings: tuple[Setting, ...], name: str, otherwise: tuple[int, int]) -> tuple[int, int]:
    """Return from where to where an option goes, of one that is not set whatever stands for it."""
    for setting in settings:
        if setting.name == name or name.startswith(setting.name + "."):
            return setting.start, setting.end
    return otherwise
