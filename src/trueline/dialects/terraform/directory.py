"""One directory of Terraform files as it is written: its blocks by what they declare, overrides merged."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from trueline.errors import ReadError
from trueline.parsers.hcl import parse_shared
from trueline.parsers.hcl.syntax import Block, Body, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.document import Parsed, Reader, Source
    from trueline.parsers.hcl.syntax import Attribute

K = TypeVar("K")
SUFFIXES = (".tf", ".tf.json", ".tofu", ".tofu.json")


class FileProblem(NamedTuple):
    """What is wrong with one file: the parse when it could be read, else the reason why not."""

    path: str
    parsed: Parsed[Body] | None
    reason: str = ""


class Directory:
    """The declarations of one module; ``files`` says what became of each file but the ``shadowed`` ones."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.files: list[FileProblem] = []
        self.shadowed: list[str] = []
        self.variables: dict[str, Block] = {}
        self.locals: dict[str, Attribute] = {}
        self.outputs: dict[str, Block] = {}
        self.calls: dict[str, Block] = {}
        self.resources: dict[tuple[str, str], Block] = {}
        self.data: dict[tuple[str, str], Block] = {}
        self.providers: dict[str, Block] = {}
        self.settings: list[Block] = []
        self.moved: list[Block] = []
        self.removed: list[Block] = []
        self.imports: list[Block] = []
        self.checks: dict[str, Block] = {}
        self.others: list[Block] = []
        self.refused: list[tuple[Block, str]] = []

    def add(self, block: Block, *, overrides: bool = False) -> None:
        """Take in one top-level block; an override changes what is there."""
        kind, labels = block.type, block.labels
        if kind == "locals":
            if not overrides and not self.locals.keys().isdisjoint(block.body.attributes):
                self.refused.append((block, "is declared twice; only one is judged"))
            self.locals.update(block.body.attributes)
        elif kind in ("resource", "data") and len(labels) == 2:
            table = self.resources if kind == "resource" else self.data
            self._put(table, (labels[0], labels[1]), block, overrides=overrides)
        elif kind == "provider" and len(labels) == 1:
            self._put(self.providers, _provider_key(block), block, overrides=overrides)
        elif kind in _NAMED and len(labels) == 1:
            self._put(getattr(self, _NAMED[kind]), labels[0], block, overrides=overrides)
        elif kind in _UNNAMED:
            getattr(self, _UNNAMED[kind]).append(block)
        elif kind in ("resource", "data", "provider", *_NAMED):
            self.refused.append((block, "has too few or too many labels and is not judged"))
        else:
            self.others.append(block)

    def _put(self, table: dict[K, Block], key: K, block: Block, *, overrides: bool) -> None:
        known = table.get(key)
        if known is None:
            table[key] = block
        elif overrides:
            table[key] = _merged(known, block)
        else:
            self.refused.append((block, "is declared twice; only one is judged"))


_NAMED = {"variable": "variables", "output": "outputs", "module": "calls", "check": "checks"}
_UNNAMED = {"terraform": "settings", "moved": "moved", "removed": "removed", "import": "imports"}


def _provider_key(block: Block) -> str:
    alias = block.body.attributes.get("alias")
    if alias is None or not isinstance(alias.expression, Literal):
        return block.labels[0]
    return f"{block.labels[0]}.{alias.expression.value}"


def _merged(block: Block, override: Block) -> Block:
    body = Body()
    body.attributes = {**block.body.attributes, **override.body.attributes}
    replaced = {_block_type(inner) for inner in override.body.blocks}
    body.blocks = [inner for inner in block.body.blocks if _block_type(inner) not in replaced]
    body.blocks += override.body.blocks
    return Block(block.document, block.type, block.labels, (block.start, block.end), body)


def _block_type(block: Block) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


@lru_cache(maxsize=512)
def parse_cached(source: Source) -> Parsed[Body]:
    """Parse a file once while its bytes stay the same; modules are shared by many roots."""
    return parse_shared(source)


def is_override(name: str) -> bool:
    """Tell whether Terraform merges a file over the others."""
    stem = name.removesuffix(".json").removesuffix(".tf").removesuffix(".tofu")
    return stem == "override" or stem.endswith("_override")


def module_files(names: Iterable[str]) -> Sequence[str]:
    """Return the names Terraform and OpenTofu read in a directory, overrides last; ``a.tofu`` stands for ``a.tf``."""
    found = {name for name in names if name.endswith(SUFFIXES) and not name.startswith(".")}
    found -= shadowed(found)
    return sorted(found, key=lambda name: (is_override(name), name))


def shadowed(names: Iterable[str]) -> set[str]:
    """Return what OpenTofu does not read beside files of its own, and Terraform reads instead of them."""
    known = set(names)
    return known & {name.replace(".tofu", ".tf") for name in known if name.endswith((".tofu", ".tofu.json"))}


def load(path: str, reader: Reader) -> Directory:
    """Read and merge the files of one directory."""
    directory = Directory(path)
    names = reader.list(path)
    directory.shadowed = [posixpath.join(path, name) for name in sorted(shadowed(names))]
    for name in module_files(names):
        whole = posixpath.join(path, name)
        try:
            parsed = parse_cached(reader.read(whole))
        except ReadError as error:
            directory.files.append(FileProblem(whole, None, error.message))
            continue
        directory.files.append(FileProblem(whole, parsed))
        for block in _blocks(parsed):
            directory.add(block, overrides=is_override(name))
    return directory


def called_by(directory: Directory) -> set[str]:
    """Return the folders that the module blocks of ``directory`` name by a relative source."""
    sources = (block.body.attributes.get("source") for block in directory.calls.values())
    texts = (source.expression.value for source in sources if source and isinstance(source.expression, Literal))
    joined = (posixpath.normpath(posixpath.join(directory.path, str(text))) for text in texts)
    return {"" if path == "." else path for path in joined}


def _blocks(parsed: Parsed[Body]) -> Iterator[Block]:
    for document in parsed.documents:
        yield from document.root.blocks
