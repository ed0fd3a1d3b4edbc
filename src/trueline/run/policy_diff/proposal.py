"""What a change leaves of the gate's own files: the settings and rules that would hold once it is merged."""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING, NamedTuple

from trueline import config
from trueline.exceptions import baseline
from trueline.exceptions.files import FOLDER
from trueline.policies.folders import walk
from trueline.policies.packs import BUILTIN, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.document import Reader
    from trueline.model.settings import Settings
    from trueline.policies.packs import Loaded
    from trueline.repo.merged import Merged


class Proposal(NamedTuple):
    """Settings and rules as they would be, beside the rules of trust.

    ``paths`` are the files of the gate that the change would leave otherwise than trust has them. ``loaded`` runs no
    Python but trust's own.
    """

    merged: Merged
    paths: tuple[str, ...]
    settings: Settings
    loaded: Loaded
    trusted: Loaded


def touched(merged: Merged, path: str, before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """Return the gate's files that would be others: its folder, its config at ``path``, and its policies.

    Exceptions are not among them: what head asks for, and what is decided, is told one by one.
    ``before`` and ``after`` are the sources of policies as trust and the change name them.
    """
    folder = dirname(config.CONFIG_PATH)
    found = {path, baseline.beside(path)}
    for tree in (merged.trust, merged.head):
        found.update(name for name in tree.paths() if name == folder or name.startswith(folder + "/"))
    found = {name for name in found if not name.startswith(FOLDER + "/")}
    found.update(_policies(merged.trust, before))
    found.update(_policies(merged, after))
    return tuple(sorted(name for name in found if merged.touches(name) or _is_in_the_way(merged, name, folder)))


def _is_in_the_way(merged: Merged, name: str, folder: str) -> bool:
    """Tell whether head has a link or a file where trust has the folder."""
    return name == folder and name in merged.head.paths() and name not in merged.trust.paths()


def _policies(reader: Reader, sources: Iterable[str]) -> Sequence[str]:
    own = [source for source in sources if source != BUILTIN and not source.startswith((BUILTIN + "/", PACKAGE))]
    return [path for source in own for path in walk(source, reader)]
