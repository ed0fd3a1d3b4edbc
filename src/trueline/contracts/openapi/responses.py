"""What differs between the responses of two revisions of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.openapi.media import compare_media

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.openapi.model import Header, Operation, Response
    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.scope import Scope


def compare_responses(scope: Scope, old: Operation, new: Operation) -> None:
    """Take what differs between the responses; a status may be told as part of a range on the other side."""
    places = old.node.at("responses"), new.node.at("responses")
    for status, before in old.responses.items():
        partner = _partner(status, new.responses, is_told="default" in old.responses)
        part = scope.within(f"response {status}")
        if partner is None:
            if not _has_partner_in(status, old.responses, new.responses):
                kind = f"response-{_word(status)}-status-removed"
                message = f"the status {status} is gone"
                part.say_content(kind, message, before.node, places[1].at(status), values=(status, None))
            continue
        if partner != status:
            message = f"the status {status} is told only as part of {partner}"
            part.say_content(
                "response-status-generalized", message, before.node, new.responses[partner].node,
                values=(status, partner),
            )  # fmt: skip
        _compare(part, before, new.responses[partner])
    for status in new.responses:
        if status not in old.responses and not _has_partner_in(status, new.responses, old.responses):
            _compare_new(scope.within(f"response {status}"), status, old, new)


def _compare_new(scope: Scope, status: str, old: Operation, new: Operation) -> None:
    """Take a status that is new, or was told as part of a range."""
    after = new.responses[status]
    wider = _partner(status, old.responses)
    if wider is None:
        kind = f"response-{_word(status)}-status-added"
        message = f"the status {status} is new"
        place = old.node.at("responses", status)
        scope.say_content(kind, message, place, after.node, values=(None, status))
        return
    before = old.responses[wider]
    message = f"the status {status}, so far part of {wider}, is told by itself"
    scope.say_content("response-status-specialized", message, before.node, after.node, values=(wider, status))
    _compare(scope, before, after)


def _compare(scope: Scope, old: Response, new: Response) -> None:
    if old.media.keys() == new.media.keys() and scope.schemas.same(old.node, new.node):
        return  # in OpenAPI 2 the media types do not stand where the response does
    compare_media(scope, "response", old.media, new.media, (old.node, new.node))
    _compare_headers(scope, old, new)
    _compare_links(scope, old, new)


def _compare_headers(scope: Scope, old: Response, new: Response) -> None:
    for name, before in old.headers.items():
        part = scope.within(f"header {name}")
        after = new.headers.get(name)
        if after is None:
            kind = f"response-header-removed-{_requirement(before)}"
            message = f"the {_requirement(before)} header {before.name} is gone"
            part.say_content(kind, message, before.node, new.node.at("headers", before.name))
            continue
        if before.required != after.required:
            kind = f"response-header-became-{_requirement(after)}"
            message = f"the header {after.name} is {_requirement(after)} now"
            places = before.node.at("required"), after.node.at("required")
            part.say_content(kind, message, *places, values=(before.required, after.required))
        if before.schema.value is not None and after.schema.value is not None:
            part.schemas.compare(part, "response", before.schema, after.schema)
    for name, after in new.headers.items():
        if name not in old.headers:
            kind = f"response-header-added-{_requirement(after)}"
            message = f"the {_requirement(after)} header {after.name} is new"
            part = scope.within(f"header {name}")
            part.say_content(kind, message, old.node.at("headers", after.name), after.node)


def _compare_links(scope: Scope, old: Response, new: Response) -> None:
    for name in dict.fromkeys((*old.links, *new.links)):
        part = scope.within(f"link {name}")
        before, after = old.links.get(name), new.links.get(name)
        if before is None and after is not None:
            place = old.node.at("links", name)
            part.say_content("response-link-added", f"the link {name} is new", place, after)
        elif before is not None and after is None:
            place = new.node.at("links", name)
            part.say_content("response-link-removed", f"the link {name} is gone", before, place)
        elif before is not None and after is not None and _target(before) != _target(after):
            part.say_content("response-link-changed", f"the link {name} leads elsewhere", before, after)


def _target(link: Node) -> dict[str, object]:
    return {name: link.at(name).value for name in ("operationId", "operationRef", "parameters", "requestBody")}


def _requirement(header: Header) -> str:
    return "required" if header.required else "optional"


def _word(status: str) -> str:
    """Tell success from error; ``default`` is what is left, and so nearly always an error."""
    return "success" if status[:1] in ("1", "2", "3") else "error"


def _partner(status: str, others: Mapping[str, Response], *, is_told: bool = False) -> str | None:
    """Return the same status, or the range that it belongs to.

    To ``default`` a status of success belongs only where no other is told, and where it was not told beside it.
    """
    ranges = [status]
    if status[:1].isdigit() and not status.endswith("XX"):
        ranges.append(f"{status[:1]}XX")
    has_success = any(_word(one) == "success" for one in others)
    if _word(status) == "success" and not has_success and not is_told:
        ranges.append("default")
    return next((one for one in ranges if one in others), None)


def _has_partner_in(wide: str, own: Mapping[str, Response], others: Mapping[str, Response]) -> bool:
    """Tell whether a range is told by single statuses on the other side."""
    if wide == "default" or not wide.endswith("XX"):
        return False
    return any(one[:1] == wide[:1] and one not in own for one in others if one[:1].isdigit())
