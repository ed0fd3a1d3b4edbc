"""Every kind of change that is told of an OpenAPI contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.openapi.kinds_api import API
from trueline.contracts.openapi.kinds_content import CONTENT
from trueline.contracts.openapi.kinds_schema import schema_kinds
from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.change import Broken, Compatibility

_FLIPPED: Final = {"request": "response", "response": "request"}


def _api() -> Iterator[ChangeKind]:
    for name, title, compatibility, fix, aliases in API:
        breaks: tuple[Broken, ...] = ("code",) if name.startswith("operation-id") else _breaks(compatibility)
        yield ChangeKind(f"openapi/{name}", title, compatibility, breaks, "", fix, _aliases(aliases))


def _content() -> Iterator[ChangeKind]:
    for name, title, compatibility, inverted, fix, aliases in CONTENT:
        direction = "response" if name.startswith("response-") else "request"
        yield ChangeKind(
            f"openapi/{name}", title, compatibility, _breaks(compatibility), direction, fix, _aliases(aliases)
        )
        yield ChangeKind(
            f"openapi/webhook-{name}", f"{title}, in a webhook or callback", inverted, _breaks(inverted),
            _FLIPPED[direction], "" if inverted == "compatible" else _WEBHOOK_FIX,
        )  # fmt: skip


def _breaks(compatibility: Compatibility) -> tuple[Broken, ...]:
    return () if compatibility == "compatible" else ("clients",)


def _aliases(names: str) -> tuple[str, ...]:
    return tuple(name if ":" in name else f"oasdiff:{name}" for name in names.split())


_WEBHOOK_FIX: Final = "Add a webhook of another name, and keep sending this one until everybody has moved."
KINDS: Final[Mapping[str, ChangeKind]] = {kind.id: kind for kind in (*_api(), *_content(), *schema_kinds())}
"""Every kind by id."""
