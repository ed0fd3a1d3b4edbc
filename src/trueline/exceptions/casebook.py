"""All exceptions of a tree: their requests and decisions, each read whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import ConfigError
from trueline.exceptions import decisions, files, requests
from trueline.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.model.document import Reader, Source
    from trueline.model.policy_exception import Decision, ExceptionRequest, SourceOfProof

    Prove = Callable[[Decision, "Source", "Source | None"], "tuple[SourceOfProof | None, str]"]
    """Of a decision, its file and its signature: how it is known who decided, and why it is not."""


class Entry(NamedTuple):
    """One exception: its request, and the decisions on it."""

    request: ExceptionRequest
    decisions: tuple[Decision, ...] = ()


class Casebook(NamedTuple):
    """The exceptions of a tree by id, and what is wrong with files of exceptions, each with its place."""

    entries: Mapping[str, Entry] = {}
    problems: tuple[tuple[Location, str], ...] = ()


def load(reader: Reader, prove: Prove) -> Casebook:
    """Return all exceptions of a tree. A file that is not valid is a problem, and its exception is not among them."""
    entries: dict[str, Entry] = {}
    problems: list[tuple[Location, str]] = []
    for identifier in files.identifiers(reader):
        try:
            request = requests.load(reader, identifier)
            made = [_decision(reader, path, prove) for path in decisions.paths(reader, identifier)]
        except ConfigError as error:
            place = error.place or f"{files.FOLDER}/{identifier}"
            problems.append((Location(place.partition(":")[0]), error.message))
        else:
            entries[identifier] = Entry(request, tuple(made))
    return Casebook(entries, tuple(problems))


def together(trust: Casebook, head: Casebook) -> Casebook:
    """Return what counts of both: trust's exceptions as they are there, with head's further decisions; head's new ones.

    A decision that trust has is not taken back by a head that leaves it out or says otherwise.
    """
    entries = {}
    for identifier, entry in {**head.entries, **trust.entries}.items():
        other = head.entries.get(identifier)
        made = {decision.location.path: decision for decision in (other.decisions if other is not None else ())}
        made |= {decision.location.path: decision for decision in entry.decisions}
        entries[identifier] = Entry(entry.request, tuple(made[path] for path in sorted(made)))
    return Casebook(entries, (*trust.problems, *head.problems))


def _decision(reader: Reader, path: str, prove: Prove) -> Decision:
    decision, source = decisions.load(reader, path)
    signed = path + files.SIGNATURE
    signature = files.read(reader, signed) if reader.exists(signed) else None
    name, _, number = path.rpartition("/")[2].removesuffix(".json").rpartition("-")
    if (name, number) != (decision.by, str(decision.number)):
        return decision._replace(problem=f"its file is not called {decision.by}-{decision.number}.json")
    proof, problem = prove(decision, source, signature)
    return decision._replace(proof=proof, problem=problem)
