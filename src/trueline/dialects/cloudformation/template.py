"""One template: its sections, and what its parameters, conditions and names stand for, each found out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.conditions import decide
from trueline.dialects.cloudformation.evaluate import Evaluator
from trueline.dialects.cloudformation.node import LOOP, IntrinsicError, Node
from trueline.dialects.cloudformation.parameters import parameter_value
from trueline.dialects.cloudformation.transforms import opening, transforms
from trueline.model.document import Problem
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from trueline.model.document import Document

_SECTIONS: Final = ("Parameters", "Mappings", "Conditions", "Globals")
_PSEUDO: Final = frozenset(
    {
        "AWS::AccountId", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName",
        "AWS::URLSuffix",
    }
)  # fmt: skip


class Template:
    """A template as its functions see it. ``problems`` are those of its sections."""

    def __init__(self, document: Document[object]) -> None:
        self.document = document
        self.root = document.root if isinstance(document.root, dict) else {}
        self.problems: list[Problem] = []
        self.problems += transforms(document)
        self.evaluator = Evaluator(self)
        self._sections = {name: self._section(name) for name in _SECTIONS}
        self._known: dict[tuple[str, str], object] = {}
        self.declared: dict[str, Node] = {}  # while the loops are found out that declare them
        self.declared = dict(self._declared())

    def _section(self, name: str) -> dict[str, object]:
        value = self.root.get(name)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.problems.append(Problem(f"{name} is no map", self.document.locate((name,)).region))
        return {}

    def _declared(self) -> Iterator[tuple[str, Node]]:
        """Yield each resource's logical id and body, those of loops one by one."""
        resources = self.root.get("Resources")
        if not isinstance(resources, dict):
            if resources is not None:
                self._problem("Resources is no map", Node(resources, ("Resources",)))
            return
        for key in resources:
            node = Node(resources[key], ("Resources", key))
            if key.startswith("Fn::") and not key.startswith(LOOP):
                message = f"what {key} puts here is not known, and not judged"
                self.problems.append(opening(message, self.document, node.path))
                continue
            if not key.startswith(LOOP):
                yield key, node
                continue
            try:
                yield from self.evaluator.loop(node)
            except IntrinsicError as error:
                self._problem(f"{key}: {error}", node)

    def _problem(self, message: str, node: Node) -> None:
        self.problems.append(Problem(message, self.document.locate(node.path).region))

    def section(self, name: str, key: str) -> Node | None:
        """Return what a section says under ``key``, or None."""
        section = self._sections[name]
        return Node(section[key], (name, key)) if key in section else None

    def name(self, name: str) -> object:
        """Return what ``Ref`` gives for a name."""
        if name in self._sections["Parameters"]:
            return self._once("parameter", name, lambda: parameter_value(name, self._sections["Parameters"][name]))
        if name in _PSEUDO:
            # It is what AWS calls something of its own, and neither `*` nor any address: it refers to that.
            return Unknown([f"{name} ← known at deployment"], [name])
        if name in self.declared:
            return Unknown([f"{name} ← known after deployment"], [name])
        return Unknown([f"{name} ← nothing in the template has this name"])

    def attribute(self, name: str, attribute: str) -> Unknown:
        """Return what ``Fn::GetAtt`` gives."""
        if name not in self.declared:
            return Unknown([f"{name}.{attribute} ← no resource in the template has this name"])
        return Unknown([f"{name}.{attribute} ← known after deployment"], [name])

    def condition(self, name: str) -> bool | Unknown:
        """Return whether a condition of the template holds."""
        node = self.section("Conditions", name)
        if node is None:
            return Unknown([f"condition {name} ← there is no such condition"])
        found = self._once("condition", name, lambda: decide(self.evaluator, node))
        if isinstance(found, Unknown):
            return found.because(f"condition {name}")
        return bool(found)

    def _once(self, kind: str, name: str, compute: Callable[[], object]) -> object:
        key = (kind, name)
        if key not in self._known:
            self._known[key] = Unknown([f"{name} ← refers to itself"])
            self._known[key] = compute()
        return self._known[key]

    def globals(self, kind: str) -> Node | None:
        """Return what SAM's ``Globals`` say of resources of a type."""
        return self.section("Globals", kind.removeprefix("AWS::Serverless::")) if "Serverless::" in kind else None

    @property
    def parameters(self) -> Mapping[str, object]:
        """The parameters as they are declared."""
        return self._sections["Parameters"]
