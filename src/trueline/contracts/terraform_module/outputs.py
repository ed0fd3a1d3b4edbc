"""What differs between the outputs of two revisions of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.terraform_module.ledger import Spot, compare_deprecation, deprecation
from trueline.contracts.terraform_module.side import header
from trueline.contracts.terraform_module.spelling import flag

if TYPE_CHECKING:
    from trueline.contracts.terraform_module.ledger import Ledger
    from trueline.parsers.hcl.syntax import Block


def compare_outputs(ledger: Ledger) -> None:
    """Write down what differs between all outputs."""
    base, head = ledger.base, ledger.head
    old, new = base.directory.outputs, head.directory.outputs
    for name, block in old.items():
        path = block.document.source.path
        if name in new:
            if base.is_sure(block) and head.is_sure(new[name]):
                with ledger.announced.inside(deprecation(block)):
                    _pair(ledger, name, block, new[name])
        elif not head.may_have(name, path):
            spot = Spot(f"output.{name}", header(block), head.file(path))
            ledger.add("output-removed", spot, f"output {name} is gone", details=deprecation(block))
    for name, block in new.items():
        path = block.document.source.path
        if name not in old and not base.may_have(name, path):
            spot = Spot(f"output.{name}", base.file(path), header(block))
            ledger.add("output-added", spot, f"output {name} is new")


def _pair(ledger: Ledger, name: str, base: Block, head: Block) -> None:
    subject = f"output.{name}"
    compare_deprecation(ledger, subject, base, head)
    before, after = (flag(block.body.attributes.get("sensitive"), default=False) for block in (base, head))
    if before == after:
        return
    spot = Spot(subject, ledger.at(base, "sensitive"), ledger.at(head, "sensitive"))
    kind, said = ("output-became-sensitive", "is sensitive now") if after else ("output-became-public", "is public now")
    ledger.add(kind, spot, f"output {name} {said}", before=before, after=after)
