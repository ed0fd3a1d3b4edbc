"""How it is known who made a decision: trust has it, a signature says so, or a review on the forge does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.exceptions.canonical import digest
from trueline.exceptions.decisions import payload
from trueline.repo.stored import open_revision

if TYPE_CHECKING:
    from trueline.model.document import Reader, Source
    from trueline.model.policy_exception import Approvers, Decision, SourceOfProof
    from trueline.repo.git import Git
    from trueline.run.gate import Sides


class Proof:
    """Tells of a decision how it is known who made it: all that shows it, since trust may take only one of them."""

    def __init__(self, sides: Sides, known: Approvers) -> None:
        self._merged = merged(sides)
        self._keys = {person.name: person.keys for person in known.people}

    def __call__(
        self, decision: Decision, source: Source, signature: Source | None
    ) -> tuple[tuple[SourceOfProof, ...], str]:
        """Return all that shows who made a decision, and why its signature does not where nothing else does."""
        proofs: tuple[SourceOfProof, ...] = ("merged",) if has(self._merged, source) else ()
        if signature is None:
            return proofs, ""
        from trueline.adapters.signing import SignatureError, verify

        try:
            verify(payload(source), signature.data, self._keys.get(decision.by, ()))
        except SignatureError as error:
            return proofs, "" if proofs else f"its signature does not hold: {error}"
        return (*proofs, "signed"), ""


def merged(sides: Sides) -> Reader | None:
    """Return the files that somebody took into the history of trust; None where there are none yet.

    Where a run has no base, what is not committed was taken by nobody. Outside of Git the folder is all there is.
    """
    if sides.trust_kind == "revision" or sides.git is None:
        return sides.trust
    commit = head_commit(sides.git)
    return open_revision(sides.git, commit) if commit else None


def head_commit(git: Git) -> str:
    """Return the commit that is checked out, nothing before the first one."""
    found = git.attempt("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return found.out.decode("ascii", "replace").strip() if found.code == 0 else ""


def has_digest(reader: Reader, path: str, wanted: str) -> bool:
    """Tell whether a reader has a file of that digest under a path."""
    try:
        return digest(reader.read(path).data) == wanted
    except ReadError:
        return False


def has(reader: Reader | None, source: Source) -> bool:
    """Tell whether a reader has the very bytes of a file under the same path."""
    if reader is None:
        return False
    try:
        return reader.read(source.path).data == source.data
    except ReadError:
        return False
