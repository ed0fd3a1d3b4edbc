"""What differs between the request bodies of two revisions of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.openapi.media import compare_media

if TYPE_CHECKING:
    from trueline.contracts.openapi.model import Body, Operation
    from trueline.contracts.openapi.scope import Scope


def compare_bodies(scope: Scope, old: Operation, new: Operation) -> None:
    """Take what differs between the request bodies."""
    scope = scope.within("request")
    before, after = old.body, new.body
    if before is None and after is not None:
        word = "required" if after.required else "optional"
        message = f"the request has a body now, which is {word}"
        scope.say_content(f"request-body-added-{word}", message, old.node.at("requestBody"), after.node)
    elif before is not None and after is None:
        message = "the request has no body any more"
        scope.say_content("request-body-removed", message, before.node, new.node.at("requestBody"))
    elif before is not None and after is not None and not _is_same(scope, before, after):
        _compare(scope, before, after)


def _is_same(scope: Scope, old: Body, new: Body) -> bool:
    """Tell whether nothing differs; in OpenAPI 2 the media types do not stand where the body does."""
    return old.media.keys() == new.media.keys() and scope.schemas.same(old.node, new.node)


def _compare(scope: Scope, old: Body, new: Body) -> None:
    if old.required != new.required:
        word = "required" if new.required else "optional"
        scope.say_content(
            f"request-body-became-{word}", f"the request body is {word} now",
            old.node.at("required"), new.node.at("required"), values=(old.required, new.required),
        )  # fmt: skip
    compare_media(scope, "request", old.media, new.media, (old.node, new.node))
