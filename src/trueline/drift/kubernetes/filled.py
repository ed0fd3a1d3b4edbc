"""Declared values with placeholders (``${NAME}``) that matter: whatever is there may be what was filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.secrets import SECRET
from trueline.drift.kubernetes.telling import line, touches
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.kubernetes.objects import Pair
    from trueline.drift.kubernetes.walk import Difference
    from trueline.model.drift import Snapshot

_SELECTOR: Final = re.compile(r"(?:^|\.)(?:\w*[sS]elector|matchLabels|matchExpressions)\b")
_REASON: Final = "it is filled in only when it is brought out"
_MOST_NAMED: Final = 3
_MOST: Final = 20


def filled(pair: Pair, snapshot: Snapshot) -> Iterator[Drift]:
    """Yield, once for an object, which of its security settings, selectors and secrets are not known before."""
    resource, kind = pair.candidate.resource, pair.candidate.identity.kind
    known = {one.spot.text: one for one in pair.filled if kind == SECRET or _matters(kind.name, one)}
    if not known:
        return
    paths = list(known)
    places = [pair.place(one).primary for one in list(known.values())[:_MOST]]
    found = {name for one in known.values() for name in touches(kind.name, one.spot.text, one.actual)}
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    yield Drift(
        "snapshot/unchecked", resource.address, places[0], resource.kind,
        message=line(f"{', '.join(paths[:_MOST_NAMED])}{more} of {resource.address} could not be checked: {_REASON}"),
        related=tuple(places[1:]), unit=resource.unit, environment=resource.environment, snapshot=snapshot.path,
        details={"reason": _REASON, "paths": paths[:_MOST], **({"touches": sorted(found)} if found else {})},
    )  # fmt: skip


def _matters(kind: str, one: Difference) -> bool:
    return bool(touches(kind, one.spot.text, one.actual)) or _SELECTOR.search(one.spot.text) is not None
