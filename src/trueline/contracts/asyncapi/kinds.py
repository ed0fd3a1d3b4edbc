"""The closed table of what can differ between two revisions of an AsyncAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from trueline.contracts.schema import RULES
from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.contracts.schema import Direction
    from trueline.model.change import Broken, Compatibility

Role: TypeAlias = Literal["send", "receive", "message"]
"""What becomes of a message: the application sends it, receives it, or does not say."""

FORMAT: Final = "asyncapi"
DIRECTIONS: Final[Mapping[Role, Direction]] = {"send": "response", "receive": "request", "message": "both"}
"""Who writes it, in the words of schemas."""
_NOT_OF_MESSAGES: Final = ("max-contains-", "min-contains-")
"""Kinds of keywords that came after draft 7, which messages are written in."""
_WHERE: Final = {"send": "In what is sent", "receive": "In what is received", "message": "In a message"}
_CLIENTS: Final[tuple[Broken, ...]] = ("clients",)
_KEEP: Final = "Keep it as long as anybody uses it, and offer the new one beside it."
_ADD: Final = "Send it over a channel of its own, so that nobody gets what he does not know."


def _kind(
    name: str, title: str, compatibility: Compatibility, direction: str = "", fix: str = "", path: str = ""
) -> ChangeKind:
    breaks = () if compatibility == "compatible" else _CLIENTS
    aliases = tuple(f"asyncapi-diff:{one}" for one in path.split())
    return ChangeKind(f"{FORMAT}/{name}", title, compatibility, breaks, direction, fix, aliases)


_TABLE: Final = (
    _kind("contract-added", "An application is new", "compatible"),
    _kind("contract-removed", "An application is gone", "breaking", fix=_KEEP),
    _kind("server-added", "A server is new", "compatible", path="add:/servers/*"),
    _kind("server-removed", "A server is gone", "breaking", fix=_KEEP, path="remove:/servers/*"),
    _kind("server-address-changed", "A server is elsewhere", "breaking", fix=_KEEP, path="edit:/servers/*/host"),
    _kind(
        "server-protocol-changed", "A server speaks another protocol", "breaking", fix=_KEEP,
        path="edit:/servers/*/protocol edit:/servers/*/protocolVersion",
    ),
    _kind("operation-added", "Something more is sent or received", "compatible", path="add:/operations/*"),
    _kind("send-removed", "Something is no longer sent", "breaking", "response", _KEEP, "remove:/operations/*"),
    _kind("receive-removed", "Something is no longer received", "breaking", "request", _KEEP, "remove:/operations/*"),
    _kind("channel-removed", "A channel is gone", "breaking", "both", _KEEP, "remove:/channels/*"),
    _kind("parameter-value-removed", "A parameter takes a value less", "breaking", "request", _KEEP),
    _kind("parameter-value-added", "A parameter takes a value more", "compatible", "request"),
    _kind("send-message-added", "A message more is sent", "dangerous", "response", _ADD),
    _kind("send-message-removed", "A message is no longer sent", "breaking", "response", _KEEP),
    _kind("receive-message-added", "A message more is received", "compatible", "request"),
    _kind("receive-message-removed", "A message is no longer received", "breaking", "request", _KEEP),
    _kind("message-added", "A message more may be in a channel", "dangerous", "both", _ADD),
    _kind("message-removed", "A message is no longer in a channel", "breaking", "both", _KEEP),
    _kind("content-type-changed", "A message is written otherwise", "breaking", fix=_KEEP),
    _kind("correlation-id-added", "A message says what it belongs to", "compatible"),
    _kind("correlation-id-changed", "A message says elsewhere what it belongs to", "breaking", fix=_KEEP),
    _kind("correlation-id-removed", "A message no longer says what it belongs to", "breaking", fix=_KEEP),
    _kind("payload-not-compared", "A payload differs that is neither JSON Schema nor Avro", "dangerous"),
    _kind("binding-changed", "What a protocol is told differs", "dangerous"),
    _kind("reply-added", "An answer is expected or given now", "dangerous", path="add:/operations/*/reply"),
    _kind("reply-removed", "There is no answer any more", "breaking", fix=_KEEP, path="remove:/operations/*/reply"),
)  # fmt: skip


def _schemas() -> Iterator[ChangeKind]:
    for role, direction in DIRECTIONS.items():
        for name, rule in RULES.items():
            if name.startswith(_NOT_OF_MESSAGES):
                continue
            compatibility = rule.compatibility(direction)
            fix = "" if compatibility == "compatible" else _KEEP
            yield _kind(
                f"{role}-schema-{name}", f"{_WHERE[role]}: {name.replace('-', ' ')}", compatibility, direction, fix
            )


KINDS: Final[Mapping[str, ChangeKind]] = {kind.id: kind for kind in (*_TABLE, *_schemas())}
"""Every kind, by id."""
