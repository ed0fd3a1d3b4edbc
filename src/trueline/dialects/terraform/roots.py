"""Which directories of ``.tf`` files are roots, told from the bytes of their module sources alone."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.directory import SUFFIXES
from trueline.dialects.terraform.inputs import variable_files
from trueline.dialects.terraform.reads import climbs, read_by
from trueline.errors import ReadError
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.dialects.terraform.reads import Climb
    from trueline.model.document import Reader
    from trueline.model.settings import Environment, Settings

_TEXT_OR_COMMENT = re.compile(rb'"(?:\\.|[^"\\\n])*"|(?:#|//)[^\n]*|/\*.*?\*/', re.DOTALL)
_SOURCE = re.compile(rb'^[^#\n/]*?\bsource"?\s*[=:]\s*"(\.\.?/[^"$]*)"', re.MULTILINE)
_JSON_SOURCE = re.compile(rb'"source"\s*:\s*"(\.\.?\\?/[^"$]*)"')
_BACKEND = re.compile(rb'^[ \t]*(?:backend\s+"|cloud\s*\{)|"backend"\s*:', re.MULTILINE)
_DEMONSTRATIONS = frozenset({"examples", "example", "tests", "test", "fixtures"})


class _Mentions(NamedTuple):
    """What the bytes of one file say: module sources that are paths, paths that lead upwards, and of a backend."""

    sources: set[bytes]
    climbs: set[Climb]
    has_backend: bool


def plan_roots(paths: Sequence[str], reader: Reader, settings: Settings) -> list[Unit]:
    """Return a unit for each root in each environment that names it, and one for each file that stands alone."""
    folders = _folders(paths)
    calls, marked, climbing = _scan(folders, reader)
    beside = _beside(paths)
    callers: dict[str, set[str]] = defaultdict(set)
    for folder, called in calls.items():
        for inner in called:
            callers[inner].add(folder)
    roots = [
        folder
        for folder in folders
        if all(_is_demonstration(caller, folder) for caller in callers[folder])
        or folder in marked
        or folder in beside
        or _is_named(folder, settings)
    ]
    units = []
    for root in sorted(_with_circles(roots, folders, calls)):
        reached = _reached(root, folders, calls)
        members = [path for folder in reached for path in folders[folder]]
        members += beside.get(root, ())
        reads = read_by(root, ((folder, one) for folder in reached for one in climbing.get(folder, ())), reached)
        for environment in _environments(root, settings):
            named = variable_files(root, reader, environment)
            name = environment.name if environment is not None else ""
            units.append(Unit("terraform", root, name, tuple(sorted({*members, *named})), reads=reads))
    alone = [path for folder, files in beside.items() if folder not in folders for path in files]
    alone += [path for path in paths if posixpath.basename(path) == "terragrunt.hcl"]
    return units + [Unit("terraform", path, members=(path,)) for path in sorted(alone)]


def plan_modules(paths: Sequence[str], reader: Reader) -> dict[str, list[str]]:
    """Return the files of each folder that others may call: that is called, or that nothing marks as deployed."""
    folders = _folders(paths)
    calls, marked, _ = _scan(folders, reader)
    called = {inner for folder, all_of in calls.items() for inner in all_of if not _is_demonstration(folder, inner)}
    deployed = marked | _beside(paths).keys()
    return {
        folder: files
        for folder, files in folders.items()
        if folder in called or (folder not in deployed and _DEMONSTRATIONS.isdisjoint(folder.split("/")))
    }


def _with_circles(roots: list[str], folders: Mapping[str, list[str]], calls: Mapping[str, set[str]]) -> list[str]:
    """Add a root for each circle of modules that no root reaches: nothing may stay unread."""
    reached: set[str] = set()
    for root in roots:
        reached |= _reached(root, folders, calls)
    for folder in sorted(folders):
        if folder not in reached:
            roots.append(folder)
            reached |= _reached(folder, folders, calls)
    return roots


def _is_named(root: str, settings: Settings) -> bool:
    return any(fnmatchcase(root or ".", pattern) for pattern in settings.terraform_roots)


def _is_demonstration(caller: str, root: str) -> bool:
    """Tell whether the caller only shows or tests ``root``: a folder for that lies between them, not above both."""
    theirs, ours = caller.split("/"), root.split("/")
    shared = 0
    while shared < min(len(theirs), len(ours)) and theirs[shared] == ours[shared]:
        shared += 1
    return not _DEMONSTRATIONS.isdisjoint(theirs[shared:])


def _environments(root: str, settings: Settings) -> Sequence[Environment | None]:
    """Return the environments that have variables for this root, else the one without a name."""
    return [environment for environment in settings.environments if _matches(environment, root)] or [None]


def _matches(environment: Environment, root: str) -> bool:
    patterns = environment.variable_files
    return any(fnmatchcase(root or ".", pattern) for pattern in patterns) if patterns else True


def _reached(root: str, folders: Mapping[str, list[str]], calls: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if folder not in found and folder in folders:
            found.add(folder)
            waiting.extend(calls[folder])
    return found


def _beside(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the variable and lock files that make a directory a root."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if path.endswith((".tfvars", ".tfvars.json", ".terraform.lock.hcl")) and "/.terraform/" not in f"/{path}":
            found[posixpath.dirname(path)].append(path)
    return found


def _folders(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if path.endswith(SUFFIXES) and "/.terraform/" not in f"/{path}":
            found[posixpath.dirname(path)].append(path)
    return found


def _scan(
    folders: Mapping[str, list[str]], reader: Reader
) -> tuple[dict[str, set[str]], set[str], dict[str, set[Climb]]]:
    """Return by folder which others it calls, which have a backend, and which paths each spells."""
    calls: dict[str, set[str]] = {}
    backends: set[str] = set()
    climbing: dict[str, set[Climb]] = defaultdict(set)
    for folder, files in folders.items():
        called = calls[folder] = set()
        for path in files:
            try:
                data = reader.read(path).data
            except ReadError:
                continue
            mentions = _mentions(data, is_json=path.endswith(".json"))
            called.update(_inside(folder, source.decode(errors="replace")) for source in mentions.sources)
            climbing[folder].update(mentions.climbs)
            if mentions.has_backend:
                backends.add(folder)
        called.discard(folder)
    return calls, backends, climbing


def _sources(data: bytes, *, is_json: bool) -> set[bytes]:
    """Return the module sources that a file spells: JSON has no comments, and any number of them in one line."""
    if b"source" not in data:
        return set()
    if not is_json:
        return set(_SOURCE.findall(data))
    return {source.replace(b"\\/", b"/") for source in _JSON_SOURCE.findall(data)}


@lru_cache(maxsize=10_000)  # copies of a module are many, and each of two trees is looked at for several purposes
def _mentions(data: bytes, *, is_json: bool) -> _Mentions:
    if b"/*" in data:
        data = _without_comments(data)
    sources = _sources(data, is_json=is_json)
    has_backend = (b"backend" in data or b"cloud" in data) and _BACKEND.search(data) is not None
    return _Mentions(sources, set(climbs(data, sources)), has_backend)


def _without_comments(data: bytes) -> bytes:
    return _TEXT_OR_COMMENT.sub(lambda match: b"" if match[0].startswith(b"/*") else match[0], data)


def _inside(folder: str, source: str) -> str:
    path = posixpath.normpath(posixpath.join(folder, source))
    return "" if path == "." else path
