"""One declared object beside the one that is there: its differences as facts, with who changed what."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.depth import is_too_deep
from trueline.drift.hidden import hidden
from trueline.drift.kubernetes.cluster import LABELLED
from trueline.drift.kubernetes.conversion import converted
from trueline.drift.kubernetes.hardening import only_closes
from trueline.drift.kubernetes.injected import Injected
from trueline.drift.kubernetes.kinds import shape_of
from trueline.drift.kubernetes.owners import Managers
from trueline.drift.kubernetes.pods import POD_SPEC
from trueline.drift.kubernetes.secrets import SECRET, filled_values, secret_differences
from trueline.drift.kubernetes.telling import concealed, line, message, touches
from trueline.drift.kubernetes.walk import Walk
from trueline.model.drift import Actor, Drift
from trueline.values.unknown import find, is_sensitive, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.kubernetes.candidates import Candidate
    from trueline.drift.kubernetes.conversion import Converted
    from trueline.drift.kubernetes.identity import Kind
    from trueline.drift.kubernetes.images import Workload
    from trueline.drift.kubernetes.live import Item
    from trueline.drift.kubernetes.walk import Difference
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.location import Path
    from trueline.model.resource import Place

_APPLIED: Final = ("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")
_LARGEST_APPLIED: Final = 1_000_000
_REPLICAS: Final = "spec.replicas"
_FORMER: Final[Mapping[str, tuple[object, ...]]] = {  # defaults of older versions, which objects keep for ever
    "spec.preserveUnknownFields": (True,),
    "spec.progressDeadlineSeconds": (2147483647,),
    "spec.revisionHistoryLimit": (2, 2147483647),
    "spec.strategy.rollingUpdate.maxSurge": (1,),
    "spec.strategy.rollingUpdate.maxUnavailable": (1,),
    "spec.updateStrategy.type": ("OnDelete",),
}


class Setting(NamedTuple):
    """What all comparisons with one snapshot share: its path and salt, the team's settings, and what scales what."""

    snapshot: str
    settings: DriftSettings
    salt: bytes | None
    scaled: Mapping[tuple[str, str, str], str]
    images: Mapping[Workload, Mapping[tuple[str, str, str], set[str]]] = {}


