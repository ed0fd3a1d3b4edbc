"""What reads the parts of an operation; each version of OpenAPI has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.contracts.openapi.model import Body, Parameter, Response
    from trueline.contracts.openapi.node import Node


class Shape(Protocol):
    """The parts of an operation in their normal form, whatever the version."""

    def parameters(self, owners: Sequence[Node], variables: Sequence[str]) -> Mapping[str, Parameter]:
        """Return the parameters by key; ``variables`` are those of the path.

        ``owners`` are path items and, as the last, the operation; what the later says wins.
        """
        ...

    def body(self, owners: Sequence[Node]) -> Body | None:
        """Return the request body; ``owners`` are path items and, as the last, the operation."""
        ...

    def responses(self, operation: Node) -> Mapping[str, Response]:
        """Return the responses by status."""
        ...


def parameter_key(place: str, name: str, variables: Sequence[str]) -> str:
    """Return what tells a parameter from the others: in paths its position, so that its name may change."""
    if place == "path" and name in variables:
        return str(variables.index(name) + 1)
    return name.lower() if place == "header" else name


def media_type(name: str) -> str:
    """Return a media type in small letters, without blanks and without a charset."""
    main, *parameters = (part.strip().lower() for part in name.split(";"))
    return ";".join([main, *sorted(one for one in parameters if one and not one.startswith("charset="))])
