"""Other resources: ``linked``, ``refers``, ``resources``. A list that may have more members than are seen is *open*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import OpenList
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.resource import Links, Relations, Resource
    from trueline.policies.cel.run import Run


def _relations(run: Run) -> Relations:
    if run.host.relations is None:
        raise EvaluationError("there are no other resources to ask for here")
    return run.host.relations


def _judged(run: Run) -> Resource:
    if run.host.resource is None:
        raise EvaluationError("only a rule over resources may ask for relations")
    return run.host.resource


def _values(run: Run, links: Links, kind: str) -> list[object]:
    """Return the values that the resources have as ``kind``: a family's is its own view."""
    run.spend(len(links.resources))
    values = [find(resource.value, resource.families.get(kind, ())) for resource in links.resources]
    return values if links.open is None else OpenList(values, links.open)


def _linked(run: Run, kind: str, attribute: str) -> object:
    return _values(run, _relations(run).linked(_judged(run), kind, attribute), kind)


def _refers(run: Run, kind: str, attribute: str) -> object:
    return _values(run, _relations(run).refers(_judged(run), kind, attribute), kind)


def _resources(run: Run, kind: str) -> object:
    return _values(run, _relations(run).resources(kind), kind)


FUNCTIONS: Mapping[str, Function] = {
    "linked": Function(_linked, "string string", "list", "f", run=True),
    "refers": Function(_refers, "string string", "list", "f", run=True),
    "resources": Function(_resources, "string", "list", "f", run=True),
}