class Pair:
    """A declared object and the one that is there."""

    def __init__(self, candidate: Candidate, item: Item, setting: Setting) -> None:
        self.candidate = candidate
        self.item = item
        self._setting = setting
        self._kind = candidate.identity.kind
        self._declared: Converted = converted(self._kind, candidate.value)
        self._live = converted(self._kind, item.value).value
        self._managers = Managers(item.value, setting.settings, is_released=candidate.unit.dialect == "chart")
        self._shape = LABELLED if candidate.is_told_apart else shape_of(*self._kind, candidate.version)
        self._injected = Injected(self._live, self._declared.value)
        self.filled: list[Difference] = []
        """What is declared with placeholders, and may be so."""
        self.differences = [one for one in self._find() if not self._is_silent(one)]

    def drifts(self) -> list[Drift]:
        """Return the differences as facts."""
        return [*(self._drift(one) for one in self.differences), *self._moved_tags()]

    def place(self, one: Difference) -> Place:
        """Return where a difference is declared."""
        return self.candidate.resource.locate(self._declared.place(one.spot.declared))

    def _find(self) -> list[Difference]:
        walk = Walk(POD_SPEC, self._injected.is_given, self._managers.humans)
        found = list(walk.differences(self._shape, self._declared.value, self._live))
        self.filled = walk.filled
        if self._kind == SECRET:
            found += secret_differences(self._declared.value, self._live, self._setting.salt)
            self.filled += filled_values(self._declared.value, self._live)
        found += [one for one in self.filled if self._is_made_up_by_hand(one)]
        self.filled = [one for one in self.filled if not self._is_made_up_by_hand(one)]
        if self._applied is not None:
            found += self._beyond_applied({one.spot.text for one in found})
        return found

    def _is_made_up_by_hand(self, one: Difference) -> bool:
        """Tell whether a person has written what a chart makes up: then it is not what the chart made."""
        by = self._managers.of(one.spot.live) if is_unknown(one.declared) else None
        return by is not None and by.role == "human"

    def _beyond_applied(self, told: set[str]) -> list[Difference]:
        """Return fields that nobody declares, whose value is neither the default nor what was last applied."""
        if self._managers.all:
            return []  # these tell better who did what
        walk = Walk(POD_SPEC, self._injected.is_given, is_thorough=True)
        found = walk.differences(self._shape, self._declared.value, self._live)
        since = {one.spot.live for one in self._since_applied}
        return [
            one
            for one in found
            if one.kind == "added" and one.spot.text not in told and one.spot.live in since and not _is_usual(one)
        ]

    def _is_silent(self, one: Difference) -> bool:
        """Tell whether the platform or the tool that applies added it, and it touches nothing that matters."""
        if one.kind != "added" or touches(self._kind.name, one.spot.text, one.actual):
            return False
        by = self._managers.of(one.spot.live)
        if by is None or by.role == "human":
            return False
        # what a webhook puts in while something is applied is said to be of whoever applies
        is_put_in = by.role == "pipeline" and self._applied is not None and not self._was_applied(one)
        return by.role == "controller" or is_put_in

    @cached_property
    def _applied(self) -> Mapping[str, object] | None:
        """What kubectl applied last, as it noted that; None where it did not."""
        text = find(self.item.value, _APPLIED)
        return _read(text, self._kind) if isinstance(text, str) and len(text) <= _LARGEST_APPLIED else None

    @cached_property
    def _since_applied(self) -> list[Difference]:
        """What was changed since kubectl applied last."""
        walk = Walk(POD_SPEC, self._injected.is_given, is_thorough=True)
        found = list(walk.differences(self._shape, self._applied, self._live))
        if self._kind == SECRET and self._applied is not None:
            found += secret_differences(self._applied, self._live, self._setting.salt)
        return found

    def _was_applied(self, one: Difference) -> bool:
        """Tell whether what is there is what was applied last: the declared value waits to be applied."""
        if self._applied is None:
            return False
        return not any(_touch(other.spot.live, one.spot.live) for other in self._since_applied)

    def _drift(self, one: Difference) -> Drift:
        resource = self.candidate.resource
        place = self.place(one)
        by = self._managers.of(one.spot.live) if one.actual is not None else None
        details: dict[str, object] = {}
        found = touches(self._kind.name, one.spot.text, one.actual)
        if found:
            details["touches"] = found
        scaler = self._scaler if one.spot.text == _REPLICAS else ""
        if scaler:
            details["under"] = scaler
            by = by if by is not None and by.role == "human" else Actor(scaler, "controller", by.at if by else "")
        else:
            details.update(self._standing(one, by, matters=bool(found) and not only_closes(one.spot.text, one.actual)))
        declared, actual = self._shown(one)
        return Drift(
            f"kubernetes/{one.kind}", resource.address, place.primary, resource.kind, one.spot.text,
            message(one, declared, actual, by), declared, actual, by, place.related, resource.unit,
            resource.environment, self._setting.snapshot, details=details,
        )  # fmt: skip

    def _standing(self, one: Difference, by: Actor | None, *, matters: bool) -> dict[str, object]:
        """Return whether it waits to be applied (``pending``), or was changed since (``outside``).

        What nobody declares and opens something (``matters``) waits for nothing: no code is ahead of it.
        """
        if by is not None and by.role == "human":
            return {"outside": True}
        if self._applied is not None and not self._was_applied(one):
            return {"outside": True}
        is_former = self._applied is not None or (by is not None and by.role == "pipeline")
        return {"pending": True} if is_former and not (matters and one.kind == "added") else {}

    def _moved_tags(self) -> Iterator[Drift]:
        """Yield the containers whose tag is several images there: it was moved, and not every pod has followed."""
        identity, resource = self.item.identity, self.candidate.resource
        running = self._setting.images.get((identity.kind.name, identity.namespace, identity.name), {})
        for (place, name, image), digests in sorted(running.items()):
            listed = find(self._declared.value, ("spec", "template", "spec", place))
            for number, container in enumerate(listed if isinstance(listed, list) else ()):
                if len(digests) < 2 or find(container, ("name",)) != name or find(container, ("image",)) != image:
                    continue
                where = resource.locate(("spec", "template", "spec", place, number, "image"))
                path = f"spec.template.spec.{place}[name={name}].image"
                yield Drift(
                    "kubernetes/changed", resource.address, where.primary, resource.kind, path,
                    line(f"{path} {image} is {len(digests)} images there: its tag was moved"), image, sorted(digests),
                    None, where.related, resource.unit, resource.environment, self._setting.snapshot,
                    details={"tag": "moved"},
                )  # fmt: skip

    @property
    def _scaler(self) -> str:
        identity = self.item.identity
        return self._setting.scaled.get((identity.kind.name, identity.namespace, identity.name), "")

    def _shown(self, one: Difference) -> tuple[object, object]:
        """Return both values with what must not be shown marked."""
        if is_unknown(one.declared):
            one = one._replace(declared=None)
        if self._kind == SECRET and one.spot.text.startswith("data"):
            return hidden(one.declared), hidden(one.actual)
        declared = concealed(one.declared, one.spot.declared, self._declared.value)
        actual = concealed(one.actual, one.spot.live, self._live)
        is_secret = is_sensitive(declared) or is_sensitive(actual)
        return (hidden(declared), hidden(actual)) if is_secret else (declared, actual)


def _is_usual(one: Difference) -> bool:
    """Tell whether a value that is not today's default is there often without anybody's doing."""
    return one.spot.text == _REPLICAS or one.actual in _FORMER.get(one.spot.text, ())


def _read(text: str, kind: Kind) -> Mapping[str, object] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return converted(kind, found).value if isinstance(found, dict) and not is_too_deep(found) else None


def _touch(one: Path, other: Path) -> bool:
    """Tell whether one of two places is in the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
