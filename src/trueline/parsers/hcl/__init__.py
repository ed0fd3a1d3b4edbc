"""HCL (``.tf``, ``.tfvars``, ``.hcl``) and Terraform's JSON spelling of it: bytes in, our syntax tree out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.document import Parsed

if TYPE_CHECKING:
    from trueline.model.document import Source
    from trueline.parsers.hcl.syntax import Body, Template

SUFFIXES: tuple[str, ...] = (".tf", ".tofu", ".tfvars", ".hcl", ".tf.json", ".tofu.json", ".tfvars.json")


def parse(source: Source) -> Parsed[Body]:
    """Read one file; what is wrong comes back as located problems, beside every block that could be read."""
    if source.path.endswith(".json"):
        from trueline.parsers.hcl.json_spelling import parse_json

        return parse_json(source)
    from trueline.parsers.hcl.document import parse_native

    return parse_native(source)


def parse_shared(source: Source) -> Parsed[Body]:
    """Read one file as ``parse`` does, unless one with the same bytes was read lately: its syntax tree is shared."""
    if source.path.endswith(".json"):
        return parse(source)
    from trueline.parsers.hcl.document import parse_shared_native

    return parse_shared_native(source)


def parse_template(text: str) -> Template | None:
    """Read the text of a template file; None where it is not a template."""
    from trueline.parsers.hcl.document import parse_template_text

    return parse_template_text(text)


__all__ = ["SUFFIXES", "Parsed", "parse", "parse_shared", "parse_template"]
