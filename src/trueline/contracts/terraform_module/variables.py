"""What differs between the variables of two revisions of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.terraform_module.ledger import HIDDEN, Spot, compare_deprecation, deprecation
from trueline.contracts.terraform_module.side import header
from trueline.contracts.terraform_module.spelling import constant, flag, same, text
from trueline.contracts.terraform_module.types import differences, part

if TYPE_CHECKING:
    from trueline.contracts.terraform_module.ledger import Ledger
    from trueline.contracts.terraform_module.types import Difference
    from trueline.model.change import Compatibility
    from trueline.model.location import Location
    from trueline.parsers.hcl.syntax import Attribute, Block, Expression

_VERBS: Final = {
    "narrowed": "variable-type-narrowed",
    "widened": "variable-type-widened",
    "changed": "variable-type-changed",
    "default": "variable-default-changed",
}


def compare_variables(ledger: Ledger) -> None:
    """Write down what differs between all variables."""
    base, head = ledger.base, ledger.head
    old, new = base.directory.variables, head.directory.variables
    for name, block in old.items():
        path = block.document.source.path
        if name in new:
            if base.is_sure(block) and head.is_sure(new[name]):
                with ledger.announced.inside(deprecation(block)):
                    _Pair(ledger, name, block, new[name]).compare()
        elif not head.may_have(name, path):
            spot = Spot(f"var.{name}", header(block), head.file(path))
            message = f"variable {name} is gone"
            ledger.add("variable-removed", spot, message, before=_type(block), details=deprecation(block))
    for name, block in new.items():
        path = block.document.source.path
        if name not in old and head.is_sure(block) and not base.may_have(name, path):
            _added(ledger, Spot(f"var.{name}", base.file(path), header(block)), block)


def _added(ledger: Ledger, spot: Spot, block: Block) -> None:
    name = block.labels[0]
    if _is_required(block):
        message = f"variable {name} is new, and must be set"
        ledger.add("required-variable-added", spot, message, after=_type(block))
    else:
        message = f"variable {name} is new, and may be left out"
        ledger.add("optional-variable-added", spot, message, after=_type(block))


class _Pair:
    """One variable that is on both sides."""

    def __init__(self, ledger: Ledger, name: str, old: Block, new: Block) -> None:
        self._ledger = ledger
        self._name = name
        self._old = old
        self._new = new

    def compare(self) -> None:
        for difference in differences(_expression(self._old, "type"), _expression(self._new, "type")):
            self._type(difference)
        self._default()
        self._nullable()
        self._validations()
        compare_deprecation(self._ledger, f"var.{self._name}", self._old, self._new)

    def _type(self, found: Difference) -> None:
        inner = "".join(step if step == "[*]" else f".{step}" for step in found.path)
        subject = f"var.{self._name}{inner}"
        spot = Spot(subject, self._part(self._old, found), self._part(self._new, found))
        message = f"variable {self._name}{inner} {found.said}"
        self._ledger.add(_VERBS[found.verb], spot, message, before=found.before, after=found.after)

    def _part(self, block: Block, found: Difference) -> Location:
        attribute = block.body.attributes.get("type")
        node = part(attribute.expression, found.path) if attribute is not None else None
        if attribute is None or node is None:
            return header(block)
        return attribute.document.location((node.start, node.end))

    def _default(self) -> None:
        old, new = self._attribute(self._old, "default"), self._attribute(self._new, "default")
        if old is not None and new is None:
            spot = self._spot("default")
            message = f"variable {self._name} must be set now"
            self._ledger.add("variable-became-required", spot, message, before=self._shown(self._old))
        elif old is None and new is not None:
            message = f"variable {self._name} may be left out now"
            self._ledger.add("variable-became-optional", self._spot("default"), message, after=self._shown(self._new))
        elif old is not None and new is not None and not same(old.expression, new.expression):
            before, after = self._shown(self._old), self._shown(self._new)
            message = f"variable {self._name} has another default"
            self._ledger.add("variable-default-changed", self._spot("default"), message, before=before, after=after)

    def _nullable(self) -> None:
        old, new = (flag(self._attribute(block, "nullable"), default=True) for block in (self._old, self._new))
        if old and not new:
            message = f"null is no value of variable {self._name} any more"
            compatibility: Compatibility = "breaking"
            if not _is_required(self._new):
                message += ": its default stands for it"
                compatibility = "dangerous"
            spot = self._spot("nullable")
            name = "variable-became-non-null"
            self._ledger.add(name, spot, message, before=True, after=False, compatibility=compatibility)
        elif new and not old:
            message = f"null is a value of variable {self._name} now"
            self._ledger.add("variable-became-nullable", self._spot("nullable"), message, before=False, after=True)

    def _validations(self) -> None:
        old, new = _validations(self._old), _validations(self._new)
        for text_of, block in new.items():
            if text_of not in old:
                spot = Spot(f"var.{self._name}", header(self._old), self._ledger.at(block, "condition"))
                message = f"variable {self._name} is validated {'otherwise' if old else 'now'}"
                self._ledger.add("variable-validation-added", spot, message, after=_source(block))
        for text_of, block in old.items():
            if text_of not in new and len(new) < len(old):
                spot = Spot(f"var.{self._name}", self._ledger.at(block, "condition"), header(self._new))
                message = f"a condition of variable {self._name} is gone"
                self._ledger.add("variable-validation-removed", spot, message, before=_source(block))

    def _spot(self, name: str) -> Spot:
        return Spot(f"var.{self._name}", self._ledger.at(self._old, name), self._ledger.at(self._new, name))

    def _attribute(self, block: Block, name: str) -> Attribute | None:
        return block.body.attributes.get(name)

    def _shown(self, block: Block) -> object:
        """Return the default of a variable, unless it is secret on either side."""
        if any(flag(one.body.attributes.get("sensitive"), default=False) for one in (self._old, self._new)):
            return HIDDEN
        return constant(_expression(block, "default"))


def _is_required(block: Block) -> bool:
    return "default" not in block.body.attributes


def _expression(block: Block, name: str) -> Expression | None:
    attribute = block.body.attributes.get(name)
    return None if attribute is None else attribute.expression


def _type(block: Block) -> str:
    return _written(block, "type") or "any"


def _source(block: Block) -> str:
    return _written(block, "condition")


def _written(block: Block, name: str) -> str:
    """Return an attribute as it is written, in one line."""
    attribute = block.body.attributes.get(name)
    if attribute is None:
        return ""
    node = attribute.expression
    return " ".join(attribute.document.data[node.start : node.end].decode(errors="replace").split())


def _validations(block: Block) -> dict[str, Block]:
    """Return the validations of a variable by their conditions."""
    return {text(_expression(one, "condition")): one for one in block.body.blocks_of("validation")}
