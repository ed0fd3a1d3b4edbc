"""HCL as it is written, unevaluated: variable files, lock files, ``terragrunt.hcl``."""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING, Final

from trueline.model.resource import Place, Resource
from trueline.parsers.hcl.syntax import GetAttr, Index, Literal, Object, Parens, Tuple, Variable

if TYPE_CHECKING:
    from trueline.model.document import Document
    from trueline.model.location import Location, Path
    from trueline.parsers.hcl.syntax import Body, Expression

_DEEPEST: Final = 40
SUFFIXES: Final = (".tfvars", ".hcl", ".tfvars.json")
_KINDS: Final = (
    (".terraform.lock.hcl", "terraform/lock"),
    (".tfvars", "terraform/tfvars"),
    ("terragrunt.hcl", "terraform/terragrunt"),
    (".hcl", "file/settings"),
)


class WrittenFile:
    """One file of HCL as plain data, and the place of each value."""

    def __init__(self, document: Document[Body]) -> None:
        self.document = document
        self._data: bytes = getattr(document, "data", b"")
        self._spans: dict[Path, tuple[int, int]] = {}
        self.value = self._body(document.root, ())

    def locate(self, path: Path) -> Location:
        """Return the place of the value at a path, or of its nearest ancestor."""
        for length in range(len(path), 0, -1):
            span = self._spans.get(path[:length])
            if span is not None:
                return self._location(span)
        return self.document.locate()._replace(region=None)

    def _location(self, span: tuple[int, int]) -> Location:
        location: Location = self.document.location(span)  # type: ignore[attr-defined]  # an HclDocument
        return location

    def _body(self, body: Body, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, attribute in body.attributes.items():
            found[name] = self._value(attribute.expression, (*path, name))
        for block in body.blocks:
            inside, steps = found, path
            for name in (block.type, *block.labels):
                held = inside.get(name)
                inner: dict[str, object] = held if isinstance(held, dict) else {}
                inside[name] = inner
                inside, steps = inner, (*steps, name)
            self._spans.setdefault(steps, (block.start, block.end))
            inside.update(self._body(block.body, steps))
        return found

    def _value(self, node: Expression, path: Path) -> object:
        """Return a literal, list or map; of anything else what is written."""
        self._spans[path] = (node.start, node.end)
        if isinstance(node, Parens):
            return self._value(node.inner, path)
        if isinstance(node, Literal):
            return node.value
        if len(path) < _DEEPEST and isinstance(node, Tuple):
            return [self._value(item, (*path, place)) for place, item in enumerate(node.items)]
        if len(path) < _DEEPEST and isinstance(node, Object):
            members = ((self._key(key), value) for key, value in node.items)
            return {key: self._value(value, (*path, key)) for key, value in members}
        return " ".join(self._text(node).split())

    def _key(self, node: Expression) -> str:
        if isinstance(node, Variable):
            return node.name
        return str(node.value) if isinstance(node, Literal) else self._text(node)

    def _text(self, node: Expression) -> str:
        text = self._data[node.start : node.end].decode(errors="replace")
        return f"${{{text}}}" if isinstance(node, Variable | GetAttr | Index) else text


def written(document: Document[Body], address: str) -> Resource:
    """Return a file of HCL as one resource; of a variable file only which names it sets is compared."""
    file = WrittenFile(document)
    path = document.source.path
    kind = next((kind for suffix, kind in _KINDS if path.endswith(suffix)), "terraform/tfvars")
    return Resource(
        kind=kind,
        address=address,
        name=basename(path),
        value=file.value,
        locate=lambda steps: Place(file.locate(steps)),
        source=path,
    )
