"""Declared values with placeholders (``${NAME}``) that matter: whatever is there may be what was filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.dialects.kubernetes.volatile import REASON
from trueline.drift.kubernetes.secrets import SECRET
from trueline.drift.kubernetes.telling import line, touches
from trueline.model.drift import Drift
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.kubernetes.objects import Pair
    from trueline.drift.kubernetes.walk import Difference
    from trueline.model.drift import Snapshot

_SELECTOR: Final = re.compile(r"(?:^|\.)(?:\w*[sS]elector|matchLabels|matchExpressions)\b")
_REASON: Final = "it is filled in only when it is brought out"
_MOST_NAMED: Final = 3
_MOST: Final = 20


def filled(pair: Pair, snapshot: Snapshot) -> Iterator[Drift]:
    """Yield, once for an object, which of its security settings, selectors and secrets are not known before.

    Whatever a chart makes up is told, too.
    """
    kind = pair.candidate.identity.kind
    made_up = {one.spot.text: one for one in pair.filled if is_unknown(one.declared)}
    others = {one.spot.text: one for one in pair.filled if not is_unknown(one.declared)}
    known = {path: one for path, one in others.items() if kind == SECRET or _matters(kind.name, one)}
    for found, reason in ((known, _REASON), (made_up, REASON)):
        if found:
            yield _unchecked(pair, found, snapshot, reason)


def _unchecked(pair: Pair, known: Mapping[str, Difference], snapshot: Snapshot, reason: str) -> Drift:
    resource, kind = pair.candidate.resource, pair.candidate.identity.kind
    paths = list(known)
    places = [pair.place(one).primary for one in list(known.values())[:_MOST]]
    found = {name for one in known.values() for name in touches(kind.name, one.spot.text, one.actual)}
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return Drift(
        "snapshot/unchecked", resource.address, places[0], resource.kind,
        message=line(f"{', '.join(paths[:_MOST_NAMED])}{more} of {resource.address} could not be checked: {reason}"),
        related=tuple(places[1:]), unit=resource.unit, environment=resource.environment, snapshot=snapshot.path,
        details={"reason": reason, "paths": paths[:_MOST], **({"touches": sorted(found)} if found else {})},
    )  # fmt: skip


def _matters(kind: str, one: Difference) -> bool:
    return bool(touches(kind, one.spot.text, one.actual)) or _SELECTOR.search(one.spot.text) is not None
