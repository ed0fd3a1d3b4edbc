"""What the tests of estimators share: a resource called `a`, its usage, and what is not declared at zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priced import US, estimates

from trueline.model.cost_settings import Usage

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

UNKNOWN = 'variable "x" {}\n'


def bill(folder: Path, text: str, usage: dict[str, object] | None = None) -> Estimate:
    """Return the estimate of the one resource whose name is `a`, in us-east-1; what nobody declares is zero."""
    of_everything = {"aws_*.a": usage or {}}
    settings = US._replace(usage=Usage(resources=of_everything), undeclared="zero")
    found = estimates(folder, UNKNOWN + text, settings)
    return next(made for address, made in found.items() if address.split("[")[0].endswith(".a"))
