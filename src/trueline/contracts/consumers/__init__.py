"""Who uses which part of a contract: as the config says, and as the consumers' own files do.

Whoever may use something is said to: what cannot be told is taken for use, and an element counts as unused only when
every consumer of its contract is declared complete and none of them touches it.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.consumers import openapi, operations, others, pacts
from trueline.contracts.consumers.use import Use
from trueline.contracts.consumers.words import Words
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.repo.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.model.change import Change
    from trueline.model.document import Reader
    from trueline.model.settings import Consumer
    from trueline.model.unit import Unit

_TOUCHES: Final[Mapping[str, Callable[[Change, Use], bool]]] = {
    "graphql": others.touches_graphql,
    "kubernetes-crd": others.touches_fields,
    "openapi": openapi.touches,
    "sql": others.touches_table,
    "terraform-module": others.touches_module,
}
"""Formats in which a part can be used without the rest; of any other a consumer uses all."""

_FILES: Final = {"graphql": operations.SUFFIXES, "openapi": pacts.SUFFIXES}


class Tree(NamedTuple):
    """One side of a change: what it holds and how it is read."""

    paths: Sequence[str]
    reader: Reader


class Found(NamedTuple):
    """What the consumers of a contract use of it, by name, and what is wrong with what they say.

    ``is_complete`` tells whether every consumer there is, also of other contracts, uses nothing that it does not say.
    """

    uses: Mapping[str, Use]
    is_complete: bool = False
    notifications: tuple[Notification, ...] = ()

    def details(self, change: Change) -> dict[str, object]:
        """Return who uses what a change is about, and whether nobody does; nothing where no consumer is known."""
        if not self.uses:
            return {}
        touches = _TOUCHES.get(change.kind.partition("/")[0], _all)
        names = [name for name, use in self.uses.items() if use.is_all or touches(change, use)]
        if names:
            return {"consumers": names}
        return {"unused": True} if self.is_complete else {}


def _all(_change: Change, _use: Use) -> bool:
    return True


def find(consumers: Sequence[Consumer], unit: Unit, schema: Unit | None, trees: Sequence[Tree]) -> Found:
    """Return what ``consumers`` use of a contract; ``schema`` is it as the first tree has it, None where that has none.

    Their files are read in every tree: a change that takes one away does not take away the use.
    """
    uses: dict[str, Use] = {}
    notes: list[Notification] = []
    words = Words([unit, schema], trees)
    for consumer in consumers:
        said = [one for pattern, some in consumer.uses.items() if _means(pattern, unit) for one in some]
        missing = [one for one in said if not words.may_name(others.spelled(one))]
        notes += (_missing(consumer, one, unit) for one in missing)
        found = [Use(frozenset(others.spelled(one) for one in said), is_all=bool(missing))] if said else []
        for tree in trees if consumer.files else ():
            for path in (path for path in tree.paths if matches(path, consumer.files)):
                use, problems = _of_file(unit.dialect, path, tree, (schema, trees[0]))
                notes += problems
                found += [use] if use is not None else []
        if found:
            uses[consumer.name] = reduce(Use.joined, found)
    mistaken = list(_without_contracts(consumers, trees))
    is_complete = all(one.complete for one in consumers) and not mistaken
    return Found(uses, is_complete, tuple(dict.fromkeys((*notes, *mistaken))))


def _without_contracts(consumers: Sequence[Consumer], trees: Sequence[Tree]) -> Iterator[Notification]:
    """Yield a warning for each pattern of contracts that means no file: what it was meant for may be anything."""
    for consumer in consumers:
        for pattern in consumer.uses:
            if pattern != "." and not any(matches(path, (pattern,)) for tree in trees for path in tree.paths):
                message = (
                    f"the consumer {consumer.name} says what it uses of {pattern}, which is no file here; "
                    "nothing counts as unused"
                )
                yield Notification("warning", "consumer-contract-unknown", message)


def _missing(consumer: Consumer, subject: str, unit: Unit) -> Notification:
    message = (
        f"the consumer {consumer.name} says that it uses `{subject}`, and nothing of that name is in "
        f"{unit.root or unit.dialect}; it counts as using everything"
    )
    return Notification("warning", "consumer-subject-unknown", message)


def unmatched(consumers: Sequence[Consumer], trees: Sequence[Tree]) -> Iterable[Notification]:
    """Yield a warning for each pattern of files that means none."""
    for consumer in consumers:
        for pattern in consumer.files:
            if not any(matches(path, (pattern,)) for tree in trees for path in tree.paths):
                message = f"no file matches {pattern}, by which the consumer {consumer.name} says what it uses"
                yield Notification("warning", "consumer-without-files", message)


def _means(pattern: str, unit: Unit) -> bool:
    return any(matches(path, (pattern,)) for path in (unit.root or ".", *unit.members))


def _of_file(
    dialect: str, path: str, tree: Tree, schema: tuple[Unit | None, Tree]
) -> tuple[Use | None, list[Notification]]:
    """Return what a consumer's file uses, None where it is about another format; all where that cannot be told."""
    from trueline.errors import ReadError

    low = path.lower()
    if not low.endswith(tuple(end for ends in _FILES.values() for end in ends)):
        message = "nothing reads what such a file uses, so its consumer counts as using everything"
        return Use(is_all=True), [Notification("warning", "consumer-file-unknown", message, Location(path))]
    if dialect not in _FILES or not low.endswith(_FILES[dialect]):
        return None, []
    try:
        source = tree.reader.read(path)
        if dialect == "graphql":
            return operations.uses(source, schema[0], schema[1].reader), []
        return pacts.uses(source), []
    except (ReadError, ValueError, RecursionError) as error:
        message = f"what this file uses cannot be told, so it counts as using everything: {error}"
        return Use(is_all=True), [Notification("error", "consumer-unreadable", message, Location(path))]
