"""The gate's own files that would be others: what sort each is, and in what way it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline import config
from trueline.errors import ReadError, TruelineError
from trueline.exceptions import baseline
from trueline.model.policy_diff import GateFile
from trueline.repo.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.exceptions.files import Files
    from trueline.model.policy_diff import FileMove
    from trueline.run.policy_diff.proposal import Proposal

_MOST_SAID: Final = 8
_FOLDER: Final = config.CONFIG_PATH.partition("/")[0]


def gate_files(proposal: Proposal, path: str) -> tuple[GateFile, ...]:
    """Return the files that would be others; ``path`` is where the config is."""
    return tuple(_file(proposal, name, _sort(proposal, name, path)) for name in proposal.paths)


def _file(proposal: Proposal, name: str, sort: str) -> GateFile:
    merged = proposal.merged
    if sort == "folder":
        return GateFile(name, "changed", sort, "is a link or a file in the place of the folder")
    was, now = merged.trust.blob(name), merged.blob(name)
    move: FileMove = "added" if was == ABSENT else "removed" if now == ABSENT else "changed"
    if now == "":
        return GateFile(name, move, sort, "cannot be read")
    describe = DESCRIBERS.get(sort)
    try:
        said = describe(merged.trust, merged, name) if describe is not None else ""
    except TruelineError as error:
        said = f"cannot be read: {error.message}".partition("\n")[0]
    return GateFile(name, move, sort, said)


def _sort(proposal: Proposal, name: str, path: str) -> str:
    if name == _FOLDER:
        return "folder"
    if name == path:
        return "config"
    if name == baseline.beside(path):
        return "baseline"
    if name in proposal.loaded.files or name in proposal.trusted.files:
        return "policy"
    known = {f"{_FOLDER}/approvers.yaml": "approvers", f"{_FOLDER}/budgets.yaml": "budgets"}
    return known.get(name, "other")


def _baseline(trust: Files, merged: Files, path: str) -> str:
    was, now = baseline.load(trust, path).entries, baseline.load(merged, path).entries
    added, gone = len(now.keys() - was.keys()), len(was.keys() - now.keys())
    said = [f"{added:,} {'entry' if added == 1 else 'entries'} added"] if added else []
    return ", ".join([*said, *([f"{gone:,} gone"] if gone else [])])


def _approvers(trust: Files, merged: Files, _path: str) -> str:
    from trueline.exceptions import approvers
    from trueline.exceptions.approvers_diff import differences

    said = list(differences(approvers.load(trust), approvers.load(merged)))
    more = f" and {len(said) - _MOST_SAID} more" if len(said) > _MOST_SAID else ""
    return "; ".join(said[:_MOST_SAID]) + more or "says the same"


def _generic(trust: Files, merged: Files, path: str) -> str:
    """Return how many lines a file had, and would have."""
    was, now = (_lines(reader, path) for reader in (trust, merged))
    if was is None or now is None:
        return ""
    return f"{was:,} → {now:,} lines" if was != now else f"{now:,} lines as before"


def _lines(reader: Files, path: str) -> int | None:
    try:
        return len(reader.read(path).data.splitlines()) if reader.exists(path) else None
    except ReadError:
        return None


DESCRIBERS: Final[Mapping[str, Callable[[Files, Files, str], str]]] = {
    "approvers": _approvers,
    "baseline": _baseline,
    "budgets": _generic,
}
"""What says, by the sort of a file, how it differs between trust and what would be. It may raise ``TruelineError``."""
