"""All exceptions of a tree: their requests and decisions, each read whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import ConfigError
from trueline.exceptions import decisions, files, requests
from trueline.exceptions.canonical import digest
from trueline.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.model.document import Source
    from trueline.model.policy_exception import Decision, ExceptionRequest, SourceOfProof

    Prove = Callable[[Decision, "Source", "Source | None"], "tuple[tuple[SourceOfProof, ...], str]"]
    """Of a decision, its file and its signature: how it is known who decided, and why it is not."""

Problem = tuple[Location, str]


class Entry(NamedTuple):
    """One exception: its request, the decisions on it, and what is wrong with its evidence.

    ``is_trusted`` says whether trust has the request; ``fresh`` are the decisions that only head has.
    """

    request: ExceptionRequest
    decisions: tuple[Decision, ...] = ()
    evidence: str = ""
    is_trusted: bool = False
    fresh: tuple[Decision, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Tell whether somebody has decided on the very request; a decision may have been made for another text."""
        return any(decision.request == self.request.digest for decision in self.decisions)


class Casebook(NamedTuple):
    """The exceptions of a tree by id, and what is wrong with files of exceptions, each with its place.

    ``void`` are the names of those that have such a file: nothing of them counts.
    """

    entries: Mapping[str, Entry] = {}
    problems: tuple[Problem, ...] = ()
    void: frozenset[str] = frozenset()


def load(tree: files.Files, prove: Prove) -> Casebook:
    """Return all exceptions of a tree. A file that is not valid is a problem, and its exception is not among them."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    void: set[str] = set()
    for identifier in files.identifiers(tree):
        try:
            request = requests.load(tree, identifier)
            made = [_decision(tree, path, prove) for path in decisions.paths(tree, identifier)]
        except ConfigError as error:
            place = error.place or f"{files.FOLDER}/{identifier}"
            problems.append((Location(place.partition(":")[0]), error.message))
            void.add(identifier)
        except (ArithmeticError, RecursionError, ValueError) as error:  # one exception, and not the whole run
            problems.append((Location(f"{files.FOLDER}/{identifier}"), f"it cannot be read: {error}"))
            void.add(identifier)
        else:
            strange = [one for one in made if one.exception != identifier]
            problems += [(one.location, f"it is about {one.exception}, and lies with {identifier}") for one in strange]
            own = tuple(one for one in made if one.exception == identifier)
            entries[identifier] = Entry(request, own, _evidence(tree, request))
    return Casebook(entries, tuple(problems), frozenset(void))


def together(trust: Casebook, head: Casebook) -> Casebook:
    """Return what counts of both: trust's exceptions as they are there, with head's further decisions; head's new ones.

    A request that trust has and nobody has decided on is as head has it. A decision that trust has is not taken back by
    a head that leaves it out or says otherwise. What trust cannot read is nothing that head could say anew, and head's
    own problems are those that trust has not.
    """
    entries = {}
    for identifier, entry in {**head.entries, **trust.entries}.items():
        if identifier in trust.void:
            continue
        trusted, other = trust.entries.get(identifier), head.entries.get(identifier, entry)
        known = trusted.decisions if trusted is not None else ()
        there = {decision.location.path for decision in known}
        further = tuple(one for one in other.decisions if one.location.path not in there)
        is_taken = trusted is not None and (trusted.is_decided or trusted.request.digest == other.request.digest)
        made = tuple(sorted((*known, *further), key=lambda one: one.location.path))
        entries[identifier] = (entry if is_taken else other)._replace(
            decisions=made, is_trusted=is_taken, fresh=further if is_taken else made
        )
    return Casebook(entries, head.problems, trust.void | head.void)


def _decision(tree: files.Files, path: str, prove: Prove) -> Decision:
    decision, source = decisions.load(tree, path)
    signed = path + files.SIGNATURE
    signature = files.read(tree, signed) if tree.exists(signed) else None
    name, _, number = path.rpartition("/")[2].removesuffix(".json").rpartition("-")
    if (name, number) != (decision.by, str(decision.number)):
        return decision._replace(problem=f"its file is not called {decision.by}-{decision.number}.json")
    proofs, problem = prove(decision, source, signature)
    return decision._replace(proofs=proofs, problem=problem)


def _evidence(tree: files.Files, request: ExceptionRequest) -> str:
    """Return what is wrong with the evidence that a request names; nothing where it is the file beside it."""
    if not request.evidence:
        return ""
    path = f"{files.FOLDER}/{request.id}/{files.EVIDENCE}"
    try:
        found = digest(files.read(tree, path).data)
    except ConfigError as error:
        return error.message
    return "" if found == request.evidence else "it is not what was there when it was asked for"
