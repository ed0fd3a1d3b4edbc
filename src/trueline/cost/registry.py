"""Which estimator a type has."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from trueline.cost.place import cloud_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.cost.estimator import Estimator

REGISTRIES: Final = {
    "aws": "trueline.cost.aws.registry",
    "azure": "trueline.cost.azure.registry",
    "google": "trueline.cost.google.registry",
}


def estimator_of(kind: str) -> Estimator | None:
    """Return the estimator of a type of Terraform, None where it has none."""
    cloud = cloud_of(kind)
    if not cloud:
        return None
    modules: Mapping[str, str] = import_module(REGISTRIES[cloud]).MODULES
    module = modules.get(kind)
    if module is None:
        return None
    found: Estimator = import_module(module).ESTIMATORS[kind]
    return found
