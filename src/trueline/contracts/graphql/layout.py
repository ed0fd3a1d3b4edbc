"""Which files make one schema together: a root that defines ``schema`` or ``Query``, and what lies beside and below.

A repository may hold several. The nearest root above a file has it; where a folder holds several roots, files that need
each other's types and repeat none of them are one schema, and each other root is one of its own. So is a subgraph that
repeats what other files define. Files without any root above them are a schema by the topmost folder that has one of
them. Files with nothing but operations are none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from trueline.contracts.graphql.kinds import FORMAT
from trueline.contracts.graphql.merged import ROOT_TYPES
from trueline.errors import ReadError
from trueline.model.unit import Unit
from trueline.parsers.graphql import SUFFIXES, GraphqlDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.model.document import Reader

_NOWHERE: Final = "\0"  # no folder's name
_FEDERATED: Final = re.compile(rb"@(?:key|link|extends|external|provides|requires|shareable)\b")


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return the schemas among ``paths``, named by their root file, or by their folder where no one file is it."""
    outlines = [one for path in paths if path.lower().endswith(SUFFIXES) and (one := _Outline(path, reader)).is_schema]
    roots: dict[str, list[_Outline]] = defaultdict(list)
    for one in outlines:
        if one.is_root:
            roots[_folder(one.path)].append(one)
    rest: dict[str, list[_Outline]] = defaultdict(list)
    for one in outlines:
        if not one.is_root:
            rest[_nearest(one.path, roots)].append(one)
    alone = rest.pop(_NOWHERE, [])
    units = [unit for folder in roots for unit in _schemas(folder, roots[folder], rest[folder])]
    for folder, members in _trees(alone).items():
        units += _schemas(folder, [], members)
    return sorted(units, key=lambda unit: unit.root)


class _Outline:
    """A file by the names that it defines."""

    def __init__(self, path: str, reader: Reader) -> None:
        self.path = path
        self._document: GraphqlDocument | None = None
        self.names: frozenset[str] = frozenset()
        self.is_root = False
        self.is_subgraph = False
        self.is_schema = True  # what cannot be read is told of by whoever compares it
        try:
            source = reader.read(path)
            self._document = document = GraphqlDocument(source)
        except ReadError:
            return
        defined = [chunk for chunk in document.chunks if chunk.is_schema]
        self.names = frozenset(chunk.name for chunk in defined if not chunk.is_extension)
        self.is_root = "schema" in self.names or "Query" in self.names
        self.is_subgraph = any(chunk.name == "Query" for chunk in defined) or bool(_FEDERATED.search(source.data))
        self.is_schema = bool(defined) or any(not chunk.keyword for chunk in document.chunks) or document.is_cut

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name in it, in whatever place."""
        return self._document.names() if self._document else frozenset()

    def needs(self, other: _Outline) -> bool:
        """Tell whether it names what only ``other`` defines."""
        return bool((self.words & other.names) - self.names)

    def repeats(self, other: _Outline) -> bool:
        """Tell whether both define the same, other than the root types, which several files may share."""
        return bool(self.own & other.own)

    @property
    def own(self) -> frozenset[str]:
        """What it defines, without what several files may share."""
        return self.names - {*ROOT_TYPES, "schema"}


def _schemas(folder: str, roots: Sequence[_Outline], rest: Sequence[_Outline]) -> Iterator[Unit]:
    """Yield the schemas whose roots lie in one folder; ``rest`` is what lies beside and below them."""
    counts = Counter(name for one in (*roots, *rest) for name in one.own)
    apart = [one for one in rest if one.is_subgraph and any(counts[name] > 1 for name in one.own)]
    for one in apart:
        yield _unit(one.path, [one], [one])
    gone = set(apart)
    rest = [one for one in rest if one not in gone]
    groups = _groups(roots)
    if len(groups) > 1:
        yield from _shared_out(folder, groups, rest)
    elif groups or rest:
        shared = groups[0] if groups else []
        yield _unit(folder, [*shared, *rest], shared)


def _shared_out(folder: str, groups: Sequence[list[_Outline]], rest: Iterable[_Outline]) -> Iterator[Unit]:
    """Yield the schemas of a folder, each with those of the other files that it needs."""
    schemas = [list(group) for group in groups]
    for one in rest:
        takers = [
            schema
            for schema, group in zip(schemas, groups, strict=True)
            if any(root.needs(one) for root in group) and not any(root.repeats(one) for root in group)
        ]
        for taker in takers:
            taker.append(one)
        if not takers:
            yield _unit(one.path, [one], [one])
    for group, schema in zip(groups, schemas, strict=True):
        yield _unit(folder, schema, group)


def _groups(roots: Sequence[_Outline]) -> list[list[_Outline]]:
    """Return the roots of a folder, together those that need each other and repeat nothing."""
    groups: list[list[_Outline]] = []
    for root in roots:
        joined = [
            group
            for group in groups
            if any(root.needs(one) or one.needs(root) for one in group) and not any(root.repeats(one) for one in group)
        ]
        if len(joined) == 1:
            joined[0].append(root)
        else:
            groups.append([root])
    return groups


def _unit(folder: str, members: Iterable[_Outline], roots: Sequence[_Outline] = ()) -> Unit:
    name = roots[0].path if len(roots) == 1 else folder
    return Unit(FORMAT, name, members=tuple(sorted(one.path for one in members)))


def _trees(alone: Iterable[_Outline]) -> Mapping[str, list[_Outline]]:
    """Return files without a root by the topmost folder above them that has one."""
    files = list(alone)
    folders = {_folder(one.path) for one in files}
    trees: dict[str, list[_Outline]] = defaultdict(list)
    for one in files:
        above = [folder for folder in _above(one.path) if folder in folders]
        trees[above[-1]].append(one)
    return trees


def _nearest(path: str, folders: Mapping[str, object]) -> str:
    return next((folder for folder in _above(path) if folder in folders), _NOWHERE)


def _above(path: str) -> Iterator[str]:
    """Yield the folders that hold ``path``, from the nearest to the top, which is empty."""
    while path:
        path = _folder(path)
        yield path


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
