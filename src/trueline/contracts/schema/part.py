"""One schema as it is written at one place, and where its references lead."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import unquote, urldefrag, urljoin

from trueline.contracts.schema.dialect import DIALECTS, Dialect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.contracts.schema.files import Files
    from trueline.model.document import Document
    from trueline.model.location import Location, Path

_REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")
_WRITTEN: Final = tuple(f'"{name}":'.encode() for name in _REFERENCES)
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NOWHERE: Final = "#/ "  # a reference that leads nowhere
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}")


class Spot(NamedTuple):
    """A value below a part."""

    part: Part
    path: Path = ()

    def locate(self) -> Location:
        """Return where it stands, or its nearest located ancestor."""
        return self.part.document.locate((*self.part.path, *self.path))

    @property
    def value(self) -> object:
        """What stands there, None where nothing does."""
        return value_at(self.part.raw, self.path)[1]


class Part:
    """A schema at one place of a document. ``admits_null`` adds null to whatever its types and values say."""

    __slots__ = ("_digest", "_targets", "admits_null", "dialect", "document", "files", "path", "raw")

    def __init__(self, files: Files, document: Document[object], path: Path, raw: object, dialect: Dialect) -> None:
        self.files = files
        self.document = document
        self.path = path
        self.raw = raw
        self.dialect = dialect
        self.admits_null = False
        self._targets: dict[str, Part | None] = {}
        self._digest: tuple[bytes, tuple[str, ...]] | None = None

    @property
    def keywords(self) -> Mapping[str, object]:
        """What it says; nothing where it is true, false, or no schema at all."""
        return cast("Mapping[str, object]", self.raw) if isinstance(self.raw, dict) else {}

    @property
    def references(self) -> list[tuple[str, str]]:
        """The keywords that refer to other schemas, with what they say."""
        if not isinstance(self.raw, dict):
            return []
        found = [
            (name, self.raw[name]) for name in _REFERENCES if name in self.raw and name not in self.dialect.without
        ]
        return [(name, text) for name, text in found if isinstance(text, str)]

    def below(self, *path: str | int) -> Part:
        """Return the schema at ``path`` below this one."""
        raw: object = self.raw
        for step in path:
            raw = raw[step]  # type: ignore[index]  # who asks has seen it
        return self.at((*self.path, *path), raw)

    def at(self, path: Path, raw: object) -> Part:
        """Return the schema at ``path`` of the same document, which is ``raw``."""
        return part_at(self.files, self.document, path, raw, self.dialect)

    def with_null(self) -> Part:
        """Return the same schema where null is allowed too."""
        if self.admits_null:
            return self
        key = ("with null", self)
        known = self.files.kept.get(key)
        if known is None:
            known = Part(self.files, self.document, self.path, self.raw, self.dialect)
            known.admits_null = True
            self.files.kept[key] = known
        return cast(Part, known)

    def target(self, reference: str) -> Part | None:
        """Return the schema that ``reference`` leads to, None where it leads to nothing that may be read."""
        if reference not in self._targets:
            try:
                self._targets[reference] = _follow(self, reference)
            except ValueError:  # no address at all
                self._targets[reference] = None
        return self._targets[reference]

    def digest(self) -> tuple[bytes, tuple[str, ...]]:
        """Return a hash of what it says whatever the order of its keys, and every reference inside it."""
        if self._digest is None:
            text = _canonical(self.raw)
            references = _references_in(text)
            if b'"$id":' in text or b'"id":"' in text:  # what is inside may be seen from elsewhere
                references |= {_NOWHERE} if _holds(self.raw, _is_resource) else set()
            if b'"$dynamicRef":' in text:  # which schema is meant depends on the way to it
                references.add(_NOWHERE)
            if b'"discriminator":' in text:  # others may stand in for it to which nothing refers
                references |= {_NOWHERE} if _holds(self.raw, has_subtypes) else set()
            self._digest = blake2b(text, digest_size=16).digest(), tuple(sorted(references))
        return self._digest


def part_at(files: Files, document: Document[object], path: Path, raw: object, dialect: Dialect) -> Part:
    """Return the part at a place, always the same for the same place."""
    key = (document.source.path, path, dialect.name, id(document))
    known = files.kept.get(key)
    if known is None:
        known = files.kept[key] = Part(files, document, path, raw, dialect)
    return cast(Part, known)


def value_at(root: object, path: Path) -> tuple[bool, object]:
    """Return whether there is a value at ``path``, and it."""
    for step in path:
        if not _has(root, step):
            return False, None
        members: Any = root  # of a map by name, of a list by number
        root = members[step]
    return True, root


def _has(value: object, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and 0 <= step < len(value)
    return isinstance(value, dict) and step in value


def named(part: Part, name: str) -> list[Part]:
    """Return the schemas of the document of ``part`` that give themselves that name, each in its own resource."""
    known = _names(part.files, part.document)
    paths = [path for key, path in known.items() if isinstance(key, tuple) and key[1] == name]
    return [part.at(path, value_at(part.document.root, path)[1]) for path in paths]


def dialect_named(name: str) -> Dialect:
    """Return the dialect of that name."""
    return DIALECTS[name]


def _canonical(raw: object) -> bytes:
    import orjson

    try:
        return orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
    except (TypeError, ValueError):  # numbers of more than 64 bits
        return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def _follow(part: Part, reference: str) -> Part | None:
    url, fragment = urldefrag(reference)
    document, root = part.document, _resource(part.document, part.path)
    if url:
        found = _resolve(part, url, root)
        if found is None:
            return None
        document, root = found
    fragment = unquote(fragment)
    if fragment and not fragment.startswith("/"):
        anchored = _names(part.files, document).get((root, fragment))
        return None if anchored is None else _at(part, document, anchored)
    path = _pointer(document, root, fragment)
    return None if path is None else _at(part, document, path)


def _at(part: Part, document: Document[object], path: Path) -> Part | None:
    exists, raw = value_at(document.root, path)
    return part_at(part.files, document, path, raw, part.dialect) if exists else None


def _pointer(document: Document[object], root: Path, fragment: str) -> Path | None:
    path = list(root)
    exists, value = value_at(document.root, root)
    for escaped in fragment.split("/")[1:]:
        name = escaped.replace("~1", "/").replace("~0", "~")
        step: str | int = int(name) if isinstance(value, list) and _INDEX.fullmatch(name) else name
        exists, value = value_at(value, (step,))
        if not exists:
            return None
        path.append(step)
    return tuple(path) if exists else None


def _resource(document: Document[object], path: Path) -> Path:
    """Return the way to the nearest schema at or above ``path`` that has an identifier of its own."""
    value = document.root
    found: Path = ()
    for depth, step in enumerate(path):
        value = value[step]  # type: ignore[index]  # it was walked before
        if isinstance(value, dict) and _id_of(value):
            found = path[: depth + 1]
    return found


def _id_of(value: dict[str, object]) -> str:
    identifier = value.get("$id", value.get("id"))
    if not isinstance(identifier, str) or identifier.startswith("#") or not ("$id" in value or "$schema" in value):
        return ""
    return urldefrag(identifier)[0]


def _references_in(text: bytes) -> set[str]:
    """Return what stands after a keyword that refers, in canonical text; too much rather than too little."""
    found = set()
    for keyword in _WRITTEN:
        for rest in text.split(keyword)[1:]:
            match = _TEXT.match(rest)
            if match is not None:
                found.add(json.loads(match[0]))
    return found


def _is_resource(value: dict[str, object]) -> bool:
    return bool(_id_of(value))


def has_subtypes(value: Mapping[str, object]) -> bool:
    """Tell whether a schema says by a discriminator alone that others stand in for it."""
    return isinstance(value.get("discriminator"), str | dict) and "oneOf" not in value and "anyOf" not in value


def _holds(raw: object, is_meant: Callable[[dict[str, object]], bool]) -> bool:
    todo = [raw]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            if is_meant(value):
                return True
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return False


def _resolve(part: Part, url: str, root: Path) -> tuple[Document[object], Path] | None:
    """Return the document that ``url`` names and the way to the schema in it: one embedded, or a file."""
    base = _base(part.document, root)
    full = urljoin(base, url)
    embedded = _names(part.files, part.document).get(full)
    if embedded is not None:
        return part.document, embedded
    opened = part.files.open(part.document, url)
    outer = _base(part.document, ())
    if opened is None and outer and full.startswith(outer.rpartition("/")[0] + "/"):
        # files that lie beside each other where they are published lie so here
        opened = part.files.open(part.document, full[len(outer.rpartition("/")[0]) + 1 :])
    return None if opened is None else (opened, ())


def _base(document: Document[object], root: Path) -> str:
    base = ""
    value = document.root
    for step in (None, *root):
        value = value if step is None else value[step]  # type: ignore[index]  # it was walked before
        if isinstance(value, dict) and (identifier := _id_of(value)):
            base = urljoin(base, identifier)
    return base


def _names(files: Files, document: Document[object]) -> dict[object, Path]:
    """Return the way to each schema of a document that has an identifier, or an anchor within its resource."""
    key = ("names", id(document))
    if key in files.kept:
        return cast("dict[object, Path]", files.kept[key])
    names: dict[object, Path] = {}
    files.kept[key] = names
    todo: list[tuple[Path, object, Path, str]] = [((), document.root, (), "")]
    while todo:
        path, value, root, base = todo.pop()
        if isinstance(value, dict):
            if identifier := _id_of(value):
                root, base = path, urljoin(base, identifier)
                names.setdefault(base, path)
            for keyword in ("$anchor", "$dynamicAnchor"):
                if isinstance(value.get(keyword), str):
                    names.setdefault((root, value[keyword]), path)
            plain = value.get("$id", value.get("id"))
            if isinstance(plain, str) and plain.startswith("#"):  # an anchor up to draft 7
                names.setdefault((root, plain[1:]), path)
            todo += [((*path, step), member, root, base) for step, member in value.items()]
        elif isinstance(value, list):
            todo += [((*path, step), member, root, base) for step, member in enumerate(value)]
    return names
