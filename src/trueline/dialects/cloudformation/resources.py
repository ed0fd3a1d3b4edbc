"""A template to resources: those that its conditions leave, named, placed and related."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.conditions import named
from trueline.dialects.cloudformation.node import LOOP, NOTHING, Node, call_of, overlaid, substituted
from trueline.dialects.cloudformation.places import follow, place_in
from trueline.dialects.cloudformation.template import Template
from trueline.dialects.cloudformation.transforms import opening
from trueline.dialects.cloudformation.typed import typed
from trueline.dialects.references import refer
from trueline.model.document import Problem
from trueline.model.resource import Place, Resource
from trueline.parsers.scalar import read_plain_as_cloudformation
from trueline.parsers.yaml import YamlDocument
from trueline.values.unknown import MarkedText, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Document
    from trueline.model.location import Path

ATTRIBUTES: Final = "@attributes"
"""Under which a resource's value holds what stands beside its ``Properties``: no property has such a name."""

_KEPT: Final = ("Condition", "CreationPolicy", "DeletionPolicy", "DependsOn", "Metadata", "UpdatePolicy",
                "UpdateReplacePolicy")  # fmt: skip
# perhaps a boolean of YAML 1.1; what is none costs a second reading and no more
_OLD_BOOLEAN: Final = re.compile(
    rb"[:\-\[,{][ \t\r\n]*(?:[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)[ \t]*(?=[,\]}#\r\n]|\Z)"
)
_VERSION: Final = "AWSTemplateFormatVersion"
_SERVERLESS: Final = "AWS::Serverless"


def recognises(path: str, root: object) -> bool:  # noqa: ARG001  # the name says nothing: templates are called anything
    """Tell whether ``root`` is a CloudFormation or SAM template."""
    if not isinstance(root, dict):
        return False
    if _VERSION in root:
        return True
    transforms = root.get("Transform")
    named = transforms if isinstance(transforms, list) else [transforms]
    if any(isinstance(name, str) and name.startswith(_SERVERLESS) for name in named):
        return True
    resources = root.get("Resources")
    return isinstance(resources, dict) and any(_is_resource(key, body) for key, body in resources.items())


def _is_resource(key: str, body: object) -> bool:
    if key.startswith(LOOP):
        return True
    kind = body.get("Type") if isinstance(body, dict) else None
    return isinstance(kind, str) and "::" in kind


def resources(document: Document[object]) -> Sequence[Resource]:
    """Return the resources of a template."""
    return check(document)[0]


def check(document: Document[object]) -> tuple[list[Resource], list[Problem]]:
    """Return the resources of a template, and what is wrong with it."""
    found = list(_read(Template(as_deployed(document))))
    made = [one for one in found if isinstance(one, Resource)]
    return made, [one for one in found if not isinstance(one, Resource)]


def _read(template: Template) -> Iterator[Resource | Problem]:
    document = template.document
    yield from template.problems
    if template.root.get("Resources") is None:
        yield Problem("a template needs Resources", document.locate(()).region, fatal=False)
    for name, node in template.declared.items():
        body = node.value
        kind = body.get("Type") if isinstance(body, dict) else None
        if (isinstance(body, dict) and call_of(Node(kind, ())) is not None) or _is_module(kind):
            message = f"what {name} is made of is filled in before it is deployed, and was not judged"
            yield opening(message, document, node.path)
            continue
        if not isinstance(body, dict) or not isinstance(kind, str) or not kind:
            wrong = node.path if not isinstance(body, dict) or "Type" not in body else (*node.path, "Type")
            reason = "is no map" if not isinstance(body, dict) else "has no Type that is a text"
            yield Problem(f"resource {name} {reason}", document.locate(wrong).region)
            continue
        holds = named(template.evaluator, node.below("Condition")) if "Condition" in body else True
        if holds is not False:
            yield TemplateResource(template, node, name, substituted(kind, node.names), is_certain=holds is True)


def as_deployed(document: Document[object]) -> Document[object]:
    """Return ``document`` with the scalars that CloudFormation takes for others than YAML 1.2 does."""
    if not isinstance(document, YamlDocument):
        return document
    data = document.source.data
    is_wide = b"\0" in data  # UTF-16 has NUL between the letters
    return document.reread(read_plain_as_cloudformation) if is_wide or _OLD_BOOLEAN.search(data) else document


def _is_module(kind: object) -> bool:
    """Tell whether a type is the long form of a packager's tag: ``{"Rain::Module": …}``."""
    return isinstance(kind, dict) and len(kind) == 1 and all("::" in key for key in kind)


class TemplateResource(Resource):
    """A resource whose value is computed when a rule first reads it."""

    __slots__ = ("_computed", "_node", "_template", "_value")

    def __init__(self, template: Template, node: Node, name: str, kind: str, *, is_certain: bool) -> None:
        self._template = template
        self._node = node
        self._value: object = None
        self._computed = False
        super().__init__(
            kind=f"cloudformation/{kind}",
            # as a Terraform resource of which nobody knows how many there are
            address=name if is_certain else f"{name}[*]",
            name=name,
            value=None,
            locate=self._place,
            source=template.document.source.path,
            refer=lambda attribute: refer(self.value, attribute),
        )

    @property
    def value(self) -> object:
        """Its properties, and its attributes under ``@attributes``."""
        if not self._computed:
            self._computed = True
            self._value = self._compute()
        return self._value

    @value.setter
    def value(self, value: object) -> None:
        if value is not None:
            self._value, self._computed = value, True

    def _compute(self) -> object:
        kind = self.kind.partition("/")[2]
        self._template.evaluator.start()
        found = self._template.evaluator.value(self._properties(kind))
        if isinstance(found, Unknown):
            return found
        if found is NOTHING or found is None:
            found = {}
        if not isinstance(found, dict):
            return Unknown([f"{self.name} ← its Properties are no map"])
        value = typed(kind, found)
        attributes = self._attributes()
        if attributes and isinstance(value, dict):
            value[ATTRIBUTES] = attributes
        return value

    def _properties(self, kind: str) -> Node:
        body = self._node.value
        layer = self._template.globals(kind)
        own = Node({}, self._node.path, self._node.names)
        if isinstance(body, dict) and body.get("Properties") is not None:
            own = self._node.below("Properties")
        return own if layer is None else overlaid(own, layer)

    def _attributes(self) -> dict[str, object]:
        body = self._node.value if isinstance(self._node.value, dict) else {}
        found: dict[str, object] = {}
        for name in (name for name in _KEPT if name in body):
            value = self._template.evaluator.value(self._node.below(name))
            if value is not None and value is not NOTHING:
                found[name] = value
        if "DependsOn" in found:
            listed = found["DependsOn"] if isinstance(found["DependsOn"], list) else [found["DependsOn"]]
            found["DependsOn"] = [MarkedText(one, [one]) if isinstance(one, str) else one for one in listed]
        return found

    def _place(self, path: Path) -> Place:
        document, node = self._template.document, self._node
        if path[:1] == (ATTRIBUTES,):
            return place_in(self._template, node, path[1:])
        properties = self._properties(self.kind.partition("/")[2])
        if not path or follow(self._template, properties, path[:1]).path == properties.path:
            return Place(document.locate(node.path))
        return place_in(self._template, properties, path)
