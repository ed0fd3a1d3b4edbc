"""The index, or a revision: files as Git has stored them, without a checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.repo import listing
from trueline.repo.blobs import Blobs
from trueline.repo.link import follow
from trueline.repo.name import check, decode, printable
from trueline.repo.tree import ABSENT, LARGEST_FILE, refuse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.repo.git import Git
    from trueline.repo.parting import Parting

LINK = "120000"
SUBMODULE = "160000"
CONFLICT = "conflict"


def open_revision(
    git: Git, commit: str, *, name: str = "", largest: int = LARGEST_FILE, blobs: Blobs | None = None
) -> StoredTree:
    """Return the files of a commit; ``name`` is what locations call it, empty when it is head.

    ``blobs`` are another tree's of the same repository: what both have is read once.
    """
    return StoredTree(_entries(git, commit), blobs or Blobs(git, largest), name)


def open_index(git: Git, *, largest: int = LARGEST_FILE, blobs: Blobs | None = None) -> StoredTree:
    """Return the files as they are staged; one with a merge conflict is there and cannot be read."""
    out = git.run("ls-files", "-s", "-z")
    entries: dict[str, tuple[str, str]] = {}
    for record in decode(out).split("\0")[:-1]:
        about, _, path = record.partition("\t")
        mode, blob, stage = about.split(" ")
        entries[path] = (mode, blob) if stage == "0" else (CONFLICT, "")
    return StoredTree(entries, blobs or Blobs(git, largest))


def open_parted(git: Git, parted: Parting, trust: str, *, blobs: Blobs | None = None) -> StoredTree:
    """Return the files of where a change parted from trust.

    Of two places counts what both have, or what one of them has changed since these parted; else what trust has. So
    whatever a change brings back counts as its own, unless trust has it, too.
    """
    name = parted.commits[0][:12]
    if len(parted.commits) == 1:
        return open_revision(git, parted.commits[0], name=name, blobs=blobs)
    places = [_entries(git, commit) for commit in parted.commits]
    entries = _entries(git, trust)
    origin = _origin(git, parted.commits)
    for path in set(entries).union(*places):
        found = {place.get(path) for place in places}
        if len(found) > 1 and origin is not None:
            found.discard(origin.get(path))
        if len(found) > 1:
            continue
        (agreed,) = found
        if agreed is None:
            entries.pop(path, None)
        else:
            entries[path] = agreed
    return StoredTree(entries, blobs or Blobs(git, LARGEST_FILE), name)


def _origin(git: Git, commits: tuple[str, ...]) -> Mapping[str, tuple[str, str]] | None:
    """Return the files of where two commits parted themselves; None where these are more, or that is not one commit."""
    if len(commits) > 2:
        return None
    ended = git.attempt("merge-base", "--all", *commits)
    found = ended.out.decode("ascii", "replace").split()
    return _entries(git, found[0]) if ended.code == 0 and len(found) == 1 and not git.is_shallow else None


def _entries(git: Git, commit: str) -> dict[str, tuple[str, str]]:
    """Return the mode and the blob id of each path of a commit."""
    out = git.run("ls-tree", "-r", "-z", "--full-tree", git.resolve(commit))
    entries: dict[str, tuple[str, str]] = {}
    for record in decode(out).split("\0")[:-1]:
        about, _, path = record.partition("\t")
        mode, _, blob = about.split(" ")
        entries[path] = mode, blob
    return entries


class StoredTree:
    """Files in Git's object database, by path. ``entries`` maps a path to its mode and blob id."""

    __slots__ = ("_blobs", "_entries", "_folders", "revision")

    def __init__(self, entries: Mapping[str, tuple[str, str]], blobs: Blobs, revision: str = "") -> None:
        self.revision = revision
        self._entries = entries
        self._blobs = blobs
        self._folders: dict[str, set[str]] | None = None

    @property
    def largest(self) -> int:
        """The size in bytes above which a file is not read; settings may change it before the first file is."""
        return self._blobs.largest

    @largest.setter
    def largest(self, size: int) -> None:
        self._blobs.largest = size

    def paths(self) -> Sequence[str]:
        """Return all files, sorted, without submodules."""
        return sorted(path for path, (mode, _) in self._entries.items() if mode != SUBMODULE)

    def skipped(self) -> Mapping[str, str]:
        """Return the submodules, each with why it is not looked into."""
        return {path: listing.SUBMODULE for path, (mode, _) in self._entries.items() if mode == SUBMODULE}

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        try:
            mode, blob = self._entries.get(self._follow(path), ("", ""))
        except ReadError:
            return ""
        return blob if mode and mode != SUBMODULE else ABSENT

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        mode, blob = self._entries.get(self._follow(path), ("", ""))
        if mode == CONFLICT:
            raise ReadError("has a merge conflict in the index", place=printable(path), hint="resolve and `git add` it")
        if not mode or mode == SUBMODULE:
            raise ReadError("no such file", place=printable(path))
        data = self._blobs.read(blob, printable(path))
        refuse_pointer(path, data)
        return Source(path, data, self.revision, blob)

    def expect(self, paths: Iterable[str]) -> None:
        """Read blobs in one go that will be asked for one by one."""
        self._blobs.expect(blob for path in paths if (blob := self.blob(path)) not in ("", ABSENT))

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file of this revision."""
        try:
            mode, _ = self._entries.get(self._follow(path), ("", ""))
        except ReadError:
            return False
        return bool(mode) and mode != SUBMODULE

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``; raise ``ReadError`` when they lead outside."""
        return self._follow(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``, folders ending in ``/``; none if missing or outside."""
        try:
            real = self._follow(folder.removesuffix("/")) if folder else ""
        except ReadError:
            return ()
        return sorted(self._label(real, name) for name in self._by_folder().get(real, ()))

    def close(self) -> None:
        """End the git process that reads."""
        self._blobs.close()

    def _follow(self, path: str) -> str:
        check(path)
        mode, _ = self._entries.get(path, ("", ""))
        return path if mode and mode != LINK else follow(path, self._target)

    def _target(self, path: str) -> str | None:
        mode, blob = self._entries.get(path, ("", ""))
        return decode(self._blobs.read(blob, printable(path))) if mode == LINK else None

    def _label(self, folder: str, name: str) -> str:
        if name.endswith("/"):
            return name
        path = f"{folder}/{name}" if folder else name
        mode, _ = self._entries[path]
        if mode == SUBMODULE:
            return name + "/"
        if mode == LINK:
            try:
                real = follow(path, self._target)
            except ReadError:
                return name
            return name + "/" if real in self._by_folder() else name
        return name

    def _by_folder(self) -> Mapping[str, set[str]]:
        """Return the names in each folder; made when first asked for."""
        if self._folders is None:
            folders: dict[str, set[str]] = {"": set()}
            for path in self._entries:
                folder, _, name = path.rpartition("/")
                while name not in folders.setdefault(folder, set()):
                    folders[folder].add(name)
                    if not folder:
                        break
                    folder, _, name = folder.rpartition("/")
                    name += "/"
            self._folders = folders
        return self._folders
