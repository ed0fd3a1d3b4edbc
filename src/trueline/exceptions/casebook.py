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

    A decision that trust has is not taken back by a head that leaves it out or says otherwise. What trust cannot read
    is nothing that head could say anew, and head's own problems are those that trust has not.
    """
    entries = {}
    for identifier, entry in {**head.entries, **trust.entries}.items():
        if identifier in trust.void:
            continue
        other = head.entries.get(identifier)
        if identifier not in trust.entries or (other is not None and _is_rewritten(trust.entries[identifier], other)):
            own = other or entry
            entries[identifier] = own._replace(fresh=own.decisions)
            continue
        known = {decision.location.path for decision in entry.decisions}
        further = [one for one in (other.decisions if other is not None else ()) if one.location.path not in known]
        made = sorted((*entry.decisions, *further), key=lambda one: one.location.path)
        entries[identifier] = entry._replace(decisions=tuple(made), is_trusted=True, fresh=tuple(further))
    return Casebook(entries, head.problems, trust.void | head.void)


def _is_rewritten(trusted: Entry, other: Entry) -> bool:
    """Tell whether head has another request, and nobody has decided on the one that trust has."""
    return not trusted.decisions and trusted.request.digest != other.request.digest


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
