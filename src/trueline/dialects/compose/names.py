"""Which files make a Compose project: the base of a folder, its override, and files that stand alone or on the base."""

from __future__ import annotations

import re
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import ReadError
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from trueline.model.document import Reader

COMPOSE: Final = "compose"
# in the order in which Compose looks for them
_BASES: Final = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
_OVERRIDES: Final = (
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
)  # fmt: skip
_NAME = re.compile(r"(?:docker-)?compose(?:[._-].+)?\.ya?ml")
_POINTING: Final = (b"extends", b"include", b"env_file")
_ENOUGH: Final = ("build", "extends", "image", "provider")
_MOST_REACHED: Final = 200


class _Files(NamedTuple):
    """What a unit is made of: the files that are merged, and those that they name."""

    merged: tuple[str, ...]
    named: frozenset[str]
    included: frozenset[str]
    extended: frozenset[tuple[str, str]]  # file and service
    is_open: bool  # a variable in a name leads who knows where


def is_compose(path: str) -> bool:
    """Tell whether a file of that name is Compose's."""
    return _NAME.fullmatch(basename(path)) is not None


def inside(folder: str, path: str) -> str | None:
    """Return what ``path`` means in ``folder``, or None where that is not in the repository."""
    if not path or path.startswith(("/", "~")) or ":" in path or "\\" in path or "$" in path:
        return None
    found = normpath(join(folder, path))
    return None if found == ".." or found.startswith("../") else found


def units(paths: Sequence[str], reader: Reader) -> list[Unit]:
    """Return a unit for each project; a file that another one includes is judged with that."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        if is_compose(path):
            folders.setdefault(dirname(path), []).append(path)
    made: dict[str, _Files] = {}
    known = frozenset(paths)
    for found in folders.values():
        for root, merged in _projects(found, reader):
            made[root] = _reach(merged, known, reader)
    return [_unit(root, files) for root, files in made.items() if not _belongs(root, made, reader)]


def _unit(root: str, files: _Files) -> Unit:
    members = dict.fromkeys((*files.merged, *sorted(files.named)))
    reads = ("",) if files.is_open else ()
    return Unit(COMPOSE, root, members=tuple(members), options={"files": files.merged}, reads=reads)


def _belongs(root: str, made: Mapping[str, _Files], reader: Reader) -> bool:
    """Tell whether another unit includes this one, or each of its services is only there to be extended by one."""
    users = [files for other, files in made.items() if root in files.named and other not in {root, *made[root].named}]
    if not users or any(root in files.included for files in users):
        return bool(users)
    services = _services(_root(root, reader))
    extended = frozenset[tuple[str, str]]().union(made[root].extended, *(files.extended for files in users))
    return basename(root) not in _BASES and bool(services) and all((root, name) in extended for name in services)


def _projects(paths: Sequence[str], reader: Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each project of a folder: what it is named by, and its files in the order in which they are merged."""
    names = {basename(path): path for path in paths}
    base = next((names[name] for name in _BASES if name in names), None)
    override = next((names[name] for name in _OVERRIDES if name in names), None)
    if base is not None:
        yield base, (base, override) if override is not None else (base,)
    for path in paths:
        if path == base or (path == override and base is not None):
            continue
        is_own = base is None or basename(path) in (*_BASES, *_OVERRIDES) or not _is_fragment(path, base, reader)
        yield path, (path,) if base is None or is_own else (base, path)


def _is_fragment(path: str, base: str, reader: Reader) -> bool:
    """Tell whether a file cannot stand alone: a service of it has no image, and ``base`` has that service."""
    alone = {
        name
        for name, service in _services(_root(path, reader)).items()
        if not isinstance(service, dict) or not any(key in service for key in _ENOUGH)
    }
    return bool(alone) and not alone.isdisjoint(_services(_root(base, reader)))


def _services(root: object) -> Mapping[str, object]:
    services = root.get("services") if isinstance(root, dict) else None
    return services if isinstance(services, dict) else {}


def _root(path: str, reader: Reader, *, needs: Sequence[bytes] = ()) -> object:
    """Return the value of a YAML file; None where it cannot be read, or has none of the words it ``needs``."""
    from trueline.parsers import yaml

    try:
        source = reader.read(path)
    except ReadError:
        return None
    if needs and not any(word in source.data for word in needs):
        return None
    documents = yaml.parse(source).documents
    return documents[0].root if documents else None


def _reach(merged: Sequence[str], known: Collection[str], reader: Reader) -> _Files:
    """Follow what files name: what they extend, include and take variables from; Git must know it."""
    named = {env for env in (join(dirname(merged[0]), ".env"),) if env in known}
    included: set[str] = set()
    extended: set[tuple[str, str]] = set()
    is_open = False
    waiting = list(merged)
    seen = set(merged)
    while waiting and len(named) < _MOST_REACHED:
        path = waiting.pop()
        for kind, target, name in _pointers(_root(path, reader, needs=_POINTING)):
            is_open = is_open or "$" in target
            found = inside(dirname(path), target) if target else path
            if found is None or found not in known:
                continue
            named.update({found} - {path})
            if kind == "include":
                included.add(found)
                named.update(env for env in (join(dirname(found), ".env"),) if env in known)
            if kind == "extends":
                extended.add((found, name))
            if kind != "env_file" and found not in seen:
                seen.add(found)
                waiting.append(found)
    return _Files(tuple(merged), frozenset(named), frozenset(included), frozenset(extended), is_open)


def _pointers(root: object) -> Iterator[tuple[str, str, str]]:
    """Yield what a file names: how, which file (nothing is itself), and which service of that."""
    if not isinstance(root, dict):
        return
    for entry in _listed(root.get("include")):
        yield from (("include", path, "") for path in _texts(entry, "path") if path)
        if isinstance(entry, dict):
            yield from (("env_file", path, "") for path in _texts(entry, "env_file") if path)
    for service in _services(root).values():
        if isinstance(service, dict):
            yield from _extended(service.get("extends"))
            for entry in _listed(service.get("env_file")):
                yield from (("env_file", path, "") for path in _texts(entry, "path") if path)


def _extended(extends: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(extends, str):
        yield "extends", "", extends
    elif isinstance(extends, dict):
        for path in _texts(extends, "file") or ("",):
            yield "extends", path, str(extends.get("service", ""))


def _texts(entry: object, key: str) -> Sequence[str]:
    value = entry.get(key) if isinstance(entry, dict) else entry
    return [one for one in _listed(value) if isinstance(one, str)]


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else () if value is None else (value,)
